#!/usr/bin/env python
"""Django's command line. Commands that change the schema connect as the owner of the database."""

import os
import sys

OWNER_COMMANDS = {"migrate", "createcachetable", "dbshell", "sqlmigrate", "flush", "test"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if OWNER_COMMANDS.intersection(sys.argv[1:2]):
        os.environ.setdefault("SHORTLIST_DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

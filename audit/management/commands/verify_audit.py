"""Compute the hash chain of the audit trail again; return code 1 when anything does not fit."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.keeping import kept_files
from audit.verify import anchors_in, verify


class Command(BaseCommand):
    help = "Verify the audit trail: rows, hash chain, and anchors that were kept outside the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchors",
            action="append",
            default=[],
            metavar="FILE",
            help="a kept anchors file, or saved mails; several are possible",
        )

    def handle(self, *args: Any, anchors: list[str], **options: Any) -> None:
        files = [*kept_files(), *(Path(name) for name in anchors)]
        if missing := [str(path) for path in files if not path.is_file()]:
            raise CommandError(f"No such file: {', '.join(missing)}")
        report = verify([known for path in files for known in anchors_in(path)])
        self.stdout.write(f"{report.head.position} events in the chain, head {report.head.hash}")
        self.stdout.write(f"{report.unlinked} events not yet in it, {report.overdue} of them for over 5 s")
        self.stdout.write(f"{report.anchors} anchors compared ({len(files)} files)")
        for trouble in report.troubles:
            self.stdout.write(f"- {trouble}")
        if not report.sound:
            self.stdout.write(f"NOT SOUND: {report.found} findings")
            sys.exit(1)
        self.stdout.write("Sound.")

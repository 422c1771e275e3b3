"""What `make run` does before it serves: schema, static files, and in development the demo data."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection

from config.database import credentials


def become(role: str) -> None:
    """Let the following statements run as the owner or as the web role."""
    connection.close()
    connection.settings_dict.update(credentials(role))


def recreate_database() -> None:
    """Drop the embedded database and everything in it, and make an empty one."""
    if settings.PRODUCTION or settings.DATABASE_URL:
        raise SystemExit("Only the embedded development database is ever recreated; this is another one.")
    become("owner")
    from audit.keeping import forget  # needs the apps, which are ready by now

    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    forget()


def static_files_are_old() -> bool:
    """True when a source file, or the installed packages, changed after the last collectstatic."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    sources = [path for root in settings.STATICFILES_DIRS for path in (root, *Path(root).rglob("*"))]
    sources += [settings.BASE_DIR / "requirements.txt", *settings.BASE_DIR.glob("*/static/**/*")]
    return max(path.stat().st_mtime for path in sources) > manifest.stat().st_mtime


def prepare() -> None:
    become("owner")
    call_command("migrate", interactive=False, verbosity=0)
    become("web")
    if static_files_are_old():
        call_command("collectstatic", interactive=False, verbosity=0)
    if has_demo():
        call_command("demo")  # builds only in a database without RFQs


def show_sign_ins() -> None:
    """One line per demo person: who it is, the address and the password."""
    if has_demo():
        call_command("demo", "--sign-ins")


def has_demo() -> bool:
    return not settings.PRODUCTION and "demo" in get_commands()


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if "--sign-ins" in arguments:
        show_sign_ins()
        return
    if "--recreate" in arguments:
        recreate_database()
    prepare()


if __name__ == "__main__":
    main(sys.argv[1:])

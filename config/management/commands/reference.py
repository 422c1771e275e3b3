"""`manage.py reference` writes the generated pages of docs/reference; `--check` only compares."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.reference import pages, stale


class Command(BaseCommand):
    help = "Write docs/reference (states, roles, data model) from the code, or check that it is current."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only; exit 1 where a page is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "reference"
        if options["check"]:
            if names := stale(folder):
                raise CommandError(f"stale: {', '.join(names)}; run `python manage.py reference`")
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages().items():
            (folder / name).write_text(text)
            self.stdout.write(f"docs/reference/{name}")

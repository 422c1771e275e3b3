"""Fetch the front-end packages of the manifest again, or check the committed files with --check."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ui import vendored


class Command(BaseCommand):
    help = "Fetch the packages listed in static/vendor/MANIFEST.json with npm; --check only compares sha256."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing, only compare")

    def handle(self, *args, check=False, **options):
        if not check:
            self.fetch_all()
        if faults := vendored.faults():
            raise CommandError("\n".join(faults))
        self.stdout.write("The vendored files are those of the manifest.")

    def fetch_all(self):
        manifest = vendored.read_manifest()
        for package in manifest["packages"]:
            with tempfile.TemporaryDirectory() as folder:
                vendored.unpack(package, vendored.fetch(package, Path(folder)))
            self.stdout.write(f"{package['name']} {package['version']}")
        vendored.write_manifest(manifest)

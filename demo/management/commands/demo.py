"""`manage.py demo` builds the demo in a database without RFQs; `--sign-ins` lists who can sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from demo.build import build
from demo.people import STAFF
from demo.vendors import PASSWORD, VENDORS
from rfqs.models import RFQ


class Command(BaseCommand):
    help = "Build the demo (only where there is no RFQ yet), or list its sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sign-ins", action="store_true", help="print one line per demo person")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign_ins"]:
            self.show()
        elif not RFQ.objects.exists():
            build(say=self.stdout.write)

    def show(self) -> None:
        for person in STAFF:
            self.stdout.write(f"  {'/'.join(person.roles).lower():14} {person.email:32} {PASSWORD}")
        for vendor in VENDORS:
            self.stdout.write(f"  {'vendor':14} {vendor.email:32} {PASSWORD}   {vendor.key} {vendor.zh_hans}")

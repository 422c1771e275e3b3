"""`manage.py demo` builds the demo in a database without RFQs; `--sign-ins` lists who can sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.models import Organisation
from contracts.models import Contract
from demo.build import build
from demo.people import COMPANY, STAFF
from demo.vendors import PASSWORD, VENDORS


def is_half_built() -> bool:
    """True where the demo's people are there, but not the contract that its build ends with."""
    demo = Organisation.objects.filter(name=COMPANY["en"]).exists()
    return demo and not Contract.objects.exists()


class Command(BaseCommand):
    help = "Build the demo (only where there is no RFQ yet), or list its sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sign-ins", action="store_true", help="print one line per demo person")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign_ins"]:
            self.show()
        elif not Organisation.objects.exists():
            build(say=self.stdout.write)
        elif is_half_built():
            self.stderr.write("The demo was interrupted while it was built. Build it again: make demo")

    def show(self) -> None:
        for person in STAFF:
            self.stdout.write(f"  {'/'.join(person.roles).lower():14} {person.email:32} {PASSWORD}")
        for vendor in VENDORS:
            self.stdout.write(f"  {'vendor':14} {vendor.email:32} {PASSWORD}   {vendor.key} {vendor.zh_hans}")

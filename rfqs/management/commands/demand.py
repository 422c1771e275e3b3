"""Print the demand document of an RFQ, every service line of it: what the engine prices quotes on."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rfqs.models import RFQ
from rfqs.queries import content_of


class Command(BaseCommand):
    help = "The demand document of an RFQ as JSON: what was published last, or what a draft would publish."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="RFQ-1, for example")

    def handle(self, *args: Any, **options: Any) -> None:
        rfq = RFQ.objects.filter(code=options["code"]).first()
        if rfq is None:
            raise CommandError(f"there is no RFQ {options['code']}")
        self.stdout.write(json.dumps(content_of(rfq)["demand"], ensure_ascii=False, indent=1))

"""`manage.py demo_rush` publishes a tender with many bidders whose drafts are whole, and prints it as JSON."""

import json
import time
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Organisation
from demo.people import COMPANY
from demo.rush import build


class Command(BaseCommand):
    help = (
        "Publishes an RFQ with many bidders, drafts written and files uploaded, and prints code, deadline and "
        "sign-ins as JSON. For the rush and the benchmark: development only, and only where the demo's buyer is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--vendors", type=int, default=40)
        seconds = "from publication to the deadline; it moves later where drafts take longer"
        parser.add_argument("--seconds", type=float, default=60.0, help=seconds)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This is a production start; bidders are made in development only.")
        if Organisation.objects.exclude(name=COMPANY["en"]).exists():
            raise CommandError("Another organisation lives here; bidders are made beside the demo only.")
        began = time.monotonic()
        rfq, bidders = build(options["vendors"], timedelta(seconds=options["seconds"]))
        found = {
            "rfq": rfq.code,
            "deadline_at": rfq.deadline_at.isoformat() if rfq.deadline_at else None,
            "seconds_taken": round(time.monotonic() - began, 2),
            "bidders": [asdict(bidder) for bidder in bidders],
        }
        self.stdout.write(json.dumps(found))

"""The ranking of an RFQ from its stored run, as a table or as JSON."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from calc import scorecard
from rfqs.models import RFQ
from scoring import engine
from scoring.queries.ranking import latest_run


class Command(BaseCommand):
    help = "Rank an RFQ from its latest stored run: a table, or with --json the form of the documents."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--preset", choices=sorted(scorecard.PRESETS), default="")

    def handle(self, *args: Any, **options: Any) -> None:
        rfq = RFQ.objects.filter(code=options["code"]).first()
        if rfq is None:
            raise CommandError(f"there is no RFQ {options['code']}", returncode=2)
        run = latest_run(rfq)
        if run is None:
            raise CommandError(f"{rfq.code} has not been ranked yet", returncode=2)
        document = engine.ranking_document(
            rfq.code, engine.evaluate(run.inputs, run.weights), options["preset"]
        )
        self.stdout.write(
            json.dumps(document, ensure_ascii=False, indent=1) if options["as_json"] else _table(document)
        )


def _table(document: dict[str, Any]) -> str:
    weights = " / ".join(f"{pillar} {weight}" for pillar, weight in document["weights"].items())
    lines = [f"{document['rfq']}  {document['preset']}  {weights}  engine {document['engine']}"]
    if "price_formula" in document:
        lines.append(f"price formula {document['price_formula']} against {document['price_reference']}")
    for row in document["rows"]:
        pillars = "  ".join(row["pillars"][name].rjust(6) for name in scorecard.PILLARS)
        flags = " ".join(row["flags"])
        lines.append(f"{row['rank']:>2}  {row['total']:>6}  {pillars}  {row['vendor']}  {flags}".rstrip())
    for row in document["excluded"]:
        gates = " ".join(row["gates_failed"])
        lines.append(f" -  {row['total_if_ignored']:>6} if {gates} were ignored  {row['vendor']}")
    return "\n".join(lines)

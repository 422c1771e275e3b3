"""Price the quotes of a case file; no database is touched."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from calc.documents import DocumentError, read_demand, read_quote
from calc.priced import by_line
from calc.tco import Priced, price

BAD_FILE = 2
COLUMNS = ("headline", "year1_payable", "uplift_y1", "loaded_uplift", "12", "36", "60", "tco_per_contact")


class Command(BaseCommand):
    help = "Price CASE.json ({demand, quotes}): a table, or with --json the form of the documents."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        found = _priced(read_case(options["case"]))
        if options["as_json"]:
            shown = {name: one.as_json() for name, one in found.items()}
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(_table(found))


def read_case(path: Path) -> dict[str, Any]:
    try:
        case = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=BAD_FILE) from error
    except ValueError as error:
        raise CommandError(f"{path}: is not JSON in UTF-8: {error}", returncode=BAD_FILE) from error
    faults = []
    if not isinstance(case, dict):
        raise CommandError(f"{path}: give an object with demand and quotes", returncode=BAD_FILE)
    if not isinstance(case.get("demand"), dict):
        faults.append("demand: is missing; give the demand document")
    if not isinstance(case.get("quotes"), dict) or not case.get("quotes"):
        faults.append("quotes: is missing or empty; give quote documents by name")
    faults += [f"{key}: is unknown; leave it out" for key in case if key not in ("demand", "quotes")]
    if faults:
        raise CommandError("\n".join(faults), returncode=BAD_FILE)
    return case


def _priced(case: dict[str, Any]) -> dict[str, Priced]:
    faults: list[str] = []
    demand = None
    try:
        demand = read_demand(case["demand"])
    except DocumentError as error:
        faults += [f"demand.{fault}" for fault in error.faults]
    found = {}
    for name, document in case["quotes"].items():
        try:
            quote = read_quote(document)
            if demand is not None:
                found[name] = price(demand, quote)
        except DocumentError as error:
            faults += [f"quotes.{name}.{fault}" for fault in error.faults]
    if faults:
        raise CommandError("\n".join(faults), returncode=BAD_FILE)
    return found


def _table(found: dict[str, Priced]) -> str:
    rows: list[tuple[str, ...]] = [("", *COLUMNS)]
    for name, one in found.items():
        shown = one.as_json()
        tco: Any = shown["tco"]
        rows.append((name, *(str(tco[key] if key in tco else shown[key]) for key in COLUMNS)))
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    table = [
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([*table, *(note for name, one in found.items() for note in _notes(name, one))])


def _notes(name: str, one: Priced) -> list[str]:
    """What the table leaves out: the currency of a quote that has its own, and its service lines over the horizon."""
    notes = []
    if one.quoted:
        own = one.quoted
        notes.append(
            f"{name}: billed in {own.currency}, 1 {own.currency} = {own.rate:f} {own.home}; "
            f"headline {own.headline:.2f} {own.currency}, first year {own.year1_payable:.2f} {own.currency}"
        )
    for line in by_line(one.months):
        notes.append(
            f"{name}: {line.code}: {line.volume} contacts, own rate lines {line.amount:.2f} "
            f"over {one.horizon_months} months"
        )
    return notes

"""The sheet that holds the workbook's totals and ranks against those of the application."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from calc.book import Sheet, column_name
from calc.documents import HORIZONS, Demand
from scoring.workbook import ranking as ranks
from scoring.workbook.comparison import Entry, figure_of, service_figures, services

HEAD, FIRST = 3, 4
VENDOR, WHAT, APPLICATION, WORKBOOK, DIFFERENCE = range(5)


class Checks:
    """Rows of figure, what the application says, and the formula's figure."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.row = sheet, FIRST
        sheet.widths = {VENDOR: 34, WHAT: 40, APPLICATION: 18, WORKBOOK: 18, DIFFERENCE: 14}
        sheet.freeze = (FIRST, 1)
        sheet.head_rows = (HEAD, HEAD)
        sheet.landscape = False
        sheet.put(0, 0, _("Checks"), "title")
        sheet.put(
            1,
            0,
            _("Nothing here may differ. A figure you change moves the workbook, not the application."),
            "note",
        )
        heads = (_("Vendor"), _("Figure"), _("Application"), _("This workbook"), _("Difference"))
        for column, head in enumerate(heads):
            sheet.put(HEAD, column, head, "head", "money" if column >= APPLICATION else "text")

    def add(self, vendor: str, what: str, application: Any, workbook: str, form: str) -> None:
        row, sheet = self.row, self.sheet
        sheet.put(row, VENDOR, vendor)
        sheet.put(row, WHAT, what)
        sheet.put(row, APPLICATION, application, "input", form)
        sheet.calc(row, WORKBOOK, workbook, form)
        both = f"{column_name(WORKBOOK)}{{r}}-{column_name(APPLICATION)}{{r}}"
        sheet.calc(row, DIFFERENCE, f"ROUND({both},6)", form)
        self.row += 1

    def close(self) -> str:
        """How many rows differ by half a cent or more; returns the address of the count."""
        letter = column_name(DIFFERENCE)
        whole = f"${letter}${FIRST + 1}:${letter}${max(self.row, FIRST + 1)}"
        formula = f"SUMPRODUCT(({whole}>0.004)+({whole}<-0.004))"
        self.sheet.put(self.row + 1, WHAT, _("Figures that differ"))
        self.sheet.calc(self.row + 1, DIFFERENCE, formula, "count", kind="check")
        return f"'{self.sheet.name}'!${letter}${self.row + 2}"


def of_costs(checks: Checks, entries: Sequence[Entry], demand: Demand, names: Mapping[str, str]) -> None:
    """Every total of every quote; of several service lines what each comes to, too."""
    for entry in entries:
        if entry.priced is None:
            continue
        shown = [(_("Headline a month"), "Headline"), (_("First year payable"), "Year1")]
        shown += [
            (_("Total cost, %(months)s months") % {"months": horizon}, f"TCO_{horizon}_months")
            for horizon in HORIZONS
        ]
        shown += [(_("Leaving early, before tax"), "Exit_cost")]
        for label, name in shown:
            checks.add(entry.subject.label, label, figure_of(entry.priced, name), entry.figure(name), "money")
        for column, figure in zip(services(demand, names), service_figures(entry.priced), strict=False):
            checks.add(entry.subject.label, column.label, figure, entry.figure(column.name), "money")


def of_ranks(checks: Checks, ranked: ranks.Ranked) -> None:
    """Every pillar, total and rank."""
    found = ranks.results(ranked.evaluated.ranking())
    for row, entry, vendor in ranked.rows:
        result = found[vendor]

        def cell(column: int, row: int = row) -> str:
            return f"'{ranked.sheet.name}'!${column_name(column)}${row + 1}"

        checks.add(entry.subject.label, _("Total score"), result.score.shown, cell(ranks.TOTAL), "score")
        if result.rank is not None:
            checks.add(entry.subject.label, _("Rank"), result.rank, cell(ranks.RANK), "count")

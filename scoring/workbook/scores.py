"""The panel's scores, red flags and gates as the stored run holds them, in the order of the vendors' sheets."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from calc.book import Sheet, column_name

ITEMS = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8", "Q9", "Q10", "BCP")
HEAD, FIRST = 3, 4
POINTS, FLAGS, GATES, PASSES, FIT, SENT, ORDER = range(len(ITEMS) + 1, len(ITEMS) + 8)


def fill_scores(
    sheet: Sheet, labels: Sequence[str], quotes: Sequence[Mapping[str, Any]], gates: Sequence[str]
) -> None:
    """One row per quote of the run."""
    sheet.widths = {
        0: 34,
        **dict.fromkeys(range(1, POINTS + 1), 9),
        FLAGS: 26,
        GATES: 40,
        PASSES: 12,
        SENT: 22,
    }
    sheet.heights = {HEAD: 48}
    sheet.freeze = (FIRST, 1)
    sheet.head_rows = (HEAD, HEAD)
    sheet.put(0, 0, _("Panel scores, red flags and gates"), "title")
    text = _("Scores run from 0 to 5: what was settled, else the mean of the reviewers, as a fraction.")
    sheet.put(1, 0, text, "note")
    heads = [
        *(_("Vendor"), *ITEMS, _("Red-flag points"), _("Red flags"), _("Gates failed")),
        *(_("Passes every gate (1 yes, 0 no)"), _("Fit and willingness"), _("Sent"), _("Order of sending")),
    ]
    for column, head in enumerate(heads):
        sheet.put(HEAD, column, head, "head")
    moments = sorted({datetime.fromisoformat(quote["submitted_at"]) for quote in quotes})
    for row, (label, quote, failed) in enumerate(zip(labels, quotes, gates, strict=True), start=FIRST):
        sheet.put(row, 0, label)
        for column, item in enumerate(ITEMS, start=1):
            put_fraction(sheet, row, column, quote["scores"].get(item))
        if quote["flag_points"] is not None:
            sheet.put(row, POINTS, int(quote["flag_points"]), "input", "count")
        sheet.put(row, FLAGS, " ".join(quote["flags"]), "input")
        sheet.put(row, GATES, failed, "input")
        sheet.put(row, PASSES, int(not quote["gates_failed"]), "input", "count")
        put_fraction(sheet, row, FIT, quote.get("fit"))
        sent = datetime.fromisoformat(quote["submitted_at"])
        sheet.put(row, SENT, timezone.localtime(sent).strftime("%Y-%m-%d %H:%M:%S"), "input")
        sheet.put(row, ORDER, moments.index(sent) + 1, "input", "count")


def put_fraction(sheet: Sheet, row: int, column: int, stored: str | None) -> None:
    """A score: a number where it is one, a quotient where the mean of reviewers has no end, text where there is none."""
    if stored is None:
        sheet.put(row, column, _("none"), "input")
        return
    value = Fraction(stored)
    if (10**4 * value).denominator == 1:
        sheet.put(row, column, Decimal(value.numerator) / value.denominator, "input", "number")
    else:
        sheet.calc(row, column, f"{value.numerator}/{value.denominator}", "number", kind="input")


def cell(sheet: Sheet, row: int, column: int) -> str:
    """The address of a cell of this sheet, from another."""
    return f"'{sheet.name}'!${column_name(column)}${row + 1}"


def column_of(item: str) -> int:
    """The column of a panel item."""
    return 1 + ITEMS.index(item)

"""Who scored what: a row for every score of every reviewer, beside what the panel settled and what counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from calc.book import Sheet
from scoring.workbook.scores import put_fraction

HEAD, FIRST = 3, 4
WIDTHS = {0: 30, 1: 34, 2: 22, 3: 8, 4: 14, 5: 60, 6: 10, 7: 10, 8: 22, 9: 60}


@dataclass(frozen=True)
class Review:
    """One score of one reviewer; `settled` and `why` are the chair's, where reviewers were far apart."""

    vendor: str
    item: str
    reviewer: str
    value: Decimal
    confidence: str
    reason: str
    counts: str | None
    settled: Decimal | None = None
    chair: str = ""
    why: str = ""


def fill_reviews(sheet: Sheet, reviews: Sequence[Review]) -> None:
    """The sheet, in order of vendor, question and reviewer."""
    sheet.widths, sheet.heights = dict(WIDTHS), {HEAD: 32}
    sheet.freeze, sheet.head_rows, sheet.wide = (FIRST, 2), (HEAD, HEAD), True
    sheet.put(0, 0, _("Scores of the reviewers"), "title")
    text = _(
        "What counts is what the chair settled, else the mean of the reviewers; single scores stay as they are."
    )
    sheet.put(1, 0, text, "note")
    heads = (
        *(_("Vendor"), _("Question"), _("Reviewer"), _("Score"), _("How sure"), _("Reason")),
        *(_("Counts"), _("Settled"), _("By the chair"), _("The chair's reason")),
    )
    for column, head in enumerate(heads):
        sheet.put(HEAD, column, head, "head")
    for row, one in enumerate(reviews, start=FIRST):
        sheet.put(row, 0, one.vendor)
        for column, told in ((1, one.item), (2, one.reviewer), (4, one.confidence), (5, one.reason)):
            sheet.put(row, column, told, "input")
        sheet.put(row, 3, one.value, "input", "number")
        put_fraction(sheet, row, 6, one.counts)
        if one.settled is not None:
            sheet.put(row, 7, one.settled, "input", "number")
            sheet.put(row, 8, one.chair, "input")
            sheet.put(row, 9, one.why, "input")

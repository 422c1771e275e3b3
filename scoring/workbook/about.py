"""The first sheet: what the workbook is, who made it from what, how to read it, and where it is not a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from calc.book import Book, Sheet
from scoring.workbook.layout import lines_of

LISTED = 40


@dataclass(frozen=True)
class Origin:
    """Pairs of label and text: RFQ, who, when, stored run, engine."""

    facts: Sequence[tuple[str, str]]


def fill_about(sheet: Sheet, book: Book, origin: Origin, differing: str) -> None:
    sheet.widths = {0: 40, 1: 100}
    sheet.landscape = False
    sheet.put(0, 0, _("The comparison, figure by figure"), "title")
    row = 2
    for label, text in origin.facts:
        sheet.put(row, 0, label, "head")
        sheet.put(row, 1, text)
        row += 1
    sheet.put(row, 0, _("Figures that differ from the application"), "head")
    sheet.calc(row, 1, differing, "count", 0, "check")
    row = _reading(sheet, row + 2)
    row = _colours(sheet, row + 1)
    _plain(sheet, book, row + 1)
    for (row, column), cell in list(sheet.cells.items()):
        if column == 1 and isinstance(cell.value, str):
            sheet.heights[row] = 15.0 * lines_of(cell.value, sheet.widths[1])


def _reading(sheet: Sheet, row: int) -> int:
    sheet.put(row, 0, _("How to read it"), "head")
    sheet.put(row, 1, "", "head")
    for label, text in _words():
        row += 1
        sheet.put(row, 0, label)
        sheet.put(row, 1, text)
    return row + 1


def _words() -> list[tuple[str, str]]:
    return [
        (
            _("Sheets"),
            _(
                "The need stands on the sheet of inputs, every quote on a sheet of its own: first its months, below them "
                "what the vendor states, at the end its results. The comparison and the ranking are formulas into these."
            ),
        ),
        (
            _("Names"),
            _(
                "Formulas call figures by name. The name stands beside its figure; names of a vendor's sheet hold on "
                "that sheet, those of the inputs everywhere."
            ),
        ),
        (
            _("Rounding"),
            _(
                "Each line of a month is rounded to cents once, half away from zero; totals are sums of rounded lines. "
                "A spreadsheet counts in binary fractions, so every amount is first rounded to eight decimals: "
                "ROUND(ROUND(x,8),2) gives the cent that exact arithmetic gives."
            ),
        ),
        (
            _("Trying things out"),
            _(
                "Change a figure in blue and the workbook follows. The sheet of checks then shows how far you are from "
                "the application's figures, which do not change."
            ),
        ),
        (
            _("What is not in it"),
            _(
                "Gates, red flags and panel scores are judged in the application and stand here as it has them. A line "
                "that a quote does not have has no formula here, even where another figure would call for one."
            ),
        ),
    ]


def _colours(sheet: Sheet, row: int) -> int:
    sheet.put(row, 0, _("Colours"), "head")
    sheet.put(row, 1, "", "head")
    for kind, label, text in (
        ("input", _("blue"), _("stated: by the buyer, the vendor, the panel or a rule")),
        ("calc", _("black"), _("computed by a formula")),
        ("plain", _("orange ground"), _("the application's figure, written down without a formula")),
    ):
        row += 1
        sheet.put(row, 0, label, kind)
        sheet.put(row, 1, text)
    return row + 1


def _plain(sheet: Sheet, book: Book, row: int) -> None:
    """Where a figure stands without a formula, and why."""
    sheet.put(row, 0, _("Without a formula"), "head")
    sheet.put(row, 1, "", "head")
    row += 1
    counted = _("%(formulas)s cells are formulas; %(plain)s figures of the application stand without one.")
    sheet.put(row, 0, _("Cells"))
    sheet.put(row, 1, counted % {"formulas": book.formulas(), "plain": len(book.plain)})
    if not book.plain:
        return
    row += 1
    sheet.put(row, 0, _("Why"))
    text = _(
        "The quote charges in a way that these formulas do not know, or binary fractions would give another cent. "
        "Such a figure is right today, and does not move when an input is changed."
    )
    sheet.put(row, 1, text)
    for name, places in groupby(book.plain, key=lambda one: one.sheet):
        cells = [place.cell for place in places]
        row += 1
        more = " …" if len(cells) > LISTED else ""
        sheet.put(row, 0, name)
        sheet.put(row, 1, " ".join(cells[:LISTED]) + more)

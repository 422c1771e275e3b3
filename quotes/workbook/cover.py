"""The words of the first sheet."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from quotes.workbook.basis import Basis
from quotes.workbook.layout import HINT, SECTION, TITLE, Page


@dataclass(frozen=True)
class CoverLine:
    """One row: its style and one or two texts."""

    style: str
    cells: tuple[str, ...]


def cover_lines(basis: Basis, pages: list[Page]) -> list[CoverLine]:
    """What stands on the cover, in the active language."""
    about = [
        (_("RFQ"), f"{basis.rfq_code} {basis.rfq_title}".strip()),
        (_("Vendor"), basis.vendor),
        (_("Deadline"), basis.deadline),
        (_("Currency"), basis.money),
    ]
    steps = [
        _(
            "Fill in the white cells. Everything else is locked; do not rename or move sheets, rows or columns."
        ),
        _("Where a cell has a list, choose from it. Select a cell to read what is asked."),
        _("Write values, not formulas: a cell with a formula is refused."),
        _("“Not disclosed” is an answer of its own; an empty cell is no answer yet."),
        _(
            "A list needs more rows than there are? Upload, then download the workbook again: it grows with the list."
        ),
        _(
            "Save it as .xlsx and upload it. You see what changes before anything is replaced; sending stays a step of its own."
        ),
    ]
    return [
        CoverLine(TITLE, (_("Quote workbook"),)),
        *(CoverLine("fact", pair) for pair in about),
        CoverLine(SECTION, (_("How it works"), "")),
        *(CoverLine("fact", (str(number), step)) for number, step in enumerate(steps, start=1)),
        CoverLine(SECTION, (_("The sheets"), "")),
        *(CoverLine("fact", (page.name, _title(page))) for page in pages),
        CoverLine(
            HINT, ("", _("This file holds your prices in clear text. Keep it as you keep the quote itself."))
        ),
    ]


def _title(page: Page) -> str:
    return next((item.text for line in page.lines if line.key == "title" for item in line.items), "")

"""How the template looks: formats of cells, two languages in one cell, heights of rows."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from quotes.workbook import kinds
from quotes.workbook.layout import HEAD, HINT, LABEL, OFF, PART, SECTION, TEXT, TITLE, UNIT
from quotes.workbook.sources import Slot

FONT = "Calibri"
INK, QUIET, RULE, PAPER, FILL, ACCENT = "#1F2933", "#667085", "#C8CFD8", "#F3F5F8", "#FFFFFF", "#1B4F8F"
LINE_POINTS = 15


class Styles:
    """Formats by the name of a style; made once per workbook."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "top", "text_wrap": True}
        wide = {**base, "indent": 0}

        def made(**more: Any) -> Any:
            return book.add_format({**base, **more})

        edge = {"border": 1, "border_color": RULE}
        self._named = {
            TITLE: book.add_format(
                {**wide, "font_size": 16, "bold": True, "text_wrap": False, "font_color": ACCENT}
            ),
            HINT: made(font_color=QUIET, italic=True),
            SECTION: made(bold=True, font_size=12, font_color=FILL, bg_color=ACCENT, valign="vcenter"),
            HEAD: made(bold=True, bg_color="#DDE4ED", **edge),
            LABEL: made(bg_color=PAPER, bold=True, **edge),
            PART: made(bg_color=PAPER, indent=1, **edge),
            TEXT: made(bg_color=PAPER, **edge),
            UNIT: made(bg_color=PAPER, font_color=QUIET, **edge),
            OFF: made(bg_color="#E4E7EC", **edge),
            "fact": made(),
            "legend": made(bg_color=FILL, **edge),
        }
        self._entry = {
            mask: made(bg_color=FILL, locked=False, num_format=mask, **edge)
            for mask in ("@", "General", "#,##0", "#,##0.00", "#,##0.00##", "0.00%", "yyyy-mm-dd")
        }
        self.bold = book.add_format({"bold": True, "font_name": FONT, "font_size": 11, "font_color": INK})
        self.plain = book.add_format({"font_name": FONT, "font_size": 11, "font_color": INK})
        self.quiet = book.add_format({"font_name": FONT, "font_size": 10, "font_color": QUIET})
        self.small = book.add_format({"font_name": FONT, "font_size": 9, "font_color": QUIET, "italic": True})
        self.grey = book.add_format({"bg_color": "#D0D5DD", "font_color": QUIET})

    def of(self, style: str) -> Any:
        return self._named[style]

    def pieces(self, style: str, mine: str, other: str, note: str) -> list[Any]:
        """A text in two languages with its help, as the pieces of one cell; empty where there is one piece only."""
        if style in (TITLE, SECTION, HEAD, UNIT, OFF) or not mine:
            return []
        first = self.bold if style == LABEL else self.plain
        found = [first, mine]
        for format_, words in ((self.quiet, other), (self.small, note)):
            if words:
                found += [format_, f"\n{words}"]
        return found

    def entry(self, slot: Slot) -> Any:
        """The format of an input: numbers as their kind is written, texts as text."""
        if slot.mixed:  # the unit beside it says what it is: a typed 10% stays one, a typed 10 too
            return self._entry["General"]
        if slot.kind == kinds.PERCENT:
            return self._entry["0.00%"]
        if slot.kind == kinds.WHOLE:
            return self._entry["#,##0"]
        if slot.kind == kinds.AMOUNT:
            return self._entry["#,##0.00" if kinds.places_of(slot.field) <= 2 else "#,##0.00##"]
        return self._entry["yyyy-mm-dd" if slot.kind == kinds.DAY else "@"]


def height_of(texts: Iterable[str], width: int) -> float:
    """Lines that texts take below each other in a column of `width` characters."""
    room, lines = max(width - 2, 4), 0
    for text in texts:
        for paragraph in text.split("\n") if text else ():
            across = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in paragraph)
            lines += max(1, -(-across // room))
    return max(lines, 1)

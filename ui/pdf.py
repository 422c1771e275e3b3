"""The one writer of PDFs: a page frame, headings, facts and tables, in Latin and Chinese letters.

Text from outside cannot break a document: what steers (control characters, marks of direction) is left out, a
character without a glyph is shown as a box, long words are broken, and a cell that would not fit on a page ends in
an ellipsis. Fonts: Noto Sans SC, cut to Latin, Greek, Cyrillic, kana, GB2312 and Big5 (`manage.py subset_fonts`).
"""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import TableBordersLayout, WrapMode
from fpdf.fonts import FontFace, TTFFont

from ui.uploads import serving

FONTS = Path(__file__).resolve().parent / "fonts"
FAMILY = "NotoSansSC"
BOX = "\u25a1"
# Stands for the number of pages until it is known; cleaned text has no private characters.
PAGES = "\ue000"
GREY, INK, RULE = (95, 99, 104), (32, 33, 36), (200, 204, 209)
TEXT_SIZE, SMALL, LINE = 9.5, 8, 5.2  # points, points, millimetres
LABEL_WIDTH, PADDING, LONGEST = 48.0, 1.6, 40  # millimetres, millimetres, lines of one cell
DROPPED = ("Cc", "Cf", "Cs", "Co")

Row = Sequence[object]


class Document:
    """An A4 document that is written from top to bottom; `title` stands on its first page, `foot` on every one.

    `made_at` is printed as the moment of the document and is its creation date. The frame speaks the active language.
    """

    def __init__(self, title: str, *, foot: str, made_at: datetime) -> None:
        made_at = localtime(made_at)
        self._sheet = _Sheet(foot=foot, made_at=made_at)
        self._sheet.set_title(self._clean(title))
        self._sheet.add_page()
        self._line(title, 16, "B", after=3)

    def heading(self, text: str) -> None:
        """A heading, which does not stay alone at the end of a page."""
        if self._sheet.will_page_break(6 * LINE):
            self._sheet.add_page()
        self._sheet.ln(3)
        self._line(text, 12, "B", after=1.5)

    def paragraph(self, text: str) -> None:
        self._line(text, TEXT_SIZE, after=1.5)

    def facts(self, pairs: Iterable[tuple[object, object]]) -> None:
        """Label and value side by side; a value may have several lines."""
        widths = (LABEL_WIDTH, self._sheet.epw - LABEL_WIDTH)
        with self._sheet.table(
            borders_layout=TableBordersLayout.NONE,
            col_widths=widths,
            first_row_as_headings=False,
            line_height=LINE,
            padding=(0.4, PADDING, 0.4, 0),
            text_align="LEFT",
            v_align="TOP",
        ) as table:
            for label, value in pairs:
                row = table.row()
                row.cell(self._fit(label, widths[0], keep_lines=True), style=FontFace(color=GREY))
                row.cell(self._fit(value, widths[1], keep_lines=True))
        self._sheet.ln(2)

    def table(
        self, head: Row, rows: Iterable[Row], *, widths: Sequence[float], figures: Collection[int] = ()
    ) -> None:
        """A table whose head comes again on every page; `widths` are shares, `figures` columns to the right."""
        whole = [self._sheet.epw * width / sum(widths) for width in widths]
        align = tuple("RIGHT" if column in figures else "LEFT" for column in range(len(whole)))
        self._sheet.set_font_size(SMALL)
        with self._sheet.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(whole),
            headings_style=FontFace(emphasis="BOLD", color=GREY),
            line_height=LINE - 0.8,
            padding=PADDING,
            text_align=align,
            v_align="TOP",
        ) as table:
            for row in (head, *rows):
                filled = table.row()
                for value, width in zip(row, whole, strict=True):
                    filled.cell(self._fit(value, width))
        self._sheet.set_font_size(TEXT_SIZE)
        self._sheet.ln(2)

    def content(self) -> bytes:
        """The finished file."""
        return bytes(self._sheet.output())

    def response(self, name: str) -> HttpResponse:
        """The file as a download; `name` without its ending."""
        return serving.download(self.content(), f"{name}.pdf")

    def _line(self, text: str, size: float, style: str = "", *, after: float) -> None:
        self._sheet.set_font(FAMILY, style, size)
        shown = self._clean(text, keep_lines=True)
        self._sheet.multi_cell(0, size * 0.55, shown, align="L", new_x="LMARGIN", new_y="NEXT")
        self._sheet.ln(after)
        self._sheet.set_font(FAMILY, "", TEXT_SIZE)

    def _fit(self, value: object, width: float, *, keep_lines: bool = False) -> str:
        """The value as text of at most LONGEST lines in a cell of this width."""
        text = self._clean(str(value), keep_lines=keep_lines)
        found = self._sheet.multi_cell(
            width - 2 * PADDING, LINE, text, align="L", dry_run=True, output="LINES", wrapmode=WrapMode.WORD
        )
        lines = cast(list[str], found)  # what it returns follows from `output`
        return text if len(lines) <= LONGEST else " ".join(lines[:LONGEST]) + "…"

    def _clean(self, text: str, *, keep_lines: bool = False) -> str:
        return clean_text(text, self._sheet.glyphs, keep_lines=keep_lines)


def clean_text(text: str, glyphs: Collection[int], *, keep_lines: bool = False) -> str:
    """Text of single spaces that these glyphs can show: nothing that steers, a box for what is missing."""
    text = unicodedata.normalize("NFC", text)
    lines = text.splitlines() if keep_lines else [text]
    return "\n".join("".join(_shown(char, glyphs) for char in " ".join(line.split())) for line in lines)


def _shown(char: str, glyphs: Collection[int]) -> str:
    if unicodedata.category(char) in DROPPED or 0xFE00 <= ord(char) <= 0xFE0F:  # variants of an emoji
        return ""
    return char if ord(char) in glyphs else BOX


class _Sheet(FPDF):
    """The page: margins, and at its foot what it belongs to, the moment with its zone, and which page it is."""

    def __init__(self, *, foot: str, made_at: datetime) -> None:
        super().__init__(format="A4")
        self.add_font(FAMILY, "", FONTS / "NotoSansSC-Regular.otf")
        self.add_font(FAMILY, "B", FONTS / "NotoSansSC-Bold.otf")
        font = self.fonts[FAMILY.lower()]
        if not isinstance(font, TTFFont):
            raise TypeError("the vendored font is one with glyphs")
        self.glyphs = font.cmap.keys()
        self.set_margins(20, 18, 20)
        self.set_auto_page_break(True, margin=22)
        self.alias_nb_pages(PAGES)
        self.set_lang(get_language() or "en")
        self.set_creation_date(made_at)
        self.set_font(FAMILY, "", TEXT_SIZE)
        self.set_text_color(*INK)
        self.set_draw_color(*RULE)
        self.set_line_width(0.2)
        self._foot = clean_text(foot, self.glyphs)
        self._made = clean_text(f"{made_at:%Y-%m-%d %H:%M} {zone_of(made_at)}", self.glyphs)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font(FAMILY, "", SMALL)
        self.set_text_color(*GREY)
        width = self.epw / 3
        room = width * 2.6  # an RFQ's title may be long; the foot has one line
        foot = self._foot
        while foot and self.get_string_width(f"{foot} · {self._made}…") > room:
            foot = foot[: len(foot) * 9 // 10]
        shown = foot if foot == self._foot else f"{foot}…"
        page = _("Page %(number)s of %(all)s") % {"number": self.page_no(), "all": PAGES}
        self.cell(self.epw - 30, 5, f"{shown} · {self._made}", align="L")
        self.cell(30, 5, page, align="R")
        self.set_text_color(*INK)


def zone_of(moment: datetime) -> str:
    """The zone of a moment with its distance from UTC: "Asia/Shanghai (UTC+08:00)"."""
    away = f"{moment:%z}"
    return f"{moment.tzinfo} (UTC{away[:3]}:{away[3:5]})"

"""The one writer of PDFs: a page frame, headings, facts and tables, in Latin and Chinese letters.

Text from outside cannot break a document: what steers (control characters, marks of direction) is left out, a
character without a glyph is shown as a box, long words are broken, and a cell that would not fit on a page goes on
in the next row, so that nothing is cut. Fonts: Noto Sans SC, cut to Latin, Greek, Cyrillic, kana, GB2312 and Big5
(`manage.py subset_fonts`).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace, TTFFont

from ui import papers
from ui.uploads import serving

FONTS = Path(__file__).resolve().parent / "fonts"
FAMILY = "NotoSansSC"
BOX = "\u25a1"
# Stands for the number of pages until it is known; cleaned text has no private characters.
PAGES = "\ue000\ue000"
GREY, INK, RULE = (95, 99, 104), (32, 33, 36), (200, 204, 209)
TEXT_SIZE, SMALL, LINE = 9.5, 8, 5.2  # points, points, millimetres
LABEL_WIDTH, PADDING, LONGEST = 48.0, 1.6, 40  # millimetres, millimetres, lines of one cell
ABOVE, CLOSE = 1.2, 0.4  # millimetres above and below the text of a cell: of a table, of facts
TOP, BOTTOM, SIDE = 18.0, 22.0, 20.0  # millimetres of the page that stay free
HELD = 60  # characters: a shorter paragraph below a heading stays with what follows
WHOLE = 0.3  # of a page: a table up to this height is not broken
FEWEST = 3  # rows of a table that a page ends or begins with
MARGIN = 2.4  # millimetres that a line of a paragraph leaves free
# Where a line may end: at a blank, and beside every Chinese character or kana; but no line begins with a mark that
# closes, or ends with one that opens.
_WIDE, _OPENS, _CLOSES = (
    "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef",
    "（《「『【“‘",
    "，。、；：！？）》」』】”’…％%·",
)
UNITS = re.compile(rf" +|[{_OPENS}]*(?:[{_WIDE}]|[^ {_WIDE}]+)[{_CLOSES}]*|[{_OPENS}]+")

Row = Sequence[object]
Texts = tuple[str, ...]


@dataclass(frozen=True)
class _Held:
    """A heading or a short paragraph that waits for what it stands above; size in points, distances in millimetres."""

    text: str
    size: float
    style: str
    before: float
    after: float
    colour: tuple[int, int, int] = INK


def _row_height(row: Texts, line: float, above: float) -> float:
    """Of a row of wrapped texts, in millimetres."""
    return line * max(text.count("\n") + 1 for text in row) + 2 * above


class Document:
    """An A4 document that is written from top to bottom; `title` stands on its first page, `foot` on every one.

    `made_at` is printed as the moment of the document and is its creation date. The frame speaks the active language.
    """

    def __init__(self, title: str, *, foot: str, made_at: datetime) -> None:
        made_at = localtime(made_at)
        self._sheet = _Sheet(foot=foot, made_at=made_at)
        self._sheet.set_title(self._clean(title))
        self._sheet.add_page()
        self._held: list[_Held] = []
        self._line(title, 16, "B", after=3)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading; it is written with what follows, so that it does not stay alone at the end of a page."""
        if self._held and self._held[-1].style == "" and self._held[-1].colour == INK:
            self._begin(0)  # what the heading before says has been said
        before, size, after = (3, 12, 1.5) if level == 1 else (1.5, 10, 1)
        self._held.append(_Held(text, size, "B", before, after))

    def paragraph(self, text: str, *, quiet: bool = False) -> None:
        """Running text; a short one right below a heading stays with what follows."""
        held = _Held(text, SMALL if quiet else TEXT_SIZE, "", 0, 1.5, GREY if quiet else INK)
        if self._held and self._held[-1].style and len(text) <= HELD:
            self._held.append(held)
            return
        self._begin(self._height(held))
        self._write(held)

    def facts(self, pairs: Iterable[tuple[object, object]]) -> None:
        """Label and value side by side; a value may have several lines."""
        widths = (LABEL_WIDTH, self._sheet.epw - LABEL_WIDTH)
        rows = [row for pair in pairs for row in self._rows(pair, widths, keep_lines=True)]
        self._begin(sum(_row_height(row, LINE, CLOSE) for row in rows[:FEWEST]))
        with self._sheet.table(
            borders_layout=TableBordersLayout.NONE,
            col_widths=widths,
            first_row_as_headings=False,
            line_height=LINE,
            padding=(CLOSE, PADDING, CLOSE, 0),
            text_align="LEFT",
            v_align="TOP",
        ) as table:
            for label, value in rows:
                row = table.row()
                row.cell(label, style=FontFace(color=GREY))
                row.cell(value)
        self._sheet.ln(2)

    def table(
        self, head: Row, rows: Iterable[Row], *, widths: Sequence[float], figures: Collection[int] = ()
    ) -> None:
        """A table whose head comes again on every page; `widths` are shares, `figures` columns to the right.

        No page ends or begins with a row or two of a long table, and a short one is not broken.
        """
        whole = [self._sheet.epw * width / sum(widths) for width in widths]
        align = tuple("RIGHT" if column in figures else "LEFT" for column in range(len(whole)))
        self._sheet.set_font(FAMILY, "B", SMALL)
        heads = tuple(self._pieces(value, width)[0] for value, width in zip(head, whole, strict=True))
        self._sheet.set_font(FAMILY, "", SMALL)
        body = [part for row in rows for part in self._rows(row, whole)]
        for number, part in enumerate(self._parts(heads, body)):
            if number:
                self._sheet.add_page()
            self._sheet.set_font(FAMILY, "", SMALL)
            with self._sheet.table(
                borders_layout=TableBordersLayout.HORIZONTAL_LINES,
                col_widths=tuple(whole),
                headings_style=FontFace(emphasis="BOLD", color=GREY),
                line_height=LINE - 0.8,
                padding=(ABOVE, PADDING, ABOVE, PADDING),
                text_align=align,
                v_align="TOP",
            ) as table:
                for texts in (heads, *part):
                    filled = table.row()
                    for text in texts:
                        filled.cell(text)
        self._sheet.set_font_size(TEXT_SIZE)
        self._sheet.ln(2)

    def _parts(self, head: Texts, rows: Sequence[Texts]) -> list[list[Texts]]:
        """The rows of each page, the first of them below what is held back and already begun."""
        top = _row_height(head, LINE - 0.8, ABOVE)
        heights = [_row_height(row, LINE - 0.8, ABOVE) for row in rows]
        every = top + sum(heights)
        page = self._sheet.page_break_trigger - self._sheet.t_margin
        few = top + sum(heights[:FEWEST])
        self._begin(every if every <= page * WHOLE else few)
        parts: list[list[Texts]] = [[]]
        left = self._sheet.page_break_trigger - self._sheet.y - top
        for row, height in zip(rows, heights, strict=True):
            if height > left and parts[-1]:
                parts.append([])
                left = page - top
            parts[-1].append(row)
            left -= height
        if len(parts) > 1:
            move = min(FEWEST - len(parts[-1]), len(parts[-2]) - FEWEST)
            if move > 0:
                parts[-1][:0] = parts[-2][-move:]
                del parts[-2][-move:]
        return parts

    def _begin(self, height: float) -> None:
        """Write what is held back, on the next page where it does not fit above `height` millimetres more."""
        held, self._held = self._held, []
        if self._sheet.will_page_break(sum(map(self._height, held)) + height):
            self._sheet.add_page()
        for one in held:
            self._write(one)

    def _height(self, held: "_Held") -> float:
        self._sheet.set_font(FAMILY, held.style, held.size)
        lines = self._wrapped(self._clean(held.text, keep_lines=True), self._sheet.epw - MARGIN)
        return held.before + held.size * 0.55 * len(lines) + held.after

    def _write(self, held: "_Held") -> None:
        self._sheet.ln(held.before)
        self._sheet.set_text_color(*held.colour)
        self._line(held.text, held.size, held.style, after=held.after)
        self._sheet.set_text_color(*INK)

    def content(self) -> bytes:
        """The finished file."""
        self._begin(0)
        return bytes(self._sheet.output())

    def response(self, name: str) -> HttpResponse:
        """The file as a download; `name` without its ending."""
        return serving.download(self.content(), f"{name}.pdf")

    def _line(self, text: str, size: float, style: str = "", *, after: float) -> None:
        self._sheet.set_font(FAMILY, style, size)
        shown = self._wrapped(self._clean(text, keep_lines=True), self._sheet.epw - MARGIN)
        self._sheet.multi_cell(0, size * 0.55, "\n".join(shown), align="L", new_x="LMARGIN", new_y="NEXT")
        self._sheet.ln(after)
        self._sheet.set_font(FAMILY, "", TEXT_SIZE)

    def _rows(
        self, row: Row, widths: Sequence[float], *, keep_lines: bool = False
    ) -> Iterable[tuple[str, ...]]:
        """The row, or where a cell is longer than LONGEST lines the rows in which it goes on."""
        pieces = [
            self._pieces(value, width, keep_lines=keep_lines)
            for value, width in zip(row, widths, strict=True)
        ]
        return zip_longest(*pieces, fillvalue="")

    def _pieces(self, value: object, width: float, *, keep_lines: bool = False) -> list[str]:
        """The value as texts of at most LONGEST lines each in a cell of this width."""
        lines = self._wrapped(self._clean(str(value), keep_lines=keep_lines), width - 2 * PADDING)
        return ["\n".join(lines[at : at + LONGEST]) for at in range(0, len(lines), LONGEST)]

    def _wrapped(self, text: str, width: float) -> list[str]:
        """The text in lines of at most this width in the present font; a unit that is wider is broken where it must."""
        room, found = width * self._sheet.k, []
        for whole in text.split("\n"):
            line, used = "", 0.0
            for unit in UNITS.findall(whole):
                wide = self._sheet.points_of(unit)
                if used + wide > room and line.strip():
                    found.append(line.rstrip())
                    line, used = "", 0.0
                    if unit.isspace():
                        continue
                while wide > room and len(unit) > 1:
                    fits = self._fitting(unit, room)
                    found.append(unit[:fits])
                    unit = unit[fits:]
                    wide = self._sheet.points_of(unit)
                line, used = line + unit, used + wide
            found.append(line.rstrip())
        return found

    def _fitting(self, unit: str, room: float) -> int:
        """How many of its characters fit, one at least."""
        used = 0.0
        for count, char in enumerate(unit):
            used += self._sheet.points_of(char)
            if used > room:
                return max(1, count)
        return len(unit)

    def _clean(self, text: str, *, keep_lines: bool = False) -> str:
        return clean_text(text, self._sheet.glyphs, keep_lines=keep_lines)


def clean_text(text: str, glyphs: Collection[int], *, keep_lines: bool = False) -> str:
    """Text of single spaces that these glyphs can show: nothing that steers, a box for what is missing."""
    plain = papers.plain_text(text, keep_lines=keep_lines)
    return "".join(char if char == "\n" or ord(char) in glyphs else BOX for char in plain)


def paper_document(paper: papers.Paper) -> Document:
    """The paper as a PDF, in the active language."""
    document = Document(paper.title, foot=paper.foot, made_at=paper.made_at)
    for block in paper.blocks:
        match block:
            case papers.Heading(text, level):
                document.heading(text, level)
            case papers.Paragraph(text, quiet):
                document.paragraph(text, quiet=quiet)
            case papers.Facts(pairs):
                document.facts(pairs)
            case papers.Table(title, head, rows, widths, figures):
                if title:
                    document.heading(title, 2)
                document.table(head, rows, widths=widths, figures=figures)
    return document


class _Sheet(FPDF):
    """The page: margins, and at its foot what it belongs to, the moment with its zone, and which page it is."""

    def __init__(self, *, foot: str, made_at: datetime) -> None:
        super().__init__(format="A4")
        self.add_font(FAMILY, "", FONTS / "NotoSansSC-Regular.otf")
        self.add_font(FAMILY, "B", FONTS / "NotoSansSC-Bold.otf")
        plain, bold = self.fonts[FAMILY.lower()], self.fonts[f"{FAMILY.lower()}B"]
        if not isinstance(plain, TTFFont) or not isinstance(bold, TTFFont):
            raise TypeError("the vendored fonts are ones with glyphs")
        self.glyphs = plain.cmap.keys()
        self._widths = {"": plain.cw, "B": bold.cw}
        self.set_margins(SIDE, TOP, SIDE)
        self.set_auto_page_break(True, margin=BOTTOM)
        self.alias_nb_pages(PAGES)
        self.set_lang(get_language() or "en")
        self.set_creation_date(made_at)
        self.set_font(FAMILY, "", TEXT_SIZE)
        self.set_text_color(*INK)
        self.set_draw_color(*RULE)
        self.set_line_width(0.2)
        self._foot = clean_text(foot, self.glyphs)
        self._made = clean_text(f"{made_at:%Y-%m-%d %H:%M} {zone_of(made_at)}", self.glyphs)

    def points_of(self, text: str) -> float:
        """The width of a piece of cleaned text in the present font, in points."""
        widths = self._widths[self.font_style]
        return sum(widths[ord(char)] for char in text) * self.font_size_pt / 1000

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

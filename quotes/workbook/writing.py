"""The template as a file: locked but for its inputs, with lists, notes and the draft in it.

Every text is written as a string, so that none can become a formula. The last two sheets are hidden: "_lists" holds
what can be chosen, "_shortlist" says for which quote the template was made and from which state of the draft.
"""

import hashlib
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from quotes import documents
from quotes.workbook import kinds
from quotes.workbook.basis import Basis, Sizes, sizes_for
from quotes.workbook.cover import cover_lines
from quotes.workbook.layout import SECTION, TITLE
from quotes.workbook.sources import Slot
from quotes.workbook.styles import Styles, height_of
from quotes.workbook.words import Twin, TwinLine, TwinPage, second_to, twin_pages
from ui.exports import clean_text, new_workbook
from ui.uploads.books import place

SCHEMA = "shortlist/quote-workbook/1"
LISTS, STAMP = "_lists", "_shortlist"
MOST_PROMPT, MOST_TITLE = 255, 32
SECTIONS = (
    *("currency", "tax", "base_seats", "line_seats", "rate_lines", "fee_lines", "contract_terms"),
    *(f"answers.{question}" for question in documents.QUESTIONS),
)
CREATED = datetime(2026, 1, 1, tzinfo=UTC)  # the same draft gives the same bytes, whenever it is asked for


def template(basis: Basis, language: str) -> bytes:
    """The workbook for one vendor's quote, in the language given and a second one."""
    sizes = sizes_for(basis)
    pages = twin_pages(basis, sizes, language)
    held = io.BytesIO()
    book = new_workbook(held)
    title = clean_text(f"{basis.rfq_code} {basis.rfq_title}")
    book.set_properties({"title": title, "author": "Shortlist", "created": CREATED})
    styles = Styles(book)
    _Cover(book, styles, basis, language, pages).write()
    lists = _Lists(book)
    sheets = [_Writer(book, styles, lists, twin) for twin in pages]
    for sheet in sheets:
        sheet.write()
    lists.write()
    _stamp(book, basis, sizes, language, pages)
    book.close()
    return held.getvalue()


def stamp_of(basis: Basis, sizes: Sizes, language: str, pages: list[TwinPage]) -> dict[str, Any]:
    """What a template says of itself."""
    return {
        "schema": SCHEMA,
        "rfq": basis.rfq_code,
        "invitation": basis.invitation,
        "publication": basis.publication,
        "language": language,
        "sizes": sizes.as_json(),
        "draft": {name: documents.fingerprint(basis.whole, [name]) for name in SECTIONS},
        "fields": fields_digest(pages),
        "texts": texts_digest(pages),
    }


def fields_digest(pages: list[TwinPage]) -> str:
    """Which cells a template has and where they stand; another answer comes from another version of the forms."""
    places = [
        [twin.page.key, row, column, slot.block, slot.name, slot.option]
        for twin in pages
        for row, column, slot in twin.page.slots()
    ]
    return hashlib.sha256(json.dumps(places).encode()).hexdigest()[:16]


def texts_digest(pages: list[TwinPage]) -> str:
    texts = [
        [item.composed() for item in line.items if item.slot is None] for twin in pages for line in twin.lines
    ]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]


def _stamp(book: Any, basis: Basis, sizes: Sizes, language: str, pages: list[TwinPage]) -> None:
    sheet = book.add_worksheet(STAMP)
    sheet.write_string(0, 0, SCHEMA)
    sheet.write_string(1, 0, json.dumps(stamp_of(basis, sizes, language, pages)))
    sheet.very_hidden()
    sheet.protect()


class _Lists:
    """The hidden sheet of what can be chosen; the same list stands there once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.known: dict[tuple[str, ...], int] = {}

    def source(self, words: list[str]) -> str:
        """The range that a drop-down names."""
        column = self.known.setdefault(tuple(words), len(self.known))
        letters = place(0, column)[:-1]
        return f"={LISTS}!${letters}$1:${letters}${len(words)}"

    def write(self) -> None:
        sheet = self.book.add_worksheet(LISTS)
        for words, column in self.known.items():
            for row, one in enumerate(words):
                sheet.write_string(row, column, clean_text(one))
        sheet.very_hidden()
        sheet.protect()


class _Cover:
    """The first sheet: what this is and how it is filled in."""

    def __init__(self, book: Any, styles: Styles, basis: Basis, language: str, pages: list[TwinPage]) -> None:
        with translation.override(language):
            self.sheet = book.add_worksheet(_("Start here")[:31])
            mine = cover_lines(basis, [twin.page for twin in pages])
        with translation.override(second_to(language)):
            other = cover_lines(basis, [twin.page for twin in pages])
        self.styles, self.lines = styles, list(zip(mine, other, strict=True))

    def write(self) -> None:
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 2)
        sheet.set_column(1, 1, 24)
        sheet.set_column(2, 2, 84)
        for row, (mine, other) in enumerate(self.lines):
            between = " · " if mine.style in (TITLE, SECTION) else "\n"
            longest = 1.0
            for column, pair in enumerate(zip(mine.cells, other.cells, strict=True), start=1):
                words = between.join(dict.fromkeys(one for one in pair if one))
                sheet.write_string(row, column, clean_text(words), self.styles.of(mine.style))
                longest = max(longest, height_of((words,), 84 if column == 2 else 40))
            sheet.set_row(row, 15 * longest + (10 if mine.style == TITLE else 4))
        sheet.protect("", {"format_columns": True, "format_rows": True})
        _print_setup(sheet)


def _print_setup(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


class _Writer:
    """Writes one sheet."""

    def __init__(self, book: Any, styles: Styles, lists: _Lists, twin: TwinPage) -> None:
        self.styles, self.lists, self.twin, self.page = styles, lists, twin, twin.page
        self.sheet = book.add_worksheet(twin.page.name[:31])

    def write(self) -> None:
        sheet, page = self.sheet, self.page
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, None, None, {"hidden": True})
        for at, width in enumerate(page.widths, start=1):
            sheet.set_column(at, at, width)
        for column in range(len(page.widths) + 1):
            sheet.write_string(0, column, f"{page.key}:{column}" if column else page.key)
        sheet.set_row(0, None, None, {"hidden": True})
        for row, line in enumerate(self.twin.lines, start=1):
            sheet.write_string(row, 0, line.line.key)
            self._line(row, line)
        if page.frozen != (0, 0):
            sheet.freeze_panes(*page.frozen)
        sheet.ignore_errors({"number_stored_as_text": f"B1:{place(len(page.lines) + 1, len(page.widths))}"})
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        _print_setup(sheet)

    def _line(self, row: int, line: TwinLine) -> None:
        needed = 1.0
        for twin in line.items:
            item = twin.mine
            width = sum(self.page.widths[item.column - 1 : item.column - 1 + item.span])
            if twin.slot is None:
                self._text(row, twin)
                needed = max(needed, height_of((twin.composed(),), width))
            else:
                self._entry(row, twin)
                needed = max(needed, height_of((_shown(twin),), width))
        self.sheet.set_row(row, min(15 * needed + (8 if row == 1 else 3), 400))
        if line.line.models:
            self._grey(row, line)

    def _text(self, row: int, twin: Twin) -> None:
        item, style = twin.mine, self.styles.of(twin.mine.style)
        if item.span > 1:
            self.sheet.merge_range(row, item.column, row, item.column + item.span - 1, "", style)
        pieces = self.styles.pieces(item.style, *(clean_text(words) for words in (*twin.words, twin.note)))
        if len(pieces) > 2:
            self.sheet.write_rich_string(row, item.column, *pieces, style)
        else:
            self.sheet.write_string(row, item.column, clean_text(twin.composed()), style)

    def _entry(self, row: int, twin: Twin) -> None:
        slot, column = twin.slot, twin.mine.column
        if slot is None:
            return
        self._value(row, column, twin, slot)
        self._rule(row, column, twin, slot)

    def _value(self, row: int, column: int, twin: Twin, slot: Slot) -> None:
        sheet = self.sheet
        style = self.styles.entry(slot)
        initial = slot.initial
        words = dict(twin.choices())
        if slot.kind == kinds.MULTI:
            text = "; ".join(words.get(code, code) for code in initial)
            sheet.write_string(row, column, clean_text(text), style) if text else sheet.write_blank(
                row, column, None, style
            )
        elif not initial or isinstance(initial, list):
            sheet.write_blank(row, column, None, style)
        elif slot.kind == kinds.CHOICE:
            sheet.write_string(row, column, clean_text(words.get(initial, initial)), style)
        elif slot.kind in kinds.NUMBERS and _is_exact(initial):
            number = Decimal(initial)
            sheet.write_number(
                row, column, float(number / 100 if slot.kind == kinds.PERCENT else number), style
            )
        elif slot.kind == kinds.DAY and _as_day(initial):
            sheet.write_datetime(row, column, _as_day(initial), style)
        else:
            sheet.write_string(row, column, clean_text(initial.replace("\r\n", "\n")), style)

    def _rule(self, row: int, column: int, twin: Twin, slot: Slot) -> None:
        rule: dict[str, Any] = {"validate": "any"}
        words = [words for _code, words in twin.choices()]
        if slot.kind == kinds.CHOICE and words:
            rule = {"validate": "list", "source": self.lists.source(words), "error_type": "stop"}
        elif slot.kind in (kinds.AMOUNT, kinds.WHOLE, kinds.PERCENT) and not getattr(
            slot.field, "signed", False
        ):
            least = {"criteria": ">=", "value": 0}
            rule = {"validate": "integer" if slot.kind == kinds.WHOLE else "decimal", **least}
        title = twin.mine.text
        prompt = twin.prompt
        if slot.kind == kinds.MULTI:
            prompt = "; ".join(words)
        if prompt and title:
            rule["input_title"] = _cut(title, MOST_TITLE)
            rule["input_message"] = _cut(prompt, MOST_PROMPT)
        if rule != {"validate": "any"}:
            self.sheet.data_validation(row, column, row, column, rule)

    def _grey(self, row: int, line: TwinLine) -> None:
        """Cells that do not belong to the model of their column."""
        columns = [twin.mine.column for twin in line.items if twin.slot is not None]
        first, last = place(self.page.model_row, columns[0]), max(columns)
        head = f"{first[: -len(str(self.page.model_row + 1))]}${self.page.model_row + 1}"
        known = " ".join(line.line.models)
        formula = f'=AND({head}<>"",ISERROR(SEARCH(LEFT({head},3),"{known}")))'
        rule = {"type": "formula", "criteria": formula, "format": self.styles.grey}
        self.sheet.conditional_format(row, columns[0], row, last, rule)


def _shown(twin: Twin) -> str:
    """What a cell shows at first, as far as it may take several lines."""
    slot = twin.slot
    if slot is None or isinstance(slot.initial, list) or slot.kind not in (kinds.TEXT, kinds.CHOICE):
        return ""
    return dict(twin.choices()).get(slot.initial, slot.initial)


def _cut(text: str, most: int) -> str:
    text = clean_text(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def _is_exact(text: str) -> bool:
    number = kinds.as_number(text)
    return number is not None and len(number.as_tuple().digits) <= kinds.EXACT_DIGITS


def _as_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year > 1900 else None

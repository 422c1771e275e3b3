"""The one writer of tables for spreadsheets: CSV and XLSX, in which no cell runs.

Numbers given as numbers stay numbers. Text is text: in XLSX every text cell is typed as a string; in CSV, which
has no types, text that a spreadsheet would calculate gets an apostrophe in front. Control characters that
a spreadsheet cannot hold are left out. Which rows a person gets is decided by the caller, at the moment of the
download: files are made in the request, and there is no link to fetch one later.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from xlsxwriter.worksheet import Worksheet

from calc.book import Book, Cell, Sheet, column_name
from ui import books
from ui.uploads import serving

DANGEROUS = set("=+-@\t\r\n\0＝＋－＠")
LOOKED_THROUGH = set("\"'“”‘’`")
BOM = "\ufeff"  # without it Excel reads UTF-8 as the local code page and garbles Chinese
LONGEST_CELL = 32_767  # what a cell of a workbook holds
EXACT_DIGITS = 15  # what a number of a workbook holds; longer ones are written as text

Row = Sequence[Any]
Sheets = Mapping[str, tuple[Row, Iterable[Row]]]


def is_number(value: Any) -> bool:
    """Whether a value is written as a number: finite, and not a truth value."""
    if isinstance(value, bool):
        return False
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int) or (
        isinstance(value, float) and value == value and abs(value) != float("inf")
    )


def clean_text(value: Any) -> str:
    """The value as text without what no spreadsheet and no XML holds: control characters but tab and newline."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date | datetime | time) else str(value)
    text = text.encode("utf-8", "replace").decode()
    return "".join(char for char in text if char in "\t\n\r" or not _unprintable(char))


def _unprintable(char: str) -> bool:
    return unicodedata.category(char) == "Cc" or char in "\ufffe\uffff"


def would_run(text: str) -> bool:
    """Whether a spreadsheet might take this text for a formula; leading blanks and quotes are looked through."""
    for char in text:
        if char not in LOOKED_THROUGH and unicodedata.category(char) not in ("Cf", "Zs"):
            return char in DANGEROUS
    return False


def safe_cell(value: Any) -> Any:
    """The value as it may stand in a CSV cell."""
    if is_number(value):
        return f"{value:f}" if isinstance(value, Decimal) else value
    text = clean_text(value)
    return "'" + text if would_run(text) else text


def as_read(cell: str) -> str:
    """The text behind a CSV cell: the guard taken off again."""
    return cell[1:] if cell[:1] == "'" and would_run(cell[1:]) else cell


def csv_lines(head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The file line by line (RFC 4180), so that a long table is never held in memory."""
    yield BOM + _line(head)
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()


OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def new_workbook(held: io.BytesIO) -> xlsxwriter.Workbook:
    """An empty workbook in memory in which text stays text; whoever writes one begins with this."""
    return xlsxwriter.Workbook(held, OPTIONS)


def workbook(sheets: Sheets) -> bytes:
    """A workbook of one sheet per entry: name to (head, rows)."""
    held = io.BytesIO()
    book = new_workbook(held)
    styles = _Styles(book)
    for name, (head, rows) in sheets.items():
        _fill(book.add_worksheet(_sheet_name(name)), styles, head, rows)
    book.close()
    return held.getvalue()


class _Styles:
    """Formats of cells: the head, wrapped text, numbers by how many decimals they have."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        places = {0: "#,##0", 2: "#,##0.00", 4: "#,##0.0000"}
        self.numbers = {
            n: book.add_format({"num_format": mask, "valign": "top"}) for n, mask in places.items()
        }

    def number(self, value: Any) -> Any:
        if isinstance(value, int):
            return self.numbers[0]
        places = -int(Decimal(str(value)).as_tuple().exponent)
        return self.numbers[0 if places <= 0 else 2 if places <= 2 else 4]


def _fill(sheet: Any, styles: _Styles, head: Row, rows: Iterable[Row]) -> None:
    widths = [_width(cell) for cell in head]
    for column, cell in enumerate(head):
        sheet.write_string(0, column, _cell_text(cell), styles.head)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, styles, number, column, value)
            if column < len(widths):
                widths[column] = max(widths[column], _width(value))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)


def _write(sheet: Any, styles: _Styles, row: int, column: int, value: Any) -> None:
    if is_number(value) and len(Decimal(str(value)).as_tuple().digits) <= EXACT_DIGITS:
        sheet.write_number(row, column, value, styles.number(value))
    else:
        sheet.write_string(row, column, _cell_text(value), styles.text)


def _cell_text(value: Any) -> str:
    """Text for a workbook: its newlines are single, and what is longer than a cell says so at its end."""
    text = f"{value:f}" if is_number(value) and isinstance(value, Decimal) else clean_text(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _width(value: Any) -> float:
    """Characters across, the wide ones twice; between 8 and 60."""
    longest = max((line for line in clean_text(value)[:400].splitlines()), key=len, default="")
    across = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in longest)
    return min(60, max(8, across + 2))


def _sheet_name(name: str) -> str:
    """A name a workbook takes: at most 31 characters, none of []:*?/\\ and no apostrophe at the ends."""
    clean = "".join(" " if char in "[]:*?/\\" else char for char in clean_text(name))
    return " ".join(clean.split())[:31].strip("' ") or "1"


# -- workbooks with formulas --------------------------------------------------------------------------------


class _Page(Worksheet):
    """A sheet that writes formulas as they are. The library would look into each for thirty functions of newer
    programs, to mark them; `calc.book` reads none of these, and the looking was half of writing a formula."""

    def _prepare_formula(self, formula: str, _expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


def book_file(book: Book, currency: str) -> bytes:
    """A described workbook as a file: every formula with the figure it gives, every text as text.

    Formulas come from `calc.book` alone, where each was read and computed; no text of a person ever is one.
    """
    held = io.BytesIO()
    file = new_workbook(held)
    file.set_calc_mode("auto")
    styles: dict[tuple[str, str], Any] = {}

    def style(cell: Cell) -> Any:
        key = (cell.kind, cell.form)
        if key not in styles:
            styles[key] = file.add_format(books.look(*key, currency))
        return styles[key]

    for sheet in book.sheets:
        page = file.add_worksheet(sheet.name, _Page)
        _lay_out(page, sheet)
        for (row, column), cell in sheet.cells.items():
            _put(page, row, column, cell, style(cell))
        for name, corners in sheet.names.items():
            file.define_name(f"'{sheet.name}'!{name}", _range(sheet.name, corners))
    for name, (where, *ends) in book.names.items():
        file.define_name(name, _range(where, tuple(ends)))
    file.close()
    return held.getvalue()


def _put(page: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if cell.formula:
        value = cell.value if isinstance(cell.value, str) else float(cell.value)
        page.write_formula(row, column, f"={cell.formula}", style, value)
    elif is_number(cell.value):
        page.write_number(row, column, cell.value, style)
    else:
        page.write_string(row, column, _cell_text(cell.value), style)


def _range(sheet: str, corners: tuple[int, ...]) -> str:
    top, left, bottom, right = corners
    ends = [f"${column_name(column)}${row + 1}" for row, column in ((top, left), (bottom, right))]
    return f"='{sheet}'!{ends[0] if ends[0] == ends[1] else ':'.join(ends)}"


def _lay_out(page: Any, sheet: Sheet) -> None:
    """Widths, frozen rows and how it is printed: one page wide on A4, or on A3, with its head on every page."""
    for column, width in sheet.widths.items():
        page.set_column(column, column, width)
    for row, height in sheet.heights.items():
        page.set_row(row, height)
    if sheet.freeze != (0, 0):
        page.freeze_panes(*sheet.freeze)
    page.hide_gridlines(2)
    page.set_paper(8 if sheet.wide else 9)  # A3 and A4
    if sheet.landscape:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&L&A&R&P / &N")
    if sheet.head_rows is not None:
        page.repeat_rows(*sheet.head_rows)


def csv_response(name: str, head: Row, rows: Iterable[Row]) -> StreamingHttpResponse:
    """A CSV download; `name` without its ending."""
    return serving.download(csv_lines(head, rows), f"{name}.csv")


def workbook_response(name: str, sheets: Sheets) -> HttpResponse:
    """An XLSX download; `name` without its ending."""
    return serving.download(workbook(sheets), f"{name}.xlsx")


def book_response(name: str, book: Book, currency: str) -> HttpResponse:
    """An XLSX download of a described workbook; `name` without its ending."""
    return serving.download(book_file(book, currency), f"{name}.xlsx")

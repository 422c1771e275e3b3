"""Bytes or text to rows of cells. Decides encoding and separator; refuses what is not a table."""

import csv
import io
import re

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from rfqs.volumes.faults import Fault, VolumeFaults
from ui.uploads import UploadFault, archives

MAX_ROWS = 300_000  # two years and a half of five-minute counts, round the clock
MAX_BYTES = 16 * 1024 * 1024

Row = tuple[int, list[str]]


def refuse(message: object, row: int | None = None) -> VolumeFaults:
    return VolumeFaults([Fault(message, row)])


def rows_of_file(data: bytes) -> list[Row]:
    """Numbered rows of a CSV or spreadsheet file, empty rows left out."""
    if not data.strip():
        raise refuse(_("The file is empty."))
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return _spreadsheet(data)
    if data[:2] == b"\x1f\x8b":
        raise refuse(_("The file is compressed. Unpack it and upload the CSV file inside."))
    if data.count(b"\n") > MAX_ROWS:
        raise _too_many()
    return rows_of_text(_decode(data))


def rows_of_text(text: str) -> list[Row]:
    """Numbered rows of pasted or decoded text."""
    lines = text.splitlines()
    if len(lines) > MAX_ROWS + 1:
        raise _too_many()
    if not text.strip():
        raise refuse(_("The table is empty."))
    separator = _separator(lines)
    try:
        if separator is None:
            rows = [re.split(r"\s{2,}|\s+(?=\S+$)", line.strip()) for line in lines]
        else:
            rows = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error as error:
        raise refuse(_("This is not a table: a quoted cell does not end.")) from error
    return _numbered(rows)


def _numbered(rows: list[list[str]]) -> list[Row]:
    cells = [(n, [cell.strip() for cell in row]) for n, row in enumerate(rows, start=1)]
    kept = [(n, row) for n, row in cells if any(row)]
    if not kept:
        raise refuse(_("The table is empty."))
    if max(len(row) for _n, row in kept[:50]) < 2:
        raise refuse(
            _("This is not a table: give a time column and a contacts column, separated by commas or tabs.")
        )
    return kept


def _too_many() -> VolumeFaults:
    return refuse(
        _("The table has more than 300,000 rows. Add the counts up by day or by month and upload that.")
    )


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded(data, "utf-16")
    if b"\x00" in data[:4096]:
        raise refuse(_("This is not a table but a file of another kind. Save it as CSV (UTF-8) or as .xlsx."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _chinese(data, error)


def _chinese(data: bytes, error: UnicodeDecodeError) -> str:
    """GBK is taken when the whole file reads as GBK and looks like a table; else the bad byte is named."""
    row = data.count(b"\n", 0, error.start) + 1
    message = _("The file is not UTF-8, and it does not read as GBK either. Save it as CSV (UTF-8).")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise refuse(message, row) from error
    lines = text.splitlines()
    printable = all(char.isprintable() or char in "\t\r\n" for char in text[:4096])
    if not printable or _separator(lines) is None:
        raise refuse(message, row)
    return text


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refuse(_("The file is damaged: its text does not decode. Save it as CSV (UTF-8).")) from error


def _separator(lines: list[str]) -> str | None:
    """The separator most of the first lines hold; None when the cells stand apart by blanks."""
    sample = [line for line in lines[:50] if line.strip()]
    held = {mark: sum(mark in line for line in sample) for mark in ("\t", ",", ";", "，")}
    best = max(held, key=lambda mark: held[mark])
    return best if held[best] * 2 >= len(sample) and held[best] else None


def _spreadsheet(data: bytes) -> list[Row]:
    message = _("The spreadsheet does not open. Save it as .xlsx or as CSV (UTF-8).")
    try:
        if data[:2] == b"PK":
            archives.check_office(data, "xlsx")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > MAX_ROWS + 1:
            raise _too_many()
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, UploadFault, IndexError) as error:
        raise refuse(message) from error
    return _numbered([[_cell(value) for value in row] for row in rows])


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool) or value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

"""Comma-separated text that a spreadsheet does not run: RFC 4180, text cells that could be formulas prefixed."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

DANGEROUS = set("=+-@\t\r\n\0＝＋－＠")
BOM = "\ufeff"  # without it Excel reads UTF-8 as the local code page and garbles Chinese


def safe_cell(value: Any) -> Any:
    """The value as it may stand in a cell: numbers stay numbers, text that starts a formula gets an apostrophe.

    Leading spaces and quotes are looked through, because spreadsheets trim them.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = "" if value is None else str(value)
    if text[:1] in DANGEROUS or text.lstrip(" \"'")[:1] in DANGEROUS:
        text = "'" + text
    return text.replace("\0", "")


def csv_lines(head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The file line by line, so that a long trail is never held in memory."""
    yield BOM + _line(head)
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()

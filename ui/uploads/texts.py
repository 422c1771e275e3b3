"""Plain text and comma-separated text: UTF-8 without control characters, and no cell that runs."""

import csv
import io

from ui.uploads.faults import ENCODING, FORMULAS, UploadFault

ALLOWED_CONTROLS = set("\t\r\n\f")
LONGEST_CELL = 1_000_000


def check_text(content: bytes, *, is_table: bool) -> str:
    """Return the text; raise UploadFault where it is not UTF-8, holds control characters or formulas."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UploadFault(ENCODING) from error
    if any(char < " " and char not in ALLOWED_CONTROLS for char in set(text)):
        raise UploadFault(ENCODING)
    if is_table and _holds_formula(text):
        raise UploadFault(FORMULAS)
    return text


def _holds_formula(text: str) -> bool:
    """A cell that a spreadsheet would calculate: it starts with =, or with + - @ and calls something."""
    for separator in (",", ";", "\t"):
        if separator != "," and separator not in text:
            continue
        try:
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            if any(_runs(cell) for row in rows for cell in row):
                return True
        except csv.Error:
            return any(_runs(part) for line in text.splitlines() for part in line.split(separator))
    return False


def _runs(cell: str) -> bool:
    start = cell.lstrip(" \t\r\n\"'\u00a0\ufeff")
    if not start or start[0] not in "=+-@＝＋－＠":
        return False
    if start[0] in "=＝":
        return len(start) > 1 and start.strip("=＝- ") != ""
    return "|" in start or ("(" in start and start[1:2].isalpha())

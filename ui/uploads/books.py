"""A workbook from outside, read strictly: each cell with its value, its kind and its number format.

Values alone are not enough where a workbook is filled in: a price that is a formula may be another one tomorrow,
0.06 shown as "6%" is 6 % and 0.06 shown as "0.06" is not, and 46112 is a day only where it is shown as one.
Plain Python on bytes in memory. No document type is read, so no entity expands; sizes are bounded before and while
the XML is parsed.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Context, Decimal
from io import BytesIO
from typing import Any
from xml.parsers import expat

from ui.uploads import archives
from ui.uploads.faults import DAMAGED, UNPACKED, UploadFault

NUMBER, TEXT, TRUTH, ERROR, FORMULA = "number", "text", "truth", "error", "formula"
MOST_UNPACKED = 24 * 1024 * 1024
MOST_SHEETS = 60
MOST_CELLS = 60_000
MOST_ROW, MOST_COLUMN = 20_000, 400
MOST_TEXT = 40_000  # longer than a cell of any program holds
MOST_NAME, MOST_CODE = (
    100,
    300,
)  # spreadsheets take 31 characters in a sheet's name and 255 in a number format
MOST_ELEMENTS, DEEPEST = 1_000_000, 60
_SHOWN = Context(prec=15)  # what a spreadsheet shows of a number; the digits after these are noise
# As programs write a number, within what a double holds.
_NUMBER = re.compile(
    r"[+-]?([0-9]{1,400}(\.[0-9]{0,400})?|\.[0-9]{1,400})([eE][+-]?(30[0-7]|[0-2]?[0-9]{1,2}))?"
)
_ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # half a character stays as it is written
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # built-in formats of days and times
_TIMES = {18, 19, 20, 21, 32, 33, 45, 46, 47, 55, 56}
_PERCENTS = {9, 10}

Attributes = dict[str, str]


@dataclass(frozen=True)
class Cell:
    """`value` is a Decimal, a text or a bool; None for errors and formulas, whose values are not taken."""

    kind: str
    value: Any = None
    percent: bool = False
    day: bool = False
    time: bool = False


@dataclass
class Sheet:
    """Cells with content by (row, column), both from 0. `state` is visible, hidden or veryHidden."""

    name: str
    state: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def text(self, row: int, column: int) -> str:
        """The text of a cell, empty where it has none."""
        found = self.cells.get((row, column))
        return found.value if found and found.kind == TEXT else ""


@dataclass
class Book:
    """The sheets in their order; `from_1904` says from which day days are counted."""

    sheets: list[Sheet]
    from_1904: bool = False


@dataclass(frozen=True)
class _Format:
    percent: bool = False
    day: bool = False
    time: bool = False


def place(row: int, column: int) -> str:
    """The address of a cell as spreadsheets write it: (6, 2) is C7."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read_book(content: bytes) -> Book:
    """Read an .xlsx file; UploadFault where it is damaged, unpacks to too much, or is no workbook."""
    archives.check_office(content, "xlsx", budget=MOST_UNPACKED)
    with zipfile.ZipFile(BytesIO(content)) as held:
        parts = _Parts(held)
        workbook = _Workbook()
        parts.parse("xl/workbook.xml", workbook.start)
        if not 0 < len(workbook.sheets) <= MOST_SHEETS:
            raise UploadFault(UNPACKED if workbook.sheets else DAMAGED)
        relations = _relations(parts)
        formats = _formats(parts)
        texts = _shared_texts(parts)
        book = Book([], workbook.from_1904)
        budget = [MOST_CELLS]
        for name, state, number in workbook.sheets:
            path = relations.pop(number, None)  # one part under two names would be read twice
            if path is None or not parts.has(path):
                raise UploadFault(DAMAGED)
            sheet = Sheet(name, state)
            reader = _Cells(sheet, texts, formats, budget)
            parts.parse(path, reader.start, reader.end, reader.data)
            book.sheets.append(sheet)
        return book


class _Parts:
    """The members of the archive, parsed one at a time."""

    def __init__(self, held: zipfile.ZipFile) -> None:
        self._held, self._names = held, set(held.namelist())
        self._left, self._depth = MOST_ELEMENTS, 0

    def has(self, name: str) -> bool:
        return name in self._names

    def parse(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        data: Callable[[str], None] | None = None,
    ) -> None:
        """Read one member; names of elements and attributes come without their namespaces."""
        if not self.has(name):
            raise UploadFault(DAMAGED)

        def started(tag: str, found: Attributes) -> None:
            self._left, self._depth = self._left - 1, self._depth + 1
            if self._left < 0 or self._depth > DEEPEST:
                raise UploadFault(UNPACKED)
            start(_local(tag), _plain(found))

        def ended(tag: str) -> None:
            self._depth -= 1
            if end is not None:
                end(_local(tag))

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler, parser.EndElementHandler = started, ended
        if data is not None:
            parser.CharacterDataHandler = data
        parser.buffer_text = True
        try:
            with self._held.open(name) as stream:
                parser.ParseFile(stream)
        except expat.ExpatError:
            raise UploadFault(DAMAGED) from None


def _refuse_doctype(*_about: object) -> None:
    raise UploadFault(DAMAGED)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _plain(found: Attributes) -> Attributes:
    return {_local(name): value for name, value in found.items()}


class _Workbook:
    """Names, states and relation numbers of the sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.from_1904 = False

    def start(self, tag: str, found: Attributes) -> None:
        if tag == "sheet" and "name" in found:
            self.sheets.append(
                (found["name"][:MOST_NAME], found.get("state", "visible"), found.get("id", ""))
            )
        elif tag == "workbookPr":
            self.from_1904 = found.get("date1904") in ("1", "true")


def _relations(parts: _Parts) -> dict[str, str]:
    """Relation number to the path of the part inside the archive."""
    found: dict[str, str] = {}

    def start(tag: str, about: Attributes) -> None:
        if tag == "Relationship":
            target = about.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[about.get("Id", "")] = path

    parts.parse("xl/_rels/workbook.xml.rels", start)
    return found


def _formats(parts: _Parts) -> list[_Format]:
    """What each cell style shows numbers as."""
    own: dict[str, _Format] = {}
    found: list[_Format] = []
    within: list[str] = []

    def start(tag: str, about: Attributes) -> None:
        if tag == "numFmt":
            own[about.get("numFmtId", "")] = _of_code(about.get("formatCode", "")[:MOST_CODE])
        elif tag == "cellXfs":
            within.append(tag)
        elif tag == "xf" and within:
            found.append(_format(about.get("numFmtId", "0"), own))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            within.clear()

    if parts.has("xl/styles.xml"):
        parts.parse("xl/styles.xml", start, end)
    return found


def _of_code(code: str) -> _Format:
    shown = _QUOTED.sub("", code).partition(";")[0].lower()
    if shown in ("general", "@"):
        return _Format()
    time = bool(re.search(r"[hs]", shown))
    return _Format("%" in shown, time or bool(re.search(r"[ymd年月日]", shown)), time)


def _format(number: str, own: dict[str, _Format]) -> _Format:
    if number in own:
        return own[number]
    known = int(number[:9]) if number.isascii() and number.isdigit() else 0
    return _Format(known in _PERCENTS, known in _DAYS, known in _TIMES)


def _shared_texts(parts: _Parts) -> list[Cell | None]:
    """What cells name by their number, made once however many name it; readings of characters are left out."""
    found: list[Cell | None] = []
    pieces: list[str] = []
    state = {"t": False, "aside": False}

    def start(tag: str, _about: Attributes) -> None:
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            state["aside"] = True
        elif tag == "t":
            state["t"] = True

    def end(tag: str) -> None:
        if tag == "si":
            found.append(_text(_unescaped("".join(pieces))))
        elif tag == "rPh":
            state["aside"] = False
        elif tag == "t":
            state["t"] = False

    def data(text: str) -> None:
        if state["t"] and not state["aside"]:
            pieces.append(text)

    if parts.has("xl/sharedStrings.xml"):
        parts.parse("xl/sharedStrings.xml", start, end, data)
    return found


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class _Cells:
    """Reads the cells of one sheet as they stream by."""

    def __init__(
        self, sheet: Sheet, texts: list[Cell | None], formats: list[_Format], budget: list[int]
    ) -> None:
        self.sheet, self.texts, self.formats, self.budget = sheet, texts, formats, budget
        self.inside: list[str] = []
        self.about: Attributes = {}
        self.pieces: dict[str, list[str]] = {"v": [], "t": []}
        self.formula = False
        self.row, self.column = -1, -1

    def start(self, tag: str, found: Attributes) -> None:
        if self.inside[:1] != ["sheetData"]:
            if tag == "sheetData":
                self.inside = [tag]
            return
        self.inside.append(tag)
        if tag == "row":
            self.row, self.column = _row(found.get("r"), self.row), -1
        elif tag == "c":
            self._begin(found)
        elif tag == "f" and self.inside[-2:-1] == ["c"]:
            self.formula = True

    def _begin(self, found: Attributes) -> None:
        self.about, self.pieces, self.formula = found, {"v": [], "t": []}, False
        self.row, self.column = _address(found.get("r"), self.row, self.column)
        if not (0 <= self.row <= MOST_ROW and 0 <= self.column <= MOST_COLUMN):
            raise UploadFault(UNPACKED)

    def data(self, text: str) -> None:
        if len(self.inside) > 2 and self.inside[-1] in ("v", "t") and "rPh" not in self.inside:
            self.pieces[self.inside[-1]].append(text)

    def end(self, tag: str) -> None:
        if self.inside[:1] != ["sheetData"]:
            return
        self.inside.pop()
        if tag == "c":
            self._keep()

    def _keep(self) -> None:
        cell = self._cell()
        if cell is None:
            return
        self.budget[0] -= 1
        if self.budget[0] < 0 or (self.row, self.column) in self.sheet.cells:
            raise UploadFault(UNPACKED if self.budget[0] < 0 else DAMAGED)
        self.sheet.cells[self.row, self.column] = cell

    def _cell(self) -> Cell | None:
        kind, value = self.about.get("t", "n"), "".join(self.pieces["v"])
        if self.formula:
            return Cell(FORMULA)
        if kind == "inlineStr":
            return _text(_unescaped("".join(self.pieces["t"])))
        if kind == "s":
            return self._shared(value) if value else None
        if kind in ("str", "d"):
            return _text(_unescaped(value))
        if not value:
            return None
        if kind == "b":
            return Cell(TRUTH, value.strip() in ("1", "true"))
        if kind == "e":
            return Cell(ERROR)
        return self._number(value)

    def _shared(self, number: str) -> Cell | None:
        if not (number.isascii() and number.isdigit() and int(number[:9]) < len(self.texts)):
            raise UploadFault(DAMAGED)
        return self.texts[int(number[:9])]

    def _number(self, value: str) -> Cell:
        """The digits as they are written; beyond fifteen they are what a binary fraction leaves of what was typed."""
        shown, text = self._style(), value.strip()
        if not _NUMBER.fullmatch(text):
            return Cell(ERROR)
        return Cell(NUMBER, _plain_number(_SHOWN.plus(Decimal(text))), shown.percent, shown.day, shown.time)

    def _style(self) -> _Format:
        style = self.about.get("s", "0")
        number = int(style[:9]) if style.isascii() and style.isdigit() else 0
        return self.formats[number] if number < len(self.formats) else _Format()


def _plain_number(number: Decimal) -> Decimal:
    """Without zeros at the end of the decimals, and without an exponent where it can be written out."""
    short = number.normalize()
    exponent = short.as_tuple().exponent
    if isinstance(exponent, int) and 0 < exponent <= 20:
        return short.quantize(Decimal(1), context=Context(prec=40))
    return short


def _text(text: str) -> Cell | None:
    """Blank text is no content; what no program can have written is cut, and then refused as too long."""
    return Cell(TEXT, text[: MOST_TEXT + 1]) if text.strip() else None


def _row(stated: str | None, before: int) -> int:
    if stated is None:
        return before + 1
    return int(stated) - 1 if stated.isascii() and stated.isdigit() and len(stated) < 8 else -1


def _address(stated: str | None, row: int, column: int) -> tuple[int, int]:
    """Where a cell stands; programs may leave the address out, and then it follows the one before."""
    if stated is None:
        return row, column + 1
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", stated)
    if not found:
        raise UploadFault(DAMAGED)
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return int(found[2]) - 1, number - 1

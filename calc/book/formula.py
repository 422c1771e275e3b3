"""Reads a formula and computes it as a spreadsheet does: numbers are binary floats, rounding is half away from zero.

The grammar is the part of the language that Excel and LibreOffice share and that our workbooks use: numbers, texts,
cells, ranges, names, + - * / ^, comparisons, and the functions of `FUNCTIONS` and `IF`. A row number may be written
as {r} (the row of the formula) or {p} (the row above), so that a column of a table is read once.
"""

import math
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

Grid = list[list[Any]]
Compiled = Callable[[int], Any]

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?(?:E[+-]?\d+)?)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<cell>(?:(?P<sheet>'[^']+'|[A-Za-z]+)!)?\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d+|\{r\}|\{p\})(?![A-Za-z0-9_(]))
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign><=|>=|<>|[-+*/^(),:<>=])
    )""",
    re.VERBOSE,
)
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b),
    "<>": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    ">": lambda a, b: bool(a > b),
    "<=": lambda a, b: bool(a <= b),
    ">=": lambda a, b: bool(a >= b),
}
_OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: _divided(a, b),
    "^": lambda a, b: _power(a, b),
}


class FormulaError(ValueError):
    """A formula that cannot be read, or that gives an error value in a spreadsheet."""


class Cells(Protocol):
    """Where a formula finds the cells and names it speaks of; rows and columns count from 0."""

    def value(self, sheet: str, row: int, column: int) -> Any:
        """The figure or text of a cell, None where it is empty; `sheet` is "" for the formula's own."""

    def named(self, name: str) -> tuple[str, int, int, int, int]:
        """Sheet, first row, first column, last row, last column of a defined name."""


def compile_formula(text: str, cells: Cells) -> Compiled:
    """The formula as a function of the row (from 0) it stands in; raises `FormulaError` where it cannot be read."""
    return _Reader(text, cells).whole()


class _Reader:
    """Recursive descent: comparison, sum, product, power, sign, single."""

    def __init__(self, text: str, cells: Cells) -> None:
        self.text, self.cells = text, cells
        self.tokens = self._tokens(text)
        self.at = 0

    def _tokens(self, text: str) -> list[re.Match[str]]:
        found, position = [], 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise FormulaError(f"{text!r} cannot be read at {position}")
            found.append(match)
            position = match.end()
        return found

    def whole(self) -> Compiled:
        found = self._comparison()
        if self.at < len(self.tokens):
            raise FormulaError(f"{self.text!r} goes on after its end")
        return found

    def _sign(self, *signs: str) -> str:
        """The next sign if it is one of these, which is then read."""
        if self.at < len(self.tokens) and self.tokens[self.at]["sign"] in signs:
            self.at += 1
            return str(self.tokens[self.at - 1]["sign"])
        return ""

    def _must(self, sign: str) -> None:
        if not self._sign(sign):
            raise FormulaError(f"{self.text!r} lacks {sign!r}")

    def _comparison(self) -> Compiled:
        left = self._sum()
        while sign := self._sign(*_COMPARISONS):
            left = _both(_COMPARISONS[sign], left, self._sum(), _plain)
        return left

    def _sum(self) -> Compiled:
        left = self._product()
        while sign := self._sign("+", "-"):
            left = _both(_OPERATIONS[sign], left, self._product(), _number)
        return left

    def _product(self) -> Compiled:
        left = self._power()
        while sign := self._sign("*", "/"):
            left = _both(_OPERATIONS[sign], left, self._power(), _number)
        return left

    def _power(self) -> Compiled:
        left = self._signed()
        while self._sign("^"):
            left = _both(_OPERATIONS["^"], left, self._signed(), _number)
        return left

    def _signed(self) -> Compiled:
        if self._sign("-"):
            return _both(_OPERATIONS["-"], lambda _row: 0.0, self._signed(), _number)
        return self._single()

    def _single(self) -> Compiled:
        if self._sign("("):
            inner = self._comparison()
            self._must(")")
            return inner
        if self.at >= len(self.tokens):
            raise FormulaError(f"{self.text!r} ends too early")
        token = self.tokens[self.at]
        self.at += 1
        if token["number"] is not None:
            number = float(token["number"])
            return lambda _row: number
        if token["text"] is not None:
            text = token["text"][1:-1].replace('""', '"')
            return lambda _row: text
        if token["cell"] is not None:
            return self._cell(token)
        if token["word"] is not None:
            return self._word(token["word"])
        raise FormulaError(f"{self.text!r} has {token[0]!r} where a value should be")

    def _cell(self, token: re.Match[str]) -> Compiled:
        sheet = (token["sheet"] or "").strip("'")
        first, column = _row_of(token["row"]), column_number(token["column"])
        value = self.cells.value
        if not self._sign(":"):
            return lambda row: value(sheet, first(row), column)
        end = self.tokens[self.at] if self.at < len(self.tokens) else None
        self.at += 1
        if end is None or end["cell"] is None or end["sheet"]:
            raise FormulaError(f"{self.text!r} has a range without an end")
        last, last_column = _row_of(end["row"]), column_number(end["column"])
        return lambda row: self._grid(sheet, first(row), column, last(row), last_column)

    def _grid(self, sheet: str, top: int, left: int, bottom: int, right: int) -> Grid:
        value = self.cells.value
        return [
            [value(sheet, row, column) for column in range(left, right + 1)] for row in range(top, bottom + 1)
        ]

    def _word(self, word: str) -> Compiled:
        if not self._sign("("):
            sheet, top, left, bottom, right = self.cells.named(word)
            if (top, left) == (bottom, right):
                return lambda _row: self.cells.value(sheet, top, left)
            return lambda _row: self._grid(sheet, top, left, bottom, right)
        arguments = [self._comparison()]
        while self._sign(","):
            arguments.append(self._comparison())
        self._must(")")
        if word == "IF":
            return _if(*arguments)
        function = FUNCTIONS.get(word)
        if function is None:
            raise FormulaError(f"{self.text!r} calls {word}, which is not known here")
        return lambda row: function(*(argument(row) for argument in arguments))


def column_number(name: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _row_of(text: str) -> Callable[[int], int]:
    if text == "{r}":
        return lambda row: row
    if text == "{p}":
        return lambda row: row - 1
    fixed = int(text) - 1
    return lambda _row: fixed


def _both(
    operation: Callable[[Any, Any], Any], left: Compiled, right: Compiled, prepared: Callable[[Any], Any]
) -> Compiled:
    """The operation on two values, cell by cell where one of them is a range."""

    def run(row: int) -> Any:
        one, other = left(row), right(row)
        if not isinstance(one, list) and not isinstance(other, list):
            return operation(prepared(one), prepared(other))
        shape = one if isinstance(one, list) else other
        wide_one, wide_other = _widened(one, shape), _widened(other, shape)
        return [
            [operation(prepared(a), prepared(b)) for a, b in zip(line, other_line, strict=True)]
            for line, other_line in zip(wide_one, wide_other, strict=True)
        ]

    return run


def _widened(value: Any, shape: Grid) -> Grid:
    return value if isinstance(value, list) else [[value] * len(line) for line in shape]


def _plain(value: Any) -> Any:
    return 0.0 if value is None else value


def _number(value: Any) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str | list):
        raise FormulaError(f"{value!r} is not a number")
    return float(value)


def _divided(a: float, b: float) -> float:
    if not b:
        raise FormulaError("a division by zero")
    return a / b


def _power(a: float, b: float) -> float:
    try:
        return float(math.pow(a, b))
    except (ValueError, OverflowError) as error:
        raise FormulaError(f"{a} ^ {b}") from error


def _if(condition: Compiled, then: Compiled, otherwise: Compiled) -> Compiled:
    return lambda row: then(row) if condition(row) else otherwise(row)


def _numbers(values: Sequence[Any]) -> list[float]:
    """The numbers among values and ranges; texts and empty cells of ranges are passed over."""
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            cells = [cell for line in value for cell in line]
            found += [float(cell) for cell in cells if cell is not None and not isinstance(cell, str)]
        else:
            found.append(_number(value))
    return found


def round_half_up(value: Any, places: Any) -> float:
    """ROUND: half away from zero of the number as it is shown with 15 digits, as spreadsheets have it."""
    shown = Decimal(f"{_number(value):.15g}")
    return float(shown.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP))


def _round_up(value: Any, places: Any) -> float:
    shown = Decimal(f"{_number(value):.15g}")
    return float(shown.quantize(Decimal(1).scaleb(-int(places)), rounding="ROUND_UP"))


def _sum_of_products(*ranges: Any) -> float:
    grids = [grid if isinstance(grid, list) else [[grid]] for grid in ranges]
    flat = [[cell for line in grid for cell in line] for grid in grids]
    return sum(math.prod(_factor(cell) for cell in cells) for cells in zip(*flat, strict=True))


def _factor(cell: Any) -> float:
    return 0.0 if isinstance(cell, str) else _number(cell)


def _index(grid: Any, row: Any, column: Any = None) -> Any:
    """INDEX: of one row or column by its place, of a table by row and column; column 0 is the whole row."""
    grid = grid if isinstance(grid, list) else [[grid]]
    if column is None:
        cells = [cell for line in grid for cell in line]
        if len(grid) > 1 and len(grid[0]) > 1:
            raise FormulaError("INDEX of a table needs a column")
        return cells[_place(row, len(cells))]
    line = grid[_place(row, len(grid))]
    return [line] if not column else line[_place(column, len(line))]


def _place(number: Any, count: int) -> int:
    place = int(_number(number))
    if not 1 <= place <= count:
        raise FormulaError(f"{place} is outside of 1 to {count}")
    return place - 1


def _match(wanted: Any, grid: Any, kind: Any) -> float:
    """MATCH with 0: the first cell that is equal."""
    cells = [cell for line in grid for cell in line] if isinstance(grid, list) else [grid]
    if kind != 0 or wanted not in cells:
        raise FormulaError(f"{wanted!r} is not found")
    return float(cells.index(wanted) + 1)


def _logarithm(value: Any) -> float:
    number = _number(value)
    if number <= 0:
        raise FormulaError(f"the logarithm of {number}")
    return math.log(number)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ABS": lambda value: abs(_number(value)),
    "AND": lambda *values: all(values),
    "COUNT": lambda *values: float(len(_numbers(values))),
    "INDEX": _index,
    "INT": lambda value: float(math.floor(_number(value))),
    "LN": _logarithm,
    "MATCH": _match,
    "MAX": lambda *values: max(_numbers(values), default=0.0),
    "MIN": lambda *values: min(_numbers(values), default=0.0),
    "MOD": lambda value, by: math.fmod(_number(value), _number(by)),
    "OR": lambda *values: any(values),
    "ROUND": round_half_up,
    "ROUNDUP": _round_up,
    "SUM": lambda *values: math.fsum(_numbers(values)),
    "SUMPRODUCT": _sum_of_products,
}

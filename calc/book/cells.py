"""Sheets, cells and names of a workbook; every formula is computed when it is put down.

A formula is put down after the cells it speaks of. Where the caller knows what the application says, the formula
must give that figure: one that does not is left out, the figure stands there plainly and the book notes where
(`Book.plain`). So a reader never meets a formula that contradicts the application.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from calc.book.formula import Compiled, FormulaError, compile_formula

# Fifteen digits are what a number of a spreadsheet holds; with cents that is less than this.
TOO_BIG = Decimal(10) ** 13
# Two figures are the same when they differ by less than a tenth of what the finest of them shows.
NEAR = 1e-9


class BookError(ValueError):
    """A workbook that cannot be made; the message says why."""


@dataclass(frozen=True)
class Cell:
    """A figure or a text, the formula behind it (without "="; empty for what is stated), and how it looks.

    `kind` is what it is (input, calc, total, plain, head, label, note, title), `form` how a figure is shown.
    """

    value: Any
    formula: str = ""
    kind: str = "label"
    form: str = "text"


@dataclass(frozen=True)
class Plain:
    """A place where the application's figure stands instead of a formula."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        return f"{column_name(self.column)}{self.row + 1}"


@dataclass
class Sheet:
    """One sheet; rows and columns count from 0. `names` are defined names that hold on this sheet only."""

    book: "Book"
    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    names: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    freeze: tuple[int, int] = (0, 0)
    landscape: bool = True
    wide: bool = False
    head_rows: tuple[int, int] | None = None
    _read: dict[str, Compiled] = field(default_factory=dict)

    # -- what a formula asks for (calc.book.formula.Cells)

    def value(self, sheet: str, row: int, column: int) -> Any:
        """The figure of a cell of this sheet or of another."""
        cells = self.cells if not sheet else self.book.sheet(sheet).cells
        cell = cells.get((row, column))
        if cell is None or cell.value is None or isinstance(cell.value, str):
            return None if cell is None else cell.value
        return float(cell.value)

    def named(self, name: str) -> tuple[str, int, int, int, int]:
        """The range behind a name of this sheet, or else of the book."""
        if name in self.names:
            return "", *self.names[name]
        if name in self.book.names:
            sheet, *corners = self.book.names[name]
            top, left, bottom, right = corners
            return sheet, top, left, bottom, right
        raise FormulaError(f"the name {name} is not defined")

    # -- putting cells down

    def put(self, row: int, column: int, value: Any, kind: str = "label", form: str = "text") -> str:
        """Put a figure or a text down; returns the absolute address."""
        if isinstance(value, int | Decimal):
            check_size(value)
        self.cells[row, column] = Cell(value, "", kind, form)
        return address(row, column)

    def calc(
        self, row: int, column: int, formula: str, form: str, expected: Any = None, kind: str = "calc"
    ) -> str:
        """Put a formula down ({r} is its row, {p} the row above); the figure is `expected` where that is given."""
        found = self._computed(formula, row)
        if found is None or (expected is not None and not same(found, expected)):
            return self.fix(row, column, "–" if expected is None else expected, form)
        text = formula.replace("{r}", str(row + 1)).replace("{p}", str(row))
        value = found if expected is None else expected
        if not isinstance(value, str):
            check_size(value)
        self.cells[row, column] = Cell(value, text, kind, form)
        return address(row, column)

    def fix(self, row: int, column: int, value: Any, form: str) -> str:
        """Put the application's figure down where no formula says it, and note the place."""
        self.book.plain.append(Plain(self.name, row, column))
        return self.put(row, column, value, "plain", form)

    def _computed(self, formula: str, row: int) -> Any:
        read = self._read.get(formula)
        if read is None:
            read = self._read[formula] = compile_formula(formula, self)
        try:
            found = read(row)
        except (FormulaError, ArithmeticError):
            return None
        return float(found) if isinstance(found, bool) else found

    def name_cell(self, name: str, row: int, column: int, to: tuple[int, int] | None = None) -> str:
        """Give a cell, or the range from it to `to`, a name that holds on this sheet; returns the name."""
        self.names[name] = (row, column, *(to or (row, column)))
        return name


@dataclass
class Book:
    """Sheets in the order a reader sees them, names that hold everywhere, and where figures stand plainly."""

    sheets: list[Sheet] = field(default_factory=list)
    names: dict[str, tuple[str, int, int, int, int]] = field(default_factory=dict)
    plain: list[Plain] = field(default_factory=list)

    def add(self, name: str) -> Sheet:
        """A new sheet at the end; the name is one that a spreadsheet takes (`sheet_name`)."""
        if any(sheet.name.casefold() == name.casefold() for sheet in self.sheets):
            raise BookError(f"two sheets are called {name}")
        self.sheets.append(Sheet(self, name))
        return self.sheets[-1]

    def sheet(self, name: str) -> Sheet:
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise FormulaError(f"there is no sheet {name}")

    def name_cell(
        self, name: str, sheet: Sheet, row: int, column: int, to: tuple[int, int] | None = None
    ) -> str:
        """Give a cell or a range a name that holds in the whole book; returns the name."""
        self.names[name] = (sheet.name, row, column, *(to or (row, column)))
        return name

    def formulas(self) -> int:
        return sum(bool(cell.formula) for sheet in self.sheets for cell in sheet.cells.values())


def check_size(value: float | Decimal) -> None:
    """Refuse a figure that would lose its cents."""
    if abs(Decimal(value)) >= TOO_BIG:
        raise BookError(f"{value} has more digits than a spreadsheet holds")


def same(found: Any, expected: Any) -> bool:
    """Whether a computed figure is the application's: cents to the cent, unrounded figures to nine digits."""
    if found is None or isinstance(found, str) or isinstance(expected, str):
        return bool(found == expected)
    wanted = float(expected)
    return abs(float(found) - wanted) <= max(NEAR * abs(wanted), NEAR) and _same_cents(found, expected)


def _same_cents(found: Any, expected: Any) -> bool:
    """A big amount differs by a cent and is still near; so its cents are compared as they are shown."""
    if not isinstance(expected, int | Decimal) or -int(Decimal(expected).as_tuple().exponent) > 4:
        return True
    return bool(abs(Decimal(f"{float(found):.15g}") - Decimal(expected)) < Decimal("0.00005"))


def column_name(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    name = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name


def address(row: int, column: int) -> str:
    """The absolute address of a cell, such as $B$5."""
    return f"${column_name(column)}${row + 1}"


def sheet_name(number: int, label: str) -> str:
    """A name for a sheet that no formula can be built of: a number, then letters, digits and blanks of the label."""
    plain = "".join(char if char.isalnum() else " " for char in label)
    return " ".join(f"{number} {plain}".split())[:31].strip()

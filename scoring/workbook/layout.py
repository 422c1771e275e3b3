"""Blocks of a sheet: a list of named parameters, and the table of months with its average row above."""

import math
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from calc.book import Sheet, column_name
from scoring.workbook.figures import MONTHS

HEAD, AVERAGE, FIRST = 5, 6, 7
LAST = FIRST + MONTHS - 1
BELOW = LAST + 3
YEAR_ONE = FIRST + 11
WIDTH = 14


def across(text: str) -> int:
    """Characters across; the wide ones of Chinese count twice."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def lines_of(text: str, width: float) -> int:
    """Lines a wrapped text takes in a column of that width, rather one too many than one too few."""
    return sum(max(1, math.ceil(across(line) * 1.1 / width)) for line in text.splitlines() or [""])


def rounded(formula: str, places: int = 2) -> str:
    """Half-up as `calc.money` has it: the inner rounding takes away what binary fractions leave behind."""
    return f"ROUND(ROUND({formula},{8 if places < 4 else 10}),{places})"


def number(value: Decimal | int) -> str:
    """A figure inside a formula."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Block:
    """Rows of label, figure and the name by which formulas call the figure."""

    def __init__(self, sheet: Sheet, row: int, shared: bool = False) -> None:
        self.sheet, self.row, self.shared = sheet, row, shared

    def head(self, *words: str) -> None:
        for column, word in enumerate(words):
            self.sheet.put(self.row, column, word, "head")
            width = self.sheet.widths.get(column, WIDTH)
            if across(word) > width:
                self.sheet.heights[self.row] = max(
                    self.sheet.heights.get(self.row, 0), 15.0 * lines_of(word, width)
                )
        self.row += 1

    def note(self, text: str) -> None:
        self.sheet.put(self.row, 0, text, "note")
        self.row += 1

    def gap(self) -> None:
        self.row += 1

    def given(self, label: str, value: Any, form: str, name: str = "") -> str:
        """Something stated: by the buyer, the vendor or a rule. Returns its name."""
        self.sheet.put(self.row, 1, value, "input", form)
        return self._labelled(label, name)

    def calc(
        self, label: str, formula: str, form: str, name: str = "", expected: Any = None, kind: str = "calc"
    ) -> str:
        """Something computed. Returns its name."""
        self.sheet.calc(self.row, 1, formula, form, expected, kind)
        return self._labelled(label, name)

    def row_of(self, label: str, values: Sequence[Any], form: str, name: str = "") -> str:
        """Several stated figures in one row. Returns the name of all of them."""
        for column, value in enumerate(values, start=1):
            if value is not None:
                self.sheet.put(self.row, column, value, "input", form)
        self.sheet.put(self.row, 0, label)
        if name:
            self._name(name, (self.row, len(values)))
        self.row += 1
        return name

    def _labelled(self, label: str, name: str) -> str:
        self.sheet.put(self.row, 0, label)
        if name:
            self.sheet.put(self.row, 2, name, "note")
            self._name(name, None)
        self.row += 1
        return name

    def _name(self, name: str, to: tuple[int, int] | None) -> None:
        if self.shared:
            self.sheet.book.name_cell(name, self.sheet, self.row, 1, to)
        else:
            self.sheet.name_cell(name, self.row, 1, to)


class MonthTable:
    """The table of months of a vendor's sheet, filled column by column."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.column = 0
        self.letters: dict[str, str] = {}

    def add(
        self,
        key: str,
        label: str,
        form: str,
        formula: str = "",
        *,
        expected: Sequence[Any] | None = None,
        average: str | None = None,
        average_expected: Any = None,
        values: Sequence[Any] | None = None,
        kind: str = "calc",
    ) -> None:
        """One column: a formula of the row, or plain values; `average` is the formula of the average row."""
        column = self.column
        self.letters[key] = column_name(column)
        self.sheet.put(HEAD, column, label, "head", form)
        self.sheet.widths.setdefault(column, WIDTH)
        if average is not None:
            self.sheet.calc(AVERAGE, column, average, form, average_expected, kind)
        for index in range(MONTHS):
            row = FIRST + index
            if values is not None:
                self.sheet.put(row, column, values[index], kind, form)
            else:
                self.sheet.calc(
                    row, column, formula, form, None if expected is None else expected[index], kind
                )
        self.column += 1

    @property
    def next_letter(self) -> str:
        """The letter of the column that is put down next, for formulas that look at their own row above."""
        return column_name(self.column)

    def reserve(self, keys: Sequence[str]) -> None:
        """Letters for columns that speak of one another."""
        for offset, key in enumerate(keys):
            self.letters[key] = column_name(self.column + offset)

    def group(self, keys: Sequence[str], labels: Sequence[str], form: str, formulas: Sequence[str]) -> None:
        """Reserved columns, filled month by month because each may look at the others' row above."""
        for offset, label in enumerate(labels):
            self.sheet.put(HEAD, self.column + offset, label, "head", form)
            self.sheet.widths.setdefault(self.column + offset, WIDTH)
        for row in range(FIRST, LAST + 1):
            for offset, formula in enumerate(formulas):
                self.sheet.calc(row, self.column + offset, formula, form)
        self.column += len(keys)

    def fixed(self, key: str, label: str, form: str, values: Sequence[Any], average: Any = None) -> None:
        """One column of the application's own figures, where no formula says them."""
        column = self.column
        self.letters[key] = column_name(column)
        self.sheet.put(HEAD, column, label, "head", form)
        self.sheet.widths.setdefault(column, WIDTH)
        if average is not None:
            self.sheet.fix(AVERAGE, column, average, form)
        for index, value in enumerate(values):
            self.sheet.fix(FIRST + index, column, value, form)
        self.column += 1

    def here(self, key: str) -> str:
        """The cell of this column in the row of the formula."""
        return f"{self.letters[key]}{{r}}"

    def above(self, key: str) -> str:
        return f"{self.letters[key]}{{p}}"

    def whole(self, key: str, first: int = FIRST, last: int = LAST) -> str:
        """The column as a range; rows count from 0."""
        letter = self.letters[key]
        return f"${letter}${first + 1}:${letter}${last + 1}"

    def has(self, key: str) -> bool:
        return key in self.letters

"""The prices of each contract year: what escalates, rounded to four decimals once."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from calc.book import Sheet, column_name
from scoring.workbook.figures import YEARS
from scoring.workbook.layout import rounded


class YearPrices:
    """A table with a row per contract year and a column per price; `expected` are the engine's, year by year."""

    def __init__(self, sheet: Sheet, row: int) -> None:
        self.sheet, self.row, self.column = sheet, row, 1
        sheet.put(row, 0, _("Prices by contract year (the first is 0)"), "head")
        for year in range(YEARS):
            sheet.put(row + 1 + year, 0, year, "input", "count")

    @property
    def below(self) -> int:
        return self.row + YEARS + 2

    def price(self, label: str, of: str, name: str, expected: Sequence[Decimal]) -> None:
        """A unit price, rounded to four decimals in every later year."""
        self._column(label, rounded(f"{of}*(1+Escalation)^$A{{r}}", 4), "price", expected, name)

    def minimum(self, label: str, of: str, name: str, expected: Sequence[Decimal]) -> None:
        """A minimum charge, in cents."""
        self._column(label, rounded(f"{of}*(1+Escalation)^$A{{r}}"), "money", expected, name)

    def exact(self, label: str, of: str, name: str, expected: Sequence[Decimal]) -> None:
        """A highest amount, not rounded."""
        self._column(label, f"{of}*(1+Escalation)^$A{{r}}", "exact", expected, name)

    def bands(self, labels: Sequence[str], name: str, expected: Sequence[Sequence[Decimal]]) -> None:
        """The prices of the bands of a tiered line: the first year as stated, the later ones from it."""
        first = self.column
        for label, prices in zip(labels, expected, strict=True):
            own = f"${column_name(self.column)}${self.row + 2}"
            formula = rounded(f"{own}*(1+Escalation)^$A{{r}}", 4)
            self.sheet.put(self.row, self.column, label, "head")
            self.sheet.put(self.row + 1, self.column, prices[0], "input", "price")
            for year in range(1, YEARS):
                self.sheet.calc(self.row + 1 + year, self.column, formula, "price", prices[year])
            self.column += 1
        self.sheet.name_cell(name, self.row + 1, first, (self.row + YEARS, self.column - 1))

    def _column(self, label: str, formula: str, form: str, expected: Sequence[Decimal], name: str) -> None:
        self.sheet.put(self.row, self.column, label, "head")
        for year in range(YEARS):
            self.sheet.calc(self.row + 1 + year, self.column, formula, form, expected[year])
        self.sheet.name_cell(name, self.row + 1, self.column, (self.row + YEARS, self.column))
        self.column += 1

"""What the application says of every line of every month: the figures the workbook's formulas must give.

The one place that knows how the engine splits a month; a formula is held against what is found here.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from calc.documents import HORIZONS, Demand, Fault, FeeLine, Quote
from calc.money import MONTHS_A_YEAR, ZERO, exact, round_whole
from calc.pricing import BaseFee, Load, base_fee, line_quantity, load_of
from calc.tco import Month, Priced, contacts_of, price, volume_of

MONTHS = max(HORIZONS)
YEARS = MONTHS // MONTHS_A_YEAR
EXIT = "F19"


@dataclass(frozen=True)
class Subject:
    """One quote of the workbook: its vendor's name for the reader, what it says, and what it costs."""

    label: str
    quote: Quote | None = None
    priced: Priced | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class LineMonth:
    """One rate line in one month."""

    quantity: Decimal
    base: BaseFee


@dataclass(frozen=True)
class Figures:
    """The figures of a priced quote, month by month over the longest horizon, without its exit items."""

    demand: Demand
    quote: Quote
    priced: Priced

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """Sixty running months: exit items would stand in the last one, so they are left out."""
        staying = tuple(
            FeeLine(line.code, "INCLUDED") if line.code == EXIT and line.charged else line
            for line in self.quote.fee_lines
        )
        longest = replace(self.demand, horizon_months=MONTHS)
        return price(longest, replace(self.quote, fee_lines=staying)).months

    def amounts(self, item: str) -> list[Decimal]:
        """One line of the invoice over the months."""
        return [month.lines.get(item, ZERO) for month in self.months]

    @cached_property
    def average_contacts(self) -> int:
        """Contacts of the average forecast month."""
        with exact():
            return round_whole(Decimal(sum(self.demand.forecast_profile)) / MONTHS_A_YEAR)

    @cached_property
    def average_load(self) -> Load:
        """The average month as the headline takes it: first-year prices, the buyer's present handling."""
        mean = self.average_contacts
        return load_of(self.demand, self.quote, year=0, volume=mean, contacts=mean, present=True)

    @cached_property
    def loads(self) -> list[Load]:
        found = []
        for number in range(1, MONTHS + 1):
            volume = volume_of(self.demand, number)
            contacts = contacts_of(self.demand, self.quote, volume)
            year = (number - 1) // MONTHS_A_YEAR
            found.append(load_of(self.demand, self.quote, year=year, volume=volume, contacts=contacts))
        return found

    def line_months(self, index: int) -> list[LineMonth]:
        """The rate line in the average month and then in each of the sixty."""
        return [self._line(index, load) for load in (self.average_load, *self.loads)]

    def _line(self, index: int, load: Load) -> LineMonth:
        line = self.quote.rate_lines[index]
        with exact():
            return LineMonth(line_quantity(line, load), base_fee(replace(self.quote, rate_lines=(line,)), load))

"""What the application says of every line of every month: the figures the workbook's formulas must give.

The one place that knows how the engine splits a month; a formula is held against what is found here.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from calc.billing.balances import Balance
from calc.billing.lines import FRESH
from calc.billing.pricing import Handling, Load, handling_of, line_month, line_quantity
from calc.billing.service_lines import belongs
from calc.billing.terms import Terms
from calc.documents import HORIZONS, Demand, Fault, FeeLine, Quote, RateLine
from calc.money import MONTHS_A_YEAR, ZERO, exact, round_whole
from calc.month import Carried, Plan, as_forecast, month_of, plan_of
from calc.numbers import plain
from calc.tco import Month, Priced, price
from calc.workforce import staffing

MONTHS = max(HORIZONS)
YEARS = MONTHS // MONTHS_A_YEAR
EXIT = "F19"


def rate_name(currency: str) -> str:
    """How formulas call the rate of a currency."""
    return f"Rate_{currency}"


@dataclass(frozen=True)
class Subject:
    """One quote of the workbook: its vendor's name for the reader, what it says, and what it costs."""

    label: str
    quote: Quote | None = None
    priced: Priced | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class LineMonth:
    """One rate line in one month: units, the exact fee, and the rounded lines it makes."""

    units: Decimal
    exact: Decimal
    fee: Decimal
    top_up: Decimal
    commission: Decimal
    bonus: Decimal


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
        """One line of the invoice over the months, as the vendor writes it."""
        return [month.written.lines.get(item, ZERO) for month in self.months]

    @property
    def foreign(self) -> bool:
        """The quote is in a currency of its own: lines and invoice are in it, and the invoice is converted."""
        return self.quote.currency != self.demand.currency

    @property
    def times_rate(self) -> str:
        """What takes an amount of the quote's currency to that of the RFQ, at the end of a formula."""
        return f"*{rate_name(self.quote.currency)}" if self.foreign else ""

    @cached_property
    def plan(self) -> Plan:
        return plan_of(self.demand, self.quote, MONTHS)

    @property
    def years(self) -> tuple[Terms, ...]:
        """The terms of each contract year, with their escalated prices."""
        return self.plan.years

    @cached_property
    def average_contacts(self) -> int:
        """Contacts of the average forecast month."""
        with exact():
            return round_whole(Decimal(sum(self.demand.forecast_profile)) / MONTHS_A_YEAR)

    @cached_property
    def present(self) -> Handling:
        """The buyer's own handling today, with which the headline is counted."""
        with exact():
            return handling_of(self.demand, self.quote, present=True)

    @cached_property
    def loads(self) -> list[Load]:
        """What each month asks; of several service lines those of the first."""
        return _loads(self.plan.parts[0] if self.plan.parts else self.plan)

    def _of_line(self, index: int) -> tuple[Load, list[Load]]:
        """What the average month and each month ask of the service line that a rate line belongs to."""
        if not self.plan.parts:
            return self.average, self.loads
        line = self.quote.rate_lines[index]
        part = next(one for one in self.plan.parts if belongs(line, one.demand, self.demand))
        return replace(self, demand=part.demand, quote=part.quote).average, _loads(part)

    @cached_property
    def average(self) -> Load:
        """The average forecast month with the buyer's own figures, without repeated contacts."""
        mean, present, demand = Decimal(self.average_contacts), self.present, self.demand
        with exact():
            need = staffing.seats(mean, present.aht_s, present.seat_seconds, demand.floor_seats)
            promotion = Decimal(len(demand.promo_months)) / MONTHS_A_YEAR
        return Load(mean, mean, present.conversion, present, promotion=promotion, need=need)

    def line_months(self, index: int) -> list[LineMonth]:
        """The rate line in the average month and then in each of the sixty."""
        average, loads = self._of_line(index)
        found, balance = [_line(self.years[0].rate_lines[index], average, FRESH)[0]], FRESH
        for place, load in enumerate(loads):
            line = self.years[place // MONTHS_A_YEAR].rate_lines[index]
            month, balance = _line(line, load, balance)
            found.append(month)
        return found


def _loads(plan: Plan) -> list[Load]:
    """The months of a plan of one service line."""
    found, before, forecast = [], Carried(), as_forecast(plan.demand, MONTHS)
    with exact():
        for number in range(1, MONTHS + 1):
            month = month_of(plan, forecast, number, before)
            before = month.carried
            if isinstance(month.load, Load):
                found.append(month.load)
    return found


def _line(line: RateLine, load: Load, before: Balance) -> tuple[LineMonth, Balance]:
    with exact():
        month = line_month(line, load, before)
        return LineMonth(
            units=plain(line_quantity(line, load)),
            exact=plain(month.fee),
            fee=plain(month.charged),
            top_up=plain(month.top_up),
            commission=plain(month.commission),
            bonus=plain(month.bonus),
        ), month.after

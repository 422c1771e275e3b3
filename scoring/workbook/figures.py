"""What the application says of every line of every month: the figures the workbook's formulas must give.

The one place that knows how the engine splits a month; a formula is held against what is found here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

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


def mark_of(number: int) -> str:
    """How the names of service line `number` end, where there are several."""
    return f"_L{number}"


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
    """The figures of a priced quote, month by month over the longest horizon, without its exit items.

    Of several service lines each has figures of its own (`lines`): its demand, what the quote says of it, the places
    of its rate lines in the quote (`places`), and `mark`, with which its names in formulas and the keys of its columns end.
    `names` are what the buyer calls the lines, by code.
    """

    demand: Demand
    quote: Quote
    priced: Priced
    names: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    places: tuple[int, ...] = ()

    @cached_property
    def lines(self) -> list["Figures"]:
        """Each service line for itself; of one alone the quote as it is."""
        if not self.demand.lines:
            return [self]
        return [
            replace(
                self,
                demand=part.demand,
                quote=part.quote,
                mark=mark_of(number),
                places=tuple(
                    place
                    for place, line in enumerate(self.quote.rate_lines)
                    if belongs(line, part.demand, self.demand)
                ),
            )
            for number, part in enumerate(self.plan.parts, start=1)
        ]

    def of_rate_line(self, index: int) -> "Figures":
        """The service line on whose volumes a rate line counts."""
        return next(one for one in self.lines if index in one.own)

    @property
    def own(self) -> tuple[int, ...]:
        """The places of this service line's rate lines in the quote."""
        return self.places or tuple(range(len(self.quote.rate_lines)))

    @property
    def several(self) -> bool:
        return bool(self.demand.lines)

    @property
    def label(self) -> str:
        """What the buyer calls this service line."""
        return self.names.get(self.demand.line_id) or self.demand.line_id

    def named(self, what: str) -> str:
        """How formulas call a figure of this service line."""
        return f"{what}{self.mark}"

    def titled(self, words: str) -> str:
        """A label with the name of the service line, where there are several."""
        if not self.mark:
            return words
        return _("%(figure)s (%(line)s)") % {"figure": words, "line": self.label}

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
        """What each month asks of this service line."""
        return _loads(self.plan)

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
        service = self.of_rate_line(index)
        average, loads = service.average, service.loads
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

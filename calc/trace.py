"""How every rate line comes to its amounts, month by month: the same functions as the price, with what lies between.

`trace(demand, quote)` replays the months of `calc.month` and keeps for each rate line its quantity, where that comes
from, its bands, the balance of its package and of its minimum. Its amounts add up to the lines K-01, K-16, K-27
and K-28 of `calc.tco.price`; a test holds the two together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from calc.billing.balances import Balance
from calc.billing.lines import FRESH, billed_minutes, in_force, is_window, line_quantity
from calc.billing.pricing import Load, line_month
from calc.billing.service_lines import belongs
from calc.billing.terms import Terms
from calc.billing.tiers import days_of
from calc.documents import PERIODS, Demand, Quote, RateLine
from calc.money import MONTHS_A_YEAR, ZERO, exact, round_cents
from calc.month import Carried, Plan, as_forecast, month_of
from calc.numbers import excess, plain, total
from calc.tco import checked_plan

# Where the quantity of a line comes from.
SEATS, CONTACTS, MINUTES, HOURS = "SEATS", "CONTACTS", "MINUTES", "HOURS"
BASE, OVERFLOW, WINDOW = "BASE", "OVERFLOW", "WINDOW"
STATED, EVENT, STAGES, ONCE, SALES = "STATED", "EVENT", "STAGES", "ONCE", "SALES"


@dataclass(frozen=True)
class Band:
    """A part of the month's quantity at its price; `upper` None is the open last band."""

    upper: int | None
    quantity: Decimal
    price: Decimal

    @property
    def amount(self) -> Decimal:
        return self.quantity * self.price


@dataclass(frozen=True)
class Package:
    """Included units: `rolled` from earlier months, `beyond` all of them, `left` for later months."""

    included: int
    rolled: Decimal
    beyond: Decimal
    left: Decimal


@dataclass(frozen=True)
class Minimum:
    """`due` in the last month of a period, with what the period has `spent` by then; `credit` is carried forward.

    `drawn` is what the credit pays of this month, `added` what its top-up adds to the credit.
    """

    spent: Decimal
    due: Decimal | None
    credit_before: Decimal
    credit: Decimal

    @property
    def drawn(self) -> Decimal:
        return max(ZERO, self.credit_before - self.credit)

    @property
    def added(self) -> Decimal:
        return max(ZERO, self.credit - self.credit_before)


@dataclass(frozen=True)
class Step:
    """One rate line in one month; `quantity` is billed, `used` what there was; money in cents but `fee`, exact."""

    month: int
    in_force: bool
    used: Decimal
    quantity: Decimal
    price: Decimal
    minutes: Decimal | None
    bands: tuple[Band, ...]
    package: Package | None
    minimum: Minimum | None
    raised: Decimal
    discount: Decimal
    is_capped: bool
    fee: Decimal
    charged: Decimal
    top_up: Decimal
    commission: Decimal
    bonus: Decimal

    @property
    def amount(self) -> Decimal:
        """What the line adds to the invoice of the month, before tax."""
        return self.charged + self.top_up + self.commission + self.bonus


@dataclass(frozen=True)
class LineTrace:
    """One rate line over the horizon; `source` says where its quantity comes from."""

    index: int
    line: RateLine
    source: str
    steps: tuple[Step, ...]

    @property
    def total(self) -> Decimal:
        return sum((step.amount for step in self.steps), ZERO)


def trace(demand: Demand, quote: Quote) -> tuple[LineTrace, ...]:
    """Every rate line of the quote over the demand's horizon; raises `DocumentError` as `calc.tco.price` does."""
    with exact():
        plan = checked_plan(demand, quote)
        if not plan.parts:
            return tuple(_traced(plan, demand.horizon_months, range(len(quote.rate_lines))))
        found: list[LineTrace] = []
        for part in plan.parts:  # each service line for itself, then in the order of the quote again
            lines = enumerate(quote.rate_lines)
            places = [place for place, line in lines if belongs(line, part.demand, demand)]
            found += _traced(part, demand.horizon_months, places)
        return tuple(sorted(found, key=lambda one: one.index))


def _traced(plan: Plan, months: int, places: Sequence[int]) -> Iterator[LineTrace]:
    """The rate lines of a plan, which stand in these places of the quote."""
    rows = list(_months(plan, months))
    for index, (place, line) in enumerate(zip(places, plan.quote.rate_lines, strict=True)):
        yield LineTrace(place, line, source_of(line, plan), tuple(row[index] for row in rows))


def _months(plan: Plan, months: int) -> Iterator[list[Step]]:
    scenario, before = as_forecast(plan.demand, months), Carried()
    for number in range(1, months + 1):
        now = month_of(plan, scenario, number, before)
        terms = plan.years[(number - 1) // MONTHS_A_YEAR]
        balances = before.balances or (FRESH,) * len(terms.rate_lines)
        if isinstance(now.load, Load):  # a plan of one service line has one load
            yield [_step(terms, index, now.load, balance) for index, balance in enumerate(balances)]
        before = now.carried


def source_of(line: RateLine, plan: Plan) -> str:
    """Where the quantity comes from, in the order in which `calc.billing.lines` looks for it."""
    if line.model == "B09":
        return SALES
    if line.stages:
        return STAGES
    if line.event is not None:
        return EVENT
    if line.expected_qty is not None and not (is_window(line) and line.window in plan.handling.windows):
        return STATED
    if line.unit == "SEAT_MONTH":
        return SEATS
    if line.applies_to in (BASE, OVERFLOW, WINDOW):
        return line.applies_to
    if line.unit in ("CONTACT", "MINUTE"):
        return CONTACTS if line.unit == "CONTACT" else MINUTES
    return HOURS if line.model == "B06" else ONCE


def _step(terms: Terms, index: int, load: Load, before: Balance) -> Step:
    line = terms.rate_lines[index]
    found = line_month(line, load, before)
    there = in_force(line, load.month)
    counted = there and line.model != "B09"
    quantity = plain(line_quantity(line, load)) if counted else ZERO
    trial = line.trial if line.trial is not None and 1 <= load.month <= line.trial.months else None
    fee, against = plain(found.fee), found.charged + (found.commission if line.model == "B09" else ZERO)
    raised = total(one.rate * load.handling.share_of(one.window, one.share) for one in line.surcharges)
    return Step(
        month=load.month,
        in_force=there,
        used=plain(line_quantity(replace(line, min_qty=0), load)) if counted else ZERO,
        quantity=quantity,
        price=line.unit_price or ZERO,
        minutes=plain(billed_minutes(line, load)) if there and line.minute_price else None,
        bands=_bands(line, quantity),
        package=_package(line, quantity, before, found.after) if there and line.model == "B08" else None,
        minimum=_minimum(line, load.month, plain(against), before, found.after) if there else None,
        raised=plain(raised),
        discount=trial.discount if trial else ZERO,
        is_capped=there and line.cap is not None and fee == line.cap,
        fee=fee,
        charged=plain(found.charged),
        top_up=plain(found.top_up),
        commission=plain(found.commission),
        bonus=plain(found.bonus),
    )


def _bands(line: RateLine, quantity: Decimal) -> tuple[Band, ...]:
    """The quantity by band: a part in each one reached where graduated, all of it in the last one where not."""
    found: list[Band] = []
    floor, days = ZERO, days_of(line)
    for tier in line.tiers:
        upper = None if tier.upper is None else tier.upper * days
        part = plain(excess(quantity if upper is None else min(quantity, Decimal(upper)), floor))
        if part or not found:
            found.append(Band(upper, part, tier.price))
        floor = ZERO if upper is None else Decimal(upper)
    if line.tier_method == "ALL_UNITS" and found:
        return (replace(found[-1], quantity=quantity),)
    return tuple(found)


def _package(line: RateLine, quantity: Decimal, before: Balance, after: Balance) -> Package:
    rolled = plain(total(before.unused))
    beyond = plain(excess(quantity, rolled + line.included_qty))
    return Package(line.included_qty, rolled, beyond, plain(total(after.unused)))


def _minimum(line: RateLine, month: int, counted: Decimal, before: Balance, after: Balance) -> Minimum | None:
    """The period's minimum; `due` in its last month alone, for the months of it in which the line was in force."""
    if not line.min_charge:
        return None
    length = PERIODS[line.min_period]
    ends = not month % length or month == line.valid_to
    due = round_cents(line.min_charge * (before.months + 1) / length) if ends else None
    return Minimum(plain(before.spent) + counted, due, plain(before.credit), plain(after.credit))

"""The buyer's volumes under every charging model at reference prices, before any vendor is asked.

Each model becomes a quote with nothing but its rate lines and, for seats, a surge price; `calc.tco.price` prices it
over twelve months, before tax and without the buyer's own time. Models the engine has no rate line for are counted
from the seats each month needs: hours (B06), agent-days (B04), rented platform with own agents (B14). What cannot
be counted on contacts is named with its reason, never guessed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal

from calc.decisions.build_modes import Build
from calc.decisions.reference_prices import Prices
from calc.documents import (
    MODEL_NAMES,
    Commission,
    Demand,
    FeeLine,
    Operations,
    Quote,
    RateLine,
    Tax,
    Tier,
    Trial,
)
from calc.money import MONTHS_A_YEAR, ONE, ZERO, exact, round_cents, round_whole
from calc.tco import Priced, price

IN_HOUSE = "IN_HOUSE"
# A project is counted in samples, which contacts say nothing about.
MODELS = tuple(code for code in MODEL_NAMES if code != "B12")
NEEDS_PHONE, NEEDS_SALES, NOT_BY_CONTACT = "NEEDS_PHONE", "NEEDS_SALES", "NOT_BY_CONTACT"
# Groups of a total: the base part, peaks beyond the base seats, commission and bonus, own staff and platform.
PARTS = ("base", "peaks", "commission", "own")
GROUP_OF = {"K-01": "base", "K-16": "base", "K-11": "peaks", "K-27": "commission", "K-28": "commission"}


# A centre that is there already: a second line does not build another.
NOT_BUILT = Build(**{one.name: ZERO for one in fields(Build)})


@dataclass(frozen=True)
class OwnTeam:
    """Own agents: what one costs a month, and what an own centre takes beside them."""

    agent: Decimal
    build: Build = field(default_factory=Build)


@dataclass(frozen=True)
class ModelCost:
    """Twelve months of one model; `months` are totals to cents, `parts` sum to `total`."""

    model: str
    parts: dict[str, Decimal]
    months: tuple[Decimal, ...]
    reason: str = ""

    @property
    def total(self) -> Decimal:
        return sum(self.months, ZERO)

    @property
    def base_share(self) -> Decimal | None:
        """The base's share of base and commission; the domain's balance is 0.40 to 0.85 (domain 5.5)."""
        commission, base = self.parts.get("commission", ZERO), self.parts.get("base", ZERO)
        with exact():
            return base / (base + commission) if commission else None

    @property
    def is_computed(self) -> bool:
        return not self.reason


@dataclass(frozen=True)
class Comparison:
    """The models cheapest first, then those that cannot be counted; `seats` are those of the average month."""

    seats: int
    needed: tuple[int, ...]
    contacts: int
    rows: tuple[ModelCost, ...]

    @property
    def short_months(self) -> int:
        """Months that need more seats than the average one."""
        return sum(need > self.seats for need in self.needed)


def compare(demand: Demand, prices: Prices, models: Sequence[str], own: OwnTeam | None = None) -> Comparison:
    """Every named model over twelve months; the in-house line where `own` says what an agent costs.

    Of several service lines each is counted by itself and the figures are summed: seats of one do not serve another,
    an own centre is built once. A model that cannot be counted on one of them cannot be on the whole.
    """
    return summed(by_line(demand, prices, models, own))


def by_line(
    demand: Demand, prices: Prices, models: Sequence[str], own: OwnTeam | None = None
) -> list[Comparison]:
    """What `compare` sums: one for each service line of the demand; an own centre goes with the first of them."""
    first, *rest = demand.lines or (demand,)
    joined = None if own is None else replace(own, build=NOT_BUILT)
    return [
        _of_one_line(first, prices, models, own),
        *(_of_one_line(line, prices, models, joined) for line in rest),
    ]


def summed(found: Sequence[Comparison]) -> Comparison:
    """The figures of the lines as those of the whole."""
    models = [row.model for row in found[0].rows]
    costs = [
        _summed(model, [next(row for row in one.rows if row.model == model) for one in found])
        for model in models
    ]
    needed = tuple(sum(month) for month in zip(*(one.needed for one in found), strict=True))
    return Comparison(
        sum(one.seats for one in found), needed, sum(one.contacts for one in found), _cheapest_first(costs)
    )


def _summed(model: str, costs: Sequence[ModelCost]) -> ModelCost:
    if reason := next((one.reason for one in costs if one.reason), ""):
        return ModelCost(model, {}, (), reason)
    parts = {
        part: sum((one.parts.get(part, ZERO) for one in costs), ZERO)
        for part in PARTS
        if any(part in one.parts for one in costs)
    }
    months = tuple(sum(month, ZERO) for month in zip(*(one.months for one in costs), strict=True))
    return ModelCost(model, parts, months)


def _cheapest_first(costs: Iterable[ModelCost]) -> tuple[ModelCost, ...]:
    """Those that cannot be counted last."""
    return tuple(sorted(costs, key=lambda one: (not one.is_computed, one.total, one.model)))


def _of_one_line(demand: Demand, prices: Prices, models: Iterable[str], own: OwnTeam | None) -> Comparison:
    with exact():
        year = replace(demand, horizon_months=MONTHS_A_YEAR)
        probe = _priced(year, _quote(year, 1, _seats_line("B01", ONE)))
        needed = tuple(month.seats_needed for month in probe.months)
        mean = replace(year, forecast_profile=(_mean(year),) * MONTHS_A_YEAR)
        seats = _priced(mean, _quote(mean, 1, _seats_line("B01", ONE))).months[0].seats_needed
        at = _Reference(year, prices, seats, needed, own)
        found = [at.cost(model) for model in models]
        if own is not None:
            found.append(at.cost(IN_HOUSE))
        return Comparison(seats, needed, sum(year.forecast_profile), _cheapest_first(found))


def _mean(demand: Demand) -> int:
    return round_whole(Decimal(sum(demand.forecast_profile)) / MONTHS_A_YEAR)


def _priced(demand: Demand, quote: Quote) -> Priced:
    return price(demand, quote)


def _quote(demand: Demand, seats: int, *lines: RateLine, surge: Decimal | None = None) -> Quote:
    """A quote of rate lines alone; every fee line is included in the price but the surge seats."""
    peaks = () if surge is None else (FeeLine("F01", "CHARGED", unit="SEAT_MONTH", price=surge),)
    rest = tuple(FeeLine(f"F{number:02d}", "INCLUDED") for number in range(1 + len(peaks), 21))
    return Quote(
        currency=demand.currency,
        tax=Tax(ZERO, True),
        base_seats=seats,
        rate_lines=lines,
        fee_lines=(*peaks, *rest),
        operations=Operations(startup_hours=ZERO),
        answers={},
        contract_terms={},
    )


def _seats_line(model: str, unit_price: Decimal, **more: object) -> RateLine:
    return RateLine(model=model, unit="SEAT_MONTH", unit_price=unit_price, **more)  # type: ignore[arg-type]  # named fields of RateLine


@dataclass(frozen=True)
class _Reference:
    """One buyer's year and the prices it is held against."""

    demand: Demand
    prices: Prices
    seats: int
    needed: tuple[int, ...]
    own: OwnTeam | None

    def cost(self, model: str) -> ModelCost:
        """The cost of a model, or the reason why contacts do not tell it."""
        if model == "B05" and self.demand.channel != "PHONE":
            return ModelCost(model, {}, (), NEEDS_PHONE)
        if model in ("B02", "B09") and self.demand.sales is None:
            return ModelCost(model, {}, (), NEEDS_SALES)
        if model not in _WAYS:
            return ModelCost(model, {}, (), NOT_BY_CONTACT)
        return _WAYS[model](self, model)

    def seats_at(self, model: str, seat: Decimal, **more: object) -> ModelCost:
        """Base seats at `seat` a month, peaks at the surge price."""
        line = _seats_line(model, seat, **more)
        return self.priced(model, line, surge=seat * (ONE + self.prices.peak_uplift))

    def priced(self, model: str, *lines: RateLine, surge: Decimal | None = None) -> ModelCost:
        seats = self.seats if surge is not None or any(line.unit == "SEAT_MONTH" for line in lines) else 0
        months = _priced(self.demand, _quote(self.demand, seats, *lines, surge=surge)).months
        parts = dict.fromkeys(PARTS, ZERO)
        for month in months:
            for item, amount in month.lines.items():
                parts[GROUP_OF.get(item, "base")] += amount
        return ModelCost(model, _told(parts), tuple(month.vendor_payable for month in months))

    def by_need(self, model: str, a_seat: Decimal, group: str = "base") -> ModelCost:
        """What each month's needed seats cost, a seat at a time."""
        months = tuple(round_cents(need * a_seat) for need in self.needed)
        return ModelCost(model, {group: sum(months, ZERO)}, months)

    def own_staff(
        self, model: str, seat: Decimal, monthly: Decimal, first: Decimal, minute: Decimal
    ) -> ModelCost:
        """Own agents in the average month's number; peaks dearer; what is fixed, and the first month's investment."""
        peaks = [
            round_cents(max(0, need - self.seats) * seat * (ONE + self.prices.peak_uplift))
            for need in self.needed
        ]
        fixed = []
        for number, volume in enumerate(self.demand.forecast_profile):
            calls = volume * self.demand.aht_s * self.demand.talk_share / 60 * minute
            fixed.append(round_cents(self.seats * seat + monthly + calls) + (first if not number else ZERO))
        months = tuple(base + peak for base, peak in zip(fixed, peaks, strict=True))
        return ModelCost(model, {"peaks": sum(peaks, ZERO), "own": sum(fixed, ZERO)}, months)


def _told(parts: dict[str, Decimal]) -> dict[str, Decimal]:
    return {part: amount for part, amount in parts.items() if amount}


def _fixed_seat(at: _Reference, model: str) -> ModelCost:
    return at.seats_at(model, at.prices.seat)


def _base_and_commission(at: _Reference, model: str) -> ModelCost:
    share = Commission("REVENUE", at.prices.commission, None, None, None, None, None)
    return at.seats_at(model, at.prices.base_seat, commission=share)


def _tiered(at: _Reference, model: str) -> ModelCost:
    told = at.prices
    bands = (
        Tier(told.tier_1_daily, told.tier_1),
        Tier(told.tier_2_daily, told.tier_2),
        Tier(None, told.tier_3),
    )
    line = RateLine(
        model=model, unit="CONTACT", tier_basis="DAILY_AVG_VOLUME", tier_method="GRADUATED", tiers=bands
    )
    return at.priced(model, line)


def _agent_days(at: _Reference, model: str) -> ModelCost:
    return at.by_need(model, at.prices.agent_day * at.prices.working_days)


def _minutes(at: _Reference, model: str) -> ModelCost:
    return at.priced(
        model, RateLine(model=model, unit="MINUTE", unit_price=at.prices.minute, rounding="PER_SECOND")
    )


def _hours(at: _Reference, model: str) -> ModelCost:
    return at.by_need(model, at.prices.hour * at.demand.paid_hours)


def _contacts(at: _Reference, model: str) -> ModelCost:
    return at.priced(model, RateLine(model=model, unit="CONTACT", unit_price=at.prices.contact))


def _package(at: _Reference, model: str) -> ModelCost:
    included = round_whole(_mean(at.demand) * at.prices.package_share)
    fixed = round_cents(included * at.prices.package_contact)
    line = RateLine(
        model=model, unit="CONTACT", unit_price=at.prices.overage, fixed_fee=fixed, included_qty=included
    )
    return at.priced(model, line)


def _pure_commission(at: _Reference, model: str) -> ModelCost:
    sales = at.demand.sales
    if sales is None:
        return ModelCost(model, {}, (), NEEDS_SALES)
    an_order = sales.presale_share * sales.conversion * sales.average_order_value * at.prices.pure_commission
    months = tuple(round_cents(volume * an_order) for volume in at.demand.forecast_profile)
    return ModelCost(model, {"commission": sum(months, ZERO)}, months)


def _retainer(at: _Reference, model: str) -> ModelCost:
    fee = round_cents(at.seats * at.prices.fixed_seat)
    bonus = at.prices.bonus if model == "B11" else None
    return at.priced(model, RateLine(model="B10", unit="MONTH", unit_price=fee, expected_bonus=bonus))


def _hybrid(at: _Reference, model: str) -> ModelCost:
    base = _seats_line("B01", at.prices.hybrid_seat, applies_to="BASE")
    rest = RateLine(model="B07", unit="CONTACT", unit_price=at.prices.hybrid_contact, applies_to="OVERFLOW")
    return at.priced(model, base, rest)


def _hosted(at: _Reference, model: str) -> ModelCost:
    if at.own is None:
        return ModelCost(model, {}, (), NOT_BY_CONTACT)
    minute = at.prices.call_minute if at.demand.channel == "PHONE" else ZERO
    return at.own_staff(model, at.own.agent + at.prices.hosted_seat, ZERO, ZERO, minute)


def _in_house(at: _Reference, model: str) -> ModelCost:
    if at.own is None:
        return ModelCost(model, {}, (), NOT_BY_CONTACT)
    minute = at.prices.call_minute if at.demand.channel == "PHONE" else ZERO
    return at.own_staff(model, at.own.agent, at.own.build.monthly, at.own.build.invested, minute)


def _built_up(at: _Reference, model: str) -> ModelCost:
    told = at.prices
    return at.seats_at(model, (told.built_pay + told.built_management) * (ONE + told.built_profit))


def _trial(at: _Reference, model: str) -> ModelCost:
    """The fixed seat fee, cheaper in the months of the trial; seats of a peak are not."""
    trial = Trial(at.prices.trial_months, at.prices.trial_discount)
    return replace(at.seats_at("B01", at.prices.seat, trial=trial), model=model)


_WAYS: dict[str, Callable[[_Reference, str], ModelCost]] = {
    "B01": _fixed_seat,
    "B02": _base_and_commission,
    "B03": _tiered,
    "B04": _agent_days,
    "B05": _minutes,
    "B06": _hours,
    "B07": _contacts,
    "B08": _package,
    "B09": _pure_commission,
    "B10": _retainer,
    "B11": _retainer,
    "B13": _hybrid,
    "B14": _hosted,
    "B15": _built_up,
    "B16": _trial,
    IN_HOUSE: _in_house,
}

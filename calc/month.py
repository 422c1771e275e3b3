"""One month of a quote (domain 6.2), exact or in many scenarios: the same lines for both engines.

`Plan` holds what no scenario changes, `Scenario` what the months bring, `Carried` what one month hands to the
next. `calc.tco` runs it in Decimal, `calc.simulation.simulate` in Samples.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from calc.billing.balances import Balance
from calc.billing.fees import Situation, buyer_calls, fee_items
from calc.billing.lines import relieved
from calc.billing.load import Together
from calc.billing.pricing import BaseFee, Handling, Load, base_fee, handling_of, line_fee
from calc.billing.service_lines import by_line
from calc.billing.taxes import recovered
from calc.billing.terms import Terms, terms_of
from calc.documents import Demand, Quote
from calc.money import MONTHS_A_YEAR, ONE, ZERO, exact, round_cents, round_whole
from calc.numbers import Number, cents, excess, is_nothing, maximum, minimum, total, whole
from calc.workforce import staffing

LOADING_SLOPE = Decimal("0.50")


@dataclass(frozen=True)
class Plan:
    """A quote held against a demand; `years` are the terms of contract years 0, 1, ...

    Prices, headline and exit items are in the quote's own currency, of which one unit is `rate` in the RFQ's. Where
    there are several service lines, `parts` are the plans of each, with the rate lines that are theirs; of its headline
    `headline_named` is what the rate lines that name the service line make.
    """

    demand: Demand
    quote: Quote
    handling: Handling
    years: tuple[Terms, ...]
    headline: Decimal
    headline_base: Decimal
    exit_items: Decimal
    rate: Decimal = ONE
    parts: tuple["Plan", ...] = ()
    headline_named: Decimal = ZERO

    @property
    def own_staff(self) -> Decimal:
        """What an agent of the buyer's own costs a month, where the vendor only rents the seats (B14)."""
        return own_seat(self.demand, self.quote)

    @property
    def tax_rate(self) -> Decimal:
        return self.quote.tax.on_top


@dataclass(frozen=True)
class Scenario:
    """What a run of months brings, the same for all vendors; exact, or many scenarios at once.

    `volumes` and `promotions` (1 or 0) are by month; `repeat` and `conversion` multiply what each vendor
    states; `loading_slope` is the share of the headline that an undisclosed quote adds. Of several service lines
    `parts` are the months of each, and `volumes` their sum.
    """

    volumes: Sequence[Number]
    promotions: Sequence[Number]
    repeat: Number = ONE
    conversion: Number = ONE
    loading_slope: Number = LOADING_SLOPE
    parts: tuple["Scenario", ...] = ()


@dataclass(frozen=True)
class Carried:
    """What a month hands to the next: its surge seats, and the balance of every rate line; by service line."""

    surge: Number = ZERO
    balances: tuple[Balance, ...] = ()
    parts: tuple["Carried", ...] = ()


@dataclass(frozen=True)
class Figures:
    """A month: the vendor's rounded lines before tax by cost item, and what is needed beside them.

    The lines are in the quote's currency, `buyer_internal` in the RFQ's.
    """

    load: Load | Together
    need: Number
    lines: dict[str, Number]
    buyer_internal: Number
    carried: Carried
    parts: tuple["Served", ...] = ()


@dataclass(frozen=True)
class Served:
    """One service line in a month: what it asks, the seats it takes, and its rate lines."""

    load: Load
    need: Number
    surge: Number
    new_surge: Number
    fee: BaseFee

    @property
    def carried(self) -> Carried:
        return Carried(self.surge, self.fee.balances)


def plan_of(demand: Demand, quote: Quote, months: int) -> Plan:
    """The plan of a run of up to `months` months; a headline of 0 is the caller's to refuse."""
    with exact():
        if demand.lines:
            return _plan_of_all(demand, quote, months)
        years = tuple(terms_of(quote, year) for year in range(-(-months // MONTHS_A_YEAR)))
        mean = Decimal(round_whole(Decimal(sum(demand.forecast_profile)) / MONTHS_A_YEAR))
        present = handling_of(demand, quote, present=True)
        fee = base_fee(years[0], _average_load(demand, present, mean))
        base = _plain_sum(fee.charged, fee.top_up)
        named = [one for line, one in zip(quote.rate_lines, fee.lines, strict=True) if line.line]
        return Plan(
            demand=demand,
            quote=quote,
            handling=handling_of(demand, quote),
            years=years,
            headline=_plain_sum(base, fee.commission),
            headline_base=base,
            exit_items=_exit_items(quote),
            rate=demand.rate_of(quote.currency) or ONE,
            headline_named=_plain_sum(*(part for one in named for part in one.advertised)),
        )


def _plan_of_all(demand: Demand, quote: Quote, months: int) -> Plan:
    """The plan of several service lines: the headline is the sum of theirs."""
    parts = tuple(plan_of(line, theirs, months) for line, theirs in by_line(demand, quote))
    return Plan(
        demand=demand,
        quote=quote,
        handling=parts[0].handling,
        years=tuple(terms_of(quote, year) for year in range(-(-months // MONTHS_A_YEAR))),
        headline=sum((part.headline for part in parts), ZERO),
        headline_base=sum((part.headline_base for part in parts), ZERO),
        exit_items=_exit_items(quote),
        rate=demand.rate_of(quote.currency) or ONE,
        parts=parts,
    )


def _exit_items(quote: Quote) -> Decimal:
    leaving = quote.fee("F19")
    return round_cents(capped(leaving.price, leaving.cap)) if leaving.charged and leaving.price else ZERO


def _average_load(demand: Demand, present: Handling, mean: Decimal) -> Load:
    """The average forecast month with the buyer's own figures, without repeated contacts."""
    need = staffing.seats(mean, present.aht_s, present.seat_seconds, demand.floor_seats)
    promotion = Decimal(len(demand.promo_months)) / MONTHS_A_YEAR
    return Load(mean, mean, present.conversion, present, promotion=promotion, need=need)


def as_forecast(demand: Demand, months: int) -> Scenario:
    """The scenario the demand states: its forecast, its promotion months, everything as promised."""
    if demand.lines:
        return of_lines([as_forecast(line, months) for line in demand.lines])
    return Scenario(
        volumes=[Decimal(volume_of(demand, month)) for month in range(1, months + 1)],
        promotions=[
            ONE if month % MONTHS_A_YEAR + 1 in demand.promo_months else ZERO for month in range(months)
        ],
    )


def of_lines(parts: Sequence[Scenario]) -> Scenario:
    """The scenario of several service lines: their months added up; what holds for all is that of the first."""
    first = parts[0]
    volumes = [total(month) for month in zip(*(part.volumes for part in parts), strict=True)]
    return Scenario(
        volumes, first.promotions, first.repeat, first.conversion, first.loading_slope, tuple(parts)
    )


def volume_of(demand: Demand, month: int) -> int:
    """Forecast contacts of contract month `month` (1 is the first), grown once a contract year."""
    year, of_year = divmod(month - 1, MONTHS_A_YEAR)
    with exact():
        return round_whole(demand.forecast_profile[of_year] * (ONE + demand.annual_growth) ** year)


def contacts_of(plan: Plan, volume: Number, repeat: Number) -> Number:
    """Contacts with this vendor's repeat rate; unchanged where either rate is unknown."""
    now, theirs = plan.demand.repeat_rate_now, plan.quote.operations.repeat_rate
    if now is None or theirs is None:
        return volume
    return whole(volume * (ONE + theirs * repeat) / (ONE + now))


def month_of(plan: Plan, scenario: Scenario, number: int, before: Carried) -> Figures:
    """Contract month `number` (1 is the first), without exit items and without tax."""
    if not plan.parts:
        one = _served(plan, scenario, number, before)
        return _figures(plan, number, one, one.load, one.carried)
    held = before.parts or (Carried(),) * len(plan.parts)
    served = tuple(
        _served(part, theirs, number, of_before)
        for part, theirs, of_before in zip(plan.parts, scenario.parts, held, strict=True)
    )
    carried = Carried(total(one.surge for one in served), parts=tuple(one.carried for one in served))
    loads = Together(tuple(one.load for one in served))
    found = _figures(plan, number, _added(served), loads, carried, served)
    return replace(found, parts=served)


def _added(served: Sequence[Served]) -> Served:
    """Several service lines in one: seats and fees are sums; its load is of the first."""
    fees = [one.fee for one in served]
    return Served(
        load=served[0].load,
        need=total(one.need for one in served),
        surge=total(one.surge for one in served),
        new_surge=total(one.new_surge for one in served),
        fee=BaseFee(
            fee=total(fee.fee for fee in fees),
            charged=total(fee.charged for fee in fees),
            top_up=total(fee.top_up for fee in fees),
            commission=total(fee.commission for fee in fees),
            bonus=total(fee.bonus for fee in fees),
        ),
    )


def _served(plan: Plan, scenario: Scenario, number: int, before: Carried) -> Served:
    """One service line in a month."""
    handling, terms = plan.handling, plan.years[(number - 1) // MONTHS_A_YEAR]
    volume = scenario.volumes[number - 1]
    contacts = contacts_of(plan, volume, scenario.repeat)
    conversion: Number = handling.conversion
    if handling.conversion:
        conversion = minimum(ONE, scenario.conversion * handling.conversion)
    need = staffing.seats(contacts, handling.aht_s, handling.seat_seconds, plan.demand.floor_seats)
    promotion = scenario.promotions[number - 1]
    load = Load(volume, contacts, conversion, handling, number, promotion, need)
    surge: Number = ZERO
    if load.seats and not plan.quote.has_overflow:
        surge = excess(need, load.seats + relieved(terms.rate_lines, load))
    fee = base_fee(terms, load, before.balances)
    return Served(load, need, surge, excess(surge, before.surge), fee)


def _figures(
    plan: Plan,
    number: int,
    one: Served,
    load: Load | Together,
    carried: Carried,
    served: Sequence[Served] | None = None,
) -> Figures:
    """The invoice of a month before tax, and what the buyer bears beside it."""
    terms, fee = plan.years[(number - 1) // MONTHS_A_YEAR], one.fee
    now = Situation(number, load, one.surge, one.new_surge, fee.fee)
    staffed = one.surge + one.load.seats if served is None else _staffed(plan, served)
    lines = {"K-01": fee.charged, "K-16": fee.top_up, "K-27": fee.commission, "K-28": fee.bonus}
    lines = {item: amount for item, amount in lines.items() if not is_nothing(amount)}
    lines |= {item: cents(amount) for item, amount in fee_items(terms, now).items()}
    return Figures(load, one.need, lines, _buyer_internal(plan, terms, now, staffed), carried)


def payable(net: Number, rate: Decimal) -> Number:
    """What is invoiced for a month of `net`: one line of tax on the sum of the rounded lines."""
    return net + cents(net * rate) if rate else net


def at_home(plan: Plan, amount: Number) -> Number:
    """An amount of the quote's currency in that of the RFQ, rounded to cents once; the same where they are one."""
    return amount if plan.rate == ONE else cents(amount * plan.rate)


def borne(plan: Plan, paid: Number) -> Number:
    """What an invoice costs the buyer: without the tax that it recovers (domain 5.4, M-TAX).

    `paid` and the result are in the currency of the RFQ, to which an invoice is converted as a whole.
    """
    return paid - recovered(plan.demand, plan.quote, paid)


def loading_of(plan: Plan, slope: Number) -> Number:
    """What undisclosed fee lines are taken to add to every month, in the currency of the RFQ."""
    return cents(slope * ((ONE - plan.quote.disclosure) * plan.headline * plan.rate))


def _staffed(plan: Plan, served: Sequence[Served]) -> Number:
    """Seats of the lines on which the buyer's own people work."""
    parts = zip(plan.parts, served, strict=True)
    return total(one.surge + one.load.seats for part, one in parts if part.own_staff)


def _buyer_internal(plan: Plan, terms: Terms, now: Situation, staffed: Number) -> Number:
    """Hours, calls and own people; `staffed` are the seats on which own people work, where the seats are rented."""
    hourly, stated = plan.demand.buyer_hourly_cost, plan.quote.operations
    own = round_cents((stated.oversight_hours_month or ZERO) * hourly)
    if now.month == 1:
        own += round_cents(stated.startup_hours * hourly)
    if plan.own_staff:
        # A rented seat takes no contact by itself: those of a peak need people as well.
        own_people = cents(staffed * plan.own_staff)
        return cents(buyer_calls(terms, now) * plan.rate) + own + own_people
    return cents(buyer_calls(terms, now) * plan.rate) + own


def own_seat(demand: Demand, quote: Quote) -> Decimal:
    """A month of one own agent on a rented seat (B14); 0 where no seat is rented or the cost is not known."""
    hosted = any(line.model == "B14" for line in quote.rate_lines)
    return (demand.own_seat_cost or ZERO) if hosted else ZERO


def idle_cost(terms: Terms, load: Load, need: Number) -> Number:
    """What seats paid for but not needed cost this month, exact; reported, not part of any total."""
    if not load.seats:
        return ZERO
    fees = total(line_fee(line, load) for line in terms.rate_lines if line.bills_base_seats)
    return fees * maximum(ZERO, load.seats - need) / load.seats


def capped(amount: Decimal, cap: Decimal | None) -> Decimal:
    return amount if cap is None else min(amount, cap)


def _plain_sum(*amounts: Number) -> Decimal:
    """Sum of figures of the headline, which no scenario touches."""
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), ZERO)

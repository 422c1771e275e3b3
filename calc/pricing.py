"""Rate lines and a month's load -> the base part of the invoice (domain 5.3, 5.4, 6.2).

Hybrid (B13) is several rate lines. Which volume goes to which line is said by `applies_to`:

ALL       every contact of the month (and the base seats for a seat line).
BASE      the contacts the base seats can handle: min(C, floor(base seats x capacity)).
OVERFLOW  the rest: max(0, C - floor(base seats x capacity)). Capacity is that of domain 3.3, with the AHT
          the vendor commits to, so the boundary is the point where the vendor would otherwise call for a
          surge seat; whole contacts, rounded down, because a contact begun beyond the seats is overflow.
          A quote with an OVERFLOW line is charged no surge seats: the same contact would be paid twice.
WINDOW,   a quantity that follows from nothing in the demand: `expected_qty` units a month.
EVENT

A quarterly price is spread over its months, a third each, so that every month can be compared.
A rate line's `cap` is the most its fee may be in a month.

Written in the operations of `calc.numbers`, so that the same lines price one month and many scenarios. Prices
come from `calc.terms`, already those of the contract year.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from calc import staffing
from calc.documents import Commission, Demand, Quote, RateLine, Sales, Tier
from calc.money import ONE, ZERO, ceiling
from calc.numbers import Number, cents, choose, excess, maximum, minimum, total, whole
from calc.terms import Terms

DAYS_A_MONTH = 30
MONTHS_A_QUARTER = 3
_ROUNDING_STEP_S = {"PER_6S": 6, "PER_STARTED_MINUTE": 60}


@dataclass(frozen=True)
class Handling:
    """How contacts are handled and what they sell; the same in every month and scenario."""

    aht_s: Decimal
    talk_share: Decimal
    seat_seconds: Decimal
    seats: Decimal
    handled: Number
    conversion: Decimal
    sales: Sales | None


@dataclass(frozen=True)
class Load:
    """What one month asks of a vendor: forecast volume, contacts with repeats, and how they are handled."""

    volume: Number
    contacts: Number
    conversion: Number
    handling: Handling

    @property
    def seats(self) -> Decimal:
        """Billed base seats."""
        return self.handling.seats

    @property
    def call_minutes(self) -> Number:
        """Minutes of talk on the line."""
        return self.contacts * self.handling.aht_s * self.handling.talk_share / 60


@dataclass(frozen=True)
class BaseFee:
    """The advertised part of a month: `fee` exact, the others rounded lines K-01, K-16, K-27 and K-28."""

    fee: Number
    charged: Number
    top_up: Number
    commission: Number
    bonus: Number


def handling_of(demand: Demand, quote: Quote, *, present: bool = False) -> Handling:
    """How this vendor handles contacts; `present` takes the buyer's own figures instead (the headline)."""
    stated = quote.operations
    aht_s = demand.aht_s if present or stated.aht_s is None else stated.aht_s
    conversion = ZERO if demand.sales is None else demand.sales.conversion
    if stated.conversion is not None and not present:
        conversion = stated.conversion
    per_seat_s = staffing.seat_seconds(demand.paid_hours, demand.utilisation, demand.concurrency)
    seats = Decimal(quote.seats)
    return Handling(
        aht_s=aht_s,
        talk_share=demand.talk_share,
        seat_seconds=per_seat_s,
        seats=seats,
        handled=staffing.handled(seats, aht_s, per_seat_s),
        conversion=conversion,
        sales=demand.sales,
    )


def base_fee(terms: Terms, load: Load) -> BaseFee:
    """All rate lines of a month; each line is rounded once, then topped up to its minimum."""
    fees = [line_fee(line, load) for line in terms.rate_lines]
    rounded = [cents(fee) for fee in fees]
    lines = list(zip(terms.rate_lines, fees, rounded, strict=True))
    return BaseFee(
        fee=total(fees),
        charged=total(rounded),
        top_up=total(excess(line.min_charge, paid) for line, _, paid in lines if line.min_charge),
        commission=total(
            cents(commission_of(line.commission, load, load.handling.sales))
            for line in terms.rate_lines
            if line.commission and load.handling.sales
        ),
        bonus=total(cents(fee * line.expected_bonus) for line, fee, _ in lines if line.expected_bonus),
    )


def line_fee(line: RateLine, load: Load) -> Number:
    """The exact fee of one rate line, before rounding, minimum, commission and bonus."""
    quantity = line_quantity(line, load)
    price = line.unit_price or ZERO
    if line.model == "B03":
        days = DAYS_A_MONTH if line.tier_basis == "DAILY_AVG_VOLUME" else 1
        fee = tiered(quantity, line.tiers, line.tier_method, days)
    elif line.unit == "QUARTER":
        fee = quantity * price / MONTHS_A_QUARTER
    elif line.included_qty:
        fee = excess(quantity, Decimal(line.included_qty)) * price + (line.fixed_fee or ZERO)
    else:
        fee = quantity * price + (line.fixed_fee or ZERO)
    return fee if line.cap is None else minimum(fee, line.cap)


def line_quantity(line: RateLine, load: Load) -> Number:
    """Billed units of the month, never below the line's own minimum quantity."""
    quantity: Number
    if line.expected_qty is not None:
        quantity = line.expected_qty
    elif line.unit == "SEAT_MONTH":
        quantity = load.seats
    elif line.unit == "CONTACT":
        quantity = _contacts(line, load)
    elif line.unit == "MINUTE":
        quantity = _contacts(line, load) * billed_seconds(line, load.handling) / 60
    else:
        quantity = ONE
    return maximum(quantity, Decimal(line.min_qty)) if line.min_qty else quantity


def _contacts(line: RateLine, load: Load) -> Number:
    if line.applies_to == "OVERFLOW":
        return excess(load.contacts, load.handling.handled)
    return minimum(load.contacts, load.handling.handled) if line.applies_to == "BASE" else load.contacts


def billed_seconds(line: RateLine, handling: Handling) -> Decimal:
    """Seconds billed per contact: talk and, where billed, wrap-up, rounded up per contact as agreed."""
    seconds = handling.aht_s * handling.talk_share + (line.wrap_up_s or ZERO)
    step = _ROUNDING_STEP_S.get(line.rounding)
    return seconds if step is None else Decimal(ceiling(seconds / step) * step)


def tiered(quantity: Number, tiers: tuple[Tier, ...], method: str, days: int = 1) -> Number:
    """B03. GRADUATED prices each band's part at its own price, ALL_UNITS everything at the band reached.

    With bands per average day, `days` is 30: the month's contacts / 30 select the band, which is the same as
    comparing the month's contacts with 30 x the limit.
    """
    if method == "ALL_UNITS":
        price: Number = tiers[-1].price
        for tier in reversed(tiers[:-1]):
            price = choose(quantity <= Decimal((tier.upper or 0) * days), tier.price, price)
        return quantity * price
    # The first band's price for everything, and at each limit the step to the next price for what is beyond.
    fee = quantity * tiers[0].price
    for tier, following in pairwise(tiers):
        fee += excess(quantity, Decimal((tier.upper or 0) * days)) * (following.price - tier.price)
    return fee


def inversions(line: RateLine) -> list[int]:
    """Band limits at which one more unit costs less in all (W-INVERSION); only ALL_UNITS has them."""
    if line.tier_method != "ALL_UNITS":
        return []
    days = DAYS_A_MONTH if line.tier_basis == "DAILY_AVG_VOLUME" else 1
    found = []
    for tier, following in pairwise(line.tiers):
        limit = (tier.upper or 0) * days
        if limit * tier.price > (limit + 1) * following.price:
            found.append(limit)
    return found


def commission_of(commission: Commission, load: Load, sales: Sales) -> Number:
    """The month's commission, exact; it counts on forecast volume, not on repeat contacts.

    Successes are whole orders. CONVERSION_LIFT counts only what exceeds the buyer's present conversion.
    """
    presale = load.volume * sales.presale_share
    if commission.base == "CONVERSION_LIFT":
        counted = excess(presale * load.conversion, presale * sales.conversion)
    else:
        counted = presale * load.conversion
    if commission.fee is not None:
        amount = whole(counted) * commission.fee
    else:
        margin = sales.gross_margin if commission.base == "SURPLUS" else ONE
        amount = counted * sales.average_order_value * margin * (commission.rate or ZERO)
    return amount if commission.cap is None else minimum(amount, commission.cap)

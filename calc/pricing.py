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
A rate line's `cap` is the most its fee may be in a month; like all of the line it follows the escalation.
"""

from dataclasses import dataclass
from decimal import Decimal

from calc import staffing
from calc.documents import Commission, Demand, Quote, RateLine, Sales, Tier
from calc.money import ONE, ZERO, ceiling, escalate, round_cents, round_whole

DAYS_A_MONTH = 30
MONTHS_A_QUARTER = 3
_ROUNDING_STEP_S = {"PER_6S": 6, "PER_STARTED_MINUTE": 60}


@dataclass(frozen=True)
class Load:
    """What one month asks of a vendor: forecast volume, contacts with repeats, and how they are handled."""

    year: int
    volume: int
    contacts: int
    aht_s: Decimal
    talk_share: Decimal
    handled: int
    seats: int
    conversion: Decimal
    sales: Sales | None

    @property
    def call_minutes(self) -> Decimal:
        """Minutes of talk on the line."""
        return self.contacts * self.aht_s * self.talk_share / 60


@dataclass(frozen=True)
class BaseFee:
    """The advertised part of a month: `fee` exact, the others rounded lines K-01, K-16, K-27 and K-28."""

    fee: Decimal
    charged: Decimal
    top_up: Decimal
    commission: Decimal
    bonus: Decimal


def load_of(
    demand: Demand, quote: Quote, *, year: int, volume: int, contacts: int, present: bool = False
) -> Load:
    """The load of a month; `present` takes the buyer's own handling time and conversion (the headline)."""
    stated = quote.operations
    aht_s = demand.aht_s if present or stated.aht_s is None else stated.aht_s
    conversion = ZERO if demand.sales is None else demand.sales.conversion
    if stated.conversion is not None and not present:
        conversion = stated.conversion
    per_seat = staffing.capacity(demand.paid_hours, demand.utilisation, demand.concurrency, aht_s)
    return Load(
        year=year,
        volume=volume,
        contacts=contacts,
        aht_s=aht_s,
        talk_share=demand.talk_share,
        handled=staffing.handled(quote.seats, per_seat),
        seats=quote.seats,
        conversion=conversion,
        sales=demand.sales,
    )


def base_fee(quote: Quote, load: Load) -> BaseFee:
    """All rate lines of a quote in one month; each line is rounded once, then topped up to its minimum."""
    fee = charged = top_up = commission = bonus = ZERO
    for line in quote.rate_lines:
        amount = line_fee(line, load, quote.escalation)
        rounded = round_cents(amount)
        fee += amount
        charged += rounded
        top_up += max(ZERO, minimum(line, quote.escalation, load.year) - rounded)
        bonus += round_cents(amount * (line.expected_bonus or ZERO))
        if line.commission and load.sales:
            commission += round_cents(commission_of(line.commission, load, load.sales))
    return BaseFee(fee, charged, top_up, commission, bonus)


def minimum(line: RateLine, escalation: Decimal, year: int) -> Decimal:
    """The line's minimum charge in that contract year, in cents."""
    return round_cents((line.min_charge or ZERO) * (ONE + escalation) ** year)


def line_fee(line: RateLine, load: Load, escalation: Decimal) -> Decimal:
    """The exact fee of one rate line, before rounding, minimum, commission and bonus."""
    quantity = line_quantity(line, load)
    price = escalate(line.unit_price or ZERO, escalation, load.year)
    fixed = escalate(line.fixed_fee or ZERO, escalation, load.year)
    if line.model == "B03":
        tiers = tuple(Tier(tier.upper, escalate(tier.price, escalation, load.year)) for tier in line.tiers)
        days = DAYS_A_MONTH if line.tier_basis == "DAILY_AVG_VOLUME" else 1
        fee = tiered(quantity, tiers, line.tier_method, days)
    elif line.unit == "QUARTER":
        fee = quantity * price / MONTHS_A_QUARTER
    else:
        fee = fixed + max(ZERO, quantity - line.included_qty) * price
    if line.cap is None:
        return fee
    return min(fee, line.cap * (ONE + escalation) ** load.year)


def line_quantity(line: RateLine, load: Load) -> Decimal:
    """Billed units of the month, never below the line's own minimum quantity."""
    if line.expected_qty is not None:
        quantity = line.expected_qty
    elif line.unit == "SEAT_MONTH":
        quantity = Decimal(load.seats)
    elif line.unit == "CONTACT":
        quantity = Decimal(_contacts(line, load))
    elif line.unit == "MINUTE":
        quantity = _contacts(line, load) * billed_seconds(line, load) / 60
    else:
        quantity = ONE
    return max(quantity, Decimal(line.min_qty))


def _contacts(line: RateLine, load: Load) -> int:
    if line.applies_to == "OVERFLOW":
        return max(0, load.contacts - load.handled)
    return min(load.contacts, load.handled) if line.applies_to == "BASE" else load.contacts


def billed_seconds(line: RateLine, load: Load) -> Decimal:
    """Seconds billed per contact: talk and, where billed, wrap-up, rounded up per contact as agreed."""
    seconds = load.aht_s * load.talk_share + (line.wrap_up_s or ZERO)
    step = _ROUNDING_STEP_S.get(line.rounding)
    return seconds if step is None else Decimal(ceiling(seconds / step) * step)


def tiered(quantity: Decimal, tiers: tuple[Tier, ...], method: str, days: int = 1) -> Decimal:
    """B03. GRADUATED prices each band's part at its own price, ALL_UNITS everything at the band reached.

    With bands per average day, `days` is 30: the month's contacts / 30 select the band, which is the same as
    comparing the month's contacts with 30 x the limit.
    """
    total = ZERO
    lower = ZERO
    for tier in tiers:
        upper = None if tier.upper is None else Decimal(tier.upper * days)
        if method == "ALL_UNITS":
            if upper is None or quantity <= upper:
                return quantity * tier.price
            continue
        reached = quantity if upper is None else min(quantity, upper)
        total += max(ZERO, reached - lower) * tier.price
        lower = lower if upper is None else upper
    return total


def inversions(line: RateLine) -> list[int]:
    """Band limits at which one more unit costs less in all (W-INVERSION); only ALL_UNITS has them."""
    if line.tier_method != "ALL_UNITS":
        return []
    days = DAYS_A_MONTH if line.tier_basis == "DAILY_AVG_VOLUME" else 1
    found = []
    for tier, following in zip(line.tiers, line.tiers[1:], strict=False):
        limit = (tier.upper or 0) * days
        if limit * tier.price > (limit + 1) * following.price:
            found.append(limit)
    return found


def commission_of(commission: Commission, load: Load, sales: Sales) -> Decimal:
    """The month's commission, exact; it counts on forecast volume, not on repeat contacts.

    Successes are whole orders. CONVERSION_LIFT counts only what exceeds the buyer's present conversion.
    """
    orders = load.volume * sales.presale_share * load.conversion
    extra = max(ZERO, load.volume * sales.presale_share * (load.conversion - sales.conversion))
    revenue = orders * sales.average_order_value
    if commission.fee is not None:
        counted = extra if commission.base == "CONVERSION_LIFT" else orders
        amount = round_whole(counted) * commission.fee
    else:
        base = {
            "REVENUE": revenue,
            "SURPLUS": revenue * sales.gross_margin,
            "CONVERSION_LIFT": extra * sales.average_order_value,
        }[commission.base]
        amount = base * (commission.rate or ZERO)
    return amount if commission.cap is None else min(amount, commission.cap)

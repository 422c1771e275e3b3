"""The fee of one rate line in one month (domain 5.3): its quantity, its price, and what moves either.

Hybrid (B13) is several rate lines. Which volume goes to which line is said by `applies_to`:

ALL       every contact of the month (and the base seats for a seat line).
BASE      the contacts the base seats can handle: min(C, floor(base seats x capacity)).
OVERFLOW  the rest: max(0, C - floor(base seats x capacity)). Capacity is that of domain 3.3, with the AHT
          the vendor commits to, so the boundary is the point where the vendor would otherwise call for a
          surge seat; whole contacts, rounded down, because a contact begun beyond the seats is overflow.
          A quote with an OVERFLOW line is charged no surge seats: the same contact would be paid twice.
WINDOW    the contacts of a window, by the buyer's share of them; else `expected_qty` units a month. Its price
          comes on top of what other lines charge for the same contacts.
EVENT     temporary seats in promotion months; else `expected_qty` units a month.

Written in the operations of `calc.numbers`, so that one month and many scenarios are priced by the same lines.
Prices come from `calc.billing.terms`, already those of the contract year. A quarterly price is spread over its months,
a third each, so that every month can be compared.
"""

from decimal import Decimal

from calc.billing.balances import Balance, beyond_package
from calc.billing.load import Load
from calc.billing.tiers import days_of, tiered
from calc.documents import WINDOWS, EventStaff, RateLine
from calc.money import MONTHS_A_YEAR, ONE, ZERO
from calc.numbers import Number, excess, maximum, minimum, whole

MONTHS_A_QUARTER = 3
SECONDS_AN_HOUR = 3600
FRESH = Balance()


def fee_of(line: RateLine, load: Load, before: Balance = FRESH) -> tuple[Number, Balance]:
    """The exact fee before rounding, minimum, commission and bonus, and the balance after the month.

    In this order: quantity and price, surcharges, trial discount, cap. A line out of its term costs nothing.
    """
    if not in_force(line, load.month):
        return ZERO, before
    fee, after = _plain_fee(line, load, before)
    rise = sum((one.rate * load.handling.share_of(one.window, one.share) for one in line.surcharges), ZERO)
    if rise:
        fee = fee * (ONE + rise)
    if line.trial is not None and 1 <= load.month <= line.trial.months:
        fee = fee * (ONE - line.trial.discount)
    return fee if line.cap is None else minimum(fee, line.cap), after


def line_fee(line: RateLine, load: Load) -> Number:
    """The fee of a month that stands alone: nothing rolled over into it."""
    return fee_of(line, load)[0]


def in_force(line: RateLine, month: int) -> bool:
    """The line is valid in that contract month; the average month of the headline is like the first."""
    return line.valid_from <= max(month, 1) <= line.valid_to


def _plain_fee(line: RateLine, load: Load, before: Balance) -> tuple[Number, Balance]:
    """Quantity x price by the rule of the model."""
    quantity = line_quantity(line, load)
    price = line.unit_price or ZERO
    fixed = line.fixed_fee or ZERO
    if line.model == "B03":
        return tiered(quantity, line.tiers, line.tier_method, days_of(line)), before
    if line.model == "B08":
        beyond, after = beyond_package(line, quantity, before)
        return beyond * price + fixed, after
    if line.unit == "QUARTER":
        return quantity * price / MONTHS_A_QUARTER, before
    if line.minute_price:
        return quantity * price + billed_minutes(line, load) * line.minute_price, before
    return quantity * price + fixed, before


# -- quantities ---------------------------------------------------------------------------------------------


def line_quantity(line: RateLine, load: Load) -> Number:
    """Billed units of the month, never below the line's own minimum quantity."""
    if line.stages:
        return _delivered(line, load)
    quantity = _used(line, load)
    if line.invalid_share:
        quantity = quantity * (ONE - line.invalid_share)
    return maximum(quantity, Decimal(line.min_qty)) if line.min_qty else quantity


def _used(line: RateLine, load: Load) -> Number:
    """Units that follow from the demand where it says, else those the line states."""
    if line.event is not None:
        return _event_units(line.event, load)
    if line.expected_qty is not None and not (is_window(line) and line.window in load.handling.windows):
        return line.expected_qty
    if line.unit == "SEAT_MONTH":
        return load.seats
    if line.unit == "CONTACT":
        return _contacts(line, load)
    if line.unit == "MINUTE":
        return billed_minutes(line, load)
    return _hours(line, load) if line.model == "B06" else ONE


def _contacts(line: RateLine, load: Load) -> Number:
    handled = load.handling.handled
    if line.applies_to == "OVERFLOW":
        return excess(load.contacts, handled)
    if line.applies_to == "WINDOW":
        return whole(load.contacts * load.handling.share_of(line.window, None))
    return minimum(load.contacts, handled) if line.applies_to == "BASE" else load.contacts


def billed_minutes(line: RateLine, load: Load) -> Number:
    return _contacts(line, load) * load.handling.seconds_of(line) / 60


def _hours(line: RateLine, load: Load) -> Number:
    """Hours at the contact; paid ones count the waiting too, at the demand's utilisation."""
    handling = load.handling
    hours = _contacts(line, load) * handling.aht_s / (SECONDS_AN_HOUR * handling.concurrency)
    return hours / handling.utilisation if line.hour_basis == "PAID" else hours


def _delivered(line: RateLine, load: Load) -> Number:
    """Units of the stages due in the month; a twelfth of the first year's in an average month."""
    units = Decimal(line.samples or 1) * (ONE - (line.invalid_share or ZERO))
    if load.month:
        return units * sum((stage.share for stage in line.stages if stage.month == load.month), ZERO)
    first_year = sum((stage.share for stage in line.stages if stage.month <= MONTHS_A_YEAR), ZERO)
    return units * first_year / MONTHS_A_YEAR


# -- events -------------------------------------------------------------------------------------------------


def event_days(event: EventStaff, promo_days: int | None) -> int | None:
    """Billed days of a promotion: the buyer's, else the vendor's, at least the minimum; None if unknown."""
    days = event.days if promo_days is None else promo_days
    return days if days is None else max(days, event.min_days)


def event_seats(event: EventStaff, load: Load) -> Number:
    """Temporary seats of a promotion month: those stated, else what is needed beyond the base seats."""
    return excess(load.need, load.seats) if event.seats is None else Decimal(event.seats)


def _event_units(event: EventStaff, load: Load) -> Number:
    days = event_days(event, load.handling.promo_days) or 0
    hours = ONE if event.hours_per_day is None else event.hours_per_day
    return event_seats(event, load) * (days * hours) * load.promotion


def relieved(lines: tuple[RateLine, ...], load: Load) -> Number:
    """Seats that event lines provide in the month, for which no surge seat is called."""
    seats: Number = ZERO
    for line in lines:
        if line.event is not None and in_force(line, load.month):
            seats = seats + event_seats(line.event, load) * load.promotion
    return seats


def is_window(line: RateLine) -> bool:
    """A line for one of the windows the buyer can give a share of, billed by what comes in it."""
    by_contact = line.unit in ("CONTACT", "MINUTE") or line.hour_basis in ("PRODUCTIVE", "PAID")
    return line.applies_to == "WINDOW" and line.window in WINDOWS and by_contact

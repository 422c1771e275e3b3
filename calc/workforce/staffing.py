"""Seats by utilisation (domain 3.3): planning by the month's average, not by waiting time.

Work is counted in seconds and divided once, so that a load of exactly n seats gives n: a capacity that was
divided before (2028.342857... contacts) would make it n + 1, or one contact too few.
"""

from collections.abc import Iterable
from decimal import Decimal

from calc.money import exact
from calc.numbers import Number, ceiling, floor, maximum, plain

SECONDS_AN_HOUR = 3600


def seat_seconds(paid_hours: Decimal, utilisation: Decimal, concurrency: Decimal) -> Decimal:
    """Seconds of work one seat does in a month: 3600 x hours x utilisation x contacts at a time."""
    with exact():
        return SECONDS_AN_HOUR * paid_hours * utilisation * concurrency


def capacity(paid_hours: Decimal, utilisation: Decimal, concurrency: Decimal, aht_s: Decimal) -> Decimal:
    """Contacts one seat handles in a month: 3600 x hours x utilisation x concurrency / AHT."""
    with exact():
        return seat_seconds(paid_hours, utilisation, concurrency) / aht_s


def seats(contacts: Number, aht_s: Decimal, per_seat_s: Decimal, floor_seats: int = 0) -> Number:
    """Seats for `contacts` of `aht_s` a month: the ceiling of work / work of a seat, not below the floor."""
    needed = ceiling(contacts * aht_s / per_seat_s)
    return maximum(needed, Decimal(floor_seats)) if floor_seats else needed


def whole_seats(
    contacts: Iterable[int], aht_s: Decimal, per_seat_s: Decimal, floor_seats: int = 0
) -> list[int]:
    """Seats of several months, as whole numbers."""
    with exact():
        return [int(plain(seats(Decimal(count), aht_s, per_seat_s, floor_seats))) for count in contacts]


def handled(base_seats: Decimal, aht_s: Decimal, per_seat_s: Decimal) -> Number:
    """Whole contacts that `base_seats` can handle in a month; what exceeds them is overflow."""
    return floor(base_seats * per_seat_s / aht_s)

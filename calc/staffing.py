"""Seats by utilisation (domain 3.3): planning by the month's average, not by waiting time."""

from decimal import Decimal

from calc.money import ceiling, exact, floor

SECONDS_AN_HOUR = 3600


def capacity(paid_hours: Decimal, utilisation: Decimal, concurrency: Decimal, aht_s: Decimal) -> Decimal:
    """Contacts one seat handles in a month: 3600 x hours x utilisation x concurrency / AHT."""
    with exact():
        return SECONDS_AN_HOUR * paid_hours * utilisation * concurrency / aht_s


def seats(contacts: int, per_seat: Decimal, floor_seats: int = 0) -> int:
    """Seats for `contacts` a month: the ceiling of contacts / capacity, never below the coverage floor."""
    with exact():
        return max(ceiling(contacts / per_seat), floor_seats)


def handled(base_seats: int, per_seat: Decimal) -> int:
    """Whole contacts that `base_seats` can handle in a month; what exceeds them is overflow."""
    with exact():
        return floor(base_seats * per_seat)

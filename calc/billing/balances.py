"""What a rate line carries from month to month: its minimum per period, and unused parts of a package.

Written in the operations of `calc.numbers`; each function takes the balance before the month and gives the one
after it. Periods are those of the contract: months 1 to 3, 4 to 6 ...; 1 to 12, 13 to 24 ...
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from calc.documents import PERIODS, RateLine
from calc.money import ZERO
from calc.numbers import Number, cents, excess, minimum


@dataclass(frozen=True)
class Balance:
    """`spent` and `months` of the running period, `credit` from top-ups, included units left, oldest first."""

    spent: Number = ZERO
    months: int = 0
    credit: Number = ZERO
    unused: tuple[Number, ...] = ()


def settle(line: RateLine, month: int, charged: Number, before: Balance) -> tuple[Number, Balance]:
    """K-16 of the month and the balance after it (domain 5.4, M-MIN).

    The period's fees are filled up to its minimum in its last month; a line that is valid for a part of the
    period owes that part of the minimum. With carry-forward the top-up is not lost: it pays for what later
    periods charge beyond their own minimum, and K-16 is then negative.
    """
    if not line.min_charge:
        return ZERO, before
    length = PERIODS[line.min_period]
    spent, months = before.spent + charged, before.months + 1
    if month % length and month != line.valid_to:
        return ZERO, replace(before, spent=spent, months=months)
    due = cents(line.min_charge * months / length)
    short = excess(due, spent)
    if not line.min_carry_forward:
        return short, replace(before, spent=ZERO, months=0)
    used = minimum(before.credit, excess(spent, due))
    return short - used, replace(before, spent=ZERO, months=0, credit=before.credit - used + short)


def monthly_minimum(line: RateLine) -> Decimal:
    """The share of the minimum that falls on one month, for an average month that stands alone."""
    return (line.min_charge or ZERO) / PERIODS[line.min_period]


def beyond_package(line: RateLine, quantity: Number, before: Balance) -> tuple[Number, Balance]:
    """Units beyond the package and the balance after the month (domain 5.3, B08).

    Unused units of the last `rollover_months` months are used first, the oldest of them before the others,
    then the month's own.
    """
    left, kept = quantity, []
    for units in (*before.unused, Decimal(line.included_qty)):
        used = minimum(units, left)
        left = left - used
        kept.append(units - used)
    return left, replace(before, unused=tuple(kept[-line.rollover_months :] if line.rollover_months else ()))

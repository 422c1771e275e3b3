"""Bands (domain 5.3, B03): the price of a quantity, and where a table of bands has a cliff."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from calc.documents import RateLine, Tier
from calc.money import floor
from calc.numbers import Number, choose, excess

DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Cliff:
    """At `limit` units the line costs `at_limit`, one unit more costs `beyond`, which is less.

    Every quantity from `dearer_from` to the limit costs more than one unit beyond the limit.
    """

    limit: int
    at_limit: Decimal
    beyond: Decimal
    dearer_from: int


def tiered(quantity: Number, tiers: tuple[Tier, ...], method: str, days: int = 1) -> Number:
    """GRADUATED prices each band's part at its own price, ALL_UNITS everything at the band reached.

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


def days_of(line: RateLine) -> int:
    """By how much the limits of the line are multiplied to count contacts of a month."""
    return DAYS_A_MONTH if line.tier_basis == "DAILY_AVG_VOLUME" else 1


def inversions(line: RateLine) -> list[int]:
    """Band limits at which one more unit costs less in all (W-INVERSION); only ALL_UNITS has them."""
    return [cliff.limit for cliff in cliffs(line)]


def cliffs(line: RateLine) -> list[Cliff]:
    """Where the total of an all-units table falls: U x p_j > (U + 1) x p_(j+1), U a limit of the table."""
    if line.tier_method != "ALL_UNITS":
        return []
    found = []
    for tier, following in pairwise(line.tiers):
        limit = (tier.upper or 0) * days_of(line)
        at_limit, beyond = limit * tier.price, (limit + 1) * following.price
        if at_limit > beyond:
            found.append(Cliff(limit, at_limit, beyond, floor(beyond / tier.price) + 1))
    return found

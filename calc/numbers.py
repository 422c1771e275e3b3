"""The operations in which billing models are written: the same code for one month and for many scenarios.

A `Number` is a `Decimal`, exact, or a `Samples`: one figure in many scenarios at once, in float64
(`calc.simulation.samples`). Figures no scenario changes, such as prices and seats, stay Decimal in both engines. Beside
these functions, + - * and / work on both, also mixed. Whatever else branches on an amount is written with
`choose`; an `if` on a comparison of Samples raises TypeError.

All functions take and give Numbers (never int, float or None) and expect the context of `calc.money.exact`.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from calc import money
from calc.money import ZERO

if TYPE_CHECKING:
    from calc.simulation.samples import Mask, Samples

Number: TypeAlias = "Decimal | Samples"
Condition: TypeAlias = "bool | Mask"
T = TypeVar("T")


def maximum(one: Number, other: Number) -> Number:
    """The larger of the two, in every scenario."""
    if isinstance(one, Decimal):
        if isinstance(other, Decimal):
            return one if one >= other else other
        return other.at_least(one)
    return one.at_least(other)


def minimum(one: Number, other: Number) -> Number:
    """The smaller of the two, in every scenario."""
    if isinstance(one, Decimal):
        if isinstance(other, Decimal):
            return one if one <= other else other
        return other.at_most(one)
    return one.at_most(other)


def excess(value: Number, limit: Number) -> Number:
    """What of `value` lies beyond `limit`, never below 0."""
    return maximum(ZERO, value - limit)


def ceiling(value: Number) -> Number:
    """The smallest whole number not below `value`."""
    return Decimal(money.ceiling(value)) if isinstance(value, Decimal) else value.ceiling()


def floor(value: Number) -> Number:
    """The largest whole number not above `value`."""
    return Decimal(money.floor(value)) if isinstance(value, Decimal) else value.floor()


def whole(value: Number) -> Number:
    """Rounded half-up to a whole number: contacts, heads, orders."""
    return Decimal(money.round_whole(value)) if isinstance(value, Decimal) else value.rounded(0)


def cents(value: Number) -> Number:
    """Rounded half-up to two decimals: the one rounding of a monthly line."""
    return money.round_cents(value) if isinstance(value, Decimal) else value.rounded(2)


def choose(condition: Condition, yes: Number, no: Number) -> Number:
    """`yes` where the condition holds, else `no`; both are computed."""
    if isinstance(condition, bool):
        return yes if condition else no
    return condition.choose(yes, no)


def total(amounts: Iterable[Number]) -> Number:
    """The sum, 0 of nothing; what no scenario changes is added once."""
    fixed = ZERO
    varying: Number | None = None
    for amount in amounts:
        if isinstance(amount, Decimal):
            fixed += amount
        else:
            varying = amount if varying is None else varying + amount
    if varying is None:
        return fixed
    return varying + fixed if fixed else varying


def is_nothing(amount: Number) -> bool:
    """Certainly 0 in every scenario, so that the line can be left out."""
    return isinstance(amount, Decimal) and not amount


def plain(value: Number) -> Decimal:
    """The Decimal it must be; the exact engine knows no other."""
    if not isinstance(value, Decimal):
        raise TypeError("a figure of the exact engine depends on scenarios")
    return value

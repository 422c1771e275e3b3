"""Where a function of the form (a x + b) / (c x + d) turns negative, from a few of its values, exactly.

Between two kinks the lead of one quote over another has this form in any quote's cost, under every price formula: a
constant, a straight line, or one over the cost (or over the distance to the ceiling). Such functions keep the cross
ratio of four points, so three values determine the place of a fourth.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeAlias

Function: TypeAlias = Callable[[Fraction], Fraction]


def turns_negative(function: Function, start: Fraction, end: Fraction) -> Fraction | None:
    """On the way from `start` to `end` (which may lie below): where it begins to be negative, or None.

    `start` itself where it is negative from there on. The function must have the form above between the two, at which
    it may jump.
    """
    places = [start + (end - start) * Fraction(part, 4) for part in (1, 2, 3)]
    zero = _zero(places, [function(place) for place in places])
    if zero is None or zero == start or not min(start, end) < zero < max(start, end):
        return start if function(places[1]) < 0 else None
    if function((start + zero) / 2) < 0:
        return start
    return zero if function((zero + end) / 2) < 0 else None


def _zero(x: Sequence[Fraction], g: Sequence[Fraction]) -> Fraction | None:
    """None for a constant, and where only infinity gives zero."""
    if g[0] == g[1]:
        return None
    if g[0] == 0:
        return x[0]
    ratio = (g[0] - g[2]) * g[1] / ((g[1] - g[2]) * g[0])
    one, other = x[0] - x[2], ratio * (x[1] - x[2])
    return (other * x[0] - one * x[1]) / (other - one) if other != one else None

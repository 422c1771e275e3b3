"""Where a function of the form (a x + b) / (c x + d) turns negative, from a few of its values alone.

Such functions keep the cross ratio of four points, so three values determine the place of a fourth. Slow, and knows
nothing of any formula: what `calc.robustness.price_flips` is held against.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from calc.price_formula import PriceFormula
from calc.robustness.field import Entry, Field
from calc.robustness.price_flips import CHEAPEST, DEAREST

Function: TypeAlias = Callable[[Fraction], Fraction]


def turns_negative(function: Function, start: Fraction, end: Fraction) -> Fraction | None:
    """On the way from `start` to `end`: where it begins to be negative, `start` where it is from there on, or None."""
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


def slow_flips(field: Field, moved: Entry) -> list[tuple[Fraction, str] | None]:
    """Cheaper and dearer: the cost of `moved` beyond which another leads, and who; from the points of the formula alone."""
    if moved.cost is None or moved.cost <= 0:
        return [None, None]
    own, price = Fraction(moved.cost), field.weights.price
    rest = [Fraction(one.cost) for one in field.entries if one is not moved and one.cost is not None]
    levels = {min(rest, default=own), Fraction(price.reference or own)}
    found = []
    for limit in (own * CHEAPEST, own * DEAREST):
        between = [level for level in levels if min(own, limit) < level < max(own, limit)]
        found.append(
            _first(field, moved, own, [*sorted(between, reverse=limit < own), limit], min(rest, default=None))
        )
    return found


def _first(
    field: Field, moved: Entry, start: Fraction, ends: Sequence[Fraction], rest: Fraction | None
) -> tuple[Fraction, str] | None:
    def total(one: Entry, cost: Fraction) -> Fraction:
        best = cost if rest is None or cost < rest else rest
        points = _points(field.weights.price, cost if one is moved else one.cost, best)
        return one.total + field.leaf_weights["C1"] * (points - one.leaves["C1"]) / 100

    for end in ends:
        lowest = field.weights.price.relative and (rest is None or (start + end) / 2 < rest)
        every = lowest or moved is field.leader
        turns = []
        for rival in field.rivals if every else [moved]:

            def lead(cost: Fraction, rival: Entry = rival) -> Fraction:
                return total(field.leader, cost) - total(rival, cost)

            turn = turns_negative(lead, start, end)
            if turn is not None:
                turns.append((turn, rival))
        if turns:
            cost = min((turn for turn, _rival in turns), key=lambda turn: abs(turn - start))
            beyond = cost + (end - cost) / 1000
            tied = [rival for turn, rival in turns if turn == cost]
            return cost, max(tied, key=lambda one: total(one, beyond)).key
        start = end
    return None


def _points(price: PriceFormula, cost: Decimal | Fraction | None, best: Fraction) -> Fraction:
    return Fraction(0) if cost is None else price.points(cost, best)

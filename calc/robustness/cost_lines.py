"""How totals follow one cost: between two kinks each is a straight line on one scale, so a border is one division.

Under every price formula the points for cost are a constant, a line in the cost, in one over it, or in one over its
distance to the ceiling (`PriceFormula.points`).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from calc.price_formula import LINEAR, LOWEST
from calc.robustness.field import NONE, Entry, Field


class Kind(Enum):
    """What a total is a straight line in: the cost, one over it, or one over its distance to the ceiling."""

    COST = "cost"
    INVERSE = "inverse"
    DISTANCE = "distance"


@dataclass(frozen=True)
class Scale:
    """A monotone image of a cost above 0; `ceiling` for `Kind.DISTANCE`, below which it holds."""

    kind: Kind = Kind.COST
    ceiling: Fraction = NONE

    @property
    def rising(self) -> bool:
        return self.kind is not Kind.INVERSE

    def of(self, cost: Fraction) -> Fraction:
        if self.kind is Kind.COST:
            return cost
        return 1 / (cost if self.kind is Kind.INVERSE else self.ceiling - cost)

    def cost(self, place: Fraction) -> Fraction | None:
        """The cost at a place; None where no cost is."""
        if self.kind is Kind.COST:
            return place
        if place <= 0:
            return None
        return 1 / place if self.kind is Kind.INVERSE else self.ceiling - 1 / place


@dataclass(frozen=True)
class Line:
    """A total: `base` + `slope` x the place on a scale."""

    base: Fraction
    slope: Fraction = NONE

    def at(self, place: Fraction) -> Fraction:
        return self.base + self.slope * place


@dataclass(frozen=True)
class Crossing:
    """Where the lead of one total over another changes its sign: it is negative `below` that cost, or `above` it.

    Without a cost the lead has one sign everywhere, and both say the same.
    """

    cost: Fraction | None
    below: bool
    above: bool

    def turn(self, start: Fraction, end: Fraction) -> Fraction | None:
        """On the way from `start` to `end` (which may lie below): where the lead begins to be negative, or None.

        `start` itself where it is negative from there on.
        """
        low, high = min(start, end), max(start, end)
        if self.cost is None or self.cost >= high:
            return start if self.below else None
        if self.cost <= low:
            return start if self.above else None
        before, after = (self.below, self.above) if start < end else (self.above, self.below)
        return start if before else self.cost if after else None


def crossing(one: Line, other: Line, scale: Scale) -> Crossing:
    """Of the lead of `one` over `other`."""
    base, slope = one.base - other.base, one.slope - other.slope
    if not slope:
        return Crossing(None, base < 0, base < 0)
    cost = scale.cost(-base / slope)
    falls = slope < 0
    if cost is None:
        return Crossing(None, falls, falls)
    return Crossing(cost, falls is not scale.rising, falls is scale.rising)


def without_cost(field: Field, one: Entry) -> Fraction:
    """What is left of a total without the points for cost."""
    return one.total - field.leaf_weights["C1"] * one.leaves["C1"] / 100


def against(field: Field, one: Entry, best: Fraction) -> Fraction:
    """The total if the lowest cost were `best`."""
    points = NONE if one.cost is None else field.weights.price.points(one.cost, best)
    return without_cost(field, one) + field.leaf_weights["C1"] * points / 100


def lines_below(field: Field) -> tuple[Scale, dict[str, Line]]:
    """Totals while somebody else's cost is the lowest and falls; under a relative formula, below the ceiling."""
    weight, ceiling = field.leaf_weights["C1"], field.weights.price.reference
    linear = field.weights.price.name == LINEAR and ceiling is not None
    scale = Scale(Kind.DISTANCE, Fraction(ceiling)) if linear and ceiling is not None else Scale()
    slopes = {}
    for one in field.entries:
        cost = None if one.cost is None else Fraction(one.cost)
        if cost is None:
            slopes[one.key] = NONE
        elif linear:
            slopes[one.key] = weight * max(NONE, scale.ceiling - cost)
        else:
            slopes[one.key] = weight / cost if cost > 0 else NONE
    return scale, {one.key: Line(without_cost(field, one), slopes[one.key]) for one in field.entries}


def own_line(field: Field, one: Entry, cost: Fraction, rest: Fraction | None) -> tuple[Scale, Line]:
    """The total of a quote whose own cost moves near `cost`; `rest` is the lowest cost of the others."""
    weight, price, base = field.leaf_weights["C1"], field.weights.price, without_cost(field, one)
    ceiling: Decimal | Fraction | None = None if price.name == LOWEST else price.reference
    if ceiling is not None and cost > ceiling:
        return Scale(), Line(base)
    if price.relative and (rest is None or cost < rest):
        return Scale(), Line(base + weight)
    if ceiling is None:
        return Scale(Kind.INVERSE), Line(base, weight * max(NONE, rest or NONE))
    whole = Fraction(ceiling)
    span = whole - rest if price.name == LINEAR and rest is not None else whole
    return Scale(), Line(base + weight * whole / span, -weight / span)

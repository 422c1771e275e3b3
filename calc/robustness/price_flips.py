"""The smallest change of one quote's total cost that puts another quote first.

Only leaf C1 follows the cost here; the other leaves of the cost pillar stay as they are. Under a relative formula a
change of the cheapest cost moves everybody's points, so the winner may be a third quote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calc.robustness.field import NONE, Entry, Field
from calc.robustness.mobius import turns_negative

CHEAPEST, DEAREST = Fraction(1, 100), Fraction(100)


@dataclass(frozen=True)
class PriceFlip:
    """With the cost of `entry` beyond `factor` times what it is, `winner` leads."""

    entry: str
    factor: Fraction
    cost: Fraction
    winner: str

    @property
    def change(self) -> Fraction:
        """As a share of the cost: -0.05 is 5 % cheaper."""
        return self.factor - 1


@dataclass(frozen=True)
class PriceRange:
    """What a quote may cost while the leader stays; None: no flip down to a hundredth, up to a hundred times."""

    entry: str
    cheaper: PriceFlip | None
    dearer: PriceFlip | None

    @property
    def nearest(self) -> PriceFlip | None:
        """The smaller of the two changes; the cheaper one where they are equal."""
        found = [flip for flip in (self.cheaper, self.dearer) if flip]
        return min(found, key=lambda flip: abs(flip.change), default=None)


def price_flips(field: Field) -> dict[str, PriceRange]:
    """By ranked quote; a quote without a cost, or with none above 0, has no flips."""
    found = {}
    for one in field.entries:
        if not field.rivals or one.cost is None or one.cost <= 0 or not field.leaf_weights["C1"]:
            found[one.key] = PriceRange(one.key, None, None)
            continue
        own = Fraction(one.cost)
        others = [
            Fraction(other.cost) for other in field.entries if other is not one and other.cost is not None
        ]
        rest = min(others, default=None)
        kinks = _kinks(field, own, rest)
        cheaper = _first(field, one, own, rest, sorted((k for k in kinks if k < 1), reverse=True))
        dearer = _first(field, one, own, rest, sorted(k for k in kinks if k > 1))
        found[one.key] = PriceRange(one.key, cheaper, dearer)
    return found


def total_at(field: Field, one: Entry, cost: Decimal | Fraction | None, best: Decimal | Fraction) -> Fraction:
    """The total of an entry if its cost were `cost` and the lowest of all `best`; without a cost C1 has nothing."""
    points = NONE if cost is None else field.weights.price.points(cost, best)
    return one.total + field.leaf_weights["C1"] * (points - one.leaves["C1"]) / 100


def _kinks(field: Field, own: Fraction, rest: Fraction | None) -> list[Fraction]:
    """Factors at which the form of the points changes (another quote is the cheapest, or the reference is passed),
    and the two ends. `rest` is the lowest cost of the others.
    """
    levels = [level for level in (rest, field.weights.price.reference) if level]
    inside = {Fraction(level) / own for level in levels}
    return [CHEAPEST, *(factor for factor in inside if CHEAPEST < factor < DEAREST), DEAREST]


def _first(
    field: Field, moved: Entry, own: Fraction, rest: Fraction | None, ends: Sequence[Fraction]
) -> PriceFlip | None:
    """The first rival to lead on the way from a factor of 1 through `ends`."""

    def total(one: Entry, factor: Fraction) -> Fraction:
        cost = own * factor
        best = cost if rest is None or cost < rest else rest
        return total_at(field, one, cost if one is moved else one.cost, best)

    start = Fraction(1)
    for end in ends:
        passing: list[tuple[Fraction, Entry]] = []
        for rival in _affected(field, moved, own * (start + end) / 2, rest):

            def lead(factor: Fraction, rival: Entry = rival) -> Fraction:
                return total(field.leader, factor) - total(rival, factor)

            turn = turns_negative(lead, start, end)
            if turn is not None:
                passing.append((turn, rival))
        if passing:
            factor = min((turn for turn, _rival in passing), key=lambda turn: abs(turn - start))
            beyond = factor + (end - factor) / 1000
            winner = max((one for turn, one in passing if turn == factor), key=lambda one: total(one, beyond))
            return PriceFlip(moved.key, factor, factor * own, winner.key)
        start = end
    return None


def _affected(field: Field, moved: Entry, cost: Fraction, rest: Fraction | None) -> Sequence[Entry]:
    """The rivals that may pass the leader: all where everybody's points follow the moved cost, else one."""
    if field.weights.price.relative and (rest is None or cost < rest):
        return field.rivals
    return [max(field.rivals, key=lambda one: one.total)] if moved is field.leader else [moved]

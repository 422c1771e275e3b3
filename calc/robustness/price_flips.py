"""The smallest change of one quote's total cost that puts another quote first.

Only leaf C1 follows the cost here; the other leaves of the cost pillar stay as they are. Under a relative formula a
change of the cheapest cost moves everybody's points, so the winner may be a third quote.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from calc.price_formula import LOWEST
from calc.robustness.cost_lines import Crossing, Line, Scale, against, crossing, lines_below, own_line
from calc.robustness.field import Entry, Field

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
    if not field.rivals or not field.leaf_weights["C1"]:
        return {one.key: PriceRange(one.key, None, None) for one in field.entries}
    shared = _below(field), _above_the_ceiling(field)
    found = {}
    for one in field.entries:
        if one.cost is None or one.cost <= 0:
            found[one.key] = PriceRange(one.key, None, None)
            continue
        moved = _Moved(field, one, Fraction(one.cost), _rest(field, one), *shared)
        found[one.key] = PriceRange(one.key, moved.first(CHEAPEST), moved.first(DEAREST))
    return found


@dataclass(frozen=True)
class _Way:
    """A stretch of costs on which totals are lines: of the leader and those that may pass it, and where they do."""

    scale: Scale
    lines: Mapping[str, Line]
    crossings: Mapping[str, Crossing]

    def first(self, start: Fraction, end: Fraction) -> tuple[Fraction, str] | None:
        """The first cost on the way at which another begins to lead, and who leads just beyond it."""
        turns = {
            key: turn for key, one in self.crossings.items() if (turn := one.turn(start, end)) is not None
        }
        if not turns:
            return None
        cost = min(turns.values(), key=lambda turn: abs(turn - start))
        beyond = self.scale.of(cost + (end - cost) / 1000)
        tied = [key for key, turn in turns.items() if turn == cost]
        return cost, max(tied, key=lambda key: self.lines[key].at(beyond))


def _way(field: Field, scale: Scale, lines: Mapping[str, Line]) -> _Way:
    leader = lines[field.leader.key]
    rivals = (one.key for one in field.rivals if one.key in lines)
    return _Way(scale, lines, {key: crossing(leader, lines[key], scale) for key in rivals})


def _below(field: Field) -> _Way:
    """Under a relative formula, with the lowest cost falling and belonging to none of these."""
    return _way(field, *lines_below(field))


def _above_the_ceiling(field: Field) -> _Way:
    """The same where even the lowest cost is above the ceiling: nobody has points for cost."""
    return _way(field, Scale(), {key: Line(line.base) for key, line in lines_below(field)[1].items()})


def _rest(field: Field, one: Entry) -> Fraction | None:
    """The lowest cost of the others."""
    costs = [other.cost for other in field.entries if other is not one and other.cost is not None]
    return Fraction(min(costs)) if costs else None


@dataclass(frozen=True)
class _Moved:
    """One quote whose cost moves away from `own`; `rest` is the lowest cost of the others."""

    field: Field
    entry: Entry
    own: Fraction
    rest: Fraction | None
    below: _Way
    above_the_ceiling: _Way

    def first(self, limit: Fraction) -> PriceFlip | None:
        """The first rival to lead on the way to `limit` times the cost."""
        start = self.own
        for end in self._ends(self.own * limit):
            reached = self._way((start + end) / 2).first(start, end)
            if reached is not None:
                cost, winner = reached
                return PriceFlip(self.entry.key, cost / self.own, cost, winner)
            start = end
        return None

    def _ends(self, limit: Fraction) -> Iterator[Fraction]:
        """Where the form of the points changes (another quote is the cheapest, or the reference is passed), then the limit."""
        levels = {Fraction(level) for level in (self.rest, self.field.weights.price.reference) if level}
        low, high = min(self.own, limit), max(self.own, limit)
        yield from sorted((one for one in levels if low < one < high), reverse=limit < self.own)
        yield limit

    def _way(self, cost: Fraction) -> _Way:
        """The totals around a cost."""
        scale, own = own_line(self.field, self.entry, cost, self.rest)
        if self.field.weights.price.relative and (self.rest is None or cost < self.rest):
            return self._lowest(cost, own)
        leader = self.field.leader
        others = self.field.rivals if self.entry is leader else (leader,)
        lines = {one.key: Line(self._beside(one)) for one in others} | {self.entry.key: own}
        return _way(self.field, scale, lines)

    def _beside(self, one: Entry) -> Fraction:
        """The total of another quote while this one is not the cheapest."""
        if self.rest is None or not self.field.weights.price.relative:
            return one.total
        return against(self.field, one, self.rest)

    def _lowest(self, cost: Fraction, own: Line) -> _Way:
        """The cheapest of all: everybody's points follow its cost."""
        price = self.field.weights.price
        ceiling = None if price.name == LOWEST else price.reference
        shared = self.below if ceiling is None or cost < ceiling else self.above_the_ceiling
        lines = {**shared.lines, self.entry.key: own}
        if self.entry is self.field.leader:
            return _way(self.field, shared.scale, lines)
        passing = crossing(lines[self.field.leader.key], own, shared.scale)
        return _Way(shared.scale, lines, {**shared.crossings, self.entry.key: passing})

"""The smallest change of one weight, or of one score, that puts another quote first (domain 10.4, sensitivity).

A weight moves while the others keep their proportion, so every total is a straight line in it and the border is where
two lines cross: an exact fraction, just beyond which the other leads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from calc.robustness.field import HUNDRED, NONE, PILLAR_OF, Entry, Field
from calc.scorecard import LEAVES, PILLARS, SCORED, Score, Weights, shown

_STEP = Fraction(1, 2)
_BEST_SCORE = 5


@dataclass(frozen=True)
class WeightFlip:
    """Just beyond `border` (points of 100) `winner` leads; `border` = `now` where only a tie rule holds the leader."""

    criterion: str
    now: Fraction
    border: Fraction
    winner: str
    upward: bool

    @property
    def change(self) -> Fraction:
        """Points by which the weight rises (+) or falls (-)."""
        return self.border - self.now


@dataclass(frozen=True)
class WeightRange:
    """What a criterion may weigh while the leader stays first; no flip in a direction: none down to 0, or up to `most`."""

    criterion: str
    now: Fraction
    most: Fraction
    down: WeightFlip | None
    up: WeightFlip | None

    @property
    def nearest(self) -> WeightFlip | None:
        """The smaller of the two changes; a rise where they are equal."""
        found = [flip for flip in (self.up, self.down) if flip]
        return min(found, key=lambda flip: abs(flip.change), default=None)


@dataclass(frozen=True)
class ScoreFlip:
    """With leaf `leaf` of `entry` beyond `border` (0 to 100) instead of `now`, `winner` leads.

    `score` is, for what a panel scores, the first score 0 to 5 in halves at which the shown totals say so too; None
    where no such score exists or the leaf is not scored.
    """

    entry: str
    leaf: str
    now: Fraction
    border: Fraction
    winner: str
    score: Decimal | None

    @property
    def change(self) -> Fraction:
        return self.border - self.now


def pillar_flips(field: Field) -> dict[str, WeightRange]:
    """By pillar, 0 to 100, the other two keeping their proportion. Nothing flips where the others weigh nothing."""
    found = {}
    for pillar in PILLARS:
        now = Fraction(field.weights.pillars[pillar])
        alone = {one.key: one.pillars[pillar] for one in field.entries}
        without = _others(field, alone, now)
        found[pillar] = _range(field, pillar, now, HUNDRED, without, alone)
    return found


def pair_flip(above: Score, below: Score, weights: Weights) -> WeightFlip | None:
    """The nearest rise of one pillar's weight beyond which `below` stands above `above`, whoever leads.

    What the lower one is better at reads most directly; a fall is named only where no rise turns the two.
    """
    both = zip(("above", "below"), (above, below), strict=True)
    entries = tuple(Entry(key, one.leaves, one.pillars, one.total, None) for key, one in both)
    ranges = pillar_flips(Field(entries, weights, (), ""))
    flips = [flip for one in ranges.values() for flip in (one.up, one.down) if flip]
    return min(flips, key=lambda flip: (not flip.upward, abs(flip.change)), default=None)


def towards(value: Fraction, *, upward: bool, places: int = 2) -> Decimal:
    """A border rounded towards where the leader still leads, so that "just over" and "just under" it hold."""
    exact = Decimal(value.numerator) / value.denominator
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_FLOOR if upward else ROUND_CEILING)


def leaf_flips(field: Field, *, inside_pillar: bool = False) -> dict[str, WeightRange]:
    """By leaf, its weight in the total.

    From 0 to 100 with all other leaves keeping their proportion; with `inside_pillar` from 0 to the pillar's weight,
    pillars unmoved and the pillar's other leaves keeping their proportion.
    """
    found = {}
    for leaf in LEAVES:
        now = field.leaf_weights[leaf]
        alone = {one.key: one.leaves[leaf] for one in field.entries}
        if not inside_pillar:
            found[leaf] = _range(field, leaf, now, HUNDRED, _others(field, alone, now), alone)
            continue
        pillar = PILLAR_OF[leaf]
        most = Fraction(field.weights.pillars[pillar])
        ends = _inside(field, leaf, pillar, most, now) if most > now else None
        found[leaf] = _range(field, leaf, now, most, *(ends or (None, alone)))
    return found


def _others(field: Field, alone: Mapping[str, Fraction], now: Fraction) -> dict[str, Fraction] | None:
    """Totals without a criterion, the rest blown up to 100; None where there is no rest."""
    if now == HUNDRED:
        return None
    return {one.key: (one.total * 100 - now * alone[one.key]) / (100 - now) for one in field.entries}


def _inside(
    field: Field, leaf: str, pillar: str, most: Fraction, now: Fraction
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Totals with a leaf at nothing and at its whole pillar."""
    nothing, everything = {}, {}
    for one in field.entries:
        elsewhere = one.total - most * one.pillars[pillar] / 100
        siblings = (one.pillars[pillar] * most - now * one.leaves[leaf]) / (most - now)
        nothing[one.key] = elsewhere + most * siblings / 100
        everything[one.key] = elsewhere + most * one.leaves[leaf] / 100
    return nothing, everything


def _range(
    field: Field,
    criterion: str,
    now: Fraction,
    most: Fraction,
    nothing: Mapping[str, Fraction] | None,
    everything: Mapping[str, Fraction],
) -> WeightRange:
    """From totals with the criterion at 0 and at `most`."""
    if nothing is None or not most:
        return WeightRange(criterion, now, most, None, None)
    slopes = {key: (everything[key] - nothing[key]) / most for key in nothing}
    totals = {key: nothing[key] + now * slopes[key] for key in nothing}
    flips: list[WeightFlip | None] = []
    for direction, room in ((-1, now), (1, most - now)):
        reached = _first_to_pass(
            field, totals, {key: direction * slope for key, slope in slopes.items()}, room
        )
        if reached is None:
            flips.append(None)
        else:
            winner, distance = reached
            flips.append(WeightFlip(criterion, now, now + direction * distance, winner, direction > 0))
    return WeightRange(criterion, now, most, *flips)


def _first_to_pass(
    field: Field, totals: Mapping[str, Fraction], slopes: Mapping[str, Fraction], room: Fraction
) -> tuple[str, Fraction] | None:
    """The rival whose line is the first above the leader's, and the distance (below `room`) beyond which it is."""
    if not field.rivals or not room:
        return None
    leader = field.leader.key
    passing = []
    for rival in (one.key for one in field.rivals):
        lead, gain = totals[leader] - totals[rival], slopes[rival] - slopes[leader]
        if lead < 0:
            passing.append((NONE, -totals[rival], -gain, rival))
        elif gain > 0 and lead / gain < room:
            passing.append((lead / gain, NONE, -gain, rival))
    if not passing:
        return None
    distance, _behind, _steepest, rival = min(passing, key=lambda one: one[:3])
    return rival, distance


# -- scores -------------------------------------------------------------------------------------------------


def score_flips(field: Field) -> list[ScoreFlip]:
    """For every leaf but C1: how far the leader's must fall, and each rival's rise, for another to lead.

    In the order of the smallest change; what cannot happen between 0 and 100 is left out. C1 follows the costs, see
    `price_flips`.
    """
    if not field.rivals:
        return []
    second = max(field.rivals, key=lambda one: one.total)
    found = []
    for leaf in LEAVES:
        weight = field.leaf_weights[leaf]
        if leaf == "C1" or not weight:
            continue
        pairs = [(field.leader, field.leader, second)] + [(one, field.leader, one) for one in field.rivals]
        for moved, above, below in pairs:
            flip = _score_flip(moved, leaf, weight, above, below)
            if flip is not None:
                found.append(flip)
    return sorted(found, key=lambda flip: abs(flip.change))


def _score_flip(moved: Entry, leaf: str, weight: Fraction, above: Entry, below: Entry) -> ScoreFlip | None:
    now = moved.leaves[leaf]
    needed = max(NONE, above.total - below.total) * 100 / weight
    border = now - needed if moved is above else now + needed
    if not 0 < border < 100 and not (needed == 0 and 0 <= border <= 100):
        return None
    score = _step_beyond(moved, leaf, weight, above, below) if leaf in SCORED else None
    return ScoreFlip(moved.key, leaf, now, border, below.key, score)


def _step_beyond(moved: Entry, leaf: str, weight: Fraction, above: Entry, below: Entry) -> Decimal | None:
    """The nearest score in halves at which `below` shows more than `above`."""
    falling = moved is above
    steps: Sequence[int] = range(2 * _BEST_SCORE, -1, -1) if falling else range(2 * _BEST_SCORE + 1)
    for step in steps:
        change = (20 * step * _STEP - moved.leaves[leaf]) * weight / 100
        if (change >= 0) if falling else (change <= 0):
            continue
        one = above.total + (change if falling else 0)
        other = below.total + (0 if falling else change)
        if shown(other) > shown(one):
            return Decimal(step) / 2
    return None

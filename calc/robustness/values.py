"""Totals of the quotes in draws of their scores and costs.

A triangular value is made of two uniform draws: the part below the likeliest value counts by the larger of the two, the
part above by the smaller. No root and no logarithm, so every machine draws the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from calc.price_formula import LINEAR, LOWEST, PriceFormula
from calc.robustness.field import HUNDRED, Entry, Field
from calc.robustness.places import Floats, Whole
from calc.robustness.weighting import BLOCK, stream
from calc.scorecard import LEAVES, SCORED

COST_LEAF = LEAVES.index("C1")
_PURPOSE = 1
# Draws whose scores are in memory at the same time.
PART = 64


@dataclass(frozen=True)
class Spread:
    """The least, the likeliest and the greatest value of a leaf, 0 to 100."""

    low: Fraction
    likely: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.likely <= self.high <= HUNDRED:
            raise ValueError(f"{self.low} <= {self.likely} <= {self.high} must hold, from 0 to 100")


Spreads = Mapping[str, Mapping[str, Spread]]


def around_scores(field: Field, points: Decimal) -> dict[str, dict[str, Spread]]:
    """By quote and leaf: what a panel scored may be up to `points` (of 5) off, never below 0 or above 5."""
    off = 20 * Fraction(points)
    return {
        one.key: {
            leaf: Spread(max(Fraction(0), value - off), value, min(HUNDRED, value + off))
            for leaf, value in one.leaves.items()
            if leaf in SCORED
        }
        for one in field.entries
    }


class Values:
    """Totals by blocks. `costs` are cents by quote, one column a scenario, the same scenarios for all; draw i takes
    scenario i, and begins again behind the last.
    """

    def __init__(self, field: Field, scores: Spreads, costs: Mapping[str, Whole] | None, seed: int) -> None:
        self.seed = seed
        self._formula = field.weights.price
        priced = any(one.cost is not None for one in field.entries)
        self._costs = _aligned(field, costs) if costs and priced else None
        self._fixed = np.array([[float(one.leaves[leaf]) for leaf in LEAVES] for one in field.entries])
        if self._costs is not None:
            self._fixed[:, COST_LEAF] = 0
        named = {leaf for spreads in scores.values() for leaf in spreads}
        if self._costs is not None and "C1" in named:
            raise ValueError("C1 has a spread and costs: give one of them")
        self._varied = [at for at, leaf in enumerate(LEAVES) if leaf in named]
        self._low, self._below, self._above = _parts(field.entries, scores, self._varied)
        self._fixed[:, self._varied] = 0

    def totals(self, block: int, weights: Floats) -> Floats:
        """[draws x entries] of a block's first draws, under `weights` [draws x leaves]."""
        totals: Floats = weights @ self._fixed.T
        if self._varied:
            self._add_scores(block, weights, totals)
        if self._costs is not None:
            which = np.arange(block * BLOCK, block * BLOCK + len(weights)) % self._costs.shape[1]
            points = cost_points(self._formula, self._costs[:, which])
            totals += points.T * weights[:, COST_LEAF, None]
        return totals

    def _add_scores(self, block: int, weights: Floats, totals: Floats) -> None:
        source = stream(self.seed, _PURPOSE, block)
        for start in range(0, len(weights), PART):
            part = weights[start : start + PART, self._varied, None]
            one, other = source.random((2, PART, *self._low.shape))
            larger = np.maximum(one, other)
            smaller = np.minimum(one, other, out=other)
            larger *= self._below
            smaller *= self._above
            larger += smaller
            larger += self._low
            totals[start : start + PART] += np.matmul(larger[: len(part)], part)[:, :, 0]


def cost_points(formula: PriceFormula, costs: Floats) -> Floats:
    """C1 [quotes x scenarios] of costs in cents; as `PriceFormula.points`, for all scenarios at once.

    A quote without a cost (not a number) has 0.
    """
    best = np.nanmin(costs, axis=0)
    if formula.name == LOWEST or formula.reference is None:
        above = np.where(costs > 0, costs, 1)
        points = np.where(costs <= best, 100.0, np.where(costs > 0, np.maximum(0, 100 * best / above), 0))
    else:
        reference = float(formula.reference) * 100
        span = np.maximum(reference - best, 1e-9) if formula.name == LINEAR else reference
        points = np.minimum(100, 100 * (reference - costs) / span)
        points = np.where(costs > reference, 0, points)
    points[np.isnan(costs)] = 0
    return points


def _aligned(field: Field, costs: Mapping[str, Whole]) -> Floats:
    """[entries x scenarios], less the value credit where the ranking counts it; not a number where a quote has no cost."""
    missing = [one.key for one in field.entries if one.cost is not None and one.key not in costs]
    if missing:
        raise ValueError(f"{', '.join(missing)}: no costs by scenario")
    sizes = {len(row) for row in costs.values()}
    if len(sizes) != 1 or not min(sizes):
        raise ValueError("every quote needs the same number of scenarios, at least one")
    credit = {one.vendor: float(one.value_credit) * 100 for one in field.candidates}
    rows = np.full((len(field.entries), *sizes), np.nan)
    for row, one in zip(rows, field.entries, strict=True):
        if one.cost is not None:
            row[:] = costs[one.key]
            row -= credit[one.key] if field.value_credit else 0
    return rows


def _parts(entries: Sequence[Entry], scores: Spreads, varied: Sequence[int]) -> tuple[Floats, Floats, Floats]:
    """Least value, range below the likeliest and range above it, each [entries x varied leaves]."""
    found = np.zeros((3, len(entries), len(varied)))
    for row, one in enumerate(entries):
        for column, at in enumerate(varied):
            value = one.leaves[LEAVES[at]]
            spread = scores.get(one.key, {}).get(LEAVES[at], Spread(value, value, value))
            found[:, row, column] = (
                float(spread.low),
                float(spread.likely - spread.low),
                float(spread.high - spread.likely),
            )
    low, below, above = found
    return low, below, above

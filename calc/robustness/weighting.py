"""Weights drawn by blocks: draw i is the same whatever the count and the blocks before it."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import numpy as np

from calc.robustness.field import Field
from calc.robustness.places import Floats
from calc.scorecard import LEAVES, PILLARS

BLOCK = 1024
_PURPOSE = 0


class Weighting(StrEnum):
    """Which weights are drawn."""

    FIXED = "fixed"  # the RFQ's own
    AROUND = "around"  # each leaf's up to `spread` off (triangular), then brought to 100 again
    ANY_PILLARS = "any-pillars"  # every mix of the pillars alike, leaves keeping their share of their pillar
    ANY_LEAVES = "any-leaves"  # every mix of the leaves that have a weight alike


def stream(seed: int, purpose: int, block: int) -> np.random.Generator:
    """Each purpose and block of a seed draws from a stream of its own."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(purpose, block))))


class Weights:
    """Draws of leaf weights that sum to 1."""

    def __init__(self, field: Field, weighting: Weighting, spread: Decimal, seed: int) -> None:
        self.weighting, self.seed = weighting, seed
        self.own = np.array([float(weight) / 100 for weight in field.leaf_weights.values()])
        self._spread = float(spread)
        self._counted = np.flatnonzero(self.own)
        self._shares = _shares(field)

    def block(self, number: int, size: int) -> Floats:
        """[size x leaves]: the first draws of a block."""
        if self.weighting is Weighting.FIXED:
            return np.tile(self.own, (size, 1))
        source = stream(self.seed, _PURPOSE, number)
        if self.weighting is Weighting.ANY_PILLARS:
            mixed: Floats = simplex(source, len(PILLARS), size) @ self._shares
            return mixed
        if self.weighting is Weighting.ANY_LEAVES:
            every = np.zeros((size, len(LEAVES)))
            every[:, self._counted] = simplex(source, len(self._counted), size)
            return every
        one, other = source.random((2, BLOCK, len(LEAVES)))[:, :size]
        drawn: Floats = self.own * (1 + self._spread * (one - other))
        drawn /= drawn.sum(axis=1, keepdims=True)
        return drawn


def simplex(source: np.random.Generator, parts: int, size: int) -> Floats:
    """[size x parts], uniform among all that sum to 1."""
    drawn = source.standard_exponential((BLOCK, parts))[:size]
    drawn /= drawn.sum(axis=1, keepdims=True)
    return drawn


def _shares(field: Field) -> Floats:
    """[pillars x leaves]: the share of each leaf in its pillar; nothing where a pillar has no leaf that weighs."""
    shares = np.zeros((len(PILLARS), len(LEAVES)))
    for row, leaves in enumerate(PILLARS.values()):
        whole = sum((Fraction(field.weights.leaves[leaf]) for leaf in leaves), Fraction(0))
        for leaf in leaves:
            part = Fraction(field.weights.leaves[leaf]) / whole if whole else Fraction(0)
            shares[row, LEAVES.index(leaf)] = float(part)
    return shares

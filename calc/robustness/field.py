"""The ranked quotes as figures: the value of every leaf, what it weighs, and the cost behind C1."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from calc import scorecard
from calc.scorecard import PILLARS, Candidate, Ranking, Weights

NONE = Fraction(0)
HUNDRED = Fraction(100)
PILLAR_OF = {leaf: pillar for pillar, leaves in PILLARS.items() for leaf in leaves}


@dataclass(frozen=True)
class Entry:
    """One ranked quote: its leaves (0 to 100, a missing one 0), pillars and total, exact, and the cost that C1 compares."""

    key: str
    leaves: Mapping[str, Fraction]
    pillars: Mapping[str, Fraction]
    total: Fraction
    cost: Decimal | None


@dataclass(frozen=True)
class Field:
    """The ranked quotes in the order of the ranking; quotes that failed a gate are only in `candidates`."""

    entries: tuple[Entry, ...]
    weights: Weights
    candidates: tuple[Candidate, ...]
    volatility: str
    value_credit: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(entry.key for entry in self.entries)

    @property
    def leader(self) -> Entry:
        return self.entries[0]

    @property
    def rivals(self) -> tuple[Entry, ...]:
        return self.entries[1:]

    def entry(self, key: str) -> Entry:
        return next(one for one in self.entries if one.key == key)

    @cached_property
    def leaf_weights(self) -> dict[str, Fraction]:
        """What each leaf weighs in the total, in points of 100: its share of its pillar's weight. They sum to 100."""
        found: dict[str, Fraction] = {}
        for pillar, leaves in PILLARS.items():
            own = Fraction(self.weights.pillars[pillar])
            whole = sum((Fraction(self.weights.leaves[leaf]) for leaf in leaves), NONE)
            found |= {
                leaf: own * Fraction(self.weights.leaves[leaf]) / whole if whole else NONE for leaf in leaves
            }
        return found

    def ranking(self, candidates: Sequence[Candidate]) -> Ranking:
        """The ranking of other candidates under the same rules."""
        return scorecard.rank(
            candidates, self.weights, volatility=self.volatility, value_credit=self.value_credit
        )


def field_of(
    candidates: Sequence[Candidate], weights: Weights, *, volatility: str, value_credit: bool = False
) -> Field:
    """Rank the candidates and keep what the ranking came from; arguments as for `scorecard.rank`."""
    ranking = scorecard.rank(candidates, weights, volatility=volatility, value_credit=value_credit)
    return field_from(ranking, candidates, volatility=volatility, value_credit=value_credit)


def field_from(
    ranking: Ranking, candidates: Sequence[Candidate], *, volatility: str, value_credit: bool = False
) -> Field:
    """The same where the candidates have been ranked already."""
    costs = {one.vendor: one.cost(value_credit) for one in candidates}
    entries = tuple(
        Entry(row.vendor, row.score.leaves, row.score.pillars, row.score.total, costs[row.vendor])
        for row in ranking.rows
    )
    return Field(entries, ranking.weights, tuple(candidates), volatility, value_credit)

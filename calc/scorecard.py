"""Leaves, pillars, total and ranking (domain 10.1 to 10.4).

Exact fractions throughout: leaves and pillars go unrounded into the total, the total is rounded once to two
decimals, and only what is shown is rounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm
from operator import mul

from calc.documents import Fault
from calc.money import round_places, to_text
from calc.price_formula import USUAL, PriceFormula, check_formula

COST, QUALITY, RISK = "cost", "quality", "risk"
PILLARS = {
    COST: ("C1", "C2", "C3", "C4", "C5"),
    QUALITY: ("K1", "K2", "K3", "K4", "K5"),
    RISK: ("R1", "R2", "R3", "R4", "R5"),
}
LEAVES = tuple(leaf for leaves in PILLARS.values() for leaf in leaves)
# Default weight of every leaf.
WEIGHTS = dict(zip(LEAVES, (Decimal(w) for w in (22, 6, 4, 5, 3, 8, 8, 6, 9, 4, 9, 6, 4, 3, 3)), strict=True))
PRESETS = {
    "default": {COST: Decimal(40), QUALITY: Decimal(35), RISK: Decimal(25)},
    "cost-led": {COST: Decimal(60), QUALITY: Decimal(20), RISK: Decimal(20)},
    "quality-led": {COST: Decimal(25), QUALITY: Decimal(50), RISK: Decimal(25)},
    "risk-led": {COST: Decimal(25), QUALITY: Decimal(30), RISK: Decimal(45)},
}
# The leaves that are 20 x a panel score, and the question (or the continuity sheet) it is of.
SCORED = {
    "C3": "Q2",
    "C4": "Q1",
    "K1": "Q3",
    "K2": "Q4",
    "K3": "Q5",
    "K4": "Q6",
    "K5": "Q10",
    "R1": "Q7",
    "R2": "Q8",
    "R3": "Q9",
    "R4": "BCP",
}
ELASTICITY_WEIGHT = {"VOLATILE": Fraction(1), "MODERATE": Fraction(1, 2), "STABLE": Fraction(0)}
FULL = Fraction(100)
TIES = ("T-1", "T-2", "T-3", "T-4")


@dataclass(frozen=True)
class Weights:
    """Pillar and leaf weights, each summing to 100, and the formula that turns a total cost into points (C1)."""

    name: str
    pillars: Mapping[str, Decimal]
    leaves: Mapping[str, Decimal] = field(default_factory=lambda: dict(WEIGHTS))
    price: PriceFormula = USUAL

    def as_json(self) -> dict[str, str]:
        return {pillar: f"{weight.normalize():f}" for pillar, weight in self.pillars.items()}


def preset(name: str) -> Weights:
    """One of `PRESETS` with the default leaf weights."""
    return Weights(name, PRESETS[name])


@dataclass(frozen=True)
class Candidate:
    """What is known of a quote: `tco` in cents over the horizon, `loaded_uplift` at four decimals,
    `elasticity` unrounded, panel `scores` 0 to 5 by Q1..Q10 and BCP (the mean of several reviewers
    can be any fraction), points of unwaived flags. None, or a score that is absent, is a missing leaf.
    """

    vendor: str
    tco: Decimal | None
    loaded_uplift: Decimal | None
    elasticity: Decimal | None
    scores: Mapping[str, Decimal | int | Fraction]
    flag_points: int | None
    gates_failed: tuple[str, ...] = ()
    value_credit: Decimal = Decimal(0)
    fit: Decimal | None = None
    submitted_at: datetime | None = None

    def cost(self, with_credit: bool) -> Decimal | None:
        """The total cost that is compared."""
        if self.tco is None:
            return None
        return self.tco - self.value_credit if with_credit else self.tco


@dataclass(frozen=True)
class Score:
    """Leaves, pillars and total, exact; `missing` are the leaves that counted 0 for want of a value."""

    leaves: dict[str, Fraction]
    pillars: dict[str, Fraction]
    total: Fraction
    missing: tuple[str, ...]

    @cached_property
    def shown(self) -> Decimal:
        """The total at two decimals, by which quotes are ordered."""
        return shown(self.total)


@dataclass(frozen=True)
class Row:
    """A ranked quote; `decided_by` names the tie rule that put it below the row above, if one did."""

    rank: int
    vendor: str
    score: Score
    decided_by: str = ""

    @property
    def total(self) -> Decimal:
        return self.score.shown

    @property
    def incomplete(self) -> bool:
        return bool(self.score.missing)

    def as_json(self) -> dict[str, object]:
        return {
            "rank": self.rank,
            "vendor": self.vendor,
            "total": to_text(self.total, 2),
            "pillars": {name: to_text(shown(value), 2) for name, value in self.score.pillars.items()},
            "leaves": {name: to_text(shown(value), 2) for name, value in self.score.leaves.items()},
        }


@dataclass(frozen=True)
class Excluded:
    """A quote that failed a gate, and what it would have had if the gate were ignored."""

    vendor: str
    gates_failed: tuple[str, ...]
    score: Score
    rank_if_ignored: int

    @property
    def total_if_ignored(self) -> Decimal:
        return self.score.shown

    def as_json(self) -> dict[str, object]:
        return {
            "vendor": self.vendor,
            "gates_failed": list(self.gates_failed),
            "total_if_ignored": to_text(self.total_if_ignored, 2),
        }


@dataclass(frozen=True)
class Ranking:
    """Ranked and excluded quotes under one set of weights."""

    weights: Weights
    rows: tuple[Row, ...]
    excluded: tuple[Excluded, ...]

    @property
    def incomplete(self) -> bool:
        """Some leaf of some ranked quote had no value and counted 0."""
        return any(row.incomplete for row in self.rows)


class Scorecard:
    """The leaves of some quotes under one price formula, worked out once, to be ranked under any weights.

    Arguments as for `rank`. Leaves hang on no weight; what does is added up in whole numbers, so that a slider can
    be followed with fifty quotes.
    """

    def __init__(
        self, given: Sequence[Candidate], price: PriceFormula, *, volatility: str, value_credit: bool = False
    ) -> None:
        def read(one: Candidate, *costs: Decimal | None) -> _Values:
            best = min((cost for cost in costs if cost is not None), default=None)
            return _Values(one, _leaves(one, best, price, volatility, value_credit), value_credit)

        self.price = price
        eligible = [one for one in given if not one.gates_failed]
        gated = sorted((one for one in given if one.gates_failed), key=lambda one: one.vendor)
        costs = [cost for one in eligible if (cost := one.cost(value_credit)) is not None]
        best = min(costs, default=None)
        self._eligible = [read(one, best) for one in eligible]
        self._gated = [read(one, best, one.cost(value_credit)) for one in gated]  # as if it were let in

    def rank(self, weights: Weights) -> Ranking:
        """As `rank` says. Raises ValueError for weights that are not sound, or of another price formula."""
        _require_sound(weights)
        if weights.price != self.price:
            raise ValueError(f"the leaves are those of {self.price}, not of {weights.price}")
        whole = _Whole(weights)
        scored = [(one, one.score(whole)) for one in self._eligible]
        keyed = sorted(((one.order(score), one.vendor, score) for one, score in scored), key=lambda k: k[:2])
        rows: list[Row] = []
        for place, (key, vendor, score) in enumerate(keyed, start=1):
            above = keyed[place - 2][0] if rows else None
            rank = rows[-1].rank if above == key else place
            rows.append(Row(rank, vendor, score, _decided_by(above, key) if above else ""))
        excluded = []
        for own in self._gated:
            score = own.score(whole)
            place = 1 + sum(row.total > score.shown for row in rows)
            excluded.append(Excluded(own.vendor, own.gates_failed, score, place))
        return Ranking(weights, tuple(rows), tuple(excluded))


def rank(
    candidates: Sequence[Candidate], weights: Weights, *, volatility: str, value_credit: bool = False
) -> Ranking:
    """Rank the quotes that pass every gate; the order in which they are given does not matter.

    Order: total at two decimals; ties: T-1 higher risk score, T-2 lower cost, T-3 higher fit, T-4 earlier
    submission. Quotes equal in all of these share a rank and stand in order of name. Raises ValueError for weights
    that are not sound and for scores out of range.
    """
    _require_sound(weights)
    card = Scorecard(candidates, weights.price, volatility=volatility, value_credit=value_credit)
    return card.rank(weights)


def sensitivity(
    candidates: Sequence[Candidate],
    leaves: Mapping[str, Decimal] | None = None,
    *,
    volatility: str,
    value_credit: bool = False,
    price: PriceFormula = USUAL,
) -> dict[str, Ranking]:
    """The ranking under each of the four presets."""
    chosen = dict(WEIGHTS if leaves is None else leaves)
    sets = {name: Weights(name, pillars, chosen, price) for name, pillars in PRESETS.items()}
    return {
        name: rank(candidates, weights, volatility=volatility, value_credit=value_credit)
        for name, weights in sets.items()
    }


def check_weights(weights: Weights) -> list[Fault]:
    """What is wrong with a set of weights: names, values out of 0 to 100, sums other than 100, the price formula."""
    faults = _check_set("pillars", weights.pillars, tuple(PILLARS))
    faults += _check_set("leaves", weights.leaves, LEAVES)
    faults += check_formula(weights.price)
    if faults:
        return faults
    for pillar, leaves in PILLARS.items():
        if weights.pillars[pillar] and not sum(weights.leaves[leaf] for leaf in leaves):
            remedy = f"give one of {', '.join(leaves)} a weight, or the pillar none"
            faults.append(Fault(f"pillars.{pillar}", "has a weight, but none of its leaves has", remedy))
    return faults


def _require_sound(weights: Weights) -> None:
    faults = check_weights(weights)
    if faults:
        raise ValueError("; ".join(str(fault) for fault in faults))


def uplift_value(uplift: Decimal) -> Fraction:
    """C2: 100 up to 0, falling by 2 a point to 60 at 0.20 and to 0 at 0.50."""
    u = Fraction(uplift)
    if u <= 0:
        return FULL
    if u <= Fraction(1, 5):
        return 100 - 200 * u
    return max(Fraction(0), 60 - 200 * (u - Fraction(1, 5)))


def shown(value: Fraction) -> Decimal:
    """Two decimals, half-up (ties away from zero); in whole numbers, as it is asked for every cell of a page."""
    cents = (200 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    sign = "-" if value.numerator < 0 and cents else ""
    return Decimal(f"{sign}{cents // 100}.{cents % 100:02d}")


class _Whole:
    """Sound weights in whole hundredths, as `check_weights` lets none be finer."""

    def __init__(self, weights: Weights) -> None:
        leaves = {leaf: int(weight * 100) for leaf, weight in weights.leaves.items()}
        self.leaves = {pillar: [leaves[leaf] for leaf in names] for pillar, names in PILLARS.items()}
        self.sums = {pillar: sum(own) for pillar, own in self.leaves.items()}
        self.common = lcm(*(own for own in self.sums.values() if own))
        # What a point of a pillar, counted in leaf weights, adds to the total, in 10,000 x `common`.
        self.shares = {
            pillar: int(weights.pillars[pillar] * 100) * (self.common // own if own else 0)
            for pillar, own in self.sums.items()
        }


class _Values:
    """One quote's leaves, exact, and as whole numbers over one denominator."""

    def __init__(
        self, candidate: Candidate, values: Mapping[str, Fraction | None], with_credit: bool
    ) -> None:
        self.vendor, self.gates_failed = candidate.vendor, candidate.gates_failed
        self.missing = tuple(leaf for leaf in LEAVES if values[leaf] is None)
        self.leaves = {leaf: values[leaf] or Fraction(0) for leaf in LEAVES}
        self.unit = lcm(*(value.denominator for value in self.leaves.values()))
        whole = {leaf: one.numerator * (self.unit // one.denominator) for leaf, one in self.leaves.items()}
        self.parts = {pillar: [whole[leaf] for leaf in names] for pillar, names in PILLARS.items()}
        self.ties = _ties(candidate, with_credit)

    def score(self, weights: _Whole) -> Score:
        pillars, total = {}, 0
        for pillar, parts in self.parts.items():
            weighed = sum(map(mul, weights.leaves[pillar], parts))
            whole = weights.sums[pillar]
            pillars[pillar] = Fraction(weighed, whole * self.unit) if whole else Fraction(0)
            total += weights.shares[pillar] * weighed
        return Score(
            dict(self.leaves), pillars, Fraction(total, 10_000 * weights.common * self.unit), self.missing
        )

    def order(self, score: Score) -> "_Key":
        """Sorts best first; an unknown cost, fit or moment comes last."""
        return (-score.shown, -score.pillars[RISK], *self.ties)


def _leaves(
    candidate: Candidate, best: Decimal | None, formula: PriceFormula, volatility: str, with_credit: bool
) -> dict[str, Fraction | None]:
    values: dict[str, Fraction | None] = dict.fromkeys(LEAVES)
    own = candidate.cost(with_credit)
    if own is not None and best is not None:
        values["C1"] = formula.points(own, best)
    if candidate.loaded_uplift is not None:
        values["C2"] = uplift_value(candidate.loaded_uplift)
    if candidate.elasticity is not None:
        values["C5"] = _flexibility(candidate.elasticity, volatility)
    for leaf, question in SCORED.items():
        score = candidate.scores.get(question)
        if score is not None:
            if not 0 <= score <= 5:
                raise ValueError(f"{candidate.vendor}: {question} is {score}; scores run from 0 to 5")
            values[leaf] = 20 * Fraction(score)
    if candidate.flag_points is not None:
        values["R5"] = max(Fraction(0), FULL - candidate.flag_points)
    return values


def _flexibility(elasticity: Decimal, volatility: str) -> Fraction:
    """C5: how far cost follows volume, as far as the need's volatility makes that matter."""
    clamped = min(Fraction(1), max(Fraction(0), Fraction(elasticity)))
    return FULL * (1 - ELASTICITY_WEIGHT[volatility] * (1 - clamped))


_Ties = tuple[tuple[bool, Decimal], tuple[bool, Decimal], tuple[bool, datetime]]
_Key = tuple[Decimal, Fraction, tuple[bool, Decimal], tuple[bool, Decimal], tuple[bool, datetime]]


def _ties(candidate: Candidate, with_credit: bool) -> _Ties:
    """T-2 to T-4: what is unknown comes last."""
    cost, fit, moment = candidate.cost(with_credit), candidate.fit, candidate.submitted_at
    return (
        (cost is None, Decimal(0) if cost is None else cost),
        (fit is None, Decimal(0) if fit is None else -fit),
        (moment is None, datetime.max.replace(tzinfo=UTC) if moment is None else moment),
    )


def _decided_by(above: _Key, own: _Key) -> str:
    if above[0] != own[0]:
        return ""
    return next((rule for rule, a, b in zip(TIES, above[1:], own[1:], strict=True) if a != b), "")


def _check_set(path: str, given: Mapping[str, Decimal], names: tuple[str, ...]) -> list[Fault]:
    faults = [
        Fault(f"{path}.{name}", "is unknown", f"use {', '.join(names)}")
        for name in given
        if name not in names
    ]
    faults += [
        Fault(f"{path}.{name}", "is missing", "give it a weight, 0 if it does not count")
        for name in names
        if name not in given
    ]
    form = "give a number from 0 to 100 with at most two decimals"
    for name, weight in given.items():
        if not weight.is_finite() or not 0 <= weight <= 100 or weight != round_places(weight, 2):
            faults.append(Fault(f"{path}.{name}", f"{weight} is impossible", form))
    total = sum(given.values(), Decimal(0)) if not faults else Decimal(100)
    if total != 100:
        faults.append(Fault(path, f"sum to {total}, not 100", f"change them by {100 - total} in all"))
    return faults

"""C6: the ranking is a pure function of its inputs, equal to a second reading of the rules in whole numbers.

The reference below shares no code with `calc.scorecard`: it is written from the rules, in integers and
fractions, and sorts by comparing pairs.
"""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction as F

import pytest

from calc.scorecard import Candidate, Weights, rank

SEED = 20261122
COST = ["C1", "C2", "C3", "C4", "C5"]
QUALITY = ["K1", "K2", "K3", "K4", "K5"]
RISK = ["R1", "R2", "R3", "R4", "R5"]
PANEL = {"C3": "Q2", "C4": "Q1", "K1": "Q3", "K2": "Q4", "K3": "Q5", "K4": "Q6", "K5": "Q10"} | {
    "R1": "Q7", "R2": "Q8", "R3": "Q9", "R4": "BCP",
}  # fmt: skip
STARTED = datetime(2026, 5, 1, tzinfo=UTC)


def shares(draw, names, places):
    """Weights that sum to 100, some of them 0."""
    unit = 10**places
    cuts = sorted(draw.randint(0, 100 * unit) for _n in names[1:])
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 100 * unit], strict=True)]
    return {name: Decimal(part) / unit for name, part in zip(names, parts, strict=True)}


def a_case(draw):
    while True:
        pillars = shares(draw, ["cost", "quality", "risk"], draw.choice([0, 2]))
        leaves = shares(draw, COST + QUALITY + RISK, draw.choice([0, 1, 2]))
        groups = {"cost": COST, "quality": QUALITY, "risk": RISK}
        if all(not pillars[name] or any(leaves[leaf] for leaf in group) for name, group in groups.items()):
            break
    few = draw.random() < 0.4  # values that hardly differ make ties
    candidates = [a_candidate(draw, n, few) for n in range(draw.randint(1, 6))]
    draw.shuffle(candidates)
    return candidates, Weights("own", pillars, leaves), draw.choice(["VOLATILE", "MODERATE", "STABLE"])


def a_candidate(draw, number, few):
    def some(value):
        return None if draw.random() < 0.05 else value

    def rarely(usual, other):
        return other if draw.random() < 0.08 else usual

    scores = {}
    for item in PANEL.values():
        if draw.random() > (0.01 if few else 0.04):
            scores[item] = rarely(F(3), F(4)) if few else F(draw.randint(0, 30), 6)
    cents = rarely(100_000, 200_000) if few else draw.randint(1, 10**10)
    return Candidate(
        vendor=f"V{number}",
        tco=some(Decimal(cents) / 100),
        loaded_uplift=some(Decimal(rarely(0, 1000) if few else draw.randint(-2000, 8000)) / 10_000),
        elasticity=some(Decimal(rarely(0, 5) if few else draw.randint(-3, 13)) / 10),
        scores=scores,
        flag_points=some(rarely(0, 30) if few else draw.randint(0, 130)),
        gates_failed=("G-01",) if draw.random() < 0.15 else (),
        fit=some(Decimal(draw.choice([1, 2]) if few else draw.randint(0, 5))),
        submitted_at=some(
            STARTED + timedelta(microseconds=draw.choice([0, 1]) if few else draw.randint(0, 10**9))
        ),
    )


def half_up(value):
    """Hundredths of a value that is not negative."""
    return (200 * value.numerator + value.denominator) // (2 * value.denominator)


def reference_leaves(one, best, volatility):
    leaf = dict.fromkeys(COST + QUALITY + RISK, F(0))
    if one.tco is not None:
        own = F(one.tco)
        leaf["C1"] = F(100) if own <= best else 100 * best / own
    if one.loaded_uplift is not None:
        u = F(one.loaded_uplift)
        leaf["C2"] = (
            F(100) if u <= 0 else 100 - 200 * u if u <= F(1, 5) else max(F(0), 60 - 200 * (u - F(1, 5)))
        )
    if one.elasticity is not None:
        inelastic = 1 - min(F(1), max(F(0), F(one.elasticity)))
        leaf["C5"] = (
            100 - 100 * {"VOLATILE": F(1), "MODERATE": F(1, 2), "STABLE": F(0)}[volatility] * inelastic
        )
    for name, item in PANEL.items():
        leaf[name] = 20 * F(one.scores.get(item, 0))
    if one.flag_points is not None:
        leaf["R5"] = F(max(0, 100 - one.flag_points))
    return leaf


def reference(candidates, weights, volatility):
    """[(rank, vendor, hundredths of the total)] by the rules, best first."""
    allowed = [one for one in candidates if not one.gates_failed]
    costs = [F(one.tco) for one in allowed if one.tco is not None]
    lines = []
    for one in allowed:
        leaf = reference_leaves(one, min(costs, default=F(0)), volatility)
        pillar = {}
        for name, group in (("cost", COST), ("quality", QUALITY), ("risk", RISK)):
            weight = sum(F(weights.leaves[x]) for x in group)
            pillar[name] = sum(F(weights.leaves[x]) * leaf[x] for x in group) / weight if weight else F(0)
        total = sum(F(weights.pillars[name]) * pillar[name] for name in pillar) / 100
        lines.append((one, half_up(total), pillar["risk"]))

    def before(a, b):
        """Whether a stands above b; None where no rule tells."""
        (one, total, risk), (other, others, theirs) = a, b
        if total != others:
            return total > others
        if risk != theirs:
            return risk > theirs
        for mine, his, smaller in (
            (one.tco, other.tco, True), (one.fit, other.fit, False), (one.submitted_at, other.submitted_at, True),
        ):  # fmt: skip
            if mine == his:
                continue
            if mine is None or his is None:
                return his is None
            return (mine < his) is smaller
        return None

    found = []
    for line in lines:
        above = sum(before(other, line) is True for other in lines)
        found.append((above + 1, line[0].vendor, line[1]))
    return sorted(found)


def compared(candidates, weights, volatility):
    ranking = rank(candidates, weights, volatility=volatility)
    found = [(row.rank, row.vendor, int(row.total * 100)) for row in ranking.rows]
    assert found == reference(candidates, weights, volatility), (candidates, weights, volatility)
    return found


@pytest.mark.parametrize("n", [1_000, pytest.param(100_000, marks=pytest.mark.prove)])
def test_the_ranking_equals_a_second_reading_of_the_rules(n):
    draw, ties = random.Random(SEED), 0
    for _trial in range(n):
        candidates, weights, volatility = a_case(draw)
        found = compared(candidates, weights, volatility)
        totals = [total for _rank, _vendor, total in found]
        ties += len(set(totals)) < len(totals)
        again = list(candidates)
        draw.shuffle(again)
        assert rank(again, weights, volatility=volatility) == rank(candidates, weights, volatility=volatility)
    assert ties > n // 100, "enough of the cases need a tie rule"


def test_the_reference_would_notice_a_hundredth():
    draw = random.Random(SEED)
    candidates, weights, volatility = a_case(draw)
    found = reference(candidates, weights, volatility)
    assert [(place, vendor, total + 1) for place, vendor, total in found] != found

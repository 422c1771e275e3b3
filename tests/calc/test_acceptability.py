"""Rank acceptability: counts held against a plain loop over the same draws, the triangle, and other libraries' figures."""

import json
import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction as F

import numpy as np
import pytest

from calc.documents import DocumentError
from calc.price_formula import PriceFormula
from calc.robustness.field import Field, field_of
from calc.robustness.places import Tally
from calc.robustness.smaa import MAX_COUNT, Acceptability, acceptability
from calc.robustness.triangle import triangle
from calc.robustness.values import Spread, Values, around_scores, cost_points
from calc.robustness.views import matrix_of, topsis, topsis_of_many, weighted_sum
from calc.robustness.weighting import BLOCK, Weighting, Weights
from calc.scorecard import LEAVES, preset
from tests.calc.demo_cases import V1, V2, V3, V4, V5, V6
from tests.calc.test_scorecard import VOLATILITY, candidates

D = Decimal
# Found by pymcdm 1.4.0 and scikit-criteria 0.10 (which agree to 1e-15) from the leaves and weights of RFQ-1, in the order
# of its ranking; TOPSIS with vector normalisation. `bench.ranking` compares again where they are installed.
THEIR_SUM = [
    85.40926879263924,
    83.10537010474974,
    73.31638766253313,
    66.00460468392657,
    56.79995614770895,
    39.28899076866505,
]
THEIR_TOPSIS = [
    0.7630253177529656, 0.7232123996345136, 0.5495716226306872, 0.4883477970772108, 0.3519548235246812, 0.1130867006838556,
]  # fmt: skip
# Places in 20,000 draws of any leaf weights, ranked by pymcdm's weighted sum; drawn by numpy's dirichlet, seed 99.
THEIR_COUNT = 20_000
THEIR_PLACES = {
    V2: [14623, 5362, 11, 4, 0, 0],
    V6: [5185, 12286, 2157, 305, 67, 0],
    V3: [190, 2239, 16947, 622, 2, 0],
    V4: [0, 0, 473, 15547, 3980, 0],
    V5: [2, 113, 412, 3522, 15949, 2],
    V1: [0, 0, 0, 0, 2, 19998],
}


def demo(*more) -> Field:
    return field_of([*candidates("RFQ-1"), *more], preset("default"), volatility=VOLATILITY["RFQ-1"])


def costs_of(field: Field, count: int) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(3)
    return {
        one.key: np.rint(float(one.cost) * 100 * draw.uniform(0.7, 1.4, count)).astype(np.int64)
        for one in field.entries
        if one.cost is not None
    }


def counted(
    field: Field, weights: np.ndarray, totals: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places, pairs and sums of the winners' weights by a plain loop: whole billionths, equal ones share a place."""
    size = len(field.entries)
    places, above, central = (
        np.zeros((size, size), int),
        np.zeros((size, size), int),
        np.zeros((size, len(LEAVES))),
    )
    for row, found in zip(weights, totals, strict=True):
        whole = [round(total * 1e9) for total in found]
        for one in range(size):
            place = sum(other > whole[one] for other in whole)
            places[place, one] += 1
            central[one] += row * (place == 0)
            above[one] += [whole[one] > other for other in whole]
    return places, above, central


@pytest.mark.parametrize("case", ["weights", "scores", "costs", "all with twins"])
def test_counts_are_those_of_a_plain_loop(case: str) -> None:
    twin = replace(candidates("RFQ-1")[1], vendor="Twin")
    field = demo(twin) if case == "all with twins" else demo()
    scores = around_scores(field, D("1")) if case in ("scores", "all with twins") else {}
    if case == "all with twins":
        scores = {key: {} if key == "Twin" or key == V2 else spreads for key, spreads in scores.items()}
    costs = costs_of(field, 300) if case == "costs" else None
    count = BLOCK + 200
    found = acceptability(
        field, seed=4, count=count, weighting=Weighting.ANY_LEAVES, scores=scores, costs=costs
    )
    weights, values = Weights(field, Weighting.ANY_LEAVES, D("0.3"), 4), Values(field, scores, costs, 4)
    rows = [weights.block(0, BLOCK), weights.block(1, 200)]
    totals = np.concatenate([values.totals(block, drawn) for block, drawn in enumerate(rows)])
    places, above, central = counted(field, np.concatenate(rows), totals)
    assert [found.places[key] for key in field.keys] == places.T.tolist()
    for at, one in enumerate(field.keys):
        assert [found.above[one][other] for other in field.keys if other != one] == [
            int(n) for to, n in enumerate(above[at]) if to != at
        ]
        if places[0, at]:
            mean = central[at] * 100 / places[0, at]
            assert [float(weight) for weight in found.central[one].values()] == pytest.approx(
                mean, abs=0.0051
            )
    if case == "all with twins":
        assert found.places["Twin"] == found.places[V2]
        assert found.odds("Twin", V2) == D("0.5")
        assert sum(map(sum, found.places.values())) == count * len(field.keys)


def test_totals_are_what_the_scorecard_would_say() -> None:
    """One draw at a time, by hand: drawn weights, the cheapest of the scenario's costs, everything else as it stands."""
    field = demo()
    costs = costs_of(field, 7)
    weights = Weights(field, Weighting.AROUND, D("0.3"), 8).block(0, 20)
    totals = Values(field, {}, costs, 8).totals(0, weights)
    assert weights.sum(axis=1) == pytest.approx(1)
    for draw in range(20):
        best = min(int(row[draw % 7]) for row in costs.values())
        for at, one in enumerate(field.entries):
            leaves = dict(one.leaves) | {"C1": F(100 * best, int(costs[one.key][draw % 7]))}
            right = sum(
                float(leaves[leaf]) * weight for leaf, weight in zip(LEAVES, weights[draw], strict=True)
            )
            assert totals[draw, at] == pytest.approx(right, abs=1e-9)


def test_points_of_costs_are_the_formulas() -> None:
    draw = np.random.default_rng(5)
    costs = np.vstack([draw.integers(1, 10**7, (4, 40)).astype(float), np.full(40, np.nan)])
    costs[0, :3] = (-500, 0, 10**5)
    for formula in (
        PriceFormula(),
        *(PriceFormula(name, D(30_000)) for name in ("linear", "ceiling", "baseline")),
    ):
        found = cost_points(formula, costs)
        assert not found[4].any()
        for column in range(40):
            cents = [D(int(cost)).scaleb(-2) for cost in costs[:4, column]]
            right = [float(formula.points(cost, min(cents))) for cost in cents]
            assert found[:4, column] == pytest.approx(right, abs=1e-9), formula.name


def test_a_quote_without_a_cost_has_no_points_for_it_and_one_without_scenarios_is_refused() -> None:
    unpriced = replace(candidates("RFQ-1")[0], vendor="Unpriced", tco=None)
    field, weights = demo(unpriced), np.full((3, 15), 1 / 15)
    totals = Values(field, {}, costs_of(demo(), 9), 1).totals(0, weights)
    at = field.keys.index("Unpriced")
    assert totals[:, at] == pytest.approx(sum(map(float, field.entries[at].leaves.values())) / 15)
    with pytest.raises(ValueError, match="no costs by scenario"):
        Values(demo(), {}, {V1: np.ones(9, np.int64)}, 1)
    nobody = field_of([unpriced], preset("default"), volatility="STABLE")
    assert acceptability(nobody, seed=1, count=100, costs={}).places == {"Unpriced": [100]}


def test_any_mix_of_the_pillars_gives_the_areas_of_the_triangle() -> None:
    n = 20_000
    found = acceptability(demo(), seed=1, count=n, weighting=Weighting.ANY_PILLARS)
    for region in triangle(demo()).regions:
        share = float(region.share)
        assert abs(float(found.first(region.keys[0])) - share) < 4 * math.sqrt(share * (1 - share) / n)
    central = found.central[V6]
    assert sum(central.values()) == pytest.approx(100, abs=0.2)
    assert sum(weight for leaf, weight in central.items() if leaf[0] == "K") > D(40)


def test_acceptability_is_that_of_another_librarys_ranking() -> None:
    n = 20_000
    found = acceptability(demo(), seed=2, count=n, weighting=Weighting.ANY_LEAVES)
    for key, theirs in THEIR_PLACES.items():
        for ours, other in zip(found.places[key], theirs, strict=True):
            share = (ours + other) / (n + THEIR_COUNT)
            assert abs(ours / n - other / THEIR_COUNT) <= 4 * math.sqrt(share * (1 - share) * 2 / n) + 1e-12


def test_the_same_draws_whatever_the_count_and_the_same_bytes() -> None:
    field, more = demo(), {"scores": around_scores(demo(), D("0.5")), "costs": costs_of(demo(), 50)}
    one = acceptability(field, seed=6, count=2_000, **more)
    assert acceptability(field, seed=6, count=2_000, **more).to_json() == one.to_json()
    assert Acceptability.from_json(one.to_json()) == one
    assert acceptability(field, seed=7, count=2_000, **more) != one
    short, long = (Values(field, **more, seed=6).totals(1, np.full((n, 15), 1 / 15)) for n in (100, 1000))
    assert (long[:100] == short).all()
    heard: list[tuple[int, int]] = []
    acceptability(field, seed=6, count=1_100, on_chunk=lambda *told: heard.append(told))
    assert heard == [(1024, 1100), (1100, 1100)]
    assert json.loads(one.to_json())["seed"] == 6


def test_drawn_scores_are_triangular_and_stay_in_their_range() -> None:
    field = demo()
    weights = np.zeros((BLOCK, len(LEAVES)))
    weights[:, LEAVES.index("K1")] = 1
    values = Values(field, {V2: {"K1": Spread(F(60), F(70), F(100))}}, None, 1)
    drawn = np.concatenate([values.totals(block, weights)[:, 0] for block in range(8)])
    assert 60 <= drawn.min() < drawn.max() <= 100
    assert drawn.mean() == pytest.approx(230 / 3, abs=4 * 8.5 / math.sqrt(len(drawn)))
    assert (drawn < 70).mean() == pytest.approx(0.25, abs=0.02)
    assert (drawn < 80).mean() == pytest.approx(1 - 20 * 20 / (40 * 30), abs=0.02)
    own = float(field.entry(V6).leaves["K1"])
    assert (values.totals(0, weights)[:, 1] == own).all()


def test_many_quotes_are_placed_as_few_are() -> None:
    draw = np.random.default_rng(1)
    totals = draw.integers(0, 60, (80, 300)) / 1.0  # many of them equal
    tally = Tally(300, 2)
    tally.add(np.full((80, 2), 0.5), totals)
    places = (totals[:, None, :] > totals[:, :, None]).sum(axis=2)
    for entry in (0, 150, 299):
        assert tally.places[:, entry].tolist() == np.bincount(places[:, entry], minlength=300).tolist()
    assert tally.above()[3, 299] == (totals[:, 3] > totals[:, 299]).sum()
    assert tally.central[:, 0].sum() == pytest.approx(0.5 * (places == 0).sum())


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"count": 99}, "count"),
        ({"count": MAX_COUNT + 1}, "count"),
        ({"count": 10**7}, "count"),
        ({"seed": -1}, "seed"),
        ({"spread": D(0)}, "spread"),
        ({"spread": D("1.01")}, "spread"),
    ],
)
def test_what_is_out_of_bounds_is_refused(changes: dict, path: str) -> None:
    with pytest.raises(DocumentError) as refused:
        acceptability(demo(), **{"seed": 1, "count": 1_000} | changes)
    assert [fault.path for fault in refused.value.faults] == [path]
    assert refused.value.faults[0].remedy


def test_nobody_and_one_alone() -> None:
    nobody = field_of([], preset("default"), volatility="STABLE")
    with pytest.raises(DocumentError, match="is empty"):
        acceptability(nobody, seed=1, count=1_000)
    alone = field_of(candidates("RFQ-1")[:1], preset("default"), volatility="STABLE")
    found = acceptability(alone, seed=1, count=1_000)
    assert found.places == {alone.leader.key: [1_000]}
    assert found.first(alone.leader.key) == 1


# -- the second opinion -------------------------------------------------------------------------------------


def test_weighted_sum_and_topsis_equal_other_libraries() -> None:
    matrix, weights = matrix_of(demo())
    assert weighted_sum(matrix, weights) == pytest.approx(THEIR_SUM, abs=1e-9)
    assert topsis(matrix, weights) == pytest.approx(THEIR_TOPSIS, abs=1e-9)
    assert weighted_sum(matrix, weights) == pytest.approx(
        [float(one.total) for one in demo().entries], abs=1e-9
    )


def test_topsis_with_costs_equals_another_library() -> None:
    """Prices (less is better), quality, years; found by pymcdm 1.4.0 with vector normalisation."""
    matrix = np.array([[100.0, 80, 3], [80, 70, 5], [40, 20, 4], [120, 95, 2.5]])
    found = topsis(matrix, np.array([40.0, 35, 25]), np.array([True, False, False]))
    theirs = [0.4998916699694691, 0.6151378726445398, 0.49907227533575094, 0.48151482751329366]
    assert found == pytest.approx(theirs, abs=1e-9)


def test_topsis_of_many_orders_as_topsis_does() -> None:
    draw = np.random.default_rng(2)
    matrix, weights = draw.random((9, 5)), draw.dirichlet(np.ones(5), 50)
    less = np.array([True, False, False, True, False])
    for row, many in zip(weights, topsis_of_many(matrix, weights, less), strict=True):
        assert np.argsort(many).tolist() == np.argsort(topsis(matrix, row, less)).tolist()


def test_topsis_of_nothing_to_tell_apart_and_of_nonsense() -> None:
    assert topsis(np.zeros((2, 3)), np.ones(3)).tolist() == [0.5, 0.5]
    for matrix, weights in (
        ([[1.0, -1]], [1, 1]),
        ([[np.nan, 1]], [1, 1]),
        ([[1.0, 1]], [0, 0]),
        ([[1.0, 1]], [1.0]),
    ):
        with pytest.raises(ValueError, match=r"must be|are no matrix"):
            topsis(np.array(matrix), np.array(weights))

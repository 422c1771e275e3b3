"""How firm a ranking is: flips, the triangle, reversals. Every border is held against plain recomputation beyond it."""

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction as F

import pytest

from calc.price_formula import FORMULAS, LOWEST, PriceFormula
from calc.robustness.field import Field, field_of
from calc.robustness.flips import leaf_flips, pillar_flips, score_flips
from calc.robustness.price_flips import price_flips
from calc.robustness.reversal import newcomers, reversals
from calc.robustness.triangle import mix_of, triangle
from calc.scorecard import LEAVES, PILLARS, PRESETS, SCORED, Candidate, Weights, preset
from tests.calc.demo_cases import V2, V3, V6
from tests.calc.mobius import slow_flips, turns_negative
from tests.calc.test_ranking_reference import a_case
from tests.calc.test_scorecard import VOLATILITY, candidates

D = Decimal
SEED = 20261122
TINY = F(1, 10**9)


def demo(rfq: str = "RFQ-1", name: str = "default") -> Field:
    return field_of(candidates(rfq), preset(name), volatility=VOLATILITY[rfq])


def random_fields(n: int) -> list[Field]:
    """Random quotes and weights under all price formulas; every one has at least one ranked quote."""
    draw, found = random.Random(SEED), list[Field]()
    while len(found) < n:
        given, weights, volatility = a_case(draw)
        formula = PriceFormula(FORMULAS[len(found) % 4], D(draw.randint(10**9, 10**10)))
        field = field_of(given, replace(weights, price=formula), volatility=volatility)
        if len(field.entries) > 1:
            found.append(field)
    return found


def leaders(totals: dict[str, F]) -> set[str]:
    best = max(totals.values())
    return {key for key, total in totals.items() if total == best}


# -- weights ------------------------------------------------------------------------------------------------


def totals_by_leaf(field: Field, weights: dict[str, F]) -> dict[str, F]:
    return {
        one.key: sum((weights[leaf] * one.leaves[leaf] for leaf in LEAVES), F(0)) / 100
        for one in field.entries
    }


def moved(field: Field, names: tuple[str, ...], within: tuple[str, ...], weight: F) -> dict[str, F]:
    """Leaf weights with `names` at `weight` together, the rest of `within` keeping the sum of `within`."""
    own = field.leaf_weights
    now, whole = sum(own[leaf] for leaf in names), sum(own[leaf] for leaf in within)
    scaled = dict(own)
    for leaf in within:
        if leaf in names:
            scaled[leaf] = own[leaf] * weight / now if now else weight / len(names)
        else:
            scaled[leaf] = own[leaf] * (whole - weight) / (whole - now)
    return scaled


def holds(field: Field, found, names: tuple[str, ...], within: tuple[str, ...]) -> int:
    """The leader leads up to each border, `winner` just beyond it; without one it leads to the end."""
    leader = field.leader.key
    for flip, end in ((found.down, F(0)), (found.up, found.most)):
        border = flip.border if flip else end
        for part in range(3):
            weight = found.now + (border - found.now) * F(part, 3)
            if weight != border:
                assert leader in leaders(totals_by_leaf(field, moved(field, names, within, weight)))
        if flip:
            beyond = border + (end - border) * TINY
            ahead = leaders(totals_by_leaf(field, moved(field, names, within, beyond)))
            assert flip.winner in ahead
            assert leader not in ahead
    return bool(found.down) + bool(found.up)


def test_a_weight_flip_is_where_another_begins_to_lead() -> None:
    flips = 0
    for field in random_fields(8):
        for pillar, found in pillar_flips(field).items():
            if found.now and found.now < 100:
                flips += holds(field, found, PILLARS[pillar], LEAVES)
            elif found.now == 100:
                assert found.nearest is None
        for leaf, found in leaf_flips(field).items():
            if found.now < 100:
                flips += holds(field, found, (leaf,), LEAVES)
        for leaf, found in leaf_flips(field, inside_pillar=True).items():
            if found.now < found.most:
                within = next(leaves for leaves in PILLARS.values() if leaf in leaves)
                flips += holds(field, found, (leaf,), within)
    assert flips > 50


def test_the_flips_of_the_demo() -> None:
    pillars = pillar_flips(demo())
    assert {name: found.nearest and round(float(found.nearest.border), 4) for name, found in pillars.items()} == {
        "cost": 31.4038, "quality": 44.0269, "risk": 94.0093,
    }  # fmt: skip
    assert {found.nearest.winner for found in pillars.values() if found.nearest} == {V6}
    leaves = leaf_flips(demo())
    assert leaves["C3"].nearest is None
    assert leaves["C2"].nearest is not None
    assert leaves["C2"].nearest.winner == V3
    near = leaves["R2"].nearest
    assert near is not None
    assert (round(float(near.border), 4), near.upward, near.change) == (0.2549, False, near.border - 6)


def test_what_cannot_flip_says_so() -> None:
    alone = field_of(candidates("RFQ-1")[:1], preset("default"), volatility="STABLE")
    nobody = field_of([], preset("default"), volatility="STABLE")
    for field in (alone, nobody):
        assert not any(found.nearest for found in pillar_flips(field).values())
        assert not any(found.nearest for found in leaf_flips(field).values())
        assert not any(found.nearest for found in price_flips(field).values())
        assert (score_flips(field), reversals(field), newcomers(field)) == ([], [], [])
    assert triangle(alone).regions[0].share == 1
    assert triangle(nobody).regions == ()


# -- scores and costs ---------------------------------------------------------------------------------------


def test_a_score_beyond_its_flip_changes_the_winner() -> None:
    for rfq in VOLATILITY:
        given, field = candidates(rfq), demo(rfq)
        scored = [flip for flip in score_flips(field) if flip.score is not None]
        assert len(scored) > 5
        for flip in scored[:8]:
            item = SCORED[flip.leaf]
            towards = 1 if flip.change > 0 else -1
            for score, wins in ((flip.score, True), (flip.score - towards * D("0.5"), False)):
                changed = [
                    replace(one, scores=one.scores | {item: score}) if one.vendor == flip.entry else one
                    for one in given
                ]
                first = field.ranking(changed).rows[0].vendor
                assert (first == flip.winner) is wins, (flip, score)
    nearest = score_flips(demo())[0]
    assert (nearest.entry, nearest.winner, nearest.score) == (V2, V6, D("2.5"))


def with_cost(field: Field, key: str, cost: F) -> dict[str, F]:
    """Totals with another cost, from the formula's definition for all."""
    costs = {one.key: F(one.cost) for one in field.entries if one.cost is not None} | {key: cost}
    best, weight = min(costs.values()), field.leaf_weights["C1"]
    return {
        one.key: one.total
        + weight
        * ((field.weights.price.points(costs[one.key], best) if one.key in costs else 0) - one.leaves["C1"])
        / 100
        for one in field.entries
    }


def test_a_price_flip_is_where_another_begins_to_lead() -> None:
    flips = 0
    for field in random_fields(24):
        leader = field.leader.key
        for one in field.entries:
            found = price_flips(field)[one.key]
            if one.cost is None or not field.leaf_weights["C1"]:
                assert found.nearest is None
                continue
            for flip, end in ((found.cheaper, F(1, 100)), (found.dearer, F(100))):
                factor = flip.factor if flip else end
                for part in range(1, 4):
                    between = 1 + (factor - 1) * F(part, 4)
                    assert leader in leaders(with_cost(field, one.key, F(one.cost) * between)) or factor == 1
                if flip:
                    flips += 1
                    ahead = leaders(
                        with_cost(field, one.key, flip.cost + (end * F(one.cost) - flip.cost) * TINY)
                    )
                    assert flip.winner in ahead
                    assert leader not in ahead
    assert flips > 15


def compare_price_flips(n: int) -> None:
    """With a search that knows nothing of lines: the same costs and the same winners, to the last digit."""
    flips = 0
    for field in random_fields(n):
        found = price_flips(field)
        for one in field.entries:
            slow = slow_flips(field, one) if field.leaf_weights["C1"] else [None, None]
            for flip, right in zip((found[one.key].cheaper, found[one.key].dearer), slow, strict=True):
                assert (flip and (flip.cost, flip.winner)) == right, (field.weights.price, one.key)
                flips += flip is not None
    assert flips > n / 4


def test_price_flips_are_those_of_a_search() -> None:
    compare_price_flips(20)


@pytest.mark.prove
def test_price_flips_are_those_of_a_search_at_length() -> None:
    """n = 4,000 random fields of the seed above, 1,000 for each price formula."""
    compare_price_flips(4000)


def test_a_dearer_leader_loses_to_who_is_next_at_its_costs() -> None:
    """The cheapest quote leads; once it is dearer than another, costs count against that one, which turns its rivals."""
    field = random_fields(77)[-1]
    assert field.weights.price.name == LOWEST and field.leader.cost is not None
    assert field.leader.cost == min(one.cost for one in field.entries if one.cost is not None)
    flip = price_flips(field)[field.leader.key].dearer
    assert flip is not None and flip.winner == field.entries[2].key
    assert leaders(with_cost(field, flip.entry, flip.cost * F(1001, 1000))) == {flip.winner}
    assert leaders(with_cost(field, flip.entry, flip.cost * F(999, 1000))) == {field.leader.key}


def test_the_price_flips_of_the_demo() -> None:
    found = price_flips(demo())
    assert found[V2].cheaper is None
    assert found[V2].dearer is not None
    assert (found[V2].dearer.winner, round(float(found[V2].dearer.change), 4)) == (V6, 0.1249)
    assert found[V6].cheaper is not None
    assert (found[V6].cheaper.winner, round(float(found[V6].cheaper.change), 4)) == (V6, -0.1124)


@pytest.mark.parametrize(
    "numbers", [(3, -6, 0, 1), (1, -2, 1, 5), (-6, 3, 1, 0), (0, -7, 1, 1), (0, 7, 0, 1)]
)
def test_where_a_function_turns_negative(numbers: tuple[int, int, int, int]) -> None:
    a, b, c, d = map(F, numbers)

    def value(x: F) -> F:
        return (a * x + b) / (c * x + d)

    for start, end in ((F(1), F(10)), (F(10), F(1)), (F(2), F(3))):
        turn, steps = (
            turns_negative(value, start, end),
            [start + (end - start) * F(n, 1000) for n in range(1, 1000)],
        )
        first = next((x for x in steps if value(x) < 0), None)
        assert (turn is None) == (first is None)
        if turn is not None and first is not None:
            assert abs(turn - first) <= F(9, 1000)
            assert turn == start or value(turn) == 0


# -- the triangle -------------------------------------------------------------------------------------------


def test_the_triangle_is_cut_where_sampling_says() -> None:
    draw = random.Random(SEED)
    for field in [demo(), demo("RFQ-2"), *random_fields(10)]:
        found = triangle(field)
        assert sum(region.share for region in found.regions) == 1
        for _n in range(60):
            cuts = sorted((draw.randint(0, 1000), draw.randint(0, 1000)))
            mix = (F(cuts[0], 1000), F(cuts[1] - cuts[0], 1000), F(1000 - cuts[1], 1000))
            ahead = leaders(
                {
                    one.key: sum(F(w) * p for w, p in zip(mix, one.pillars.values(), strict=True))
                    for one in field.entries
                }
            )
            assert set(found.leaders(mix)) == ahead
            inside = [region for region in found.regions if contains(region.corners, mix)]
            assert {key for region in inside for key in region.keys} >= ahead - set(found.never)
            assert found.region_at(mix) in inside
        for border in found.borders:
            middle = tuple((a + b) / 2 for a, b in zip(border.start, border.end, strict=True))
            assert {border.one, border.other} <= set(found.leaders(middle))


def contains(corners, mix) -> bool:
    """Whether a point lies in a convex polygon, its border included."""
    turns = [
        (b[0] - a[0]) * (mix[1] - a[1]) - (b[1] - a[1]) * (mix[0] - a[0])
        for a, b in zip(corners, [*corners[1:], *corners[:1]], strict=True)
    ]
    return all(turn >= 0 for turn in turns) or all(turn <= 0 for turn in turns)


def test_each_winner_of_the_demo_lies_in_its_own_region() -> None:
    found = triangle(demo())
    assert found.region_at(found.point).keys == (V2,)
    assert found.region_at(mix_of(PRESETS["quality-led"])).keys == (V6,)
    assert {region.keys[0]: round(float(region.share), 4) for region in found.regions} == {
        V2: 0.5283, V6: 0.4433, V3: 0.0284,
    }  # fmt: skip
    flip = pillar_flips(demo())["quality"].up
    assert flip is not None
    quality = flip.border / 100
    on_it = (F(40, 65) * (1 - quality), quality, F(25, 65) * (1 - quality))
    assert set(found.leaders(on_it)) == {V2, V6}


# -- reversal -----------------------------------------------------------------------------------------------

WEIGHTS = Weights(
    "60/40",
    {"cost": D(40), "quality": D(60), "risk": D(0)},
    dict.fromkeys(LEAVES, D(0)) | {"C1": D(40), "K1": D(60)},
)


def offer(name: str, quality: int, price: int, **more) -> Candidate:
    return Candidate(name, D(price), D(0), D(1), {"Q3": F(quality, 20)}, 0, **more)


def totals(field: Field) -> list[tuple[str, F]]:
    return [(one.key, one.total) for one in field.entries]


def test_the_known_reversal_of_the_lowest_ratio() -> None:
    two = [offer("A", 80, 100), offer("B", 70, 80)]
    three = [*two, offer("C", 20, 40)]
    assert totals(field_of(two, WEIGHTS, volatility="STABLE")) == [("B", 82), ("A", 80)]
    field = field_of(three, WEIGHTS, volatility="STABLE")
    assert totals(field) == [("A", 64), ("B", 62), ("C", 52)]
    (case,) = reversals(field)
    assert (case.above, case.below, case.by, case.joins, case.winner) == ("A", "B", "C", False, "B")
    assert (case.before, case.after) == ((D("64.00"), D("62.00")), (D("80.00"), D("82.00")))
    gated = field_of([*two, offer("C", 20, 40, gates_failed=("G-01",))], WEIGHTS, volatility="STABLE")
    (joined,) = reversals(gated)
    assert (joined.above, joined.below, joined.by, joined.joins, joined.winner) == ("B", "A", "C", True, "A")
    (newcomer,) = newcomers(field_of(two, WEIGHTS, volatility="STABLE"))
    assert (newcomer.above, newcomer.below, newcomer.cost, newcomer.winner) == ("B", "A", 60, True)
    for cost, first in ((61, "B"), (59, "A")):
        joined_by = field_of([*two, offer("C", 0, cost)], WEIGHTS, volatility="STABLE")
        assert joined_by.leader.key == first


def test_a_formula_of_the_buyers_own_figure_knows_no_reversal() -> None:
    for name in ("ceiling", "baseline"):
        weights = replace(WEIGHTS, price=PriceFormula(name, D(200)))
        field = field_of(
            [offer("A", 80, 100), offer("B", 70, 80), offer("C", 20, 40)], weights, volatility="STABLE"
        )
        assert (reversals(field), newcomers(field)) == ([], [])


def test_every_reversal_is_found_by_leaving_each_quote_out() -> None:
    found = 0
    for field in random_fields(60):
        if not field.weights.price.relative:
            continue
        now, expected = [one.key for one in field.entries], set()
        ranks = {row.vendor: row.rank for row in field.ranking(field.candidates).rows}
        for gone in now:
            then = {
                r.vendor: r.rank
                for r in field.ranking([c for c in field.candidates if c.vendor != gone]).rows
            }
            expected |= {
                (a, b, gone) for a in then for b in then if ranks[a] < ranks[b] and then[a] > then[b]
            }
        left = {(case.above, case.below, case.by) for case in reversals(field) if not case.joins}
        assert left == expected
        found += len(left)
    assert found

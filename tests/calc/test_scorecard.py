"""Scores, totals and ranking (domain 10.1 to 10.4, 12.2, 12.3)."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest

from calc import scorecard
from calc.price_formula import LINEAR, USUAL, PriceFormula
from calc.scorecard import (
    PRESETS,
    Candidate,
    Ranking,
    Scorecard,
    Weights,
    check_weights,
    preset,
    rank,
    sensitivity,
    shown,
    uplift_value,
)
from tests.calc.demo_cases import PILLARS, TOTALS, V1, V2, V3, V4, V5, V6, priced

# Q1 to Q10, then continuity.
PANEL = {
    V1: (2, 1, 1, 1, 2, 2, 2, 1, 2, 2, 1),
    V2: (5, 5, 4, 4, 4, 4, 4, 5, 4, 4, 4),
    V3: (4, 4, 2, 3, 3, 3, 3, 3, 3, 4, 3),
    V4: (3, 3, 3, 3, 4, 3, 3, 3, 3, 3, 2),
    V5: (4, 4, 1, 1, 2, 1, 3, 5, 2, 2, 3),
    V6: (4, 3, 5, 5, 4, 5, 5, 3, 5, 4, 5),
}
FLAGS = {V1: 120, V2: 5, V3: 25, V4: 40, V5: 60, V6: 30}
CHANGES = {"RFQ-1": {}, "RFQ-2": {V2: {"Q10": 3}, V3: {"Q7": 1, "Q10": 3}, V6: {"Q2": 4}}}
VOLATILITY = {"RFQ-1": "VOLATILE", "RFQ-2": "STABLE"}
QUESTIONS = (*(f"Q{number}" for number in range(1, 11)), "BCP")


def candidates(rfq: str) -> list[Candidate]:
    found = []
    for vendor, quote in priced(rfq).items():
        scores = dict(zip(QUESTIONS, PANEL[vendor], strict=True)) | CHANGES[rfq].get(vendor, {})
        found.append(
            Candidate(
                vendor=vendor,
                tco=quote.horizon_tco,
                loaded_uplift=quote.loaded_uplift_shown,
                elasticity=quote.elasticity,
                scores=scores,
                flag_points=15 if (rfq, vendor) == ("RFQ-2", V6) else FLAGS[vendor],
                gates_failed=("G-05",) if (rfq, vendor) == ("RFQ-2", V3) else (),
                value_credit=quote.value_credit,
            )
        )
    return found


def table(ranking: Ranking) -> list[tuple[str, str]]:
    return [(row.vendor, str(row.total)) for row in ranking.rows]


@pytest.mark.parametrize("rfq", list(TOTALS))
def test_totals_and_order_under_the_four_presets(rfq: str) -> None:
    rankings = sensitivity(candidates(rfq), volatility=VOLATILITY[rfq])
    assert {name: table(ranking) for name, ranking in rankings.items()} == TOTALS[rfq]
    assert [row.rank for row in rankings["default"].rows] == list(range(1, len(TOTALS[rfq]["default"]) + 1))


@pytest.mark.parametrize("value_credit", [False, True])
def test_leaves_worked_out_once_rank_under_any_weights_as_anew(value_credit: bool) -> None:
    given = {"volatility": VOLATILITY["RFQ-2"], "value_credit": value_credit}
    card = Scorecard(candidates("RFQ-2"), USUAL, **given)
    for weights in map(preset, PRESETS):
        assert card.rank(weights) == rank(candidates("RFQ-2"), weights, **given)
    with pytest.raises(ValueError, match="the leaves are those of"):
        card.rank(replace(preset("default"), price=PriceFormula(LINEAR, Decimal(10**9))))
    with pytest.raises(ValueError, match="sum to"):
        card.rank(replace(preset("default"), pillars={**PRESETS["default"], "cost": Decimal(41)}))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1/200", "0.01"),
        ("-1/200", "-0.01"),
        ("1/201", "0.00"),
        ("-1/3", "-0.33"),
        ("12345678901/100", "123456789.01"),
    ],
)
def test_what_is_shown_is_rounded_once_half_away_from_nothing(value: str, said: str) -> None:
    assert str(shown(Fraction(value))) == said


@pytest.mark.parametrize("rfq", list(PILLARS))
def test_pillars_of_the_demo(rfq: str) -> None:
    ranking = rank(candidates(rfq), preset("default"), volatility=VOLATILITY[rfq])
    found = {
        row.vendor: tuple(str(scorecard.shown(pillar)) for pillar in row.score.pillars.values())
        for row in ranking.rows
    }
    assert found == PILLARS[rfq]
    assert not ranking.incomplete


def test_a_quote_that_fails_a_gate_is_shown_with_its_total() -> None:
    ranking = rank(candidates("RFQ-2"), preset("default"), volatility="STABLE")
    assert [entry.as_json() for entry in ranking.excluded] == [
        {"vendor": V3, "gates_failed": ["G-05"], "total_if_ignored": "69.36"}
    ]
    assert ranking.excluded[0].rank_if_ignored == 3
    assert ranking.excluded[0].score.leaves["C1"] == 100


def test_where_every_quote_fails_a_gate_each_is_measured_by_itself() -> None:
    failing = [replace(candidate, gates_failed=("G-01",)) for candidate in candidates("RFQ-1")]
    ranking = rank(failing, preset("default"), volatility="VOLATILE")
    assert ranking.rows == ()
    assert {entry.score.leaves["C1"] for entry in ranking.excluded} == {Fraction(100)}


def test_value_credit_changes_the_totals_only_when_switched_on() -> None:
    ranking = rank(candidates("RFQ-1"), preset("default"), volatility="VOLATILE", value_credit=True)
    assert table(ranking) == [
        *((V2, "84.58"), (V6, "82.38"), (V3, "72.44"), (V4, "69.85"), (V5, "56.12"), (V1, "38.65")),
    ]


def test_leaves_of_the_winner_as_printed() -> None:
    row = rank(candidates("RFQ-1"), preset("default"), volatility="VOLATILE").rows[0].as_json()
    leaves = row["leaves"]
    assert isinstance(leaves, dict)
    assert tuple(leaves) == scorecard.LEAVES
    assert tuple(leaves.values()) == (
        *("94.31", "73.00", "100.00", "100.00", "54.40"),
        *("80.00", "80.00", "80.00", "80.00", "80.00"),
        *("80.00", "100.00", "80.00", "80.00", "95.00"),
    )
    assert (row["rank"], row["vendor"], row["total"]) == (1, V2, "85.41")
    assert preset("default").as_json() == {"cost": "40", "quality": "35", "risk": "25"}


@pytest.mark.parametrize(
    ("uplift", "value"),
    [
        *(("-0.05", 100), ("0", 100), ("0.10", 80), ("0.20", 60)),
        *(("0.35", 30), ("0.50", 0), ("0.60", 0)),
    ],
)
def test_value_of_an_uplift(uplift: str, value: int) -> None:
    assert uplift_value(Decimal(uplift)) == value


@pytest.mark.parametrize(
    ("volatility", "value"),
    [("VOLATILE", Fraction(60)), ("MODERATE", Fraction(80)), ("STABLE", Fraction(100))],
)
def test_elasticity_counts_as_far_as_volume_varies(volatility: str, value: Fraction) -> None:
    one = replace(candidates("RFQ-1")[0], elasticity=Decimal("0.6"))
    leaf = rank([one], preset("default"), volatility=volatility).rows[0].score.leaves["C5"]
    assert leaf == value


def test_a_missing_score_counts_nothing_and_is_named() -> None:
    whole = candidates("RFQ-1")[1]
    part = replace(whole, scores={q: s for q, s in whole.scores.items() if q != "Q6"}, elasticity=None)
    ranking = rank([part], preset("default"), volatility="VOLATILE")
    assert ranking.incomplete
    assert ranking.rows[0].score.missing == ("C5", "K4")
    assert ranking.rows[0].score.leaves["K4"] == 0


def test_scores_run_from_0_to_5_and_may_be_a_mean() -> None:
    one = candidates("RFQ-1")[0]
    mean = replace(one, scores={**one.scores, "Q3": Fraction(19, 6)})
    ranking = rank([mean], preset("default"), volatility="STABLE")
    assert ranking.rows[0].score.leaves["K1"] == Fraction(190, 3)
    for wrong in (Decimal("5.5"), 6, -1):
        with pytest.raises(ValueError, match="Q3"):
            rank([replace(one, scores={**one.scores, "Q3": wrong})], preset("default"), volatility="STABLE")


# -- ties ---------------------------------------------------------------------------------------------------

EVEN = Candidate(
    vendor="even",
    tco=Decimal(1000),
    loaded_uplift=Decimal(0),
    elasticity=Decimal(1),
    scores=dict.fromkeys(QUESTIONS, 3),
    flag_points=40,
    fit=Decimal(3),
    submitted_at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
)
# Only leaf C4 and the risk pillar count, so that a total can be the same for different reasons.
NARROW = Weights(
    "narrow",
    {"cost": Decimal(50), "quality": Decimal(0), "risk": Decimal(50)},
    {leaf: Decimal({"C4": 40, "R1": 60}.get(leaf, 0)) for leaf in scorecard.LEAVES},
)


def decided(first: Candidate, second: Candidate, weights: Weights = NARROW) -> tuple[str, str]:
    rows = rank([second, first], weights, volatility="STABLE").rows
    assert rows[0].total == rows[1].total
    return rows[0].vendor, rows[1].decided_by


def test_ties_are_broken_in_order() -> None:
    safer = replace(EVEN, vendor="safer", scores={**EVEN.scores, "Q1": 2, "Q7": 4}, tco=Decimal(2000))
    assert decided(safer, EVEN) == ("safer", "T-1")
    cheaper = replace(EVEN, vendor="cheaper", tco=Decimal(999), fit=Decimal(1))
    assert decided(cheaper, EVEN) == ("cheaper", "T-2")
    fitting = replace(EVEN, vendor="fitting", fit=Decimal(4), submitted_at=datetime(2026, 3, 2, tzinfo=UTC))
    assert decided(fitting, EVEN) == ("fitting", "T-3")
    earlier = replace(EVEN, vendor="earlier", submitted_at=datetime(2026, 2, 28, tzinfo=UTC))
    assert decided(earlier, EVEN) == ("earlier", "T-4")


def test_quotes_equal_in_everything_share_a_rank() -> None:
    twin, third = replace(EVEN, vendor="alike"), replace(EVEN, vendor="third", scores={}, flag_points=0)
    rows = rank([EVEN, third, twin], NARROW, volatility="STABLE").rows
    assert [(row.rank, row.vendor, row.decided_by) for row in rows] == [
        *((1, "alike", ""), (1, "even", ""), (3, "third", "")),
    ]


def test_ranking_does_not_depend_on_the_order_of_vendors() -> None:
    some = candidates("RFQ-1")[:4]
    first = rank(some, preset("default"), volatility="VOLATILE")
    for order in permutations(some):
        assert rank(order, preset("default"), volatility="VOLATILE") == first


# -- weights ------------------------------------------------------------------------------------------------


def test_the_presets_are_sound() -> None:
    for name in scorecard.PRESETS:
        assert check_weights(preset(name)) == []


def test_faulty_weights_are_named() -> None:
    short = Weights("short", {**scorecard.PRESETS["default"], "cost": Decimal(39)})
    assert [str(fault) for fault in check_weights(short)] == [
        "pillars: sum to 99, not 100; change them by 1 in all"
    ]
    leaves = {**scorecard.WEIGHTS, "C1": Decimal("-1"), "X9": Decimal(1)}
    del leaves["R5"]
    paths = [fault.path for fault in check_weights(Weights("odd", scorecard.PRESETS["default"], leaves))]
    assert paths == ["leaves.X9", "leaves.R5", "leaves.C1"]
    fine = Weights("fine", {**scorecard.PRESETS["default"], "cost": Decimal("40.001")})
    assert [fault.path for fault in check_weights(fine)] == ["pillars.cost"]
    hollow = dict.fromkeys(scorecard.LEAVES, Decimal(0)) | {"C1": Decimal(100)}
    paths = [fault.path for fault in check_weights(Weights("hollow", scorecard.PRESETS["default"], hollow))]
    assert paths == ["pillars.quality", "pillars.risk"]
    with pytest.raises(ValueError, match="sum to 99"):
        rank(candidates("RFQ-1"), short, volatility="VOLATILE")

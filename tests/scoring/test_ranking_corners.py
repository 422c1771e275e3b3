"""What the pages of a ranking say where there is little or nothing to rank: plain values, no database."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from calc.scorecard import preset
from scoring import firm
from scoring.engine import evaluate
from scoring.firm import firm_of, leader_flips
from scoring.forms.odds import OddsForm
from scoring.forms.reweigh import ReweighForm, scaled_to_hundred
from scoring.models import ScoreRun
from scoring.odds import bounded, odds_of
from scoring.queries.firmness import firmness_page, reversal_warnings
from scoring.queries.mixes import mixes_page
from scoring.queries.odds import odds_page
from scoring.queries.ranking import Board, ranking_page
from scoring.views import firmness_tables, ranking_table
from tests.calc.demo_cases import V1, V2, V3, V6
from tests.scoring.workbooks import inputs

Given = dict[str, Any]


def shown(given: Given, weights: dict[str, Any] | None = None) -> Board:
    """The board of a run that is stored nowhere."""
    names = {quote["vendor"]: quote["vendor"] for quote in given["quotes"]}
    nothing: dict[str, list[Any]] = {name: [] for name in names}
    run = ScoreRun(pk=uuid4(), inputs=given, weights=weights or {}, number=1, engine="2")
    rfq: Any = SimpleNamespace(code="RFQ-2", need={})
    return Board(rfq, run, evaluate(given, weights or {}), names, nothing, nothing)


def of(*vendors: str) -> Given:
    given = inputs("RFQ-2")
    return {**given, "quotes": [quote for quote in given["quotes"] if quote["vendor"] in vendors]}


def twins(**changes: Any) -> Given:
    """Two quotes that are alike to the last digit but for the changes to the second."""
    (one,) = of(V2)["quotes"]
    return {**of(), "quotes": [one, {**one, "quote": "2", "vendor": "Twin", **changes}]}


def gated() -> Given:
    given = of(V2, V6)
    return {**given, "quotes": [{**quote, "gates_failed": ["G-01"]} for quote in given["quotes"]]}


def unpriced() -> Given:
    given = of(V1, V2)
    first, second = given["quotes"]
    return {**given, "quotes": [first, {**second, "document": {**second["document"], "rate_lines": []}}]}


EARLIER = "2026-09-01T08:00:00+00:00"
# what is given, what the ranking says, what the other page says
CORNERS: list[tuple[Callable[[], Given], str, str]] = [
    (gated, "No quote passes every gate.", "there is no order that could turn"),
    (lambda: of(V2), f"{V2} is the only ranked quote, with 88.", "nothing changes the winner"),
    (
        twins,
        "share the first place: every tie rule finds them equal",
        "Whatever cost weighs",
    ),
    (
        lambda: twins(submitted_at=EARLIER),
        "the earlier submission puts Twin first",
        "Whatever cost weighs",
    ),
    (unpriced, f"{V2} leads with 57.85", f"{V2} leads"),
]


@pytest.mark.parametrize(("given", "ranks", "firm"), CORNERS)
def test_each_corner_is_said_in_words(given: Callable[[], Given], ranks: str, firm: str) -> None:
    board = shown(given())
    with translation.override("en"):
        page = ranking_page(board)
        said = " ".join(firmness_page(board)["sentences"])
        mixes_page(board, board.evaluated.weights)
    assert ranks in page["sentence"]
    assert firm in said


def test_a_quote_without_a_price_is_named_and_counts_nothing_for_it() -> None:
    page = ranking_page(shown(unpriced()))
    assert page["unpriced"] == [V2] and page["incomplete"]
    (row,) = [row for row in page["rows"] if row["name"] == V2]
    assert {leaf["code"] for leaf in row["leaves"] if not leaf["value"]} >= {"C1", "C2", "C5"}


def test_what_people_wrote_is_escaped_in_the_rows() -> None:
    """Names, sentences of flags and of gates; in the ranked rows, in those a gate keeps out, under other weights."""
    given, sly = of(V2, V6), "<b>&'"
    first, second = given["quotes"]
    board = shown({**given, "quotes": [first, {**second, "gates_failed": ["G-01"]}]})
    flags = [{"code": "RF-202", "severity": "MAJOR", "title": sly, "waived": sly}]
    gates = [{"code": "G-01", "title": sly, "waived": ""}]
    board = replace(
        board,
        names=dict.fromkeys((V2, V6), sly),
        flags=dict.fromkeys((V2, V6), flags),
        gates={V2: [], V6: gates},
    )
    again = mixes_page(board, board.evaluated.weights)["again"]
    for made in (ranking_table.rows(ranking_page(board)), firmness_tables.again_rows(again)):
        assert "<b>" not in made
        assert "&lt;b&gt;&amp;&#x27;" in made


def test_the_case_in_which_a_third_quote_turns_two_is_told_on_both_pages() -> None:
    """A quality 80 at 100, B 70 at 80, weights 60 to 40: B leads 82 to 80; with C, 20 at 40, A leads 64 to 62."""
    given = of(V1, V2, V6)
    quality = (("A", "4"), ("B", "3.5"), ("C", "1"))
    quotes = [
        {**quote, "vendor": name, "scores": dict.fromkeys(quote["scores"], score)}
        for quote, (name, score) in zip(given["quotes"], quality, strict=True)
    ]
    leaves = dict.fromkeys(preset("default").leaves, "0") | {"C1": "40", "K1": "60"}
    weights = {"preset": "own", "pillars": {"cost": "40", "quality": "60", "risk": "0"}, "leaves": leaves}
    board = shown({**given, "quotes": quotes}, weights)
    costs = {"A": 100, "B": 80, "C": 40}
    priced = [replace(one, tco=Decimal(costs[one.vendor])) for one in board.evaluated.candidates]
    board.evaluated.candidates[:] = priced
    with pytest.MonkeyPatch.context() as patch, translation.override("en"):
        patch.setattr("scoring.queries.firmness.evaluated_run", lambda run: board.evaluated)
        (warning, *others) = reversal_warnings(board)
        assert (
            warning
            == "Without C, B would stand above A (80.00 : 82.00 instead of 64.00 : 62.00). B would lead."
        )
        assert not others
        assert firmness_page(board)["reversals"] == [warning]
    # Risk weighs nothing here and has no criteria; the presets, in which it weighs, take the usual ones.
    page = ranking_page(board)
    assert page["rows"][0]["name"] == "A" and len(page["presets"]["rows"]) == 3


@pytest.mark.parametrize(
    ("given", "scaled"),
    [
        (("40", "35", "24.99"), ("40.01", "35.00", "24.99")),
        (("1", "1", "1"), ("33.34", "33.33", "33.33")),
        (("0", "0", "0"), ()),
        (("40", "35", "25"), ()),
        (("0", "100", "100"), ("0.00", "50.00", "50.00")),
    ],
)
def test_weights_that_do_not_sum_to_100_are_refused_and_a_sum_of_100_is_offered(
    given: tuple[str, ...], scaled: tuple[str, ...]
) -> None:
    with translation.override("en"):
        form = ReweighForm(dict(zip(("cost", "quality", "risk"), given, strict=True)), preset("default"))
        total = sum(map(float, given))
        sound = total == 100
        assert form.is_valid() == sound
        assert sound or f"they sum to {total:g}." in str(form.errors)
        assert form.weights.name == ("tried" if sound else "default")
    assert tuple(map(str, form.scaled.values())) == scaled
    assert not scaled or sum(form.scaled.values()) == 100
    assert scaled_to_hundred(form.scaled) == {}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"cost": "x"}, "Write digits 0 to 9"),
        ({"cost": "-1"}, "Write digits 0 to 9"),
        ({"cost": "1e2"}, "Write digits 0 to 9"),
        ({"cost": "40.001"}, "Write digits 0 to 9"),
        ({"cost": "101"}, "Give a number from 0 to 100."),
        ({"risk": ""}, "This field is required."),
        ({"leaf_C1": "23"}, "they sum to 101."),
        (
            {"leaf_C1": "100"} | {f"leaf_{leaf}": "0" for leaf in preset("default").leaves if leaf != "C1"},
            "none of its criteria",
        ),
    ],
)
def test_weights_that_make_no_sense_are_refused_at_their_field(address: dict[str, str], said: str) -> None:
    with translation.override("en"):
        form = ReweighForm(address, preset("default"))
        assert said in str(form.errors)
    assert form.weights == preset("default")


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ({"points": "9"}, "points"),
        ({"spread": "0"}, "spread"),
        ({"draws": "1000000"}, "draws"),
        ({"seed": "-1"}, "seed"),
        ({"weighting": "mine"}, "weighting"),
    ],
)
def test_doubts_out_of_bounds_are_refused_and_the_usual_ones_drawn(
    address: dict[str, str], field: str
) -> None:
    form = OddsForm(address, costs=True)
    assert list(form.errors) == [field]
    assert form.doubts() == OddsForm({"draws": "10000"}, costs=True).doubts()


def test_the_same_seed_counts_the_same_and_the_leader_leads_the_odds() -> None:
    board = shown(of(V1, V2, V6))
    form = OddsForm({"draws": "1000", "seed": "7", "weighting": "any-pillars"}, costs=True)
    found = firm_of(board.evaluated)
    assert found is not None
    one, other = (odds_of(board.evaluated, found.field, form.doubts(), {}) for _ in range(2))
    assert one.to_json() == other.to_json() and (one.count, one.seed) == (1000, 7)
    assert sum(map(one.first, found.field.keys)) == 1 and one.first(V6) > one.first(V2) > one.first(V1)


def test_rfq_1_turns_to_the_second_at_a_larger_volume_and_rfq_2_never() -> None:
    """Every quote is priced anew at each volume: from 1.45 times the forecast Lighthouse Whale leads RFQ-1."""
    one = inputs("RFQ-1")
    both = {**one, "quotes": [quote for quote in one["quotes"] if quote["vendor"] in (V2, V6)]}
    found = leader_flips(evaluate(both, {}))
    assert [(str(flip.low), str(flip.high), flip.before, flip.after) for flip in found] == [
        ("1.44", "1.45", V2, V6)
    ]
    assert leader_flips(evaluate(of(V2, V6), {})) == []


def test_a_third_that_leads_on_the_way_is_named_and_so_is_who_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def leader_at(_evaluated: object, factor: Decimal) -> str:
        return "A" if factor < Decimal("1.2") else "C" if factor < Decimal("1.4") else "B"

    monkeypatch.setattr(firm, "leader_at", leader_at)
    found = [
        (str(flip.low), str(flip.high), flip.before, flip.after)
        for flip in leader_flips(evaluate(of(V2), {}))
    ]
    assert found == [("1.19", "1.20", "A", "C"), ("1.39", "1.40", "C", "B")]


def test_the_demo_lies_in_its_own_regions_of_the_triangle() -> None:
    """RFQ-1: Celadon leads as published, Lighthouse Whale where quality leads; each in its own region."""
    board = shown(inputs("RFQ-1"))
    with translation.override("en"):
        page = mixes_page(board, board.evaluated.weights)
    assert [(one["letter"], one["name"], str(one["percent"]), one["points"]) for one in page["regions"]] == [
        ("A", V2, "52.83", ["This RFQ", "Balanced", "Cost-led", "Risk-led"]),
        ("B", V6, "44.33", ["Quality-led"]),
        ("C", V3, "2.84", []),
    ]
    (between,) = [one for one in page["borders"] if {one["one"], one["other"]} == {V2, V6}]
    assert [str(share) for share in between["end"]] == ["43.73", "56.27", "0.00"]
    marks = [(one["mark"], one["drawn"]) for one in page["points"]]
    assert marks == [("RFQ", True), ("1", False), ("2", True), ("3", True), ("4", True)]


def test_so_many_draws_as_quotes_allow_and_the_page_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = OddsForm({"draws": "100000"}, costs=True).doubts()
    drawn = {count: bounded(asked, count).count for count in (2, 12, 13, 50, 2_000)}
    assert drawn == {2: 100_000, 12: 100_000, 13: 92_000, 50: 24_000, 2_000: 1_000}
    board = shown(of(V1, V2, V6))
    for name in ("firmness", "odds"):
        monkeypatch.setattr(f"scoring.queries.{name}.evaluated_run", lambda run: board.evaluated)
    monkeypatch.setattr("scoring.queries.odds.latest_simulation", lambda rfq: None)
    monkeypatch.setattr("scoring.odds.MOST_CELLS", 6_500)
    with translation.override("en"):
        page = odds_page(board, asked)
        assert odds_page(board, replace(asked, count=1_000))["fewer"] == ""
    assert "of 2,000 draws" in page["sentence"]
    assert page["fewer"].startswith("2,000 draws instead of the 100,000 you asked for: each draw ranks all 3")

"""The named formulas for the total cost: exact points, edges, and what a faulty one is called."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from calc.price_formula import BASELINE, CEILING, LINEAR, LOWEST, PriceFormula, check_formula
from calc.scorecard import Candidate, Weights, check_weights, preset, rank, sensitivity
from tests.calc.test_scorecard import NARROW, QUESTIONS, candidates

KNOWN = Decimal(200)
# formula, reference, own, best, points
POINTS = [
    (LOWEST, None, 100, 80, Fraction(80)),
    (LOWEST, None, 80, 80, Fraction(100)),
    (LOWEST, None, 300, 100, Fraction(100, 3)),
    (LOWEST, None, 0, -5, Fraction(0)),  # a value credit: only the best has points
    (LINEAR, KNOWN, 150, 100, Fraction(50)),
    (LINEAR, KNOWN, 100, 100, Fraction(100)),
    (LINEAR, KNOWN, 200, 100, Fraction(0)),
    (LINEAR, KNOWN, 201, 100, Fraction(0)),
    (LINEAR, KNOWN, 200, 200, Fraction(100)),  # the best stands on the ceiling: it is still the best
    (LINEAR, KNOWN, 250, 250, Fraction(0)),  # the only quote, above the ceiling
    (LINEAR, KNOWN, 0, -100, Fraction(200, 3)),
    (CEILING, KNOWN, 150, 1, Fraction(25)),
    (CEILING, KNOWN, 150, 150, Fraction(25)),  # whatever others quote
    (CEILING, KNOWN, 200, 200, Fraction(0)),
    (CEILING, KNOWN, 999, 999, Fraction(0)),
    (BASELINE, KNOWN, 120, 100, Fraction(40)),
    (BASELINE, KNOWN, -10, -10, Fraction(100)),
]


@pytest.mark.parametrize(("name", "reference", "own", "best", "points"), POINTS)
def test_points_are_exact(
    name: str, reference: Decimal | None, own: int, best: int, points: Fraction
) -> None:
    assert PriceFormula(name, reference).points(Decimal(own), Decimal(best)) == points


def test_a_faulty_formula_is_named_with_its_remedy() -> None:
    assert [str(fault) for fault in check_formula(PriceFormula(LINEAR))] == [
        "price_reference: is missing; state it, or choose lowest"
    ]
    assert [fault.path for fault in check_formula(PriceFormula("median"))] == ["price_formula"]
    for odd in ("0", "-1", "NaN"):
        assert [fault.path for fault in check_formula(PriceFormula(BASELINE, Decimal(odd)))] == [
            "price_reference"
        ]
    assert check_formula(PriceFormula(LOWEST)) == check_formula(PriceFormula(CEILING, KNOWN)) == []
    short = Weights("own", NARROW.pillars, NARROW.leaves, PriceFormula(LINEAR))
    assert [fault.path for fault in check_weights(short)] == ["price_reference"]


def test_the_default_is_the_lowest_ratio_and_presets_keep_the_formula() -> None:
    some = candidates("RFQ-1")
    assert preset("default").price == PriceFormula(LOWEST)
    ceiling = PriceFormula(CEILING, Decimal(2_000_000))
    for ranking in sensitivity(some, volatility="VOLATILE", price=ceiling).values():
        costs = {one.vendor: one.tco for one in some}
        for row in ranking.rows:
            assert row.score.leaves["C1"] == ceiling.points(costs[row.vendor], Decimal(1))


def quote(vendor: str, quality: str, price: int) -> Candidate:
    """Quality over all other leaves of a simple rule of two: the price, and one score."""
    scores = dict.fromkeys(QUESTIONS, Decimal(quality) / 20)
    return Candidate(vendor, Decimal(price), Decimal(0), Decimal(1), scores, 0)


def two_of_price_and_quality(price: PriceFormula) -> Weights:
    pillars = {"cost": Decimal(40), "quality": Decimal(60), "risk": Decimal(0)}
    leaves = {leaf: Decimal({"C1": 40, "K1": 60}.get(leaf, 0)) for leaf in NARROW.leaves}
    return Weights("own", pillars, leaves, price)


def test_a_relative_formula_can_turn_the_order_of_two_and_an_absolute_one_cannot() -> None:
    a, b, c = quote("A", "80", 100), quote("B", "70", 80), quote("C", "20", 40)

    def totals(price: PriceFormula, *quotes: Candidate) -> list[tuple[str, str]]:
        found = rank(quotes, two_of_price_and_quality(price), volatility="STABLE")
        return [(row.vendor, str(row.total)) for row in found.rows]

    lowest, ceiling = PriceFormula(LOWEST), PriceFormula(CEILING, KNOWN)
    assert totals(lowest, a, b) == [("B", "82.00"), ("A", "80.00")]
    assert totals(lowest, a, b, c) == [("A", "64.00"), ("B", "62.00"), ("C", "52.00")]
    assert totals(ceiling, a, b, c)[:2] == totals(ceiling, a, b)


def test_a_gated_quote_counts_as_eligible_in_its_own_row_under_every_formula() -> None:
    cheap = replace(quote("out", "20", 40), gates_failed=("G-01",))
    for formula, points in ((PriceFormula(LINEAR, KNOWN), 100), (PriceFormula(CEILING, KNOWN), 80)):
        found = rank([quote("A", "80", 100), cheap], two_of_price_and_quality(formula), volatility="STABLE")
        assert found.rows[0].score.leaves["C1"] == (100 if formula.relative else 50)
        assert found.excluded[0].score.leaves["C1"] == points

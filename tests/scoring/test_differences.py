"""What would turn the order round, and why one stands above another."""

from fractions import Fraction

import pytest

from calc import scorecard
from calc.robustness.flips import pair_flip
from calc.scorecard import Score, preset
from scoring.queries.differences import flip_words, leaf_points


def score(cost: str, quality: str, risk: str) -> Score:
    pillars = {
        name: Fraction(value) for name, value in zip(scorecard.PILLARS, (cost, quality, risk), strict=True)
    }
    leaves = {leaf: pillars[p] for p, names in scorecard.PILLARS.items() for leaf in names}
    total = sum((Fraction(preset("default").pillars[p]) * v for p, v in pillars.items()), Fraction(0)) / 100
    return Score(leaves, pillars, total, ())


def test_the_demo_turns_just_over_44_per_cent_of_quality() -> None:
    flip = pair_flip(score("89.40", "80.00", "86.60"), score("71.01", "94.29", "86.80"), preset("default"))
    assert flip is not None
    assert (flip.criterion, flip.winner, flip.upward) == ("quality", "below", True)
    assert flip_words(flip).startswith("quality weighed just over 44% ")


def test_who_is_better_everywhere_never_loses_the_lead() -> None:
    assert pair_flip(score("90", "90", "90"), score("80", "70", "60"), preset("default")) is None


@pytest.mark.parametrize("values", [("89.40", "80", "86.60"), ("0", "100", "33.3")])
def test_the_points_of_all_leaves_are_the_total(values: tuple[str, str, str]) -> None:
    one = score(*values)
    assert sum(leaf_points(one, preset("default")).values()) == one.total

"""The ranking benchmark measures what it says: the compiled loop and the product find the same places."""

import shutil

import numpy as np
import pytest

from bench import ranking
from bench.ranking_task import less_is_better, values, weights


@pytest.mark.parametrize("kind", ["sum", "topsis"])
def test_the_compiled_loop_finds_the_same_places(kind, tmp_path):
    limit, given = ranking.compiled(tmp_path), weights(800)
    assert (limit is None) == (shutil.which("cc") is None)
    ours = ranking.counted(kind, given)
    assert ours.sum() == 800 * 50
    assert (
        limit is None or np.abs(limit(kind, given) - ours).sum() <= 4
    )  # two quotes so close that single precision exchanges them


def test_places_are_those_of_one_topsis_after_another():
    given, places = weights(40), np.zeros((50, 50), int)
    for weight in given:
        order = np.argsort(-ranking.topsis(values(), weight, less_is_better()))
        places[order, np.arange(50)] += 1
    assert (ranking.counted("topsis", given) == places).all()

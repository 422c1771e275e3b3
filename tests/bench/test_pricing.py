"""The pricing benchmark compares like with like: three ways to the same totals."""

import shutil

import numpy as np
import pytest

from bench.pricing import ENGINES, HORIZONS, agreement, compiled, priced, recorded, spread
from bench.pricing_task import MODELS, build
from calc.tco import price


@pytest.fixture(scope="module")
def task():
    return build(MODELS, 40)


def test_the_totals_are_those_of_the_exact_engine(task, capsys):
    totals = priced(task, recorded(task))
    for place, quote in enumerate(task.quotes.values()):
        tco = price(task.demand, quote, task.drivers.exact(17)).tco
        assert [int(tco[horizon] * 100) for horizon in HORIZONS] == list(totals[place, :, 17])
    agreement(task, 1)
    assert "0 of 420 invoices, 0 totals" in capsys.readouterr().out
    ranked = spread(totals)
    assert ranked.shape == (MODELS, 3, 3)
    assert (ranked == np.sort(totals, axis=2)[:, :, [3, 19, 35]]).all()


def test_the_compiled_limit_does_the_same_work(task, tmp_path):
    limit = compiled(task, tmp_path)
    assert (limit is None) == (shutil.which("cc") is None)
    assert limit is None or (limit() == priced(task, recorded(task))).all()


def test_libreoffice_is_held_to_the_cent_and_hyperformula_to_a_unit_of_money():
    office, formula = ENGINES
    assert office.differences([5, 7], [5, 7]) == [0, 0]
    assert formula.differences([5, 107], [5, 7]) == [0, 100]
    for engine, totals in ((office, [5, 8]), (formula, [5, 108])):
        with pytest.raises(RuntimeError, match=engine.name):
            engine.differences(totals, [5, 7])

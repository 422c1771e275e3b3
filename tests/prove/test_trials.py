"""A long proof goes on behind the trials that have held, and not behind those of other code."""

from pathlib import Path

import pytest

from tests import trials as proofs
from tests.trials import LONG, trials


def broken_off(n: int, at: int) -> list[int]:
    """The trials that were begun before one failed."""
    begun = []
    for trial in trials("sample", n, seed=1):
        begun.append(trial)
        if trial == at:
            break
    return begun


def test_a_run_goes_on_with_the_trial_that_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(proofs, "MARKS", tmp_path)
    monkeypatch.setattr(proofs, "_code", lambda: "code")
    assert broken_off(LONG, at=7) == list(range(8))
    assert broken_off(LONG, at=9) == [7, 8, 9]
    monkeypatch.setattr(proofs, "_code", lambda: "other")
    assert broken_off(LONG, at=2) == [0, 1, 2]
    monkeypatch.setattr(proofs, "_code", lambda: "code")
    assert list(trials("sample", LONG, seed=1)) == list(range(9, LONG))
    assert list(trials("sample", LONG, seed=1)) == list(range(LONG)), "a finished proof leaves no mark"


def test_a_short_run_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(proofs, "MARKS", tmp_path)
    assert broken_off(LONG - 1, at=3) == broken_off(LONG - 1, at=3)
    assert list(tmp_path.iterdir()) == []


def test_another_byte_of_code_is_other_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(proofs, "MARKS", tmp_path / ".var" / "prove")
    module = tmp_path / "calc" / "money.py"
    module.parent.mkdir()
    module.write_text("CENT = 1")
    before = proofs._code()
    module.write_text("CENT = 2")
    assert proofs._code() != before

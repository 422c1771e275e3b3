"""Who gets what of an award: the rules, without a database."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from scoring.policies.award import check_diligence, check_form, check_main, check_price_hold, check_split
from tests.scoring.build import DILIGENCE
from ui.errors import Refused

ONE, TWO = SimpleNamespace(pk=1), SimpleNamespace(pk=2)
LINES = {"main": "Shop chat", "line-2": "Hotline"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"main": ONE}, "every service line: Hotline"),
        ({"main": ONE, "line-2": TWO, "line-9": TWO}, "no service line line-9"),
        ({"main": ONE, "line-2": ONE}, "no split"),
    ],
)
def test_a_split_gives_every_line_once_and_not_all_to_one(given: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        check_split(LINES, given)


def test_a_split_that_adds_up() -> None:
    check_form("SPLIT", list(LINES))
    check_split(LINES, {"main": ONE, "line-2": TWO})
    check_main(TWO, {"main": ONE, "line-2": TWO})
    with pytest.raises(Refused, match="gets no service line"):
        check_main(SimpleNamespace(pk=3), {"main": ONE, "line-2": TWO})


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        ({"references": [{"name": "Lin", "notes": "on time"}, {"name": " lin ", "notes": "calm"}]}, "A-01"),
        ({"seen": {"kind": "VISIT", "on": "2026-11-23"}}, "still to come"),
        ({"seen": {"kind": "VISIT", "on": ""}}, "A-02"),
        ({"qualification": {"verified": False}}, "A-03"),
    ],
)
def test_what_is_checked_before_an_award_has_happened_and_counts_once(moved: Any, words: str) -> None:
    today = date(2026, 11, 22)
    check_diligence("Whale", DILIGENCE | {"seen": {"kind": "VISIT", "on": "2026-11-22"}}, today)
    with pytest.raises(Refused, match=words):
        check_diligence("Whale", DILIGENCE | moved, today)


def test_a_backup_needs_a_price_that_still_holds() -> None:
    today = date(2026, 11, 22)
    check_price_hold("Whale", today, today)
    with pytest.raises(Refused, match="held until 2026-11-21"):
        check_price_hold("Whale", date(2026, 11, 21), today)
    with pytest.raises(Refused, match="did not say"):
        check_price_hold("Whale", None, today)

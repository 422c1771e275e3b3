"""Side by side: what differs is marked, and what a quote says twice is held against itself."""

from typing import Any

import pytest

from scoring.queries.side_by_side import marked
from scoring.rules.contradictions import contradictions_of, position_hours, seats_for_hours
from scoring.rules.findings import NOTE, Case, Finding
from scoring.rules.remarks import SEATS
from tests.scoring.documents import NEED, whole

ROUND_THE_CLOCK = {"coverage_windows": [{"kind": "H24", "start": "00:00", "end": "24:00", "positions": 1}]}


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        (["a", "a", "a"], [False, False, False]),
        (["a", "b", "a"], [False, True, False]),
        (["a", "b"], [True, True]),
        (["a", "a", "b", "b"], [True] * 4),
        ([], []),
    ],
)
def test_what_differs_from_most_is_marked(texts: list[str], marks: list[bool]) -> None:
    assert marked(texts) == marks


def case(need: dict[str, Any] | None = None, **changes: Any) -> Case:
    document = whole()
    for path, value in changes.items():
        if path.startswith("q"):
            document["answers"].setdefault(path.partition("_")[0], {})[path] = value
        elif path.startswith("F"):
            others = [line for line in document["fee_lines"] if line["code"] != path]
            document["fee_lines"] = [*others, {"code": path, **value}]
        else:
            document[path] = value
    return Case(need={**NEED, **(need or {})}, quote=document)


def codes(one: Case) -> list[str]:
    return [found.code for found in contradictions_of(one)]


def test_no_minimum_beside_a_minimum() -> None:
    line = {**whole()["rate_lines"][0], "min_qty": 5}
    sound = case(rate_lines=[line], F16={"status": "INCLUDED"})
    assert "X-09" not in codes(sound)
    assert "X-09" in codes(case(rate_lines=[line], F16={"status": "NOT_APPLICABLE"}))
    charged = {**line, "min_qty": 0, "min_charge": "9000"}
    assert "X-09" in codes(case(rate_lines=[charged], q8_min_commit="0"))


def test_dedicated_people_need_seats_for_every_shift() -> None:
    """168 hours a week at 174 x 12 / 52 = 40.15 paid hours a seat: five seats."""
    day = {"kind": "BUS", "weekdays": ["1", "2", "3"], "start": "22:00", "end": "06:00", "positions": 2}
    assert position_hours(case({"coverage_windows": [day]})) == 3 * 8 * 2
    assert seats_for_hours(case(ROUND_THE_CLOCK)) == 5
    for offered, wanted in ((4, True), (5, False)):
        found = codes(case(ROUND_THE_CLOCK, q3_assignment="DEDICATED_NAMED", base_seats=offered))
        assert ("X-10" in found) is wanted
    assert "X-10" not in codes(case(ROUND_THE_CLOCK, q3_assignment="SHARED", base_seats=1))
    assert "X-10" not in codes(
        case({"coverage_windows": [{"start": "noon"}]}, q3_assignment="DEDICATED_NAMED")
    )


def test_training_and_promises_are_named_with_the_fields_to_explain() -> None:
    free = case(q5_training_payer="VENDOR", F04={"status": "CHARGED", "unit": "HEAD", "price": "400"})
    found = {one.code: one for one in contradictions_of(free)}
    assert (found["X-03"].question, found["X-03"].fields) == (5, ("q5_training_payer",))
    short = Finding(SEATS, NOTE, 3, "base_seats", {"offered": 9, "seats": 12, "missing": 3, "planned": 9})
    assert contradictions_of(case(), short)[-1].code == "X-11"

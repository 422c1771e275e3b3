"""Contradictions between words and numbers: each rule fires on its case and stays silent on a sound quote."""

from typing import Any

import pytest

from quotes.contradictions import contradictions
from tests.quotes.build import whole_quote

TIERS = [{"upper": 100, "price": "1"}, {"upper": None, "price": "2"}]


def quote(**changes: Any) -> dict[str, Any]:
    document = whole_quote()
    document["answers"] = {}
    for path, value in changes.items():
        if path.startswith("q"):
            document["answers"].setdefault(path.partition("_")[0], {})[path] = value
        elif path.startswith("F"):
            others = [line for line in document["fee_lines"] if line["code"] != path]
            document["fee_lines"] = [*others, {"code": path, **value}]
        else:
            document[path] = value
    return document


CASES = [
    ("X-01", {"q1_model_codes": ["B07"]}),
    ("X-02", {"q2_all_in_statement": True, "F12": {"status": "NOT_DISCLOSED"}}),
    ("X-03", {"q5_training_payer": "VENDOR", "F04": {"status": "CHARGED", "unit": "HEAD", "price": "400"}}),
    ("X-03", {"q5_training_payer": "BUYER", "F04": {"status": "INCLUDED"}}),
    (
        "X-04",
        {
            "F16": {"status": "NOT_APPLICABLE"},
            "rate_lines": [{"model": "B07", "unit": "CONTACT", "unit_price": "2", "min_charge": "6000"}],
        },
    ),
    (
        "X-05",
        {
            "q3_assignment": "DEDICATED_NAMED",
            "base_seats": None,
            "rate_lines": [{"model": "B04", "unit": "CONTACT", "unit_price": "2"}],
        },
    ),
    ("X-05", {"q3_assignment": "SHARED"}),
    ("X-06", {"tax": {"rate": "0.06", "included": True}, "F07": {"status": "CHARGED"}}),
    ("X-06", {"tax": {"rate": "0.06", "included": False}, "F07": {"status": "INCLUDED"}}),
    (
        "X-07",
        {"q1_step_up": {"kind": "NONE"}, "rate_lines": [{"model": "B03", "unit": "CONTACT", "tiers": TIERS}]},
    ),
    ("X-08", {"q1_trial_price": {"months": 3, "discount": "0.1"}, "q8_trial_months": 0}),
]


@pytest.mark.parametrize(("code", "changes"), CASES)
def test_a_contradiction_is_named_with_both_places(code: str, changes: dict[str, Any]) -> None:
    found = contradictions(quote(**changes))
    assert [one.code for one in found] == [code]
    assert len(found[0].pages) == 2 and found[0].sentence


SOUND = [
    {},
    {"q2_all_in_statement": True},
    {"q2_all_in_statement": {"state": "NOT_DISCLOSED"}},
    {"q5_training_payer": "VENDOR", "F04": {"status": "INCLUDED"}},
    {"q3_assignment": "DEDICATED_NAMED"},
    {"q1_model_codes": ["B01", "B13"]},
    {"q1_trial_price": {"months": 3, "discount": "0.1"}, "q8_trial_months": 3},
]


@pytest.mark.parametrize("changes", SOUND)
def test_a_sound_quote_has_none(changes: dict[str, Any]) -> None:
    assert contradictions(quote(**changes)) == []

"""The knock-out gates: what fails them, what passes, what waits for the prices."""

from decimal import Decimal
from typing import Any

import pytest

from scoring.rules import Case, flags_of, gates_of, suggested_cap
from scoring.rules.findings import Finding
from scoring.rules.sentences import GATES, gate_sentence
from tests.scoring.documents import QUALITY, case_with

ND = {"state": "NOT_DISCLOSED"}
OWN_DATA = {"data_items": [{"name": "customers", "control": "BUYER_CONTROLLED"}]}


def outcomes(case: Case) -> dict[str, str]:
    findings = [*flags_of(case, "QUALITY"), *flags_of(case, "COMMERCIAL")]
    return {result.code: result.outcome for result in gates_of(case, findings)}


def test_a_clean_quote_passes_what_applies() -> None:
    assert outcomes(case_with()) == {
        **{f"G-{n:02d}": "PASS" for n in (1, 2, 3, 6, 7, 8, 11, 12)},
        "G-04": "PENDING",
        **{f"G-{n:02d}": "NOT_APPLIED" for n in (5, 9, 10, 13)},
    }
    assert set(outcomes(case_with())) == set(GATES)


def test_what_needs_prices_waits_for_them() -> None:
    case = Case(
        need={**case_with().need, "hard_ceiling": True, "budget_ceiling_tco": "1", "capacity_gate": True},
        quote=QUALITY,
        prices_open=False,
    )
    found = outcomes(case)
    assert [found[code] for code in ("G-09", "G-11", "G-13")] == ["PENDING"] * 3
    assert found["G-08"] == "PASS"


FAILS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("G-01", {"q7_nda": "REFUSED"}, {}),
    ("G-02", {"q7_ownership": "SHARED"}, {}),
    ("G-03", {"q7_destruction": {"has": False}}, {}),
    ("G-03", {"q7_destruction": {"has": True, "deadline_days": 31}}, {}),
    ("G-05", {"q7_data_location": {"kind": "VENDOR"}}, OWN_DATA),
    ("G-05", {"q7_data_location": ND}, OWN_DATA),
    (
        "G-05",
        {"contract_terms.ct_resource_mode": {"status": "DEVIATION", "value": "FULL_RESOURCE"}},
        OWN_DATA,
    ),
    (
        "G-05",
        {"contract_terms.ct_provision_matrix": {"status": "DEVIATION", "value": {"SYSTEM": "V"}}},
        OWN_DATA,
    ),
    ("G-06", {"q3_languages": ["zh-CN"]}, {"languages": [{"code": "zh-CN"}, {"code": "en"}]}),
    ("G-06", {"contract_terms.ct_scope_in": {"status": "DEVIATION", "value": [{"channel": "PHONE"}]}}, {}),
    ("G-07", {"q8_trial_months": 7}, {}),
    ("G-07", {"q8_trial_months": ND}, {}),
    ("G-08", {"q8_notice_days": ND}, {}),
    ("G-08", {"F18": {"status": "NOT_DISCLOSED"}}, {}),
    ("G-09", {}, {"hard_ceiling": True, "budget_ceiling_tco": "1000000"}),
    ("G-10", {}, {"criticality": "CRITICAL"}),
    ("G-11", {"q8_unilateral_change": True}, {}),
    ("G-11", {"rate_lines": [{"model": "B99", "unit": "CONTACT", "unit_price": "1"}]}, {}),
    (
        "G-12",
        {
            "q6_kpis": [
                {"kpi": "FCR", "committed": "71"},
                {"kpi": "ART", "committed": "30"},
                {"kpi": "CSAT", "committed": "90"},
            ]
        },
        {},
    ),
    (
        "G-12",
        {
            "q6_kpis": [
                {"kpi": "FCR", "committed": "78"},
                {"kpi": "ART", "committed": "46"},
                {"kpi": "CSAT", "committed": "90"},
            ]
        },
        {},
    ),
    ("G-12", {"q6_kpis": ND}, {}),
    ("G-13", {"q3_headcount_available": 5}, {"capacity_gate": True}),
]


@pytest.mark.parametrize(("code", "changes", "need"), FAILS, ids=lambda value: str(value)[:30])
def test_gate_fails_with_a_sentence(code: str, changes: Any, need: Any) -> None:
    case = case_with(changes, need)
    findings = [*flags_of(case, "QUALITY"), *flags_of(case, "COMMERCIAL")]
    results = {result.code: result for result in gates_of(case, findings)}
    assert results[code].outcome == "FAIL"
    assert "–" not in gate_sentence(code, results[code].params)


def test_a_service_offered_over_another_line_s_channel_is_named_with_its_line() -> None:
    """Both channels and both services are offered, but the calls are not taken on the telephone."""
    rows = [("IN_PRESALES", "CHAT"), ("IN_HOTLINE", "PHONE")]
    names = ("Shop chat", "Hotline")
    need = {
        "service_lines": [{"type": kind, "channel": channel} for kind, channel in rows],
        "lines": [
            {"code": code, "label": name, "services": [list(pair)]}
            for code, name, pair in zip(("main", "line-2"), names, rows, strict=True)
        ],
    }
    need["lines"][1]["coverage_windows"] = [{"kind": "WKD"}]

    def missing(*offered: tuple[str, str]) -> Any:
        value = [{"type": kind, "channel": channel, "kind": "EXT"} for kind, channel in offered]
        changes = {"contract_terms.ct_scope_in": {"status": "DEVIATION", "value": value}}
        (gate,) = [one for one in gates_of(case_with(changes, need), []) if one.code == "G-06"]
        return gate.params.get("names")

    assert missing(("IN_PRESALES", "CHAT"), ("IN_HOTLINE", "CHAT"), ("IN_UPSELL", "PHONE")) == [
        "WKD",
        "Hotline · IN_HOTLINE",
    ]
    assert missing(*rows) == ["WKD"]


PASSES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("G-05", {}, OWN_DATA),
    ("G-09", {}, {"hard_ceiling": True, "budget_ceiling_tco": "9999999"}),
    (
        "G-10",
        {"contract_terms.ct_bcp": {"status": "DEVIATION", "value": {"document": "file"}}},
        {"criticality": "CRITICAL"},
    ),
    (
        "G-12",
        {
            "q6_kpis": [
                {"kpi": "FCR", "committed": "72"},
                {"kpi": "ART", "committed": "45"},
                {"kpi": "CSAT", "committed": "86"},
            ]
        },
        {},
    ),
    ("G-13", {}, {"capacity_gate": True}),
]


@pytest.mark.parametrize(("code", "changes", "need"), PASSES, ids=lambda value: str(value)[:30])
def test_gate_passes(code: str, changes: Any, need: Any) -> None:
    assert outcomes(case_with(changes, need))[code] == "PASS"


@pytest.mark.parametrize(
    ("severities", "undisclosed", "cap"),
    [
        ([], False, None),
        (["MINOR", "MINOR"], False, None),
        (["MAJOR"], False, Decimal(3)),
        (["MAJOR", "MAJOR"], False, Decimal(2)),
        (["MAJOR", "CRITICAL"], False, Decimal(1)),
        ([], True, Decimal(2)),
        (["MAJOR"], True, Decimal(2)),
        (["CRITICAL"], True, Decimal(1)),
    ],
)
def test_flags_suggest_a_cap(severities: list[str], undisclosed: bool, cap: Decimal | None) -> None:
    flags = [Finding("RF-301", severity, 3, "q3_assignment") for severity in severities]
    assert suggested_cap(flags, undisclosed=undisclosed) == cap

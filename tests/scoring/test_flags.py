"""Every red flag of the register fires on its predicate and stays silent next to it."""

from decimal import Decimal
from typing import Any

import pytest

from scoring.rules import Case, flags_of
from scoring.rules.flags import COMMERCIAL, QUALITY, REGISTER, points_of
from scoring.rules.register import GATES_IN_WORDS, RULES
from scoring.rules.remarks import SEATS
from scoring.rules.sentences import FLAGS, GATES, flag_sentence
from tests.calc.demo_cases import case as demo_case
from tests.calc.demo_cases import priced as demo_prices
from tests.scoring.documents import case_with

ND = {"state": "NOT_DISCLOSED"}
COMMISSION = {"base": "REVENUE", "rate": "0.04"}
GUARDED = {**COMMISSION, "cap": "20000", "quality_gate": "CSAT"}
SEAT = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4800"}
BONUS = {"model": "B02", "unit": "SEAT_MONTH", "unit_price": "3400"}
TIERS = {"model": "B03", "unit": "CONTACT", "tier_basis": "MONTHLY_VOLUME", "tier_method": "GRADUATED"}


def tiered(*prices: str) -> list[dict[str, Any]]:
    uppers = [15000, 30000, None][-len(prices) :]
    return [{**TIERS, "tiers": [{"upper": u, "price": p} for u, p in zip(uppers, prices, strict=True)]}]


def charged(unit: str, price: str, **more: Any) -> dict[str, Any]:
    return {"status": "CHARGED", "unit": unit, "price": price, **more}


def codes(case: Case) -> list[str]:
    return [finding.code for part in (QUALITY, COMMERCIAL) for finding in flags_of(case, part)]


def test_a_clean_quote_has_no_flag() -> None:
    assert codes(case_with()) == []


def test_every_flag_has_a_sentence() -> None:
    assert set(FLAGS) == {*REGISTER, SEATS}


FIRES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    # code, changes, changes to the need, the nearest changes on which it stays silent
    ("RF-101", {"rate_lines": [{**SEAT, "min_qty": 12}]}, {}, {"rate_lines": [{**SEAT, "min_qty": 5}]}),
    (
        "RF-101",
        {"rate_lines": [{**SEAT, "min_charge": "150000", "min_period": "QUARTER"}]},
        {},
        {"rate_lines": [{**SEAT, "min_charge": "120000", "min_period": "QUARTER"}]},
    ),
    (
        "RF-102",
        {"rate_lines": [{**SEAT, "valid_to": 12}, {**SEAT, "valid_from": 13, "unit_price": "4900"}]},
        {},
        {"rate_lines": [{**SEAT, "valid_to": 12}, {**SEAT, "valid_from": 13, "unit_price": "4700"}]},
    ),
    ("RF-102", {"rate_lines": tiered("1.3", "1.6", "1.9")}, {}, {"rate_lines": tiered("1.9", "1.6", "1.3")}),
    ("RF-102", {"q1_step_up": {"kind": "BY_TIME", "rule": "5 %"}}, {}, {"q1_step_up": ND}),
    ("RF-103", {"q1_seat_definition": ND}, {}, {"q1_seat_definition": {"hours_day": "8"}}),
    (
        "RF-104",
        {"rate_lines": [{**BONUS, "commission": COMMISSION}]},
        {},
        {"rate_lines": [{**BONUS, "commission": GUARDED}]},
    ),
    (
        "RF-105",
        {"rate_lines": [{**BONUS, "unit_price": "300", "commission": GUARDED}]},
        {},
        {"rate_lines": [{**BONUS, "commission": GUARDED}]},
    ),
    (
        "RF-107",
        {"rate_lines": [{**TIERS, "tier_method": None, "tiers": [{"upper": None, "price": "1"}]}]},
        {},
        {},
    ),
    ("RF-201", {"F12": {"status": "NOT_DISCLOSED"}}, {}, {"F12": {"status": "NOT_APPLICABLE"}}),
    ("RF-202", {"F07": {"status": "NOT_DISCLOSED"}}, {}, {}),
    (
        "RF-203",
        {"F15": charged("EVENT", "100", direction="BUYER_PAYS", expected_qty="0")},
        {},
        {"F15": charged("EVENT", "100", direction="VENDOR_PAYS", expected_qty="0")},
    ),
    (
        "RF-204",
        {"F17": {"status": "CHARGED", "unit": "ITEM"}},
        {},
        {"F17": charged("ITEM", "100", expected_qty="0")},
    ),
    ("RF-205", {"F01": charged("SEAT_MONTH", "7200")}, {}, {"F01": charged("SEAT_MONTH", "7199.99")}),
    (
        "RF-205",
        {"F02": charged("HOUR", "41.38", hours_per_seat="1")},
        {},
        {"F02": charged("HOUR", "41.37", hours_per_seat="1")},
    ),
    ("RF-206", {"F12": charged("MONTH", "8640")}, {}, {"F12": charged("MONTH", "8635")}),
    ("RF-301", {"q3_assignment": "SHARED"}, {}, {"q3_assignment": "DEDICATED_POOL"}),
    ("RF-302", {"operations.turnover_annual": "1.00"}, {}, {"operations.turnover_annual": "0.99"}),
    ("RF-302a", {"operations.turnover_annual": "0.50"}, {}, {"operations.turnover_annual": "0.49"}),
    ("RF-303", {"q3_backup_ratio": "0"}, {}, {}),
    ("RF-303", {"q3_backup_ratio": ND}, {}, {}),
    ("RF-303", {"q3_max_gap_minutes": ND}, {}, {"q3_max_gap_minutes": 0}),
    ("RF-304", {"q3_part_time_share": "0.31"}, {}, {"q3_part_time_share": "0.30"}),
    ("RF-305", {"q3_turnover_evidence": ND}, {}, {}),
    ("RF-401", {"q4_full_coverage": {"has": False}}, {}, {"q4_full_coverage": ND}),
    ("RF-402", {"q4_sensitive_rules": [{"scenario": "refund"}]}, {}, {}),
    ("RF-403", {"q4_trend_alert": {"has": False}}, {}, {"q4_trend_alert": ND}),
    ("RF-501", {"q5_product_training_hours": "0"}, {}, {"q5_product_training_hours": ND}),
    ("RF-502", {"q5_induction_days": ND}, {}, {"q5_induction_days": 0}),
    ("RF-503", {"q5_cs_revenue_share": "0.49"}, {}, {"q5_cs_revenue_share": "0.50"}),
    ("RF-601", {"q6_kpis": [{"kpi": "FCR", "committed": "78", "data_source": "SHARED"}]}, {}, {}),
    ("RF-602", {"q6_compensation": []}, {}, {"q6_compensation": ND}),
    ("RF-604", {"q6_credit_cap": "0.04"}, {}, {"q6_credit_cap": "0.05"}),
    ("RF-701", {"q7_nda": "REFUSED"}, {}, {"q7_nda": "SIGNED"}),
    ("RF-702", {"q7_ownership": "SHARED"}, {}, {"q7_ownership": ND}),
    ("RF-703", {"q7_destruction": {"has": False}}, {}, {"q7_destruction": ND}),
    ("RF-704", {"q7_insurance": {"has": False}}, {}, {"q7_insurance": ND}),
    ("RF-705", {"q7_audit_log": {"has": False}}, {}, {"q7_audit_log": ND}),
    ("RF-705", {"q7_access_control": {"role_based": False}}, {}, {}),
    ("RF-706", {"q7_agent_undertakings": False}, {}, {"q7_agent_undertakings": ND}),
    ("RF-801", {"F18": charged("MONTHS_OF_FEE", "1.5")}, {}, {"F18": charged("MONTHS_OF_FEE", "1")}),
    ("RF-801", {"F18": charged("ONCE", "43200.01")}, {}, {"F18": charged("ONCE", "43200")}),
    ("RF-801", {"F18": charged("PERCENT", "0.0834")}, {}, {"F18": charged("PERCENT", "0.0833")}),
    ("RF-802", {"F20": charged("RATE_PER_YEAR", "0.06")}, {}, {"F20": charged("RATE_PER_YEAR", "0.05")}),
    ("RF-802", {"F20": {"status": "NOT_DISCLOSED"}}, {}, {"F20": {"status": "NOT_APPLICABLE"}}),
    ("RF-803", {"q8_unilateral_change": True}, {}, {"q8_unilateral_change": ND}),
    (
        "RF-804",
        {"q8_renewal_rule": {"kind": "AUTO", "notice_days": 61}},
        {},
        {"q8_renewal_rule": {"kind": "AUTO", "notice_days": 60}},
    ),
    ("RF-805", {"q8_liability": {"symmetric": False}}, {}, {"q8_liability": ND}),
    ("RF-806", {"q8_trial_months": 0}, {}, {"q8_trial_months": 2}),
    ("RF-807", {"q8_exit_assistance": {"has": False}}, {}, {"q8_exit_assistance": ND}),
    ("RF-901", {"q9_report_frequency": "QUARTERLY"}, {}, {"q9_report_frequency": "MONTHLY"}),
    (
        "RF-902",
        {"q9_realtime": {"dashboard": False, "listening": False}},
        {},
        {"q9_realtime": {"dashboard": False, "listening": True}},
    ),
    ("RF-903", {"q9_escalation": []}, {}, {"q9_escalation": ND}),
    (
        "RF-1001",
        {"q10_cases": [{"client": "X", "industry": "FINANCE", "channel": "CHAT"}]},
        {},
        {"q10_cases": ND},
    ),
    ("RF-1002", {"q10_references": [{"name": "A", "consent": True}]}, {}, {"q10_references": ND}),
    (
        "RF-1003",
        {"q10_site_visit": {"visit": False, "demo": False}},
        {},
        {"q10_site_visit": {"visit": ND, "demo": False}},
    ),
]


@pytest.mark.parametrize(("code", "changes", "need", "silent"), FIRES, ids=lambda value: str(value)[:40])
def test_flag_fires_and_does_not(code: str, changes: Any, need: Any, silent: Any) -> None:
    assert code in codes(case_with(changes, need))
    assert code not in codes(case_with(silent, need))


def test_low_price_is_measured_against_the_median_of_all_quotes() -> None:
    headlines = [Decimal(43200), Decimal("54000.01"), Decimal(60000)]
    assert "RF-106" in codes(case_with(headlines=headlines))
    assert "RF-106" not in codes(case_with(headlines=[Decimal(43200), Decimal(54000), Decimal(60000)]))


def test_measurement_by_the_vendor_alone() -> None:
    assert "RF-603" in codes(case_with(terms={"ct_measurement": {"value": "VENDOR"}}))
    rows = [
        {"kpi": k, "committed": "90" if k != "ART" else "20", "data_source": "VENDOR"}
        for k in ("FCR", "ART", "CSAT")
    ]
    assert "RF-603" in codes(case_with({"q6_kpis": rows}))


def test_carrying_the_minimum_forward_makes_it_minor() -> None:
    kept = {**SEAT, "min_charge": "60000", "min_carry_forward": True}
    for changes in (
        {"rate_lines": [{**SEAT, "min_qty": 12}], "q1_min_carry_forward": True},
        {"rate_lines": [kept]},
    ):
        (finding,) = flags_of(case_with(changes), COMMERCIAL)
        assert (finding.code, finding.severity, finding.points) == ("RF-101", "MINOR", 5)


def test_silent_fee_lines_count_three_times_at_most() -> None:
    changes = {code: {"status": "NOT_DISCLOSED"} for code in ("F12", "F13", "F15", "F17")}
    found = [finding for finding in flags_of(case_with(changes), COMMERCIAL) if finding.code == "RF-201"]
    assert len(found) == 3
    assert points_of(found) == 15


def test_sentences_name_what_was_found() -> None:
    assert flag_sentence("RF-302", {"share": "1.20"}).startswith("Annual turnover is 120%")
    assert "3 months of fee" in flag_sentence("RF-801", {"value": "3", "unit": "MONTHS_OF_FEE"})
    assert "F12" in flag_sentence("RF-201", {"fee": "F12"})


def test_every_sentence_can_be_filled() -> None:
    for _code, changes, need, _silent in FIRES:
        case = case_with(changes, need)
        for finding in [*flags_of(case, QUALITY), *flags_of(case, COMMERCIAL)]:
            sentence = flag_sentence(finding.code, finding.params)
            assert "%(" not in sentence
            assert "–" not in sentence


DEMO_PRICE_FLAGS = {
    "Paper Crane Calls": ["RF-201", "RF-201", "RF-201", "RF-205", "RF-206", "RF-801", "RF-802"],
    "Celadon Service": [],
    "Popping Candy Support": [],
    "Mooncake Box Growth": ["RF-104", "RF-201", "RF-206"],
    "Oolong Surge": [],
    "Lighthouse Whale": ["RF-206", "RF-801"],
}


@pytest.mark.parametrize("vendor", DEMO_PRICE_FLAGS)
def test_prices_of_the_demo_raise_the_flags_of_the_domain(vendor: str) -> None:
    document, prices = demo_case("RFQ-1"), demo_prices("RFQ-1")
    quote = {**document["quotes"][vendor], "answers": {"q1": {"q1_seat_definition": {"hours_day": "8"}}}}
    case = Case(
        need={"renewal_cap_max": "0.05"},
        quote=quote,
        demand=document["demand"],
        priced=prices[vendor],
        headlines=[one.headline for one in prices.values()],
    )
    assert [finding.code for finding in flags_of(case, COMMERCIAL)] == DEMO_PRICE_FLAGS[vendor]


def test_the_rule_book_says_every_rule_of_the_register_and_no_other() -> None:
    assert [rule.code for rule in RULES] == list(REGISTER)
    assert all(str(rule.words) and 1 <= rule.question <= 10 for rule in RULES)
    assert GATES_IN_WORDS.keys() == GATES.keys()
    priced = {rule.code for rule in RULES if rule.priced}
    assert priced == {
        *(f"RF-10{n}" for n in range(1, 8)),
        *(f"RF-20{n}" for n in range(1, 7)),
        *("RF-801", "RF-802"),
    }

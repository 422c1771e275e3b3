"""A need and a whole quote on which no rule fires; tests move one answer at a time."""

import copy
from typing import Any

from calc.documents import DocumentError, read_demand, read_quote
from calc.tco import price
from scoring.rules import Case

DEMAND: dict[str, Any] = {
    "schema": "shortlist/demand/1",
    "channel": "CHAT",
    "currency": "CNY",
    "horizon_months": 36,
    "forecast_profile": [20000, 14000, 18000, 18000, 21000, 39000, 17500, 18500, 22000, 24000, 52000, 26000],
    "annual_growth": "0.08",
    "aht_s": "300",
    "talk_share": "1",
    "concurrency": "2",
    "paid_hours": "174",
    "utilisation": "0.68",
    "floor_seats": 0,
    "repeat_rate_now": "0.12",
    "promo_months": [6, 11],
    "sales": {
        "presale_share": "0.45",
        "conversion": "0.20",
        "average_order_value": "180",
        "gross_margin": "0.30",
    },
    "buyer_hourly_cost": "80",
}
NEED: dict[str, Any] = {
    "industry": "ECOMMERCE",
    "assignment_requested": "DEDICATED_NAMED",
    "service_lines": [{"type": "IN_PRESALES", "channel": "CHAT"}],
    "depth_requested": "VALUE_ADDED",
    "languages": [{"code": "zh-CN", "share": "1"}],
    "coverage_windows": [
        {
            "kind": "EXT",
            "weekdays": ["1", "2", "3", "4", "5", "6", "7"],
            "start": "09:00",
            "end": "24:00",
            "positions": 1,
        }
    ],
    "sensitive_scenarios": [{"scenario": "refund"}, {"scenario": "compensation"}],
    "core_kpis": [
        {"kpi": "FCR", "target": "78", "minimum": "72", "must": True},
        {"kpi": "ART", "target": "30", "minimum": "45", "must": True},
        {"kpi": "CSAT", "target": "90", "minimum": "86", "must": True},
    ],
    "data_items": [{"name": "orders", "control": "VENDOR_MAY_HOLD"}],
    "destruction_deadline_days": 30,
    "trial_required": True,
    "trial_min_months": 3,
    "trial_max_months": 6,
    "renewal_cap_max": "0.05",
    "criticality": "NORMAL",
    "hard_ceiling": False,
    "horizon_months": 36,
    "volatility": "VOLATILE",
}
FEES = [{"code": f"F{number:02d}", "status": "INCLUDED"} for number in range(1, 21)]
COMMERCIAL: dict[str, Any] = {
    "schema": "shortlist/quote/1",
    "currency": "CNY",
    "tax": {"rate": "0.06", "included": True},
    "base_seats": 9,
    "rate_lines": [{"id": "agents", "model": "B01", "unit": "SEAT_MONTH", "unit_price": "4800"}],
    "fee_lines": FEES,
    "answers": {
        "q1": {
            "q1_seat_definition": {"hours_day": "8", "days_month": "21.75"},
            "q1_min_carry_forward": False,
            "q1_step_up": {"kind": "NONE"},
        },
        "q2": {"q2_all_in_statement": True},
    },
}
QUALITY: dict[str, Any] = {
    "schema": "shortlist/quote/1",
    "operations": {"turnover_annual": "0.35", "repeat_rate": "0.10", "oversight_hours_month": "14"},
    "contract_terms": {"ct_measurement": {"status": "ACCEPTED"}},
    "answers": {
        "q3": {
            "q3_assignment": "DEDICATED_NAMED",
            "q3_turnover_evidence": "0b0e6e7a-5d1e-4c62-9a35-0f5d6b0c2f11",
            "q3_backup_ratio": "0.10",
            "q3_max_gap_minutes": 60,
            "q3_part_time_share": "0.10",
            "q3_headcount_available": 40,
            "q3_languages": ["zh-CN"],
        },
        "q4": {
            "q4_manual_sampling": "0.05",
            "q4_full_coverage": {"has": True, "tool": "Lantern"},
            "q4_sensitive_rules": [
                {"scenario": "Refund", "rule": "lead decides", "escalation_minutes": 5},
                {"scenario": "compensation", "rule": "lead decides", "escalation_minutes": 5},
            ],
            "q4_trend_alert": {"has": True},
        },
        "q5": {"q5_product_training_hours": "16", "q5_induction_days": 7, "q5_cs_revenue_share": "0.80"},
        "q6": {
            "q6_kpis": [
                {"kpi": "FCR", "committed": "78", "data_source": "SHARED"},
                {"kpi": "ART", "committed": "30", "data_source": "SHARED"},
                {"kpi": "CSAT", "committed": "90", "data_source": "BUYER"},
            ],
            "q6_compensation": [{"kpi": "FCR", "step": "1", "credit_share": "0.01"}],
            "q6_credit_cap": "0.10",
        },
        "q7": {
            "q7_nda": "WILL_SIGN",
            "q7_ownership": "BUYER",
            "q7_destruction": {"has": True, "deadline_days": 30},
            "q7_insurance": {"has": True},
            "q7_audit_log": {"has": True},
            "q7_access_control": {"role_based": True},
            "q7_agent_undertakings": True,
            "q7_data_location": {"kind": "BUYER"},
        },
        "q8": {
            "q8_trial_months": 3,
            "q8_notice_days": 30,
            "q8_unilateral_change": False,
            "q8_renewal_rule": {"kind": "BY_AGREEMENT", "notice_days": 30},
            "q8_liability": {"symmetric": True},
            "q8_exit_assistance": {"has": True, "days": 30},
        },
        "q9": {
            "q9_report_frequency": "WEEKLY",
            "q9_realtime": {"dashboard": True, "listening": False},
            "q9_escalation": [{"level": 1, "role": "lead", "minutes": 10}],
        },
        "q10": {
            "q10_cases": [
                {
                    "client": "Tea House",
                    "industry": "ECOMMERCE",
                    "channel": "CHAT",
                    "depth": "BASIC",
                    "volume": 900,
                }
            ],
            "q10_references": [{"name": "A", "consent": True}, {"name": "B", "consent": True}],
            "q10_site_visit": {"visit": False, "demo": True},
        },
    },
}
TERMS = {"ct_measurement": {"value": "SHARED"}}


def whole() -> dict[str, Any]:
    """The merged document."""
    document = copy.deepcopy({**QUALITY, **COMMERCIAL})
    document["answers"] = copy.deepcopy({**COMMERCIAL["answers"], **QUALITY["answers"]})
    return document


def put(document: dict[str, Any], path: str, value: Any) -> None:
    """Set a value at a dotted path; "q3_backup_ratio" alone names an answer, "F07" a fee line."""
    if path.startswith("F"):
        document["fee_lines"] = [
            {"code": path, **value} if line["code"] == path else line for line in document["fee_lines"]
        ]
        return
    if path.startswith("q"):
        path = f"answers.{path.partition('_')[0]}.{path}"
    *steps, last = path.split(".")
    for step in steps:
        document = document.setdefault(step, {})
    if value is None:
        document.pop(last, None)
    else:
        document[last] = value


def case_with(changes: dict[str, Any] | None = None, need: dict[str, Any] | None = None, **more: Any) -> Case:
    """The clean case after some changes, priced where it can be."""
    document = whole()
    for path, value in (changes or {}).items():
        put(document, path, value)
    priced, faults = None, []
    try:
        priced = price(read_demand(DEMAND), read_quote(document))
    except DocumentError as error:
        faults = error.faults
    return Case(
        need={**NEED, **(need or {})},
        quote=document,
        terms=more.pop("terms", TERMS),
        demand=DEMAND,
        priced=priced,
        faults=faults,
        **more,
    )

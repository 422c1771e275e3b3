"""Every model and every rule of a rate line: typed, written as a document, priced, and shown again as typed."""

from typing import Any

import pytest
from django.http import QueryDict

from calc.documents import MODEL_UNITS
from quotes import billing
from quotes.display import rate_lines
from quotes.forms import RateLineForm
from tests.calc.quotes import demand_document, run, sales

NEED = demand_document(sales=sales(), promo_months=[6, 11])
METRIC = {"metric-0-kpi": "FCR", "metric-0-weight": "60", "metric-0-target": "80", "metric-0-span": "5"} | {
    "metric-0-better": "HIGHER"
}
OTHER = {"metric-1-kpi": "ART", "metric-1-weight": "40", "metric-1-target": "30", "metric-1-span": "15"}
TYPED: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "B02": (
        {
            "unit_price": "3400",
            "commission_base": "REVENUE",
            "commission_rate": "4",
            "commission_floor": "5000",
        }
        | {"min_charge": "120000", "min_period": "QUARTER", "min_carry_forward": "true"},
        {"commission": {"base": "REVENUE", "rate": "0.04", "floor": "5000"}}
        | {"min_period": "QUARTER", "min_carry_forward": True},
    ),
    "B04": (
        {"unit_price": "38", "unit": "HOUR", "applies_to": "EVENT", "event_seats": "12", "event_days": "14"}
        | {"event_hours": "8", "event_min_days": "7", "event_notice_days": "14"},
        {"event": {"seats": 12, "days": 14, "hours_per_day": "8", "min_days": 7, "notice_days": 14}},
    ),
    "B05": (
        {
            "unit_price": "0.95",
            "rounding": "PER_6S",
            "min_seconds": "30",
            "valid_from": "1",
            "valid_to": "12",
        },
        {"min_seconds": "30", "valid_from": 1, "valid_to": 12},
    ),
    "B06": ({"unit_price": "28", "hour_basis": "PAID"}, {"hour_basis": "PAID"}),
    "B07": (
        {"unit_price": "2", "surcharge_NIGHT": "30", "share_NIGHT": "10", "trial_months": "3"}
        | {"trial_discount": "20"},
        {"surcharges": [{"window": "NIGHT", "rate": "0.3", "share": "0.1"}]}
        | {"trial": {"months": 3, "discount": "0.2"}},
    ),
    "B08": (
        {"unit_price": "3", "fixed_fee": "70000", "included_qty": "25000", "rollover_months": "2"},
        {"rollover_months": 2},
    ),
    "B09": (
        {"commission_base": "SUCCESS_COUNT", "commission_fee": "120", "success_rate": "2.5"},
        {"unit": "ORDER", "commission": {"base": "SUCCESS_COUNT", "fee": "120", "success_rate": "0.025"}},
    ),
    "B11": (
        {"unit_price": "98000", "unit": "MONTH", "performance_share": "10", **METRIC, **OTHER}
        | {"metric-1-better": "LOWER", "metric-1-expected": "36"},
        {
            "performance": {
                "share": "0.1",
                "metrics": [
                    {"kpi": "FCR", "weight": "0.6", "target": "80", "span": "5", "better": "HIGHER"},
                    {"kpi": "ART", "weight": "0.4", "target": "30", "span": "15", "better": "LOWER"}
                    | {"expected": "36"},
                ],
            }
        },
    ),
    "B12": (
        {
            "unit_price": "35",
            "samples": "400",
            "invalid_share": "5",
            "stage-0-share": "30",
            "stage-0-month": "1",
        }
        | {"stage-1-share": "70", "stage-1-month": "3"},
        {"unit": "SAMPLE", "samples": 400, "invalid_share": "0.05"}
        | {"stages": [{"share": "0.3", "month": 1}, {"share": "0.7", "month": 3}]},
    ),
    "B14": (
        {"unit_price": "300", "minute_price": "0.20", "rounding": "PER_SECOND"},
        {"minute_price": "0.20", "rounding": "PER_SECOND"},
    ),
    "B15": (
        {"pay": "3200", "management": "700", "profit": "15"},
        {"build_up": {"pay": "3200", "management": "700", "profit": "0.15"}},
    ),
    "B16": (
        {"unit_price": "300000", "unit": "ONCE", "stage-0-share": "100", "stage-0-month": "2"},
        {"unit": "ONCE", "stages": [{"share": "1", "month": 2}]},
    ),
}


def form(model: str, typed: dict[str, str]) -> RateLineForm:
    rows = {f"{prefix}_rows": "4" for prefix in ("tier", "stage", "metric")}
    data = QueryDict(mutable=True)
    data.update({"applies_to": "ALL", "base_seats": "9", **rows, **typed})
    return RateLineForm(data, model=model, currency="CNY")


def test_every_model_can_be_typed():
    assert set(billing.MODELS) == set(MODEL_UNITS)


@pytest.mark.parametrize("model", TYPED)
def test_a_line_is_typed_written_priced_and_shown_again(model):
    typed, expected = TYPED[model]
    filled = form(model, typed)
    assert filled.is_valid(), filled.errors
    line = filled.line()
    assert expected.items() <= line.items(), line
    assert run([line], NEED, base_seats=9).headline
    again = RateLineForm(model=model, currency="CNY", line=line, whole={"base_seats": 9})
    shown = {name: str(again[name].value()) for name in typed}
    assert shown == typed
    assert again.rare_open == bool({*typed} & {*billing.RARE} - {*again.model.further})
    (row,) = rate_lines([line], {"currency": "CNY", "base_seats": 9})
    assert "{" not in row["text"] and row["text"].endswith(".")


@pytest.mark.parametrize(
    ("model", "typed", "field"),
    [
        ("B05", {"min_carry_forward": "true"}, "min_carry_forward"),
        ("B05", {"trial_months": "3"}, "trial_discount"),
        ("B05", {"valid_from": "13", "valid_to": "12"}, "valid_to"),
        ("B04", {"applies_to": "ALL"}, "applies_to"),
        ("B04", {"event_seats": "12", "applies_to": "EVENT", "event_hours": ""}, "event_hours"),
        ("B06", {"hour_basis": "LOGGED"}, "expected_qty"),
        ("B09", {"commission_base": "REVENUE", "commission_rate": "4", "commission_fee": ""}, "success_rate"),
        ("B02", {"commission_cap": "4000"}, "commission_cap"),
        ("B11", {"metric-1-weight": "30"}, "metric-0-weight"),
        ("B11", {"metric-1-span": ""}, "metric-1-span"),
        ("B12", {"stage-1-share": "60"}, "stage-0-share"),
        ("B12", {"samples": ""}, "samples"),
        ("B14", {"rounding": ""}, "rounding"),
        ("B16", {"unit": "MONTH"}, "trial_months"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(model, typed, field):
    assert field in form(model, TYPED[model][0] | typed).errors


def test_the_cliff_of_a_table_is_said_beside_the_price():
    tiers = [{"upper": 15000, "price": "1.90"}, {"upper": None, "price": "1.60"}]
    line = {"model": "B03", "unit": "CONTACT", "tier_basis": "MONTHLY_VOLUME", "tiers": tiers}
    (row,) = rate_lines([line | {"tier_method": "ALL_UNITS"}], {"currency": "CNY"})
    assert row["warnings"] == [
        (
            "15,000 units cost 28,500.00 CNY, one more costs 24,001.60: every month from 12,633 to 15,000 units "
            "costs more than that."
        )
    ]
    (smooth,) = rate_lines([line | {"tier_method": "GRADUATED"}], {"currency": "CNY"})
    assert smooth["warnings"] == []


def test_amounts_of_money_have_the_currency_behind_them():
    form = RateLineForm(model="B07", currency="HKD")
    units = {bound.name: unit for bound, unit in form.further}
    assert units["cap"] == "HKD"
    assert units["note"] == units["applies_to"] == units["expected_bonus"] == ""

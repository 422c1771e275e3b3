"""Documents are read strictly: every fault with its path and a remedy, all at once."""

import copy
import json
from typing import Any

import pytest

from calc.documents import (
    FEE_UNITS,
    DocumentError,
    read_demand,
    read_quote,
    write_demand,
    write_quote,
)
from tests.calc.demo_cases import case
from tests.calc.quotes import demand_document, fees, quote, quote_document, sales

Path = tuple[Any, ...]


def faults(read: Any, document: object) -> list[tuple[str, str]]:
    with pytest.raises(DocumentError) as refused:
        read(document)
    assert all(fault.message and fault.remedy for fault in refused.value.faults)
    return [(fault.path, fault.code) for fault in refused.value.faults]


def changed(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return copy.deepcopy(document) | changes


# -- demand -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("schema", "shortlist/demand/2"), ("schema", None), ("channel", "FAX"), ("channel", 1)),
        *(("currency", "EUR"), ("horizon_months", 30), ("horizon_months", "36"), ("horizon_months", True)),
        *(("annual_growth", 0.08), ("annual_growth", "-0.51")),
        *(("annual_growth", "3.01"), ("annual_growth", "8%")),
        *(("aht_s", 300), ("aht_s", "9.9"), ("aht_s", "7201"), ("aht_s", "3e2"), ("aht_s", None)),
        *(("talk_share", "0"), ("talk_share", "1.01"), ("concurrency", "0.5"), ("concurrency", "11")),
        *(("paid_hours", "0"), ("paid_hours", "745"), ("utilisation", "0"), ("utilisation", "1.2")),
        *(
            ("floor_seats", True),
            ("floor_seats", "9"),
            ("floor_seats", -1),
            ("floor_seats", 1.5),
            ("repeat_rate_now", "0.91"),
        ),
        *(("forecast_profile", None), ("forecast_profile", [1] * 11), ("forecast_profile", [0] * 12)),
        *(("forecast_profile", "20000"), ("promo_months", [6, 6]), ("promo_months", 6)),
        *(
            ("sales", []),
            ("buyer_hourly_cost", "0"),
            ("buyer_hourly_cost", "80.123"),
            ("buyer_hourly_cost", 80),
        ),
        *(("durations", []), ("durations", [{"seconds": "20", "share": "0.5"}]), ("durations", "20")),
        *(("promo_days", 32), ("own_seat_cost", 6000), ("vat_recoverable", "yes"), ("window_shares", "0.1")),
        *(("aht_s", "３００"), ("aht_s", "+300"), ("aht_s", "1_000"), ("aht_s", " 300"), ("aht_s", "NaN")),
    ],
)
def test_a_faulty_demand_field_is_named(field: str, value: object) -> None:
    assert faults(read_demand, demand_document(**{field: value})) == [(field, "")]


def test_faults_inside_lists_and_objects_are_named() -> None:
    profile = [20000, "14000", 18000.5, -1, *[1] * 8]
    broken = demand_document(
        forecast_profile=profile, promo_months=[0, 13], sales=sales() | {"conversion": "2"}
    )
    assert faults(read_demand, broken) == [
        *(("forecast_profile[1]", ""), ("forecast_profile[2]", ""), ("forecast_profile[3]", "")),
        *(("promo_months[0]", ""), ("promo_months[1]", ""), ("sales.conversion", "")),
    ]


def test_all_faults_come_at_once_unknown_fields_too() -> None:
    broken = demand_document(aht_s=300, volume=5, channel="FAX", sales=sales() | {"refunds": "0.1"})
    assert faults(read_demand, broken) == [
        *(("channel", ""), ("aht_s", ""), ("sales.refunds", ""), ("volume", "")),
    ]


def test_the_phone_is_answered_one_call_at_a_time() -> None:
    assert faults(read_demand, demand_document(channel="PHONE")) == [("concurrency", "")]


@pytest.mark.parametrize("document", [None, [], "demand", 5])
def test_a_document_is_an_object(document: object) -> None:
    assert faults(read_demand, document) == [("document", "")]
    assert faults(read_quote, document) == [("document", "")]


def test_defaults_of_the_domain() -> None:
    optional = ("horizon_months", "annual_growth", "paid_hours", "utilisation", "floor_seats", "promo_months")
    short = {key: value for key, value in demand_document().items() if key not in (*optional, "talk_share")}
    demand = read_demand(short)
    assert (demand.horizon_months, str(demand.paid_hours), str(demand.utilisation)) == (36, "174", "0.68")
    assert (demand.floor_seats, demand.promo_months) == (0, ())
    assert demand.annual_growth == 0
    assert demand.talk_share == 1
    phone = read_demand({**short, "channel": "PHONE", "concurrency": "1"})
    assert str(phone.talk_share) == "0.90"


def in_lines(count: int) -> dict[str, Any]:
    flat = demand_document()
    common = {key: flat.pop(key) for key in ("schema", "currency", "horizon_months", "buyer_hourly_cost")}
    return {**common, "lines": [{"id": f"line{index}", **flat} for index in range(count)]}


def test_one_service_line_may_stand_in_a_list() -> None:
    flat, listed = read_demand(demand_document()), read_demand(in_lines(1))
    assert listed.line_id == "line0"
    assert listed.forecast_profile == flat.forecast_profile
    assert faults(read_demand, in_lines(1) | {"aht_s": "300"}) == [("aht_s", "")]
    assert faults(read_demand, in_lines(0))[0] == ("lines", "")


def test_what_lines_share_may_stand_once_for_the_document() -> None:
    document = in_lines(1)
    for key in ("channel", "promo_months", "sales"):
        document[key] = document["lines"][0].pop(key)
    assert read_demand(document) == read_demand(in_lines(1))
    assert faults(read_demand, in_lines(1) | {"channel": "CHAT"}) == [("channel", "")]


def test_several_service_lines_are_read_each_for_itself() -> None:
    both = read_demand(in_lines(2))
    assert [line.line_id for line in both.lines] == ["line0", "line1"]
    assert both.forecast_profile == tuple(2 * month for month in both.lines[0].forecast_profile)
    assert faults(read_demand, in_lines(11))[0] == ("lines", "")


# -- quote --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "paths"),
    [
        ("schema", "x", ["schema"]),
        ("currency", None, ["currency"]),
        ("tax", None, ["tax"]),
        ("tax", {"rate": 0.06, "included": "no"}, ["tax.rate", "tax.included"]),
        ("tax", {"rate": "1.06", "included": True, "type": "VAT"}, ["tax.rate", "tax.type"]),
        ("base_seats", "9", ["base_seats"]),
        ("rate_lines", {}, ["rate_lines"]),
        ("fee_lines", None, ["fee_lines"]),
        ("operations", [], ["operations"]),
        ("operations", {"turnover_annual": 1.2}, ["operations.turnover_annual"]),
        ("operations", {"repeat_rate": {"state": "SECRET"}}, ["operations.repeat_rate.state"]),
        ("answers", [], ["answers"]),
        ("contract_terms", "none", ["contract_terms"]),
        ("discount", "0.1", ["discount"]),
    ],
)
def test_a_faulty_quote_field_is_named(field: str, value: object, paths: list[str]) -> None:
    document = quote_document(base_seats=9) | {field: value}
    assert [path for path, _ in faults(read_quote, document)] == paths


SEAT = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4000"}
CONTACT = {"model": "B07", "unit": "CONTACT", "unit_price": "2.20"}
MINUTE = {"model": "B05", "unit": "MINUTE", "unit_price": "0.95", "rounding": "PER_SECOND"}
TIERED = {
    "model": "B03",
    "unit": "CONTACT",
    "tier_basis": "MONTHLY_VOLUME",
    "tier_method": "GRADUATED",
    "tiers": [{"upper": 15000, "price": "1.90"}, {"upper": None, "price": "1.30"}],
}
BASED = {"model": "B02", "unit": "SEAT_MONTH", "unit_price": "3400"}


METRIC = {"kpi": "FCR", "weight": "1", "target": "80", "span": "5"}
COLLAR = {"model": "B11", "unit": "MONTH", "unit_price": "9"} | {
    "performance": {"share": "0.1", "metrics": [METRIC]}
}
PROJECT = {"model": "B12", "unit": "SAMPLE", "unit_price": "35", "samples": 400} | {
    "stages": [{"share": "1", "month": 1}]
}
HOURS = {"model": "B06", "unit": "HOUR", "unit_price": "28", "hour_basis": "PAID"}
EVENT = {"model": "B04", "unit": "HOUR", "unit_price": "38", "applies_to": "EVENT"} | {
    "event": {"seats": 2, "days": 3, "hours_per_day": "8"}
}


def without(line: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name != key}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (SEAT | {"model": "B99"}, [("model", "")]),
        (SEAT | {"unit": "CONTACT"}, [("unit", "")]),
        (SEAT | {"unit_price": 4000}, [("unit_price", "")]),
        (SEAT | {"unit_price": "4,000"}, [("unit_price", "")]),
        (SEAT | {"unit_price": "1.23456"}, [("unit_price", "")]),
        (SEAT | {"unit_price": "-1"}, [("unit_price", "")]),
        (without(SEAT, "unit_price"), [("unit_price", "")]),
        (SEAT | {"min_qty": "5"}, [("min_qty", "")]),
        (SEAT | {"tiers": []}, [("tiers", "")]),
        (SEAT | {"expected_qty": 3}, [("expected_qty", "")]),
        (SEAT | {"expected_bonus": "1.5"}, [("expected_bonus", "")]),
        (SEAT | {"applies_to": "NIGHTS"}, [("applies_to", "")]),
        (SEAT | {"applies_to": "OVERFLOW"}, [("applies_to", "")]),
        (SEAT | {"applies_to": "WINDOW"}, [("expected_qty", "RF-107")]),
        (SEAT | {"valid_to": "2027-12-31"}, [("valid_to", "")]),
        (SEAT | {"valid_from": 13, "valid_to": 12}, [("valid_to", "")]),
        (CONTACT | {"min_charge": "100", "cap": "99"}, [("cap", "")]),
        (CONTACT | {"min_period": "QUARTER"}, [("min_period", "")]),
        (CONTACT | {"min_charge": "100", "min_period": "WEEK"}, [("min_period", "")]),
        (CONTACT | {"rollover_months": 1}, [("rollover_months", "")]),
        (CONTACT | {"trial": {"months": 0, "discount": "0.2"}}, [("trial.months", "")]),
        (CONTACT | {"surcharges": [{"window": "NOON", "rate": "0.2"}]}, [("surcharges[0].window", "")]),
        (CONTACT | {"surcharges": [{"window": "NIGHT", "rate": "0.2"}] * 2}, [("surcharges", "")]),
        (CONTACT | {"surcharges": []}, [("surcharges", "")]),
        (COLLAR | {"performance": {"share": "0.1", "metrics": []}}, [("performance.metrics", "")]),
        (COLLAR | {"expected_bonus": "0.1"}, [("expected_bonus", "")]),
        (
            COLLAR | {"performance": {"share": "0.1", "metrics": [METRIC | {"weight": "0.5"}]}},
            [("performance.metrics", "")],
        ),
        (
            COLLAR | {"performance": {"share": "0.1", "metrics": [METRIC | {"span": "0"}]}},
            [("performance.metrics[0].span", "")],
        ),
        (PROJECT | {"stages": [{"share": "0.5", "month": 1}]}, [("stages", "")]),
        (PROJECT | {"stages": [{"share": "1", "month": 61}]}, [("stages[0].month", "")]),
        (without(PROJECT, "samples"), [("samples", "RF-107")]),
        (HOURS | {"hour_basis": "SOLD"}, [("hour_basis", "")]),
        (without(HOURS, "hour_basis"), [("hour_basis", "RF-107")]),
        (HOURS | {"expected_qty": 5}, [("expected_qty", "")]),
        ({"model": "B15", "unit": "SEAT_MONTH"}, [("build_up", "RF-107")]),
        (EVENT | {"applies_to": "ALL"}, [("event", "")]),
        (EVENT | {"event": {"seats": 2}}, [("event.hours_per_day", "RF-107")]),
        (without(MINUTE, "rounding"), [("rounding", "RF-107")]),
        (MINUTE | {"rounding": "PER_MINUTE"}, [("rounding", "")]),
        ({"model": "B04", "unit": "HOUR", "unit_price": "38"}, [("expected_qty", "RF-107")]),
        (without(TIERED, "tier_basis"), [("tier_basis", "RF-107")]),
        (without(TIERED, "tier_method"), [("tier_method", "RF-107")]),
        (TIERED | {"tier_basis": "SEATS"}, [("tier_basis", "")]),
        (TIERED | {"unit_price": "1.90"}, [("unit_price", "")]),
        (TIERED | {"tiers": []}, [("tiers", "")]),
        (TIERED | {"tiers": [{"upper": 15000, "price": "1.90"}]}, [("tiers[0].upper", "")]),
        (TIERED | {"tiers": [{"upper": None, "price": "1.90", "to": 5}]}, [("tiers[0].to", "")]),
        (BASED, [("commission", "RF-107")]),
        (BASED | {"commission": {"rate": "0.04"}}, [("commission.base", "RF-107")]),
        (BASED | {"commission": {"base": "PROFIT", "rate": "0.04"}}, [("commission.base", "")]),
        (BASED | {"commission": {"base": "REVENUE", "rate": "0.51"}}, [("commission.rate", "")]),
        (BASED | {"commission": {"base": "REVENUE", "fee": "7"}}, [("commission.rate", "RF-107")]),
        (BASED | {"commission": {"base": "SUCCESS_COUNT", "rate": "0.1"}}, [("commission.fee", "RF-107")]),
        (BASED | {"commission": {"base": "REVENUE"}}, [("commission.rate", "RF-107")]),
        (SEAT | {"commission": {"base": "REVENUE", "rate": "0.04"}}, [("commission", "")]),
    ],
)
def test_a_faulty_rate_line_is_named(line: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = faults(read_quote, quote_document(line))
    assert found == [(f"rate_lines[0].{path}", code) for path, code in expected]


@pytest.mark.parametrize(
    "uppers", [(15000, 15000, None), (30000, 15000, None), (15000, None, None), (15000, 0, None)]
)
def test_overlapping_or_unordered_bands_are_refused(uppers: tuple[int | None, ...]) -> None:
    bands = [{"upper": upper, "price": "1.90"} for upper in uppers]
    assert faults(read_quote, quote_document(TIERED | {"tiers": bands})) == [
        ("rate_lines[0].tiers[1].upper", "")
    ]


def test_a_hybrid_is_not_the_model_of_one_line() -> None:
    document = quote_document(SEAT, {"model": "B13", "unit": "MONTH", "unit_price": "1"})
    assert faults(read_quote, document) == [("rate_lines[1].model", "RF-107")]
    with pytest.raises(DocumentError, match="B13"):
        read_quote(document)


def test_a_quote_has_rate_lines_with_their_own_ids() -> None:
    assert faults(read_quote, quote_document(rate_lines=["B01"])) == [("rate_lines[0]", "")]
    assert faults(read_quote, quote_document(rate_lines=[])) == [("rate_lines", "RF-107")]
    twice = [SEAT | {"id": "agents"}, CONTACT | {"id": "agents"}]
    assert faults(read_quote, quote_document(*twice)) == [("rate_lines[1].id", "")]


@pytest.mark.parametrize(
    "line", [SEAT, CONTACT | {"applies_to": "OVERFLOW"}, CONTACT | {"applies_to": "BASE"}]
)
def test_seats_must_be_stated_where_a_line_counts_them(line: dict[str, Any]) -> None:
    assert faults(read_quote, quote_document(line, base_seats=0)) == [("base_seats", "RF-107")]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ({"code": "F21", "status": "INCLUDED"}, "code"),
        ({"code": "F01", "status": "FREE"}, "status"),
        ({"code": "F01", "status": "CHARGED", "price": "6000"}, "unit"),
        ({"code": "F01", "status": "CHARGED", "unit": "SEAT_MONTH"}, "price"),
        ({"code": "F01", "status": "CHARGED", "unit": "ONCE", "price": "6000"}, "unit"),
        ({"code": "F01", "status": "CHARGED", "unit": "SEAT_MONTH", "price": 6000}, "price"),
        ({"code": "F01", "status": "INCLUDED", "price": "6000"}, "price"),
        ({"code": "F08", "status": "NOT_DISCLOSED", "price": "1"}, "price"),
        ({"code": "F11", "status": "CHARGED", "unit": "MINUTE", "price": "0.20"}, "payer"),
        ({"code": "F12", "status": "CHARGED", "unit": "PERCENT", "price": "6"}, "price"),
        ({"code": "F14", "status": "INCLUDED", "payer": "BUYER"}, "payer"),
        (
            {"code": "F14", "status": "CHARGED", "unit": "MONTH", "price": "5", "included_quantity": 2},
            "included_quantity",
        ),
        ({"code": "F20", "status": "CHARGED", "unit": "RATE_PER_YEAR", "price": "10"}, "price"),
        (
            {"code": "F06", "status": "CHARGED", "unit": "SEAT_MONTH", "price": "120", "expected_qty": 3},
            "expected_qty",
        ),
    ],
)
def test_a_faulty_fee_line_is_named(line: dict[str, Any], path: str) -> None:
    assert faults(read_quote, quote_document(fee_lines=[line])) == [(f"fee_lines[0].{path}", "")]


def test_a_fee_line_is_given_once_and_a_missing_one_is_not_disclosed() -> None:
    line = {"code": "F01", "status": "INCLUDED"}
    assert faults(read_quote, quote_document(fee_lines=[line, line])) == [("fee_lines[1].code", "")]
    assert str(quote(fee_lines=[line]).disclosure) == "0.05"
    assert quote(fee_lines=[line]).fee("F02").status == "NOT_DISCLOSED"
    assert quote(fee_lines=fees()).disclosure == 1


def test_tax_and_minimum_need_no_price_of_their_own() -> None:
    charged = fees({"code": "F07"}, {"code": "F16"})
    assert quote(fee_lines=charged).disclosure == 1


@pytest.mark.parametrize(
    ("code", "unit"), [(code, unit) for code, units in FEE_UNITS.items() for unit in units]
)
def test_every_unit_of_every_fee_line_is_read(code: str, unit: str) -> None:
    line: dict[str, Any] = {"code": code, "unit": unit, "price": "0.5"}
    if code == "F11":
        line["payer"] = "PASS_THROUGH"
    assert quote(fee_lines=fees(line)).fee(code).unit == unit


def test_undisclosed_operations_are_unknown_not_zero() -> None:
    operations = {"turnover_annual": {"state": "NOT_DISCLOSED"}, "repeat_rate": None}
    read = quote(operations=operations).operations
    assert (read.turnover_annual, read.repeat_rate) == (None, None)
    assert read.startup_hours == 80


def test_every_field_of_the_form_is_accepted() -> None:
    line = SEAT | {"id": "agents", "line": "chat", "note": "incl. leave cover", "window": "09:00-24:00"}
    full = quote(
        line | {"applies_to": "BASE", "min_qty": 5, "min_charge": "20000", "expected_bonus": "0.03"},
        {"model": "B05", "unit": "MINUTE", "unit_price": "0.9", "rounding": "PER_6S", "wrap_up_s": "30"},
        BASED
        | {
            "commission": {
                "base": "REVENUE",
                "rate": "0.04",
                "attribution_days": 7,
                "clawback": True,
                "cap": "20000",
                "quality_gate": "FCR",
            }
        },
        fee_lines=fees(
            {"code": "F18", "unit": "MONTHS_OF_FEE", "price": "3", "base": "36000"},
            {"code": "F15", "unit": "EVENT", "price": "200", "direction": "BUYER_PAYS", "expected_qty": 2},
            {"code": "F17", "unit": "ITEM", "price": "50", "expected_qty": "1.5", "included_quantity": 1},
            {"code": "F01", "unit": "DAY", "price": "300", "expected_qty": 2, "cap": "900", "trigger": "618"},
        ),
        answers={"q1": {"q1_payment_terms": {"days": 30}}},
        contract_terms={"ct_scope_in": {"status": "ACCEPTED"}},
    )
    assert read_quote(write_quote(full)) == full
    assert full.answers["q1"] == {"q1_payment_terms": {"days": 30}}


@pytest.mark.parametrize("rfq", ["RFQ-1", "RFQ-2"])
def test_documents_survive_writing_and_reading(rfq: str) -> None:
    document = case(rfq)
    demand = read_demand(document["demand"])
    assert read_demand(json.loads(json.dumps(write_demand(demand)))) == demand
    assert write_demand(demand) == document["demand"]
    for given in document["quotes"].values():
        read = read_quote(given)
        assert read_quote(json.loads(json.dumps(write_quote(read)))) == read
    listed = read_demand(in_lines(1))
    assert read_demand(write_demand(listed)) == listed

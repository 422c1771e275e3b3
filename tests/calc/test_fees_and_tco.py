"""Fee lines, runs, exit, uplift, loading and elasticity (domain 6.1, 6.2, 10.1)."""

from decimal import Decimal
from typing import Any

import pytest

from calc.tco import Priced
from tests.calc.quotes import demand_document, fees, phone_document, run, sales

D = Decimal
SEATS = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4500"}
UNIT = {"model": "B04", "unit": "CONTACT", "unit_price": "2.00"}


def with_fees(*lines: dict[str, Any], need: dict[str, Any] | None = None, **changes: Any) -> Priced:
    return run([SEATS], need, fee_lines=fees(*lines), **changes)


def amounts(priced: Priced, item: str) -> list[int]:
    return [int(month.lines.get(item, 0)) for month in priced.months]


@pytest.mark.parametrize(
    ("line", "item", "amount"),
    [
        ({"code": "F03", "unit": "MONTH", "price": "6000"}, "K-13", "6000.00"),
        ({"code": "F03", "unit": "SEAT_MONTH", "price": "100"}, "K-13", "900.00"),
        ({"code": "F12", "unit": "MONTH", "price": "1000"}, "K-03", "1000.00"),
        ({"code": "F12", "unit": "PERCENT", "price": "0.06"}, "K-03", "2430.00"),
        ({"code": "F13", "unit": "EVENT", "price": "3000", "expected_qty": "0.25"}, "K-23", "750.00"),
        ({"code": "F14", "unit": "QUARTER", "price": "1500"}, "K-21", "500.00"),
        ({"code": "F15", "unit": "EVENT", "price": "200", "expected_qty": 2}, "K-15", "400.00"),
        ({"code": "F17", "unit": "SAMPLE", "price": "5", "expected_qty": 100}, "K-20", "500.00"),
        ({"code": "F17", "unit": "CONTACT", "price": "0.01"}, "K-20", "241.67"),
        ({"code": "F06", "unit": "MONTH", "price": "300"}, "K-10", "300.00"),
        ({"code": "F05", "unit": "MONTH", "price": "250"}, "K-14", "250.00"),
        ({"code": "F01", "unit": "DAY", "price": "300", "expected_qty": 4}, "K-11", "1200.00"),
        ({"code": "F02", "unit": "DAY", "price": "80", "expected_qty": 3}, "K-12", "240.00"),
        ({"code": "F14", "unit": "HOUR", "price": "50", "expected_qty": 9, "cap": "400"}, "K-21", "400.00"),
        (
            {"code": "F14", "unit": "HOUR", "price": "50", "expected_qty": 9, "included_quantity": 4},
            "K-21",
            "250.00",
        ),
    ],
)
def test_running_fee_lines(line: dict[str, Any], item: str, amount: str) -> None:
    month = with_fees(line).months[4]
    assert month.lines == {"K-01": D("40500.00"), item: D(amount)}


@pytest.mark.parametrize(
    ("code", "item"), [("F08", "K-05"), ("F09", "K-04"), ("F10", "K-08"), ("F04", "K-07")]
)
def test_one_off_lines_fall_into_the_first_month(code: str, item: str) -> None:
    priced = with_fees({"code": code, "unit": "ONCE", "price": "700"})
    assert amounts(priced, item) == [700] + [0] * 11


def test_a_line_without_its_quantity_adds_nothing_and_is_named() -> None:
    priced = with_fees(
        {"code": "F13", "unit": "EVENT", "price": "3000"}, {"code": "F02", "unit": "HOUR", "price": "45"}
    )
    assert set(priced.months[0].lines) == {"K-01"}
    assert [w for w in priced.warnings if w.startswith("W-NO")] == ["W-NO-QUANTITY F02", "W-NO-QUANTITY F13"]


def test_a_fine_the_vendor_pays_is_not_counted_on() -> None:
    fine = {"code": "F15", "unit": "EVENT", "price": "200", "expected_qty": 2, "direction": "VENDOR_PAYS"}
    assert set(with_fees(fine).months[0].lines) == {"K-01"}


@pytest.mark.parametrize(
    ("payer", "line", "buyer"),
    [("PASS_THROUGH", "21600.00", "0.00"), ("BUYER", None, "21600.00"), ("VENDOR", None, "0")],
)
def test_call_charges_go_to_whom_the_vendor_says(payer: str, line: str | None, buyer: str) -> None:
    calls = {"code": "F11", "unit": "MINUTE", "price": "0.20", "payer": payer}
    month = with_fees(calls, need=phone_document(30000)).months[0]
    # 30000 x 240 s x 0.90 / 60 x 0.20; the example of B14 in domain 5.3.
    assert month.lines.get("K-02") == (D(line) if line else None)
    assert month.buyer_internal == D(buyer)


def test_surge_training_counts_new_heads_only() -> None:
    # Needs 9, 11, 12, 9, 11 of 9 seats: 2, then 1, then 2 new heads.
    profile = [25000, 31000, 34000, 25000, 31000, *[25000] * 7]
    training = {"code": "F04", "unit": "HEAD", "price": "100"}
    surge = {"code": "F01", "unit": "SEAT_MONTH", "price": "1000"}
    priced = with_fees(training, surge, need=demand_document(forecast_profile=profile))
    assert [month.surge_seats for month in priced.months[:6]] == [0, 2, 3, 0, 2, 0]
    assert amounts(priced, "K-07")[:6] == [900, 200, 100, 0, 200, 0]
    assert amounts(priced, "K-11")[:6] == [0, 2000, 3000, 0, 2000, 0]


def test_overtime_falls_into_promotion_months_every_year() -> None:
    overtime = {"code": "F02", "unit": "HOUR", "price": "45", "hours_per_seat": "24"}
    priced = with_fees(overtime, need=demand_document(promo_months=[2], horizon_months=24))
    assert [month.month for month in priced.months if "K-12" in month.lines] == [2, 14]
    assert priced.months[1].lines["K-12"] == D("9720.00")


def test_a_quote_without_base_seats_has_no_surge() -> None:
    surge = fees({"code": "F01", "unit": "SEAT_MONTH", "price": "6000"})
    month = run([UNIT], base_seats=0, fee_lines=surge).months[0]
    assert (month.seats_needed, month.surge_seats) == (9, 0)


def test_the_floor_holds_seats_up() -> None:
    month = run([SEATS], demand_document(floor_seats=12)).months[0]
    assert (month.seats_needed, month.surge_seats) == (12, 3)


# -- undisclosed loading, tax, buyer's own time -------------------------------------------------------------


def test_loading_is_a_line_of_its_own_neither_taxed_nor_payable() -> None:
    silent = [line for line in fees() if line["code"] not in ("F03", "F09", "F10", "F17")]
    priced = run([SEATS], fee_lines=silent, tax={"rate": "0.06", "included": False})
    month = priced.months[0]
    assert priced.disclosure == D("0.8")
    assert month.undisclosed_loading == D("4050.00")
    assert month.vendor_payable == D("42930.00")
    assert priced.loaded_uplift - priced.uplift_y1 == D("0.1")
    assert priced.tco[12] == 12 * D("46980.00")


def test_buyer_hours_cost_money() -> None:
    operations = {"oversight_hours_month": "7.5", "startup_hours": "10"}
    priced = run([SEATS], demand_document(buyer_hourly_cost="80"), operations=operations)
    assert [month.buyer_internal for month in priced.months[:2]] == [1400, 600]
    default = run([SEATS], operations={"oversight_hours_month": "0"})
    assert default.months[0].buyer_internal == 80 * 80


def test_what_the_vendor_does_not_state_is_named() -> None:
    priced = run([SEATS], operations={}, fee_lines=fees({"code": "F05", "unit": "HEAD", "price": "400"}))
    assert priced.warnings == (
        "W-UNKNOWN operations.repeat_rate",
        "W-UNKNOWN operations.oversight_hours_month",
        "W-UNKNOWN operations.turnover_annual",
    )


# -- runs and exit ------------------------------------------------------------------------------------------

LEAVING = (
    {"code": "F18", "unit": "MONTHS_OF_FEE", "price": "3"},
    {"code": "F19", "unit": "ONCE", "price": "20000"},
)


def test_each_horizon_is_a_run_of_its_own() -> None:
    priced = with_fees(*LEAVING, tax={"rate": "0.06", "included": False})
    yearly = 12 * D("42930.00")
    assert {h: amount - h // 12 * yearly for h, amount in priced.tco.items()} == dict.fromkeys(
        (12, 24, 36, 48, 60), D("21200.00")
    )
    assert priced.year1_payable == yearly
    assert priced.uplift_y1 == D("0.06")


@pytest.mark.parametrize(
    ("penalty", "cost"),
    [
        ({"unit": "MONTHS_OF_FEE", "price": "3"}, "141500.00"),
        ({"unit": "MONTHS_OF_FEE", "price": "3", "base": "36000"}, "128000.00"),
        ({"unit": "ONCE", "price": "9000"}, "29000.00"),
        ({"unit": "PERCENT", "price": "0.10"}, "68600.00"),
    ],
)
def test_exit_cost_is_exit_items_and_penalty(penalty: dict[str, str], cost: str) -> None:
    priced = with_fees({"code": "F18", **penalty}, LEAVING[1])
    assert priced.exit_cost == dict.fromkeys((6, 12, 18, 24), D(cost))


def test_the_penalty_counts_months_of_the_base_part_without_commission() -> None:
    line = {"model": "B02", "unit": "SEAT_MONTH", "unit_price": "3400"}
    paid = {"commission": {"base": "REVENUE", "rate": "0.04"}}
    priced = run([line | paid], demand_document(sales=sales()), fee_lines=fees(LEAVING[0]))
    assert priced.exit_cost[18] == 3 * D("30600.00")


# -- elasticity ---------------------------------------------------------------------------------------------


def elasticity(profile: list[int], **changes: Any) -> D:
    line = changes.pop("line", UNIT)
    return run([line], demand_document(forecast_profile=profile), base_seats=0, **changes).elasticity


def test_elasticity_of_cost_to_volume() -> None:
    varied = [10000, *[20000] * 10, 40000]
    assert elasticity(varied) == 1
    assert elasticity(varied, line={"model": "B10", "unit": "MONTH", "unit_price": "9000"}) == 0
    # 5000 + 1 per contact: 15000 in the low and 45000 in the high month, ln 3 / ln 4.
    half = {"model": "B07", "unit": "CONTACT", "unit_price": "1", "fixed_fee": "5000"}
    assert round(elasticity(varied, line=half), 6) == D("0.792481")


def test_elasticity_leaves_set_up_and_exit_out_but_not_initial_training() -> None:
    one_off = [{"code": code, "unit": "ONCE", "price": "9999"} for code in ("F08", "F09", "F10", "F19")]
    taxed = {"rate": "0.06", "included": False}
    assert elasticity([10000, *[20000] * 10, 40000], fee_lines=fees(*one_off), tax=taxed) == 1
    trained = elasticity(
        [40000, *[20000] * 11], fee_lines=fees({"code": "F04", "unit": "ONCE", "price": "9999"})
    )
    assert trained > 1


def test_elasticity_where_the_formula_has_no_value() -> None:
    assert elasticity([5000] * 12) == 1
    assert elasticity([0, *[5000] * 11]) == 1
    package = {"model": "B08", "unit": "CONTACT", "fixed_fee": "100", "included_qty": 0, "unit_price": "1"}
    assert elasticity([0, *[5000] * 11], line=package) == 0

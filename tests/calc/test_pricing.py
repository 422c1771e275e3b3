"""The worked examples of domain 5.3 and 5.4, one model after the other, through whole documents."""

from decimal import Decimal
from typing import Any

import pytest

from calc.billing.pricing import inversions, tiered
from calc.documents import DocumentError, RateLine, Tier, read_demand
from calc.tco import price
from tests.calc.quotes import demand_document, fees, phone_document, quote, run, sales

D = Decimal
SEATS = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4500"}
TIERS = [
    {"upper": 15000, "price": "1.90"},
    {"upper": 30000, "price": "1.60"},
    {"upper": None, "price": "1.30"},
]


def tiered_line(method: str = "GRADUATED", basis: str = "MONTHLY_VOLUME", **changes: Any) -> dict[str, Any]:
    unit = {"MINUTES": "MINUTE", "SEATS": "SEAT_MONTH"}.get(basis, "CONTACT")
    line = {"model": "B03", "unit": unit, "tier_basis": basis, "tier_method": method, "tiers": TIERS}
    return line | changes


def volume(contacts: int, **changes: Any) -> dict[str, Any]:
    return demand_document(forecast_profile=[contacts] * 12, **changes)


def first(rate_line: dict[str, Any], need: dict[str, Any] | None = None, **changes: Any) -> dict[str, str]:
    """The vendor's lines of the first month."""
    month = run([rate_line], need, **changes).months[0]
    return {item: str(amount) for item, amount in month.lines.items()}


# -- B01, B02 -----------------------------------------------------------------------------------------------


def test_b01_fixed_seats() -> None:
    assert first(SEATS) == {"K-01": "40500.00"}
    assert first(SEATS | {"min_qty": 5}, base_seats=4) == {"K-01": "22500.00"}


def test_minimum_seats_take_the_place_of_base_seats_everywhere() -> None:
    tools = fees(
        {"code": "F01", "unit": "SEAT_MONTH", "price": "6000"},
        {"code": "F02", "unit": "HOUR", "price": "45", "hours_per_seat": "24"},
        {"code": "F04", "unit": "HEAD", "price": "400"},
        {"code": "F05", "unit": "HEAD", "price": "400"},
        {"code": "F06", "unit": "SEAT_MONTH", "price": "120"},
    )
    need = volume(30000, promo_months=[1])  # needs 11 seats
    operations = {"turnover_annual": "1.20"}
    lines = first(SEATS | {"min_qty": 10}, need, base_seats=9, fee_lines=tools, operations=operations)
    assert lines == {
        "K-01": "45000.00",
        "K-11": "6000.00",
        "K-12": "10800.00",
        "K-07": "4400.00",
        "K-14": "400.00",
        "K-10": "1320.00",
    }


def commission(**fields: Any) -> dict[str, Any]:
    return {"model": "B02", "unit": "SEAT_MONTH", "unit_price": "3400", "commission": fields}


@pytest.mark.parametrize(
    ("fields", "amount"),
    [
        ({"base": "REVENUE", "rate": "0.04"}, "15660.22"),
        ({"base": "SURPLUS", "rate": "0.12"}, "14094.19"),
        ({"base": "SUCCESS_COUNT", "fee": "7"}, "15225.00"),
        ({"base": "REVENUE", "rate": "0.04", "cap": "9000"}, "9000.00"),
    ],
)
def test_b02_commission_bases(fields: dict[str, str], amount: str) -> None:
    priced = run([commission(**fields)], demand_document(sales=sales()))
    assert priced.months[0].lines["K-27"] == D(amount)
    assert priced.headline == D("30600.00") + D(amount)
    assert priced.headline_base == D("30600.00")


def test_b02_total_and_commission_share() -> None:
    priced = run([commission(base="REVENUE", rate="0.04")], demand_document(sales=sales()))
    assert priced.headline == D("46260.22")
    assert round(D("15660.22") / priced.headline, 4) == D("0.3385")


def test_b02_conversion_lift_counts_what_exceeds_the_present_conversion() -> None:
    need = demand_document(sales=sales())
    operations = {"conversion": "0.22"}
    # 24167 x 0.45 x 0.02 = 217.503 more orders, 39150.54 more sales.
    lift = run([commission(base="CONVERSION_LIFT", rate="0.10")], need, operations=operations)
    assert lift.months[0].lines["K-27"] == D("3915.05")
    assert lift.headline == D("30600.00")
    per_order = run([commission(base="CONVERSION_LIFT", fee="20")], need, operations=operations)
    assert per_order.months[0].lines["K-27"] == D("4360.00")
    worse = run([commission(base="CONVERSION_LIFT", rate="0.10")], need, operations={"conversion": "0.18"})
    assert "K-27" not in worse.months[0].lines


def test_commission_counts_forecast_contacts_not_repeats() -> None:
    need = demand_document(sales=sales(), repeat_rate_now="0.10")
    priced = run([commission(base="REVENUE", rate="0.04")], need, operations={"repeat_rate": "0.20"})
    assert priced.months[0].contacts == 26364
    assert priced.months[0].lines["K-27"] == D("15660.22")


def test_commission_without_sales_is_not_computable() -> None:
    with pytest.raises(DocumentError) as refused:
        run([commission(base="REVENUE", rate="0.04")])
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("rate_lines[0].commission", "RF-107")
    ]


# -- B03 ----------------------------------------------------------------------------------------------------

TABLE = [
    (15000, "28500.00", "28500.00"),
    (15001, "28501.60", "24001.60"),
    (24167, "43167.20", "38667.20"),
    (24376, "43501.60", "39001.60"),
    (30000, "52500.00", "48000.00"),
    (30001, "52501.30", "39001.30"),
    (36000, "60300.00", "46800.00"),
    (52000, "81100.00", "67600.00"),
]


@pytest.mark.parametrize(("contacts", "graduated", "all_units"), TABLE)
def test_b03_tiers(contacts: int, graduated: str, all_units: str) -> None:
    assert first(tiered_line(), volume(contacts)) == {"K-01": graduated}
    assert first(tiered_line("ALL_UNITS"), volume(contacts)) == {"K-01": all_units}


@pytest.mark.parametrize(("contacts", "graduated", "all_units"), TABLE)
def test_b03_bands_by_daily_average_are_the_limits_times_30(
    contacts: int, graduated: str, all_units: str
) -> None:
    daily = [{"upper": 500, "price": "1.90"}, {"upper": 1000, "price": "1.60"}, TIERS[2]]
    for method, expected in (("GRADUATED", graduated), ("ALL_UNITS", all_units)):
        line = tiered_line(method, "DAILY_AVG_VOLUME", tiers=daily)
        assert first(line, volume(contacts)) == {"K-01": expected}


def test_b03_by_seats_and_by_minutes() -> None:
    by_seat = [{"upper": 5, "price": "4800"}, {"upper": None, "price": "4200"}]
    assert first(tiered_line(basis="SEATS", tiers=by_seat)) == {"K-01": "40800.00"}
    by_minute = [{"upper": 100000, "price": "1.00"}, {"upper": None, "price": "0.80"}]
    line = tiered_line(basis="MINUTES", tiers=by_minute, rounding="PER_SECOND")
    # 30000 x 240 s x 0.90 = 108000 minutes.
    assert first(line, phone_document(30000)) == {"K-01": "106400.00"}


def test_b03_rising_tiers_are_priced_as_stated() -> None:
    rising = [{"upper": 10000, "price": "1.00"}, {"upper": None, "price": "2.00"}]
    assert first(tiered_line(tiers=rising), volume(15000)) == {"K-01": "20000.00"}


def test_all_units_inversions_are_named() -> None:
    tiers = (Tier(15000, D("1.90")), Tier(30000, D("1.60")), Tier(None, D("1.30")))
    line = RateLine("B03", "CONTACT", tier_basis="MONTHLY_VOLUME", tier_method="ALL_UNITS", tiers=tiers)
    assert inversions(line) == [15000, 30000]
    assert run([tiered_line("ALL_UNITS")]).warnings[0] == "W-INVERSION rate_lines[0] 15000"
    assert not [w for w in run([tiered_line()]).warnings if w.startswith("W-INVERSION")]
    assert tiered(D(30001), tiers, "ALL_UNITS") < tiered(D(24376), tiers, "ALL_UNITS")


# -- B04, B05 -----------------------------------------------------------------------------------------------


def test_b04_pay_as_you_go() -> None:
    assert first({"model": "B04", "unit": "CONTACT", "unit_price": "2.15"}, base_seats=0) == {
        "K-01": "51959.05"
    }
    hours = {"model": "B04", "unit": "HOUR", "unit_price": "38", "expected_qty": 12 * 14 * 8}
    assert first(hours, base_seats=0) == {"K-01": "51072.00"}
    assert first(SEATS, base_seats=12) == {"K-01": "54000.00"}


@pytest.mark.parametrize(
    ("rounding", "wrap_up", "amount"),
    [
        ("PER_SECOND", None, "3166.67"),
        ("PER_STARTED_MINUTE", None, "3800.00"),
        ("PER_6S", None, "3230.00"),  # 200 s -> 204 s
        ("PER_SECOND", "40", "3800.00"),
        ("PER_STARTED_MINUTE", "41", "4750.00"),
    ],
)
def test_b05_rounding_per_call(rounding: str, wrap_up: str | None, amount: str) -> None:
    line = {
        "model": "B05",
        "unit": "MINUTE",
        "unit_price": "0.95",
        "rounding": rounding,
        "wrap_up_s": wrap_up,
    }
    assert first(line, phone_document(1000, aht_s="200", talk_share="1"), base_seats=0) == {"K-01": amount}


def test_b05_price_per_minute() -> None:
    line = {"model": "B05", "unit": "MINUTE", "unit_price": "0.95", "rounding": "PER_SECOND"}
    assert first(line, phone_document(30000, talk_share="1"), base_seats=0) == {"K-01": "114000.00"}
    faster = first(line, phone_document(30000), base_seats=0, operations={"aht_s": "200"})
    assert faster == {"K-01": "85500.00"}
    assert run([line], phone_document(30000), operations={"aht_s": "200"}).headline == D("102600.00")


# -- B07, B08, B10 ------------------------------------------------------------------------------------------


def test_b07_per_contact_with_base_charge_or_minimum() -> None:
    line = {"model": "B07", "unit": "CONTACT", "unit_price": "2.20"}
    assert first(line, volume(30000), base_seats=0) == {"K-01": "66000.00"}
    inbound = line | {"unit_price": "2.05", "fixed_fee": "5000"}
    assert first(inbound, volume(30000), base_seats=0) == {"K-01": "66500.00"}
    outbound = line | {"unit_price": "4.50", "min_charge": "6000"}
    assert first(outbound, volume(900), base_seats=0) == {"K-01": "4050.00", "K-16": "1950.00"}


def test_a_minimum_quantity_is_billed_when_less_is_used() -> None:
    line = {"model": "B07", "unit": "CONTACT", "unit_price": "2.00", "min_qty": 5000}
    assert first(line, volume(4000), base_seats=0) == {"K-01": "10000.00"}
    assert first(line, volume(6000), base_seats=0) == {"K-01": "12000.00"}


def test_b08_package_plus_overage() -> None:
    line = {
        "model": "B08",
        "unit": "CONTACT",
        "fixed_fee": "70000",
        "included_qty": 25000,
        "unit_price": "3.00",
    }
    assert first(line, volume(30000), base_seats=0) == {"K-01": "85000.00"}
    assert first(line, volume(22000), base_seats=0) == {"K-01": "70000.00"}


def test_b10_retainer_by_month_and_by_quarter() -> None:
    line = {"model": "B10", "unit": "MONTH", "unit_price": "98000"}
    assert first(line, base_seats=0) == {"K-01": "98000.00"}
    quarter = line | {"unit": "QUARTER", "unit_price": "288120"}
    assert first(quarter, base_seats=0) == {"K-01": "96040.00"}


# -- B13 ----------------------------------------------------------------------------------------------------

BASE = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4600"}
BAND = [{"upper": 5000, "price": "1.90"}, {"upper": None, "price": "1.60"}]
OVERFLOW = tiered_line(tiers=BAND, applies_to="OVERFLOW")


def test_b13_base_seats_plus_graduated_overflow() -> None:
    # Six seats handle 17038 contacts (6 x 2839.68); 24038 leave 7000 of overflow.
    surge = fees({"code": "F01", "unit": "SEAT_MONTH", "price": "6000"})
    priced = run([BASE, OVERFLOW], volume(24038), base_seats=6, fee_lines=surge)
    assert priced.months[0].lines == {"K-01": D("27600.00") + D("12700.00")}
    assert (priced.months[0].seats_needed, priced.months[0].surge_seats) == (9, 0)
    assert priced.headline == D("40300.00")


def test_b13_without_overflow_costs_the_base_only() -> None:
    assert run([BASE, OVERFLOW], volume(17038), base_seats=6).headline == D("27600.00")
    assert run([BASE, OVERFLOW], volume(17039), base_seats=6).headline == D("27601.90")


def test_b13_base_line_by_contact_ends_where_overflow_begins() -> None:
    base = {"model": "B07", "unit": "CONTACT", "unit_price": "2.00", "applies_to": "BASE"}
    priced = run([base, OVERFLOW], volume(24038), base_seats=6)
    assert priced.headline == 17038 * 2 + D("12700.00")


def test_a_window_is_billed_by_its_stated_quantity() -> None:
    night = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "1500", "applies_to": "WINDOW"}
    window = {"window": "22:00-08:00", "expected_qty": 2}
    priced = run([SEATS, night | window])
    assert priced.headline == D("43500.00")


# -- modifiers ----------------------------------------------------------------------------------------------


def test_minimum_charge_fills_its_own_line_up() -> None:
    line = {"model": "B07", "unit": "CONTACT", "unit_price": "1.50", "min_charge": "40000"}
    report = fees({"code": "F14", "unit": "MONTH", "price": "500"})
    lines = first(line, volume(24000), base_seats=0, fee_lines=report)
    assert lines == {"K-01": "36000.00", "K-16": "4000.00", "K-21": "500.00"}
    assert run([line], volume(24000), base_seats=0).headline == D("40000.00")


def test_the_minimum_escalates_and_is_rounded_to_cents() -> None:
    line = {"model": "B07", "unit": "CONTACT", "unit_price": "0.01", "min_charge": "333.33"}
    rise = fees({"code": "F20", "unit": "RATE_PER_YEAR", "price": "0.05"})
    months = run([line], volume(1000, horizon_months=24), base_seats=0, fee_lines=rise).months
    assert months[12].lines == {"K-01": D("10.50"), "K-16": D("339.50")}


def test_tax_is_added_only_where_prices_exclude_it() -> None:
    five = SEATS | {"unit_price": "5000"}
    assert first(five, tax={"rate": "0.06", "included": False}) == {"K-01": "45000.00", "K-19": "2700.00"}
    assert first(five, tax={"rate": "0.06", "included": True}) == {"K-01": "45000.00"}


def test_escalation_leaves_first_year_prices_and_most_fees_alone() -> None:
    given = fees(
        {"code": "F06", "unit": "SEAT_MONTH", "price": "100"},
        {"code": "F14", "unit": "MONTH", "price": "500"},
        {"code": "F20", "unit": "RATE_PER_YEAR", "price": "0.10"},
    )
    need = demand_document(horizon_months=36)
    months = run([SEATS | {"unit_price": "4000"}], need, fee_lines=given).months
    assert [months[m].lines["K-01"] for m in (0, 12, 24)] == [36000, 39600, 43560]
    assert [months[m].lines["K-10"] for m in (0, 12, 24)] == [900, 990, 1089]
    assert [months[m].lines["K-21"] for m in (0, 12, 24)] == [500, 500, 500]


def test_expected_bonus_is_of_the_fee_before_its_rounding() -> None:
    # Half of 0.326 is 0.163; half of the rounded 0.33 would be 0.165 and round to 0.17.
    line = {"model": "B04", "unit": "CONTACT", "unit_price": "0.326", "expected_bonus": "0.5"}
    assert first(line, volume(1), base_seats=0) == {"K-01": "0.33", "K-28": "0.16"}
    assert run([line], volume(1), base_seats=0).headline == D("0.33")


def test_a_cap_limits_the_line() -> None:
    line = {"model": "B07", "unit": "CONTACT", "unit_price": "2.20", "cap": "50000"}
    assert first(line, volume(30000), base_seats=0) == {"K-01": "50000.00"}


# -- what cannot be priced ----------------------------------------------------------------------------------


def test_a_price_of_zero_is_refused() -> None:
    with pytest.raises(DocumentError) as refused:
        run([SEATS | {"unit_price": "0"}])
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [("rate_lines[].price", "RF-107")]


def test_a_rate_line_names_the_service_line_of_the_demand() -> None:
    flat = demand_document()
    common = {key: flat.pop(key) for key in ("schema", "currency", "horizon_months", "buyer_hourly_cost")}
    need = read_demand({**common, "lines": [{"id": "chat", **flat}]})
    assert price(need, quote(SEATS | {"line": "chat"})).headline == D("40500.00")
    with pytest.raises(DocumentError, match=r"rate_lines\[\]\.line: names the lines mail"):
        price(need, quote(SEATS | {"line": "mail"}))

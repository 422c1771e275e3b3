"""The further models and modifiers of domain 5.3 and 5.4 through whole documents, month by month."""

from decimal import Decimal
from typing import Any

import pytest

from calc.billing.pricing import cliffs
from calc.documents import DocumentError, RateLine, Tier, read_demand, read_quote
from calc.tco import Priced, price
from tests.calc.quotes import demand_document, fees, phone_document, quote_document, run, sales

D = Decimal
Json = dict[str, Any]
SEATS = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4500"}
CONTACT = {"model": "B07", "unit": "CONTACT", "unit_price": "2.00"}
MINUTE = {"model": "B05", "unit": "MINUTE", "unit_price": "0.95", "rounding": "PER_STARTED_MINUTE"}


def volume(contacts: int, **changes: Any) -> Json:
    return demand_document(forecast_profile=[contacts] * 12, **changes)


def first(line: Json, need: Json | None = None, **changes: Any) -> dict[str, str]:
    month = run([line], need, **({"base_seats": 0} | changes)).months[0]
    return {item: str(amount) for item, amount in month.lines.items()}


def series(priced: Priced, item: str = "K-01", count: int = 12) -> list[Decimal]:
    return [month.lines.get(item, D(0)) for month in priced.months[:count]]


def uncomputable(lines: list[Json], need: Json | None = None, **changes: Any) -> list[str]:
    with pytest.raises(DocumentError) as refused:
        run(lines, need, **changes)
    assert all(fault.code == "RF-107" and fault.remedy for fault in refused.value.faults)
    return [fault.path for fault in refused.value.faults]


# -- the models ---------------------------------------------------------------------------------------------


def hours(basis: str, **changes: Any) -> Json:
    return {"model": "B06", "unit": "HOUR", "unit_price": "28", "hour_basis": basis} | changes


def test_b06_hours_at_the_contact_paid_hours_or_stated_ones() -> None:
    # 24167 chats of 300 s, two at a time: 1006.96 hours at the contact, 1480.82 paid at 68 %.
    assert first(hours("PRODUCTIVE")) == {"K-01": "28194.83"}
    assert first(hours("PAID")) == {"K-01": "41462.99"}
    assert first(hours("LOGGED", expected_qty=1496)) == {"K-01": "41888.00"}
    assert round(D(28) / D("0.68"), 2) == D("41.18")
    assert uncomputable([hours("LOGGED")]) == ["rate_lines[0].expected_qty"]


def test_b09_pays_by_success_only() -> None:
    line = {
        "model": "B09",
        "unit": "ORDER",
        "commission": {"base": "SUCCESS_COUNT", "fee": "120", "success_rate": "0.025"},
    }
    assert first(line, volume(12000)) == {"K-27": "36000.00"}
    assert first(line | {"min_charge": "40000"}, volume(12000)) == {"K-16": "4000.00", "K-27": "36000.00"}
    assert run([line], volume(12000), base_seats=0).headline == 36000


def collar(share: str, *expected: str) -> Json:
    rows = [("FCR", "0.4", "80", "5"), ("CSAT", "0.4", "92", "4"), ("SL", "0.2", "80", "5")]
    metrics = [
        {"kpi": kpi, "weight": weight, "target": target, "span": span, "expected": told}
        for (kpi, weight, target, span), told in zip(rows, expected, strict=True)
    ]
    return {"share": share, "metrics": metrics}


def test_b11_moves_the_fee_inside_its_collar() -> None:
    line = {"model": "B11", "unit": "MONTH", "unit_price": "98000"}
    assert first(line | {"performance": collar("0.10", "82", "90", "78")}) == {
        "K-01": "98000.00",
        "K-28": "-1176.00",
    }
    best = run([line | {"performance": collar("0.10", "99", "99", "99")}], base_seats=0)
    assert best.months[0].lines["K-28"] == 9800
    assert best.headline == 98000
    assert uncomputable([line]) == ["rate_lines[0].performance"]


STAGES = [{"share": "0.3", "month": 1}, {"share": "0.4", "month": 2}, {"share": "0.3", "month": 3}]
PROJECT = {"model": "B12", "unit": "SAMPLE", "unit_price": "35", "samples": 400, "stages": STAGES}


def test_b12_pays_samples_by_stages() -> None:
    priced = run([PROJECT], base_seats=0)
    assert series(priced, count=4) == [4200, 5600, 4200, 0]
    assert priced.headline == D("1166.67")  # a twelfth of the first year
    one = PROJECT | {"stages": [{"share": "1", "month": 1}], "invalid_share": "0.05"}
    assert first(one) == {"K-01": "13300.00"}
    survey = {"model": "B12", "unit": "SAMPLE", "unit_price": "35", "expected_qty": 400}
    assert first(survey) == {"K-01": "14000.00"}
    assert uncomputable([{key: PROJECT[key] for key in PROJECT if key != "stages"}]) == [
        "rate_lines[0].stages"
    ]


def test_b14_rents_seats_and_minutes_beside_the_buyers_own_agents() -> None:
    line = {"model": "B14", "unit": "SEAT_MONTH", "unit_price": "300", "minute_price": "0.20"}
    line |= {"rounding": "PER_SECOND"}
    priced = run([line], phone_document(30000, own_seat_cost="6000"), base_seats=17)
    assert priced.months[0].lines == {"K-01": D("5100.00") + D("21600.00")}
    assert priced.months[0].buyer_internal == 102000
    # Three more seats in a month of 35000 calls, and people on them.
    peak = run([line], phone_document(35000, own_seat_cost="6000"), base_seats=17).months[0]
    assert (peak.surge_seats, peak.buyer_internal) == (3, 20 * 6000)
    assert "W-UNKNOWN own_seat_cost" in run([line], phone_document(30000), base_seats=17).warnings


def test_b15_opens_the_book_of_a_seat() -> None:
    book = {"pay": "3200", "management": "700", "profit": "0.15"}
    line = {"model": "B15", "unit": "SEAT_MONTH", "build_up": book}
    assert run([line], base_seats=1).headline == 4485
    dearer = line | {"build_up": book | {"welfare": "100", "training": "50"}}
    assert run([dearer], base_seats=1).headline == D("4657.50")
    rise = fees({"code": "F20", "unit": "RATE_PER_YEAR", "price": "0.10"})
    months = run([line], demand_document(horizon_months=24), base_seats=1, fee_lines=rise).months
    assert months[12].lines["K-01"] == D("4933.50")
    assert round((D(36000) + 4500 + 1500) / 24167, 4) == D("1.7379")


def test_b16_trial_and_stages() -> None:
    trial = {"model": "B16", "unit": "MONTH", "unit_price": "98000"}
    priced = run([trial | {"trial": {"months": 3, "discount": "0.2"}}], base_seats=0)
    assert series(priced, count=4) == [78400, 78400, 78400, 98000]
    assert priced.headline == 98000
    staged = {"model": "B16", "unit": "ONCE", "unit_price": "300000"}
    stages = [{"share": "0.3", "month": 1}, {"share": "0.4", "month": 6}, {"share": "0.3", "month": 12}]
    paid = series(run([staged | {"stages": stages}], base_seats=0))
    assert (paid[0], paid[5], paid[11], sum(paid)) == (90000, 120000, 90000, 300000)
    assert uncomputable([trial]) == ["rate_lines[0].trial"]
    assert uncomputable([staged]) == ["rate_lines[0].stages"]


# -- increments, packages, minimum --------------------------------------------------------------------------

MIX = [
    {"seconds": "20", "share": "0.2"},
    {"seconds": "185", "share": "0.4"},
    {"seconds": "305", "share": "0.4"},
]


def test_minutes_are_counted_on_the_buyers_durations() -> None:
    calls = phone_document(1000, aht_s="200", talk_share="1")
    assert first(MINUTE, calls) == {"K-01": "3800.00"}  # 240 s each
    assert first(MINUTE, calls | {"durations": MIX}) == {"K-01": "3990.00"}  # 252 s on average
    # At least 90 s: 120, 240 and 360 s.
    assert first(MINUTE | {"min_seconds": "90"}, calls | {"durations": MIX}) == {"K-01": "4180.00"}
    assert first(MINUTE | {"rounding": "PER_SECOND"}, calls | {"durations": MIX}) == {"K-01": "3166.67"}


def test_a_quarterly_minimum_is_filled_up_in_the_third_month() -> None:
    profile = [10000, 12000, 14000, 20000, 20000, 20000, *[16000] * 6]
    line = CONTACT | {"min_charge": "96000", "min_period": "QUARTER"}
    need = demand_document(forecast_profile=profile)
    priced = run([line], need, base_seats=0)
    assert series(priced, "K-16") == [0, 0, 24000, *[0] * 9]
    kept = run([line | {"min_carry_forward": True}], need, base_seats=0)
    # Quarter 2 charges 120,000: the 24,000 paid in quarter 1 are taken off.
    assert series(kept, "K-16") == [0, 0, 24000, 0, 0, -24000, *[0] * 6]
    assert kept.months[5].vendor_payable == 16000
    # The headline is an average month: its third of the minimum just does not bite at 16,000 contacts.
    assert priced.headline == 32000
    assert run([line | {"min_charge": "120000"}], need, base_seats=0).headline == 40000


def test_a_package_rolls_over() -> None:
    line = {"model": "B08", "unit": "CONTACT", "fixed_fee": "70000", "included_qty": 25000}
    line |= {"unit_price": "3.00"}
    need = demand_document(forecast_profile=[22000, 30000] * 6)
    assert series(run([line], need, base_seats=0), count=4) == [70000, 85000, 70000, 85000]
    rolled = run([line | {"rollover_months": 1}], need, base_seats=0)
    assert series(rolled, count=4) == [70000, 76000, 70000, 76000]
    assert rolled.headline == run([line], need, base_seats=0).headline == 73000


# -- windows, events, term ----------------------------------------------------------------------------------

SHARES = {"NIGHT": "0.10", "HOLIDAY": "0.03"}


def test_a_surcharge_is_paid_for_the_share_of_its_window() -> None:
    rises = [{"window": "NIGHT", "rate": "0.30"}, {"window": "HOLIDAY", "rate": "2"}]
    line = CONTACT | {"surcharges": rises}
    # 20,000 x 2.00 x (1 + 0.10 x 0.30 + 0.03 x 2)
    assert first(line, volume(20000, window_shares=SHARES)) == {"K-01": "43600.00"}
    stated = CONTACT | {"surcharges": [{"window": "NIGHT", "rate": "0.30", "share": "0.25"}]}
    assert first(stated, volume(20000)) == {"K-01": "43000.00"}
    assert first(stated, volume(20000, window_shares=SHARES)) == {"K-01": "41200.00"}  # the buyer's share
    assert uncomputable([line], volume(20000, window_shares={"NIGHT": "0.10"})) == [
        "rate_lines[0].surcharges[1].share"
    ]


def test_a_window_line_counts_the_buyers_contacts_of_the_window() -> None:
    night = CONTACT | {"unit_price": "0.50", "applies_to": "WINDOW", "window": "NIGHT"}
    need = volume(24167, window_shares=SHARES)
    assert first(night, need) == {"K-01": "1208.50"}  # 2,417 contacts
    assert first(night | {"expected_qty": 1000}, volume(24167)) == {"K-01": "500.00"}
    assert uncomputable([night]) == ["rate_lines[0].expected_qty"]
    other = night | {"window": "22:00-08:00"}
    assert uncomputable([other], need) == ["rate_lines[0].expected_qty"]


EVENT = {"model": "B04", "unit": "HOUR", "unit_price": "38", "applies_to": "EVENT"}
STAFF = {"seats": 12, "days": 14, "hours_per_day": "8", "min_days": 7, "notice_days": 14}


def test_event_staff_is_billed_in_promotion_months() -> None:
    need = demand_document(promo_months=[6, 11])
    priced = run([SEATS, EVENT | {"event": STAFF}], need)
    assert series(priced)[5] == 40500 + D("51072.00")
    assert series(priced)[6] == 40500
    assert priced.headline == 40500 + D("51072.00") * 2 / 12
    # The buyer's promotions last five days, at least seven are billed.
    short = run([SEATS, EVENT | {"event": STAFF}], need | {"promo_days": 5})
    assert series(short)[5] == 40500 + 12 * 7 * 8 * 38


def test_event_staff_takes_the_place_of_surge_seats() -> None:
    profile = [24000] * 5 + [52000] + [24000] * 6  # 19 seats in June, 9 are there
    need = demand_document(forecast_profile=profile, promo_months=[6], promo_days=10)
    surge = fees({"code": "F01", "unit": "SEAT_MONTH", "price": "6000"})
    few = run([SEATS, EVENT | {"event": STAFF | {"seats": 4}}], need, fee_lines=surge)
    assert (few.months[5].seats_needed, few.months[5].surge_seats) == (19, 6)
    assert few.months[5].lines["K-11"] == 36000
    open_ = {key: STAFF[key] for key in STAFF if key != "seats"}
    all_ = run([SEATS, EVENT | {"event": open_}], need, fee_lines=surge)
    assert all_.months[5].surge_seats == 0
    assert series(all_)[5] == 40500 + 10 * 10 * 8 * 38


def test_what_event_staff_needs_is_named() -> None:
    unknown = {"hours_per_day": "8"}
    need = demand_document(promo_months=[6])
    assert uncomputable([EVENT | {"event": unknown}], need, base_seats=0) == [
        "rate_lines[0].event.days",
        "rate_lines[0].event.seats",
    ]
    assert "W-UNKNOWN promo_months" in run([SEATS, EVENT | {"event": STAFF}]).warnings


def test_a_price_for_a_part_of_the_term() -> None:
    early = SEATS | {"unit_price": "4000", "valid_to": 12}
    late = SEATS | {"unit_price": "4400", "valid_from": 13}
    priced = run([early, late], demand_document(horizon_months=24))
    assert {*series(priced, count=12)} == {36000}
    assert {month.lines["K-01"] for month in priced.months[12:]} == {39600}
    assert priced.headline == 36000


# -- tax ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("included", "recovers", "invoice", "payable", "cost"),
    [
        (False, False, "SPECIAL_VAT", "47700.00", "47700.00"),
        (False, True, "SPECIAL_VAT", "47700.00", "45000.00"),
        (False, True, "ORDINARY", "47700.00", "47700.00"),
        (True, False, "SPECIAL_VAT", "45000.00", "45000.00"),
        (True, True, "SPECIAL_VAT", "45000.00", "42452.83"),
        (True, True, None, "45000.00", "45000.00"),
    ],
)
def test_tax_exclusive_inclusive_and_recovered(
    included: bool, recovers: bool, invoice: str | None, payable: str, cost: str
) -> None:
    priced = run(
        [SEATS | {"unit_price": "5000"}],
        demand_document(vat_recoverable=recovers),
        tax={"rate": "0.06", "included": included},
        answers={"q2": {"q2_invoice_type": invoice}} if invoice else {},
    )
    month = priced.months[0]
    assert (month.vendor_payable, month.cost) == (D(payable), D(cost))
    assert priced.tco[12] == 12 * D(cost)
    assert ("tax_recovered" in month.as_json()) == (month.vendor_payable != month.cost)


# -- the tier guard -----------------------------------------------------------------------------------------


def test_the_cliff_of_an_all_units_table() -> None:
    tiers = (Tier(15000, D("1.90")), Tier(30000, D("1.60")), Tier(None, D("1.30")))
    line = RateLine("B03", "CONTACT", tier_basis="MONTHLY_VOLUME", tier_method="ALL_UNITS", tiers=tiers)
    found = cliffs(line)
    assert [(one.limit, one.at_limit, one.beyond, one.dearer_from) for one in found] == [
        (15000, D("28500.00"), D("24001.60"), 12633),
        (30000, D("48000.00"), D("39001.30"), 24376),
    ]
    assert 24375 * D("1.60") < found[1].beyond < 24376 * D("1.60")


# -- laws ---------------------------------------------------------------------------------------------------


def test_lines_add_up_and_their_order_does_not_matter() -> None:
    need = demand_document(forecast_profile=[10000, 30000] * 6, promo_months=[6], window_shares=SHARES)
    lines = [
        SEATS,
        CONTACT | {"min_charge": "70000", "min_period": "QUARTER", "min_carry_forward": True},
        EVENT | {"event": STAFF},
        PROJECT,
    ]
    whole, turned = run(lines, need), run(lines[::-1], need)
    assert [m.vendor_payable for m in whole.months] == [m.vendor_payable for m in turned.months]
    alone = [run([line], need) for line in lines]
    assert whole.tco[12] == sum(one.tco[12] for one in alone)
    backwards = dict(reversed(quote_document(*(dict(reversed(line.items())) for line in lines)).items()))
    again = price(read_demand(dict(reversed(need.items()))), read_quote(backwards))
    assert again.as_json() == whole.as_json()


def test_refunds_that_are_not_known_are_named() -> None:
    line = {"model": "B02", "unit": "SEAT_MONTH", "unit_price": "3400"}
    line |= {"commission": {"base": "REVENUE", "rate": "0.04", "clawback": True}}
    unknown = run([line], demand_document(sales=sales()))
    assert unknown.months[0].lines["K-27"] == D("15660.22")
    assert "W-UNKNOWN sales.refund_rate" in unknown.warnings
    known = run([line], demand_document(sales=sales() | {"refund_rate": "0.08"}))
    assert known.months[0].lines["K-27"] == D("14407.40")

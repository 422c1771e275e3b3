"""Increments, balances, commission, collars and tax: the worked figures of domain 5.3 and 5.4, and by hand."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.billing.balances import Balance, beyond_package, monthly_minimum, settle
from calc.billing.commission import commission_of
from calc.billing.increments import billed_seconds
from calc.billing.performance import adjustment, credited
from calc.billing.taxes import inside
from calc.documents import Commission, Duration, Metric, Performance, RateLine, Sales
from calc.money import exact, round_cents

D = Decimal


# -- billing increments -------------------------------------------------------------------------------------

# A fifth of the calls are short, the average is 200 s.
MIX = (Duration(D(20), D("0.2")), Duration(D(185), D("0.4")), Duration(D(305), D("0.4")))


@pytest.mark.parametrize(
    ("rounding", "by_average", "by_class"),
    [
        ("PER_SECOND", "200", "200"),
        ("PER_6S", "204", "201.6"),  # 24, 186, 306
        ("PER_STARTED_MINUTE", "240", "252"),  # 60, 240, 360
    ],
)
def test_time_is_rounded_up_call_by_call(rounding: str, by_average: str, by_class: str) -> None:
    assert billed_seconds(D(200), (), rounding=rounding) == D(by_average)
    assert billed_seconds(D(200), MIX, rounding=rounding) == D(by_class)


def test_a_minimum_and_wrap_up_count_before_the_rounding() -> None:
    # 30, 185 and 305 s; with 10 s of wrap-up 30 (20 + 10), 195 and 315 s.
    assert billed_seconds(D(200), MIX, least_s=D(30)) == D(202)
    assert billed_seconds(D(200), MIX, least_s=D(30), wrap_up_s=D(10)) == D(210)
    assert (
        billed_seconds(D(200), MIX, wrap_up_s=D(56), rounding="PER_STARTED_MINUTE")
        == D("0.2") * 120 + D("0.4") * 300 + D("0.4") * 420
    )


def test_durations_give_the_shape_and_the_vendor_the_level() -> None:
    # Handled in 100 s on average the classes last 10, 92.5 and 152.5 s.
    assert (
        billed_seconds(D(100), MIX, rounding="PER_STARTED_MINUTE")
        == D("0.2") * 60 + D("0.4") * 120 + D("0.4") * 180
    )
    with exact():
        assert round_cents(1000 * billed_seconds(D(200), MIX, talk_share=D("0.9")) / 60) == D("3000.00")


@given(
    st.lists(st.integers(1, 3600), min_size=1, max_size=8),
    st.sampled_from(["PER_SECOND", "PER_6S", "PER_STARTED_MINUTE"]),
    st.integers(0, 90),
)
def test_a_coarser_step_or_a_minimum_never_bills_less(seconds: list[int], rounding: str, least: int) -> None:
    with exact():
        classes = tuple(Duration(D(one), D(1) / len(seconds)) for one in seconds)
        average = sum((one.seconds * one.share for one in classes), D(0))
        plain = billed_seconds(average, classes)
        assert abs(plain - average) < D("1e-60")
        assert billed_seconds(average, classes, rounding=rounding, least_s=D(least)) >= plain - D("1e-60")


# -- minimum per period -------------------------------------------------------------------------------------


def minimum(amount: str, period: str, carry: bool = False, **changes: Any) -> RateLine:
    fields = {"min_charge": D(amount), "min_period": period, "min_carry_forward": carry}
    return RateLine("B07", "CONTACT", **(fields | changes))


def top_ups(line: RateLine, charged: list[int]) -> list[Decimal]:
    balance, found = Balance(), []
    for month, amount in enumerate(charged, start=1):
        top_up, balance = settle(line, month, D(amount), balance)
        found.append(D(str(top_up)))
    return found


def test_a_monthly_minimum_is_settled_every_month() -> None:
    assert top_ups(minimum("40000", "MONTH"), [36000, 45000]) == [4000, 0]


def test_a_quarterly_minimum_is_settled_in_its_third_month() -> None:
    months = [36000, 30000, 34000, 50000, 45000, 40000]
    assert top_ups(minimum("120000", "QUARTER"), months) == [0, 0, 20000, 0, 0, 0]


def test_a_yearly_minimum_is_settled_in_the_twelfth_month() -> None:
    months = [10000] * 11 + [15000]
    assert top_ups(minimum("150000", "YEAR"), months) == [0] * 11 + [25000]


def test_carried_forward_a_top_up_pays_for_later_excess() -> None:
    # 4,000 too little, then 1,000 and 6,000 above the minimum: 1,000 and the last 3,000 are paid already.
    line = minimum("40000", "MONTH", carry=True)
    assert top_ups(line, [36000, 41000, 46000, 46000]) == [4000, -1000, -3000, 0]
    quarters = minimum("120000", "QUARTER", carry=True)
    assert top_ups(quarters, [30000, 30000, 40000, 50000, 50000, 50000]) == [0, 0, 20000, 0, 0, -20000]


def test_a_line_that_ends_owes_its_part_of_the_period() -> None:
    assert top_ups(minimum("120000", "QUARTER", valid_to=2), [30000, 30000]) == [0, 20000]
    assert monthly_minimum(minimum("120000", "QUARTER")) == 40000


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 90000), min_size=12, max_size=24), st.integers(1, 500000))
def test_longer_periods_and_carrying_forward_never_cost_more(charged: list[int], yearly: int) -> None:
    charged = charged[: len(charged) // 12 * 12]
    sums = []
    for period, length in (("MONTH", 1), ("QUARTER", 3), ("YEAR", 12)):
        line = minimum(str(yearly * length), period)
        kept = minimum(str(yearly * length), period, carry=True)
        with exact():
            sums.append(sum(top_ups(line, charged)))
            assert sum(top_ups(kept, charged)) <= sums[-1]
            assert sum(top_ups(kept, charged)) >= 0
    assert sums == sorted(sums, reverse=True)


# -- packages with roll-over --------------------------------------------------------------------------------


def beyond(rollover: int, used: list[int], included: int = 25000) -> list[Decimal]:
    line = RateLine("B08", "CONTACT", included_qty=included, rollover_months=rollover)
    balance, found = Balance(), []
    for quantity in used:
        units, balance = beyond_package(line, D(quantity), balance)
        found.append(D(str(units)))
    return found


def test_without_roll_over_every_month_stands_alone() -> None:
    assert beyond(0, [22000, 30000]) == [0, 5000]


def test_unused_contacts_roll_over_for_as_long_as_agreed() -> None:
    # 3,000 are left in month 1. Month 2 uses them first and hands 1,000 of its own on to month 3.
    assert beyond(1, [22000, 27000, 30000]) == [0, 0, 4000]
    # 25,000 are left, of which month 2 may use them and month 3 only if two months were agreed.
    assert beyond(1, [0, 10000, 60000]) == [0, 0, 10000]
    assert beyond(2, [0, 10000, 60000]) == [0, 0, 0]
    assert beyond(1, [0, 0, 0, 60000]) == [0, 0, 0, 10000]


def test_the_oldest_units_are_used_first() -> None:
    # Month 2 uses the 3,000 of month 1 before its own, so its own 1,000 are there for month 3.
    assert beyond(1, [22000, 27000, 26000]) == [0, 0, 0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 60000), min_size=1, max_size=24), st.integers(0, 11))
def test_a_longer_roll_over_never_bills_more(used: list[int], months: int) -> None:
    assert sum(beyond(months + 1, used)) <= sum(beyond(months, used))
    assert sum(beyond(12, used)) >= max(0, sum(used) - 25000 * len(used))


# -- commission ---------------------------------------------------------------------------------------------

SALES = Sales(D("0.45"), D("0.20"), D(180), D("0.30"), D("0.08"))
VOLUME = D(24167)


def commission(base: str = "REVENUE", **changes: Any) -> Commission:
    fields = dict.fromkeys(("rate", "fee", "cap", "attribution_days", "clawback", "quality_gate"))
    return Commission(base=base, **(fields | changes))


def paid(one: Commission, **changes: Any) -> Decimal:
    amount = commission_of(one, VOLUME, D("0.20"), SALES, **changes)
    return round_cents(D(str(amount)))


@pytest.mark.parametrize(
    ("one", "amount"),
    [
        (commission(rate=D("0.04")), "15660.22"),
        (commission("SURPLUS", rate=D("0.12")), "14094.19"),
        (commission("SUCCESS_COUNT", fee=D(7)), "15225.00"),
        (commission(rate=D("0.04"), clawback=True), "14407.40"),  # less 8 % refunds
        (commission("SUCCESS_COUNT", fee=D(7), clawback=True), "14007.00"),  # 2001 orders stay
        (commission(rate=D("0.04"), clawback=False), "15660.22"),
        (commission(rate=D("0.04"), cap=D(9000)), "9000.00"),
        (commission(rate=D("0.04"), floor=D(18000)), "18000.00"),
        (commission(rate=D("0.04"), floor=D(5000), cap=D(20000)), "15660.22"),
    ],
)
def test_commission_with_claw_back_floor_and_cap(one: Commission, amount: str) -> None:
    assert paid(one) == D(amount)


def test_nothing_is_paid_below_the_quality_gate() -> None:
    one = commission(rate=D("0.04"), floor=D(5000), quality_gate="FCR")
    assert (paid(one), paid(one, gate_met=False)) == (D("15660.22"), D(0))


def test_pure_commission_by_success_rate() -> None:
    one = commission("SUCCESS_COUNT", fee=D(120), success_rate=D("0.025"))
    amount = commission_of(one, D(12000), D(0), None)
    assert amount == 36000
    assert D(str(amount)) / 12000 == 3
    assert commission_of(commission(rate=D("0.04")), VOLUME, D(0), None) == 0


# -- performance collars, credits ---------------------------------------------------------------------------


def collar(*expected: str | None, share: str = "0.10") -> Performance:
    rows = [
        ("FCR", "0.4", "0.80", "0.05", "HIGHER"),
        ("CSAT", "0.4", "0.92", "0.04", "HIGHER"),
        ("SL", "0.2", "0.80", "0.05", "HIGHER"),
    ]
    metrics = [
        Metric(kpi, D(weight), D(target), D(span), better, None if told is None else D(told))
        for (kpi, weight, target, span, better), told in zip(rows, expected, strict=True)
    ]
    return Performance(D(share), tuple(metrics))


def test_b11_fee_moves_with_the_indicators() -> None:
    moved = adjustment(collar("0.82", "0.90", "0.78"))
    assert moved == D("-0.012")
    assert 98000 * (1 + moved) == D(96824)
    readings = {"FCR": D("0.82"), "CSAT": D("0.90"), "SL": D("0.78")}
    assert adjustment(collar(None, None, None), readings) == moved
    assert adjustment(collar(None, None, None)) == 0


def test_a_collar_holds_on_both_sides_and_lower_may_be_better() -> None:
    assert adjustment(collar("1", "1", "1")) == D("0.10")
    assert adjustment(collar("0", "0", "0")) == D("-0.10")
    waiting = Metric("ART", D(1), D(30), D(15), "LOWER", D(36))
    assert adjustment(Performance(D("0.05"), (waiting,))) == D("-0.02")


@given(st.lists(st.decimals(0, 1, places=4), min_size=3, max_size=3), st.decimals("0.01", 1, places=4))
def test_a_collar_is_never_left(actuals: list[Decimal], share: Decimal) -> None:
    with exact():
        assert abs(adjustment(collar(*(str(one) for one in actuals), share=str(share)))) <= share


def test_a_service_credit_is_a_share_of_the_invoice_up_to_its_cap() -> None:
    assert credited(D(40000), D("0.05")) == 38000
    assert credited(D(40000), D("0.25"), cap=D("0.10")) == 36000


# -- tax ----------------------------------------------------------------------------------------------------


def test_tax_inside_a_price() -> None:
    with exact():
        assert inside(D(45000), D("0.06")) == (D("42452.83"), D("2547.17"))


@given(st.decimals("0.01", 9999999, places=2), st.decimals(0, "0.17", places=4))
def test_tax_put_on_top_and_taken_out_again_is_the_same(net: Decimal, rate: Decimal) -> None:
    with exact():
        gross = net + round_cents(net * rate)
        assert inside(gross, rate) == (net, gross - net)

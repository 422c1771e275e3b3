"""Worked figures of domain 5 to 7 that no other test holds: effective prices, rounded minutes, the restored labour sheet."""

from collections import Counter
from decimal import ROUND_DOWN
from decimal import Decimal as D

import pytest

from calc.billing.increments import billed_seconds
from calc.billing.tiers import tiered
from calc.decisions.build_modes import Build
from calc.decisions.labour import Traffic, converted
from calc.documents import Tier
from calc.money import exact, round_places, round_whole
from calc.tco import price
from tests.calc.quotes import demand, phone_document, quote, read_demand, sales

BANDS = (Tier(15000, D("1.90")), Tier(30000, D("1.60")), Tier(None, D("1.30")))
JOINERS, LEAVERS = "25894719165492917321828", "334732253132754958303135"


@pytest.mark.parametrize(
    ("contacts", "each"),
    [
        (15000, "1.9000"),
        (15001, "1.9000"),
        (24167, "1.7862"),
        (30001, "1.7500"),
        (36000, "1.6750"),
        (52000, "1.5596"),
    ],
)
def test_effective_prices_of_graduated_bands(contacts: int, each: str) -> None:
    assert round_places(tiered(D(contacts), BANDS, "GRADUATED") / D(contacts), 4) == D(each)  # type: ignore[arg-type]  # exact in, exact out


def test_orders_of_a_fee_per_success() -> None:
    """2175 orders at 7, from 24167 contacts x 0.45 x 0.20."""
    line = {"model": "B02", "unit": "SEAT_MONTH", "unit_price": "3400"}
    paid = price(
        demand(sales=sales(), forecast_profile=[24167] * 12),
        quote(line | {"commission": {"base": "SUCCESS_COUNT", "fee": "7"}}, base_seats=9),
    ).months[0]
    assert round_whole(24167 * D("0.45") * D("0.20")) == 2175
    assert (paid.lines["K-27"], paid.lines["K-01"]) == (2175 * 7, 30600)


def test_minutes_by_the_second_and_by_the_started_minute() -> None:
    """1000 calls of 200 s: 3333.33 minutes, or 4000 of which a fifth is rounding."""
    with exact():
        second, minute = (
            1000
            * billed_seconds(D(200), (), talk_share=D(1), wrap_up_s=D(0), least_s=D(0), rounding=rounding)
            / 60
            for rounding in ("PER_SECOND", "PER_STARTED_MINUTE")
        )
    assert (round_places(second, 2), minute, round_places(minute / second, 2)) == (
        D("3333.33"),
        4000,
        D("1.20"),
    )


def test_package_and_hosted_seats() -> None:
    package = {
        "model": "B08",
        "unit": "CONTACT",
        "unit_price": "3",
        "fixed_fee": "70000",
        "included_qty": 25000,
    }
    months = price(demand(forecast_profile=[30000, 22000] + [25000] * 10), quote(package)).months
    each = [round_places(month.lines["K-01"] / month.contacts, 4) for month in months[:2]]
    assert each == [D("2.8333"), D("3.1818")]
    hosted = {
        "model": "B14",
        "unit": "SEAT_MONTH",
        "unit_price": "300",
        "minute_price": "0.2",
        "rounding": "PER_SECOND",
    }
    need = read_demand(phone_document(30000, own_seat_cost="6000"))
    month = price(need, quote(hosted, base_seats=17)).months[0]
    assert (month.vendor_payable, month.buyer_internal) == (D("26700.00"), 102000)
    temporary = {"model": "B04", "unit": "HOUR", "unit_price": "38", "expected_qty": "1344"}
    assert price(need, quote(temporary)).months[0].lines == {"K-01": D("51072.00")}
    assert 12 * 14 * 8 == 1344


def test_the_monthly_cost_of_an_own_centre_by_its_parts() -> None:
    """5000 / 12, 10000 / 12 and 4 x 3000 / 12 beside 10000 and 5000."""
    assert Build().monthly == D("416.67") + D("833.33") + 1000 + 10000 + 5000 == D("17250.00")


# -- the restored sheet (domain 7) --------------------------------------------------------------------------


def cuts(digits: str, parts: int) -> Counter[int]:
    """Ways to cut the digits into numbers of one to three digits without a leading zero, by their sum."""
    ways: dict[int, Counter[int]] = {0: Counter({0: 1})}
    for _part in range(parts):
        following: dict[int, Counter[int]] = {}
        for place, sums in ways.items():
            for end in range(place + 1, min(place + 3, len(digits)) + 1):
                if digits[place] == "0" and end > place + 1:
                    continue
                there = following.setdefault(end, Counter())
                for total, count in sums.items():
                    there[total + int(digits[place:end])] += count
        ways = following
    return ways.get(len(digits), Counter())


def test_the_rows_of_glued_digits() -> None:
    joiners, leavers = cuts(JOINERS, 12), cuts(LEAVERS, 12)
    assert (joiners.total(), joiners[419]) == (69576, 1)
    assert leavers.total() == 47864
    assert "".join(map(str, [25, 89, 47, 19, 1, 65, 49, 29, 17, 32, 18, 28])) == JOINERS
    assert "".join(map(str, [33, 47, 32, 25, 31, 32, 75, 49, 58, 30, 31, 35])) == LEAVERS


def test_averages_that_do_not_give_the_measured_minutes() -> None:
    second, third = Traffic(164509, D(33), D(87746)), Traffic(2495951, D(120), D(5227716))
    assert second.contradicts and third.contradicts
    with exact():
        assert round_places(D(87746) * 60 / 164509, 3) == D("32.003")
        assert round_places(D(5227716) * 60 / 2495951, 3) == D("125.669")
        assert round_whole(164509 * D(32) / 60) == 87738
        assert round_places(164509 * D(33) / 43, 2) == D("126251.09")
        assert round_whole(2495951 * D(120) / 43) == converted(2495951, D(120), D(43)) + 1 == 6965445


@pytest.mark.parametrize(
    ("days", "staff", "talk", "minutes", "calls"),
    [
        ("20.83", 48472243, 32961125, 27645663, 38575344),
        ("21", 48867840, 33230131, 27914669, 38950701),
        ("21.75", 50613120, 34416922, 29101460, 40606688),
        ("22", 51194880, 34812518, 29497056, 41158683),
    ],
)
def test_the_illustrative_back_solve_of_traffic_1(
    days: str, staff: int, talk: int, minutes: int, calls: int
) -> None:
    """404 agents x 8 h x days x 12; 68 % of it, less the 5315462 minutes that are known, at 43 s."""
    with exact():
        paid = 404 * 8 * D(days) * 12 * 60
        spoken = paid * D("0.68")
        rest = spoken - 5315462
        assert (round_whole(paid), round_whole(spoken), round_whole(rest)) == (staff, talk, minutes)
        assert abs((rest * 60 / 43).quantize(D(1), ROUND_DOWN) - calls) <= 1

"""The models at reference prices, counted by hand; the levers on the forecast (domain 5.3, 6.5)."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from calc.decisions.build_modes import Build
from calc.decisions.levers import SELF_SERVICE, TECHNOLOGY, TRAINING, LeverError, effect
from calc.decisions.reference import (
    IN_HOUSE,
    MODELS,
    NEEDS_PHONE,
    NEEDS_SALES,
    NOT_BY_CONTACT,
    Comparison,
    ModelCost,
    OwnTeam,
    by_line,
    compare,
)
from calc.decisions.reference_prices import Prices
from calc.documents import read_demand
from tests.calc.demo_cases import case

SEATS_OF_RFQ_1 = (8, 5, 7, 7, 8, 14, 7, 7, 8, 9, 19, 10)  # ceil(volume / 2839.68)


def compared(
    rfq: str = "RFQ-1", prices: Prices | None = None, models: tuple[str, ...] = MODELS
) -> Comparison:
    demand = read_demand(case(rfq)["demand"])
    return compare(demand, prices or Prices(), models, OwnTeam(D("6960.15")))


def row(model: str, found: Comparison) -> ModelCost:
    return next(one for one in found.rows if one.model == model)


def test_seats_of_the_average_month_and_of_every_month() -> None:
    found = compared()
    assert (found.seats, found.needed, found.contacts) == (9, SEATS_OF_RFQ_1, 290000)
    assert found.short_months == 3


@pytest.mark.parametrize(
    ("model", "total"),
    [
        ("B01", 12 * 9 * 4500 + 16 * 5625),  # 5, 10 and 1 seats beyond the nine
        ("B02", 12 * 9 * 2000 + 16 * 2500 + D("93960.00")),  # 290000 x .45 x .20 x 180 x 2 %
        ("B04", 109 * 300 * D("21.75")),
        ("B06", 109 * 28 * 174),
        ("B07", 290000 * D("1.75")),
        ("B09", 290000 * D("0.45") * D("0.20") * 180 * D("0.10")),
        ("B15", 12 * 9 * 4485 + 16 * D("5606.25")),
        ("B16", 12 * 9 * 4500 + 16 * 5625 - 3 * 4050),
        (IN_HOUSE, 845000 + 12 * (17250 + 9 * D("6960.15")) + 16 * D("8700.1875")),
    ],
)
def test_totals_by_hand(model: str, total: D) -> None:
    found = row(model, compared())
    assert abs(found.total - total) < D("0.05")  # lines of each month are rounded
    assert sum(found.parts.values()) == found.total


def test_tiers_are_by_the_day_and_graduated() -> None:
    flat = Prices(tier_1=D(1), tier_2=D(1), tier_3=D(1))
    assert row("B03", compared(prices=flat)).total == 290000
    november = row("B03", compared()).months[10]  # 52000: 6000 at 1.75, 9000 at 1.35, the rest at 1.00
    assert november == 10500 + 12150 + 37000


def test_minutes_package_and_hybrid_on_the_phone() -> None:
    found = compared("RFQ-2")
    assert row("B05", found).total == 360000 * D("3.6") * D("0.95")
    assert row("B08", found).months[0] == 24000 * D("2.80") + 5400 * 3
    assert row("B13", found).months[3] == 17 * 3800 + (30600 - 30171) * D("0.90")  # 17 x 1774.80 = 30171.6
    assert row("B14", found).months[0] == D("17") * D("7260.15") + 29400 * D("3.6") * D("0.20")


def test_base_and_commission_mix() -> None:
    share = row("B02", compared()).base_share
    assert share
    assert abs(share - D("0.69686")) < D("0.00001")
    assert row("B01", compared()).base_share is None


def test_cheapest_first_and_what_cannot_be_counted_last() -> None:
    found = compared(models=(*MODELS, "B12"))
    totals = [one.total for one in found.rows if one.is_computed]
    assert totals == sorted(totals)
    reasons = {one.model: one.reason for one in found.rows if not one.is_computed}
    assert reasons == {"B05": NEEDS_PHONE, "B12": NOT_BY_CONTACT}
    assert [one.is_computed for one in found.rows] == [True] * 15 + [False] * 2
    demand = read_demand(case("RFQ-1")["demand"])
    assert by_line(demand, Prices(), (*MODELS, "B12"), OwnTeam(D("6960.15"))) == [found]
    phone = {one.model: one.reason for one in compared("RFQ-2").rows if not one.is_computed}
    assert phone == {"B02": NEEDS_SALES, "B09": NEEDS_SALES}


def test_an_own_centre_costs_what_it_is_said_to_cost() -> None:
    demand = read_demand(case("RFQ-1")["demand"])
    dear = compare(demand, Prices(), (), OwnTeam(D("6960.15"), replace(Build(), days=D(40))))
    assert row(IN_HOUSE, dear).total - row(IN_HOUSE, compared()).total == 600000
    assert [one.model for one in compare(demand, Prices(), ("B07",)).rows] == ["B07"]


def test_levers_change_the_forecast() -> None:
    profile = (20000, 52000)
    kept = effect(profile, {SELF_SERVICE: D("0.20"), TECHNOLOGY: D("0.10")})
    assert (kept.after, kept.spared) == ((14400, 37440), 20160)
    fewer = effect((22400,), {}, D("0.12"), D("0.10"))
    assert fewer.after == (22000,)
    assert effect(profile, {}, None, D("0.10")).after == profile


@pytest.mark.parametrize(
    ("deflections", "now", "then"),
    [({SELF_SERVICE: D("0.96")}, None, None), ({TRAINING: D("0.1")}, None, None), ({}, D("0.1"), D("0.2"))],
)
def test_levers_that_do_not_exist(deflections: dict[str, D], now: D | None, then: D | None) -> None:
    with pytest.raises(LeverError, match=r"use one of|give 0 to|between 0 and"):
        effect((1,), deflections, now, then)


def test_the_discount_of_a_trial_is_on_the_fee_not_on_the_seats_of_a_peak() -> None:
    demand = read_demand(case("RFQ-1")["demand"])
    peaked = replace(demand, forecast_profile=(52000, *demand.forecast_profile[1:10], 20000, 26000))
    found = {one.model: one for one in compare(peaked, Prices(), ("B01", "B16")).rows}
    assert found["B01"].months[0] == 9 * 4500 + 10 * 5625  # 19 seats are needed
    assert found["B01"].months[0] - found["B16"].months[0] == 4050
    assert found["B16"].parts["peaks"] == found["B01"].parts["peaks"]

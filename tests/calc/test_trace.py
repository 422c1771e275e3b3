"""The trace of every rate line adds up to the price, and says what a hand would write beside each month."""

from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given, settings

from calc import trace as tracing
from calc.documents import read_demand, read_quote
from calc.tco import price
from calc.trace import LineTrace, trace
from tests.calc.demo_cases import FIGURES, case
from tests.calc.quotes import demand, quote
from tests.calc.test_invariants import documents


def holds(need: Any, offer: Any) -> None:
    """Every month's amounts of all lines are the base lines of its invoice."""
    lines = trace(need, offer)
    for month in price(need, offer).months:
        steps = [line.steps[month.month - 1] for line in lines]
        written = (month.invoice or month).lines
        for item, amounts in (
            ("K-01", [step.charged for step in steps]),
            ("K-16", [step.top_up for step in steps]),
            ("K-27", [step.commission for step in steps]),
            ("K-28", [step.bonus for step in steps]),
        ):
            assert sum(amounts) == written.get(item, D(0)), (month.month, item)
        for step, line in zip(steps, lines, strict=True):
            graduated = (
                step.bands and not line.line.surcharges and not step.discount and line.line.cap is None
            )
            if graduated:
                assert abs(sum(band.amount for band in step.bands) - step.fee) < D("1e-40")


@pytest.mark.parametrize(("rfq", "vendor"), [(rfq, name) for rfq, names in FIGURES.items() for name in names])
def test_the_trace_of_the_demo_is_its_price(rfq: str, vendor: str) -> None:
    document = case(rfq)
    holds(read_demand(document["demand"]), read_quote(document["quotes"][vendor]))


@settings(max_examples=8, deadline=None)
@given(documents())
def test_the_trace_of_random_quotes_is_their_price(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    holds(read_demand(pair[0]), read_quote(pair[1]))


def one(*lines: dict[str, Any], profile: list[int], **more: Any) -> LineTrace:
    return trace(demand(forecast_profile=profile), quote(*lines, **more))[0]


def test_bands_of_a_month() -> None:
    tiers = [
        {"upper": 15000, "price": "1.90"},
        {"upper": 30000, "price": "1.60"},
        {"upper": None, "price": "1.30"},
    ]
    line = {"model": "B03", "unit": "CONTACT", "tier_basis": "MONTHLY_VOLUME", "tiers": tiers}
    profile = [24167, 36000, 15000, *[20000] * 9]
    graduated = one(line | {"tier_method": "GRADUATED"}, profile=profile)
    assert graduated.source == tracing.CONTACTS
    assert [(band.upper, band.quantity) for band in graduated.steps[0].bands] == [
        (15000, 15000),
        (30000, 9167),
    ]
    assert [band.quantity for band in graduated.steps[1].bands] == [15000, 15000, 6000]
    assert [band.upper for band in graduated.steps[2].bands] == [15000]
    assert (graduated.steps[0].amount, graduated.steps[1].amount) == (D("43167.20"), D("60300.00"))
    whole = one(line | {"tier_method": "ALL_UNITS"}, profile=profile)
    assert [(band.quantity, band.price) for band in whole.steps[1].bands] == [(36000, D("1.30"))]
    assert whole.total == sum(step.charged for step in whole.steps)


def test_package_roll_over_and_a_minimum_that_is_carried_forward() -> None:
    package = {
        "model": "B08",
        "unit": "CONTACT",
        "unit_price": "3",
        "fixed_fee": "70000",
        "included_qty": 25000,
    }
    found = one(package | {"rollover_months": 1}, profile=[22000, 30000, 24000, *[25000] * 9]).steps
    assert [
        (step.package.rolled, step.package.beyond, step.package.left) for step in found[:4] if step.package
    ] == [
        (0, 0, 3000),
        (3000, 2000, 0),
        (0, 0, 1000),
        (1000, 0, 1000),
    ]
    assert found[1].charged == 70000 + 2000 * 3
    least = {
        "model": "B07",
        "unit": "CONTACT",
        "unit_price": "2",
        "min_charge": "120000",
        "min_period": "QUARTER",
    }
    steps = one(least | {"min_carry_forward": True}, profile=[15000] * 3 + [25000] * 3 + [20000] * 6).steps
    assert [step.minimum and step.minimum.due for step in steps[:3]] == [None, None, 120000]
    third, sixth = steps[2], steps[5]
    assert third.minimum and sixth.minimum
    assert (third.minimum.spent, third.top_up, third.minimum.added) == (90000, 30000, 30000)
    assert (sixth.minimum.spent, sixth.top_up, sixth.minimum.drawn, sixth.minimum.credit) == (
        150000,
        -30000,
        30000,
        0,
    )


def test_what_is_billed_and_what_there_was() -> None:
    seats = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4500", "min_qty": 5, "valid_to": 6}
    later = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4600", "valid_from": 7}
    trial = seats | {"trial": {"months": 2, "discount": "0.1"}}
    found = one(trial, later, profile=[20000] * 12, base_seats=4)
    assert found.source == tracing.SEATS
    assert (found.steps[0].quantity, found.steps[0].discount, found.steps[0].charged) == (
        5,
        D("0.1"),
        D("20250.00"),
    )
    assert (found.steps[2].discount, found.steps[6].in_force, found.steps[6].amount) == (0, False, 0)
    capped = one({"model": "B07", "unit": "CONTACT", "unit_price": "2", "cap": "30000"}, profile=[20000] * 12)
    assert (capped.steps[0].is_capped, capped.steps[0].amount) == (True, 30000)

"""Other assumptions: what changes, what must not, and what is refused."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from calc.decisions.what_if import (
    AssumptionError,
    Assumptions,
    demand_under,
    peak_months,
    price_under,
    quote_under,
    total_under,
)
from calc.money import round_cents
from tests.calc.demo_cases import V1, V2, V5, V6, priced
from tests.calc.test_decisions import demand_of, quotes_of

SPECIAL = {"q2": {"q2_invoice_type": "SPECIAL_VAT"}}


def assumed(**changes: object) -> Assumptions:
    return replace(Assumptions.of(demand_of()), **changes)  # type: ignore[arg-type]  # the tests name the fields


def total(vendor: str, **changes: object) -> D:
    quote, told = quotes_of()[vendor], assumed(**changes)
    return total_under(price_under(demand_of(), quote, told), told)


def test_the_own_assumptions_change_nothing() -> None:
    for name, one in priced("RFQ-1").items():
        assert total(name) == one.horizon_tco
    assert assumed().differing(Assumptions.of(demand_of())) == ()
    assert demand_under(demand_of(), assumed()) == demand_of()


def test_every_assumption_moves_what_it_should() -> None:
    own = total(V2)
    assert total(V2, growth=D("0.20")) > own > total(V2, growth=D(0))
    assert total(V2, peak=D("1.5")) > own > total(V2, peak=D("0.5"))
    assert total(V2, aht_s=D(360)) > own
    assert total(V2, utilisation=D("0.60")) > own
    assert total(V2, horizon=60) == priced("RFQ-1")[V2].tco[60]
    assert total(V5, utilisation=D("0.60")) == total(V5)  # counted by contacts: seats are its own affair
    assert assumed(peak=D(2), tax_recovered=True).differing(assumed()) == ("peak", "tax_recovered")


def test_peaks_are_the_promotions_and_the_high_months() -> None:
    demand = demand_of()
    assert peak_months(demand) == (6, 11)
    assert peak_months(replace(demand, promo_months=(), forecast_profile=(5, 6, *[5] * 10))) == (2,)
    profile = demand_under(demand, assumed(peak=D("1.5"))).forecast_profile
    assert (profile[5], profile[10], profile[0]) == (58500, 78000, 20000)


def test_a_committed_handling_time_moves_along() -> None:
    quote = quotes_of()[V6]
    moved = quote_under(demand_of(), quote, assumed(aht_s=D(330)))
    assert moved.operations.aht_s == D(308)  # 280 x 330 / 300
    assert quote_under(demand_of(), quote, assumed()) is quote


def test_discounting_by_hand() -> None:
    months = priced("RFQ-1")[V2].months
    by_hand = sum(round_cents(m.cost / D("1.1") ** (D(m.month) / 12)) for m in months)
    assert abs(total(V2, discount=D("0.10")) - by_hand) <= D("0.01")
    assert round_cents(months[11].cost / D("1.1")) < months[11].cost


def test_recovered_tax_needs_a_special_invoice() -> None:
    assert total(V1) - total(V1, tax_recovered=True) == 0  # the demo case says nothing about invoices
    quote = replace(quotes_of()[V1], answers=SPECIAL)
    told = assumed(tax_recovered=True)
    back = total(V1) - total_under(price_under(demand_of(), quote, told), told)
    on_top = sum(month.lines.get("K-19", D(0)) for month in priced("RFQ-1")[V1].months)
    assert on_top == D("126658.19")
    assert abs(back - on_top) <= D("0.36")  # a cent a month: the tax is taken out of what was rounded


@pytest.mark.parametrize(
    "change",
    [
        {"growth": D("-0.6")},
        {"growth": D("3.1")},
        {"peak": D(0)},
        {"peak": D(21)},
        {"aht_s": D(0)},
        {"utilisation": D(1)},
        {"utilisation": D(0)},
        {"horizon": 120},
        {"discount": D("-0.1")},
    ],
)
def test_assumptions_that_are_refused(change: dict[str, object]) -> None:
    (field,) = change
    with pytest.raises(AssumptionError, match="give") as refused:
        demand_under(demand_of(), assumed(**change))
    assert refused.value.field == field

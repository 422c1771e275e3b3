"""Quotes in another currency: billed in their own, converted once an invoice at the frozen rate."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.decisions.leaving import exit_curve
from calc.documents import DocumentError, read_demand, read_quote, write_demand, write_quote
from calc.money import exact, round_cents
from calc.tco import price
from tests.calc.quotes import demand_document, fees, quote_document, sales
from tests.calc.test_invariants import documents
from tests.calc.test_simulate import differing

D = Decimal
USD = {"currency": "USD", "rate": "7.1032", "source": "Central parity", "on": "2026-11-20"}
LINE = {"model": "B07", "unit": "CONTACT", "unit_price": "0.3113"}
EXTRAS = fees(
    {"code": "F11", "unit": "MINUTE", "price": "0.0123", "payer": "BUYER"},
    {"code": "F14", "unit": "MONTH", "price": "33.33"},
    {"code": "F18", "unit": "ONCE", "price": "100.05"},
    {"code": "F19", "unit": "ONCE", "price": "200.01"},
)


def abroad(pair: tuple[dict[str, Any], dict[str, Any]], rate: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same documents with the quote in dollars."""
    demand, quote = pair
    return demand | {"exchange": [{"currency": "USD", "rate": rate}]}, quote | {"currency": "USD"}


def test_an_invoice_is_written_in_its_own_currency_and_converted_once() -> None:
    demand = read_demand(demand_document(exchange=[USD]))
    quote = read_quote(
        quote_document(LINE, currency="USD", tax={"rate": "0.06", "included": False}, fee_lines=EXTRAS)
        | {"operations": {"oversight_hours_month": "10", "startup_hours": "0"}}
    )
    priced = price(demand, quote)
    month, last = priced.months[0], priced.months[-1]
    # 24167 x 0.3113 = 7523.1871; + 33.33 = 7556.52; tax 453.39
    assert month.invoice is not None
    assert month.invoice.lines == {"K-01": D("7523.19"), "K-21": D("33.33"), "K-19": D("453.39")}
    assert month.invoice.payable == D("8009.91")
    assert month.vendor_payable == D("56895.99")  # 8009.91 x 7.1032 = 56895.992712
    assert sum(month.lines.values()) == month.vendor_payable
    # 24167 x 300 s / 60 = 120835 minutes x 0.0123 = 1486.2705 dollars, and ten hours of 80 yuan
    assert month.buyer_internal == D("10557.28") + D("800.00")
    assert last.vendor_payable == D("58401.94")  # (7556.52 + 200.01 + tax 465.39) x 7.1032
    assert priced.headline == D("53438.72")  # 7523.19 x 7.1032
    assert priced.exit_cost[6] == D("2131.39")  # 300.06 x 7.1032
    assert exit_curve(quote, priced).months[0].exit_items == D("1420.71")
    assert priced.quoted is not None
    assert priced.quoted.as_json() == {
        "currency": "USD",
        "home": "CNY",
        "rate": "7.1032",
        "headline": "7523.19",
        "year1_payable": "96118.92",
        "exit_cost": "300.06",
    }
    assert priced.as_json()["quoted"] == priced.quoted.as_json()
    assert priced.uplift_y1 == price(demand, replace(quote, currency="CNY")).uplift_y1


def test_a_commission_counts_on_sales_of_the_rfqs_currency() -> None:
    """4 % of 391505.40 yuan is 15660.22 yuan; at 8 yuan a dollar 1957.527 dollars, rounded once."""
    line = {"model": "B02", "unit": "SEAT_MONTH", "unit_price": "500"}
    line |= {"commission": {"base": "REVENUE", "rate": "0.04"}}
    demand = demand_document(sales=sales(), exchange=[{"currency": "USD", "rate": "8"}])
    month = price(read_demand(demand), read_quote(quote_document(line, currency="USD"))).months[0]
    assert month.invoice is not None
    assert month.invoice.lines["K-27"] == D("1957.53")
    assert month.lines["K-27"] == D("15660.24")


@settings(max_examples=8, deadline=None)
@given(documents(), st.sampled_from(["7.1032", "0.4417", "0.000451", "1234.56"]))
def test_every_month_is_its_converted_invoice(pair: tuple[dict[str, Any], dict[str, Any]], rate: str) -> None:
    there = abroad(pair, rate)
    demand, quote = read_demand(there[0]), read_quote(there[1])
    try:
        priced = price(demand, quote)
    except DocumentError as refused:
        raise AssertionError(refused.faults) from refused
    for month in priced.months:
        assert month.invoice is not None
        assert (
            sum(month.invoice.lines.values()) == month.invoice.payable == round_cents(month.invoice.payable)
        )
        assert month.vendor_payable == round_cents(month.invoice.payable * D(rate))
        assert sum(month.lines.values()) == month.vendor_payable
    assert sum(month.cost for month in priced.months) == priced.tco[demand.horizon_months]
    assert read_demand(write_demand(demand)) == demand
    assert read_quote(write_quote(quote)) == quote


@settings(max_examples=4, deadline=None)
@given(documents())
def test_at_a_rate_of_one_nothing_changes(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    there = abroad(pair, "1")
    home = price(read_demand(pair[0]), read_quote(pair[1]))
    found = price(read_demand(there[0]), read_quote(there[1]))
    months = tuple(replace(month, invoice=None) for month in found.months)
    assert replace(found, quoted=None, months=months) == home


@given(
    st.decimals(0, 10_000_000, places=2),
    st.decimals("1.000001", 2000, places=6),
)
def test_there_and_back_is_where_it_began(amount: Decimal, rate: Decimal) -> None:
    """One rounding a conversion: whatever is worth more than a cent of the other comes back to the cent."""
    with exact():
        assert round_cents(round_cents(amount * rate) / rate) == amount


@settings(max_examples=4, deadline=None)
@given(documents(), st.integers(0, 2**63 - 1), st.sampled_from(["7.1032", "0.0451"]))
def test_the_simulation_converts_as_the_exact_engine_does(
    pair: tuple[dict[str, Any], dict[str, Any]], seed: int, rate: str
) -> None:
    assert differing(abroad(pair, rate), seed, 2)[1] == 0


@pytest.mark.parametrize(
    ("exchange", "path"),
    [
        ([{"currency": "JPY", "rate": "0.047"}], "exchange[0].currency"),
        ([{"currency": "KWD", "rate": "23"}], "exchange[0].currency"),
        ([{"currency": "CNY", "rate": "1"}], "exchange[0].currency"),
        ([USD, USD], "exchange[1].currency"),
        ([{"currency": "USD", "rate": "0"}], "exchange[0].rate"),
        ([{"currency": "USD", "rate": "7.1234567"}], "exchange[0].rate"),
        ([{"currency": "USD"}], "exchange[0].rate"),
        ([USD | {"on": "20.11.2026"}], "exchange[0].on"),
        ([USD | {"bid": "7"}], "exchange[0].bid"),
        ([USD] * 11, "exchange"),
        ("USD", "exchange"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(exchange: Any, path: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_demand(demand_document(exchange=exchange))
    assert [fault.path for fault in refused.value.faults] == [path]


def test_a_quote_in_a_currency_without_a_rate_is_refused() -> None:
    with pytest.raises(DocumentError) as refused:
        price(read_demand(demand_document(exchange=[USD])), read_quote(quote_document(LINE, currency="EUR")))
    assert str(refused.value.faults[0]) == (
        "currency: is EUR, for which the RFQ has no rate; quote in CNY, USD"
    )
    with pytest.raises(DocumentError) as unbilled:
        read_quote(quote_document(LINE, currency="JPY"))
    assert "JPY has no cents" in str(unbilled.value.faults[0])

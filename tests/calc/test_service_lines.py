"""Several service lines in one RFQ: each on its own volumes, what is for the whole charged once."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.decisions.by_volume import at_volume
from calc.decisions.stress import Peak, Promise, stress
from calc.documents import DocumentError, read_demand, read_quote, write_demand, write_quote
from calc.simulation.scenarios import CERTAIN, DEFAULTS
from calc.simulation.simulate import simulate
from calc.tco import Priced, price
from calc.trace import trace
from tests.calc.quotes import demand_document, fees, phone_document, quote_document
from tests.calc.test_invariants import documents
from tests.calc.test_simulate import differing

D = Decimal
SHARED = ("schema", "currency", "horizon_months", "buyer_hourly_cost", "exchange", "vat_recoverable")
CHAT, HOTLINE = demand_document(), phone_document(9000, floor_seats=3)


def together(*flat: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Flat demand documents as the lines of one, called line-1, line-2 ..."""
    shared = {key: value for key, value in flat[0].items() if key in SHARED}
    lines = [
        {"id": f"line-{number}", **{key: value for key, value in one.items() if key not in SHARED}}
        for number, one in enumerate(flat, start=1)
    ]
    return {**shared, "lines": lines, **changes}


def offer(*rate_lines: dict[str, Any], seats: dict[str, int] | None = None, **changes: Any) -> dict[str, Any]:
    """A quote with base seats by line."""
    document = quote_document(*rate_lines, **changes)
    del document["base_seats"]
    return document | ({"line_seats": seats} if seats else {})


SEATS = {"id": "chat", "line": "line-1", "model": "B01", "unit": "SEAT_MONTH", "unit_price": "4500"}
CALLS = {"id": "calls", "line": "line-2", "model": "B07", "unit": "CONTACT", "unit_price": "2.15"}


def run(need: dict[str, Any], quote: dict[str, Any]) -> Priced:
    return price(read_demand(need), read_quote(quote))


def test_each_line_counts_on_its_own_volumes() -> None:
    need, quote = together(CHAT, HOTLINE), offer(SEATS, CALLS, seats={"line-1": 9})
    month = run(need, quote).months[0]
    assert month.lines == {"K-01": 9 * D(4500) + 9000 * D("2.15")}
    assert (month.volume, month.contacts, month.seats_needed) == (24167 + 9000, 24167 + 9000, 9 + 6)
    chat, hotline = month.parts
    assert (chat.code, chat.volume, chat.seats_needed, chat.amount) == ("line-1", 24167, 9, D("40500.00"))
    assert (hotline.code, hotline.volume, hotline.seats_needed) == ("line-2", 9000, 6)
    assert hotline.amount == D("19350.00")
    assert run(need, quote).headline == D("59850.00")
    assert read_demand(write_demand(read_demand(need))) == read_demand(need)
    assert read_quote(write_quote(read_quote(quote))) == read_quote(quote)


def test_the_trace_shows_each_rate_line_on_its_own_line() -> None:
    need, quote = together(CHAT, HOTLINE), offer(CALLS, SEATS, seats={"line-1": 9})
    calls, seats = trace(read_demand(need), read_quote(quote))
    assert (calls.index, calls.steps[0].quantity, calls.steps[0].amount) == (0, 9000, D("19350.00"))
    assert (seats.index, seats.steps[0].quantity, seats.steps[0].amount) == (1, 9, D("40500.00"))


def test_seats_of_one_line_do_not_serve_the_other() -> None:
    """Chat has three seats too many, the hotline two too few: two surge seats, each for 6000."""
    need = together(CHAT, HOTLINE)
    calls = {**CALLS, "model": "B01", "unit": "SEAT_MONTH", "unit_price": "5000"}
    surge = fees({"code": "F01", "unit": "SEAT_MONTH", "price": "6000"})
    month = run(need, offer(SEATS, calls, seats={"line-1": 12, "line-2": 4}, fee_lines=surge)).months[0]
    assert month.surge_seats == 2
    assert month.lines == {"K-01": D("74000.00"), "K-11": D("12000.00")}


def test_what_is_for_the_whole_is_charged_once() -> None:
    need = together(CHAT, HOTLINE)
    charged = fees(
        {"code": "F06", "unit": "SEAT_MONTH", "price": "120"},
        {"code": "F11", "unit": "MINUTE", "price": "0.10", "payer": "PASS_THROUGH"},
        {"code": "F12", "unit": "PERCENT", "price": "0.10"},
        {"code": "F14", "unit": "MONTH", "price": "500"},
    )
    fixed = {"id": "desk", "model": "B10", "unit": "MONTH", "unit_price": "3000"}
    month = run(need, offer(SEATS, CALLS, fixed, seats={"line-1": 9}, fee_lines=charged)).months[0]
    assert month.lines["K-01"] == D("62850.00")
    assert month.lines["K-10"] == D("1080.00")
    # 24167 x 300 / 60 and 9000 x 240 x 0.9 / 60 minutes
    assert month.lines["K-02"] == (D(120835) + D(32400)) * D("0.10")
    assert month.lines["K-03"] == D("6285.00")
    assert month.lines["K-21"] == D("500.00")


@settings(max_examples=2, deadline=None)
@given(documents(), documents())
def test_a_quote_for_two_lines_is_the_sum_of_two_quotes(one: Any, other: Any) -> None:
    """Rate lines alone, prices with tax, growth of each: every total is the sum of the two totals."""
    plain = {"tax": {"rate": "0.06", "included": True}, "fee_lines": fees(), "answers": {}}
    pairs = [(demand | {"horizon_months": 24}, quote | plain) for demand, quote in (one, other)]
    pairs = [(demand | {"vat_recoverable": False}, quote) for demand, quote in pairs]
    for _demand, quote in pairs:
        quote["operations"] = {"repeat_rate": "0.2", "oversight_hours_month": "0", "startup_hours": "0"}
    lines = [
        line | {"line": f"line-{number}", "id": f"{number}-{index}"}
        for number, (_demand, quote) in enumerate(pairs, start=1)
        for index, line in enumerate(quote["rate_lines"])
    ]
    whole = offer(*lines, seats={"line-1": 9, "line-2": 9}, **plain, operations=pairs[0][1]["operations"])
    found = run(together(*(demand for demand, _quote in pairs)), whole)
    alone = [run(demand, quote) for demand, quote in pairs]
    assert found.tco == {months: sum(part.tco[months] for part in alone) for months in found.tco}
    assert found.headline == sum(part.headline for part in alone)
    assert [month.surge_seats for month in found.months] == [
        sum(months) for months in zip(*([m.surge_seats for m in part.months] for part in alone), strict=True)
    ]


@settings(max_examples=2, deadline=None)
@given(documents(), st.integers(0, 2**63 - 1))
def test_the_simulation_of_two_lines_is_the_exact_price(pair: Any, seed: int) -> None:
    demand, quote = pair
    need = together(demand, HOTLINE, vat_recoverable=demand["vat_recoverable"])
    lines = [line | {"line": "line-1"} for line in quote["rate_lines"]]
    whole = {key: value for key, value in quote.items() if key not in ("rate_lines", "base_seats")}
    whole["operations"] = {k: v for k, v in whole["operations"].items() if k != "conversion"}
    whole |= {"rate_lines": [*lines, CALLS], "line_seats": {"line-1": 9}}
    assert differing((need, whole), seed, 2)[1] == 0


def test_without_uncertainty_and_at_the_forecast_two_lines_cost_what_they_cost() -> None:
    need = read_demand(together(CHAT | {"annual_growth": "0.08"}, HOTLINE))
    quotes = {
        "a": read_quote(offer(SEATS, CALLS, seats={"line-1": 9})),
        "b": read_quote(offer(SEATS | {"unit_price": "5000"}, CALLS, seats={"line-1": 9})),
    }
    exact = price(need, quotes["a"]).tco
    found = simulate(need, quotes, CERTAIN, seed=1, count=10)
    assert {months: spread.p50 for months, spread in found.vendors[0].tco.items()} == {
        months: exact[months] for months in found.horizons
    }
    assert simulate(need, quotes, DEFAULTS, seed=1, count=10).cheapest_at_forecast == "a"
    assert at_volume(need, quotes, D(1)).totals["a"] == price(need, quotes["a"]).horizon_tco
    assert at_volume(need, quotes, D(2)).contacts_year == 2 * 12 * (24167 + 9000)


@pytest.mark.parametrize(
    ("quote", "path"),
    [
        (offer(SEATS, seats={"line-1": 9}), "rate_lines"),
        (offer(SEATS, CALLS | {"line": "line-3"}, seats={"line-1": 9}), "rate_lines[1].line"),
        (
            offer(SEATS, {k: v for k, v in CALLS.items() if k != "line"}, seats={"line-1": 9}),
            "rate_lines[1].line",
        ),
        (offer(SEATS, CALLS, seats={"line-2": 9}), "line_seats.line-1"),
        (offer(SEATS, CALLS, seats={"line-1": 9, "line-3": 1}), "line_seats.line-3"),
        (offer(SEATS, CALLS) | {"base_seats": 9}, "base_seats"),
    ],
)
def test_what_cannot_be_priced_by_line_is_refused_with_its_place(quote: dict[str, Any], path: str) -> None:
    with pytest.raises(DocumentError) as refused:
        run(together(CHAT, HOTLINE), quote)
    assert path in [fault.path for fault in refused.value.faults]
    assert {fault.code for fault in refused.value.faults} <= {"RF-107"}


def test_documents_that_contradict_themselves_are_refused() -> None:
    twice = together(CHAT, HOTLINE)
    twice["lines"][1]["id"] = "line-1"
    for need, path in ((twice, "lines[1].id"), (together(CHAT, lines=[]), "lines")):
        with pytest.raises(DocumentError) as refused:
            read_demand(need)
        assert [fault.path for fault in refused.value.faults] == [path]
    for code in ("", " ", " line-2"):  # before, two lines without a code were told apart by nothing
        twice["lines"][1]["id"] = code
        with pytest.raises(DocumentError) as refused:
            read_demand(twice)
        assert [fault.path for fault in refused.value.faults] == ["lines[1].id"]
    with pytest.raises(DocumentError) as summed:
        read_quote(offer(SEATS, CALLS, seats={"line-1": 9, "line-2": 3}) | {"base_seats": 9})
    assert [fault.path for fault in summed.value.faults] == ["base_seats"]


def test_a_handling_time_that_names_no_line_is_not_counted_but_named() -> None:
    stated = {"aht_s": "150", "conversion": "0.5", "repeat_rate": "0.1"}
    priced = run(together(CHAT, HOTLINE), offer(SEATS, CALLS, seats={"line-1": 9}, operations=stated))
    assert priced.months[0].seats_needed == 15
    assert {"W-UNKNOWN operations.aht_s", "W-UNKNOWN operations.conversion"} <= set(priced.warnings)


def test_a_peak_on_two_lines_shares_the_promised_seats_in_their_order() -> None:
    """Twice the volume: 48,334 chats need 18 seats of 2,839.68, 18,000 calls 11 of 1,774.80; 9 and 6 are there."""
    need = together(CHAT, HOTLINE)
    calls = {**CALLS, "model": "B01", "unit": "SEAT_MONTH", "unit_price": "5000"}
    surge = fees(
        {"code": "F01", "unit": "SEAT_MONTH", "price": "6000"},
        {"code": "F14", "unit": "MONTH", "price": "500"},
    )
    quote = offer(SEATS, calls, seats={"line-1": 9, "line-2": 6}, fee_lines=surge)

    def played(seats: int, notice: int = 7) -> Any:
        peak = Peak(1, D(2), 14)
        return stress(read_demand(need), read_quote(quote), Promise(seats, notice), peak)

    enough, short, late = played(14), played(10), played(14, notice=30)
    assert [(one.code, one.needed, one.coming, one.unmet) for one in enough.parts] == [
        ("line-1", 18, 9, 0),
        ("line-2", 11, 5, 0),
    ]
    assert enough.holds and enough.costs == {
        "K-11": D("84000.00")
    }  # the fee of 500 is charged once, peak or not
    assert enough.planned == 9 * 4500 + 6 * 5000 + 500
    assert enough.stressed == enough.planned + 84000
    assert [(one.coming, one.unmet) for one in short.parts] == [(9, 0), (1, 18000 - 12423)]  # 7 x 1774.80
    assert (short.asked, short.coming, short.stressed) == (14, 10, enough.planned + 60000)
    assert (late.late, late.coming, late.stressed) == (True, 0, enough.planned)
    assert late.unmet == 48334 - 25557 + 18000 - 10648  # 9 x 2839.68 and 6 x 1774.80


def test_a_peak_on_a_line_without_seats_is_taken_as_it_comes() -> None:
    need = together(CHAT, HOTLINE)
    quote = offer(SEATS, CALLS, seats={"line-1": 9})
    found = stress(read_demand(need), read_quote(quote), Promise(0, 0), Peak(1, D(2), 14))
    assert [(one.by_seats, one.unmet) for one in found.parts] == [(True, 48334 - 25557), (False, 0)]
    assert found.costs == {"K-01": 9000 * D("2.15")}


def test_a_fee_for_the_contract_does_not_make_the_other_lines_free() -> None:
    """Before, calls and a desk of 100 a month were a whole quote, in which 24,167 chats a month cost nothing."""
    desk = {"id": "desk", "model": "B10", "unit": "MONTH", "unit_price": "100"}
    with pytest.raises(DocumentError) as refused:
        run(together(CHAT, HOTLINE), offer(CALLS, desk))
    assert [(fault.line, fault.code) for fault in refused.value.faults] == [("line-1", "RF-107")]
    assert run(together(CHAT, HOTLINE), offer(desk)).headline == 100  # one price for everything is one


LONG = together(CHAT, HOTLINE, horizon_months=36)


@pytest.mark.parametrize(
    ("term", "month"),
    [({"valid_to": 1}, 2), ({"valid_from": 13}, 1), ({"valid_to": 35}, 36), ({"valid_to": 36}, 0)],
)
def test_months_of_the_horizon_without_a_price_are_refused(term: dict[str, int], month: int) -> None:
    """Before, 36 months at the price of one: the others cost nothing, and the quote was the cheapest."""
    for need, line, code in (
        (LONG, SEATS | term, "line-1"),
        (CHAT | {"horizon_months": 36}, SEATS | term | {"line": "main"}, ""),
    ):
        lines = [line, CALLS] if code else [{key: line[key] for key in line if key != "line"}]
        seats = offer(*lines, seats={"line-1": 9}) if code else quote_document(*lines)
        if not month:
            assert run(need, seats).headline > 40000
            continue
        with pytest.raises(DocumentError) as refused:
            run(need, seats)
        (fault,) = refused.value.faults
        assert (fault.path, fault.line, fault.code) == ("rate_lines", code, "RF-107")
        assert fault.message == f"hold no price for contract month {month}"
    after = SEATS | {"id": "after", "valid_from": 13, "unit_price": "4600"}
    both = offer(SEATS | {"valid_to": 12}, after, CALLS, seats={"line-1": 9})
    assert run(LONG, both).months[12].lines["K-01"] == 9 * 4600 + 9000 * D("2.15")

"""Ledger, unit costs, order by volume, stress, leaving and claims, on the demo quotes of domain 12."""

from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest

from calc.decisions import claims
from calc.decisions.by_volume import FACTORS, at_volume, by_volume, flips
from calc.decisions.leaving import exit_curve
from calc.decisions.ledger import INCLUDED, NOT_APPLICABLE, PRICED, UNDISCLOSED, Ledger, ledger, unit_costs
from calc.decisions.stress import Peak, Promise, Stress, StressError, stress
from calc.documents import Demand, Quote, read_demand, read_quote
from calc.money import round_places
from calc.tco import price
from tests.calc.demo_cases import FIGURES, V1, V2, V3, V4, V5, V6, case, priced
from tests.calc.quotes import fees, phone_document, quote


def demand_of(rfq: str = "RFQ-1") -> Demand:
    return read_demand(case(rfq)["demand"])


def quotes_of(rfq: str = "RFQ-1") -> dict[str, Quote]:
    return {name: read_quote(document) for name, document in case(rfq)["quotes"].items()}


def ledger_of(vendor: str, rfq: str = "RFQ-1") -> Ledger:
    return ledger(demand_of(rfq), quotes_of(rfq)[vendor], priced(rfq)[vendor])


def test_the_ledger_of_a_vendor_that_is_silent_about_four_lines() -> None:
    found = ledger_of(V1)
    silent = [entry.code for entry in found.entries if entry.state == UNDISCLOSED]
    assert silent == ["F12", "F13", "F15", "F17"]
    assert (found.opacity, found.imputed) == (D("0.20"), D("129600.00"))  # 36 x 0.5 x 0.2 x 36000
    assert {entry.imputed for entry in found.entries} == {D(0), D("32400.00")}
    assert [found.count(state) for state in (INCLUDED, PRICED, NOT_APPLICABLE, UNDISCLOSED)] == [4, 11, 1, 4]
    priced_at = {entry.code: entry.amount for entry in found.entries}
    assert (priced_at["F08"], priced_at["F14"], priced_at["F19"]) == (8000, 18000, 20000)
    assert found.entries[17].amount == found.entries[19].amount == 0  # a penalty and a price rise are no line


@pytest.mark.parametrize(("rfq", "vendor"), [(rfq, name) for rfq, names in FIGURES.items() for name in names])
def test_the_ledger_and_the_rest_are_the_total_cost(rfq: str, vendor: str) -> None:
    found, quote, one = ledger_of(vendor, rfq), quotes_of(rfq)[vendor], priced(rfq)[vendor]
    own_hours = sum(month.buyer_internal for month in one.months)
    if quote.fee("F11").payer == "BUYER" and quote.fee("F11").charged:
        own_hours -= next(entry.amount for entry in found.entries if entry.code == "F11")
    assert found.base + found.priced + found.imputed + own_hours == one.horizon_tco
    assert found.opacity == 1 - quote.disclosure


def test_calls_the_buyer_pays_are_in_the_ledger() -> None:
    calls = {entry.code: entry.amount for entry in ledger_of(V2, "RFQ-2").entries}["F11"]
    months = priced("RFQ-2")[V2].months
    assert calls == sum(round_places(month.contacts * D("3.6") * D("0.20"), 2) for month in months)


def test_unit_costs() -> None:
    quote, one = quotes_of()[V6], priced("RFQ-1")[V6]
    found = unit_costs(demand_of(), quote, one, D("0.78"))
    assert round_places(found.per_contact, 4) == D(FIGURES["RFQ-1"][V6][8])
    handled = sum(month.contacts for month in one.months)
    assert found.per_resolved == pytest.approx(found.per_contact / D("0.78"))
    assert found.per_minute == pytest.approx(one.horizon_tco / (handled * D(280) / 60))
    # 280 s instead of 300: the same contacts are fewer of the buyer's length per minute, more per yuan.
    assert found.per_normal == pytest.approx(one.horizon_tco / (handled * D(300) / 280), rel=D("0.000001"))
    assert unit_costs(demand_of(), quote, one).per_resolved is None


def test_a_run_no_longer_than_the_horizon_has_the_same_figures() -> None:
    demand = demand_of()
    for name, one in quotes_of().items():
        full = priced("RFQ-1")[name]
        assert price(demand, one, horizons=(36,)) == replace(full, tco={36: full.tco[36]})


def test_the_cheapest_by_volume() -> None:
    demand, quotes = demand_of(), quotes_of()
    found = by_volume(demand, quotes)
    assert [one.factor for one in found] == list(FACTORS)
    assert [one.cheapest for one in found] == [V5] + [V3] * 7
    as_asked = found[3]
    assert as_asked.contacts_year == 290000
    assert as_asked.totals == {name: one.horizon_tco for name, one in priced("RFQ-1").items()}
    (flip,) = flips(demand, quotes, found)
    assert (flip.before, flip.after, flip.high - flip.low) == (V5, V3, D("0.01"))
    assert at_volume(demand, quotes, flip.low).cheapest == V5
    assert at_volume(demand, quotes, flip.high).cheapest == V3
    assert by_volume(demand, {}) == ()


def stressed(vendor: str, promise: Promise, multiplier: str = "2", notice: int = 14) -> Stress:
    peak = Peak(11, D(multiplier), notice)
    return stress(demand_of(), quotes_of()[vendor], promise, peak, priced("RFQ-1")[vendor])


def test_a_peak_that_the_promise_covers() -> None:
    found = stressed(V2, Promise(30, 7))
    # 104000 x 1.10 / 1.12 = 102143 contacts, 36 seats of 2839.68, 27 beyond the nine at 5000
    assert (found.contacts, found.needed, found.asked, found.coming, found.unmet) == (102143, 36, 27, 27, 0)
    assert (found.bill, found.planned, found.stressed) == (27 * 5000, D("88200.00"), 43200 + 27 * 5000)


def test_a_peak_beyond_the_flex_cap() -> None:
    found = stressed(V2, Promise(20, 7))
    assert (found.coming, found.unmet) == (20, 102143 - 82350)  # 29 x 2839.68 = 82350.72
    assert (found.bill, found.holds) == (20 * 5000, False)


def test_notice_too_short_and_promises_not_given() -> None:
    late, silent = stressed(V2, Promise(30, 15)), stressed(V2, Promise(None, 7))
    for found in (late, silent):
        assert (found.coming, found.unmet, found.bill) == (0, 102143 - 25557, 0)  # 9 x 2839.68 = 25557.12
    assert (late.late, late.unknown, silent.late, silent.unknown) == (True, False, False, True)


def test_a_quote_by_volume_takes_what_comes_and_promises_nothing() -> None:
    found = stressed(V5, Promise(None, None))
    assert (found.by_seats, found.unmet) == (False, 0)
    assert found.bill == D("117787.75")  # (249712.31 - 124857.29) / 1.06: the bill is before tax


@pytest.mark.parametrize(
    "peak", [Peak(13, D(2), 0), Peak(0, D(2), 0), Peak(1, D("0.5"), 0), Peak(1, D(21), 0)]
)
def test_peaks_that_cannot_be_played(peak: Peak) -> None:
    with pytest.raises(StressError, match="give 1 to"):
        stress(demand_of(), quotes_of()[V2], Promise(1, 1), peak)


SEATS = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4000"}
METRIC = {"kpi": "SL", "weight": "0.5", "target": "80", "span": "5"}
STAFF = {"model": "B04", "unit": "DAY", "unit_price": "300", "applies_to": "EVENT"}
PROMOTED = read_demand(phone_document(30000, promo_months=[6], promo_days=30))


def promoted(notice: int, event: dict[str, Any]) -> Stress:
    offer = quote(dict(SEATS), {**STAFF, "event": event}, base_seats=17)
    return stress(PROMOTED, offer, Promise(0, 0), Peak(6, D(2), notice))


def test_temporary_seats_of_a_promotion_come_before_surge_seats() -> None:
    # 60000 calls need 34 seats of 1774.80: 17 beyond the base
    found = promoted(30, {"seats": 10, "notice_days": 7})
    assert (found.needed, found.hired, found.asked, found.unmet) == (34, 10, 7, 60000 - 47919)  # 27 x 1774.80
    assert found.stressed == 17 * 4000 + 10 * 30 * 300
    assert (promoted(30, {"notice_days": 7}).hired, promoted(30, {}).holds) == (17, True)


def test_temporary_seats_that_need_longer_notice_do_not_come() -> None:
    found = promoted(6, {"seats": 10, "notice_days": 7})
    assert (found.hired, found.asked, found.late, found.stressed) == (0, 17, True, 17 * 4000)


def test_the_bill_of_a_peak_names_all_that_it_adds() -> None:
    """34 seats for 60000 calls: 10 temporary ones, 7 surge seats with training and tools, overtime, tax apart."""
    extras = fees(
        {"code": "F01", "unit": "SEAT_MONTH", "price": "5000"},
        {"code": "F02", "unit": "HOUR", "price": "40", "hours_per_seat": "10"},
        {"code": "F04", "unit": "HEAD", "price": "600"},
        {"code": "F06", "unit": "SEAT_MONTH", "price": "100"},
    )
    event = {"seats": 10, "notice_days": 7}
    offer = quote(dict(SEATS), {**STAFF, "event": event}, base_seats=17, fee_lines=extras)
    found = stress(PROMOTED, offer, Promise(7, 7), Peak(6, D(2), 30))
    assert (found.needed, found.hired, found.coming, found.unmet) == (34, 10, 7, 0)
    assert found.costs == {
        "K-01": 10 * 30 * 300,
        "K-11": 7 * 5000,
        "K-12": 17 * 10 * 40,
        "K-07": 7 * 600,
        "K-10": 7 * 100,
    }
    assert found.bill == sum(found.costs.values()) > found.surge == 35000


def test_a_collar_is_read_at_what_the_peak_leaves_unserved() -> None:
    """17 of 34 seats come: 30171 of 60000 calls are served, far below the promised 80 %."""
    collar = {"share": "0.10", "metrics": [METRIC | {"kpi": "SL"}, METRIC | {"kpi": "CSAT"}]}
    offer = quote({**SEATS, "performance": collar}, base_seats=17)
    found = stress(PROMOTED, offer, Promise(0, 0), Peak(6, D(2), 30))
    assert found.unmet == 60000 - 30171
    assert found.stressed == 17 * 4000 * D("0.95")  # the level half of the collar at its worst
    assert stress(PROMOTED, offer, Promise(17, 0), Peak(6, D(2), 30)).stressed == 17 * 4000
    lost = {
        "share": "0.10",
        "metrics": [METRIC | {"kpi": "ABN", "target": "5", "better": "LOWER", "weight": "1"}],
    }
    offer = quote({**SEATS, "performance": lost}, base_seats=17)
    assert stress(PROMOTED, offer, Promise(0, 0), Peak(6, D(2), 30)).stressed == 17 * 4000 * D("0.9")


def test_a_floor_beyond_the_promise_is_not_invoiced_in_full() -> None:
    need = read_demand(phone_document(9000, floor_seats=12))
    surge = {"code": "F01", "unit": "SEAT_MONTH", "price": "6000"}
    offer = quote(dict(SEATS), fee_lines=fees(surge))
    found = stress(need, offer, Promise(1, 0), Peak(6, D(1), 30))
    assert (found.asked, found.coming, found.surge) == (3, 1, 6000)


def test_calls_the_buyer_pays_are_apart_from_its_agents_on_rented_seats() -> None:
    need = read_demand(phone_document(30000, own_seat_cost="6000"))
    calls = {"code": "F11", "unit": "MINUTE", "price": "0.2", "payer": "BUYER"}
    offer = quote(
        {"model": "B14", "unit": "SEAT_MONTH", "unit_price": "300"}, base_seats=17, fee_lines=fees(calls)
    )
    found = ledger(need, offer, price(need, offer))
    assert found.entries[10].amount == 12 * 21600  # 30000 x 3.6 minutes x 0.2


def test_leaving_a_contract_that_costs_nothing() -> None:
    free = {"model": "B10", "unit": "MONTH", "unit_price": "98000", "trial": {"months": 24, "discount": "1"}}
    offer = quote(free)
    assert exit_curve(offer, price(PROMOTED, offer)).in_invoices == 0


def test_leaving_month_by_month() -> None:
    one = priced("RFQ-1")[V1]
    curve = exit_curve(quotes_of()[V1], one, 60)
    assert len(curve.months) == 36
    assert {month.total for month in curve.months} == {D("128000.00")}
    assert curve.months[17].notice == one.months[18].vendor_payable + one.months[19].vendor_payable
    assert (curve.months[35].notice, curve.months[35].remaining) == (0, 0)
    # The last invoice holds the exit items, 20000 and 6 % tax: paid on leaving, so not in the notice as well.
    assert curve.months[34].notice == one.months[35].vendor_payable - D("21200.00")
    assert curve.months[34].remaining == one.months[35].vendor_payable
    assert curve.average_month * 36 < sum(month.vendor_payable for month in one.months) - 21000
    first = curve.held_from
    assert first
    assert curve.months[first - 1].with_notice >= curve.months[first - 1].remaining
    assert curve.months[first - 2].with_notice < curve.months[first - 2].remaining
    assert exit_curve(quotes_of()[V2], priced("RFQ-1")[V2]).held_from is None


def test_what_the_source_says_and_what_comes_of_it() -> None:
    assert [claims.paid_range(D(price)) for price in (4000, 4500, 5000)] == [
        (4800, 6000),
        (5400, 6750),
        (6000, 7500),
    ]
    relative = [claims.paid_of_own_cost(D(s), D(u)) for s in ("0.30", "0.40") for u in ("0.20", "0.50")]
    assert relative == [D("0.84"), D("1.05"), D("0.72"), D("0.90")]
    implied = [claims.implied_own_cost(D(price), s) for price in (4000, 5000) for s in claims.CLAIMED]
    assert implied == [D("5714.29"), D("6666.67"), D("7142.86"), D("8333.33")]


def test_a_saving_that_vanishes() -> None:
    one = priced("RFQ-1")[V1]
    found = claims.saving(one, D(600000))
    assert found
    assert round_places(found.at_quote, 4) == D("0.2800")  # 12 x 36000 of 600000
    assert found.paid_year == sum(month.cost for month in one.months[:12])
    assert found.vanishes
    kept = claims.saving(priced("RFQ-1")[V3], D(600000))
    assert kept
    assert (kept.vanishes, kept.in_fact > 0) == (False, True)
    assert claims.saving(one, D(0)) is None


def test_a_year_saves_the_same_whatever_the_horizon() -> None:
    """Leaving after twelve months is no cost of the first year (domain 6.2)."""
    offer = quotes_of()[V1]
    short, long = (price(replace(demand_of(), horizon_months=months), offer) for months in (12, 36))
    assert "K-40" in short.months[11].lines
    assert claims.saving(short, D(600000)) == claims.saving(long, D(600000))
    assert short.year1_cost == short.tco[12] - D("21200.00")


def test_turnover_blind_spot_and_guardrail() -> None:
    left = claims.turnover(quotes_of()[V1], priced("RFQ-1")[V1], D(610))
    assert left
    assert (left.leavers, left.billed, left.cost, left.carried) == (D("10.80"), 4320, 6588, 2268)
    assert claims.turnover(quotes_of()[V5], priced("RFQ-1")[V5], D(610)) is None
    seen = claims.blind_spot(24167, D("0.03"), False)
    assert seen
    assert (seen.share, seen.unseen, seen.small_sample) == (D("0.97"), 23441, True)
    assert claims.blind_spot(24167, None, True) == claims.BlindSpot(D(0), 0, True)
    assert claims.blind_spot(24167, None, False) is None
    held = claims.guardrail(demand_of(), quotes_of()[V4], priced("RFQ-1")[V4], D("0.03"))
    assert held
    assert (held.balanced, held.commission_year) == (True, D("206712.00"))
    assert held.missing == ("CAP", "CLAWBACK", "QUALITY_GATE", "RATE")
    assert claims.guardrail(demand_of(), quotes_of()[V1], priced("RFQ-1")[V1]) is None

"""Both engines run the same months: held together over random quotes, demands and futures."""

import random
import sys
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.documents import HORIZONS, MODEL_UNITS, PERIODS, DocumentError, RateLine, read_demand, read_quote
from calc.documents.codes import (
    APPLIES_TO,
    COMMISSION_BASES,
    HOUR_BASES,
    ROUNDINGS,
    TIER_BASES,
    TIER_METHODS,
)
from calc.money import exact
from calc.month import Carried, Plan, Scenario, as_forecast, month_of, payable
from calc.numbers import total
from calc.simulation import kept
from calc.simulation import simulate as engine
from calc.simulation.futures import Futures, totals_of
from calc.simulation.samples import Samples
from calc.simulation.scenarios import BLOCK, CERTAIN, DEFAULTS, Drivers, Ranges, draw, read_ranges
from calc.simulation.simulate import MAX_COUNT, Outcome, scenario_costs, simulate
from calc.tco import checked_plan, price
from tests.calc.demo_cases import case
from tests.calc.quotes import demand, demand_document, quote, sales
from tests.calc.test_invariants import documents
from tests.scoring.random_quotes import a_demand, a_quote

D = Decimal
SEATS = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4500"}
CONTACTS = {"model": "B07", "unit": "CONTACT", "unit_price": "2"}
SEASONAL = {
    "forecast_profile": [20000, 14000, 18000, 18000, 21000, 39000, 17500, 18500, 22000, 24000, 52000, 26000],
    "promo_months": [6, 11],
    "repeat_rate_now": "0.12",
    "annual_growth": "0.08",
    "horizon_months": 36,
    "sales": sales(),
}
WIDE = read_ranges(
    {
        "level": ["0.4", "1", "2.5"],
        "growth": ["-0.2", "0", "0.4"],
        "seasonality": ["0", "1", "2"],
        "peak": ["0.5", "1", "4"],
        "peak_shift": ["-2", "0", "2"],
        "repeat": ["0", "1", "3"],
        "conversion": ["0", "1", "3"],
        "undisclosed": ["0", "0.35", "1"],
    }
)


def months_of(plan: Plan, scenario: Scenario) -> list[tuple[dict[str, Any], Any]]:
    """Lines before tax and the invoice of each month."""
    found = []
    before = Carried()
    for number in range(1, len(scenario.volumes) + 1):
        now = month_of(plan, scenario, number, before)
        before = now.carried
        found.append((now.lines, payable(total(now.lines.values()), plan.tax_rate)))
    return found


def in_cents(amount: Any, size: int) -> np.ndarray:
    values = amount.values if isinstance(amount, Samples) else np.full(size, float(amount))
    return np.rint(values * 100).astype(np.int64)


def differing(pair: tuple[dict[str, Any], dict[str, Any]], seed: int, scenarios: int) -> tuple[int, int]:
    """Invoices compared, and those that differ by a cent; more than a cent, or another total, fails."""
    need, offer = read_demand(pair[0]), read_quote(pair[1])
    plan = checked_plan(need, offer)
    drivers = draw(WIDE, need, seed, 0, scenarios)
    with exact():
        sampled = months_of(plan, drivers.scenario())
        totals = totals_of(plan, drivers.scenario(), HORIZONS, scenarios)
        recorded = Futures([plan], drivers.scenario(), HORIZONS, scenarios + 3)
        (replayed,) = recorded.totals(drivers.scenario(), scenarios)
        assert (replayed == totals).all()
        apart = 0
        for index in range(scenarios):
            scenario = drivers.exact(index)
            for (lines, invoice), (exact_lines, exact_invoice) in zip(
                sampled, months_of(plan, scenario), strict=True
            ):
                assert lines.keys() >= exact_lines.keys()
                for item, amount in lines.items():
                    line = int(exact_lines.get(item, D(0)) * 100)
                    assert abs(in_cents(amount, scenarios)[index] - line) <= 1, item
                off = abs(in_cents(invoice, scenarios)[index] - int(exact_invoice * 100))
                assert off <= 1
                apart += int(off)
            tco = price(need, offer, scenario).tco
            assert [D(int(cents)).scaleb(-2) for cents in totals[:, index]] == list(tco.values())
    return scenarios * len(sampled), apart


@settings(max_examples=6, deadline=None)
@given(documents(), st.integers(0, 2**63 - 1))
def test_every_invoice_of_both_engines_is_the_same(
    pair: tuple[dict[str, Any], dict[str, Any]], seed: int
) -> None:
    _, apart = differing(pair, seed, 2)
    assert apart == 0


@pytest.mark.prove
def test_both_engines_over_many_random_quotes() -> None:
    """At most one invoice in a million differs by a cent (n and seed are printed)."""
    compared = apart = 0

    @settings(max_examples=400, deadline=None, derandomize=True, database=None)
    @given(documents(), st.integers(0, 2**63 - 1))
    def hold(pair: tuple[dict[str, Any], dict[str, Any]], seed: int) -> None:
        nonlocal compared, apart
        one, other = differing(pair, seed, 10)
        compared, apart = compared + one, apart + other

    hold()
    sys.stdout.write(f"\nderandomised: {compared} invoices compared, {apart} differ by a cent\n")
    assert compared >= 240_000
    assert apart <= compared / 1_000_000


def features(need: dict[str, Any], offer: dict[str, Any]) -> set[str]:
    """What of the forms of a rate line, a fee line and a demand a pair makes use of."""
    found: set[str] = set()
    for line in offer["rate_lines"]:
        found |= {f"{line['model']} {line['unit']}", f"applies_to {line.get('applies_to', 'ALL')}"}
        found |= {key for key, value in line.items() if value not in (0, False, None, [])}
        for key in ("tier_method", "tier_basis", "rounding", "hour_basis", "min_period"):
            found |= {f"{key} {line[key]}"} if key in line else set()
        commission = line.get("commission") or {}
        found |= {f"commission {commission['base']}"} if commission else set()
        found |= {
            f"commission {key}" for key in ("floor", "cap", "success_rate", "clawback") if commission.get(key)
        }
        if line.get("event"):
            found.add("event of stated seats" if "seats" in line["event"] else "event of needed seats")
        if line["model"] == "B14" and need.get("own_seat_cost") and offer["base_seats"]:
            found.add("own people on rented seats")
    found |= {f"{fee['code']} {fee['unit']}" for fee in offer["fee_lines"] if "unit" in fee}
    return found | {key for key in ("durations", "window_shares", "promo_days") if need.get(key)}


WANTED = {
    *(f"{model} {unit}" for model, units in MODEL_UNITS.items() for unit in units),
    *(f"applies_to {name}" for name in APPLIES_TO),
    *(f"tier_method {name}" for name in TIER_METHODS),
    *(f"tier_basis {name}" for name in TIER_BASES),
    *(f"rounding {name}" for name in ROUNDINGS),
    *(f"hour_basis {name}" for name in HOUR_BASES),
    *(f"min_period {name}" for name in PERIODS),
    *(f"commission {name}" for name in (*COMMISSION_BASES, "floor", "cap", "success_rate", "clawback")),
    # Every further field of a rate line that moves a price.
    *(field.name for field in fields(RateLine) if field.name not in ("id", "line", "note", "min_seconds")),
    *("min_seconds", "event of stated seats", "event of needed seats", "own people on rented seats"),
    *("durations", "window_shares", "promo_days"),
}


def is_priced(need: dict[str, Any], offer: dict[str, Any]) -> bool:
    try:
        checked_plan(read_demand(need), read_quote(offer))
    except DocumentError:
        return False
    return True


def covering(seed: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Random pairs, each of which has something that those before it have not, until nothing is missing."""
    rng, missing, found = random.Random(seed), set(WANTED), []  # which quotes are tried, no secret
    for _attempt in range(3_000):
        need, offer = a_demand(rng), a_quote(rng)
        if features(need, offer) & missing and any(need["forecast_profile"]) and is_priced(need, offer):
            found.append((need, offer))
            missing -= features(need, offer)
        if not missing:
            return found
    raise AssertionError(f"never drawn: {sorted(missing)}")


def test_every_model_and_modifier_is_the_same_in_both_engines() -> None:
    """B01 to B16 in every unit, every modifier, one scenario each."""
    for place, pair in enumerate(covering(5)):
        _, apart = differing(pair, place, 1)
        assert apart == 0, pair[1]["rate_lines"]


def test_without_uncertainty_the_simulation_is_the_exact_price() -> None:
    document = case("RFQ-1")
    need = read_demand(document["demand"])
    offers = {name: read_quote(offer) for name, offer in document["quotes"].items()}
    found = simulate(need, offers, CERTAIN, seed=1, count=10)
    for vendor in found.vendors:
        tco = price(need, offers[vendor.key]).tco
        for horizon, spread in vendor.tco.items():
            assert {spread.p10, spread.p50, spread.p90, spread.mean} == {tco[horizon]}
    costs = {key: price(need, offer).horizon_tco for key, offer in offers.items()}
    assert found.cheapest_at_forecast == min(costs, key=costs.__getitem__)
    assert sum(vendor.cheapest[need.horizon_months] for vendor in found.vendors) == 1


def test_the_same_seed_gives_the_same_bytes_whatever_the_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    need, offers = demand(**SEASONAL), {"a": quote(SEATS), "b": quote(CONTACTS)}
    heard: list[tuple[int, int]] = []
    count = BLOCK + 20

    def run(seed: int, **more: Any) -> bytes:
        return simulate(need, offers, DEFAULTS, seed=seed, count=count, **more).to_json()

    whole = run(5, on_chunk=lambda done, of: heard.append((done, of)))
    monkeypatch.setattr(engine, "CHUNK", 700)
    assert run(5) == whole != run(6)
    assert heard == [(count, count)]
    assert Outcome.from_json(whole).to_json() == whole


def test_a_scratch_file_changes_nothing_and_costs_are_those_of_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    need, offers = demand(**SEASONAL), {"a": quote(SEATS), "b": quote(CONTACTS)}
    in_memory = simulate(need, offers, DEFAULTS, seed=5, count=5_000)
    monkeypatch.setattr(kept, "IN_MEMORY", 0)
    assert simulate(need, offers, DEFAULTS, seed=5, count=5_000) == in_memory
    costs = scenario_costs(need, offers, DEFAULTS, seed=5, count=5_000)
    for vendor in in_memory.vendors:
        assert D(int(np.sort(costs[vendor.key])[499])).scaleb(-2) == vendor.tco[36].p10
        assert abs(D(int(costs[vendor.key].sum())).scaleb(-2) / 5_000 - vendor.tco[36].mean) <= D("0.005")


def test_a_scenario_is_the_same_in_every_run() -> None:
    need = demand(**SEASONAL)
    many = draw(DEFAULTS, need, 9, 0, 2 * BLOCK)
    few = draw(DEFAULTS, need, 9, BLOCK - 3, BLOCK + 4)
    assert (few.volumes == many.volumes[:, BLOCK - 3 : BLOCK + 4]).all()
    assert many.exact(BLOCK - 2) == few.exact(1)
    for name, values in many.drawn.items():
        given_ = getattr(DEFAULTS, name)
        assert float(given_.low) <= values.min() < values.max() <= float(given_.high), name


def test_a_run_can_be_ended_between_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "CHUNK", 10)

    def cancel(done: int, of: int) -> None:
        if done >= 20:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        simulate(demand(), {"a": quote(SEATS)}, DEFAULTS, seed=1, count=1000, on_chunk=cancel)


# -- what the figures mean ----------------------------------------------------------------------------------


def shaped(**changes: str) -> Ranges:
    return replace(CERTAIN, **{name: always(value) for name, value in changes.items()})


def always(value: str) -> Any:
    return replace(CERTAIN.level, low=D(value), likely=D(value), high=D(value))


def year(ranges: Ranges, **changes: Any) -> list[int]:
    drawn: Drivers = draw(ranges, demand(**SEASONAL | changes), 1, 0, 1)
    return [int(volume) for volume in drawn.exact(0).volumes[:12]]


def test_each_driver_moves_what_it_names() -> None:
    forecast = [int(volume) for volume in as_forecast(demand(**SEASONAL), 12).volumes]
    assert year(CERTAIN) == forecast
    assert year(shaped(level="2")) == [2 * volume for volume in forecast]
    assert year(shaped(seasonality="0"), promo_months=[]) == [24167] * 12
    # June and November are peaks; the other ten months average 19900.
    assert year(shaped(peak="2"))[5] == 78000
    assert year(shaped(peak="2"))[:5] == forecast[:5]
    later = year(shaped(peak_shift="1"))
    assert (later[5], later[6]) == (19900, 17500 + 39000 - 19900)
    assert (later[10], later[11]) == (19900, 26000 + 52000 - 19900)
    moved = draw(shaped(peak_shift="1"), demand(**SEASONAL), 1, 0, 1).exact(0).promotions
    assert [month + 1 for month in range(12) if moved[month]] == [7, 12]


def test_probability_regret_and_ties() -> None:
    """Seats cost 40500 a month, contacts 2 each: the same at 20250 contacts, which is 0.8379 of 24167."""
    offers = {"seats": quote(SEATS), "twin": quote(SEATS), "contacts": quote(CONTACTS)}
    need = demand(floor_seats=0)
    found = simulate(need, offers, shaped(level="0.5"), seed=1, count=10)
    by_key = {vendor.key: vendor for vendor in found.vendors}
    contacts = D(12084 * 2 * 12)
    assert [by_key[key].cheapest[12] for key in offers] == [0, 0, 1]
    assert by_key["contacts"].regret[12] == 0
    assert by_key["seats"].regret[12] == by_key["twin"].regret[12] == 40500 * 12 - contacts
    assert by_key["contacts"].tco[12].p50 == contacts
    dear = simulate(need, offers, CERTAIN, seed=1, count=10)
    assert [vendor.cheapest[12] for vendor in dear.vendors] == [D("0.5"), D("0.5"), 0]
    assert found.cheapest_at_forecast == dear.cheapest_at_forecast == "seats"
    assert [(flip.before, flip.after) for flip in found.flips] == [("contacts", "seats")]
    assert found.flips[0].multiple == D("0.8380")
    below, above = (year_cost(offers["contacts"], level) for level in ("0.8379", "0.8380"))
    assert below <= 40500 * 12 < above
    assert found.flips[0].monthly_volume == 20252


def year_cost(offer: Any, level: str) -> Decimal:
    scenario = draw(shaped(level=level), demand(), 1, 0, 1).exact(0)
    return price(demand(), offer, scenario).tco[12]


def test_percentiles_are_scenarios_that_occur() -> None:
    need, offers = demand(**SEASONAL), {"a": quote(CONTACTS)}
    found = simulate(need, offers, DEFAULTS, seed=3, count=20).vendors[0].tco[36]
    drivers = draw(DEFAULTS, need, 3, 0, 20)
    costs = sorted(price(need, offers["a"], drivers.exact(index)).tco[36] for index in range(20))
    assert (found.p10, found.p50, found.p90) == (costs[1], costs[9], costs[17])
    assert abs(found.mean - sum(costs) / 20) <= D("0.005")


# -- refusals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "path"),
    [
        ({"level": ["1.2", "1.2", "0.9"]}, "level.low"),
        ({"level": ["0.9", "1.3", "1.2"]}, "level.likely"),
        ({"level": ["0", "1", "1.2"]}, "level.low"),
        ({"level": ["0.9", "1", "10.01"]}, "level.high"),
        ({"growth": ["-0.5", "0", "0"]}, "growth.low"),
        ({"peak_shift": ["-1", "0", "0.5"]}, "peak_shift.high"),
        ({"repeat": ["1", "NaN", "2"]}, "repeat.likely"),
        ({"undisclosed": ["0", "0.5"]}, "undisclosed"),
        ({"conversion": "1"}, "conversion"),
        ({"weather": ["1", "1", "1"]}, "weather"),
    ],
)
def test_ranges_are_refused_by_name(given_: dict[str, Any], path: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_ranges(given_)
    assert [fault.path for fault in refused.value.faults] == [path]
    assert refused.value.faults[0].remedy


def test_ranges_survive_their_form() -> None:
    assert read_ranges({}) == DEFAULTS
    assert read_ranges(WIDE.as_json()) == WIDE


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"count": 9}, "count"),
        ({"count": MAX_COUNT + 1}, "count"),
        ({"count": 10**7}, "count"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**63}, "seed"),
        ({"quotes": {}}, "quotes"),
        ({"quotes": {str(n): quote(SEATS) for n in range(30)}, "count": MAX_COUNT}, "count"),
    ],
)
def test_runs_out_of_bounds_are_refused_before_they_begin(changes: dict[str, Any], path: str) -> None:
    stated: dict[str, Any] = {"quotes": {"a": quote(SEATS)}, "seed": 1, "count": 10} | changes
    offers = stated.pop("quotes")
    with pytest.raises(DocumentError) as refused:
        simulate(demand(), offers, DEFAULTS, **stated)
    assert [fault.path for fault in refused.value.faults] == [path]


def test_amounts_that_floats_cannot_hold_to_the_cent_are_refused() -> None:
    need = read_demand(demand_document(forecast_profile=[1_000_000_000] * 12))
    with pytest.raises(DocumentError, match="beyond what is computed to the cent"):
        simulate(need, {"a": quote({**CONTACTS, "unit_price": "9"})}, DEFAULTS, seed=1, count=10)

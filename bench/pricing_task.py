"""The job that pricing is measured on: one demand, quotes in seven billing models, every kind of charge.

Seat, commission, graduated, all-units, minute, contact and package quotes in turn, each with a minimum, surge
seats, overtime, training, replacements, tools, set-up, a management share, exit items, a yearly rise, tax and
repeats. Drawn from a seed, so that every run prices the same documents.
"""

import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from calc.documents import Demand, Quote, read_demand, read_quote
from calc.month import Plan
from calc.simulation.scenarios import DEFAULTS, Drivers, draw
from calc.tco import checked_plan

MODELS = 7
HORIZONS = (12, 36, 60)
PROFILE = (20000, 14000, 18000, 18000, 21000, 39000, 17500, 18500, 22000, 24000, 52000, 26000)
# The row of parameters that limit_price.c reads for a contract year; the order is that of the C file.
WIDTH = 40


@dataclass(frozen=True)
class Task:
    """Quotes, their plans and the scenarios they are priced in."""

    demand: Demand
    quotes: dict[str, Quote]
    plans: tuple[Plan, ...]
    drivers: Drivers


def build(vendors: int, scenarios: int, months: int = 60, seed: int = 5) -> Task:
    """The task of that size."""
    demand = read_demand(_demand())
    source = random.Random(seed)
    quotes = {f"vendor {place:03d}": read_quote(_quote(place, source)) for place in range(vendors)}
    plans = tuple(checked_plan(demand, quote) for quote in quotes.values())
    return Task(demand, quotes, plans, draw(DEFAULTS, demand, seed, 0, scenarios, months))


def _demand() -> dict[str, Any]:
    return {
        "schema": "shortlist/demand/1",
        "channel": "CHAT",
        "currency": "CNY",
        "horizon_months": 60,
        "forecast_profile": list(PROFILE),
        "annual_growth": "0.08",
        "aht_s": "300",
        "talk_share": "1",
        "concurrency": "2",
        "paid_hours": "174",
        "utilisation": "0.68",
        "floor_seats": 0,
        "repeat_rate_now": "0.12",
        "promo_months": [6, 11],
        "sales": {
            "presale_share": "0.45",
            "conversion": "0.20",
            "average_order_value": "180",
            "gross_margin": "0.30",
        },
        "buyer_hourly_cost": "80",
    }


def _quote(place: int, source: random.Random) -> dict[str, Any]:
    def money(low: int, high: int) -> str:
        return f"{source.randint(low * 100, high * 100) / 100:.2f}"

    def cents(low: int, high: int) -> str:
        return f"{source.randint(low, high) / 100:.2f}"

    tiers = [
        {"upper": 6000, "price": "2.60"},
        {"upper": 15000, "price": "2.20"},
        {"upper": 30000, "price": "1.90"},
        {"upper": None, "price": cents(140, 170)},
    ]
    bands = {"tier_basis": "MONTHLY_VOLUME", "tiers": tiers}
    commission = {"base": "REVENUE", "rate": "0.02"}
    package = source.randint(5000, 12000)
    lines: list[dict[str, Any]] = [
        {"model": "B01", "unit": "SEAT_MONTH", "unit_price": money(2800, 4200)},
        {"model": "B02", "unit": "SEAT_MONTH", "unit_price": money(2800, 4200), "commission": commission},
        {"model": "B03", "unit": "CONTACT", "tier_method": "GRADUATED", **bands},
        {"model": "B03", "unit": "CONTACT", "tier_method": "ALL_UNITS", **bands},
        {"model": "B05", "unit": "MINUTE", "unit_price": cents(35, 75), "rounding": "PER_SECOND"},
        {"model": "B07", "unit": "CONTACT", "unit_price": cents(180, 240), "fixed_fee": money(1000, 9000)},
        {
            "model": "B08",
            "unit": "CONTACT",
            "unit_price": cents(150, 300),
            "fixed_fee": money(15000, 40000),
            "included_qty": package,
        },
    ]
    charged = {
        "F01": {"unit": "SEAT_MONTH", "price": money(5000, 7000)},
        "F02": {"unit": "HOUR", "price": money(30, 60), "hours_per_seat": "24"},
        "F04": {"unit": "HEAD", "price": money(300, 600)},
        "F05": {"unit": "HEAD", "price": money(300, 600)},
        "F06": {"unit": "SEAT_MONTH", "price": money(30, 140)},
        "F08": {"unit": "ONCE", "price": money(5000, 50000)},
        "F12": {"unit": "PERCENT", "price": cents(2, 8)},
        "F19": {"unit": "ONCE", "price": money(2000, 20000)},
        "F20": {"unit": "RATE_PER_YEAR", "price": cents(0, 5)},
    }
    undisclosed = {f"F{number:02d}" for number in source.sample((3, 9, 10, 13, 14, 15, 17), place % 5)}
    codes = [f"F{number:02d}" for number in range(1, 21)]
    return {
        "schema": "shortlist/quote/1",
        "currency": "CNY",
        "tax": {"rate": "0.06", "included": False},
        "base_seats": source.randint(6, 9),
        "rate_lines": [{**lines[place % MODELS], "min_charge": money(5000, 40000)}],
        "fee_lines": [
            {"code": code, "status": "CHARGED", **charged[code]}
            if code in charged
            else {"code": code, "status": "NOT_DISCLOSED" if code in undisclosed else "INCLUDED"}
            for code in codes
        ],
        "operations": {
            "turnover_annual": cents(20, 120),
            "repeat_rate": cents(5, 20),
            "conversion": cents(18, 24),
            "oversight_hours_month": money(10, 40),
        },
        "answers": {},
        "contract_terms": {},
    }


def packed(task: Task) -> np.ndarray:
    """Parameters [vendors x years x WIDTH] for limit_price.c."""
    rows = np.zeros((len(task.plans), len(task.plans[0].years), WIDTH))
    for vendor, plan in enumerate(task.plans):
        for year in range(len(plan.years)):
            row = _row(plan, vendor % MODELS, year)
            rows[vendor, year, : len(row)] = row
    return rows


def _row(plan: Plan, model: int, year: int) -> list[float]:
    terms, handling, demand, stated = plan.years[year], plan.handling, plan.demand, plan.quote.operations
    line = terms.rate_lines[0]
    price = {item: float(fee.price or 0) for item, fee in terms.fee_lines}
    seats = float(handling.seats)
    replacements = round(seats * float(terms.turnover) * price["K-14"] / 12 * 100 + 1e-6) / 100
    limits = [float(tier.upper) for tier in line.tiers if tier.upper is not None] or [0.0] * 3
    bands = [float(tier.price) for tier in line.tiers] or [0.0] * 4
    sales = demand.sales
    if sales is None or demand.repeat_rate_now is None:
        raise ValueError("the task has sales figures and a repeat rate")
    commission = line.commission
    rate = 0.0 if commission is None else float(commission.rate or 0)
    oversight = round(float((stated.oversight_hours_month or 0) * demand.buyer_hourly_cost) * 100) / 100
    return [
        *(float(model), float(line.unit_price or 0), float(line.fixed_fee or 0), float(line.included_qty)),
        *(*limits, *bands),
        *(float(line.min_charge or 0), seats, float(handling.aht_s), float(handling.seat_seconds)),
        *(float(stated.repeat_rate or 0), 1 + float(demand.repeat_rate_now), float(handling.conversion)),
        float(sales.presale_share) * float(sales.average_order_value) * rate,
        *(price["K-11"], price["K-12"] * 24 * seats, price["K-07"], replacements, price["K-10"]),
        *(price["K-05"], price["K-03"], float(plan.tax_rate), float(plan.exit_items)),
        float((1 - plan.quote.disclosure) * plan.headline),
        *(oversight, round(float(stated.startup_hours * demand.buyer_hourly_cost) * 100) / 100),
    ]

"""Small documents to start a test from."""

from typing import Any

from calc.documents import Demand, Quote, read_demand, read_quote
from calc.tco import Priced, price


def demand_document(**changes: Any) -> dict[str, Any]:
    """A level demand: 24167 contacts a month, the figures of domain 12.2, without growth or repeats."""
    document: dict[str, Any] = {
        "schema": "shortlist/demand/1",
        "channel": "CHAT",
        "currency": "CNY",
        "horizon_months": 12,
        "forecast_profile": [24167] * 12,
        "annual_growth": "0",
        "aht_s": "300",
        "talk_share": "1",
        "concurrency": "2",
        "paid_hours": "174",
        "utilisation": "0.68",
        "floor_seats": 0,
        "repeat_rate_now": None,
        "promo_months": [],
        "sales": None,
        "buyer_hourly_cost": "80",
    }
    return document | changes


def sales() -> dict[str, str]:
    return {
        "presale_share": "0.45",
        "conversion": "0.20",
        "average_order_value": "180",
        "gross_margin": "0.30",
    }


def phone_document(contacts: int, **changes: Any) -> dict[str, Any]:
    profile = [contacts] * 12
    phone = {"channel": "PHONE", "concurrency": "1", "aht_s": "240", "talk_share": "0.90"}
    return demand_document(forecast_profile=profile, **phone) | changes


def fees(*lines: dict[str, Any]) -> list[dict[str, Any]]:
    """All twenty fee lines, INCLUDED unless given."""
    given = {line["code"]: {"status": "CHARGED", **line} for line in lines}
    codes = [f"F{number:02d}" for number in range(1, 21)]
    return [given.get(code, {"code": code, "status": "INCLUDED"}) for code in codes]


def quote_document(*rate_lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    document: dict[str, Any] = {
        "schema": "shortlist/quote/1",
        "currency": "CNY",
        "tax": {"rate": "0.06", "included": True},
        "base_seats": 9,
        "rate_lines": list(rate_lines) or [{"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4500"}],
        "fee_lines": fees(),
        "operations": {"oversight_hours_month": "0", "startup_hours": "0"},
        "answers": {},
        "contract_terms": {},
    }
    return document | changes


def demand(**changes: Any) -> Demand:
    return read_demand(demand_document(**changes))


def quote(*rate_lines: dict[str, Any], **changes: Any) -> Quote:
    return read_quote(quote_document(*rate_lines, **changes))


def run(rate_lines: list[dict[str, Any]], need: dict[str, Any] | None = None, **changes: Any) -> Priced:
    """Price these rate lines against `need` (the level demand without it)."""
    return price(read_demand(need or demand_document()), quote(*rate_lines, **changes))

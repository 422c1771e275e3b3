"""An RFQ with two service lines, a shop chat and a hotline, and quotes for it; documents alone, no rows."""

import copy
from typing import Any

from demo.panel import ITEMS
from rfqs.lines import MAIN
from scoring.engine import priced_part
from tests.calc.quotes import fees
from tests.scoring.documents import DEMAND as CHAT
from tests.scoring.documents import NEED as ONE_LINE
from tests.scoring.documents import whole

SECOND = "line-2"
LINES = [
    {"code": MAIN, "label": "Shop chat", "channel": "CHAT"},
    {"code": SECOND, "label": "Hotline", "channel": "PHONE"},
]
SHARED = ("schema", "currency", "horizon_months", "buyer_hourly_cost")
PHONE: dict[str, Any] = {
    "channel": "PHONE",
    "forecast_profile": [9000, 9100, 8800, 9300, 9000, 9800, 8900, 9000, 9200, 9400, 11800, 9100],
    "annual_growth": "0.02",
    "aht_s": "240",
    "talk_share": "0.90",
    "concurrency": "1",
    "paid_hours": "174",
    "utilisation": "0.72",
    "floor_seats": 3,
    "repeat_rate_now": "0.15",
    "promo_months": [11],
    "sales": None,
}
DEMAND: dict[str, Any] = {
    **{key: CHAT[key] for key in SHARED},
    "lines": [
        {"id": MAIN, **{key: value for key, value in CHAT.items() if key not in SHARED}},
        {"id": SECOND, **PHONE},
    ],
}
SERVICES: list[dict[str, Any]] = [
    {"type": "IN_PRESALES", "channel": "CHAT"},
    {"type": "IN_HOTLINE", "channel": "PHONE"},
]
NEED: dict[str, Any] = {
    **ONE_LINE,
    "service_lines": SERVICES,
    "lines": [
        {
            "code": line["code"],
            "label": line["label"],
            "services": [[row["type"], row["channel"]]],
            "volumes": {},
        }
        for line, row in zip(LINES, SERVICES, strict=True)
    ],
}
CONTENT: dict[str, Any] = {"lines": LINES, "demand": DEMAND, "need": NEED}
SEATS = {"id": "chat", "line": MAIN, "model": "B01", "unit": "SEAT_MONTH", "unit_price": "4500"}
SELLING = SEATS | {"model": "B02", "commission": {"base": "REVENUE", "rate": "0.02", "cap": "60000"}}
TIERS = {
    "id": "chats",
    "line": MAIN,
    "model": "B03",
    "unit": "CONTACT",
    "tier_basis": "MONTHLY_VOLUME",
    "tier_method": "GRADUATED",
    "tiers": [{"upper": 15000, "price": "1.90"}, {"upper": None, "price": "1.40"}],
}
CALLS = {"id": "calls", "line": SECOND, "model": "B07", "unit": "CONTACT", "unit_price": "2.15"}
MINUTES = {
    "id": "minutes",
    "line": SECOND,
    "model": "B05",
    "unit": "MINUTE",
    "unit_price": "0.62",
    "rounding": "PER_6S",
    "min_charge": "21500",
}
OPERATORS = {"id": "calls", "line": SECOND, "model": "B01", "unit": "SEAT_MONTH", "unit_price": "5200"}
DESK = {"id": "desk", "model": "B10", "unit": "MONTH", "unit_price": "3000"}  # for the contract as a whole
CHARGED = fees(
    {"code": "F01", "unit": "SEAT_MONTH", "price": "6000"},
    {"code": "F02", "unit": "HOUR", "price": "45", "hours_per_seat": "24"},
    {"code": "F04", "unit": "HEAD", "price": "400"},
    {"code": "F05", "unit": "HEAD", "price": "400"},
    {"code": "F06", "unit": "SEAT_MONTH", "price": "120"},
    {"code": "F11", "unit": "MINUTE", "price": "0.10", "payer": "BUYER"},
    {"code": "F12", "unit": "PERCENT", "price": "0.05"},
    {"code": "F19", "unit": "ONCE", "price": "20000"},
    {"code": "F20", "unit": "RATE_PER_YEAR", "price": "0.04"},
)


def quote(*rate_lines: dict[str, Any], seats: dict[str, int] | None = None, **changes: Any) -> dict[str, Any]:
    """A whole quote on which no rule fires, with these rate lines, and base seats by service line."""
    document = whole()
    del document["base_seats"]
    found = {**document, "rate_lines": copy.deepcopy(list(rate_lines)), **changes}
    return found | ({"line_seats": seats} if seats else {})


def run_inputs(**documents: dict[str, Any]) -> dict[str, Any]:
    """What a stored run of these quotes would hold, the three of `quotes` unless others are given."""
    return {
        "demand": DEMAND,
        "volatility": "VOLATILE",
        "quotes": [
            {
                "quote": str(number),
                "vendor": name,
                "submitted_at": f"2026-10-{number:02d}T08:00:00+00:00",
                "document": priced_part(document),
                "scores": dict.fromkeys(ITEMS, str(2 + number % 3)),
                "fit": None,
                "flags": [],
                "flag_points": 5 * number,
                "gates_failed": [],
            }
            for number, (name, document) in enumerate((documents or quotes()).items(), start=1)
        ],
    }


def quotes() -> dict[str, dict[str, Any]]:
    """Three quotes in mixed models: seats, commission and minutes; bands and seats; seats, contacts and a fixed fee."""
    on_top = {"rate": "0.06", "included": False}
    return {
        "selling": quote(SELLING, MINUTES, seats={MAIN: 9}, fee_lines=CHARGED, tax=on_top),
        "seats": quote(TIERS, OPERATORS, seats={SECOND: 5}, fee_lines=CHARGED),
        "fixed": quote(SEATS, CALLS, DESK, seats={MAIN: 11}),
    }

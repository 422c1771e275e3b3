"""Random demands and quotes over every billing form and fee unit the engine prices, with hostile cents."""

import random
from typing import Any

from calc.documents import FEE_CODES, FEE_UNITS, MODEL_UNITS, DocumentError, read_demand, read_quote
from calc.documents.codes import COMMISSION_BASES, TIER_BASES
from calc.tco import price
from tests.calc.quotes import demand_document, quote_document

COUNTED = ("HOUR", "DAY", "SAMPLE", "ORDER", "EVENT", "ITEM")


def amount(draw: random.Random, high: float, places: int) -> str:
    """An amount whose last digit is a 5 more often than not: half cents are what rounding is about."""
    unit = 10**places
    number = draw.randint(1, int(high * unit))
    if draw.random() < 0.6:
        number = number // 10 * 10 + 5
    return f"{number / unit:.{places}f}"


def a_demand(draw: random.Random) -> dict[str, Any]:
    phone = draw.random() < 0.5
    sales = {
        "presale_share": amount(draw, 1, 4),
        "conversion": amount(draw, 0.6, 4),
        "average_order_value": amount(draw, 900, 2),
        "gross_margin": amount(draw, 0.9, 4),
    }
    if draw.random() < 0.5:
        sales["refund_rate"] = amount(draw, 0.3, 4)
    aht_s, more = draw.choice(["300", "245.5", "61.25", "240"]), details(draw)
    if draw.random() < 0.2:
        aht_s = "240"
        more["durations"] = [{"seconds": "120", "share": "0.5"}, {"seconds": "360", "share": "0.5"}]
    return demand_document(
        channel="PHONE" if phone else "CHAT",
        concurrency="1" if phone else draw.choice(["1", "2", "2.5"]),
        horizon_months=draw.choice([12, 24, 36, 48, 60]),
        forecast_profile=[draw.choice([draw.randint(0, 90_000), 24_000]) for _month in range(12)],
        annual_growth=draw.choice(["-0.2", "0", "0.08", "0.3333", "0.0255"]),
        aht_s=aht_s,
        talk_share=draw.choice(["1", "0.9", "0.8755"]),
        utilisation=draw.choice(["0.68", "0.8", "0.7125"]),
        floor_seats=draw.choice([0, 0, 7, 25]),
        repeat_rate_now=draw.choice([None, "0", "0.12", "0.155"]),
        promo_months=sorted(draw.sample(range(1, 13), draw.randint(0, 4))),
        sales=sales if draw.random() < 0.8 else None,
        buyer_hourly_cost=amount(draw, 200, 2),
        **more,
    )


def details(draw: random.Random) -> dict[str, Any]:
    """What a buyer may know beyond the average."""
    found: dict[str, Any] = {"vat_recoverable": draw.random() < 0.4}
    if draw.random() < 0.5:
        found["own_seat_cost"] = amount(draw, 9_000, 2)
    if draw.random() < 0.5:
        found["window_shares"] = {"NIGHT": amount(draw, 0.4, 4)}
    if draw.random() < 0.5:
        found["promo_days"] = draw.randint(1, 20)
    return found


def a_rate_line(draw: random.Random) -> dict[str, Any]:
    model = draw.choice(list(MODEL_UNITS))
    unit = draw.choice(MODEL_UNITS[model])
    line: dict[str, Any] = {"model": model, "unit": unit}
    if model == "B03":
        basis = draw.choice([basis for basis, of in TIER_BASES.items() if of == unit])
        high = {"SEATS": 40, "DAILY_AVG_VOLUME": 2_000}.get(basis, 60_000)
        uppers = sorted(draw.sample(range(1, high), draw.randint(0, 5)))
        method = draw.choice(["GRADUATED", "ALL_UNITS"])
        tiers = [{"upper": upper, "price": amount(draw, 9, 4)} for upper in [*uppers, None]]
        line |= {"tier_basis": basis, "tier_method": method, "tiers": tiers}
    elif model == "B15":
        parts = {name: amount(draw, 4_000, 2) for name in ("pay", "management", "welfare", "training")}
        line["build_up"] = {**parts, "profit": amount(draw, 0.4, 4)}
    elif model != "B09":
        line["unit_price"] = amount(
            draw, 5 if unit in ("CONTACT", "MINUTE") else 9_000, draw.choice([2, 4, 4])
        )
    return line | of_model(draw, model, unit) | extras(draw, model, unit)


def of_model(draw: random.Random, model: str, unit: str) -> dict[str, Any]:
    """What only this model has."""
    line: dict[str, Any] = {}
    if model == "B08":
        line |= {"fixed_fee": amount(draw, 90_000, 2), "included_qty": draw.randint(0, 40_000)}
        line["rollover_months"] = draw.choice([0, 0, 1, 3])
    if model in ("B02", "B09"):
        line["commission"] = a_commission(draw)
    if model == "B06":
        line["hour_basis"] = draw.choice(["PRODUCTIVE", "PAID", "LOGGED"])
        line |= {"expected_qty": amount(draw, 900, 2)} if line["hour_basis"] == "LOGGED" else {}
    if model == "B11":
        line["performance"] = a_collar(draw)
    if model == "B12" and draw.random() < 0.5:
        line |= {"samples": draw.randint(1, 900), "stages": some_stages(draw)}
    elif model == "B12":
        line["expected_qty"] = amount(draw, 90, 2)
    if model == "B12" and draw.random() < 0.5:
        line["invalid_share"] = amount(draw, 0.3, 4)
    if (model, unit) == ("B16", "ONCE"):
        line["stages"] = some_stages(draw)
    if unit == "MINUTE" or (model == "B14" and draw.random() < 0.5):
        line |= {"rounding": draw.choice(["PER_SECOND", "PER_6S", "PER_STARTED_MINUTE"])}
        line |= {"wrap_up_s": amount(draw, 60, 2)} if draw.random() < 0.5 else {}
        line |= {"min_seconds": amount(draw, 300, 2)} if draw.random() < 0.3 else {}
        line |= {"minute_price": amount(draw, 1, 4)} if model == "B14" else {}
    return line


def a_collar(draw: random.Random) -> dict[str, Any]:
    def metric(kpi: str, weight: str) -> dict[str, Any]:
        better = draw.choice(["HIGHER", "LOWER"])
        found = {"kpi": kpi, "weight": weight, "target": "0.85", "span": "0.05", "better": better}
        return found | ({"expected": amount(draw, 1, 4)} if draw.random() < 0.7 else {})

    return {"share": amount(draw, 0.3, 4), "metrics": [metric("CSAT", "0.6"), metric("FCR", "0.4")]}


def some_stages(draw: random.Random) -> list[dict[str, Any]]:
    months = sorted(draw.sample(range(1, 30), 3))
    return [
        {"share": share, "month": month} for share, month in zip(("0.3", "0.3", "0.4"), months, strict=True)
    ]


def a_commission(draw: random.Random) -> dict[str, Any]:
    base = draw.choice(COMMISSION_BASES)
    by_fee = base == "SUCCESS_COUNT" or (base == "CONVERSION_LIFT" and draw.random() < 0.5)
    found: dict[str, Any] = {"base": base, "clawback": draw.random() < 0.5}
    found |= {"fee": amount(draw, 50, 4)} if by_fee else {"rate": amount(draw, 0.3, 4)}
    if base == "SUCCESS_COUNT" and draw.random() < 0.4:
        found["success_rate"] = amount(draw, 0.3, 4)
    found |= {"floor": amount(draw, 9_000, 2)} if draw.random() < 0.3 else {}
    return found | ({"cap": amount(draw, 60_000, 2)} if draw.random() < 0.4 else {})


def extras(draw: random.Random, model: str, unit: str) -> dict[str, Any]:
    """Minimum, cap, bonus, least units, what the line applies to, and when and for whom it costs more or less."""
    found: dict[str, Any] = {}
    if draw.random() < 0.3:
        found["min_charge"] = amount(draw, 60_000, 2)
        found["min_period"] = draw.choice(["MONTH", "QUARTER", "YEAR"])
        found["min_carry_forward"] = draw.random() < 0.5
    if draw.random() < 0.2:
        found["cap"] = amount(draw, 200_000, 2)
    if draw.random() < 0.3 and model != "B11":
        found["expected_bonus"] = amount(draw, 0.2, 4)
    if draw.random() < 0.3:
        found["min_qty"] = draw.randint(1, 20)
    if draw.random() < 0.2:
        found["surcharges"] = [
            {"window": "NIGHT", "rate": amount(draw, 0.5, 4), "share": amount(draw, 0.4, 4)},
            {"window": "HOLIDAY", "rate": amount(draw, 2, 4), "share": amount(draw, 0.1, 4)},
        ]
    if (draw.random() < 0.2 and unit != "ONCE") or (model == "B16" and unit == "MONTH"):
        found["trial"] = {"months": draw.randint(1, 6), "discount": amount(draw, 0.5, 4)}
    if draw.random() < 0.15:
        found |= {"valid_from": draw.randint(1, 5), "valid_to": draw.randint(6, 40)}
    return found | applied(draw, model, unit)


def applied(draw: random.Random, model: str, unit: str) -> dict[str, Any]:
    """What the line applies to, with the units where nothing else says how many."""
    applies = draw.choice(["ALL", "ALL", "BASE", "OVERFLOW", "WINDOW", "EVENT"])
    found: dict[str, Any] = {"applies_to": applies} if applies != "ALL" else {}
    if model == "B04" and applies == "EVENT" and unit in ("HOUR", "DAY"):
        event = {"seats": 7} if draw.random() < 0.5 else {}
        event |= {"hours_per_day": amount(draw, 12, 2)} if unit == "HOUR" else {}
        return found | {"event": {**event, "days": draw.randint(1, 20), "min_days": 3, "notice_days": 14}}
    if applies == "WINDOW" and unit in ("CONTACT", "MINUTE") and draw.random() < 0.5:
        return found | {"window": "NIGHT"}
    if applies in ("WINDOW", "EVENT") or (unit in ("HOUR", "DAY") and model == "B04"):
        found["expected_qty"] = amount(draw, 300, 2)
    return found


def a_fee(draw: random.Random, code: str) -> dict[str, Any]:
    status = draw.choice(["CHARGED", "CHARGED", "CHARGED", "INCLUDED", "NOT_DISCLOSED"])
    line: dict[str, Any] = {"code": code, "status": status}
    if status != "CHARGED" or code in ("F07", "F16"):
        return line
    unit = draw.choice(FEE_UNITS[code])
    high = {"PERCENT": 0.3, "RATE_PER_YEAR": 0.2, "MONTHS_OF_FEE": 6, "CONTACT": 0.5, "MINUTE": 0.5}.get(
        unit, 900
    )
    line |= {"unit": unit, "price": amount(draw, high, 4)}
    if code == "F02" and unit == "HOUR":
        line["hours_per_seat"] = amount(draw, 40, 2)
    elif unit in COUNTED and draw.random() < 0.8:
        line["expected_qty"] = amount(draw, 50, 2)
    if unit in ("SEAT_MONTH", "CONTACT", "MINUTE", *COUNTED) and draw.random() < 0.3:
        line["included_quantity"] = amount(draw, 20, 2)
    if draw.random() < 0.3:
        line["cap"] = amount(draw, 5_000, 2)
    if code == "F11":
        line["payer"] = draw.choice(["VENDOR", "BUYER", "PASS_THROUGH"])
    if code == "F15":
        line["direction"] = draw.choice(["VENDOR_PAYS", "BUYER_PAYS"])
    if code == "F18" and draw.random() < 0.5:
        line["base"] = amount(draw, 60_000, 2)
    return line


def a_quote(draw: random.Random) -> dict[str, Any]:
    stated = {
        "turnover_annual": amount(draw, 2, 4),
        "repeat_rate": amount(draw, 0.4, 4),
        "oversight_hours_month": amount(draw, 60, 2),
        "startup_hours": amount(draw, 200, 2),
        "aht_s": amount(draw, 400, 2) if draw.random() < 0.5 else "180",
        "conversion": amount(draw, 0.6, 4),
    }
    return quote_document(
        *(a_rate_line(draw) for _line in range(draw.choice([1, 1, 2, 3]))),
        base_seats=draw.choice([0, 5, 9, 17]),
        tax={"rate": draw.choice(["0.06", "0.13", "0.0675"]), "included": draw.random() < 0.4},
        fee_lines=[a_fee(draw, code) for code in FEE_CODES],
        answers={"q2": {"q2_invoice_type": "SPECIAL_VAT"}} if draw.random() < 0.5 else {},
        operations={key: value for key, value in stated.items() if draw.random() < 0.8},
    )


SHARED = ("schema", "currency", "horizon_months", "buyer_hourly_cost", "vat_recoverable", "own_seat_cost")


def a_demand_of_two(draw: random.Random) -> dict[str, Any]:
    """Two service lines with volumes and handling of their own."""
    first, second = a_demand(draw), a_demand(draw)
    parts = [{key: value for key, value in one.items() if key not in SHARED} for one in (first, second)]
    lines = [{"id": code, **part} for code, part in zip(("main", "line-2"), parts, strict=True)]
    return {key: first[key] for key in SHARED if key in first} | {"lines": lines}


def a_quote_for_two(draw: random.Random) -> dict[str, Any]:
    """A quote that prices both lines, and perhaps something for the contract as a whole."""
    quote = a_quote(draw)
    lines = [
        {**a_rate_line(draw), "line": code} for code in ("main", "line-2", draw.choice(["main", "line-2"]))
    ]
    draw.shuffle(lines)
    if draw.random() < 0.4:
        fixed = {
            "model": "B10",
            "unit": draw.choice(["MONTH", "QUARTER"]),
            "unit_price": amount(draw, 9_000, 2),
        }
        lines.insert(draw.randint(0, 3), fixed)
    del quote["base_seats"]
    seats = {"main": draw.choice([5, 9, 17]), "line-2": draw.choice([0, 4, 12])}
    return quote | {"rate_lines": lines, "line_seats": seats}


def priced_quotes(
    draw: random.Random, count: int, two: bool = False
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A demand, of two service lines where so wanted, and `count` quotes that the engine can price against it."""
    demand = a_demand_of_two(draw) if two else a_demand(draw)
    while not all(any(one["forecast_profile"]) for one in demand.get("lines") or [demand]):
        demand = a_demand_of_two(draw) if two else a_demand(draw)
    found: list[dict[str, Any]] = []
    while len(found) < count:
        quote = a_quote_for_two(draw) if two else a_quote(draw)
        try:
            price(read_demand(demand), read_quote(quote))
        except DocumentError:
            continue
        found.append(quote)
    return demand, found


def a_run(draw: random.Random, count: int, two: bool = False) -> dict[str, Any]:
    """What a stored run would hold of random quotes, scores, flags and gates; few values, so that there are ties."""
    demand, quotes = priced_quotes(draw, count, two)
    scores = ["0", "3", "3", "4", "5", "7/2", "11/3", "25/6"]
    items = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8", "Q9", "Q10", "BCP")
    return {
        "demand": demand,
        "volatility": draw.choice(["VOLATILE", "MODERATE", "STABLE"]),
        "quotes": [
            {
                "quote": str(number),
                "vendor": f"Vendor {number:02d}",
                "submitted_at": f"2026-10-{draw.randint(1, 3):02d}T08:00:00+00:00",
                "document": quote,
                "scores": {item: draw.choice(scores) for item in items if draw.random() < 0.97},
                "fit": draw.choice([None, "3", "7/3"]),
                "flags": [],
                "flag_points": draw.choice([0, 5, 30, 120]),
                "gates_failed": ["G-05"] if draw.random() < 0.15 else [],
            }
            for number, quote in enumerate(quotes, start=1)
        ],
    }

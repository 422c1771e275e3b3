"""What costs are made of: groups over the horizon, months line by line, the three orders."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from calc.tco import Month, Priced
from quotes.months import LINES
from scoring.labels import BASE, EXIT, GROUPS, STARTUP, TAX

ZERO = Decimal(0)


def cost_groups(priced: Priced) -> dict[str, Decimal]:
    """The total cost over the horizon by what it is spent on; the groups sum to it.

    Tax that the buyer recovers comes off the tax, and off the base where the prices include it.
    """
    groups = dict.fromkeys(GROUPS, ZERO)
    for month in priced.months:
        for line, amount in month.lines.items():
            groups[_group(line)] += amount
        groups["own"] += month.buyer_internal
        groups["undisclosed"] += month.undisclosed_loading
        groups["tax"] -= month.tax_recovered
    if groups["tax"] < 0:
        groups["base"] += groups["tax"]
        groups["tax"] = ZERO
    return groups


def _group(line: str) -> str:
    named = (("startup", STARTUP), ("base", BASE), ("tax", TAX), ("exit", EXIT))
    return next((group for group, lines in named if line in lines), "extras")


def cost_chart(priced: Sequence[tuple[str, Priced]], currency: str) -> dict[str, Any]:
    """Stacked bars: a vendor each, undisclosed hatched."""
    groups = [cost_groups(one) for _name, one in priced]
    months = priced[0][1].horizon_months if priced else 0
    return {
        "title": _("What the total cost over %(months)s months is made of") % {"months": months},
        "unit": currency,
        "places": 2,
        "labels": [name for name, _one in priced],
        "label_head": _("Part"),
        "series": [
            {
                "label": str(label),
                "values": [group[code] for group in groups],
                "hatched": code == "undisclosed",
            }
            for code, label in GROUPS.items()
        ],
    }


def month_table(priced: Priced) -> dict[str, Any]:
    """Every line of every month of the run; lines that never occur are left out."""
    codes = [code for code in LINES if any(month.lines.get(code) for month in priced.months)]
    return {
        "currency": priced.quoted.currency if priced.quoted else "",
        "heads": [{"code": code, "label": LINES[code]} for code in codes],
        "rows": [{"month": month, "cells": _cells(month, codes)} for month in priced.months],
    }


def _cells(month: Month, codes: Sequence[str]) -> list[Decimal]:
    return [month.lines.get(code, ZERO) for code in codes]


def orders(
    priced: Sequence[tuple[str, Priced]], totals: Mapping[str, Decimal] | None = None
) -> list[dict[str, Any]]:
    """The orders by headline, by total cost and, where ranked, by total: names with their figure."""
    months = priced[0][1].horizon_months if priced else 0
    found = [
        {
            "label": _("By headline price"),
            "places": 2,
            "names": sorted(((name, one.headline) for name, one in priced), key=lambda pair: pair[1]),
        },
        {
            "label": _("By total cost, %(months)s months") % {"months": months},
            "places": 2,
            "names": sorted(((name, one.horizon_tco) for name, one in priced), key=lambda pair: pair[1]),
        },
    ]
    if totals is not None:
        ranked = sorted(totals.items(), key=lambda pair: -pair[1])
        found.append({"label": _("By total score"), "places": 2, "names": ranked})
    return found


def orders_chart(found: Sequence[Mapping[str, Any]], leader: str = "") -> dict[str, Any]:
    """The orders as lines that join each vendor's places."""
    names = [name for name, _figure in found[0]["names"]] if found else []
    places = [{name: place for place, (name, _f) in enumerate(order["names"], start=1)} for order in found]
    figures = [{name: f"{figure:,.2f}" for name, figure in order["names"]} for order in found]
    return {
        "title": _("Three orders of the same quotes"),
        "labels": [str(order["label"]) for order in found],
        "label_head": _("Vendor"),
        "series": [
            {
                "label": name,
                "values": [place.get(name) for place in places],
                "notes": [figure.get(name, "") for figure in figures],
                "marked": name == leader,
            }
            for name in names
        ],
    }

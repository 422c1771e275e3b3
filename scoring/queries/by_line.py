"""What each of several service lines costs, vendor by vendor: its own prices, and what is charged for all together."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from calc.documents import DocumentError, read_demand, read_quote
from calc.money import exact, round_places
from calc.priced import LinePart, Priced, by_line
from calc.tco import price
from quotes.service_lines import of_some, service_names

Json = dict[str, Any]
ZERO = Decimal(0)


def by_line_table(content: Mapping[str, Any], quotes: Iterable[tuple[str, Priced]]) -> Json:
    """The table by service line of vendors' names with what their quotes cost; nothing where there is one line.

    A row's own prices and what is charged for all lines together add up to its total over the horizon.
    """
    names = service_names(content)
    rows = [_row(name, priced) for name, priced in quotes] if names else []
    if not rows:
        return {}
    return {
        "lines": [
            {"name": names.get(cell["part"].code, cell["part"].code), "volume": cell["part"].volume}
            for cell in rows[0]["cells"]
        ],
        "rows": rows,
        "months": rows[0]["months"],
        "currency": (content.get("demand") or {}).get("currency", ""),
    }


def split_costs(inputs: Mapping[str, Any], shares: Iterable[tuple[str, Collection[str]]]) -> Json:
    """{"costs": {quote id: total}, "total", "months", "currency"} of a split.

    Nothing where a part has no price, or a vendor no quote in the run.

    `inputs` are those of a stored run, `shares` the ids of quotes with the service lines of each. Every vendor charges
    in full what it charges for the contract as a whole, so that the parts may come to more than one quote for all.
    """
    documents = {quote["quote"]: quote["document"] for quote in inputs["quotes"]}
    demand, costs = read_demand(inputs["demand"]), {}
    only = (demand.horizon_months,)
    for quote, codes in shares:
        if quote not in documents:
            return {}
        asked, mine = of_some(inputs["demand"], documents[quote], codes)
        try:
            costs[quote] = price(read_demand(asked), read_quote(mine), horizons=only).horizon_tco
        except DocumentError:
            return {}
    return {
        "costs": costs,
        "total": sum(costs.values(), ZERO),
        "months": demand.horizon_months,
        "currency": demand.currency,
    }


def _row(name: str, priced: Priced) -> Json:
    parts = by_line(priced.months)
    own = sum((part.amount for part in parts), ZERO)
    return {
        "name": name,
        "cells": [_cell(part, priced, by_itself=bool(own)) for part in parts],
        "together": priced.horizon_tco - own,
        "total": priced.horizon_tco,
        "months": priced.horizon_months,
    }


def _cell(part: LinePart, priced: Priced, *, by_itself: bool) -> Json:
    """`priced` is False where all lines have one price together; a line that is given away costs 0 by itself."""
    with exact():
        each = round_places(part.amount / part.volume, 4) if part.volume else None
    return {
        "part": part,
        "headline": priced.headlines[part.code],
        "per_contact": each,
        "priced": by_itself,
    }

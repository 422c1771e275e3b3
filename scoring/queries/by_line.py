"""What each of several service lines costs, vendor by vendor: its own prices, and what is charged for all together."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from calc.money import exact, round_places
from calc.priced import LinePart, Priced, by_line
from quotes.service_lines import service_names

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

"""What each of several service lines costs, vendor by vendor: its own prices, and what is charged for all together."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from calc.documents import DocumentError, read_demand, read_quote
from calc.money import exact, round_places
from calc.priced import LinePart, Priced, by_line
from calc.tco import price
from quotes.queries import whole_document
from quotes.service_lines import service_names
from rfqs.models import RFQ
from rfqs.queries import publication_content
from scoring.access import readable_quotes
from scoring.engine import priced_part
from ui.text import told_apart

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
        "cells": [_cell(part, priced) for part in parts],
        "together": priced.horizon_tco - own,
        "total": priced.horizon_tco,
        "months": priced.horizon_months,
    }


def _cell(part: LinePart, priced: Priced) -> Json:
    """`priced` is False where no price of the quote is for this line alone."""
    with exact():
        each = round_places(part.amount / part.volume, 4) if part.volume else None
    return {
        "part": part,
        "headline": priced.headlines[part.code],
        "per_contact": each,
        "priced": bool(part.amount),
    }


def award_by_line(user: Any, rfq: RFQ) -> Json:
    """The same table for the choice of a vendor by service line; the quotes as they were opened."""
    content = publication_content(rfq)
    if not service_names(content):
        return {}
    quotes = readable_quotes(user, rfq)
    labels = told_apart(quote.vendor.label for quote in quotes)
    demand, found = read_demand(content["demand"]), []
    for label, quote in zip(labels, quotes, strict=True):
        try:
            found.append((label, price(demand, read_quote(priced_part(whole_document(quote))))))
        except DocumentError:
            continue
    return by_line_table(content, found)

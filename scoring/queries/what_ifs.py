"""The comparison under other assumptions: totals beside those of the RFQ, what differs, the saved scenarios."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from calc.decisions.what_if import Assumptions, peak_months, total_under
from calc.documents import read_demand, read_quote
from calc.tco import price
from rfqs.models import RFQ
from rfqs.queries import publication_content
from scoring.engine import priced_part
from scoring.models import WhatIf

Json = dict[str, Any]
LABELS = {
    "growth": _("Growth a year"),
    "peak": _("Peak months, of their forecast"),
    "aht_s": _("Handling time in seconds"),
    "utilisation": _("Use of paid hours"),
    "horizon": _("Months counted"),
    "discount": _("Discount rate a year"),
    "tax_recovered": _("Tax on invoices is recovered"),
}
SHARES = ("growth", "peak", "utilisation", "discount")


def own_assumptions(rfq: RFQ) -> Assumptions:
    """What the RFQ itself assumes."""
    return Assumptions.of(read_demand(publication_content(rfq)["demand"]))


def peaks_of(rfq: RFQ) -> tuple[int, ...]:
    return peak_months(read_demand(publication_content(rfq)["demand"]))


def differences(assumed: Assumptions, own: Assumptions) -> list[Json]:
    """Every assumption that is not the RFQ's, with both values."""
    return [
        {
            "label": LABELS[name],
            "kind": "share" if name in SHARES else "flag" if name == "tax_recovered" else "number",
            "here": getattr(assumed, name),
            "own": getattr(own, name),
        }
        for name in assumed.differing(own)
    ]


def what_if_rows(
    demand_document: Json, columns: Iterable[tuple[str, Mapping[str, Any]]], assumed: Assumptions | None
) -> list[Json]:
    """Totals of the RFQ and of the assumptions, by vendor, cheapest first as assumed; nothing without any."""
    if assumed is None:
        return []
    demand = read_demand(demand_document)
    found: list[Json] = []
    for name, column in columns:
        if column["priced"] is None:
            continue
        quote = read_quote(priced_part(column["document"]))
        own = price(demand, quote).horizon_tco
        total = total_under(column["priced"], assumed)
        found.append({"name": name, "own": own, "total": total, "change": total - own})
    for key, place in (("own", "own_place"), ("total", "place")):
        for number, row in enumerate(sorted(found, key=lambda one: one[key]), start=1):
            row[place] = number
    return sorted(found, key=lambda row: Decimal(row["total"]))


def scenarios_of(rfq: RFQ) -> list[Json]:
    """The saved scenarios by name, each with the address that shows it."""
    rows = WhatIf.objects.filter(rfq=rfq).select_related("saved_by")
    return [{"row": row, "query": urlencode(row.values)} for row in rows]

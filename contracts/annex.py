"""The price annex of a contract as rows of words and figures, read from the values copied at the award."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from quotes.display import fee_rows, rate_lines
from rfqs.lines import ServiceLine
from ui.templatetags.figures import cents, num, pct


def annex_of(prices: Mapping[str, Any], services: Sequence[ServiceLine] = ()) -> dict[str, Any]:
    """{"currency", "quoted", "stats", "costs", "rate_lines", "fee_lines", "tax"} for the template.

    `services` are the service lines of the RFQ, where there are several: each rate line names its own.
    """
    figures = prices.get("figures") or {}
    return {
        "currency": (figures.get("quoted") or {}).get("home") or prices.get("currency", ""),
        "quoted": figures.get("quoted"),
        "headline": figures.get("headline"),
        "year1": figures.get("year1_payable"),
        "uplift": figures.get("uplift_y1"),
        "costs": _costs(figures),
        "rate_lines": rate_lines(prices.get("rate_lines") or [], prices, services),
        "fee_lines": fee_rows(
            prices.get("fee_lines") or [], str((figures.get("quoted") or {}).get("currency", ""))
        ),
        "tax": _tax(prices.get("tax")),
        "engine": prices.get("engine", ""),
    }


def _costs(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Total cost by horizon and the figures beside it, each as (label, text)."""
    by_horizon = sorted((figures.get("tco") or {}).items(), key=lambda pair: int(pair[0]))
    rows = [(_("Total cost over %(months)s months") % {"months": m}, cents(cost)) for m, cost in by_horizon]
    rows.append((_("Cost per contact"), num(figures.get("tco_per_contact"), 4)))
    rows.append((_("First year above the headline"), pct(figures.get("uplift_y1"), 2)))
    for month, cost in sorted((figures.get("exit_cost") or {}).items(), key=lambda pair: int(pair[0])):
        rows.append((_("Cost of leaving in month %(month)s") % {"month": month}, cents(cost)))
    return rows


def _tax(tax: Any) -> str:
    if not isinstance(tax, Mapping):
        return _("not disclosed")
    rate = pct(tax.get("rate"), 2)
    if tax.get("included"):
        return _("included in the prices (%(rate)s)") % {"rate": rate}
    return _("on top of the prices: %(rate)s") % {"rate": rate}

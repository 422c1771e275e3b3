"""The RFQ as published, for the vendor: the need by subject, volumes as chart and table."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from quotes.service_lines import service_names
from rfqs.needs import shown_subjects
from rfqs.price_words import formula_of, formula_words
from rfqs.queries import shares_of
from ui.text import pick


def need_sections(content: dict[str, Any]) -> list[dict[str, Any]]:
    """[{title, fields}] of what was published; what the buyer keeps to itself is left out there."""
    subjects = shown_subjects(content.get("need") or {}, for_vendor=True)
    return [{"title": pick(subject["label"]), "fields": subject["fields"]} for subject in subjects]


PILLARS = {"cost": gettext_lazy("Cost"), "quality": gettext_lazy("Quality"), "risk": gettext_lazy("Risk")}


def published_weights(content: dict[str, Any]) -> dict[str, Any]:
    """What decides, where the buyer publishes it: the three pillars and every criterion; else nothing."""
    weights = content.get("weights") or {}
    if not weights.get("published") or not weights.get("pillars"):
        return {}
    pillars = [(label, Decimal(weights["pillars"][code])) for code, label in PILLARS.items()]
    return {
        "pillars": pillars,
        "leaves": shares_of(weights["pillars"], weights["leaves"]),
        "formula": formula_words(formula_of(weights)),
    }


def volumes_chart(content: dict[str, Any]) -> dict[str, Any]:
    """The forecast of the first contract year, a series per service line."""
    names, demand = service_names(content), content["demand"]
    lines = demand.get("lines") or [demand]
    return {
        "title": _("Contacts expected in the first year"),
        "unit": _("contacts a month"),
        "label_head": _("Month"),
        "labels": list(range(1, 13)),
        "series": [
            {
                "label": names.get(line.get("id")) or pgettext("volume", "Contacts"),
                "values": line["forecast_profile"],
            }
            for line in lines
        ],
    }

"""The RFQ as published, for the vendor: the need by subject, volumes as chart and table."""

from typing import Any

from django.utils.translation import gettext as _

from rfqs.catalogue.need import SUBJECTS, need_specs
from rfqs.needs import INTERNAL, PRIVATE
from ui import specs
from ui.spec_display import shown_fields
from ui.text import pick


def need_sections(content: dict[str, Any]) -> list[dict[str, Any]]:
    """[{title, fields}] of what was published; subjects without an answer are left out."""
    need = content.get("need") or {}
    sections = []
    for subject in SUBJECTS:
        if subject["code"] in INTERNAL:
            continue
        asked = [
            spec
            for spec in need_specs(subject["code"])
            if spec.code not in PRIVATE and spec.code in need and specs.applies(spec, need, need)
        ]
        fields = [field for field in shown_fields(asked, need) if field.value.state != "MISSING"]
        if fields:
            sections.append({"title": pick(subject["label"]), "fields": fields})
    return sections


def volumes_chart(demand: dict[str, Any]) -> dict[str, Any]:
    """The forecast of the first contract year, a series per service line."""
    lines = demand.get("lines") or [demand]
    return {
        "title": _("Contacts expected in the first year"),
        "unit": _("contacts a month"),
        "label_head": _("Month"),
        "labels": list(range(1, 13)),
        "series": [
            {"label": line.get("id") or _("Contacts"), "values": line["forecast_profile"]} for line in lines
        ],
    }

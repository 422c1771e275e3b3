"""Fields, months and options in words; the question set and the terms an RFQ starts with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rfqs.catalogue import codes, question_set, term_set
from rfqs.catalogue import need as catalogue
from rfqs.handling import handling_specs
from rfqs.volumes.series import add_months
from ui.specs import FieldSpec
from ui.text import labelled, pick


def label_of(path: str) -> str:
    """The words of a field by its path: "Services, row 1: In scope"."""
    head, _dot, rest = path.partition(".")
    code, _bracket, row = head.partition("[")
    spec = _spec(code)
    if spec is None:
        return path
    label = pick(spec.label)
    if row:
        label = gettext("%(label)s, row %(row)s") % {"label": label, "row": int(row.rstrip("]")) + 1}
    part = next((one for one in spec.parts if one.code == rest.partition("[")[0]), None)
    return labelled(label, pick(part.label)) if part else label


def _spec(code: str) -> FieldSpec | None:
    for spec in [*catalogue.need_specs(), *handling_specs()]:
        if spec.code == code:
            return spec
    return None


def shipped_questions() -> dict[str, Any]:
    """The question set that is stored when there is none yet."""
    return question_set()


def proposed_terms(need: Mapping[str, Any]) -> dict[str, Any]:
    """The contract terms the RFQ proposes and their groups: {"groups": [...], "terms": [...]}."""
    return term_set(need)


def month_names(first: date | None, count: int) -> list[str]:
    """2026-05, 2026-06, ... or 1, 2, ... when the first month is not known."""
    if first is None:
        return [str(n + 1) for n in range(count)]
    return [f"{add_months(first, n):%Y-%m}" for n in range(count)]


OPTION_LABELS = {
    "TIERED": _("tiered price per contact"),
    "ON_DEMAND": _("pay per use"),
    "FIXED_SEAT": _("fixed fee per seat"),
    "BASE_COMMISSION": _("base fee and commission"),
    "PROJECT": _("project fee"),
    "HYBRID": _("hybrid"),
    "PERFORMANCE": _("performance-linked part"),
    "PARTIAL": _("part of the service only"),
    "SHORT_OR_TRIAL": _("short term or trial"),
    "LONG": _("long term"),
}


def option_label(dimension: str, code: str) -> str:
    """The words of an option of the rule table."""
    lists = {"D": codes.DEPTHS, "R": codes.RESOURCE_MODES}
    if dimension in lists:
        return next((pick(item["label"]) for item in lists[dimension] if item["code"] == code), code)
    return str(OPTION_LABELS.get(code, code))

"""The subjects of "Change defaults": their fields and values, and what differs from the template."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from django.http import Http404
from django.utils.translation import gettext

from rfqs.catalogue import need as catalogue
from rfqs.catalogue.words import T
from rfqs.handling import handling_specs
from rfqs.lines import (
    FOR_ALL,
    codes_of,
    for_all,
    hours_of,
    label_of_line,
    need_of_line,
    with_handling,
    with_hours,
)
from rfqs.needs.labels import label_of
from rfqs.needs.starts import template, template_values
from rfqs.needs.values import VOLUMES, channel, faults, with_defaults
from ui import specs
from ui.spec_display import shown_fields
from ui.specs import FieldSpec
from ui.text import LANGUAGES, labelled, pick

HOURS = "coverage_windows"
OWN_HOURS = T("Service hours of this line", "本服务线的服务时段", "本服務線的服務時段")
OWN_HOURS_HELP = T(
    "Left empty, the hours of the RFQ hold for this line too.",
    "留空时适用整个询价的服务时段。",
    "留空時適用整個詢價的服務時段。",
)
INTERNAL = ("process",)  # how the buyer works; vendors do not read it
# What a vendor would bargain with: it stays with the buyer.
PRIVATE = (
    "budget_monthly",
    "budget_ceiling_tco",
    "hard_ceiling",
    "buyer_hourly_cost",
    "elastic_budget",
    "gross_margin",
    "commission_rate_max",
    "strategic_role",
    "vat_recoverable",
)


def subjects() -> list[dict[str, Any]]:
    """The subjects of "Change defaults": code, label, number of fields."""
    found = [
        {"code": item["code"], "label": pick(item["label"]), "fields": len(item["fields"])}
        for item in catalogue.SUBJECTS
    ]
    handling = {"code": VOLUMES, "label": gettext("Handling and peaks"), "fields": len(handling_specs())}
    return [*found[:2], handling, *found[2:]]


def subject_specs(code: str, line: str = "") -> list[FieldSpec]:
    """The fields of one subject; 404 for a code that is none. With a named line its handling has its hours too."""
    if code == VOLUMES:
        return [*handling_specs(), own_hours()] if line else handling_specs()
    try:
        return catalogue.need_specs(code)
    except KeyError as error:
        raise Http404 from error


def line_specs(need: Mapping[str, Any], code: str, line: str = "") -> list[FieldSpec]:
    """The fields of a subject as the page of a line asks them: what holds for all lines on the first one alone."""
    found = subject_specs(code, line)
    return [spec for spec in found if spec.code not in FOR_ALL] if _is_further(need, line) else found


def _is_further(need: Mapping[str, Any], line: str) -> bool:
    return bool(line) and line != codes_of(need)[0]


@cache
def own_hours() -> FieldSpec:
    """The service hours of one of several lines, where they are not those of the RFQ."""
    (whole,) = (spec for spec in catalogue.need_specs("scope") if spec.code == HOURS)
    return replace(whole, required="O", default=None, label=OWN_HOURS, help=OWN_HOURS_HELP)


def subject_label(code: str) -> str:
    return next(str(item["label"]) for item in subjects() if item["code"] == code)


def subject_of(field: str) -> str:
    """The subject that asks a field, or ""."""
    for item in subjects():
        if any(spec.code == field for spec in subject_specs(item["code"])):
            return str(item["code"])
    return ""


def subject_values(need: Mapping[str, Any], code: str, line: str = "") -> dict[str, Any]:
    """Stored values of one subject, without what was emptied; the handling of a line, else of the first."""
    source = _alone(with_defaults(need), line)
    if code != VOLUMES:
        return source
    own = hours_of(need, line)
    return dict(source["volumes"]) | ({HOURS: own} if own else {})


def _alone(need: Mapping[str, Any], line: str) -> dict[str, Any]:
    """The need with the handling of one line; everything else stays that of the RFQ."""
    own = need_of_line(need, line or codes_of(need)[0]).get("volumes") or {}
    own = {key: value for key, value in own.items() if key not in FOR_ALL}
    return dict(need) | {"volumes": own if _is_further(need, line) else own | for_all(need)}


def subject_context(need: Mapping[str, Any], code: str, line: str = "") -> dict[str, Any]:
    """What the conditions of a subject look at outside it."""
    full = with_defaults(need)
    return full | {"channel": channel(_alone(full, line))}


def replaced_subject(
    need: Mapping[str, Any], code: str, values: Mapping[str, Any], line: str = ""
) -> dict[str, Any]:
    """The need with one subject's values replaced; what is absent is kept as emptied."""
    wanted = {spec.code: values.get(spec.code) for spec in line_specs(need, code, line)}
    if code != VOLUMES:
        return dict(need) | wanted
    wanted.pop(HOURS, None)
    found = with_handling(need, line or codes_of(need)[0], wanted)
    return with_hours(found, line, values.get(HOURS) or []) if line else found


def reset_subject(need: Mapping[str, Any], code: str, template_code: str, line: str = "") -> dict[str, Any]:
    """The need with one subject as the template has it."""
    start = template_values(template(template_code))
    if code == VOLUMES:
        kept = {"channel": channel(_alone(need, line))}
        return with_handling(need, line or codes_of(need)[0], start["volumes"] | kept)
    names = [spec.code for spec in subject_specs(code)]
    kept = {key: value for key, value in need.items() if key not in names}
    return kept | {name: start[name] for name in names if name in start}


def differing_counts(need: Mapping[str, Any], template_code: str) -> dict[str, int]:
    """Subject -> number of fields that differ from the template, in whatever language it was begun.

    The handling counts with every service line: each has its own.
    """
    starts = [template_values(template(template_code), language) for language in LANGUAGES]
    counts = {}
    for item in subjects():
        code = item["code"]
        theirs = [start["volumes"] if code == VOLUMES else start for start in starts]
        counts[code] = sum(
            all((mine.get(spec.code) or None) != (start.get(spec.code) or None) for start in theirs)
            for line in _asked_lines(need, code)
            for mine in [subject_values(need, code, line)]
            for spec in line_specs(need, code, line)
        )
    return counts


def _asked_lines(need: Mapping[str, Any], code: str) -> list[str]:
    """The lines that a subject is asked of; "" where it is asked once."""
    codes = codes_of(need)
    return codes if code == VOLUMES and len(codes) > 1 else [""]


def subject_faults(need: Mapping[str, Any], code: str) -> list[str]:
    """What is wrong with one subject as it is stored, in sentences."""
    names = {spec.code for spec in subject_specs(code)}
    found = [fault for fault in faults(with_defaults(need)) if _head(fault.path) in names]
    return [labelled(label_of(fault.path), f"{fault.message} {fault.remedy}") for fault in found]


def _head(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def shown_subjects(need: Mapping[str, Any], *, for_vendor: bool = True) -> list[dict[str, Any]]:
    """The need in words, subject by subject, what is empty or not asked left out.

    Vendors read neither budgets and margins nor how the buyer works.
    """
    found = []
    for item in subjects():
        if for_vendor and item["code"] in INTERNAL:
            continue
        for line in codes_of(need) if item["code"] == VOLUMES else [""]:
            asked, source = _asked(need, item["code"], line, for_vendor)
            if asked:
                label = (
                    labelled(named, item["label"]) if (named := label_of_line(need, line)) else item["label"]
                )
                found.append(item | {"label": label, "fields": shown_fields(asked, source)})
    return found


def _asked(
    need: Mapping[str, Any], code: str, line: str, for_vendor: bool
) -> tuple[list[FieldSpec], Mapping[str, Any]]:
    """The fields of a subject that are filled and apply, and where their values lie."""
    alone = _alone(need, line)
    source = alone["volumes"] if code == VOLUMES else need
    context = alone | {"channel": channel(alone)}
    asked = [
        spec
        for spec in subject_specs(code)
        if not (for_vendor and spec.code in PRIVATE)
        and source.get(spec.code) not in (None, "", [], {})
        and specs.applies(spec, source, context)
    ]
    return asked, source

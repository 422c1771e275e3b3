"""The need of an RFQ between its stored form and its pages.

Stored is what a template said and what the buyer changed. A field that was emptied on purpose is kept as
None, so that its default does not come back; `with_defaults` leaves those out.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from calc.demand import peaks
from calc.scorecard import PRESETS
from rfqs.catalogue import codes, question_set, term_set
from rfqs.catalogue import need as catalogue
from rfqs.catalogue import templates as shipped
from rfqs.catalogue.need_checks import need_faults, need_missing
from rfqs.handling import DEFAULTS, PEAKS, handling_specs
from rfqs.hours import OFFERED_HOURS, windows_of
from rfqs.volumes.series import add_months
from ui import specs
from ui.spec_display import shown_fields
from ui.specs import Fault, FieldSpec
from ui.text import LANGUAGES, pick

VOLUMES = "handling"  # the subject whose values lie in need["volumes"]
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
# Need field -> field of the page of the nine.
BASIC_FIELDS = {
    "industry": "industry",
    "company_stage": "company_stage",
    "aht_s": "aht_s",
    "channel": "channel",
}
PRESET_OF_TEMPLATE: dict[str, str] = {}


def _language(language: str | None = None) -> str:
    code = (language or get_language() or "en").lower()
    return code if code in LANGUAGES else "en"


# -- templates ---------------------------------------------------------------------------------------


def template_choices() -> list[dict[str, Any]]:
    """Templates in the reader's language."""
    templates: list[dict[str, Any]] = shipped.TEMPLATES
    return [
        {"code": t["code"], "name": pick(t["name"]), "description": pick(t["description"])} for t in templates
    ]


def template(code: str) -> dict[str, Any]:
    """One template; 404 for a code that is none."""
    try:
        return shipped.template(code)
    except KeyError as error:
        raise Http404 from error


def template_titles(chosen: Mapping[str, Any]) -> dict[str, str]:
    return dict(chosen["name"]) if chosen["code"] != "blank" else {}


def template_title(chosen: Mapping[str, Any]) -> str:
    return pick(chosen["name"]) if chosen["code"] != "blank" else gettext("New RFQ")


def template_preset(chosen: Mapping[str, Any]) -> str:
    return PRESET_OF_TEMPLATE.get(chosen["code"], "default")


def template_values(chosen: Mapping[str, Any], language: str | None = None) -> dict[str, Any]:
    """The whole need a draft starts with, its words in the language of the writer."""
    need = shipped.template_need(chosen["code"], _language(language))
    start = {key: value for key, value in chosen["demand"].items() if key != "channel"}
    peak = [] if chosen["code"] == "blank" else PEAKS
    need["volumes"] = DEFAULTS | start | {"channel": chosen["demand"]["channel"], "peak_windows": peak}
    return need


# -- subjects ----------------------------------------------------------------------------------------


def subjects() -> list[dict[str, Any]]:
    """The subjects of "Change defaults": code, label, number of fields."""
    found = [
        {"code": item["code"], "label": pick(item["label"]), "fields": len(item["fields"])}
        for item in catalogue.SUBJECTS
    ]
    handling = {"code": VOLUMES, "label": gettext("Handling and peaks"), "fields": len(handling_specs())}
    return [*found[:2], handling, *found[2:]]


def subject_specs(code: str) -> list[FieldSpec]:
    """The fields of one subject; 404 for a code that is none."""
    if code == VOLUMES:
        return handling_specs()
    try:
        return catalogue.need_specs(code)
    except KeyError as error:
        raise Http404 from error


def subject_label(code: str) -> str:
    return next(str(item["label"]) for item in subjects() if item["code"] == code)


def subject_of(field: str) -> str:
    """The subject that asks a field, or ""."""
    for item in subjects():
        if any(spec.code == field for spec in subject_specs(item["code"])):
            return str(item["code"])
    return ""


def subject_values(need: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Stored values of one subject, without what was emptied."""
    source = with_defaults(need)
    return dict(source["volumes"]) if code == VOLUMES else source


def subject_context(need: Mapping[str, Any], code: str) -> dict[str, Any]:
    """What the conditions of a subject look at outside it."""
    full = with_defaults(need)
    return full | {"channel": channel(full)}


def replaced_subject(need: Mapping[str, Any], code: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The need with one subject's values replaced; what is absent is kept as emptied."""
    wanted = {spec.code: values.get(spec.code) for spec in subject_specs(code)}
    if code != VOLUMES:
        return dict(need) | wanted
    return dict(need) | {"volumes": dict(need.get("volumes") or {}) | wanted}


def reset_subject(need: Mapping[str, Any], code: str, template_code: str) -> dict[str, Any]:
    """The need with one subject as the template has it."""
    start = template_values(template(template_code))
    if code == VOLUMES:
        kept = {"channel": channel(need)}
        return dict(need) | {"volumes": start["volumes"] | kept}
    names = [spec.code for spec in subject_specs(code)]
    kept = {key: value for key, value in need.items() if key not in names}
    return kept | {name: start[name] for name in names if name in start}


def differing_counts(need: Mapping[str, Any], template_code: str) -> dict[str, int]:
    """Subject -> number of fields that differ from the template, in whatever language it was begun."""
    starts = [template_values(template(template_code), language) for language in LANGUAGES]
    counts = {}
    for item in subjects():
        code = item["code"]
        mine = subject_values(need, code)
        theirs = [start["volumes"] if code == VOLUMES else start for start in starts]
        names = [spec.code for spec in subject_specs(code)]
        counts[code] = sum(
            all((mine.get(name) or None) != (start.get(name) or None) for start in theirs) for name in names
        )
    return counts


def subject_faults(need: Mapping[str, Any], code: str) -> list[str]:
    """What is wrong with one subject as it is stored, in sentences."""
    names = {spec.code for spec in subject_specs(code)}
    found = [fault for fault in faults(with_defaults(need)) if _head(fault.path) in names]
    return [f"{label_of(fault.path)}: {fault.message} {fault.remedy}" for fault in found]


def _head(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def shown_subjects(need: Mapping[str, Any], *, for_vendor: bool = True) -> list[dict[str, Any]]:
    """The need in words, subject by subject, what is empty or not asked left out.

    Vendors read neither budgets and margins nor how the buyer works.
    """
    context = dict(need) | {"channel": channel(need)}
    found = []
    for item in subjects():
        source = need.get("volumes") or {} if item["code"] == VOLUMES else need
        asked = [
            spec
            for spec in subject_specs(item["code"])
            if not (for_vendor and spec.code in PRIVATE)
            and source.get(spec.code) not in (None, "", [], {})
            and specs.applies(spec, source, context)
        ]
        if asked and not (for_vendor and item["code"] in INTERNAL):
            found.append(item | {"fields": shown_fields(asked, source)})
    return found


# -- values ------------------------------------------------------------------------------------------


def with_defaults(need: Mapping[str, Any]) -> dict[str, Any]:
    """Every field with a value: the buyer's, else the default; what was emptied is left out."""
    full = catalogue.need_defaults(_language()) | dict(need)
    volumes = DEFAULTS | dict(need.get("volumes") or {})
    full = {key: value for key, value in full.items() if value is not None}
    full["volumes"] = {key: value for key, value in volumes.items() if value is not None}
    return full


def changed(need: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The need with some fields changed; `volumes` is merged, not replaced."""
    values = dict(values)
    volumes = dict(need.get("volumes") or {}) | dict(values.pop("volumes", None) or {})
    return dict(need) | values | {"volumes": volumes}


def channel(need: Mapping[str, Any]) -> str:
    """The channel of the service, which decides how contacts are handled."""
    volumes = need.get("volumes") or {}
    rows = need.get("service_lines") or []
    return str(volumes.get("channel") or (rows[0].get("channel") if rows else "") or "CHAT")


def promo_months(need: Mapping[str, Any], forecast: Sequence[int]) -> list[int]:
    """Contract months with promotions: those named, else the months that stand out of the forecast."""
    named = (need.get("volumes") or {}).get("promo_months")
    if named:
        return sorted(int(month) for month in named)
    return [peak.month for peak in peaks(forecast)] if forecast and any(forecast) else []


def missing(need: Mapping[str, Any]) -> list[str]:
    """Paths of required fields that are empty, those of the volumes included."""
    context = dict(need) | {"channel": channel(need)}
    return need_missing(need) + specs.missing(handling_specs(), need["volumes"], context=context)


def faults(need: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with the need as it stands."""
    own = {key: value for key, value in need.items() if key != "channel"}
    return need_faults(own)


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
    return f"{label}: {pick(part.label)}" if part else label


def _spec(code: str) -> FieldSpec | None:
    for spec in [*catalogue.need_specs(), *handling_specs()]:
        if spec.code == code:
            return spec
    return None


# -- the page of the nine ------------------------------------------------------------------------------


def basic_choices() -> dict[str, list[tuple[str, str]]]:
    """Choices of the nine fields in the reader's language."""
    hours = [item for item in codes.COVERAGE if item["code"] in OFFERED_HOURS]
    return {
        "industry": _choices(codes.INDUSTRIES),
        "company_stage": _choices(codes.STAGES),
        "service_types": _choices(codes.SERVICE_TYPE_CHOICES),
        "channel": _choices(codes.CHANNELS),
        "coverage": _choices(hours),
        "data_class": _choices(catalogue.DATA_CLASSES),
    }


def _choices(items: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(item["code"], pick(item["label"])) for item in items]


def preset_choices() -> list[tuple[str, str]]:
    """Weight presets, with their pillars and what they are for."""
    found = []
    presets: list[dict[str, Any]] = codes.PRESETS
    for item in presets:
        pillars = " / ".join(str(weight) for weight in PRESETS[item["code"]].values())
        found.append((item["code"], f"{pick(item['label'])} ({pillars}): {pick(item['for'])}"))
    return found


def basic_values(need: Mapping[str, Any]) -> dict[str, Any]:
    """What the page of the nine starts from."""
    full = with_defaults(need)
    return {
        "industry": full.get("industry"),
        "company_stage": full.get("company_stage"),
        "service_types": list(
            dict.fromkeys(row["type"] for row in full.get("service_lines") or [] if row.get("type"))
        ),
        "channel": channel(full),
        "aht_s": full["volumes"].get("aht_s"),
        "coverage": list(
            dict.fromkeys(row["kind"] for row in full.get("coverage_windows") or [] if row.get("kind"))
        ),
        "data_class": catalogue.data_class_of(full),
    }


def basic_need(need: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """The need fields behind the nine, where they differ from what is stored."""
    before = basic_values(need)
    aht = data.get("aht_s")
    values: dict[str, Any] = {
        "industry": data["industry"],
        "company_stage": data["company_stage"],
        "volumes": {"channel": data["channel"], "aht_s": str(aht) if aht else None},
    }
    if data["channel"] == "CHAT" and not (need.get("volumes") or {}).get("concurrency"):
        values["volumes"]["concurrency"] = "1"
    if data["industry"] in codes.DATA_SENSITIVE_INDUSTRIES and before["industry"] != data["industry"]:
        values["data_sensitive"] = True
    if data["service_types"] != before["service_types"] or data["channel"] != before["channel"]:
        values["service_lines"] = _lines(need, data["service_types"], data["channel"])
    if set(data["coverage"]) != set(before["coverage"]) & set(OFFERED_HOURS):
        values["coverage_windows"] = windows_of(need.get("coverage_windows") or [], data["coverage"])
    if data["data_class"] != before["data_class"]:
        values |= catalogue.data_class(data["data_class"], _language())
    return values


def _lines(need: Mapping[str, Any], types: Sequence[str], wanted: str) -> list[dict[str, Any]]:
    """A row per service; the scope words a buyer wrote stay. A service keeps to the channels it knows."""
    written = {row.get("type"): row for row in need.get("service_lines") or []}
    rows = []
    for code in types:
        known = catalogue.service_type(code)["channels"]
        over = wanted if wanted in known else known[0]
        rows.append(
            catalogue.service_line(code, over, _language()) | written.get(code, {}) | {"channel": over}
        )
    return rows


# -- what else the pages need ------------------------------------------------------------------------


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

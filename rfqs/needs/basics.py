"""The page of the nine: its choices, what it starts from, what it changes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from calc.scorecard import PRESETS
from rfqs.catalogue import codes
from rfqs.catalogue import need as catalogue
from rfqs.hours import OFFERED_HOURS, windows_of
from rfqs.lines import codes_of, need_of_line
from rfqs.needs.values import channel, language_of, with_defaults
from ui.text import pick

# Need field -> field of the page of the nine.
BASIC_FIELDS = {
    "industry": "industry",
    "company_stage": "company_stage",
    "aht_s": "aht_s",
    "channel": "channel",
}


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
    alone = need_of_line(full, codes_of(full)[0])
    return {
        "industry": full.get("industry"),
        "company_stage": full.get("company_stage"),
        "service_types": list(
            dict.fromkeys(row["type"] for row in full.get("service_lines") or [] if row.get("type"))
        ),
        "channel": channel(alone),
        "aht_s": alone["volumes"].get("aht_s"),
        "coverage": list(
            dict.fromkeys(row["kind"] for row in full.get("coverage_windows") or [] if row.get("kind"))
        ),
        "data_class": catalogue.data_class_of(full),
    }


def basic_need(need: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """The need fields behind the nine, where they differ from what is stored.

    With several service lines each has channel, services and handling time on a page of its own: they stay.
    """
    before = basic_values(need)
    values: dict[str, Any] = {"industry": data["industry"], "company_stage": data["company_stage"]}
    if len(codes_of(need)) < 2:
        values |= _one_line(need, data, before)
    if data["industry"] in codes.DATA_SENSITIVE_INDUSTRIES and before["industry"] != data["industry"]:
        values["data_sensitive"] = True
    if set(data["coverage"]) != set(before["coverage"]) & set(OFFERED_HOURS):
        values["coverage_windows"] = windows_of(need.get("coverage_windows") or [], data["coverage"])
    if data["data_class"] != before["data_class"]:
        values |= catalogue.data_class(data["data_class"], language_of())
    return values


def _one_line(need: Mapping[str, Any], data: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What the page of the nine says of the only service line."""
    aht, known = data.get("aht_s"), need_of_line(need, codes_of(need)[0]).get("volumes") or {}
    values: dict[str, Any] = {"volumes": {"channel": data["channel"], "aht_s": str(aht) if aht else None}}
    if data["channel"] == "CHAT" and not known.get("concurrency"):
        values["volumes"]["concurrency"] = "1"
    if data["service_types"] != before["service_types"] or data["channel"] != before["channel"]:
        values["service_lines"] = _lines(need, data["service_types"], data["channel"])
    return values


def _lines(need: Mapping[str, Any], types: Sequence[str], wanted: str) -> list[dict[str, Any]]:
    """A row per service; the scope words a buyer wrote stay. A service keeps to the channels it knows."""
    written = {row.get("type"): row for row in need.get("service_lines") or []}
    rows = []
    for code in types:
        known = catalogue.service_type(code)["channels"]
        over = wanted if wanted in known else known[0]
        rows.append(
            catalogue.service_line(code, over, language_of()) | written.get(code, {}) | {"channel": over}
        )
    return rows

"""Values of a need: defaults, changes, what is missing or wrong."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language

from calc.demand import peaks
from rfqs.catalogue import need as catalogue
from rfqs.catalogue.need_checks import need_faults, need_missing
from rfqs.handling import DEFAULTS, handling_specs
from rfqs.lines import codes_of, with_handling
from ui import specs
from ui.specs import Fault
from ui.text import LANGUAGES

MOST_DAYS = 31
VOLUMES = "handling"  # the subject whose values lie in need["volumes"]


def language_of(language: str | None = None) -> str:
    code = (language or get_language() or "en").lower()
    return code if code in LANGUAGES else "en"


def with_defaults(need: Mapping[str, Any]) -> dict[str, Any]:
    """Every field with a value: the buyer's, else the default; what was emptied is left out."""
    full = catalogue.need_defaults(language_of()) | dict(need)
    full = {key: value for key, value in full.items() if value is not None}
    full["volumes"] = _handling(need.get("volumes"))
    if need.get("lines"):
        full["lines"] = [dict(line) | {"volumes": _handling(line.get("volumes"))} for line in need["lines"]]
    return full


def _handling(volumes: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (DEFAULTS | dict(volumes or {})).items() if value is not None}


def changed(need: Mapping[str, Any], values: Mapping[str, Any], line: str = "") -> dict[str, Any]:
    """The need with some fields changed; `volumes` is merged into the handling of a line, else of the first."""
    values = dict(values)
    volumes = dict(values.pop("volumes", None) or {})
    return with_handling(dict(need) | values, line or codes_of(need)[0], volumes)


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


def promo_days(need: Mapping[str, Any]) -> int | None:
    """Days the longest promotion lasts, a month at most; None where no event has both its dates."""
    events = (need.get("volumes") or {}).get("peak_events") or []
    spans = [
        (date.fromisoformat(str(event["end"])) - date.fromisoformat(str(event["start"]))).days + 1
        for event in events
        if event.get("start") and event.get("end")
    ]
    return min(MOST_DAYS, max(spans)) if spans and max(spans) > 0 else None


def missing(need: Mapping[str, Any]) -> list[str]:
    """Paths of required fields of the whole need that are empty; `handling_missing` has those of a line."""
    return need_missing(need)


def handling_missing(need: Mapping[str, Any]) -> list[str]:
    """Paths of required fields of the volumes that are empty, in a need of one line."""
    context = dict(need) | {"channel": channel(need)}
    return specs.missing(handling_specs(), need["volumes"], context=context)


def faults(need: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with the need as it stands."""
    own = {key: value for key, value in need.items() if key != "channel"}
    return need_faults(own)

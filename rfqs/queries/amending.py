"""What an addendum would change: the content of the next publication, and how it differs from the last one."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rfqs import needs
from rfqs.lines import (
    MAIN,
    codes_of,
    demand_of_line,
    for_all,
    hours_of,
    label_of_line,
    need_of_line,
    with_handling,
    with_hours,
)
from rfqs.models import RFQ
from rfqs.price_words import FORMULA_LABELS, formula_of
from rfqs.queries.checks import BLOCK, Check, publication_checks
from rfqs.queries.content import current_content, demand_rows, publication_content
from rfqs.queries.pages import shares_of
from ui.figures import grouped
from ui.spec_display import shown
from ui.specs import FieldSpec
from ui.text import labelled, pick

Json = dict[str, Any]
COMPUTED = ("channel", "volatility")  # stand in a published need beside what the buyer wrote
DEADLINE = "P-09"  # checked on its own: an addendum does not have to leave five working days


def amendable_specs(subject: str, need: Mapping[str, Any] | None = None, line: str = "") -> list[FieldSpec]:
    """The fields of a subject that an addendum may change: those that vendors read; of a line where it is named."""
    if subject in needs.INTERNAL:
        return []
    asked = needs.line_specs(need, subject, line) if need and line else needs.subject_specs(subject)
    return [spec for spec in asked if spec.code not in needs.PRIVATE]


def amendable_subjects() -> list[Json]:
    """The subjects of the need with something that vendors read."""
    return [item for item in needs.subjects() if amendable_specs(item["code"])]


def amended(rfq: RFQ, changes: Mapping[str, Any]) -> tuple[RFQ, Json]:
    """Return (the RFQ as it would be, unsaved; the content that would be published).

    It starts from what was published, so that nothing changes that the addendum does not name. With the RFQ
    come its demand lines, changed and unsaved.
    """
    published = publication_content(rfq)
    future = RFQ.objects.prefetch_related("demand_lines").select_related("question_set").get(pk=rfq.pk)
    wanted = dict(changes.get("need") or {}) | {"volumes": changes.get("volumes") or {}}
    future.need = needs.changed(_as_published(future.need, published.get("need") or {}), wanted)
    for code, parts in (changes.get("lines") or {}).items():
        future.need = with_handling(future.need, code, parts.get("volumes") or {})
        if needs.HOURS in parts:
            future.need = with_hours(future.need, code, parts[needs.HOURS])
    rows = demand_rows(future)
    for code, forecast in changed_forecasts(future.need, changes).items():
        if row := rows.get(code):
            row.forecast, row.forecast_is_own = list(forecast), True
    content = current_content(future)
    weights = dict(published.get("weights") or {}) | dict(changes.get("weights") or {})
    return future, content | {"questions": published["questions"], "weights": weights}


def changed_forecasts(need: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, list[int]]:
    """The forecasts that an addendum changes, by the code of their line.

    With one service line `changes` has "volumes" and "forecast" of its own, with several they lie by line in "lines",
    beside the hours of a line ("coverage_windows"; none: those of the RFQ).
    """
    found = {
        code: parts["forecast"] for code, parts in (changes.get("lines") or {}).items() if "forecast" in parts
    }
    return found | ({codes_of(need)[0]: changes["forecast"]} if changes.get("forecast") else {})


def _as_published(need: Mapping[str, Any], published: Mapping[str, Any]) -> Json:
    """What the draft says with the defaults that were published filled in; what was emptied stays so."""
    stated = {key: value for key, value in published.items() if key not in COMPUTED}
    volumes = dict(need.get("volumes") or {}) | dict(stated.pop("volumes", None) or {})
    lines = {str(entry["code"]): entry for entry in stated.pop("lines", None) or []}
    found = dict(need) | stated | {"volumes": volumes}
    for code, entry in lines.items():
        if code != MAIN:  # its handling is the need's own
            found = with_handling(found, code, entry.get("volumes") or {})
    return found


def blocking(future: RFQ, now: Any) -> list[Check]:
    """What keeps the changed RFQ from being one that vendors can answer and the engine can price."""
    checks = publication_checks(future, now)
    return [check for check in checks if check.level == BLOCK and check.code != DEADLINE]


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Json]:
    """Every difference between two publications: {"part", "code", "before", "after"}, values as they are stored.

    With several service lines a difference of one of them has its code in "line".
    """
    rows = [*_need_rows(old.get("need") or {}, new.get("need") or {})]
    for line in _told_apart(new.get("need") or {}):
        rows += _row("forecast", "", _forecast(old, line), _forecast(new, line), line)
    rows += _term_rows(old.get("terms") or {}, new.get("terms") or {})
    rows += _row("weights", "", _weights(old), _weights(new))
    return rows


def _row(part: str, code: str, before: Any, after: Any, line: str = "") -> list[Json]:
    if before == after:
        return []
    return [{"part": part, "code": code, "before": before, "after": after} | ({"line": line} if line else {})]


def _told_apart(need: Mapping[str, Any]) -> list[str]:
    """The codes of several lines; for the only one "", as nobody has to be told which."""
    codes = codes_of(need)
    return codes if len(codes) > 1 else [""]


def _need_rows(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Json]:
    rows = []
    for item in needs.subjects():
        specs = needs.subject_specs(item["code"])
        if item["code"] != needs.VOLUMES:
            for spec in specs:
                rows += _row("need", spec.code, old.get(spec.code), new.get(spec.code))
            continue
        for line in _told_apart(new):
            before, after = _handling(old, line), _handling(new, line)
            for spec in needs.line_specs(new, item["code"], line):
                rows += _row("volumes", spec.code, before.get(spec.code), after.get(spec.code), line)
    return rows


def _handling(need: Mapping[str, Any], line: str) -> Mapping[str, Any]:
    """The handling of a line as its page shows it: on the first one with what holds for all, and hours of its own."""
    found = dict(need_of_line(need, line or codes_of(need)[0]).get("volumes") or {}) | for_all(need)
    return found | {needs.HOURS: hours_of(need, line) or None}


def _forecast(content: Mapping[str, Any], line: str) -> Any:
    return demand_of_line(content.get("demand") or {}, line).get("forecast_profile")


def _weights(content: Mapping[str, Any]) -> Json:
    weights = content.get("weights") or {}
    shares = {key: weights.get(key) or {} for key in ("pillars", "leaves")}
    return {**shares, "price_formula": formula_of(weights), "baseline_cost": weights.get("baseline_cost")}


def _term_rows(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Json]:
    before = {item["code"]: item.get("proposed") for item in old.get("terms") or []}
    after = {item["code"]: item.get("proposed") for item in new.get("terms") or []}
    return [
        row
        for code in dict.fromkeys([*before, *after])
        for row in _row("terms", code, before.get(code), after.get(code))
    ]


def shown_differences(rfq: RFQ, rows: Iterable[Mapping[str, Any]], *, for_vendor: bool) -> list[Json]:
    """[{"label", "before", "after"}] in the reader's language; vendors read weights only where they are published."""
    content = publication_content(rfq)
    return [_shown(content, row, for_vendor) for row in rows]


def _shown(content: Json, row: Mapping[str, Any], for_vendor: bool) -> Json:
    part, code = row["part"], row["code"]
    before, after = row["before"], row["after"]
    if part == "weights":
        if for_vendor and not (content.get("weights") or {}).get("published"):
            return {
                "label": _("Weights"),
                "before": "–",
                "after": _("changed; this RFQ does not publish them"),
            }
        shown_here = [_weight_text(weights, for_vendor=for_vendor) for weights in (before, after)]
        return {"label": _("Weights"), "before": shown_here[0], "after": shown_here[1]}
    line = label_of_line(content.get("need") or {}, row.get("line", ""))
    if part == "forecast":
        label = _("Contacts expected in the first year, month by month")
        label = labelled(line, label) if line else label
        return {"label": label, "before": _months(before), "after": _months(after)}
    if part == "terms":
        return {"label": _term_label(content, code), "before": _term_text(before), "after": _term_text(after)}
    spec = next(
        spec for item in needs.subjects() for spec in needs.subject_specs(item["code"]) if spec.code == code
    )
    return {
        "label": labelled(line, needs.label_of(code)) if line else needs.label_of(code),
        "before": shown(spec, before).text,
        "after": shown(spec, after).text,
    }


def _months(counts: Iterable[int] | None) -> str:
    return " · ".join(str(count) for count in counts or []) or "–"


def _weight_text(weights: Mapping[str, Any], *, for_vendor: bool) -> str:
    pillars = weights.get("pillars") or {}
    head = " / ".join(f"{pillars[code]}" for code in ("cost", "quality", "risk") if code in pillars)
    leaves = shares_of(pillars, weights["leaves"]) if pillars and weights.get("leaves") else []
    parts = [head, *(f"{row['code']} {row['share'].normalize():f}" for row in leaves)]
    parts.append(str(FORMULA_LABELS[formula_of(weights)]))
    if weights.get("baseline_cost") and not for_vendor:
        parts.append(grouped(Decimal(weights["baseline_cost"]), 2))
    return " · ".join(parts).strip(" ·")


def _term_label(content: Json, code: str) -> str:
    items = (content.get("terms") or {}).get("terms") or []
    found = next((item for item in items if item["code"] == code), None)
    return pick(found["label"]) if found else code


def _term_text(value: Any) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, Mapping):
        picked = pick(value)
        return picked or " · ".join(f"{key} {one}" for key, one in value.items())
    if isinstance(value, list):
        return " · ".join(_term_text(one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)

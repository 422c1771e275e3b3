"""Stored values of field specs, read-only: as words and figures in the reader's language.

One place for the vendor's "sent" page, the review panel, the comparison of answers and the contract.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from ui.figures import MISSING, as_decimal, trimmed
from ui.specs import FieldSpec
from ui.specs.values import is_empty, is_state
from ui.text import clauses, labelled, listed, pick


@dataclass(frozen=True)
class Shown:
    """A value ready for a template: `text`, or `rows` under `heads` for a list, or `parts` for an object."""

    text: str = ""
    state: str = ""  # "", "MISSING", "NOT_DISCLOSED", "NOT_APPLICABLE"
    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    parts: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ShownField:
    """A labelled value."""

    code: str
    label: str
    value: Shown


def shown_fields(specs: Iterable[FieldSpec], values: Mapping[str, Any]) -> list[ShownField]:
    """Return every field with its label and value, also those that were left open."""
    return [ShownField(spec.code, pick(spec.label), shown(spec, values.get(spec.code))) for spec in specs]


def shown(spec: FieldSpec, value: Any) -> Shown:
    """Return one value as it is shown; a missing one says so rather than looking like zero."""
    if is_state(value):
        return _shown_state(value)
    if is_empty(value):
        return Shown(text=_("not answered"), state="MISSING")
    if spec.type == "list":
        return _shown_list(spec, value)
    if spec.type == "object":
        parts = [(pick(part.label), as_text(part, value.get(part.code))) for part in spec.fields]
        return Shown(parts=parts, text=clauses(labelled(label, text) for label, text in parts))
    if spec.type == "file":
        return Shown(text=_("file"), files=[str(value)])
    return Shown(text=as_text(spec, value))


def as_text(spec: FieldSpec, value: Any) -> str:
    """Return one scalar as text with its unit; lists and objects in one line."""
    if is_state(value) or spec.type in ("list", "object"):
        return shown(spec, value).text
    if is_empty(value):
        return MISSING
    text = _SCALARS.get(spec.type, _plain)(spec, value)
    unit = pick(spec.unit) if spec.type != "percent" else ""
    return f"{text} {unit}".strip() if unit else text


def _shown_state(value: Mapping[str, Any]) -> Shown:
    if value["state"] == "NOT_APPLICABLE":
        reason = str(value.get("reason", "")).strip()
        text = _("not applicable: %(reason)s") % {"reason": reason} if reason else _("not applicable")
        return Shown(text=text, state="NOT_APPLICABLE")
    return Shown(text=_("not disclosed"), state="NOT_DISCLOSED")


def _shown_list(spec: FieldSpec, rows: list[Mapping[str, Any]]) -> Shown:
    heads = [pick(column.label) for column in spec.columns]
    cells = [[as_text(column, row.get(column.code)) for column in spec.columns] for row in rows]
    return Shown(heads=heads, rows=cells, text=clauses(" · ".join(row) for row in cells))


def _plain(spec: FieldSpec, value: Any) -> str:
    return str(value)


def _number(spec: FieldSpec, value: Any) -> str:
    number = as_decimal(value)
    return trimmed(number, 4) if number is not None else str(value)


def _percent(spec: FieldSpec, value: Any) -> str:
    number = as_decimal(value)
    return f"{trimmed(number * Decimal(100), 2)} %" if number is not None else str(value)


def _bool(spec: FieldSpec, value: Any) -> str:
    return _("yes") if value else _("no")


def _date(spec: FieldSpec, value: Any) -> str:
    day = parse_date(str(value))
    return day.isoformat() if day else str(value)


def _choice(spec: FieldSpec, value: Any) -> str:
    labels = {choice.code: pick(choice.label) for choice in spec.choices}
    return labels.get(value, str(value))


def _multi(spec: FieldSpec, value: Any) -> str:
    return listed(_choice(spec, code) for code in value)


_SCALARS = {
    "int": _number,
    "decimal": _number,
    "money": _number,
    "percent": _percent,
    "bool": _bool,
    "date": _date,
    "choice": _choice,
    "multi": _multi,
}

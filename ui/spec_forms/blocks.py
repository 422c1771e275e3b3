"""What the templates draw: one block per field, with its inputs, unit, state and errors."""

from dataclasses import dataclass, field
from typing import Any

from django.forms.boundfield import BoundField

from ui.specs import FieldSpec, applies, is_required
from ui.text import pick


@dataclass(frozen=True)
class Part:
    """One input of a group or of a row."""

    bound: BoundField
    label: str
    unit: str
    required: bool


@dataclass(frozen=True)
class Block:
    """kind: "line", "choices" (check boxes), "group" (an object) or "table" (a list)."""

    code: str
    kind: str
    label: str
    help: str
    unit: str
    required: bool
    bound: BoundField | None = None
    parts: list[Part] = field(default_factory=list)
    rows: list[list[Part]] = field(default_factory=list)
    headers: list[Part] = field(default_factory=list)
    count: BoundField | None = None
    state: BoundField | None = None
    reason: BoundField | None = None
    none: BoundField | None = None
    can_grow: bool = False

    @property
    def fieldset_id(self) -> str:
        """What an error summary links to for a group or table."""
        return self.count.auto_id if self.count else f"group_{self.code}"

    @property
    def has_error(self) -> bool:
        around = [self.bound, self.count, self.state, self.reason, self.none]
        inside = [part.bound for part in [*self.parts, *(part for row in self.rows for part in row)]]
        return any(bound.errors for bound in [*around, *inside] if bound is not None)

    @property
    def described_by(self) -> str:
        """Ids of the help and of the errors of a fieldset."""
        ids = [f"{self.fieldset_id}_helptext"] if self.help else []
        own = self.count or self.bound
        return " ".join(ids + ([f"{own.auto_id}_error"] if own is not None and own.errors else []))


def blocks_of(form) -> list[Block]:
    own = {spec.code for spec in form.specs}
    values = {**form.stored, **form.values}
    return [
        _block(form, spec, values)
        for spec in form.specs
        if applies(spec, values, form.context) or _looks_at(spec.when, own)
    ]


def _looks_at(condition: dict | None, codes: set[str]) -> bool:
    """True when the condition depends on a field of the same form: such a field is always shown."""
    if not condition:
        return False
    inner = condition.get("all") or condition.get("any")
    if inner:
        return any(_looks_at(part, codes) for part in inner)
    return condition["field"].partition(".")[0] in codes


def _block(form, spec: FieldSpec, values: dict) -> Block:
    required = is_required(spec, values, form.context)
    block: dict[str, Any] = {
        "code": spec.code,
        "label": pick(spec.label),
        "help": pick(spec.help),
        "unit": unit_of(spec),
        "required": required,
        "state": _bound(form, f"{spec.code}__state"),
        "reason": _bound(form, f"{spec.code}__reason"),
        "none": _bound(form, f"{spec.code}__none"),
    }
    if spec.type == "list":
        return Block(kind="table", **block, **_table(form, spec))
    if spec.type == "object":
        parts = [
            _part(form, part, f"{spec.code}.{part.code}") for part in spec.fields if part.asked == "answers"
        ]
        return Block(kind="group", parts=parts, **block)
    kind = "choices" if spec.type == "multi" else "line"
    return Block(kind=kind, bound=form[spec.code], **block)


def _table(form: Any, spec: FieldSpec) -> dict[str, Any]:
    columns = [column for column in spec.columns if column.asked == "answers"]
    count = form.rows[spec.code]
    rows = [[_part(form, c, f"{spec.code}-{index}-{c.code}") for c in columns] for index in range(count)]
    return {
        "rows": rows,
        "headers": rows[0],
        "count": form[f"{spec.code}-rows"],
        "can_grow": count < spec.max_rows,
    }


def _part(form, spec: FieldSpec, name: str) -> Part:
    return Part(form[name], pick(spec.label), unit_of(spec), spec.required == "R")


def _bound(form, name: str) -> BoundField | None:
    return form[name] if name in form.fields else None


def unit_of(spec: FieldSpec) -> str:
    """The unit in the active language; % for every percent field."""
    return pick(spec.unit) or ("%" if spec.type == "percent" else "")

"""How far an answer is: what is missing, what share is filled, what a rule depends on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ui.specs.conditions import applies, is_required, lookup
from ui.specs.model import FieldSpec
from ui.specs.values import NOT_DISCLOSED, is_blank, is_state, state_of


@dataclass(frozen=True)
class Completeness:
    """Required fields of an answer: how many there are, how many are filled."""

    filled: int
    required: int

    @property
    def share(self) -> Decimal:
        return Decimal(self.filled) / self.required if self.required else Decimal(1)

    def __add__(self, other: "Completeness") -> "Completeness":
        return Completeness(self.filled + other.filled, self.required + other.required)


def missing(specs: Iterable[FieldSpec], values: Mapping, *, context: Mapping | None = None) -> list[str]:
    """Paths of required fields without an answer. "Not disclosed" is an answer unless refused (ND!)."""
    paths: list[str] = []
    for spec in specs:
        paths.extend(_missing_in(spec, values, spec.code, (context or {},)))
    return paths


def _missing_in(spec: FieldSpec, values: Mapping, path: str, around: tuple) -> list[str]:
    if not applies(spec, values, *around):
        return []
    value = values.get(spec.code)
    if is_state(value):
        return [path] if state_of(value) == NOT_DISCLOSED and spec.nd != "allowed" else []
    if is_blank(spec, value):
        return [path] if is_required(spec, values, *around) else []
    inner = (values, *around)
    if spec.type == "object" and isinstance(value, Mapping):
        return [p for part in spec.fields for p in _missing_in(part, value, f"{path}.{part.code}", inner)]
    if spec.type == "list" and isinstance(value, list):
        return _missing_in_rows(spec, value, path, inner)
    return []


def _missing_in_rows(spec: FieldSpec, rows: list, path: str, around: tuple) -> list[str]:
    found = [
        inside
        for index, row in enumerate(rows)
        for part in spec.columns
        for inside in _missing_in(part, row, f"{path}[{index}].{part.code}", around)
    ]
    return found + [f"{path}[{index}]" for index in range(len(rows), spec.min_rows)]


def is_filled(spec: FieldSpec, values: Mapping, *, context: Mapping | None = None) -> bool:
    """The field has a whole value or does not apply to this vendor; "not disclosed" does not fill it."""
    value = values.get(spec.code)
    if is_blank(spec, value) or state_of(value) == NOT_DISCLOSED:
        return False
    return not _missing_in(spec, values, spec.code, (context or {},))


def completeness(
    specs: Iterable[FieldSpec], values: Mapping, *, context: Mapping | None = None
) -> Completeness:
    """Filled required sub-answers / required sub-answers (the domain's answer_completeness)."""
    needed = [spec for spec in specs if is_required(spec, values, context or {})]
    return Completeness(sum(is_filled(spec, values, context=context) for spec in needed), len(needed))


def protected_codes(specs: Iterable[FieldSpec], prefix: str = "") -> dict[str, tuple[str, ...]]:
    """Path -> what reads it, for every field or part of one that a rule, gate, flag or engine reads."""
    found: dict[str, tuple[str, ...]] = {}
    for spec in specs:
        path = prefix + spec.code
        if spec.read_by:
            found[path] = spec.read_by
        found.update(protected_codes(spec.parts, f"{path}[]." if spec.type == "list" else f"{path}."))
    return found


def defaults(specs: Iterable[FieldSpec]) -> dict:
    """The default of every field that has one."""
    return {spec.code: spec.default for spec in specs if spec.default is not None}


def suggested_rows(spec: FieldSpec, context: Mapping | None) -> list[dict]:
    """Rows to start from, taken from the context: {"field": "need.core_kpis", "map": {"kpi": "kpi"}}.

    The rows of the context may be objects (mapped column by column) or plain values.
    """
    if not spec.rows_from:
        return []
    rows = lookup(spec.rows_from["field"], context or {})
    if not isinstance(rows, list):
        return []
    mapping = spec.rows_from["map"]
    return [
        {mine: row.get(theirs) if isinstance(row, Mapping) else row for mine, theirs in mapping.items()}
        for row in rows
    ]

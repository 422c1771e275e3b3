"""Conditions: when a field is asked, when it is required.

{"field": path, "in": [codes]} · {"field": path, "is": value} · {"field": path, "filled": true} ·
{"field": path, "below": "0.8"} · {"all": [conditions]} · {"any": [conditions]}.
A path is looked up in the row, then in the values, then in the context (such as {"need": {...}}).
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from ui.specs.model import FieldSpec
from ui.specs.values import is_empty, is_state

_ABSENT = object()


def lookup(path: str, *places: Mapping | None) -> object:
    """The first value found under a dotted path; None when nowhere."""
    for place in places:
        value: object = place
        for key in path.split("."):
            value = value.get(key, _ABSENT) if isinstance(value, Mapping) else _ABSENT
        if value is not _ABSENT:
            return value
    return None


def holds(condition: Mapping | None, *places: Mapping | None) -> bool:
    """True when the condition is met; no condition is always met, an unknown value meets none."""
    if not condition:
        return True
    if "all" in condition:
        return all(holds(part, *places) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, *places) for part in condition["any"])
    value = lookup(condition["field"], *places)
    if "filled" in condition:
        return (not is_empty(value) and not is_state(value)) is condition["filled"]
    if is_state(value) or value is None:
        return False
    return _compare(condition, value)


def _compare(condition: Mapping, value: object) -> bool:
    if "in" in condition:
        given = value if isinstance(value, list) else [value]
        return any(item in condition["in"] for item in given)
    if "below" in condition:
        try:
            return Decimal(str(value)) < Decimal(condition["below"])
        except InvalidOperation:
            return False
    return value == condition["is"]


def applies(spec: FieldSpec, *places: Mapping | None) -> bool:
    """True when the field is asked at all."""
    return holds(spec.when, *places)


def is_required(spec: FieldSpec, *places: Mapping | None) -> bool:
    """True when the field must be filled here and now."""
    if spec.required == "O" or not applies(spec, *places):
        return False
    return spec.required == "R" or holds(spec.required_when, *places)

"""Strict checking of values against specs. Nothing is guessed, converted or rounded."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ui.specs.conditions import applies
from ui.specs.model import FieldSpec
from ui.specs.rules import row_faults, sibling_faults
from ui.specs.scalars import SCALARS
from ui.specs.values import NOT_APPLICABLE, NOT_DISCLOSED, Fault, is_blank, is_state


class _Run:
    """One pass: collects faults; `context` answers conditions that look outside the values."""

    def __init__(self, context: Mapping | None, document: bool):
        self.context, self.document = context or {}, document
        self.faults: list[Fault] = []

    def fault(self, path: str, message: object, remedy: object) -> None:
        self.faults.append(Fault(path, message, remedy))


def clean(
    specs: Iterable[FieldSpec], values: object, *, context: Mapping | None = None, document: bool = False
) -> tuple[dict, list[Fault]]:
    """(clean values, faults). Clean values hold what is sound; empty ones and those not asked are left out.

    `document=True` is for whole documents that were not typed into a form: a value whose home is elsewhere,
    or whose condition does not hold, is then a fault instead of being left out.
    """
    run = _Run(context, document)
    cleaned = _clean_fields(run, list(specs), values, "", ())
    return cleaned, run.faults


def _clean_fields(run: _Run, specs: list[FieldSpec], values: object, prefix: str, around: tuple) -> dict:
    if not isinstance(values, Mapping):
        run.fault(
            prefix.rstrip(".") or "$", _("This is not an object with named fields."), _("Send named fields.")
        )
        return {}
    _refuse_unknown(run, specs, values, prefix)
    cleaned: dict = {}
    for spec in specs:
        if spec.code not in values or is_blank(spec, values[spec.code]):
            continue
        path = prefix + spec.code
        if not _is_asked(run, spec, path, values, around):
            continue
        value = _clean_value(run, spec, values[spec.code], path, (values, *around))
        if value is not None:
            cleaned[spec.code] = value
    run.faults.extend(sibling_faults(specs, cleaned, prefix))
    return cleaned


def _refuse_unknown(run: _Run, specs: list[FieldSpec], values: Mapping, prefix: str) -> None:
    known = {spec.code for spec in specs}
    for code in values:
        if code not in known:
            run.fault(f"{prefix}{code}", _("This field is not known."), _("Remove it or correct its name."))


def _is_asked(run: _Run, spec: FieldSpec, path: str, values: Mapping, around: tuple) -> bool:
    if run.document and spec.home and not is_state(values[spec.code]):
        run.fault(
            path,
            _("This fact is kept in another place of the document."),
            format_lazy(_("State it in {home} only."), home=spec.home),
        )
        return False
    if applies(spec, values, *around, run.context):
        return True
    if run.document:
        run.fault(path, _("This field is not asked in this case."), _("Remove it."))
    return False


def _clean_value(run: _Run, spec: FieldSpec, value: Any, path: str, around: tuple) -> object:
    if value == []:
        return []
    if is_state(value):
        return _clean_state(run, spec, value, path)
    if spec.type == "list":
        return _clean_list(run, spec, value, path, around)
    if spec.type == "object":
        return _clean_fields(run, list(spec.fields), value, f"{path}.", around) or None
    found = SCALARS[spec.type](spec, value)
    if isinstance(found, Fault):
        run.fault(path, found.message, found.remedy)
        return None
    return found


def _clean_state(run: _Run, spec: FieldSpec, value: Mapping, path: str) -> dict | None:
    state = value["state"]
    allowed = {NOT_DISCLOSED: spec.nd == "allowed", NOT_APPLICABLE: spec.na}
    if not allowed.get(state):
        message = _("This field must be answered.") if state in allowed else _("This state is not known.")
        run.fault(path, message, _("Give a value."))
        return None
    if state == NOT_DISCLOSED:
        if set(value) != {"state"}:
            run.fault(path, _("Something undisclosed carries nothing else."), _("Send the state alone."))
            return None
        return {"state": state}
    reason = value.get("reason")
    if set(value) - {"state", "reason"} or not isinstance(reason, str) or not reason.strip():
        run.fault(path, _("Not applicable needs a reason."), _("Say why in a sentence."))
        return None
    if len(reason) > 500:
        run.fault(path, _("The reason is too long."), _("Use at most 500 characters."))
        return None
    return {"state": state, "reason": reason.strip()}


def _clean_list(run: _Run, spec: FieldSpec, value: object, path: str, around: tuple) -> list | None:
    if not isinstance(value, list):
        run.fault(path, _("This is not a list of rows."), _("Send a list."))
        return None
    if len(value) > spec.max_rows:
        run.fault(
            path,
            _("There are too many rows."),
            format_lazy(_("Send at most {count} rows."), count=spec.max_rows),
        )
        return None
    rows = []
    for index, row in enumerate(value):
        before = len(run.faults)
        cleaned = _clean_fields(run, list(spec.columns), row, f"{path}[{index}].", around)
        if cleaned or len(run.faults) > before:
            rows.append(cleaned)
    run.faults.extend(row_faults(spec, rows, path))
    return rows or None

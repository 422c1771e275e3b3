"""From what was typed to values, and from the path of a fault back to the input it belongs to."""

import re

from django.utils.translation import gettext_lazy as _

from ui.specs import NOT_APPLICABLE, FieldSpec

_ROW = re.compile(r"([a-z0-9_]+)\[([0-9]+)\](?:\.(.+))?")


class Reading:
    """One pass over the cleaned inputs of a SpecForm."""

    def __init__(self, form) -> None:
        self.form, self.cleaned = form, form.cleaned_data
        self.kept: dict[str, list[int]] = {}

    def values(self) -> dict:
        return {spec.code: value for spec in self.form.specs if (value := self._value(spec)) is not None}

    def _value(self, spec: FieldSpec) -> object:
        value = self._plain(spec)
        state = self.cleaned.get(f"{spec.code}__state") if spec.has_state else ""
        none = spec.allow_none and self.cleaned.get(f"{spec.code}__none")
        if (state or none) and value not in (None, "", [], {}):
            name = f"{spec.code}__state" if state else f"{spec.code}__none"
            self.form.add_error(name, _("There is an answer as well: empty it, or take this choice back."))
            return value
        if state:
            return self._state(spec, state)
        return [] if none else value

    def _state(self, spec: FieldSpec, state: str) -> dict:
        if state != NOT_APPLICABLE:
            return {"state": state}
        reason = self.cleaned.get(f"{spec.code}__reason", "")
        return {"state": state, "reason": reason}

    def _plain(self, spec: FieldSpec) -> object:
        if spec.type == "list":
            return self._rows(spec) or None
        if spec.type == "object":
            return self._parts(spec, f"{spec.code}.") or None
        value = self.cleaned.get(spec.code)
        return None if value in ("", []) else value

    def _parts(self, spec: FieldSpec, prefix: str) -> dict:
        found = {}
        for part in spec.parts:
            value = self.cleaned.get(prefix + part.code)
            if value is not None and value != "" and value != []:
                found[part.code] = value
        return found

    def _rows(self, spec: FieldSpec) -> list[dict]:
        """The rows with content; a row holding only what was suggested is not an answer."""
        suggested = set(spec.rows_from["map"]) if spec.rows_from else set()
        rows = []
        self.kept[spec.code] = []
        for index in range(self.form.rows[spec.code]):
            prefix = f"{spec.code}-{index}-"
            row = self._parts(spec, prefix)
            if set(row) - suggested or any(prefix + c.code in self.form.errors for c in spec.columns):
                rows.append(row)
                self.kept[spec.code].append(index)
        return rows

    def name_of(self, path: str) -> str | None:
        """The input a fault belongs to; None when it belongs to no single one."""
        found = _ROW.fullmatch(path)
        if not found:
            return self._own_name(path)
        code, index, column = found[1], int(found[2]), found[3]
        kept = self.kept.get(code, [])
        if index < len(kept) and column:
            name = f"{code}-{kept[index]}-{column}"
            if name in self.form.fields:
                return name
        return self._own_name(code)

    def _own_name(self, path: str) -> str | None:
        if f"{path}__reason" in self.form.fields and self.cleaned.get(f"{path}__state") == NOT_APPLICABLE:
            return f"{path}__reason"
        for name in (path, f"{path}-rows", f"{path}__state"):
            if name in self.form.fields:
                return name
        return next((name for name in self.form.fields if name.startswith(f"{path}.")), None)

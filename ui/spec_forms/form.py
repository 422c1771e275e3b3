"""The form of a list of specs.

Names of inputs: `code`, `code.part` of an object, `code-0-column` of a list (with the hidden `code-rows`).
Beside it: `code__state` and `code__reason` (not disclosed, not applicable), `code__none` (a list stated to
be empty). A submit button named `add_row` with the code of a list asks for more rows instead of saving.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from ui import specs as field_specs
from ui.spec_forms.blocks import Block, blocks_of
from ui.spec_forms.fields import AmountField, form_field
from ui.spec_forms.reading import Reading
from ui.specs import NOT_APPLICABLE, NOT_DISCLOSED, FieldSpec

MORE_ROWS = 3


class SpecForm(forms.Form):
    """`values` are stored values to start from; `files` are (id, name) pairs a file field may choose from.

    `strict` makes missing required fields errors; without it a half-done draft is valid.
    """

    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        specs: Iterable[FieldSpec],
        values: Mapping | None = None,
        context: Mapping | None = None,
        files: Iterable[tuple[str, str]] = (),
        strict: bool = False,
        prefix: str | None = None,
    ) -> None:
        self.specs = [spec for spec in specs if spec.asked == "answers"]
        self.context, self.strict = dict(context or {}), strict
        self.values: dict[str, Any] = {}
        self.stored = _with_suggestions(self.specs, values or {}, self.context)
        self.file_choices = [(str(number), name) for number, name in files]
        self.rows: dict[str, int] = {}
        super().__init__(data, prefix=prefix, initial=initial(self.specs, self.stored))
        self.adding_row = str(data.get(self.add_prefix("add_row"), "")) if data is not None else ""
        for spec in self.specs:
            self._add(spec)

    # -- building ------------------------------------------------------------------------------------

    def _add(self, spec: FieldSpec) -> None:
        if spec.type == "list":
            self._add_rows(spec)
        elif spec.type == "object":
            for part in asked_parts(spec):
                self.fields[f"{spec.code}.{part.code}"] = form_field(part, self.file_choices)
        else:
            self.fields[spec.code] = form_field(spec, self.file_choices)
        if spec.allow_none:
            self.fields[f"{spec.code}__none"] = forms.BooleanField(label=_("None"), required=False)
        if spec.has_state:
            self._add_state(spec)

    def _add_state(self, spec: FieldSpec) -> None:
        choices = [("", _("Answered"))]
        if spec.nd == "allowed":
            choices.append((NOT_DISCLOSED, _("Not disclosed")))
        if spec.na:
            choices.append((NOT_APPLICABLE, _("Not applicable")))
        self.fields[f"{spec.code}__state"] = forms.ChoiceField(
            label=_("Kind of answer"), choices=choices, required=False
        )
        if spec.na:
            self.fields[f"{spec.code}__reason"] = forms.CharField(
                label=_("Reason, if not applicable"),
                max_length=500,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": _("Reason, if not applicable")}),
            )

    def _add_rows(self, spec: FieldSpec) -> None:
        name = f"{spec.code}-rows"
        count = self._row_count(spec, name)
        self.rows[spec.code] = count
        widget = forms.HiddenInput(attrs={"id": f"id_{self.add_prefix(name)}-count"})
        self.fields[name] = forms.CharField(required=False, widget=widget, initial=count)
        if self.adding_row == spec.code:
            self.data: Any = self.data.copy()
            self.data[self.add_prefix(name)] = str(count)
        for index in range(count):
            for column in asked_parts(spec):
                self.fields[f"{spec.code}-{index}-{column.code}"] = form_field(column, self.file_choices)

    def _row_count(self, spec: FieldSpec, name: str) -> int:
        typed = self.data.get(self.add_prefix(name), "") if self.is_bound else ""
        if str(typed).isascii() and str(typed).isdigit():
            count = int(typed[:4]) + (MORE_ROWS if self.adding_row == spec.code else 0)
        else:
            rows = self.stored.get(spec.code)
            count = max((len(rows) if isinstance(rows, list) else 0) + MORE_ROWS, spec.min_rows)
        return max(1, min(count, spec.max_rows))

    # -- checking ------------------------------------------------------------------------------------

    def full_clean(self) -> None:
        super().full_clean()
        if self.adding_row:  # nothing is judged while a row is being added
            self._errors = ErrorDict(renderer=self.renderer)

    def is_valid(self) -> bool:
        return super().is_valid() and not self.adding_row

    def clean(self) -> dict:
        reading = Reading(self)
        typed = reading.values()
        self.values, faults = field_specs.clean(self.specs, typed, context=self.context)
        for fault in faults:
            self._add_fault(reading, fault.path, [fault.message, fault.remedy])
        if self.strict:
            for path in field_specs.missing(self.specs, self.values, context=self.context):
                self._add_fault(reading, path, [_("This field is required.")])
        return self.cleaned_data

    def _add_fault(self, reading: Reading, path: str, messages: list) -> None:
        name = reading.name_of(path)
        if name is None or not self.errors.get(name):
            self.add_error(name, messages)

    @property
    def blocks(self) -> list[Block]:
        """The fields as the template draws them, those not asked in this case left out."""
        return blocks_of(self)


def asked_parts(spec: FieldSpec) -> list[FieldSpec]:
    """The parts of an object or list that are typed here, not in another place of the document."""
    return [part for part in spec.parts if part.asked == "answers"]


def form_for(
    specs: Iterable[FieldSpec],
    data: Mapping | None = None,
    *,
    values: Mapping | None = None,
    context: Mapping | None = None,
    files: Iterable[tuple[str, str]] = (),
    strict: bool = False,
    prefix: str | None = None,
) -> SpecForm:
    """A form for the specs, bound when `data` is given. See SpecForm."""
    return SpecForm(
        data, specs=specs, values=values, context=context, files=files, strict=strict, prefix=prefix
    )


def to_values(form: SpecForm) -> dict:
    """The clean values of a valid form, in the stored form. After a failed check: those that are sound."""
    form.errors  # noqa: B018 - reading the errors runs the checks
    return form.values


def initial(specs: Iterable[FieldSpec], values: Mapping) -> dict:
    """Stored values as form initial data."""
    found: dict[str, Any] = {}
    for spec in specs:
        value: Any = values.get(spec.code)
        if field_specs.is_state(value):
            found[f"{spec.code}__state"] = value["state"]
            found[f"{spec.code}__reason"] = value.get("reason", "")
        elif value == [] and spec.allow_none:
            found[f"{spec.code}__none"] = True
        elif spec.type == "object" and isinstance(value, Mapping):
            found |= {f"{spec.code}.{p.code}": _shown(p, value.get(p.code)) for p in spec.fields}
        elif spec.type == "list" and isinstance(value, list):
            for index, row in enumerate(value):
                found |= {f"{spec.code}-{index}-{p.code}": _shown(p, row.get(p.code)) for p in spec.columns}
        else:
            found[spec.code] = _shown(spec, value)
    return found


def _shown(spec: FieldSpec, value: object) -> object:
    return AmountField(spec=spec).shown(value) if spec.type == "percent" else value


def _with_suggestions(specs: list[FieldSpec], values: Mapping, context: Mapping) -> dict:
    stored = dict(values)
    for spec in specs:
        if spec.rows_from and spec.code not in stored:
            stored[spec.code] = field_specs.suggested_rows(spec, context) or None
    return stored

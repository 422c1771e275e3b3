"""One form field per spec type. What was typed is read by one grammar and never reinterpreted."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calc.money import AmountError, parse_amount
from ui.specs import FieldSpec
from ui.specs.scalars import LENGTHS, range_fault
from ui.text import pick_lazy

ACCEPTED = _("Write digits 0 to 9 and at most one point, such as 1234.50, without spaces, commas or signs.")
ACCEPTED_WHOLE = _("Write digits 0 to 9 only, such as 1200, without spaces, commas or signs.")
ACCEPTED_SIGNED = _(
    "Write digits 0 to 9 and at most one point, such as 12.5 or -5, without spaces or commas."
)


class AmountField(forms.CharField):
    """A decimal as text in the stored form ("0.35" for a typed 35 where `percent`)."""

    def __init__(self, *, spec: FieldSpec, **kwargs: Any) -> None:
        self.spec, self.percent = spec, spec.type == "percent"
        self.shown_places = max(spec.places - 2, 0) if self.percent else spec.places
        self.signed = spec.min is not None and spec.min < 0
        attrs = {"inputmode": "text" if self.signed else "decimal", "autocomplete": "off"}
        super().__init__(strip=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: object) -> str:
        text = super().clean(value)
        if not text:
            return ""
        number = self._read(text)
        fault = range_fault(self.spec, number)
        if fault:
            raise ValidationError([fault.message, fault.remedy])
        return plain(number)

    def _read(self, text: str) -> Decimal:
        negative = self.signed and text.startswith("-")
        try:
            number = parse_amount(text[1:] if negative else text, self.shown_places)
        except AmountError as error:
            message = ACCEPTED_SIGNED if self.signed else ACCEPTED
            places = format_lazy(_("At most {count} decimals."), count=self.shown_places)
            raise ValidationError([message, places], code="amount") from error
        number = -number if negative else number
        return number / 100 if self.percent else number

    def shown(self, stored: object) -> object:
        """The stored text as it is typed: "0.35" becomes "35" in a percent field."""
        if not self.percent or not isinstance(stored, str):
            return stored
        try:
            return plain(Decimal(stored) * 100)
        except ArithmeticError:
            return stored


class WholeField(forms.CharField):
    """A whole number; the value is an int."""

    def __init__(self, *, spec: FieldSpec, **kwargs: Any) -> None:
        self.spec = spec
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(strip=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: object) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = parse_amount(text, 0)
        except AmountError as error:
            raise ValidationError(ACCEPTED_WHOLE, code="amount") from error
        fault = range_fault(self.spec, number)
        if fault:
            raise ValidationError([fault.message, fault.remedy])
        return int(number)


class YesNoField(forms.TypedChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "—"), ("true", _("Yes")), ("false", _("No"))]
        super().__init__(choices=choices, coerce=lambda text: text == "true", empty_value=None, **kwargs)

    def prepare_value(self, value: object) -> object:
        return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value


class TimeField(forms.CharField):
    """A time of day as text, such as 09:00; 24:00 is the end of a day."""


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)

    def clean(self, value: object) -> str:
        day = super().clean(value)
        return day.isoformat() if day else ""


def plain(number: Decimal) -> str:
    """Digits without exponent or needless zeros after the point."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def form_field(spec: FieldSpec, files: list[tuple[str, str]]) -> forms.Field:
    """The form field of a plain spec. Nothing is required here: a draft may be half done."""
    common: dict[str, Any] = {
        "label": pick_lazy(spec.label),
        "help_text": pick_lazy(spec.help) if spec.help else "",
        "required": False,
    }
    if spec.type in ("decimal", "money", "percent"):
        return AmountField(spec=spec, **common)
    if spec.type == "int":
        return WholeField(spec=spec, **common)
    if spec.type in ("text", "longtext", "time"):
        return _text_field(spec, common)
    if spec.type == "bool":
        return YesNoField(**common)
    if spec.type == "date":
        return DayField(**common)
    choices = [(choice.code, pick_lazy(choice.label)) for choice in spec.choices]
    if spec.type == "multi":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    return forms.ChoiceField(choices=[("", "—"), *(files if spec.type == "file" else choices)], **common)


def _text_field(spec: FieldSpec, common: dict) -> forms.CharField:
    if spec.type == "time":
        attrs = {"placeholder": "09:00", "autocomplete": "off"}
        return TimeField(max_length=5, widget=forms.TextInput(attrs=attrs), **common)
    widget = forms.Textarea(attrs={"rows": 3}) if spec.type == "longtext" else forms.TextInput()
    return forms.CharField(max_length=spec.max_length or LENGTHS[spec.type], widget=widget, **common)

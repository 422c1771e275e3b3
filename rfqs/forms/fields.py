"""Fields that several forms share."""

import re
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class MonthField(forms.CharField):
    """A calendar month, 2026-05, as its first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-05"})

    def to_python(self, value: object) -> date | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        found = MONTH.fullmatch(text)
        if not found or int(found[1]) < 1970:
            raise forms.ValidationError(_("Write the month as 2026-05."))
        return date(int(found[1]), int(found[2]), 1)

    def prepare_value(self, value: object) -> object:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class CountField(forms.CharField):
    """Contacts of a month: digits only, nothing reinterpreted."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"})

    def to_python(self, value: object) -> int | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise forms.ValidationError(_("Write a whole number in digits only, as in 12500."))
        return int(text)

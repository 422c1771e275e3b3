"""Fields that several forms share."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calc.money import AmountError, parse_amount

MOST_CONTACTS = 999_999_999
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class MonthField(forms.CharField):
    """A calendar month, 2026-05, as its first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-05"})

    def to_python(self, value: object) -> date | None:  # type: ignore[override]  # a field gives back what it cleans to
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

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def to_python(self, value: object) -> int | None:  # type: ignore[override]  # a field gives back what it cleans to
        text = super().to_python(value)
        if not text:
            return None
        try:
            number = int(parse_amount(text, 0))
        except AmountError:
            number = MOST_CONTACTS + 1
        if number > MOST_CONTACTS:
            raise forms.ValidationError(_("Write a whole number in digits only, as in 12500."))
        return number

"""Fields that several forms share."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calc.money import AmountError, parse_amount

MOST_CONTACTS = 999_999_999
FARTHEST = timedelta(days=5 * 365)
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class MomentField(forms.DateTimeField):
    """A deadline: day and time, with a zone or in the organisation's, not beyond FARTHEST.

    A mistyped year could not be taken back, as a published deadline only moves later; and what lies beyond the
    year 9999 in UTC can be stored but never read again, on any page that shows the RFQ.
    """

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"widget": widget, **options})

    def to_python(self, value: Any) -> datetime | None:
        moment = super().to_python(value)
        if moment is not None and moment - timezone.now() > FARTHEST:
            raise forms.ValidationError(_("That is more than five years ahead. Check the year."))
        return moment


class MonthField(forms.CharField):
    """A calendar month, 2026-05, as its first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-05"})

    def to_python(self, value: object) -> date | None:  # type: ignore[override]  # a field gives back what it cleans to
        text = super().to_python(value)
        if not text:
            return None
        found = MONTH.fullmatch(text)
        if not found or not 1970 <= int(found[1]) < 2200:  # the year after must exist: volumes run on from it
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

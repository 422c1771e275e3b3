"""The assumptions a reader may change for a look: read from the address, bounded, never stored."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calc.decisions.what_if import Assumptions
from calc.documents import HORIZONS
from rfqs.forms.estimate import AddressForm, PercentField, count, money, typed
from ui.amounts import DecimalAmountField


class StressForm(AddressForm):
    """The peak that is played, and what an own team costs a year."""

    month = forms.TypedChoiceField(
        label=_("Month of the peak"), coerce=int, choices=[(n, str(n)) for n in range(1, 13)]
    )
    multiplier = DecimalAmountField(label=_("Times the forecast of that month"), least="1", most="20")
    notice = count(_("Days the vendor is told before"), most="365")
    own_year = money(_("What your own team costs a year"), most="99999999999", required=False)
    per_head = money(_("Recruiting and training one head"), most="1000000")

    @staticmethod
    def defaults(month: int, multiplier: Decimal, own_year: Decimal | None = None) -> dict[str, object]:
        known = {} if own_year is None else {"own_year": own_year}
        return {"month": month, "multiplier": multiplier, "notice": 14, "per_head": 610, **known}


class SignedPercentField(PercentField):
    """A share that may be below 0, typed with a minus sign in front."""

    def __init__(self, *, lowest: str, **options: Any) -> None:
        self.lowest = Decimal(lowest)
        super().__init__(**options)

    def clean(self, value: object) -> object:
        text = str(value or "")
        if not text.startswith("-"):
            return super().clean(value)
        shrunk = super().clean(text[1:])
        if not isinstance(shrunk, Decimal):
            return shrunk
        if -shrunk * 100 < self.lowest:
            raise forms.ValidationError(
                _("Give a number from %(least)s to %(most)s."),
                code="range",
                params={"least": self.lowest, "most": self.most},
            )
        return -shrunk


class WhatIfForm(AddressForm):
    """Other assumptions about the same quotes."""

    growth = SignedPercentField(label=_("Growth a year"), lowest="-50", most="300")
    peak = PercentField(label=_("Peak months, of their forecast"), least="10", most="2000")
    aht_s = DecimalAmountField(label=_("Handling time in seconds"), least="10", most="7200")
    utilisation = PercentField(label=_("Use of paid hours"), least="1", most="99")
    horizon = forms.TypedChoiceField(
        label=_("Months counted"), coerce=int, choices=[(months, str(months)) for months in HORIZONS]
    )
    discount = PercentField(label=_("Discount rate a year"))
    tax_recovered = forms.BooleanField(label=_("Tax on invoices is recovered"), required=False)

    @staticmethod
    def defaults(assumed: Assumptions) -> dict[str, object]:
        return dict(assumed.__dict__)

    @property
    def address(self) -> dict[str, str]:
        """What is assumed, as an address carries it: a ticked box alone is in it, and nothing as it was typed."""
        return {
            name: "on" if value is True else typed(value, self.base_fields[name])
            for name, value in self.cleaned_data.items()
            if value is not False
        }

    @property
    def assumed(self) -> Assumptions:
        return Assumptions(**self.cleaned_data)


class ScenarioNameForm(forms.Form):
    name = forms.CharField(label=_("Name of the scenario"), max_length=60)

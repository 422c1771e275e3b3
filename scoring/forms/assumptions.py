"""The assumptions a reader may change for a look: read from the address, bounded, never stored."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rfqs.forms.estimate import AddressForm, count, money
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
    def defaults(month: int, multiplier: Decimal) -> dict[str, object]:
        return {"month": month, "multiplier": multiplier, "notice": 14, "per_head": 610}


def is_asked(address: Mapping[str, str], form: Any) -> bool:
    """True when the address changes any assumption of the form."""
    return any(name in address for name in form.base_fields)

"""Tax and base seats: what holds for the whole quote."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quotes.forms.fields import CountField, PercentField, YesNoField, mark_expected, percent_text


class BasicsForm(forms.Form):
    tax_rate = PercentField(label=_("Tax rate"), required=False, help_text=_("Per cent, for example 6."))
    tax_included = YesNoField(label=_("The prices below include tax"), required=False)
    base_seats = CountField(
        label=_("Seats you plan with"),
        required=False,
        most="100000",
        help_text=_("The team for a usual month. Peaks are counted on top."),
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for name in ("tax_rate", "tax_included"):
            mark_expected(self.fields[name])

    @staticmethod
    def initial_of(whole: dict[str, Any]) -> dict[str, Any]:
        tax = whole.get("tax") or {}
        included = tax.get("included")
        return {
            "tax_rate": percent_text(tax.get("rate")),
            "tax_included": "" if included is None else str(included).lower(),
            "base_seats": whole.get("base_seats"),
        }

    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        tax = {"rate": data["tax_rate"], "included": data["tax_included"]}
        stated = {key: value for key, value in tax.items() if value is not None}
        return {"tax": stated or None, "base_seats": data["base_seats"]}

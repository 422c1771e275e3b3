"""Currency, tax and base seats: what holds for the whole quote."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quotes.forms.fields import CountField, PercentField, YesNoField, mark_expected, percent_text
from ui.fields import offer


def allowed_currencies(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The RFQ's own currency and the others it allows, each with its words; the rate stands beside the others."""
    demand = content.get("demand") or {}
    own = str(demand.get("currency", ""))
    words = _("%(currency)s (1 %(currency)s = %(rate)s %(own)s)")
    others = [
        (str(one["currency"]), words % {"currency": one["currency"], "rate": one["rate"], "own": own})
        for one in demand.get("exchange") or []
    ]
    return [(own, own), *others]


class BasicsForm(forms.Form):
    """`allowed` are the currencies a quote may be in: with one alone, nobody is asked."""

    currency = forms.ChoiceField(
        label=_("Currency of the quote"),
        required=False,
        help_text=_(
            "Every amount of the quote is in it. For comparison the buyer converts your invoices at the rate shown."
        ),
    )
    tax_rate = PercentField(label=_("Tax rate"), required=False, help_text=_("Per cent, for example 6."))
    tax_included = YesNoField(label=_("The prices below include tax"), required=False)
    base_seats = CountField(
        label=_("Seats you plan with"),
        required=False,
        most="100000",
        help_text=_("The team for a usual month. Peaks are counted on top."),
    )

    def __init__(self, *args: Any, allowed: Sequence[tuple[str, str]] = (), **options: Any):
        super().__init__(*args, **options)
        if len(allowed) > 1:
            offer(self, "currency", allowed)
        else:
            del self.fields["currency"]
        for name in {"currency", "tax_rate", "tax_included"} & set(self.fields):
            mark_expected(self.fields[name])

    @staticmethod
    def initial_of(whole: dict[str, Any]) -> dict[str, Any]:
        tax = whole.get("tax") or {}
        included = tax.get("included")
        return {
            "currency": whole.get("currency"),
            "tax_rate": percent_text(tax.get("rate")),
            "tax_included": "" if included is None else str(included).lower(),
            "base_seats": whole.get("base_seats"),
        }

    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        tax = {"rate": data["tax_rate"], "included": data["tax_included"]}
        stated = {key: value for key, value in tax.items() if value is not None}
        found = {"tax": stated or None, "base_seats": data["base_seats"]}
        if data.get("currency"):
            found["currency"] = data["currency"]
        return found

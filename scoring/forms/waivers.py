"""Asking for a waiver."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.fields import offer
from ui.layouts import row, section


class WaiverForm(forms.Form):
    """One finding, why it is set aside, and the last day on which it is. `findings` are (value, label)."""

    finding = forms.ChoiceField(label=_("Finding"))
    reason = forms.CharField(
        label=_("Why it is set aside"),
        help_text=_("The reason stands beside the finding in every paper, and in the audit trail."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    expires_on = forms.DateField(
        label=_("Last day of the waiver"),
        help_text=_("From the next day on the finding counts again."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    layout = (section(_("Propose a waiver"), "finding", row("expires_on"), "reason"),)

    def __init__(self, *args: Any, findings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "finding", [("", "—"), *findings])

    def asked(self) -> dict[str, Any]:
        """What the action takes; the quote by its id."""
        quote, code, field = self.cleaned_data["finding"].split("|", 2)
        return {
            "quote": quote,
            "code": code,
            "field": field,
            "reason": self.cleaned_data["reason"],
            "expires_on": self.cleaned_data["expires_on"],
        }

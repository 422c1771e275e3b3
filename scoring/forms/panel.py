"""One score in the review panel."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.labels import CONFIDENCE_LABELS

VALUES = [(f"{Decimal(half) / 2:.1f}", f"{Decimal(half) / 2:g}") for half in range(11)]
CONFIDENCE = list(CONFIDENCE_LABELS.items())


class ScoreForm(forms.Form):
    """A score in halves with its reason and how sure the reviewer is."""

    value = forms.ChoiceField(
        label=_("Score"),
        choices=VALUES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a score from 0 to 5.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Needed where the score is above the suggested cap."),
    )
    confidence = forms.ChoiceField(
        label=_("How sure are you?"), choices=CONFIDENCE, required=False, widget=forms.RadioSelect
    )

    def score(self) -> dict[str, Any]:
        """The cleaned score as the action takes it."""
        data = self.cleaned_data
        return {**data, "value": Decimal(data["value"])}


class ConflictForm(forms.Form):
    """Of which vendor one is not independent, or of the whole RFQ, and why."""

    vendor = forms.ChoiceField(label=_("Conflict of interest with"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["vendor"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("the RFQ as a whole")), *choices]

    def declared(self) -> dict[str, Any]:
        return {"vendor_id": self.cleaned_data["vendor"] or None, "reason": self.cleaned_data["reason"]}

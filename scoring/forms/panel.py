"""One score in the review panel."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.labels import CONFIDENCE_LABELS
from ui.fields import offer

VALUES = [(f"{Decimal(half) / 2:.1f}", f"{Decimal(half) / 2:g}") for half in range(11)]
CONFIDENCE = list(CONFIDENCE_LABELS.items())


class ScoreForm(forms.Form):
    """A score in halves with its reason and how sure the reviewer is."""

    value = forms.ChoiceField(
        label=_("Score"),
        choices=VALUES,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a score from 0 to 5.")),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "What in the answer and its evidence leads to this score. The panel and the auditor read it."
        ),
        error_messages={"required": _("Give the reason for this score.")},
    )
    confidence = forms.ChoiceField(
        label=_("How sure are you?"), choices=CONFIDENCE, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, typing: bool = False, **kwargs: Any) -> None:
        """`typing`: the page saves itself while the reason is still being written."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not typing
        self.fields["reason"].widget.attrs.pop("required", None)
        self.use_required_attribute = False  # the keys send the score alone first

    def score(self) -> dict[str, Any]:
        """The cleaned score as the action takes it."""
        data = self.cleaned_data
        return {**data, "value": Decimal(data["value"])}


class InquiryForm(forms.Form):
    """What the vendor is to explain: fields of the question, what is unclear, and how long it may take."""

    fields_asked = forms.MultipleChoiceField(
        label=_("Fields to explain"), widget=forms.CheckboxSelectMultiple, choices=()
    )
    text = forms.CharField(
        label=_("What is unclear"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The vendor reads this. It does not learn who asks."),
    )
    days = forms.TypedChoiceField(
        label=_("Days to answer"), coerce=int, choices=[(number, number) for number in range(1, 8)], initial=3
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "fields_asked", choices)

    def asked(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"fields": data["fields_asked"], "text": data["text"], "days": data["days"]}


class ConflictForm(forms.Form):
    """Of which vendor one is not independent, or of the whole RFQ, and why."""

    vendor = forms.ChoiceField(label=_("Conflict of interest with"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Give the reason.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["vendor"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("the RFQ as a whole")), *choices]

    def declared(self) -> dict[str, Any]:
        return {"vendor_id": self.cleaned_data["vendor"] or None, "reason": self.cleaned_data["reason"]}

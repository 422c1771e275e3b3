"""Sharing out the work, releasing a reviewer, and what was seen beside the quotes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.fields import offer

Choices = Sequence[tuple[str, str]]
# The kinds and findings of scoring.models.EvidenceRecord are offered by the view's query.


class ShareForm(forms.Form):
    """Which items and which quotes one reviewer scores; nothing ticked means all."""

    items = forms.MultipleChoiceField(
        label=_("Questions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: all of them."),
    )
    quotes = forms.MultipleChoiceField(
        label=_("Quotes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: all of them."),
    )

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("items", "quotes"):
            offer(self, name, choices[name])


class EvidenceForm(forms.Form):
    """One visit, demonstration, call, mystery contact, or check of papers."""

    quote = forms.ChoiceField(label=_("Vendor"))
    kind = forms.ChoiceField(label=_("What it was"))
    happened_on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.CharField(
        label=_("Whom you met or spoke to"), max_length=200, help_text=_("For papers: who issued them.")
    )
    notes = forms.CharField(
        label=_("What you saw or heard"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    questions = forms.MultipleChoiceField(
        label=_("Questions it bears on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    finding = forms.ChoiceField(label=_("What came of it"))

    def __init__(
        self,
        *args: Any,
        quotes: Choices,
        questions: Choices,
        kinds: Choices,
        findings: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("quote", quotes),
            ("kind", kinds),
            ("questions", questions),
            ("finding", findings),
        ):
            offer(self, name, choices)

    def seen(self) -> dict[str, Any]:
        """What the action takes, but for the quote."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "quote"}
        return {**data, "questions": [int(number) for number in data["questions"]]}

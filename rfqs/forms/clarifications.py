"""Answers to vendors' questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rfqs.forms.fields import MomentField
from ui.fields import offer

LONGEST = 4000


class QuestionsUntilForm(forms.Form):
    questions_until = MomentField(
        label=_("Vendors may ask until"),
        required=False,
        help_text=_("Left empty: half-way between publication and deadline."),
    )


class AnswerForm(forms.Form):
    """The question in words that name nobody, and the answer; an unfinished answer can be saved."""

    questions = forms.MultipleChoiceField(
        label=_("Questions this answers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    question = forms.CharField(
        label=_("Question, as all vendors will read it"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Change the words where they hint at the vendor that asked."),
    )
    answer = forms.CharField(
        label=pgettext_lazy("to a question", "Answer"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "questions", choices)
        if not choices:
            del self.fields["questions"]


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the vendor that asked reads it."),
    )


class AddendumForm(forms.Form):
    text = forms.CharField(
        label=_("Text"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What changes and why. Every vendor reads it."),
    )
    asks_confirmation = forms.BooleanField(
        label=_("Vendors must confirm it"),
        required=False,
        help_text=_(
            "A quote then counts only with the confirmation. A change of the RFQ always asks for it."
        ),
    )
    deadline_at = MomentField(
        label=_("New deadline"),
        required=False,
        help_text=_("Later than the present one; left empty, it stays."),
    )

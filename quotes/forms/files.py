"""An upload: what it belongs to. Size and kind are checked by `ui.uploads`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quotes.forms.fields import choices_of
from ui.uploads.words import CheckedFileField


class FileForm(forms.Form):
    file = CheckedFileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, PowerPoint, PNG, JPEG, text or CSV, up to 20 MiB."),
    )
    question = forms.TypedChoiceField(
        label=_("Evidence for"), required=False, coerce=int, empty_value=None, choices=[]
    )
    commercial = forms.BooleanField(
        label=_("It shows prices: open it together with the prices"),
        required=False,
        help_text=_("Files for questions 1 and 2 always are."),
    )

    def __init__(self, *args: Any, questions: dict[int, str], **options: Any):
        super().__init__(*args, **options)
        words = {number: f"{number}. {title}" for number, title in questions.items()}
        question: Any = self.fields["question"]
        question.choices = choices_of(words, empty=_("the quote as a whole"))

    @property
    def is_commercial(self) -> bool:
        return bool(self.cleaned_data["commercial"]) or self.cleaned_data["question"] in (1, 2)

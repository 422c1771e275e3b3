"""A question to the buyer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 4000


class QuestionForm(forms.Form):
    """`named` is shown once the text was found to name the vendor that asks."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Do not name your company: the buyer does not learn who asks, and all vendors read the answer."
        ),
    )
    named = forms.BooleanField(label=_("Send it with the name in it"), required=False)

    def __init__(self, *args: Any, offer_named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not offer_named:
            del self.fields["named"]

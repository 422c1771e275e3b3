"""Who does what for an RFQ, named when it is published."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.fields import offer


class PublishForm(forms.Form):
    """People are given by the view; the form hands the chosen ones back as `people(name)`."""

    reviewers = forms.MultipleChoiceField(
        label=_("Reviewers"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least one besides yourself. They score the answers in the review panel."),
        error_messages={"required": _("Name at least one reviewer besides yourself.")},
    )
    chair = forms.ChoiceField(label=_("Chair"), required=False)
    openers = forms.MultipleChoiceField(
        label=_("Opening officers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Left empty, any two buyers or approvers open the quotes together."),
    )
    contract_owner = forms.ChoiceField(label=_("Contract owner"), required=False)
    reason = forms.CharField(
        label=_("Reason for what differs from the advice"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, reviewers: Iterable[Any], officers: Iterable[Any], needs_reason: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(user.pk): user for user in [*reviewers, *officers]}
        names = [(str(user.pk), user.name) for user in officers]
        offer(self, "reviewers", [(str(user.pk), user.name) for user in reviewers])
        offer(self, "openers", names)
        offer(self, "chair", [("", _("You, as the owner")), *names])
        offer(self, "contract_owner", [("", _("To be named later")), *names])
        self.fields["reason"].required = needs_reason
        if not needs_reason:
            del self.fields["reason"]

    def people(self, name: str) -> list[Any]:
        return [self._known[pk] for pk in self.cleaned_data[name]]

    def person(self, name: str) -> Any:
        return self._known.get(self.cleaned_data[name])

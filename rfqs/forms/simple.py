"""Small forms."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from rfqs.forms.fields import MomentField
from rfqs.queries import STAGES
from rfqs.states import EndCode
from ui.fields import offer
from ui.uploads.words import accept


class FilterForm(forms.Form):
    """The list's search and stage."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("All stages")), *STAGES.items()]
    )


class NewForm(forms.Form):
    template = forms.ChoiceField(label=_("Template"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), required=False, max_length=160)

    def __init__(self, *args: Any, templates: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "template", templates)


class CancelForm(forms.Form):
    code = forms.ChoiceField(
        label=_("Why it ends"),
        choices=[("", "—"), *EndCode.choices],
        help_text=_("For your own records; vendors read the sentence below."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every vendor that was invited reads it."),
    )


class ExtendForm(forms.Form):
    deadline_at = MomentField(
        label=_("New deadline"),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Every vendor that was invited reads it."),
    )


class VendorsForm(forms.Form):
    vendors = forms.MultipleChoiceField(
        label=_("Vendors to add"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one vendor.")},
    )

    def __init__(self, *args: Any, vendors: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(vendor.pk): vendor for vendor in vendors}
        offer(self, "vendors", [(pk, vendor.label) for pk, vendor in self._known.items()])

    @property
    def chosen(self) -> list[Any]:
        return [self._known[pk] for pk in self.cleaned_data["vendors"]]


class AttachmentForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": accept()}),
        help_text=_("PDF, Word, Excel, PowerPoint, PNG, JPEG, text or CSV, up to 20 MiB."),
    )


class AcceptForm(forms.Form):
    """Name and password of a person who has no account yet."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )

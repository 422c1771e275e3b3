"""The filter over messages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import OutboxMessage


class FilterForm(forms.Form):
    about = forms.CharField(label=_("RFQ"), max_length=40, required=False)
    status = forms.ChoiceField(
        label=_("State"), choices=[("", _("all")), *OutboxMessage.Status.choices], required=False
    )

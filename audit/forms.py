"""The filter over the audit trail."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.labels import known_actions
from audit.models import AuditEvent

OUTCOMES = [
    ("", _("all")),
    (AuditEvent.Outcome.OK.value, _("done")),
    (AuditEvent.Outcome.DENIED.value, _("refused")),
]


def _day(**options: Any) -> forms.DateField:
    """A day whose midnight, and the next one, exist in every zone."""
    bounds = [MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2199, 12, 31))]
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(required=False, widget=widget, validators=bounds, **options)


class FilterForm(forms.Form):
    rfq = forms.CharField(label=_("RFQ"), max_length=40, required=False)
    action = forms.ChoiceField(label=_("Action"), required=False)
    actor = forms.CharField(label=_("Who"), max_length=120, required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOMES, required=False)
    since = _day(label=pgettext_lazy("date", "From"))
    until = _day(label=_("To and including"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["action"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("all")), *known_actions()]

    def wanted(self) -> dict[str, Any]:
        """Keyword arguments of `audit.access.filtered`: days become moments of the installation's zone."""
        if not self.is_valid():
            return {}
        values = dict(self.cleaned_data)
        since, until = values.pop("since"), values.pop("until")
        values["since"] = _midnight(since) if since else None
        values["until"] = _midnight(until + timedelta(days=1)) if until else None
        return values


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

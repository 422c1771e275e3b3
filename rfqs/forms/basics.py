"""The nine fields an RFQ starts from."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from rfqs import needs
from rfqs.forms.fields import CountField, MomentField, MonthField
from rfqs.volumes import HISTORY_MONTHS, VolumeFaults, Volumes, read_typed
from ui.amounts import CountField as WholeField
from ui.fields import mark, offer
from ui.layouts import Section, row, section

# May stay open in a draft; a publication refuses without them.
FOR_PUBLICATION = ("deadline_at", "service_types", "first_month", "aht_s", "coverage", "vendors")
MONTH_NAMES = tuple(f"month_{n}" for n in range(1, HISTORY_MONTHS + 1))
# With several service lines each has these on pages of its own.
OF_A_LINE = ("service_types", "channel", "aht_s", "first_month", *MONTH_NAMES)


class BasicsForm(forms.Form):
    """Everything may be left for later but the title; what is typed must be sound.

    With `several` service lines it asks only what is about all of them.
    """

    title = forms.CharField(label=_("Title"), max_length=160)
    deadline_at = MomentField(
        label=_("Deadline for quotes"),
        required=False,
    )
    industry = forms.ChoiceField(label=_("Industry"))
    company_stage = forms.ChoiceField(label=_("Stage of the company"))
    service_types = forms.MultipleChoiceField(
        label=_("Services"), widget=forms.CheckboxSelectMultiple, required=False
    )
    channel = forms.ChoiceField(label=_("Channel"))
    first_month = MonthField(label=_("First of the six months"), required=False)
    aht_s = WholeField(
        label=_("Handling time of a contact, in seconds"), least="10", most="7200", required=False
    )
    coverage = forms.MultipleChoiceField(
        label=_("Service hours"), widget=forms.CheckboxSelectMultiple, required=False
    )
    data_class = forms.ChoiceField(label=_("Customer data"))
    vendors = forms.MultipleChoiceField(
        label=_("Vendors to invite"), widget=forms.CheckboxSelectMultiple, required=False
    )

    for_one_line: ClassVar[list[Section]] = [
        section(_("What and until when"), row("title", "deadline_at"), row("industry", "company_stage")),
        section(_("What is to be done"), "service_types", row("channel", "aht_s"), "coverage", "data_class"),
        section(
            _("Volumes"),
            "first_month",
            row(*MONTH_NAMES[:3]),
            row(*MONTH_NAMES[3:]),
            note=_("Contacts of six whole months in a row. A table or file goes on the page “Volumes”."),
        ),
        section(_("Vendors"), "vendors"),
    ]

    for_several: ClassVar[list[Section]] = [
        for_one_line[0],
        section(_("For all service lines"), "coverage", "data_class"),
        for_one_line[3],
    ]

    def __init__(
        self,
        *args: Any,
        vendors: Iterable[tuple[str, str]],
        now: datetime,
        several: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.volumes: Volumes | None = None
        for index, name in enumerate(MONTH_NAMES, start=1):
            self.fields[name] = CountField(label=_("Month %(n)s") % {"n": index}, required=False)
        for name, choices in needs.basic_choices().items():
            offer(self, name, choices)
        offer(self, "vendors", vendors)
        for name in MONTH_NAMES:
            mark(self.fields[name], "expected")
        for name in FOR_PUBLICATION:
            mark(self.fields[name], "for_publication")
        self.layout = self.for_several if several else self.for_one_line
        if several:
            for name in OF_A_LINE:
                del self.fields[name]

    def sound_values(self) -> dict[str, Any]:
        """What is typed so far and sound, for the preview; a field in error keeps what it started from."""
        self.is_valid()
        return {**self.initial, **self.cleaned_data}

    def clean_deadline_at(self) -> datetime | None:
        moment = self.cleaned_data["deadline_at"]
        if moment is not None and moment <= self.now:
            raise forms.ValidationError(_("The deadline must lie in the future."))
        return moment

    def clean_coverage(self) -> list[str]:
        chosen = self.cleaned_data["coverage"]
        if "H24" in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("Round the clock stands alone."))
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        counts = [data.get(name) for name in MONTH_NAMES]
        first: date | None = data.get("first_month")
        if first is None and all(count is None for count in counts):
            return data
        if "first_month" in self.errors or any(name in self.errors for name in MONTH_NAMES):
            return data
        if first is None:
            self.add_error("first_month", _("Say which month is the first."))
        for name, count in zip(MONTH_NAMES, counts, strict=True):
            if count is None:
                self.add_error(name, _("Give all six months, or none."))
        if not self.errors.keys() & {"first_month", *MONTH_NAMES}:
            self._read(first, counts)
        return data

    def _read(self, first: Any, counts: list[Any]) -> None:
        try:
            self.volumes = read_typed(first, counts, today=localtime(self.now).date())
        except VolumeFaults as faults:
            for sentence in faults.sentences:
                self.add_error("first_month", sentence)

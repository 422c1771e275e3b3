"""Reasons, settlements and the award."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scoring.forms.panel import VALUES
from ui.fields import mark, offer
from ui.layouts import row, section


class ReasonForm(forms.Form):
    """One reason in words."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReviewerForm(forms.Form):
    """One more reviewer; `people` are those who can be named, by id."""

    reviewer = forms.ChoiceField(label=_("One more reviewer"))

    def __init__(self, *args: Any, people: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = people
        offer(self, "reviewer", [("", "—"), *((pk, person.name) for pk, person in people.items())])

    @property
    def chosen(self) -> Any:
        return self._people[self.cleaned_data["reviewer"]]


class SettleForm(ReasonForm):
    """The panel's settled score of one item."""

    quote = forms.UUIDField(widget=forms.HiddenInput)
    item = forms.CharField(max_length=4, widget=forms.HiddenInput)
    value = forms.ChoiceField(label=_("Settled score"), choices=VALUES)

    def settled(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"item": data["item"], "value": Decimal(data["value"]), "reason": data["reason"]}


# Typed here or on record as evidence: empty here does not mean optional.
EXPECTED = ("shape", "reference_1", "notes_1", "reference_2", "notes_2", "seen_kind", "seen_on", "verified")


class AwardForm(forms.Form):
    """The proposal with what was checked before it (A-01 to A-03): typed here, or on record as evidence.

    `choices` are the ranked quotes, `backups` the same with the day until which each holds its price, `lines` the
    service lines by code; `shapes` says who can get what.
    """

    shape = forms.ChoiceField(label=_("Who gets what"), widget=forms.RadioSelect, required=False)
    quote = forms.ChoiceField(label=_("Quote"))
    backup = forms.ChoiceField(
        label=_("Backup"),
        required=False,
        help_text=_("Stands by at the price of its quote, as long as that holds."),
    )
    reason = forms.CharField(
        label=_("Why this quote"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    reference_1 = forms.CharField(label=_("First reference called"), max_length=120, required=False)
    notes_1 = forms.CharField(
        label=_("What they said"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reference_2 = forms.CharField(label=_("Second reference called"), max_length=120, required=False)
    notes_2 = forms.CharField(
        label=_("What they said"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen_kind = forms.ChoiceField(
        label=pgettext_lazy("kind of visit", "Seen"),
        choices=[("VISIT", _("Visit on site")), ("DEMO", _("Demonstration"))],
        required=False,
    )
    seen_on = forms.DateField(label=_("On"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    seen_note = forms.CharField(label=_("Note"), max_length=1000, required=False)
    verified = forms.BooleanField(label=_("I have verified the vendor's qualification."), required=False)
    verified_note = forms.CharField(label=_("Which papers"), max_length=1000, required=False)

    def __init__(
        self,
        *args: Any,
        choices: list[tuple[str, str]],
        backups: list[tuple[str, str]],
        lines: Mapping[str, str],
        shapes: list[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "quote", choices)
        offer(self, "backup", [("", "—"), *backups])
        offer(self, "shape", shapes)
        self.initial.setdefault("shape", "SINGLE")
        for name in EXPECTED:
            mark(self.fields[name], "expected")
        self._lines = {f"line_{number}": code for number, code in enumerate(lines, start=1)}
        for name, label in zip(self._lines, lines.values(), strict=True):
            self.fields[name] = forms.ChoiceField(
                label=_("Vendor for %(line)s") % {"line": label},
                required=False,
                choices=[("", "—"), *choices],
            )
            mark(self.fields[name], "expected")
        if self._lines:
            self.fields["quote"].help_text = _(
                "In a split: one of its vendors, whose checks are typed below."
            )
        on_record = _("What is on record as evidence of the quote need not be typed again.")
        only = _(
            "For a split alone: choose a vendor for every line. The checks typed below are those of the quote chosen "
            "above; of the others what is on record as evidence counts. Each vendor charges in full what it charges for "
            "the contract as a whole; the proposal then says what the split costs."
        )
        split = (section(_("Split by service line"), row(*self._lines), note=only),) if self._lines else ()
        self.layout = (
            section(_("Proposal"), "shape", row("quote", "backup"), "reason"),
            *split,
            section(
                _("References"), row("reference_1", "reference_2"), row("notes_1", "notes_2"), note=on_record
            ),
            section(_("Visit or demonstration"), row("seen_kind", "seen_on"), "seen_note"),
            section(_("Qualification"), "verified", "verified_note"),
        )

    @property
    def chosen(self) -> dict[str, Any]:
        """{"shape", "quote", "backup", "lines"}, quotes by id; lines are those with a vendor."""
        data = self.cleaned_data
        lines = {code: data[name] for name, code in self._lines.items() if data[name]}
        return {
            "shape": data["shape"] or "SINGLE",
            "quote": data["quote"],
            "backup": data["backup"],
            "lines": lines,
        }

    def diligence(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "references": [
                {"name": data["reference_1"], "notes": data["notes_1"]},
                {"name": data["reference_2"], "notes": data["notes_2"]},
            ],
            "seen": {
                "kind": data["seen_kind"],
                "on": data["seen_on"].isoformat() if data["seen_on"] else "",
                "note": data["seen_note"],
            },
            "qualification": {"verified": data["verified"], "note": data["verified_note"]},
        }

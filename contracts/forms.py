"""Forms about contracts; they check, actions save."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import ContractTerm
from contracts.queries import status_choices
from contracts.terms import editable, is_words
from ui.spec_forms import SpecForm, form_for, to_values
from ui.specs import FieldSpec, is_state
from ui.text import pick

STATUS = ContractTerm.Status
OUTCOMES = [
    (STATUS.OFFERED.value, _("Still open")),
    (STATUS.AGREED.value, _("Agreed")),
    (STATUS.REJECTED.value, _("Rejected")),
]


class FilterForm(forms.Form):
    """Which contracts to list."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)
    status = forms.ChoiceField(label=_("State"), required=False, choices=status_choices)

    def wanted(self) -> dict[str, str]:
        """Arguments of `queries.contract_list`; a faulty filter counts as none."""
        cleaned = self.cleaned_data if self.is_valid() else {}
        return {"search": cleaned.get("q", ""), "status": cleaned.get("status", "")}


class OutcomeForm(forms.Form):
    """Where a term stands after a round of negotiation."""

    status = forms.ChoiceField(label=_("State"), choices=OUTCOMES)
    clause_ref = forms.CharField(
        label=_("Clause"), max_length=60, required=False, help_text=_("Where it stands in the contract.")
    )
    note = forms.CharField(
        label=_("Note"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class SignForm(forms.Form):
    """The day both parties signed, and the word that nothing changes from here on."""

    signed_on = forms.DateField(
        label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    confirmed = forms.BooleanField(
        label=_("Both parties have signed, and the terms below are those of the signed document.")
    )


class BreakOffForm(forms.Form):
    """Why a negotiation ended without a contract."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class TermForm:
    """One term: its value by its spec, and the outcome beside it. `value` after a valid check."""

    def __init__(
        self, data: Any, *, spec: FieldSpec, term: ContractTerm, files: list[tuple[str, str]]
    ) -> None:
        self.term, self.spec = term, editable(spec)
        values = {} if term.value is None else {term.code: _typed(term.value)}
        self.spec_form: SpecForm = form_for([self.spec], data, values=values, files=files, prefix="term")
        self.outcome = OutcomeForm(data, initial=_outcome_of(term))

    def is_valid(self) -> bool:
        sound = [form.is_valid() for form in (self.spec_form, self.outcome)]
        if all(sound) and self.value is None:
            self.outcome.add_error(None, _("Give the value of the term, or say that it does not apply."))
        return all(sound) and self.value is not None

    @property
    def value(self) -> Any:
        """The clean value; words in three languages stay as they are while nobody rewrites them."""
        value = to_values(self.spec_form).get(self.term.code)
        stored = self.term.value
        return stored if is_words(stored) and value == pick(stored) else value


def _outcome_of(term: ContractTerm) -> dict[str, str]:
    status = term.status if term.status in dict(OUTCOMES) else STATUS.AGREED.value
    return {"status": status, "clause_ref": term.clause_ref, "note": term.note}


def _typed(value: Any) -> Any:
    """A stored value as it is typed: words in the reader's language, undisclosed parts left empty."""
    if is_words(value):
        return pick(value)
    if isinstance(value, Mapping) and not is_state(value):
        return {key: part for key, part in value.items() if not is_state(part)}
    return value


def sign_form(data: Any, today: date) -> SignForm:
    """The form to sign, with today filled in."""
    return SignForm(data, initial={"signed_on": today})

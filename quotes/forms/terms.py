"""The proposed contract terms: accept, deviate with a value and a note, or leave undisclosed."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quotes.forms.fields import choices_of
from quotes.terms import ACCEPTED, DEVIATION, NOT_DISCLOSED, Term
from ui.spec_forms import SpecForm, form_for, to_values

CHOICES = {
    ACCEPTED: _("accepted"),
    DEVIATION: _("something else"),
    NOT_DISCLOSED: _("not disclosed"),
}
VALUE_LABEL = {"en": "Your value", "zh-hans": "贵方的条件", "zh-hant": "貴方的條件"}


class TermForm(forms.Form):
    """One term. The value of a deviation is typed into a form of the term's own kind (`inner`)."""

    status = forms.ChoiceField(label=_("Your answer"), required=False, choices=choices_of(CHOICES))
    note = forms.CharField(label=_("Why, or under which condition"), required=False, max_length=500)

    def __init__(self, data: Any, *, term: Term, offer: Any):
        offer = offer or {}
        initial = {"status": offer.get("status", ""), "note": offer.get("note", "")}
        super().__init__(data, prefix=term.code, initial=initial)
        self.term = term
        spec = replace(term.spec, required="O", nd="", na=False, when=None, required_when=None)
        self.inner: SpecForm = form_for(
            [replace(spec, code="value", label=VALUE_LABEL, help=None, home="", asked="answers")],
            data,
            values={"value": offer.get("value")},
            prefix=term.code,
        )

    @property
    def adding_row(self) -> bool:
        return bool(self.inner.adding_row)

    def is_valid(self) -> bool:
        sound = self.inner.is_valid()
        return super().is_valid() and (sound or self.cleaned_data.get("status") != DEVIATION)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.inner.is_valid()
        if data.get("status") == DEVIATION and not self.inner.errors and not to_values(self.inner):
            if not data.get("note"):
                self.add_error("note", _("State your value, or say what you would agree to."))
        return data

    def offer(self) -> dict[str, Any] | None:
        status = self.cleaned_data["status"]
        if not status:
            return None
        if status != DEVIATION:
            return {"status": status}
        found = {
            "status": status,
            "value": to_values(self.inner).get("value"),
            "note": self.cleaned_data["note"],
        }
        return {key: value for key, value in found.items() if value not in (None, "")}


class TermsForms:
    """All terms of an RFQ together."""

    def __init__(self, data: Any, *, terms: Iterable[Term], offers: dict[str, Any]):
        self.offers = offers
        self.forms = [TermForm(data, term=term, offer=offers.get(term.code)) for term in terms]

    def __iter__(self) -> Any:
        return iter(self.forms)

    @property
    def messages(self) -> list[dict[str, str]]:
        """What is wrong, each linked to its field, for the summary on top."""
        found = []
        for form in self.forms:
            shown = (form, form.inner) if form.is_bound and not self.adding_row else ()
            for one in shown:
                for name, faults in one.errors.items():
                    anchor = one[name].auto_id if name in one.fields else ""
                    found += [
                        {"message": f"{form.term.label}: {fault}", "anchor": anchor} for fault in faults
                    ]
        return found

    @property
    def adding_row(self) -> bool:
        return any(form.adding_row for form in self.forms)

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])

    def contract_terms(self, *, accept_rest: bool = False) -> dict[str, Any]:
        """The offers as documents carry them; a faulty term keeps what was stored before."""
        codes = {form.term.code for form in self.forms}
        found = {code: offer for code, offer in self.offers.items() if code not in codes}
        for form in self.forms:
            offer = form.offer() if form.is_valid() else self.offers.get(form.term.code)
            if offer is None and accept_rest and form.is_valid():
                offer = {"status": ACCEPTED}
            if offer:
                found[form.term.code] = offer
        return found

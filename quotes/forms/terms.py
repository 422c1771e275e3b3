"""The proposed contract terms: accept, deviate with a value and a note, or leave undisclosed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quotes.forms.fields import choices_of
from quotes.terms import ACCEPTED, DEVIATION, NOT_DISCLOSED, STATED, Term
from rfqs import catalogue
from ui.spec_forms import SpecForm, form_for, to_values
from ui.text import labelled

TO_A_PROPOSAL = {
    ACCEPTED: _("accepted"),
    DEVIATION: _("something else"),
    NOT_DISCLOSED: _("not disclosed"),
}
TO_A_QUESTION = {STATED: _("our term is below"), NOT_DISCLOSED: _("not disclosed")}
VALUE_LABEL = {"en": "Your term", "zh-hans": "贵方的条款", "zh-hant": "貴方的條款"}


class TermForm(forms.Form):
    """One term. The value of a deviation is typed into a form of the term's own kind (`inner`)."""

    status = forms.ChoiceField(label=_("Your answer"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, data: Any, *, term: Term, offer: Any, need: Any, files: Any):
        offer = offer or {}
        initial = {"status": offer.get("status", ""), "note": offer.get("note", "")}
        super().__init__(data, prefix=term.code, initial=initial)
        self.term, self.need = term, need or {}
        status: Any = self.fields["status"]
        status.choices = choices_of(TO_A_QUESTION if term.states else TO_A_PROPOSAL)
        for name in self.fields:
            self.fields[name].widget.attrs["aria-label"] = labelled(term.label, self.fields[name].label)
        self.inner: SpecForm = form_for(
            [_bare(term)],
            data,
            values={term.code: offer.get("value")},
            context={"need": self.need},
            files=files,
            prefix=term.code,
        )

    @property
    def adding_row(self) -> bool:
        return bool(self.inner.adding_row)

    @property
    def is_open(self) -> bool:
        """The value is shown at once: it is asked for, was given, or has a fault."""
        status = self["status"].value()
        return self.term.states or status == DEVIATION or bool(self.is_bound and self.inner.errors)

    def is_valid(self) -> bool:
        return super().is_valid() and (not self._wants_value or self.inner.is_valid())

    @property
    def _wants_value(self) -> bool:
        return self._status() in (DEVIATION, STATED)

    def _status(self) -> str:
        """What was chosen; a typed value without a choice says which it is."""
        chosen: str = self.cleaned_data.get("status") or ""
        if chosen or not (to_values(self.inner) or self.inner.errors):
            return chosen
        return STATED if self.term.states else DEVIATION

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self._wants_value and not self.inner.errors:
            offer = self._written()
            for fault in catalogue.clean_offer(self.term.item, offer, self.need)[1]:
                self.add_error(None, f"{fault.message} {fault.remedy}")
        return data

    def _written(self) -> dict[str, Any]:
        offer: dict[str, Any] = {"status": self._status()}
        if self._wants_value:
            offer["value"] = to_values(self.inner).get(self.term.code)
        if self.cleaned_data.get("note"):
            offer["note"] = self.cleaned_data["note"]
        return offer

    def offer(self) -> dict[str, Any] | None:
        """The offer as documents carry it, None where nothing was said."""
        if not self._status():
            return None
        clean: dict[str, Any] | None = catalogue.clean_offer(self.term.item, self._written(), self.need)[0]
        return clean


def _bare(term: Term) -> Any:
    """The term's field without the states that the status says already."""
    return replace(
        term.spec,
        label=VALUE_LABEL,
        help=None,
        required="O",
        required_when=None,
        nd="",
        na=False,
        home="",
        asked="answers",
    )


class TermsForms:
    """All terms of an RFQ together."""

    def __init__(
        self,
        data: Any,
        *,
        terms: Iterable[Term],
        offers: Mapping[str, Any],
        need: Any = None,
        files: Iterable[tuple[str, str]] = (),
    ):
        self.offers, choices = dict(offers), list(files)
        self.forms = [
            TermForm(data, term=term, offer=offers.get(term.code), need=need, files=choices) for term in terms
        ]

    def __iter__(self) -> Iterator[TermForm]:
        return iter(self.forms)

    @property
    def messages(self) -> list[dict[str, str]]:
        """What is wrong, each linked to its field, for the summary on top."""
        found = []
        for form in self.forms:
            shown = (form, form.inner) if form.is_bound and not self.adding_row else ()
            for one in shown:
                for name, faults in one.errors.items():
                    anchor = one[name].auto_id if name in one.fields else f"term_{form.term.code}"
                    found += [
                        {"message": labelled(form.term.label, text), "anchor": anchor} for text in faults
                    ]
        return found

    @property
    def adding_row(self) -> bool:
        return any(form.adding_row for form in self.forms)

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self.forms]  # each one, so that every fault shows
        return all(checked)

    def contract_terms(self, *, accept_rest: bool = False) -> dict[str, Any]:
        """The offers as documents carry them; a faulty term keeps what was stored before."""
        codes = {form.term.code for form in self.forms}
        found = {code: offer for code, offer in self.offers.items() if code not in codes}
        for form in self.forms:
            sound = form.is_valid()
            offer = form.offer() if sound else self.offers.get(form.term.code)
            if offer is None and accept_rest and sound and not form.term.states:
                offer = {"status": ACCEPTED}
            if offer:
                found[form.term.code] = offer
        return found

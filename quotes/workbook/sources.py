"""The forms a workbook is made of: the portal's own, in the number of rows a template has.

A block is one form: "basics", "fees", "q1" to "q10", "term.CODE" (the answer to a term), "value.CODE" (the term
itself) and, for rate line 1, "rate.1". Forms take their words from the active language.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quotes import billing
from quotes.forms.answers import answer_form
from quotes.forms.basics import SEATS, BasicsForm
from quotes.forms.fees import FeesForm
from quotes.forms.line_tables import MAX_ROWS, MORE_ROWS, TABLES
from quotes.forms.rate_lines import RateLineForm
from quotes.forms.terms import TermForm
from quotes.readiness import question_numbers
from quotes.terms import proposed_terms
from quotes.workbook import kinds
from quotes.workbook.basis import Basis, Sizes
from rfqs import catalogue

MODEL, SERVICE_LINE = "model", "line"
ROW = re.compile(r"\w+-\d+-")  # inputs of a table under the sentence
# Typed once, in the basics, and given to each rate line that names it in its sentence.
SHARED = ("base_seats",)


@dataclass(frozen=True)
class Slot:
    """One input cell. `option` is the code of the choice that a tick in the cell stands for."""

    block: str
    name: str
    field: forms.Field
    initial: kinds.Posted
    option: str = ""
    mixed: bool = False

    @property
    def kind(self) -> str:
        return kinds.CHOICE if self.option else kinds.kind_of(self.field)

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """(code, words): settled when first asked for, in the language that is active then."""
        return [("on", kinds.TICK)] if self.option else kinds.choices_of(self.field)


def slot_of(block: str, form: forms.Form, name: str, *, mixed: bool = False) -> Slot:
    """The cell of one input of a form, with what the form shows in it."""
    field = form.fields[name]
    return Slot(block, name, field, kinds.posted(field, form.get_initial_for_field(field, name)), mixed=mixed)


def ticks_of(block: str, form: forms.Form, name: str) -> Iterator[tuple[str, Slot]]:
    """(words, cell) of each choice of a field that takes several."""
    field = form.fields[name]
    chosen = form.get_initial_for_field(field, name) or ()
    for code, words in kinds.choices_of(field):
        yield words, Slot(block, name, field, "on" if code in chosen else "", option=code)


def basics_form(basis: Basis, data: Any = None) -> BasicsForm:
    return BasicsForm(data, content=basis.content, whole=basis.whole)


def fees_form(basis: Basis) -> FeesForm:
    return FeesForm(None, fee_lines=basis.whole.get("fee_lines") or [])


def question_forms(basis: Basis, sizes: Sizes) -> dict[int, Any]:
    """The form of each question, by its number."""
    found = {}
    for number in question_numbers(basis.content):
        data = rows_data(sizes, f"q{number}")
        found[number] = answer_form(basis.content, number, basis.whole, data, files=basis.files)
    return found


def rows_data(sizes: Sizes, block: str, prefix: str = "") -> dict[str, str]:
    """The hidden inputs that say how many rows the lists of a form have."""
    start = f"{block}."
    return {
        f"{prefix}{key.removeprefix(start)}-rows": str(count)
        for key, count in sizes.rows.items()
        if key.startswith(start)
    }


def term_forms(basis: Basis, sizes: Sizes) -> list[TermForm]:
    offers = basis.whole.get("contract_terms") or {}
    return [
        term_form(basis, term, offers.get(term.code), rows_data(sizes, f"value.{term.code}", f"{term.code}-"))
        for term in proposed_terms(basis.content)
    ]


def term_form(basis: Basis, term: Any, offer: Any, data: Any) -> TermForm:
    return TermForm(data, term=term, offer=offer, need=basis.content.get("need"), files=list(basis.files))


# -- rate lines ------------------------------------------------------------------------------------------


def rate_form(basis: Basis, model: str, data: Any = None, stored: Any = None) -> RateLineForm:
    return RateLineForm(
        data, model=model, currency=basis.currency, line=stored, whole=basis.whole, lines=basis.lines
    )


def rate_shapes(basis: Basis, sizes: Sizes) -> dict[str, RateLineForm]:
    """An empty form of each model with room for the bands of the template."""
    return {code: rate_form(basis, code, more_bands(sizes)) for code in billing.MODELS}


def more_bands(sizes: Sizes) -> dict[str, str]:
    """What the page's button for more rows sends, so that every table has as many as the template."""
    counters = {
        table.counter: str(max(min(sizes.bands, MAX_ROWS[table.prefix]) - MORE_ROWS, 0))
        for table in TABLES.values()
    }
    return {"more": "1", **counters}


def hidden_data(shape: RateLineForm) -> dict[str, Any]:
    """The hidden inputs of a form, such as how many rows of bands come."""
    return {name: shape[name].value() for name, field in shape.fields.items() if field.widget.is_hidden}


def shared_data(basics: dict[str, kinds.Posted], line: object = "") -> dict[str, kinds.Posted]:
    """What a rate line takes over from the basics; of several service lines (`line` is a code) what its own has."""
    by_line = basics.get(f"{SEATS}{line}")
    own = {} if by_line is None else {"base_seats": by_line}
    return own | {name: basics[name] for name in SHARED if name in basics}


def whole_data(form: Any, names: Iterable[str]) -> dict[str, Any]:
    """Everything a form shows, as it would be sent unchanged; counts of rows as they are."""
    found: dict[str, Any] = {}
    for name in names:
        field = form.fields[name]
        found[name] = kinds.posted(field, form.get_initial_for_field(field, name))
    return found | {name: form.data[name] for name in names if name in form.data}


def catalogue_context(whole: dict[str, Any], basis: Basis) -> dict[str, Any]:
    """What conditions of the questions look at besides the answers."""
    found: dict[str, Any] = catalogue.answer_context(whole, basis.content.get("need"))
    return found


def rate_names(shapes: dict[str, RateLineForm]) -> dict[str, tuple[str, ...]]:
    """Each field a rate line can have, with the models that have it.

    First what the sentences of the models ask, then rows such as bands, then what most models take besides.
    """
    found: dict[str, list[str]] = {}
    asked: dict[str, None] = {}
    for code, form in shapes.items():
        for name, field in form.fields.items():
            if name not in SHARED and not field.widget.is_hidden:
                found.setdefault(name, []).append(code)
        asked |= dict.fromkeys(name for name in form.names if name in form.fields)
    often = [name for name in found if len(found[name]) * 2 > len(shapes) and name not in asked]
    rows = [name for name in found if ROW.match(name)]
    rest = [name for name in found if name not in {*asked, *often, *rows}]
    order = [*(name for name in asked if name in found), *rest, *rows, *often]
    order.sort(key=lambda name: name != SERVICE_LINE)  # first the service line, where there are several
    return {name: tuple(found[name]) for name in order}


def rate_field(shapes: dict[str, RateLineForm], name: str, models: tuple[str, ...]) -> forms.Field:
    """The field of a name; where models offer other choices, all of them."""
    field = shapes[models[0]].fields[name]
    if not isinstance(field, forms.ChoiceField) or len(models) == 1:
        return field
    every: dict[str, str] = {}
    for one in models:
        for code, words in kinds.choices_of(shapes[one].fields[name]):
            every.setdefault(code, words)
    joined = forms.ChoiceField(label=field.label, help_text=field.help_text, required=False)
    joined.choices = [("", ""), *every.items()]
    joined.initial = field.initial
    joined.widget.attrs.update(field.widget.attrs)
    return joined


def model_field() -> forms.ChoiceField:
    """The choice of the billing model; its words begin with the code."""
    words = [(code, f"{code} {model.title}") for code, model in billing.MODELS.items()]
    return forms.ChoiceField(label=_("How do you charge?"), choices=[("", ""), *words], required=False)


def stored_lines(basis: Basis) -> list[dict[str, Any]]:
    return [line for line in basis.whole.get("rate_lines") or [] if isinstance(line, dict)]


def rate_initials(basis: Basis, number: int) -> dict[str, kinds.Posted]:
    """What the cells of rate line `number` hold, by field; nothing for a line that is not there."""
    lines = stored_lines(basis)
    if number > len(lines) or lines[number - 1].get("model") not in billing.MODELS:
        return {}
    stored = lines[number - 1]
    form = rate_form(basis, stored["model"], None, stored)
    shown = {
        name: kinds.posted(field, form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
        if name not in SHARED and not field.widget.is_hidden
    }
    return {MODEL: str(stored["model"])} | shown

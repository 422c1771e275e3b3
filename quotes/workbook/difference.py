"""What a filled workbook changes in the draft, in words, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from quotes import documents
from quotes.display import answer_fields, fee_rows, rate_lines, term_rows
from quotes.forms.basics import BasicsForm
from quotes.workbook.basis import Basis
from rfqs import catalogue
from ui.text import labelled, pick

NONE = "–"


@dataclass(frozen=True)
class Change:
    """One field: as the draft has it, and as the workbook has it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Part:
    """The changes of one page of the portal. `moved`: that page was written after the download."""

    title: str
    changes: list[Change]
    moved: bool = False


def difference(basis: Basis, changes: Mapping[str, Any], moved: list[str]) -> list[Part]:
    """The pages that differ, each with its fields that differ."""
    before = documents.merged(basis.whole, None)
    after = documents.merged(basis.whole, None)
    for path, value in changes.items():
        documents.put(after, path, value)
    found = [
        _part(_("Prices"), _prices(basis, before), _prices(basis, after), moved, *PRICES),
        _part(_("Extra charges"), _fees(before), _fees(after), moved, "fee_lines"),
        *(_question(basis, number, before, after, moved) for number in range(1, 11)),
        _part(_("Contract terms"), _terms(basis, before), _terms(basis, after), moved, "contract_terms"),
    ]
    return [part for part in found if part.changes]


Texts = dict[str, str]
PRICES = ("currency", "tax", "base_seats", "line_seats", "rate_lines")


def _part(title: str, before: Texts, after: Texts, moved: list[str], *sections: str) -> Part:
    changes = [
        Change(label, before.get(label, NONE), after.get(label, NONE))
        for label in dict.fromkeys([*before, *after])
        if before.get(label, NONE) != after.get(label, NONE)
    ]
    return Part(title, changes, moved=bool(set(sections) & set(moved)))


def _prices(basis: Basis, whole: documents.Document) -> Texts:
    form = BasicsForm(content=basis.content, whole=whole)
    found = {}
    for name, field in form.fields.items():
        value = form.initial.get(name)
        words = dict(getattr(field, "choices", ()))
        found[str(field.label)] = NONE if value in (None, "") else str(words.get(value, value))
    for number, row in enumerate(rate_lines(whole.get("rate_lines") or [], whole, basis.lines), start=1):
        found[_("Line %(number)s") % {"number": number}] = labelled(row["label"], row["text"])
    return found


def _fees(whole: documents.Document) -> Texts:
    lines = whole.get("fee_lines") or []
    stated = {line.get("code") for line in lines}
    rows = fee_rows(lines, str(whole.get("currency", "")))
    return {row["label"]: row["text"] if row["code"] in stated else NONE for row in rows}


def _terms(basis: Basis, whole: documents.Document) -> Texts:
    return {row["label"]: row["text"] for row in term_rows(basis.content, whole.get("contract_terms") or {})}


def _question(
    basis: Basis, number: int, before: documents.Document, after: documents.Document, moved: list[str]
) -> Part:
    asked = [question for question in basis.content["questions"]["questions"] if question["n"] == number]
    if not asked:
        return Part("", [])
    title = f"{number}. {pick(catalogue.question(basis.content['questions'], number)['title'])}"
    first, second = (_answers(basis, number, whole) for whole in (before, after))
    return _part(title, first, second, moved, f"answers.q{number}")


def _answers(basis: Basis, number: int, whole: documents.Document) -> Texts:
    found = {
        field.label: NONE if field.value.state == "MISSING" else field.value.text
        for field in answer_fields(basis.content, number, whole)
    }
    text = documents.get(whole, f"answers.q{number}.text")
    return found | {_("In your own words"): str(text) if text else NONE}

"""Terms as specs and words: where a term's shape comes from, what the RFQ proposed, how a value reads.

Answers to the ten questions (q...) take their spec from the published question set; the further terms
(ct_...) from the terms that the RFQ proposed. Both are frozen in the publication; a term that was not
published has the shape of the shipped set.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from contracts.catalogue import GROUPS
from rfqs import catalogue
from ui.figures import as_decimal
from ui.spec_display import Shown, shown
from ui.specs import FieldSpec, Reader, is_state
from ui.text import LANGUAGES, pick

# What a publication says about a term beyond its shape stays out of the spec ("A" is no word of specs).
SPEC_KEYS = {field.name for field in fields(FieldSpec)} - {"code", "source", "required", "home", "asked"}
PRICE_HOMES = ("rate_lines", "fee_lines")
Content = Mapping[str, Any]
_reader = Reader()


def question_of(code: str) -> int:
    """The number of the question that a q term answers; 0 for the others."""
    head = code.partition("_")[0]
    return int(head[1:]) if head[:1] == "q" and head[1:].isdigit() else 0


def term_specs(content: Content) -> dict[str, FieldSpec]:
    """The spec of every term of a contract, by code, in the order of the groups."""
    wanted = [code for group in GROUPS for code, _required in group.terms]
    asked = {
        spec.code: spec
        for n in sorted({question_of(code) for code in wanted} - {0})
        for spec in catalogue.question_specs(content["questions"], n)
    }
    terms = _shipped_terms() | {entry["code"]: entry for entry in proposed_terms(content)}
    return {code: asked[code] if question_of(code) else _clause_spec(terms[code]) for code in wanted}


def _clause_spec(entry: Mapping[str, Any]) -> FieldSpec:
    shape = {key: entry[key] for key in SPEC_KEYS if entry.get(key) is not None}
    shape.setdefault("type", "longtext")
    return _reader.read({"code": entry["code"], **shape})


@cache
def _shipped_terms() -> dict[str, Mapping[str, Any]]:
    """The terms of the shipped set by code, for reading only."""
    return {entry["code"]: entry for entry in catalogue.term_set()["terms"]}


def proposed_terms(content: Content) -> list[Mapping[str, Any]]:
    """The terms as they were published."""
    published = content.get("terms") or []
    return list(published["terms"] if isinstance(published, Mapping) else published)


def proposed_values(content: Content) -> dict[str, Any]:
    """What the RFQ proposed for each of its terms; None where the vendor was to say it."""
    return {entry["code"]: entry.get("proposed", entry.get("value")) for entry in proposed_terms(content)}


def is_words(value: Any) -> bool:
    """True for a text in several languages."""
    return isinstance(value, Mapping) and bool(value) and set(value) <= set(LANGUAGES)


def shown_term(spec: FieldSpec, value: Any) -> Shown:
    """A term's value in the reader's language; where there is none, it says so."""
    if value is None:
        return Shown(text=_("missing"), state="MISSING")
    if is_words(value):
        return Shown(text=pick(value))
    if value == [] and spec.type in ("list", "multi"):
        return Shown(text=_("none"))
    return shown(spec, value)


def editable(spec: FieldSpec) -> FieldSpec:
    """The spec as it is typed into a contract: everything in one place, nothing left undisclosed."""
    return replace(
        spec,
        asked="answers",
        home="",
        when=None,
        required_when=None,
        nd="",
        rows_from=None,
        fields=tuple(_editable_part(part) for part in spec.fields),
        columns=tuple(_editable_part(part) for part in spec.columns),
    )


def _editable_part(part: FieldSpec) -> FieldSpec:
    return replace(part, asked="answers", home="", rows_from=None)


def rises(spec: FieldSpec, offered: Any, value: Any) -> bool:
    """True when a price of the quote would go up: after the award a price may only fall."""
    if offered is None or value is None or is_state(offered) or is_state(value):
        return False
    if spec.fields and isinstance(offered, Mapping) and isinstance(value, Mapping):
        return _object_rises(spec, offered, value)
    return _is_price(spec) and _above(offered, value)


def _object_rises(spec: FieldSpec, offered: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    if _is_price(spec) and "kind" in offered:
        if value.get("kind") == "NONE":
            return False
        if value.get("kind") != offered["kind"]:
            return True  # another way of counting cannot be compared: it is not a fall
        return _above(offered.get("value"), value.get("value"))
    return any(
        _is_price(part) and _above(offered.get(part.code), value.get(part.code)) for part in spec.fields
    )


def _is_price(spec: FieldSpec) -> bool:
    return spec.home.partition(".")[0] in PRICE_HOMES


def _above(offered: Any, value: Any) -> bool:
    before, after = as_decimal(offered), as_decimal(value)
    return before is not None and after is not None and after > before

"""The first wording of a contract, taken from the winning quote. Pure: documents in, values out."""

import copy
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from calc.documents import DocumentError, read_demand, read_quote
from calc.tco import price
from contracts.catalogue import FLAG_TERMS, GROUPS
from contracts.terms import Content, proposed_values, question_of, term_specs
from quotes.service_lines import of_some
from rfqs import catalogue
from scoring.engine import priced_part
from ui.specs import NOT_APPLICABLE, NOT_DISCLOSED, FieldSpec, applies, is_state, lookup, state_of

OFFERED, MISSING = "OFFERED", "MISSING"
PRICE_FIELDS = ("currency", "tax", "base_seats", "line_seats", "rate_lines", "fee_lines")
FIGURES = (
    *("headline", "year1_payable", "uplift_y1", "loaded_uplift", "disclosure", "tco", "tco_per_contact"),
    *("elasticity", "exit_cost", "quoted"),
)


@dataclass(frozen=True)
class TermDraft:
    """One term as the quote leaves it; `status` is OFFERED, NOT_DISCLOSED or MISSING."""

    group: str
    code: str
    required: str
    status: str
    offered: Any = None
    value: Any = None
    note: str = ""
    flags: list[dict[str, Any]] = field(default_factory=list)


def draft_terms(
    content: Content, document: Mapping[str, Any], flags: Iterable[Mapping[str, Any]] = ()
) -> list[TermDraft]:
    """Every term of the catalogue in order. `flags` are {"code", "severity", "params"} of the quote."""
    specs, proposed = term_specs(content), proposed_values(content)
    answers = _answers(content, document)
    context = catalogue.answer_context(document, content.get("need"))
    offers = document.get("contract_terms") or {}
    beside = _flags_by_term(flags)
    drafts = []
    for group in GROUPS:
        for code, required in group.terms:
            if question_of(code):
                value, note = _answered(specs[code], answers, document, context), ""
            else:
                value, note = _offered(offers.get(code), proposed.get(code))
            shared = {"group": group.code, "code": code, "required": required, "note": note}
            drafts.append(TermDraft(**shared, **_settled(value), flags=beside.get(code, [])))
    return drafts


def _settled(value: Any) -> dict[str, Any]:
    """What the quote said, what stands in the contract, and its status."""
    said = copy.deepcopy(value)
    if said is None:
        return {"status": MISSING}
    if state_of(said) == NOT_DISCLOSED:
        return {"status": NOT_DISCLOSED, "offered": said}
    return {"status": OFFERED, "offered": said, "value": copy.deepcopy(said)}


def _answers(content: Content, document: Mapping[str, Any]) -> dict[str, Any]:
    """All answers by field code, facts fetched from their homes."""
    found: dict[str, Any] = {}
    for question in content["questions"]["questions"]:
        found |= catalogue.answer_values(content["questions"], question["n"], document)
    return found


def _answered(
    spec: FieldSpec, answers: Mapping[str, Any], document: Mapping[str, Any], context: Mapping[str, Any]
) -> Any:
    value = _with_homes(spec, answers.get(spec.code), document)
    if value is None and not applies(spec, answers, context):
        return {"state": NOT_APPLICABLE}
    return value


def _with_homes(spec: FieldSpec, value: Any, document: Mapping[str, Any]) -> Any:
    """An object whose parts partly live in fee lines, put together; a state stays a state."""
    if is_state(value) or spec.type != "object":
        return value
    parts = {part.code: _at_home(part.home, document) for part in spec.fields if part.home}
    found = {code: fact for code, fact in parts.items() if fact is not None}
    return {**(value or {}), **found} or None


def _at_home(home: str, document: Mapping[str, Any]) -> Any:
    place, _dot, rest = home.partition(".")
    if place != "fee_lines":
        return lookup(home, document)
    code, _dot, key = rest.partition(".")
    line = next((line for line in document.get("fee_lines") or [] if line.get("code") == code), None)
    if line is None or line.get("status") == NOT_DISCLOSED:
        return {"state": NOT_DISCLOSED}
    if line.get("status") == "CHARGED":
        return line.get(key)
    return "0" if line.get("status") == "INCLUDED" else None


def _offered(offer: Mapping[str, Any] | None, proposed: Any) -> tuple[Any, str]:
    """(value, note) of what the vendor says to a proposed term."""
    if not offer:
        return None, ""
    note = str(offer.get("note") or "")
    if offer.get("status") == "ACCEPTED":
        return proposed, note
    if offer.get("status") in ("DEVIATION", "STATED"):
        return offer.get("value"), note
    return {"state": NOT_DISCLOSED}, note


def _flags_by_term(flags: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for flag in flags:
        if term := FLAG_TERMS.get(flag["code"]):
            found.setdefault(term, []).append(dict(flag))
    return found


def share_of(
    demand: Mapping[str, Any], document: Mapping[str, Any], result: Mapping[str, Any], codes: Collection[str]
) -> tuple[Mapping[str, Any], Mapping[str, Any], bool]:
    """Prices and cost figures of the service lines that a contract covers (none named: all).

    The last is True where the figures are of these lines alone: what nothing is paid for by itself has none.
    """
    if not codes:
        return document, result, False
    asked, mine = of_some(demand, document, codes)
    try:
        return mine, price(read_demand(asked), read_quote(priced_part(mine))).as_json(), True
    except DocumentError:
        return mine, result, False


def price_annex(document: Mapping[str, Any], engine: str, result: Mapping[str, Any]) -> dict[str, Any]:
    """The prices of the quote and the figures of its newest cost run, copied as values."""
    annex = {key: copy.deepcopy(document[key]) for key in PRICE_FIELDS if key in document}
    figures = {key: copy.deepcopy(result[key]) for key in FIGURES if key in result}
    return {**annex, "engine": engine, "figures": figures}

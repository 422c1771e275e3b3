"""Contract terms as an RFQ publishes them, and the offers vendors make on them."""

import copy
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from rfqs.catalogue.codes import PROVISION
from rfqs.catalogue.terms_data import GROUPS, TERMS
from ui import specs
from ui.specs import Fault, FieldSpec
from ui.text import LANGUAGES, pick

ACCEPTED, DEVIATION, STATED = "ACCEPTED", "DEVIATION", "STATED"
OFFER_STATUSES = (ACCEPTED, DEVIATION, STATED, specs.NOT_DISCLOSED)
_reader = specs.Reader()  # the forms of terms: most RFQs propose other values, not other fields
_OWN_KEYS = ("group", "proposed", "from_need", "home", "mode")


def term_set(need: Mapping | None = None) -> dict:
    """{"groups": [{code, label, hint}], "terms": [{code, group, type, required, label, proposed, mode, ...}]}.

    `proposed` is a value, words in three languages, or None; `mode` is "accept" where something is proposed and
    "state" where the vendor has to say it. This is what a publication freezes.
    """
    terms = []
    for item in TERMS:
        term = copy.deepcopy(item)
        term["proposed"] = _proposal(item, need or {})
        term["mode"] = "state" if term["proposed"] is None else "accept"
        term.pop("from_need", None)
        terms.append(term)
    return {"groups": copy.deepcopy(GROUPS), "terms": terms}


def _proposal(term: Mapping, need: Mapping) -> object:
    source = term.get("from_need", "")
    code, _dot, column = source.partition(".")
    value = need.get(code) if code else None
    if column and isinstance(value, list):
        lines = dict.fromkeys(row[column] for row in value if row.get(column))
        value = "\n".join(lines) or None
    if term["code"] == "ct_provision_matrix":
        value = _matrix(need)
    if value == "OPEN":
        value = None
    return copy.deepcopy(term.get("proposed") if value is None else value)


def _matrix(need: Mapping) -> object:
    mode = need.get("resource_mode_requested")
    return need.get("provision_matrix") if mode == "HYBRID" else PROVISION.get(str(mode))


def term(content: Mapping, code: str) -> dict:
    """The published term; KeyError when there is none."""
    for item in content["terms"]:
        if item["code"] == code:
            return item
    raise KeyError(code)


def term_spec(item: Mapping) -> FieldSpec:
    """The field a deviating or stated value is typed into and checked with."""
    data = {key: value for key, value in item.items() if key not in _OWN_KEYS}
    if data.get("required") == "A":
        data["required"] = "O"
    return _reader.read(data)


def proposed_value(item: Mapping, language: str | None = None) -> object:
    """What the RFQ proposes, words in the language given (or the active one)."""
    value = item.get("proposed")
    if isinstance(value, Mapping) and set(value) == set(LANGUAGES):
        return pick(value, language)
    return value


def offered_value(content: Mapping, code: str, offers: Mapping, language: str | None = None) -> object:
    """The value in force by the offer: the proposal where it is accepted, else what was stated; None if nothing."""
    offer = offers.get(code) or {}
    if offer.get("status") == ACCEPTED:
        return proposed_value(term(content, code), language)
    return offer.get("value") if offer.get("status") in (DEVIATION, STATED) else None


def clean_offer(item: Mapping, offer: object, need: Mapping | None = None) -> tuple[dict | None, list[Fault]]:
    """(clean offer or None, faults) for one term: {"status", "value"?, "note"?}."""
    code = item["code"]
    if not isinstance(offer, Mapping) or set(offer) - {"status", "value", "note"}:
        return None, [Fault(code, _("This is not an offer on a term."), _("Send status, value and note."))]
    status, note = offer.get("status"), offer.get("note", "")
    if status not in OFFER_STATUSES:
        return None, [Fault(f"{code}.status", _("This status is not known."), _("Accept, deviate or state."))]
    if not isinstance(note, str) or len(note) > 1000:
        return None, [Fault(f"{code}.note", _("The note is too long."), _("Use at most 1000 characters."))]
    extra = {"note": note.strip()} if note.strip() else {}
    if status in (ACCEPTED, specs.NOT_DISCLOSED):
        return _without_value(item, offer, status, extra)
    if status == STATED and item.get("proposed") is not None:
        return None, [
            Fault(f"{code}.status", _("The RFQ proposes a term."), _("Accept it or deviate from it."))
        ]
    return _with_value(item, offer.get("value"), status, extra, need)


def _without_value(
    item: Mapping, offer: Mapping, status: str, extra: dict
) -> tuple[dict | None, list[Fault]]:
    code = item["code"]
    if status == ACCEPTED and item.get("proposed") is None:
        return None, [Fault(f"{code}.status", _("There is nothing to accept here."), _("State your term."))]
    if offer.get("value") is not None:
        return None, [Fault(f"{code}.value", _("This status carries no value."), _("Remove the value."))]
    return {"status": status, **extra}, []


def _with_value(
    item: Mapping, value: object, status: str, extra: dict, need: Mapping | None
) -> tuple[dict | None, list[Fault]]:
    code = item["code"]
    values, faults = specs.clean([term_spec(item)], {code: value}, context={"need": need or {}})
    if faults:
        return None, faults
    if code not in values:
        return None, [Fault(f"{code}.value", _("The term itself is missing."), _("Write your term."))]
    return {"status": status, "value": values[code], **extra}, []


def missing_terms(content: Mapping, offers: Mapping, *, need: Mapping | None = None) -> list[str]:
    """Paths of terms required in a quote (R) that are open; "not disclosed" is an answer, if a poor one."""
    paths = []
    for item in content["terms"]:
        if item["required"] != "R":
            continue
        offer = offers.get(item["code"]) or {}
        if offer.get("status") in (ACCEPTED, specs.NOT_DISCLOSED):
            continue
        given = {item["code"]: offer.get("value")}
        paths.extend(specs.missing([term_spec(item)], given, context={"need": need or {}}))
    return paths

"""The contract terms an RFQ proposes, and what a vendor says to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rfqs import catalogue
from ui.spec_display import shown
from ui.specs import FieldSpec
from ui.text import pick

ACCEPTED, DEVIATION, STATED, NOT_DISCLOSED = "ACCEPTED", "DEVIATION", "STATED", "NOT_DISCLOSED"


@dataclass(frozen=True)
class Term:
    """One published term. `home` says where in the quote its price stands; the term itself carries none."""

    code: str
    label: str
    help: str
    group: str
    group_label: str
    home: str
    states: bool
    required: bool
    spec: FieldSpec
    item: Mapping[str, Any]

    @property
    def proposed(self) -> str:
        """What the RFQ proposes, in words; empty where the vendor has to say it."""
        value = catalogue.proposed_value(self.item)
        return "" if value is None else shown(self.spec, value).text


def proposed_terms(content: Mapping[str, Any]) -> list[Term]:
    """The terms frozen into the publication, in its order."""
    published = content.get("terms") or {}
    groups = {group["code"]: group for group in published.get("groups", [])}
    return [_term(item, groups.get(item.get("group"), {})) for item in published.get("terms", [])]


def _term(item: Mapping[str, Any], group: Mapping[str, Any]) -> Term:
    return Term(
        code=item["code"],
        label=pick(item["label"]),
        help=pick(item.get("help")),
        group=item.get("group", ""),
        group_label=pick(group.get("label")),
        home=item.get("home", ""),
        states=item.get("proposed") is None,
        required=item.get("required") == "R",
        spec=catalogue.term_spec(item),
        item=item,
    )


def open_terms(content: Mapping[str, Any], offers: Mapping[str, Any]) -> list[Term]:
    """Terms that a quote should answer and this one does not."""
    published = content.get("terms") or {"terms": []}
    paths = catalogue.missing_terms(published, offers, need=content.get("need"))
    codes = {path.partition(".")[0].partition("[")[0] for path in paths}
    return [term for term in proposed_terms(content) if term.code in codes]


def offer_text(term: Term, offer: Mapping[str, Any] | None) -> str:
    """What the vendor says to a term, in words."""
    if not offer:
        return _("not answered")
    note = f" ({offer['note']})" if offer.get("note") else ""
    if offer["status"] == ACCEPTED:
        return _("accepted: %(value)s") % {"value": term.proposed} + note
    if offer["status"] == DEVIATION:
        return _("instead: %(value)s") % {"value": shown(term.spec, offer.get("value")).text} + note
    if offer["status"] == STATED:
        return shown(term.spec, offer.get("value")).text + note
    return _("not disclosed") + note

"""The contract terms an RFQ proposes, and what a vendor says to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ui.spec_display import shown
from ui.specs import FieldSpec
from ui.text import pick

ACCEPTED, DEVIATION, NOT_DISCLOSED = "ACCEPTED", "DEVIATION", "NOT_DISCLOSED"
SPEC_KEYS = ("type", "label", "help", "unit", "choices", "fields", "columns", "min", "max", "places")


@dataclass(frozen=True)
class Term:
    """One proposed term: its spec, the value the buyer proposes, and that value in words."""

    code: str
    label: str
    help: str
    group: str
    value: Any
    spec: FieldSpec

    @property
    def proposed(self) -> str:
        return pick(self.value) if _is_words(self.value) else shown(self.spec, self.value).text


def proposed_terms(content: Mapping[str, Any]) -> list[Term]:
    """The terms frozen into the publication, in its order."""
    return [_term(entry) for entry in content.get("terms") or []]


def _term(entry: Mapping[str, Any]) -> Term:
    shape = {key: entry[key] for key in SPEC_KEYS if entry.get(key) is not None}
    shape.setdefault("type", "longtext")
    spec = FieldSpec.from_json({"code": entry["code"], **shape})
    value = entry.get("value", entry.get("proposed"))
    return Term(
        code=entry["code"],
        label=pick(entry["label"]),
        help=pick(entry.get("help")),
        group=pick(entry.get("group")),
        value=value,
        spec=spec,
    )


def _is_words(value: Any) -> bool:
    return isinstance(value, Mapping) and "en" in value


def offer_text(term: Term, offer: Mapping[str, Any] | None) -> str:
    """What the vendor says to a term, in words."""
    if not offer:
        return _("not answered")
    if offer["status"] == ACCEPTED:
        return _("accepted: %(value)s") % {"value": term.proposed}
    if offer["status"] == DEVIATION:
        note = f" ({offer['note']})" if offer.get("note") else ""
        return _("instead: %(value)s") % {"value": shown(term.spec, offer.get("value")).text} + note
    return _("not disclosed")

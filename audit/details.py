"""The details of a row in words. Codes are stored as they are; what they are called is told by the apps."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ui.text import clauses, labelled, listed

_KEYS: dict[str, Any] = {
    "after": pgettext_lazy("after a change", "After"),
    "agreed_as_offered": _("Agreed as offered"),
    "before": pgettext_lazy("before a change", "Before"),
    "code": _("Why it ended"),
    "clause": _("Clause"),
    "eligible": _("Quotes that count"),
    "expires_at": _("Works until"),
    "field": _("Field"),
    "filter": _("Filter"),
    "finding": pgettext_lazy("of a rule", "Finding"),
    "form": _("File format"),
    "from": pgettext_lazy("before a change", "From"),
    "given_as": _("Form of the award"),
    "item": _("Item"),
    "items": _("Items"),
    "kind": _("Kind"),
    "language": _("Language"),
    "label": _("Name"),
    "line": _("Service line"),
    "lines": _("Service lines"),
    "linked": _("Events in the chain"),
    "missing": _("Missing"),
    "name": _("Name"),
    "new_contact": _("New contact"),
    "note": _("Note"),
    "number": _("Number"),
    "officers": _("Opened by"),
    "on": _("On"),
    "parts": _("Changed parts"),
    "questions": pgettext_lazy("of vendors", "Questions"),
    "version": _("Version of the RFQ"),
    "part": pgettext_lazy("of a quote or a need", "Part"),
    "profile": _("Profile"),
    "purpose": _("Purpose"),
    "question": _("Question"),
    "question_set": _("Version of the question set"),
    "quote": _("Quote"),
    "quotes": _("Quotes"),
    "reason": _("Reason"),
    "roles": _("Roles"),
    "scenarios": _("Scenarios"),
    "sha256": "SHA-256",
    "signed_on": _("Signed on"),
    "stage": _("Stage"),
    "status": _("State"),
    "template": _("Template"),
    "term": pgettext_lazy("clause", "Term"),
    "to": pgettext_lazy("after a change", "To"),
    "troubles": _("Findings"),
    "until": pgettext_lazy("last day", "Until"),
    "unlinked": _("Events without a link"),
    "value": _("Value"),
    "vendor": _("Vendor"),
    "vendors": _("Vendors"),
    "what": _("Table"),
    "who": _("Who"),
}
_WORDS: dict[str, dict[str, Any]] = {}


def use(keys: Iterable[str], words: Iterable[tuple[str, Any]]) -> None:
    """Tell what the codes under these keys are called: use(("roles",), Role.choices)."""
    told = dict(words)
    for key in keys:
        _WORDS.setdefault(key, {}).update(told)


def details(detail: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, text) of every detail; a key or a code without a name shows itself."""
    return [(str(_KEYS.get(key, key)), _text(key, value)) for key, value in sorted(detail.items())]


def _text(key: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        return clauses(labelled(_KEYS.get(inner, inner), _text(inner, one)) for inner, one in value.items())
    if isinstance(value, list):
        return listed(_text(key, one) for one in value)
    return str(_WORDS.get(key, {}).get(value, value))

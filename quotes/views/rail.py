"""The left rail: a tick, a dot or the number of things missing beside each part of the quote."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from calc.documents import FEE_CODES
from quotes import readiness
from quotes.terms import open_terms, proposed_terms
from rfqs.states import RfqStatus
from ui.text import pick

DECIDED = (RfqStatus.AWARDED, RfqStatus.NO_AWARD)
DONE, PARTIAL, TODO = "done", "partial", "todo"


def rail(desk: Any, current: str) -> list[dict[str, Any]]:
    """Entries for {% steps_rail %}; `current` is "read", "q1" to "q10", "prices", "fees", ..."""
    items = [_item(desk, "read", _("The RFQ"), DONE if desk.invitation.status != "INVITED" else TODO)]
    left = len(desk.open_addenda)
    items.append(_item(desk, "clarifications", _("Questions and addenda"), TODO if left else DONE, left))
    begun = desk.whole.get("rate_lines") or any((desk.whole.get("answers") or {}).values())
    items.append(_item(desk, "workbook", _("Fill in with Excel"), PARTIAL if begun else TODO))
    items += _questions(desk)
    items += [_prices(desk), _fees(desk), _terms(desk), _files(desk), _check(desk)]
    if desk.revision:
        items.append(_item(desk, "sent", _("Sent"), DONE))
    if desk.revision and desk.rfq.status in DECIDED:
        url = reverse("scoring:result", args=[desk.invitation.pk])
        items.append({"key": "result", "label": _("Result"), "url": url, "state": DONE})
    for item in items:
        key = item.pop("key")
        if key in ("q1", "prices", "check"):
            item["break_before"] = True
        if key == current:
            item["current"] = True
    return items


def _item(
    desk: Any, name: str, label: str, state: str, missing: int = 0, *args: Any, key: str = ""
) -> dict[str, Any]:
    item = {"key": key or name, "label": label, "url": desk.url(name, *args), "state": state}
    return item | ({"missing": missing} if missing else {})


def _questions(desk: Any) -> list[dict[str, Any]]:
    items = []
    for question in desk.content["questions"]["questions"]:
        number = question["n"]
        progress = readiness.progress_of(desk.content, number, desk.whole)
        missing = len({path.partition(".")[0].partition("[")[0] for path in progress.missing})
        state = DONE if not missing else PARTIAL if progress.begun else TODO
        label = f"{number}. {pick(question['title'])}"
        items.append(_item(desk, "answers", label, state, missing, number, key=f"q{number}"))
    return items


def _prices(desk: Any) -> dict[str, Any]:
    lines, tax = desk.whole.get("rate_lines") or [], desk.whole.get("tax") or {}
    missing = (not lines) + ("rate" not in tax) + ("included" not in tax)
    if lines and not missing:  # a service line or a month without a price, seats that are not stated
        missing += len(readiness.price_faults(desk.content, desk.whole))
    state = DONE if not missing else PARTIAL if lines or tax else TODO
    return _item(desk, "prices", _("Prices"), state, missing)


def _fees(desk: Any) -> dict[str, Any]:
    stated = len(desk.whole.get("fee_lines") or [])
    missing = len(FEE_CODES) - stated
    return _item(desk, "fees", _("Extra charges"), _state(stated, missing), missing)


def _terms(desk: Any) -> dict[str, Any]:
    offers = desk.whole.get("contract_terms") or {}
    answered = {term.code for term in proposed_terms(desk.content)} & set(offers)
    missing = len(open_terms(desk.content, offers))
    return _item(desk, "terms", _("Contract terms"), _state(len(answered), missing), missing)


def _files(desk: Any) -> dict[str, Any]:
    return _item(desk, "files", _("Files"), DONE if desk.files_held else TODO)


def _check(desk: Any) -> dict[str, Any]:
    return _item(desk, "check", _("Check and send"), DONE if desk.revision else TODO)


def _state(answered: int, missing: int) -> str:
    return DONE if not missing else PARTIAL if answered else TODO

"""Before sending: what is missing, thin or contradictory, three months of cost."""

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from quotes import documents, readiness
from quotes.contradictions import contradictions
from quotes.display import echoed, fee_rows
from quotes.faults import mends
from quotes.queries import content_token, held_files
from quotes.terms import open_terms
from quotes.views.desk import Desk, open_desk, show
from ui.text import pick

PAGES = {
    "rate_lines": "prices",
    "tax": "prices",
    "base_seats": "prices",
    "line_seats": "prices",
    "currency": "prices",
    "fee_lines": "fees",
    "contract_terms": "terms",
}


@require_GET
def check(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    return check_page(open_desk(request, invitation_id))


def check_page(desk: Desk, status: int = 200, key: UUID | None = None) -> HttpResponse:
    """The page with the send form; `key` is given while it is unknown whether that form has arrived."""
    gaps = readiness.gaps_of(desk.content, desk.parts[documents.QUALITY], desk.parts[documents.COMMERCIAL])
    thin = readiness.thin_answers(desk.content, desk.whole)
    total = _completeness(desk)
    context = {
        "gaps": [_linked(desk, gap) for gap in gaps if gap.fault is None],
        "price_gaps": _mends(desk, gaps),
        "thin": _by_question(desk, thin),
        "silent_fees": [row for row in fee_rows(desk.whole.get("fee_lines") or []) if _silent(row)],
        "open_terms": open_terms(desk.content, desk.whole.get("contract_terms") or {}),
        "contradictions": [_with_links(desk, one) for one in contradictions(desk.whole)],
        "months": desk.months()["months"],
        "echo": echoed(desk.whole, desk.currency, desk.lines),
        "completeness": total,
        "key": key or uuid.uuid4(),
        "unconfirmed": key is not None,
        "content": content_token(desk.parts, held_files(desk.invitation)),
        "reason": desk.refusal
        or (_("Mend what is missing first; it is listed above.") if gaps or desk.open_addenda else ""),
    }
    return show(desk, "portal/check.html", "check", status=status, **context)


def _completeness(desk: Desk) -> Any:
    found = [
        readiness.progress_of(desk.content, number, desk.whole).completeness
        for number in readiness.question_numbers(desk.content)
    ]
    return sum(found[1:], start=found[0])


def _mends(desk: Desk, gaps: list[readiness.Gap]) -> list[dict[str, str]]:
    """What the price engine cannot read, in words and with the field to mend."""
    faults = [gap.fault for gap in gaps if gap.fault]
    return [desk.place(one) for one in mends(faults, desk.whole, desk.lines)]


def _linked(desk: Desk, gap: readiness.Gap) -> dict[str, Any]:
    """A gap with the page and field where it is mended."""
    number = gap.question or 0
    home = _home_page(desk, number, gap.field)
    url = desk.url(home) if home else f"{desk.url('answers', number)}#field_{gap.field}"
    return {"gap": gap, "url": url}


def _home_page(desk: Desk, number: int, code: str) -> str:
    """The page that asks a fact of this question elsewhere, or nothing."""
    for field in next(q for q in desk.content["questions"]["questions"] if q["n"] == number)["fields"]:
        if field["code"] == code and field.get("asked", "answers") != "answers":
            home = str(field.get("home", ""))
            return PAGES.get(home.partition(".")[0], "prices")
    return ""


def _by_question(desk: Desk, thin: list[readiness.Gap]) -> list[dict[str, Any]]:
    groups: dict[int, dict[str, Any]] = {}
    titles = {q["n"]: pick(q["title"]) for q in desk.content["questions"]["questions"]}
    for gap in thin:
        number = gap.question or 0
        group = groups.setdefault(number, {"number": number, "title": titles.get(number, ""), "gaps": []})
        group["gaps"].append(_linked(desk, gap))
    return list(groups.values())


def _silent(row: dict[str, str]) -> bool:
    return row["status"] == "NOT_DISCLOSED"


def _with_links(desk: Desk, found: Any) -> dict[str, Any]:
    labels = {"prices": _("Prices"), "fees": _("Extra charges"), "terms": _("Contract terms")}
    links = []
    for name, number in found.pages:
        label = labels.get(name) or _("Question %(number)s") % {"number": number}
        links.append((label, desk.url(name, *([number] if number else []))))
    return {"code": found.code, "sentence": found.sentence, "links": links}

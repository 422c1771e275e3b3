"""Before sending: what is missing, thin or contradictory, three months of cost. After: what was sent."""

import json
import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from quotes import documents, readiness
from quotes.access import get_own_revision, revisions_of
from quotes.actions import NotReady, read_revision, submit_quote
from quotes.contradictions import contradictions
from quotes.display import answer_fields, fee_rows, rate_lines, term_rows
from quotes.faults import mends
from quotes.terms import open_terms
from quotes.views.desk import Desk, open_desk, show
from quotes.views.receipts import receipt_card
from ui.errors import Refused
from ui.text import pick
from ui.uploads.serving import download

PAGES = {
    "rate_lines": "prices",
    "tax": "prices",
    "base_seats": "prices",
    "currency": "prices",
    "fee_lines": "fees",
    "contract_terms": "terms",
}


@require_GET
def check(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    return _check_page(open_desk(request, invitation_id))


def _check_page(desk: Desk, status: int = 200) -> HttpResponse:
    parts = _parts(desk)
    gaps = readiness.gaps_of(desk.content, *parts)
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
        "completeness": total,
        "key": uuid.uuid4(),
        "reason": desk.refusal or (_("Mend what is missing first; it is listed above.") if gaps else ""),
    }
    return show(desk, "portal/check.html", "check", status=status, **context)


def _parts(desk: Desk) -> tuple[documents.Document, documents.Document]:
    """The two halves again, for the check that the submission makes."""
    quality = {key: desk.whole.get(key) or {} for key in ("operations", "contract_terms")}
    answers = desk.whole.get("answers") or {}
    commercial = {key: desk.whole[key] for key in documents.COMMERCIAL_FIELDS if key in desk.whole}
    kept = {q: v for q, v in answers.items() if q in documents.COMMERCIAL_QUESTIONS}
    rest = {q: v for q, v in answers.items() if q not in documents.COMMERCIAL_QUESTIONS}
    schema = {"schema": documents.SCHEMA}
    return schema | quality | {"answers": rest}, schema | commercial | {"answers": kept}


def _completeness(desk: Desk) -> Any:
    found = [
        readiness.progress_of(desk.content, number, desk.whole).completeness
        for number in readiness.question_numbers(desk.content)
    ]
    return sum(found[1:], start=found[0])


def _mends(desk: Desk, gaps: list[readiness.Gap]) -> list[dict[str, str]]:
    """What the price engine cannot read, in words and with the field to mend."""
    faults = [gap.fault for gap in gaps if gap.fault]
    return [desk.place(one) for one in mends(faults, desk.whole)]


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


@require_POST
def send(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    try:
        key = forms.UUIDField().clean(request.POST.get("key"))
        submit_quote(invitation=desk.invitation, by=request.user, now=desk.now, idempotency_key=key)
    except forms.ValidationError:
        messages.error(request, _("Open this page again and send from there."))
        return redirect(desk.url("check"))
    except NotReady as refused:
        messages.error(request, str(refused))
        return _check_page(desk, status=422)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(desk.url("sent") if desk.revision else desk.url("check"))
    return redirect(desk.url("sent"))


@require_GET
def sent(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    if desk.revision is None:
        return redirect(desk.url("check"))
    whole = _whole(desk.revision)
    context = (
        _readable(desk, whole)
        | {
            "revision": desk.revision,
            "receipt": receipt_card(desk.revision) if hasattr(desk.revision, "receipt") else None,
            "earlier": revisions_of(request.user, desk.invitation)[1:],
            "differs": whole != desk.whole,
        }
        | desk.months(whole)
    )
    return show(desk, "portal/sent.html", "sent", **context)


def _whole(revision: Any) -> documents.Document:
    parts = read_revision(revision)
    return documents.merged(parts[documents.QUALITY], parts[documents.COMMERCIAL])


def _readable(desk: Desk, whole: documents.Document) -> dict[str, Any]:
    questions = [
        {
            "number": question["n"],
            "title": pick(question["title"]),
            "fields": answer_fields(desk.content, question["n"], whole),
            "text": ((whole.get("answers") or {}).get(f"q{question['n']}") or {}).get("text", ""),
        }
        for question in desk.content["questions"]["questions"]
    ]
    return {
        "whole": whole,
        "lines": rate_lines(whole.get("rate_lines") or [], whole),
        "fees": fee_rows(whole.get("fee_lines") or [], desk.rfq.currency),
        "terms": term_rows(desk.content, whole.get("contract_terms") or {}),
        "questions": questions,
    }


@require_GET
def revision_json(request: HttpRequest, invitation_id: UUID, number: int) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    revision = get_own_revision(request.user, desk.invitation, number)
    body = json.dumps(_whole(revision), ensure_ascii=False, indent=1).encode()
    return download(body, f"{desk.rfq.code}-revision-{number}.json", "application/json")


@require_GET
def revision_print(request: HttpRequest, invitation_id: UUID, number: int) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    revision = get_own_revision(request.user, desk.invitation, number)
    context = _readable(desk, _whole(revision)) | {
        "revision": revision,
        "rfq": desk.rfq,
        "invitation": desk.invitation,
        "back": reverse("quotes:sent", args=[desk.invitation.pk]),
    }
    return render(request, "portal/print.html", context)

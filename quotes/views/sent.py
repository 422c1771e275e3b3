"""Sending, asking whether it arrived, what was sent, taking it back."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import clocks
from quotes import documents
from quotes.access import get_own_revision, revisions_of
from quotes.actions import (
    AddendumOpen,
    Busy,
    DraftMoved,
    FileNotWhole,
    Late,
    NotReady,
    OtherContent,
    read_revision,
    submit_quote,
    withdraw_quote,
)
from quotes.actions.refusals import exact
from quotes.display import answer_fields, fee_rows, rate_lines, seats_rows, term_rows
from quotes.policies import check_can_withdraw
from quotes.queries import submission_state
from quotes.views.check import check_page
from quotes.views.desk import Desk, open_desk, show
from quotes.views.receipts import receipt_card
from rfqs.access import get_invitation
from ui.errors import Refused, reason_against
from ui.text import pick
from ui.uploads.serving import download

# What a refusal is called in JSON, and its status.
KINDS: dict[type[Refused], tuple[str, int]] = {
    AddendumOpen: ("addendum_open", 409),
    Busy: ("not_confirmed", 503),
    DraftMoved: ("draft_moved", 409),
    FileNotWhole: ("file_damaged", 422),
    Late: ("late", 409),
    NotReady: ("not_ready", 422),
    OtherContent: ("other_content", 422),
}


def wants_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


@require_POST
def send(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """One small POST: `key` and `content` of the form. JSON for whoever accepts only that."""
    try:
        key = forms.UUIDField().clean(request.POST.get("key"))
    except forms.ValidationError:
        get_invitation(request.user, invitation_id)
        return _without_key(request, invitation_id)
    try:
        revision = submit_quote(
            invitation=invitation_id,
            by=request.user,
            now=clocks.now(),
            idempotency_key=key,
            content=request.POST.get("content") or None,
        )
    except Refused as refused:
        return _refused(request, invitation_id, key, refused)
    to = reverse("quotes:sent", args=[invitation_id])
    if not wants_json(request):
        return redirect(to)
    found = {"state": "received", "number": revision.number, "received_at": revision.received_at}
    receipt = reverse("quotes:receipt_json", args=[invitation_id, revision.number])
    return JsonResponse(_plain(found) | {"key": key, "url": to, "receipt": receipt})


def _plain(found: Mapping[str, Any]) -> dict[str, Any]:
    """With moments to the microsecond, which Django's own encoder cuts."""
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in found.items()}


def _without_key(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    sentence = _("Open this page again and send from there.")
    if wants_json(request):
        return JsonResponse({"state": "no_key", "message": sentence}, status=400)
    messages.error(request, sentence)
    return redirect("quotes:check", invitation_id)


def _refused(request: HttpRequest, invitation_id: UUID, key: UUID, refused: Refused) -> HttpResponse:
    kind, status = KINDS.get(type(refused), ("refused", 409))
    if wants_json(request):
        body = {"state": kind, "message": str(refused)}
        if isinstance(refused, Late):
            body |= {"at": refused.at.isoformat(), "deadline": refused.deadline.isoformat()}
        response: HttpResponse = JsonResponse(body, status=status)
    else:
        messages.error(request, str(refused))
        desk = open_desk(request, invitation_id)
        response = check_page(desk, status=status, key=key if isinstance(refused, Busy) else None)
    if isinstance(refused, Busy):
        response["Retry-After"] = "1"
    return response


@never_cache
@require_GET
def status(request: HttpRequest, invitation_id: UUID, key: UUID) -> HttpResponse:
    """Has the form with this key arrived? A page, or JSON for whoever accepts only that."""
    invitation = get_invitation(request.user, invitation_id)
    found = submission_state(invitation, key)
    if wants_json(request):
        return JsonResponse(_plain(found) | {"key": key})
    context: dict[str, Any] = {"found": found, "key": key} | _exact_times(found)
    return show(open_desk(request, invitation_id), "portal/status.html", "check", **context)


def _exact_times(found: Mapping[str, Any]) -> dict[str, str]:
    at, deadline = found.get("at"), found.get("deadline")
    if not isinstance(at, datetime) or not isinstance(deadline, datetime):
        return {}
    arrived, over = exact(at, deadline)
    return {"arrived": arrived, "over": over}


@require_GET
def sent(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    if desk.revision is None:
        return redirect(desk.url("check"))
    context: dict[str, Any] = {
        "revision": desk.revision,
        "withdrawn": getattr(desk.revision, "withdrawal", None),
        "receipt": receipt_card(desk.revision) if hasattr(desk.revision, "receipt") else None,
        "earlier": revisions_of(request.user, desk.invitation)[1:],
    }
    if context["withdrawn"] is None:
        whole = _whole(desk.revision)
        context |= _readable(desk, whole) | {"differs": whole != desk.whole} | desk.months(whole)
    return show(desk, "portal/sent.html", "sent", **context)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """What withdrawing means, and the button."""
    desk = open_desk(request, invitation_id)
    if request.method != "POST":
        reason = reason_against(check_can_withdraw, desk.invitation, desk.revision, desk.now)
        context = {"revision": desk.revision, "reason": reason}
        return show(desk, "portal/withdraw.html", "sent", **context)
    number = request.POST.get("number", "")
    withdraw_quote(
        invitation=desk.invitation,
        number=int(number) if number.isascii() and number.isdigit() else 0,
        by=request.user,
        now=desk.now,
    )
    messages.success(request, _("The quote is withdrawn. Your draft is still here."))
    return redirect(desk.url("sent"))


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
        "lines": rate_lines(whole.get("rate_lines") or [], whole, desk.lines),
        "seats": seats_rows(whole, desk.lines),
        "fees": fee_rows(whole.get("fee_lines") or [], str(whole.get("currency") or desk.rfq.currency)),
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

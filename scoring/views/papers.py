"""The papers of a decision for the buyer's side: the memo, and the result letters before and after their release."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Role, has_role
from quotes.access import get_quote, prices_are_visible
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq, require_impartial
from rfqs.states import RfqStatus
from rfqs.views.page import attempt, rfq_page
from scoring.access import get_rfq_as
from scoring.actions import release_debriefs
from scoring.actions.exports import record_export
from scoring.policies import check_can_release_debriefs
from scoring.queries.debrief import debrief_lines, preview_of
from scoring.queries.memo import memo_of
from scoring.queries.ranking import latest_run
from ui.errors import reason_against
from ui.papers import Paper
from ui.pdf import paper_document
from ui.word import paper_response

READERS = (Role.BUYER, Role.APPROVER, Role.AUDITOR)


def _note(rfq: Any, user: Any, now: datetime) -> None:
    """A paper holds what was answered and what it costs."""
    for part in ("QUALITY", "COMMERCIAL"):
        note_reading(rfq=rfq, part=part, by=user, now=now)


@require_GET
def memo(request: HttpRequest, code: str) -> HttpResponse:
    """The decision memo on the latest stored ranking, as it is downloaded."""
    now, rfq = timezone.now(), get_rfq(request.user, code)
    require_impartial(request.user, rfq)
    run = latest_run(rfq) if prices_are_visible(rfq) and has_role(request.user, *READERS) else None
    if run is None:
        return _not_yet(request, rfq, _("The memo follows the ranking."), now)
    _note(rfq, request.user, now)
    return rfq_page(request, rfq, "scoring/memo.html", {"paper": memo_of(rfq, run, now)}, now=now)


@require_POST
def memo_file(request: HttpRequest, code: str) -> HttpResponse:
    """The memo to keep or sign (PDF), or to edit (DOCX), in the reader's language."""
    now, rfq = timezone.now(), get_rfq_as(request.user, code, *READERS)
    run = latest_run(rfq) if prices_are_visible(rfq) else None
    if run is None:
        raise Http404
    form = "docx" if request.POST.get("form") == "docx" else "pdf"
    _note(rfq, request.user, now)
    record_export(rfq=rfq, what="memo", form=form, by=request.user, now=now)
    paper = memo_of(rfq, run, now)
    return paper_response(paper) if form == "docx" else paper_document(paper).response(paper.name)


@require_GET
def letters(request: HttpRequest, code: str) -> HttpResponse:
    """Who gets a result letter, each to be read before it is released."""
    now, rfq = timezone.now(), get_rfq(request.user, code)
    require_impartial(request.user, rfq)
    if rfq.status != RfqStatus.AWARDED or not has_role(request.user, *READERS):
        return _not_yet(request, rfq, _("Result letters follow the award."), now)
    page = debrief_lines(rfq)
    released = len(page["released"])
    why = reason_against(check_can_release_debriefs, rfq, page["evaluation"], request.user, released)
    return rfq_page(request, rfq, "scoring/debriefs.html", {**page, "not_release": why}, now=now)


def _not_yet(request: HttpRequest, rfq: Any, why: str, now: datetime) -> HttpResponse:
    return rfq_page(request, rfq, "scoring/sealed.html", {"why": why}, now=now)


@require_GET
def letter(request: HttpRequest, code: str, quote_id: UUID) -> HttpResponse:
    """One letter as its vendor reads it, or will read it."""
    now, rfq = timezone.now(), get_rfq_as(request.user, code, *READERS)
    paper = _letter(request, rfq, quote_id, now)
    return rfq_page(
        request,
        rfq,
        "scoring/debrief.html",
        {"paper": paper, "quote_id": quote_id},
        now=now,
        tab="scoring:debriefs",
    )


@require_GET
def letter_pdf(request: HttpRequest, code: str, quote_id: UUID) -> HttpResponse:
    """The same as a PDF."""
    now, rfq = timezone.now(), get_rfq_as(request.user, code, *READERS)
    paper = _letter(request, rfq, quote_id, now)
    return paper_document(paper).response(paper.name)


def _letter(request: HttpRequest, rfq: Any, quote_id: UUID, now: datetime) -> Paper:
    quote = get_quote(request.user, rfq, quote_id)
    paper = preview_of(rfq, quote, now)
    if paper is None:
        raise Http404
    _note(rfq, request.user, now)
    return paper


@require_POST
def release(request: HttpRequest, code: str) -> HttpResponse:
    rfq = get_rfq_as(request.user, code, Role.BUYER)
    attempt(
        request,
        lambda: release_debriefs(rfq=rfq, by=request.user, now=timezone.now()),
        _("Released. Every bidder that was not chosen has been told."),
    )
    return redirect("scoring:debriefs", code)

"""The panel of an RFQ, its shares of the work, and the evidence beside the quotes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Role
from audit import clocks
from audit.middleware import record_refusal
from quotes.access import get_quote
from rfqs.access import get_rfq
from rfqs.states import QUALITY_IS_OPEN
from rfqs.views.page import attempt, posted, rfq_page, sent_reason
from scoring.access import get_panel_member, get_rfq_as, require_names
from scoring.actions import record_evidence, release_reviewer, share_out, strike_evidence
from scoring.forms.judging import EvidenceForm, ShareForm
from scoring.queries.evidence import evidence_page
from scoring.queries.panel_board import SHARED_ITEMS, panel_page, scores_page, share_page
from scoring.views import spread_table

MANAGING = (Role.BUYER, Role.APPROVER, Role.REVIEWER)
PANEL = "scoring:panel"


@require_GET
def panel(request: HttpRequest, code: str) -> HttpResponse:
    rfq = get_rfq(request.user, code)
    if rfq.published_at is None:
        return _unpublished(request, rfq)
    page = panel_page(request.user, rfq)
    if page["spread"]:
        page["rows"] = spread_table.rows(rfq.code, page["spread"])
    return rfq_page(request, rfq, "scoring/panel.html", page, now=clocks.now())


def _unpublished(request: HttpRequest, rfq: Any) -> HttpResponse:
    why = {"why": _("This RFQ is not published yet.")}
    return rfq_page(request, rfq, "scoring/sealed.html", why, now=clocks.now(), tab=PANEL)


@require_GET
def single_scores(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Who gave what for one item, and why."""
    rfq = get_rfq(request.user, code)
    if item not in SHARED_ITEMS:
        raise Http404
    if rfq.published_at is None:
        return _unpublished(request, rfq)
    page = scores_page(request.user, rfq, item)
    return rfq_page(request, rfq, "scoring/panel_scores.html", page, now=clocks.now(), tab=PANEL)


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, code: str, person_id: UUID) -> HttpResponse:
    """What one reviewer scores."""
    rfq = get_rfq_as(request.user, code, *MANAGING)
    person = get_panel_member(rfq, person_id)
    page = share_page(request.user, rfq, person)
    cells = page["cells"]
    initial = {"items": list(cells.items), "quotes": list(cells.quotes)}
    form = ShareForm(posted(request), initial=initial, choices=page["choices"])
    if request.method == "POST" and not form.is_valid():
        record_refusal(request, _("Choose from the questions and quotes that are there."))
    elif request.method == "POST":
        given = {"rfq": rfq, "reviewer": person, **form.cleaned_data}
        done = _("The work is shared out.")
        if attempt(request, lambda: share_out(by=request.user, now=clocks.now(), **given), done, form):
            return redirect("scoring:panel", code)
    status = 422 if request.method == "POST" else 200
    content = {**page, "form": form}
    return rfq_page(
        request, rfq, "scoring/panel_share.html", content, now=clocks.now(), tab=PANEL, status=status
    )


@require_POST
def release(request: HttpRequest, code: str, person_id: UUID) -> HttpResponse:
    """Take a reviewer off who has handed in nothing."""
    rfq = get_rfq_as(request.user, code, *MANAGING)
    person = get_panel_member(rfq, person_id)
    who: dict[str, Any] = {"by": request.user, "now": clocks.now()}
    attempt(
        request,
        lambda: release_reviewer(rfq=rfq, reviewer=person, reason=sent_reason(request), **who),
        _("The reviewer is released."),
    )
    return redirect("scoring:panel", code)


@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """What was seen of each vendor, and one more record."""
    now, rfq = clocks.now(), get_rfq(request.user, code)
    if request.method == "POST":
        get_rfq_as(request.user, code, Role.BUYER, Role.REVIEWER)
    if rfq.status not in QUALITY_IS_OPEN:
        why = _("The answers are sealed until two officers have opened them.")
        status = 409 if request.method == "POST" else 200
        return rfq_page(request, rfq, "scoring/sealed.html", {"why": why}, now=now, status=status)
    page = evidence_page(request.user, rfq)
    form = EvidenceForm(posted(request), **page["choices"])
    if request.method == "POST":
        require_names(request.user, rfq)
        if form.is_valid() and attempt(request, lambda: _record(request, rfq, form), _("Recorded."), form):
            return redirect("scoring:evidence", code)
    status = 422 if request.method == "POST" else 200
    return rfq_page(request, rfq, "scoring/evidence.html", {**page, "form": form}, now=now, status=status)


def _record(request: HttpRequest, rfq: Any, form: EvidenceForm) -> None:
    quote = get_quote(request.user, rfq, form.cleaned_data["quote"])
    record_evidence(rfq=rfq, quote=quote, by=request.user, now=clocks.now(), **form.seen())


@require_POST
def strike(request: HttpRequest, code: str, record_id: UUID) -> HttpResponse:
    """Strike out a record that was wrong."""
    rfq = get_rfq_as(request.user, code, Role.BUYER, Role.REVIEWER)
    who: dict[str, Any] = {"by": request.user, "now": clocks.now()}
    attempt(
        request,
        lambda: strike_evidence(rfq=rfq, record_id=record_id, reason=sent_reason(request), **who),
        _("The record is struck out."),
    )
    return redirect("scoring:evidence", code)

"""The ranking page and the act of ranking."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Role, has_role
from quotes.access import prices_are_visible
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq, require_impartial
from rfqs.views.page import attempt, rfq_page
from scoring.access import get_rfq_as
from scoring.actions import reproduce_run, run_scores
from scoring.queries.inputs import reason_against_running
from scoring.queries.ranking import latest_run, latest_run_alone, waivers_have_moved
from scoring.views.stored_ranking import stored_page


@require_GET
def ranking(request: HttpRequest, code: str) -> HttpResponse:
    now, rfq = timezone.now(), get_rfq(request.user, code)
    require_impartial(request.user, rfq)
    if not prices_are_visible(rfq):
        why = _("There is a ranking once the prices are open and every sheet is done.")
        return rfq_page(request, rfq, "scoring/sealed.html", {"why": why}, now=now)
    if not has_role(request.user, Role.BUYER, Role.APPROVER, Role.AUDITOR):
        why = _("Reviewers see the ranking from their own sheets only; ask the buyer.")
        return rfq_page(request, rfq, "scoring/sealed.html", {"why": why}, now=now)
    run, reason = latest_run_alone(rfq, "created_by"), ""
    if run is None or has_role(request.user, Role.BUYER):
        reason = reason_against_running(rfq, request.user)
    if run is None:
        return rfq_page(request, rfq, "scoring/not_ranked.html", {"reason": reason}, now=now)
    note_reading(rfq=rfq, part="COMMERCIAL", by=request.user, now=now)
    page = stored_page(rfq, run, request.GET.get("a", ""), request.GET.get("b", ""))
    page |= {"reason": reason, "waivers_moved": waivers_have_moved(run, now)}
    page |= {"estimated": rfq.need.get("history_basis") == "ESTIMATED"}
    return rfq_page(request, rfq, "scoring/ranking.html", page, now=now)


@require_POST
def rank(request: HttpRequest, code: str) -> HttpResponse:
    rfq = get_rfq_as(request.user, code, Role.BUYER)
    attempt(
        request,
        lambda: run_scores(rfq=rfq, by=request.user, now=timezone.now()),
        _("The ranking is stored."),
    )
    return redirect("scoring:ranking", code)


@require_POST
def reproduce(request: HttpRequest, code: str) -> HttpResponse:
    run = latest_run(get_rfq_as(request.user, code, Role.BUYER, Role.APPROVER, Role.AUDITOR))
    if run is None:
        raise Http404
    if reproduce_run(run=run, by=request.user, now=timezone.now()):
        messages.success(request, _("Computed again from the stored inputs: every figure is the same."))
    else:
        messages.error(request, _("Computed again, the figures differ from the stored run."))
    return redirect("scoring:ranking", code)

"""The opening page: who has approved, what is missing, what was opened."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.fresh import asks_password
from accounts.roles import Role
from audit import clocks
from quotes.access import get_quote
from rfqs.access import get_rfq
from rfqs.views.page import attempt, rfq_page, sent_reason
from scoring.access import get_rfq_as, require_names
from scoring.actions import approve_opening, continue_with_few, name_reviewer, settle_spread
from scoring.forms.decisions import ReasonForm, ReviewerForm, SettleForm
from scoring.queries.minutes import minutes_document, minutes_of
from scoring.queries.opening import attempts, opening_parts, reviewers_of, reviewers_to_name
from scoring.queries.pages import opening_page
from ui.errors import Refused

PARTS = ("QUALITY", "COMMERCIAL")


@require_GET
def opening(request: HttpRequest, code: str) -> HttpResponse:
    now = clocks.now()
    rfq = get_rfq(request.user, code)
    page = opening_page(request.user, rfq)
    context = {
        **page,
        "parts": opening_parts(request.user, rfq, page["approvals"], now),
        "few_form": ReasonForm(),
        "asks_password": asks_password(request),
        "attempts": attempts(request.user, rfq),
        "settlements": [(spread, _settle_form(spread)) for spread in page["spreads"]],
        "reviewers": reviewers_of(rfq),
    }
    if people := reviewers_to_name(request.user, rfq):
        context["reviewer_form"] = ReviewerForm(people=people)
    return rfq_page(request, rfq, "scoring/opening.html", context, now=now)


@require_GET
def minutes(request: HttpRequest, code: str) -> HttpResponse:
    """What was written down at each opening, to be read or printed."""
    rfq = get_rfq(request.user, code)
    require_names(request.user, rfq)
    return rfq_page(
        request,
        rfq,
        "scoring/minutes.html",
        {"minutes": minutes_of(rfq)},
        now=clocks.now(),
        tab="scoring:opening",
    )


@require_GET
def minutes_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a PDF in the reader's language."""
    rfq = get_rfq(request.user, code)
    require_names(request.user, rfq)
    minutes = minutes_of(rfq)
    if not minutes:
        raise Http404
    return minutes_document(rfq, minutes, clocks.now()).response(f"{rfq.code}-minutes")


def _settle_form(spread: dict[str, Any]) -> SettleForm:
    item = spread["item"].code
    initial = {"quote": spread["quote"].pk, "item": item}
    return SettleForm(initial=initial, prefix=f"{spread['quote'].pk}-{item}")


@require_POST
def approve(request: HttpRequest, code: str) -> HttpResponse:
    rfq = get_rfq_as(request.user, code, Role.BUYER, Role.APPROVER)
    part = request.POST.get("part", "")
    if part not in PARTS:
        raise Http404
    before = rfq.status

    def act() -> None:
        after = approve_opening(rfq=rfq, part=part, by=request.user, now=clocks.now())
        opened = after.status != before
        said = _("You were the second: it is open.") if opened else _("Your approval is written down.")
        messages.success(request, said)

    attempt(request, act)
    return redirect("scoring:opening", code)


@require_POST
def go_on(request: HttpRequest, code: str) -> HttpResponse:
    rfq = get_rfq_as(request.user, code, Role.BUYER)
    who: dict[str, Any] = {"by": request.user, "now": clocks.now()}
    attempt(
        request,
        lambda: continue_with_few(rfq=rfq, reason=sent_reason(request), **who),
        _("The quotes are being scored."),
    )
    return redirect("scoring:opening", code)


@require_POST
def add_reviewer(request: HttpRequest, code: str) -> HttpResponse:
    """One more reviewer, until the scores are ranked."""
    rfq = get_rfq_as(request.user, code, Role.BUYER)
    form = ReviewerForm(request.POST, people=reviewers_to_name(request.user, rfq))
    if form.is_valid():
        attempt(
            request,
            lambda: name_reviewer(rfq=rfq, reviewer=form.chosen, by=request.user, now=clocks.now()),
            _("The reviewer is named."),
        )
    else:
        attempt(request, _refuse_nobody)
    return redirect("scoring:opening", code)


def _refuse_nobody() -> None:
    raise Refused(_("Choose somebody who can be named as a reviewer."))


@require_POST
def settle(request: HttpRequest, code: str) -> HttpResponse:
    rfq = get_rfq_as(request.user, code, Role.BUYER, Role.APPROVER, Role.REVIEWER)
    form = SettleForm(request.POST, prefix=request.POST.get("prefix", ""))
    if form.is_valid():
        quote = get_quote(request.user, rfq, form.cleaned_data["quote"])
        attempt(
            request,
            lambda: settle_spread(rfq=rfq, quote=quote, by=request.user, now=clocks.now(), **form.settled()),
            _("The score is settled."),
        )
    else:
        attempt(request, lambda: _refuse(form))
    return redirect("scoring:opening", code)


def _refuse(form: SettleForm) -> None:
    no_score = "value" in form.errors
    raise Refused(
        _("Choose a score from 0 to 5.") if no_score else _("Say why the panel settles on this score.")
    )

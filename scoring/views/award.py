"""The award: proposed with what was checked, approved or returned by another person."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Role, has_role
from quotes.access import get_quote, prices_are_visible
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq, require_impartial
from rfqs.states import EndCode, RfqStatus
from rfqs.views.page import attempt, posted, rfq_page, sent_reason
from scoring import policies
from scoring.access import get_rfq_as
from scoring.actions import approve_award, close_without_award, propose_award, return_to_shortlist
from scoring.forms.decisions import AwardForm, ReasonForm
from scoring.queries.award_page import award_page
from ui.errors import reason_against


@require_http_methods(["GET", "POST"])
def award(request: HttpRequest, code: str) -> HttpResponse:
    now, writes = timezone.now(), request.method == "POST"
    rfq = get_rfq_as(request.user, code, Role.BUYER) if writes else get_rfq(request.user, code)
    require_impartial(request.user, rfq)
    if not prices_are_visible(rfq) or not has_role(request.user, Role.BUYER, Role.APPROVER, Role.AUDITOR):
        why = _("An award follows the ranking.")
        return rfq_page(request, rfq, "scoring/sealed.html", {"why": why}, now=now)
    page = award_page(rfq)
    called = [line["quote"] for line in page["references"]]
    note_reading(rfq=rfq, part="QUALITY", by=request.user, now=now, quotes=called)
    if page["by_line"]:
        note_reading(rfq=rfq, part="COMMERCIAL", by=request.user, now=now)
    offered = {name: page[name] for name in ("choices", "backups", "lines", "shapes")}
    form = AwardForm(posted(request), **offered)
    done = _("The award is proposed.")
    if writes and form.is_valid() and attempt(request, lambda: _propose(request, rfq, form), done, form):
        return redirect("scoring:award", code)
    context = {
        **page,
        **_reasons(request, rfq, page),
        "form": form,
        "reason_form": ReasonForm(),
    }
    status = 422 if request.method == "POST" else 200
    return rfq_page(request, rfq, "scoring/award.html", context, now=now, status=status)


def _propose(request: HttpRequest, rfq: Any, form: AwardForm) -> Any:
    def quote(quote_id: str) -> Any:
        return get_quote(request.user, rfq, UUID(quote_id))

    chosen = form.chosen
    return propose_award(
        rfq=rfq,
        form=chosen["shape"],
        quote=quote(chosen["quote"]),
        backup=quote(chosen["backup"]) if chosen["backup"] else None,
        lines={line: quote(pk) for line, pk in chosen["lines"].items()},
        reason=form.cleaned_data["reason"],
        diligence=form.diligence(),
        by=request.user,
        now=timezone.now(),
    )


def _reasons(request: HttpRequest, rfq: Any, page: dict[str, Any]) -> dict[str, Any]:
    evaluation, user = page["evaluation"], request.user
    return {
        "not_propose": reason_against(policies.check_can_propose, rfq, evaluation, user),
        "not_decide": reason_against(policies.check_can_decide, rfq, evaluation, user),
        "not_close": reason_against(policies.check_can_close, rfq, user, "-"),
        "end_codes": EndCode.choices,
        "contract_url": _contract_url(rfq) if rfq.status == RfqStatus.AWARDED else "",
    }


def _contract_url(rfq: Any) -> str:
    """The page that drafts the contract, where there is one."""
    try:
        return reverse("contracts:draft", args=[rfq.code])
    except NoReverseMatch:
        return ""


@require_POST
def approve(request: HttpRequest, code: str) -> HttpResponse:
    rfq = get_rfq_as(request.user, code, Role.APPROVER)
    attempt(
        request,
        lambda: approve_award(rfq=rfq, by=request.user, now=timezone.now()),
        _("Awarded. Every bidder has been told."),
    )
    return redirect("scoring:award", code)


@require_POST
def send_back(request: HttpRequest, code: str) -> HttpResponse:
    rfq = get_rfq_as(request.user, code, Role.APPROVER)
    who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    attempt(
        request,
        lambda: return_to_shortlist(rfq=rfq, reason=sent_reason(request), **who),
        _("The proposal is back on the shortlist."),
    )
    return redirect("scoring:award", code)


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    rfq = get_rfq_as(request.user, code, Role.BUYER, Role.APPROVER)
    who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
    end_code = request.POST.get("code", "")
    attempt(
        request,
        lambda: close_without_award(rfq=rfq, reason=sent_reason(request), code=end_code, **who),
        _("The RFQ is closed without an award."),
    )
    return redirect("scoring:award", code)

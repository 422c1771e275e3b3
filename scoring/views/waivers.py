"""Waivers of red flags and gates: the findings of every quote, what is asked for, what was decided."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Role
from quotes.access import get_quote
from quotes.actions.reading import note_reading
from rfqs.access import get_rfq, require_impartial
from rfqs.states import QUALITY_IS_OPEN
from rfqs.views.page import attempt, posted, rfq_page, sent_reason
from scoring.access import get_rfq_as
from scoring.actions import confirm_waiver, end_waiver, propose_waiver, refuse_waiver
from scoring.forms.waivers import WaiverForm
from scoring.queries.waivers import waivers_page
from ui.errors import Refused


@require_http_methods(["GET", "POST"])
def waivers(request: HttpRequest, code: str) -> HttpResponse:
    """Every finding; `?finding=` chooses the one that a waiver is asked for."""
    now, writes = timezone.now(), request.method == "POST"
    rfq = get_rfq_as(request.user, code, Role.BUYER) if writes else get_rfq(request.user, code)
    require_impartial(request.user, rfq)
    if rfq.status not in QUALITY_IS_OPEN:
        why = _("There is nothing to waive before the quotes are opened.")
        return rfq_page(request, rfq, "scoring/sealed.html", {"why": why}, now=now, tab="scoring:opening")
    page = waivers_page(request.user, rfq, now)
    part = "COMMERCIAL" if page["prices"] else "QUALITY"
    note_reading(rfq=rfq, part=part, by=request.user, now=now)
    chosen = {"finding": request.GET["finding"]} if "finding" in request.GET else None
    form = WaiverForm(posted(request), initial=chosen, findings=page["choices"])
    if writes and form.is_valid():
        act = partial(_propose, request, rfq, form, now)
        if attempt(request, act, _("The waiver is proposed. An approver decides on it."), form):
            return redirect("scoring:waivers", code)
    context = {**page, "form": form, "chosen": bool(chosen) or writes}
    status = 422 if writes else 200
    tab = "scoring:waivers" if page["prices"] else "scoring:opening"
    return rfq_page(request, rfq, "scoring/waivers.html", context, now=now, tab=tab, status=status)


def _propose(request: HttpRequest, rfq: Any, form: WaiverForm, now: Any) -> Any:
    asked = form.asked()
    quote = get_quote(request.user, rfq, asked.pop("quote"))
    return propose_waiver(rfq=rfq, quote=quote, **asked, by=request.user, now=now)


@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm, refuse or end one waiver, as the pressed button says."""
    rfq = get_rfq_as(request.user, code, Role.BUYER, Role.APPROVER)
    acts = {
        "confirm": (_confirm, _("The waiver is confirmed. The ranking was made again where there was one.")),
        "refuse": (refuse_waiver, _("The waiver is refused.")),
        "end": (end_waiver, _("The waiver is ended. The finding counts again.")),
    }
    act, done = acts.get(request.POST.get("act", ""), (_unknown, ""))
    attempt(request, partial(_decide, request, rfq, act), done)
    return redirect("scoring:waivers", code)


def _decide(request: HttpRequest, rfq: Any, act: Callable[..., Any]) -> Any:
    given = request.POST.get("waiver", "")
    try:
        waiver_id = UUID(given)
    except ValueError:
        raise Refused(_("Choose a waiver on the page.")) from None
    return act(rfq=rfq, waiver_id=waiver_id, reason=sent_reason(request), by=request.user, now=timezone.now())


def _confirm(*, reason: str, **given: Any) -> Any:
    return confirm_waiver(**given)


def _unknown(**_given: Any) -> None:
    raise Refused(_("Press one of the buttons of the page."))

"""Questions, answers and addenda, as a vendor reads them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from audit.middleware import record_refusal
from quotes.forms import QuestionForm
from quotes.views.desk import Desk, open_desk, show
from rfqs import queries
from rfqs.access import get_told_addendum
from rfqs.actions.addenda import confirm_addendum
from rfqs.actions.clarifications import NamesItself, ask_question
from rfqs.policies import check_can_ask, check_can_confirm
from ui.errors import Refused, reason_against


@require_GET
def clarifications(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    return _page(open_desk(request, invitation_id), QuestionForm())


def _page(desk: Desk, form: QuestionForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "why_not_ask": reason_against(check_can_ask, desk.invitation, desk.now),
        "addenda": queries.told_addenda(desk.invitation),
        "why_not_confirm": reason_against(check_can_confirm, desk.invitation, desk.now),
        "own": queries.own_questions(desk.invitation),
        "clarifications": queries.clarifications_of(desk.rfq),
    }
    return show(desk, "portal/clarifications.html", "clarifications", status=status, **context)


@require_POST
def ask(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """A text that names the vendor comes back once, with the choice to send it all the same."""
    desk = open_desk(request, invitation_id)
    form = QuestionForm(request.POST, offer_named="named" in request.POST)
    if not form.is_valid():
        return _page(desk, form, status=422)
    data = form.cleaned_data
    try:
        ask_question(
            invitation=desk.invitation,
            text=data["text"],
            named=data.get("named", False),
            by=request.user,
            now=desk.now,
        )
    except NamesItself as found:
        form = QuestionForm(request.POST, offer_named=True)
        form.is_valid()
        form.add_error("text", str(found))
        return _page(desk, form, status=422)
    except Refused as refused:
        record_refusal(request, str(refused))
        form.add_error(None, str(refused))
        return _page(desk, form, status=409)
    messages.success(request, _("The buyer has your question, without your name."))
    return redirect(desk.url("clarifications"))


@require_POST
def confirm(request: HttpRequest, invitation_id: UUID, addendum_id: UUID) -> HttpResponse:
    """The addendum is taken into account, in the quote that was sent and in the next one."""
    desk = open_desk(request, invitation_id)
    addendum = get_told_addendum(desk.invitation, addendum_id)
    try:
        confirm_addendum(invitation=desk.invitation, addendum=addendum, by=request.user, now=desk.now)
    except Refused as refused:
        record_refusal(request, str(refused))
        messages.error(request, str(refused))
    else:
        text = _("Addendum %(number)s is confirmed.") % {"number": addendum.number}
        messages.success(request, text)
    return redirect(desk.url("clarifications"))

"""My invitations; reading an RFQ; declining, coming back, letting a colleague in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Role, has_role
from audit import clocks
from audit.middleware import record_refusal
from quotes.access import own_inquiries
from quotes.forms import ColleagueForm, DeclineForm
from quotes.queries import invitations_by_stage
from quotes.views.desk import Desk, open_desk, show
from quotes.views.reading import need_sections, published_weights, volumes_chart
from rfqs.access import get_invited_attachment, told_attachments
from rfqs.actions.attachments import read_attachment
from rfqs.actions.invitations import add_colleague, decline_invitation, mark_seen, take_back_decline
from rfqs.policies import check_can_decline
from rfqs.queries import lines_read
from ui.errors import Refused, reason_against
from ui.uploads.serving import hand_out
from vendors.access import vendor_for


@require_GET
def portal(request: HttpRequest) -> HttpResponse:
    vendor = vendor_for(request.user)
    now = clocks.now()
    stages = invitations_by_stage(request.user, now)
    return render(request, "portal/list.html", {"vendor": vendor, "stages": stages, "now": now})


@require_GET
def read(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    if desk.invitation.status == "INVITED":
        mark_seen(invitation=desk.invitation, by=request.user, now=desk.now)
        desk.invitation.refresh_from_db(fields=["status"])
    return _read_page(desk, DeclineForm(), _colleague_form(desk))


def _colleague_form(desk: Desk, data: Any = None) -> ColleagueForm | None:
    if not has_role(desk.request.user, Role.VENDOR_LEAD) or desk.refusal:
        return None
    user: Any = desk.request.user
    return ColleagueForm(data, initial={"language": user.language}, prefix="colleague")


def _read_page(desk: Desk, decline: DeclineForm, colleague: Any, status: int = 200) -> HttpResponse:
    context = {
        "sections": need_sections(desk.content),
        "weights": published_weights(desk.content),
        "chart": volumes_chart(desk.content),
        "lines": lines_read(desk.content),
        "attachments": told_attachments(desk.rfq),
        "decline": decline,
        "inquiries": own_inquiries(desk.request.user, desk.invitation),
        "decline_reason": reason_against(check_can_decline, desk.invitation, desk.now),
        "colleague": colleague,
    }
    return show(desk, "portal/read.html", "read", status=status, **context)


@require_GET
def attachment(request: HttpRequest, invitation_id: UUID, attachment_id: UUID) -> HttpResponse:
    found = get_invited_attachment(request.user, invitation_id, attachment_id)
    return hand_out(read_attachment(found), found.name, found.content_type)


@require_POST
def decline(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _read_page(desk, form, _colleague_form(desk), status=422)
    reason = form.cleaned_data["reason"]
    try:
        decline_invitation(invitation=desk.invitation, reason=reason, by=request.user, now=desk.now)
    except Refused as refused:
        record_refusal(request, str(refused))
        messages.error(request, str(refused))
        return redirect(desk.url("read"))
    messages.success(request, _("You have declined. You can take it back until the deadline."))
    return redirect("quotes:portal")


@require_POST
def take_back(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    try:
        take_back_decline(invitation=desk.invitation, by=request.user, now=desk.now)
    except Refused as refused:
        record_refusal(request, str(refused))
        messages.error(request, str(refused))
    return redirect(desk.url("read"))


@require_http_methods(["POST"])
def colleague(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    form = ColleagueForm(request.POST, prefix="colleague")
    if not form.is_valid():
        return _read_page(desk, DeclineForm(), form, status=422)
    try:
        add_colleague(invitation=desk.invitation, by=request.user, now=desk.now, **form.cleaned_data)
    except Refused as refused:
        record_refusal(request, str(refused))
        form.add_error("email", str(refused))
        return _read_page(desk, DeclineForm(), form, status=422)
    messages.success(request, _("A personal link is on its way to your colleague."))
    return redirect(desk.url("read"))

"""Who is asked: the list of vendors with what may be known of each before the opening."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rfqs import access, policies, queries
from rfqs.actions.invitations import invite_vendors, issue_link, reissue_mail, remove_vendor
from rfqs.forms import VendorsForm
from rfqs.views.page import attempt, posted, rfq_page
from ui.errors import reason_against


@require_http_methods(["GET", "POST"])
def vendors(request: HttpRequest, code: str) -> HttpResponse:
    """The list; POST adds vendors, and mails them at once when the RFQ is published."""
    rfq = access.get_rfq(request.user, code)
    now = timezone.now()
    search = request.GET.get("q", "").strip()[:100]
    offered = queries.vendors_to_add(request.user, rfq, search)
    form = VendorsForm(posted(request), vendors=offered)
    if request.method == "POST":
        access.require_buyer(request.user)
        act = lambda: invite_vendors(rfq=rfq, vendors=form.chosen, by=request.user, now=now)
        if form.is_valid() and attempt(request, act, _("The vendors are on the list."), form):
            return redirect("rfqs:vendors", code)
    return _page(request, rfq, {"form": form, "q": search, "offered": offered}, now)


def _page(request: HttpRequest, rfq: Any, context: dict[str, Any], now: Any) -> HttpResponse:
    shown = {
        "invitations": queries.invitation_view(rfq, now),
        "why_not_invite": reason_against(policies.check_can_invite, rfq, now),
    }
    return rfq_page(request, rfq, "rfqs/vendors.html", shown | context, now=now, tab="rfqs:vendors")


@require_POST
def remove(request: HttpRequest, code: str, invitation_id: UUID) -> HttpResponse:
    """Take a vendor off the list of a draft."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    invitation = access.get_rfq_invitation(request.user, rfq, invitation_id)
    attempt(request, lambda: remove_vendor(invitation=invitation, by=request.user, now=timezone.now()))
    return redirect("rfqs:vendors", code)


@require_POST
def link(request: HttpRequest, code: str, invitation_id: UUID) -> HttpResponse:
    """A fresh link, shown this once."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    invitation = access.get_rfq_invitation(request.user, rfq, invitation_id)
    now = timezone.now()
    made: dict[str, Any] = {"vendor": invitation.vendor, "contact": invitation.contact}

    def act() -> None:
        made["link"] = issue_link(invitation=invitation, by=request.user, now=now)

    if not attempt(request, act):
        return redirect("rfqs:vendors", code)
    response = rfq_page(request, rfq, "rfqs/link.html", made, now=now, tab="rfqs:vendors")
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def mail(request: HttpRequest, code: str, invitation_id: UUID) -> HttpResponse:
    """Mail the contact a new link."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    invitation = access.get_rfq_invitation(request.user, rfq, invitation_id)
    act = lambda: reissue_mail(invitation=invitation, by=request.user, now=timezone.now())
    attempt(request, act, _("A new link is on its way."))
    return redirect("rfqs:vendors", code)

"""The frame every page of an RFQ shares, and how a refusal is shown."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.roles import Role, has_role
from audit.middleware import record_refusal
from rfqs import policies
from rfqs.navigation import pages_beside, tabs
from rfqs.queries import STAGES, next_step, stage_of, stage_strip
from ui.errors import Refused, reason_against

MOST_LETTERS = 2000  # of a reason


def rfq_page(
    request: HttpRequest,
    rfq: Any,
    template: str,
    context: dict[str, Any],
    *,
    now: datetime,
    tab: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page of one RFQ with its strip, tabs and what may be done here."""
    may_write = has_role(request.user, Role.BUYER)
    frame = {
        "rfq": rfq,
        "now": now,
        "strip": stage_strip(rfq, now),
        "tab_items": tabs(rfq, tab or _name_of(request), now),
        "beside": pages_beside(rfq, tab or _name_of(request)),
        "stage": STAGES[stage_of(rfq, now)],
        "next_step": next_step(rfq, now),
        "may_write": may_write,
        "may_edit": may_write and policies.can_edit(rfq),
        "frozen": reason_against(policies.check_can_edit, rfq),
        "may_extend": may_write and policies.can_extend(rfq, now),
        "may_cancel": may_write and policies.can_cancel(rfq),
    }
    return render(request, template, frame | context, status=status)


def _name_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None when nothing was."""
    return request.POST if request.method == "POST" else None


def sent_reason(request: HttpRequest, name: str = "reason") -> str:
    """A reason from an input without a form. Refuses what its page does not send: a NUL, a text without end."""
    text = request.POST.get(name, "")
    if len(text) > MOST_LETTERS or "\x00" in text:
        raise Refused(_("Give the reason as a text of at most 2,000 characters."))
    return text


def attempt(request: HttpRequest, act: Callable[[], Any], done: object = "", form: Any = None) -> bool:
    """Run one action; a refusal is recorded and goes to the form, or to the top of the next page."""
    try:
        act()
    except Refused as refused:
        record_refusal(request, str(refused))
        if form is not None:
            form.add_error(None, str(refused))
        else:
            messages.error(request, str(refused))
        return False
    if done:
        messages.success(request, str(done))
    return True

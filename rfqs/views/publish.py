"""What is missing, who does what, and the button."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import Role
from audit import clocks
from rfqs import access, queries
from rfqs.actions.publishing import publish_rfq
from rfqs.forms import PublishForm
from rfqs.views.page import attempt, posted, rfq_page


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """The last page before vendors read it."""
    rfq = access.get_rfq(request.user, code)
    now = clocks.now()
    checks = queries.publication_checks(rfq, now) if rfq.published_at is None else []
    form = PublishForm(
        posted(request),
        reviewers=list(queries.possible_people(Role.REVIEWER)),
        officers=list(queries.possible_people(Role.BUYER, Role.APPROVER)),
        needs_reason=any(check.level == "REASON" for check in checks),
    )
    if request.method == "POST":
        access.require_buyer(request.user)
        done = _("Published. Every vendor on the list has been sent its link.")
        if form.is_valid() and attempt(request, lambda: _publish(request, rfq, form, now), done, form):
            return redirect("rfqs:detail", code)
    context = {
        "form": form,
        "blocking": [check for check in checks if check.level == "BLOCK"],
        "advice": [check for check in checks if check.level != "BLOCK"],
    }
    return rfq_page(request, rfq, "rfqs/publish.html", context, now=now)


def _publish(request: HttpRequest, rfq: Any, form: PublishForm, now: Any) -> None:
    publish_rfq(
        rfq=rfq,
        reviewers=form.people("reviewers"),
        chair=form.person("chair"),
        openers=form.people("openers"),
        contract_owner=form.person("contract_owner"),
        reason=form.cleaned_data.get("reason", ""),
        by=request.user,
        now=now,
    )

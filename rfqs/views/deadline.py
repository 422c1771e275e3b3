"""A later deadline."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit import clocks
from rfqs import access
from rfqs.actions.deadline import extend_deadline
from rfqs.forms import ExtendForm
from rfqs.policies import check_can_extend
from rfqs.views.page import attempt, posted, rfq_page
from ui.errors import reason_against


@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, code: str) -> HttpResponse:
    """Say until when and why, then move the deadline."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    now = clocks.now()
    form = ExtendForm(posted(request), initial={"deadline_at": rfq.deadline_at})
    if request.method == "POST" and form.is_valid():
        act = lambda: extend_deadline(rfq=rfq, **form.cleaned_data, by=request.user, now=now)
        if attempt(request, act, _("The deadline is moved. Every invited vendor is told."), form):
            return redirect("rfqs:detail", code)
    context = {"form": form, "why_not": reason_against(check_can_extend, rfq, now)}
    return rfq_page(request, rfq, "rfqs/extend.html", context, now=now)

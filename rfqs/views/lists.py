"""The list of RFQs, a new one, the overview, copying and cancelling."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Role, has_role
from rfqs import access, needs, queries
from rfqs.actions.rfq import cancel_rfq, copy_rfq, create_rfq
from rfqs.forms import CancelForm, FilterForm, NewForm
from rfqs.navigation import next_page
from rfqs.policies import check_can_cancel
from rfqs.views.page import attempt, posted, rfq_page
from ui.errors import reason_against
from ui.pagination import keyset_page
from ui.text import labelled


@require_GET
def rfq_list(request: HttpRequest) -> HttpResponse:
    """RFQs the person may read, newest first."""
    access.require_reader(request.user)
    now = timezone.now()
    form = FilterForm(request.GET)
    form.is_valid()
    rows = queries.rfq_rows(
        request.user,
        stage=form.cleaned_data.get("stage", ""),
        search=form.cleaned_data.get("q", ""),
        now=now,
    )
    page = keyset_page(rows, cursor=request.GET.get("after", ""), fields=("created_at", "id"), size=25)
    for rfq in page.rows:
        rfq.stage = queries.STAGES[queries.stage_of(rfq, now)]
        rfq.next_step = queries.next_step(rfq, now)
    context = {"page": page, "form": form, "may_write": has_role(request.user, Role.BUYER)}
    return render(request, "rfqs/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a template."""
    access.require_buyer(request.user)
    templates = needs.template_choices()
    choices = [(item["code"], labelled(item["name"], item["description"])) for item in templates]
    form = NewForm(posted(request), templates=choices, initial={"template": choices[0][0]})
    if request.method == "POST" and form.is_valid():
        rfq = create_rfq(**form.cleaned_data, by=request.user, now=timezone.now())
        return redirect("rfqs:need", rfq.code)
    return render(request, "rfqs/new.html", {"form": form})


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The overview: where it stands, what is next, who does what."""
    rfq = access.get_rfq(request.user, code)
    now = timezone.now()
    checks = queries.publication_checks(rfq, now) if rfq.published_at is None else []
    context = {
        "blocking": [check for check in checks if check.level == "BLOCK"],
        "counts": queries.invitation_counts(rfq),
        "invitations": queries.invitation_view(rfq, now),
        "next_url": next_page(rfq, queries.stage_of(rfq, now)),
        "may_audit": has_role(request.user, Role.BUYER, Role.APPROVER, Role.AUDITOR),
        "duties": queries.duties_of(rfq),
        "last_month": queries.last_month(rfq),
        "weights": queries.weights_of(rfq),
    }
    return rfq_page(request, rfq, "rfqs/detail.html", context, now=now)


@require_POST
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Start a new draft from this one, or ask anew what ended without an award."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    made = copy_rfq(rfq=rfq, retender="retender" in request.POST, by=request.user, now=timezone.now())
    return redirect("rfqs:need", made.code)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Say why, then cancel."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    now = timezone.now()
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        act = lambda: cancel_rfq(rfq=rfq, **form.cleaned_data, by=request.user, now=now)
        if attempt(request, act, _("The RFQ is cancelled."), form):
            return redirect("rfqs:detail", code)
    context = {"form": form, "why_not": reason_against(check_can_cancel, rfq)}
    return rfq_page(request, rfq, "rfqs/cancel.html", context, now=now)

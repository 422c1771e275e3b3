"""Writing and issuing an addendum."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rfqs import access, needs, queries
from rfqs.actions.addenda import (
    attach_to_addendum,
    change_forecast,
    change_need,
    change_weights,
    discard_addendum,
    drop_changes,
    issue_addendum,
    write_addendum,
)
from rfqs.forms import AddendumForm, AttachmentForm, ForecastForm, WeightsForm
from rfqs.forms.weights import leaf_field
from rfqs.policies import check_open_for_quotes
from rfqs.price_words import formula_of
from rfqs.views.need import line_of_subject
from rfqs.views.page import attempt, posted, rfq_page
from rfqs.views.service_lines import chosen_line, of_lines
from ui.errors import reason_against
from ui.spec_forms import form_for, to_values

TAB = "rfqs:clarifications"


@require_http_methods(["GET", "POST"])
def addendum(request: HttpRequest, code: str) -> HttpResponse:
    """The addendum in hand: its text, what it changes, its files, the button that tells all."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    now = timezone.now()
    form = AddendumForm(posted(request), initial=_initial(rfq))
    if request.method == "POST" and form.is_valid():
        act = lambda: write_addendum(rfq=rfq, **form.cleaned_data, by=request.user, now=now)
        if attempt(request, act, _("Saved. Nobody is told yet."), form):
            return redirect("rfqs:addendum", code)
    return _page(request, rfq, form, AttachmentForm(), now)


def _initial(rfq: Any) -> dict[str, Any]:
    draft = queries.addendum_draft(rfq)
    if draft is None:
        return {"asks_confirmation": True}
    return {name: getattr(draft, name) for name in ("text", "asks_confirmation", "deadline_at")}


def _page(request: HttpRequest, rfq: Any, form: Any, file_form: Any, now: datetime) -> HttpResponse:
    context = queries.draft_view(rfq, now) | {"form": form, "file_form": file_form}
    return rfq_page(request, rfq, "rfqs/addendum.html", context, now=now, tab=TAB)


@require_POST
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """Tell every vendor."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    draft = queries.addendum_draft(rfq)
    if draft is None:
        raise Http404
    act = lambda: issue_addendum(addendum=draft, by=request.user, now=timezone.now())
    if attempt(request, act, _("The addendum is issued. Every vendor is told.")):
        return redirect(TAB, code)
    return redirect("rfqs:addendum", code)


@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Take the proposed changes back."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    act = lambda: drop_changes(rfq=rfq, by=request.user, now=timezone.now())
    attempt(request, act, _("The addendum changes nothing any more."))
    return redirect("rfqs:addendum", code)


@require_POST
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    act = lambda: discard_addendum(rfq=rfq, by=request.user, now=timezone.now())
    attempt(request, act, _("The draft is gone."))
    return redirect(TAB, code)


@require_POST
def attach(request: HttpRequest, code: str) -> HttpResponse:
    """A file that vendors read with the addendum."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    form, now = AttachmentForm(request.POST, request.FILES), timezone.now()
    if form.is_valid():
        file = form.cleaned_data["file"]
        act = lambda: attach_to_addendum(rfq=rfq, name=file.name, data=file.read(), by=request.user, now=now)
        if attempt(request, act, _("The file is attached."), form):
            return redirect("rfqs:addendum", code)
    return _page(request, rfq, AddendumForm(initial=_initial(rfq)), form, now)


@require_http_methods(["GET", "POST"])
@of_lines
def need(request: HttpRequest, code: str, subject: str) -> HttpResponse:
    """Other values for a subject of the need."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    line, now = line_of_subject(request, rfq, subject), timezone.now()
    specs = queries.amendable_specs(subject, rfq.need, line)
    if not specs:
        raise Http404
    why_not = reason_against(check_open_for_quotes, rfq, now)
    proposed = rfq.need if rfq.published_at is None else queries.proposed_need(rfq)
    values = needs.subject_values(proposed, subject, line)
    context = needs.subject_context(proposed, subject, line)
    form = form_for(specs, posted(request), values=values, context=context)
    if request.method == "POST" and form.is_valid():
        act = lambda: change_need(
            rfq=rfq, subject=subject, values=to_values(form), line=line, by=request.user, now=now
        )
        if attempt(request, act, _("Saved. Nobody is told yet."), form):
            return redirect("rfqs:addendum", code)
    page = {
        "form": form,
        "label": needs.subject_label(subject),
        "why_not": why_not,
        "line_tabs": queries.line_tabs(rfq, "rfqs:addendum_need", line, subject) if line else [],
    }
    return rfq_page(request, rfq, "rfqs/addendum_need.html", page, now=now, tab=TAB)


@require_http_methods(["GET", "POST"])
@of_lines
def forecast(request: HttpRequest, code: str) -> HttpResponse:
    """Another forecast, of one service line where there are several."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    now, line = timezone.now(), chosen_line(request, rfq)
    counts = queries.proposed_forecast(rfq, line)
    months = {f"forecast_{n}": count for n, count in enumerate(counts, start=1)}
    form = ForecastForm(posted(request), initial=months)
    if request.method == "POST" and form.is_valid():
        act = lambda: change_forecast(rfq=rfq, forecast=form.counts, line=line, by=request.user, now=now)
        if attempt(request, act, _("Saved. Nobody is told yet."), form):
            return redirect("rfqs:addendum", code)
    context = {
        "form": form,
        "label": _("Forecast"),
        "line_tabs": queries.line_tabs(rfq, "rfqs:addendum_forecast", line),
        "why_not": reason_against(check_open_for_quotes, rfq, now),
    }
    return rfq_page(request, rfq, "rfqs/addendum_forecast.html", context, now=now, tab=TAB)


@require_http_methods(["GET", "POST"])
def weights(request: HttpRequest, code: str) -> HttpResponse:
    """Other weights."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    now = timezone.now()
    form = WeightsForm(posted(request), initial=_weights(rfq))
    if request.method == "POST" and form.is_valid():
        act = lambda: change_weights(
            rfq=rfq,
            **form.chosen,
            by=request.user,
            now=now,
        )
        if attempt(request, act, _("Saved. Nobody is told yet."), form):
            return redirect("rfqs:addendum", code)
    context = {
        "form": form,
        "label": _("Weights"),
        "why_not": reason_against(check_open_for_quotes, rfq, now),
    }
    return rfq_page(request, rfq, "rfqs/addendum_weights.html", context, now=now, tab=TAB)


def _weights(rfq: Any) -> dict[str, Any]:
    draft = queries.addendum_draft(rfq)
    held = (draft.changes.get("weights") if draft else None) or queries.content_of(rfq)["weights"]
    leaves = {leaf_field(leaf): weight for leaf, weight in (held.get("leaves") or {}).items()}
    formula = {"price_formula": formula_of(held), "baseline_cost": held.get("baseline_cost")}
    return {"preset": held.get("preset", "default"), **(held.get("pillars") or {}), **leaves, **formula}

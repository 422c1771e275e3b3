"""The review panel's own pages: my sheets, one sheet, one score."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.middleware import name_rfq, record_refusal
from quotes.actions.reading import note_reading
from scoring.access import get_sheet, quotes_on
from scoring.actions import declare_conflict, revise_score, save_score, submit_sheet
from scoring.forms.panel import ConflictForm, ScoreForm
from scoring.policies import check_can_score, is_on_sheet
from scoring.queries.panel import ScorePage, grid, my_sheets, score_page
from ui.errors import Refused, reason_against
from ui.text import labelled

Context = dict[str, Any]


@require_GET
def index(request: HttpRequest, context: Context) -> HttpResponse:
    lines = my_sheets(request.user, timezone.now())
    return render(request, "admin/index.html", {**context, "title": _("My sheets"), "lines": lines})


@require_GET
def sheet(request: HttpRequest, context: Context, sheet_id: UUID) -> HttpResponse:
    found = get_sheet(request.user, sheet_id)
    locked = reason_against(check_can_score, found, request.user)
    title = f"{found.rfq.code} {found.rfq.label}"
    page = {**context, "title": title, "sheet": found, "locked": locked, **grid(request.user, found)}
    page["conflict_form"] = ConflictForm(choices=_vendors(page["quotes"]))
    return render(request, "admin/panel/sheet.html", page)


@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, context: Context, sheet_id: UUID, quote_id: UUID, item: str) -> HttpResponse:
    found = get_sheet(request.user, sheet_id)
    if not is_on_sheet(found, item):
        raise Http404
    page = score_page(request.user, found, quote_id, item)
    part = "QUALITY" if found.stage == "FIRST" else "COMMERCIAL"
    note_reading(rfq=found.rfq, part=part, by=request.user, now=timezone.now(), quotes=[page.quote])
    form = ScoreForm(request.POST or None, initial=_initial(page))
    if request.method == "POST":
        return _save(request, context, page, form)
    return _show(request, context, page, form)


def _save(request: HttpRequest, context: Context, page: ScorePage, form: ScoreForm) -> HttpResponse:
    refused = _write(request, page, form) if form.is_valid() else _("Choose a score from 0 to 5.")
    if request.headers.get("X-Autosave"):
        now = date_format(timezone.localtime(), "TIME_FORMAT")
        return JsonResponse({"message": refused}, status=422) if refused else JsonResponse({"at": now})
    if refused:
        if form.is_valid():
            form.add_error("reason", refused)
        return _show(request, context, page, form, status=422)
    if "next" in request.POST and page.after:
        return redirect("admin:score", page.sheet.pk, *page.after)
    messages.success(request, _("Saved."))
    return redirect("admin:sheet", page.sheet.pk)


def _write(request: HttpRequest, page: ScorePage, form: ScoreForm) -> str:
    """Save; the sentence why not, where it is refused."""
    try:
        place: Context = {"sheet": page.sheet, "quote": page.quote, "item": page.item.code}
        given, now = form.score(), timezone.now()
        if page.revising:
            given.pop("confidence")
            revise_score(**place, **given, by=request.user, now=now)
        else:
            save_score(**place, **given, by=request.user, now=now)
    except Refused as refused:
        record_refusal(request, str(refused))
        return str(refused)
    return ""


def _initial(page: ScorePage) -> Context:
    if page.score is None:
        return {}
    score = page.score
    reason = "" if page.revising else score.reason  # a revision has a reason of its own
    return {"value": f"{score.value:.1f}", "reason": reason, "confidence": score.confidence}


def _show(
    request: HttpRequest, context: Context, page: ScorePage, form: ScoreForm, status: int = 200
) -> HttpResponse:
    title = labelled(page.quote.vendor.label, page.item.title)
    locked = "" if page.revising else reason_against(check_can_score, page.sheet, request.user)
    content = {**context, "title": title, "page": page, "sheet": page.sheet, "form": form, "locked": locked}
    return render(request, "admin/panel/score.html", content, status=status)


@require_POST
def done(request: HttpRequest, context: Context, sheet_id: UUID) -> HttpResponse:
    found = get_sheet(request.user, sheet_id)
    try:
        submit_sheet(sheet=found, by=request.user, now=timezone.now())
    except Refused as refused:
        record_refusal(request, str(refused))
        messages.error(request, str(refused))
        return redirect("admin:sheet", found.pk)
    messages.success(request, _("The sheet is done. Thank you."))
    return redirect("admin:index")


def _vendors(quotes: Any) -> list[tuple[str, str]]:
    return [(str(quote.vendor_id), quote.vendor.label) for quote in quotes]


@require_POST
def conflict(request: HttpRequest, context: Context, sheet_id: UUID) -> HttpResponse:
    """Give the RFQ's sheets back, because one is not impartial."""
    found = get_sheet(request.user, sheet_id)
    name_rfq(request, found.rfq.code)
    form = ConflictForm(request.POST, choices=_vendors(quotes_on(request.user, found)))
    if not form.is_valid():
        raise Refused(_("Give the reason."))
    declare_conflict(sheet=found, by=request.user, now=timezone.now(), **form.declared())
    messages.success(request, _("Your sheets are given back. Thank you for telling us."))
    return redirect("admin:index")

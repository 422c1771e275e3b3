"""The review panel's own pages: my sheets, one sheet, one score."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.middleware import name_rfq, record_refusal
from quotes.actions.reading import note_reading
from rfqs.access import owes_declaration
from rfqs.views.page import posted
from scoring.access import cells_on, find_sheet, get_lost_sheet, get_sheet
from scoring.actions import (
    ask_vendor,
    declare_conflict,
    declare_impartial,
    revise_score,
    save_score,
    submit_sheet,
)
from scoring.forms.panel import ConflictForm, InquiryForm, ScoreForm
from scoring.policies import check_can_score, is_on_sheet
from scoring.queries.panel import ScorePage, bidders, my_sheets, score_page
from scoring.queries.sheet import Cell, Grid, grid
from scoring.rules.evidence import LEVELS
from scoring.views import sheet_table
from ui.errors import Refused, reason_against
from ui.text import labelled

Context = dict[str, Any]


@require_GET
def index(request: HttpRequest, context: Context) -> HttpResponse:
    lines = my_sheets(request.user, timezone.now())
    return render(request, "admin/index.html", {**context, "title": _("My sheets"), "lines": lines})


@require_GET
def sheet(request: HttpRequest, context: Context, sheet_id: UUID) -> HttpResponse:
    found = find_sheet(request.user, sheet_id)
    if found is None:
        return _gone(request, context, get_lost_sheet(request.user, sheet_id))
    page = _about(context, found)
    if owes_declaration(request.user, found.rfq):
        vendors = bidders(found)
        page |= {"bidders": [name for _id, name in vendors], "form": ConflictForm(choices=vendors)}
        return render(request, "admin/panel/declare.html", page)
    page["locked"] = reason_against(check_can_score, found, request.user)
    return render(request, "admin/panel/sheet.html", page | _sheet(found, grid(request.user, found)))


def _about(context: Context, found: Any) -> Context:
    return {**context, "title": f"{found.rfq.code} {found.rfq.label}", "sheet": found}


def _sheet(found: Any, own: Grid) -> Context:
    """The table of a sheet, how much of it is done, and links to what is missing."""
    empty, bare = own.empty, own.bare
    return {
        "grid": own,
        "rows": sheet_table.rows(found.pk, own),
        "empty": empty,
        "empty_links": sheet_table.links(found.pk, empty),
        "first_url": reverse("admin:score", args=[found.pk, *_place(empty[0])]) if empty else "",
        "bare": bare,
        "bare_links": sheet_table.links(found.pk, bare),
        "done": own.needed - len(empty),
        "needed": own.needed,
        "left_open": own.left_open,
    }


def _place(cell: Cell) -> tuple[UUID, str]:
    item, column = cell
    return column.id, item.code


@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, context: Context, sheet_id: UUID, quote_id: UUID, item: str) -> HttpResponse:
    found = find_sheet(request.user, sheet_id)
    if found is None:
        return _gone(request, context, get_lost_sheet(request.user, sheet_id))
    _require_item(found, item)
    if owes_declaration(request.user, found.rfq):
        return redirect("admin:sheet", found.pk)
    page = score_page(request.user, found, quote_id, item)
    part = "QUALITY" if found.stage == "FIRST" else "COMMERCIAL"
    note_reading(rfq=found.rfq, part=part, by=request.user, now=timezone.now(), quotes=[page.quote])
    typing = "X-Autosave" in request.headers
    form = ScoreForm(request.POST or None, initial=_initial(page), typing=typing)
    if request.method == "POST":
        return _save(request, context, page, form)
    return _show(request, context, page, form)


def _require_item(found: Any, item: str) -> None:
    """404 for what is not scored on this sheet, or not by its holder."""
    if not (is_on_sheet(found, item) and cells_on(found).has_item(item)):
        raise Http404


def _save(request: HttpRequest, context: Context, page: ScorePage, form: ScoreForm) -> HttpResponse:
    if closed := _closed_meanwhile(request, page):
        record_refusal(request, closed)
        if "X-Autosave" in request.headers:
            return JsonResponse({"message": closed}, status=409)
        return _show(request, context, page, form, status=409, unsaved=closed)
    refused = _write(request, page, form) if form.is_valid() else _first_error(form)
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


def _first_error(form: Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def _closed_meanwhile(request: HttpRequest, page: ScorePage) -> str:
    """Why nothing of an open page can be saved any more: the sheet was handed in, or the prices were opened.

    A page that was opened while the sheet was still open does not become a revision by itself.
    """
    if page.revising:
        if "revision" in request.POST:
            return ""
        return _("This sheet was handed in meanwhile, perhaps in another window. Nothing was saved.")
    return reason_against(check_can_score, page.sheet, request.user)


def _gone(request: HttpRequest, context: Context, lost: Any) -> HttpResponse:
    """For somebody whose page was open when they were taken off the RFQ; what they typed is shown once more."""
    name_rfq(request, lost.rfq.code)
    why = _("You no longer review this RFQ. Nothing more is saved, and its quotes are closed to you.")
    if request.method == "POST":
        record_refusal(request, why)
    if "X-Autosave" in request.headers:
        return JsonResponse({"message": why}, status=409)
    page = {**context, "title": lost.rfq.code, "why": why, "typed": request.POST.get("reason", "")}
    return render(request, "admin/panel/gone.html", page, status=403)


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
    request: HttpRequest,
    context: Context,
    page: ScorePage,
    form: ScoreForm,
    status: int = 200,
    unsaved: str = "",
    asking: tuple[InquiryForm, str] | None = None,
) -> HttpResponse:
    title = labelled(page.quote.vendor.label, page.item.title)
    locked = "" if page.revising else reason_against(check_can_score, page.sheet, request.user)
    content = {**context, "title": title, "page": page, "sheet": page.sheet, "form": form, "locked": locked}
    content["inquiry_form"], content["inquiry_refused"] = asking or (InquiryForm(choices=page.askable), "")
    content["unsaved"], content["level"] = unsaved, LEVELS.get(page.level, "")
    return render(request, "admin/panel/score.html", content, status=status)


@require_POST
def inquire(
    request: HttpRequest, context: Context, sheet_id: UUID, quote_id: UUID, item: str
) -> HttpResponse:
    """Ask the vendor to explain fields of this answer."""
    found = get_sheet(request.user, sheet_id)
    name_rfq(request, found.rfq.code)
    _require_item(found, item)
    page = score_page(request.user, found, quote_id, item)
    form = InquiryForm(request.POST, choices=page.askable)
    refused = _ask(request, page, form) if form.is_valid() else _("Name the fields, and say what is unclear.")
    if refused:
        return _show(
            request, context, page, ScoreForm(initial=_initial(page)), status=422, asking=(form, refused)
        )
    messages.success(request, _("The vendor has your question."))
    return redirect("admin:score", found.pk, quote_id, item)


def _ask(request: HttpRequest, page: ScorePage, form: InquiryForm) -> str:
    place: Context = {"sheet": page.sheet, "quote": page.quote, "item": page.item.code}
    try:
        ask_vendor(**place, **form.asked(), by=request.user, now=timezone.now())
    except Refused as refused:
        record_refusal(request, str(refused))
        return str(refused)
    return ""


@require_POST
def declare(request: HttpRequest, context: Context, sheet_id: UUID) -> HttpResponse:
    """No conflict of interest, said before the first look."""
    found = get_sheet(request.user, sheet_id)
    name_rfq(request, found.rfq.code)
    declare_impartial(sheet=found, by=request.user, now=timezone.now())
    return redirect("admin:sheet", found.pk)


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


@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, context: Context, sheet_id: UUID) -> HttpResponse:
    """Give the RFQ's sheets back, because one is not impartial."""
    found = get_sheet(request.user, sheet_id)
    name_rfq(request, found.rfq.code)
    form = ConflictForm(posted(request), choices=bidders(found))
    if not form.is_valid():
        status = 200
        if form.is_bound:
            record_refusal(request, _first_error(form))
            status = 422
        page = _about(context, found) | {"form": form}
        return render(request, "admin/panel/conflict.html", page, status=status)
    declare_conflict(sheet=found, by=request.user, now=timezone.now(), **form.declared())
    messages.success(request, _("Your sheets are given back. Thank you for telling us."))
    return redirect("admin:index")

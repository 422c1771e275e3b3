"""Prices: tax and seats, rate lines as sentences, what three months cost; the twenty fee lines."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from quotes import billing, documents
from quotes.display import rate_lines
from quotes.forms import BasicsForm, FeesForm, RateLineForm
from quotes.views.desk import Desk, is_autosave, open_desk, show, write
from ui.text import pick


@require_http_methods(["GET", "POST"])
def prices(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    data = request.POST if request.method == "POST" else None
    form = BasicsForm(data, content=desk.content, whole=desk.whole)
    if data is None:
        return _prices_page(desk, form)
    if not form.is_valid():
        return _prices_page(desk, form, status=422)
    return write(desk, form.changes(), desk.url("prices"))


def _prices_page(desk: Desk, form: BasicsForm, status: int = 200) -> HttpResponse:
    lines = desk.whole.get("rate_lines") or []
    described = rate_lines(lines, desk.whole, desk.lines)
    context = {
        "form": form,
        "version": desk.version(form.paths),
        "lines_version": desk.version(_line_paths(desk)),
        "lines": [row | {"position": place} for place, row in enumerate(described, start=1)],
        "models": billing.MODELS.values(),
    } | desk.months()
    return show(desk, "portal/prices.html", "prices", status=status, **context)


@require_http_methods(["GET", "POST"])
def new_line(request: HttpRequest, invitation_id: UUID, model: str) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    if model not in billing.MODELS:
        raise Http404
    return _line(desk, model, len(desk.whole.get("rate_lines") or []), None)


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, invitation_id: UUID, position: int) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    lines = desk.whole.get("rate_lines") or []
    if not 1 <= position <= len(lines) or lines[position - 1].get("model") not in billing.MODELS:
        raise Http404
    return _line(desk, lines[position - 1]["model"], position - 1, lines[position - 1])


def _line(desk: Desk, model: str, index: int, stored: Any) -> HttpResponse:
    data = desk.request.POST if desk.request.method == "POST" else None
    form = RateLineForm(
        data, model=model, currency=desk.currency, line=stored, whole=desk.whole, lines=desk.lines
    )
    if data is None:
        return _line_page(desk, form, index)
    if "more" in data:
        return _line_page(desk, form, index)
    sound = form.is_valid()
    changes = _with_line(desk, form, index) if sound else {}
    if "months" in data:
        return _months_part(desk, changes)
    if not sound:
        return _line_page(desk, form, index, status=422)
    return write(desk, changes, desk.url("prices"))


def _with_line(desk: Desk, form: RateLineForm, index: int) -> dict[str, Any]:
    lines = list(desk.whole.get("rate_lines") or [])
    written = form.line()
    if index < len(lines) and lines[index].get("id"):
        written["id"] = lines[index]["id"]
    lines[index : index + 1] = [written]
    return {"rate_lines": lines} | _seats(desk, form, written.get("line"))


def _seats(desk: Desk, form: RateLineForm, code: Any) -> dict[str, Any]:
    """The seats after a rate line was saved: where the RFQ has several service lines, those of its own may be new."""
    asked, given = "base_seats" in form.fields, form.base_seats()
    if not desk.lines:
        return {"base_seats": given if asked else desk.whole.get("base_seats")}
    by_line = dict(desk.whole.get("line_seats") or {})
    if asked and code and given is not None:
        by_line[code] = given
    return {"line_seats": by_line or None}


def _line_paths(desk: Desk) -> tuple[str, str]:
    """What of the document a rate line writes: itself, and the seats that its sentence names."""
    return "rate_lines", "line_seats" if desk.lines else "base_seats"


def _months_part(desk: Desk, changes: dict[str, Any]) -> HttpResponse:
    """The three months as they would be, for the page to show while a line is being typed."""
    whole = documents.merged(desk.whole, None) | changes
    shown = desk.months(whole) if changes else {}
    return render(desk.request, "portal/months.html", shown | {"desk": desk})


def _line_page(desk: Desk, form: RateLineForm, index: int, status: int = 200) -> HttpResponse:
    posted = desk.request.POST.get("version")
    context = {
        "form": form,
        "model": form.model,
        "version": posted or desk.version(_line_paths(desk)),
        "is_new": index >= len(desk.whole.get("rate_lines") or []),
    } | (desk.months() if form.is_bound is False else {})
    return show(desk, "portal/line.html", "prices", status=status, **context)


@require_POST
def remove_line(request: HttpRequest, invitation_id: UUID, position: int) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    lines = list(desk.whole.get("rate_lines") or [])
    if not 1 <= position <= len(lines):
        raise Http404
    del lines[position - 1]
    _rate_lines, seats = _line_paths(desk)
    return write(desk, {"rate_lines": lines, seats: desk.whole.get(seats)}, desk.url("prices"))


@require_http_methods(["GET", "POST"])
def fees(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    stored = desk.whole.get("fee_lines") or []
    if request.method != "POST":
        return _fees_page(desk, FeesForm(fee_lines=stored))
    form = FeesForm(request.POST)
    if not form.is_valid():
        if is_autosave(request):
            return write(desk, {"fee_lines": form.sound_lines(stored)}, "", faults=len(form.errors))
        return _fees_page(desk, form, status=422)
    lines = form.fee_lines(others_included="others_included" in request.POST)
    return write(
        desk, {"fee_lines": lines}, desk.url("fees" if "others_included" in request.POST else "terms")
    )


def _fees_page(desk: Desk, form: FeesForm, status: int = 200) -> HttpResponse:
    version = desk.request.POST.get("version") or desk.version(["fee_lines"])
    question = next((q for q in desk.content["questions"]["questions"] if q["n"] == 2), None)
    context = {"form": form, "version": version, "ask": pick(question["ask"]) if question else ""}
    return show(desk, "portal/fees.html", "fees", status=status, **context)

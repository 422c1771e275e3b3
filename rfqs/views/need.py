"""The need: nine fields on one page, a page per subject behind them, and what vendors read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rfqs import access, needs, queries
from rfqs.actions.rfq import reset_subject, update_basics, update_need
from rfqs.forms import BasicsForm
from rfqs.forms.basics import MONTH_NAMES
from rfqs.lines import codes_of
from rfqs.views.page import attempt, posted, rfq_page
from rfqs.views.service_lines import chosen_line, of_lines
from ui.errors import Refused
from ui.spec_display import shown_fields
from ui.spec_forms import form_for, to_values


@require_http_methods(["GET", "POST"])
def basics(request: HttpRequest, code: str) -> HttpResponse:
    """The nine fields; read-only once published."""
    rfq = access.get_rfq(request.user, code)
    now = timezone.now()
    known = {str(v.pk): v for v in queries.listed_and_offered(request.user, rfq)}
    form, only = _basics(request, rfq, known, now), only_line(rfq)
    if request.method == "POST":
        access.require_buyer(request.user)
        if request.POST.get("line", only) != only:
            attempt(request, _refuse_other_lines)
            return redirect("rfqs:need", code)
        if form.is_valid() and attempt(request, lambda: _save(request, rfq, form, known), _("Saved."), form):
            return redirect("rfqs:need", code)
    counts = needs.differing_counts(rfq.need, rfq.template or "blank")
    subjects = [item | {"differs": counts[item["code"]]} for item in needs.subjects()]
    content = queries.content_of(rfq)
    context = {"form": form, "only_line": only, "subjects": subjects, "content": content} | _live(rfq, form)
    context |= {"line_rows": queries.line_rows(rfq), "lines": queries.lines_read(content)}
    return rfq_page(request, rfq, "rfqs/need.html", context, now=now)


def only_line(rfq: Any) -> str:
    """The line that the page of the nine asks about; "" where there are several."""
    codes = codes_of(rfq.need)
    return codes[0] if len(codes) == 1 else ""


def _refuse_other_lines() -> None:
    """What was typed of one line must not become another's."""
    raise Refused(
        _("Service lines were added or removed in another window, so nothing was saved. Type it again here.")
    )


def _basics(request: HttpRequest, rfq: Any, known: dict[str, Any], now: Any) -> BasicsForm:
    choices = [(pk, vendor.label) for pk, vendor in known.items()]
    return BasicsForm(
        posted(request), vendors=choices, now=now, several=not only_line(rfq), initial=_initial(rfq)
    )


@require_POST
def live(request: HttpRequest, code: str) -> HttpResponse:
    """What vendors would read of the page as it is typed; nothing is stored."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    known = {str(v.pk): v for v in queries.listed_and_offered(request.user, rfq)}
    form = _basics(request, rfq, known, timezone.now())
    return render(request, "rfqs/live.html", _live(rfq, form))


def _live(rfq: Any, form: BasicsForm) -> dict[str, Any]:
    values = form.sound_values() if form.is_bound else form.initial
    return queries.preview_of(rfq, values, form.volumes)


def _initial(rfq: Any) -> dict[str, Any]:
    line = queries.demand_line(rfq)
    values = needs.basic_values(rfq.need) | {"title": rfq.label, "deadline_at": rfq.deadline_at}
    values["vendors"] = [str(row.vendor_id) for row in queries.invitation_rows(rfq)]
    if line and line.history:
        values |= {"first_month": line.history_from, **dict(zip(MONTH_NAMES, line.history, strict=True))}
    return values


def _save(request: HttpRequest, rfq: Any, form: BasicsForm, known: dict[str, Any]) -> None:
    data, line = form.cleaned_data, queries.demand_line(rfq)
    volumes = form.volumes
    if volumes and line and (volumes.history, volumes.history_from) == (line.history, line.history_from):
        volumes = None  # unchanged: what an upload brought along stays
    update_basics(
        rfq=rfq,
        title=data["title"],
        deadline_at=data["deadline_at"],
        need=needs.basic_need(rfq.need, data),
        volumes=volumes,
        vendors=[known[pk] for pk in data["vendors"]],
        by=request.user,
        now=form.now,
    )


@require_http_methods(["GET", "POST"])
@of_lines
def subject(request: HttpRequest, code: str, subject: str) -> HttpResponse:
    """One subject of "Change defaults"."""
    rfq = access.get_rfq(request.user, code)
    now, line = timezone.now(), line_of_subject(request, rfq, subject)
    specs = needs.line_specs(rfq.need, subject, line)
    context = needs.subject_context(rfq.need, subject, line)
    values = needs.subject_values(rfq.need, subject, line)
    form = form_for(specs, posted(request), values=values, context=context)
    if request.method == "POST":
        access.require_buyer(request.user)
        if form.is_valid():
            save = lambda: update_need(
                rfq=rfq, subject=subject, values=to_values(form), line=line, by=request.user, now=now
            )
            if attempt(request, save, _("Saved."), form):
                return redirect(_subject_url(code, subject, line))
    shown = shown_fields(specs, values)
    faults = needs.subject_faults(rfq.need, subject)
    page = {
        "form": form,
        "subject": subject,
        "label": needs.subject_label(subject),
        "line": line,
        "line_meant": (line or codes_of(rfq.need)[0]) if subject == needs.VOLUMES else "",
        "line_tabs": queries.line_tabs(rfq, "rfqs:subject", line, subject) if line else [],
        "fields": shown,
        "faults": faults,
    }
    return rfq_page(request, rfq, "rfqs/subject.html", page, now=now, tab="rfqs:need")


@require_POST
@of_lines
def reset(request: HttpRequest, code: str, subject: str) -> HttpResponse:
    """Back to what the template says."""
    rfq = access.get_rfq_as_buyer(request.user, code)
    needs.subject_specs(subject)
    line = line_of_subject(request, rfq, subject)
    act = lambda: reset_subject(rfq=rfq, subject=subject, line=line, by=request.user, now=timezone.now())
    attempt(request, act, _("The template's values are back."))
    return redirect(_subject_url(code, subject, line))


def line_of_subject(request: HttpRequest, rfq: Any, subject: str) -> str:
    """The line whose handling is meant, where there are several; "" for what is about all of them."""
    line = chosen_line(request, rfq) if subject == needs.VOLUMES else ""
    return line if len(codes_of(rfq.need)) > 1 else ""


def _subject_url(code: str, subject: str, line: str) -> str:
    return reverse("rfqs:subject", args=[code, subject]) + (f"?line={line}" if line else "")


def _reading(rfq: Any, *, for_vendor: bool) -> dict[str, Any]:
    content = queries.content_of(rfq)
    return {
        "content": content,
        "lines": queries.lines_read(content),
        "subjects": needs.shown_subjects(content["need"], for_vendor=for_vendor),
    }


@require_GET
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """What an invited vendor reads."""
    rfq = access.get_rfq(request.user, code)
    context = _reading(rfq, for_vendor=True)
    return rfq_page(request, rfq, "rfqs/preview.html", context, now=timezone.now(), tab="rfqs:need")


@require_GET
def printable(request: HttpRequest, code: str) -> HttpResponse:
    """The whole RFQ on paper."""
    rfq = access.get_rfq(request.user, code)
    context = _reading(rfq, for_vendor=False)
    return rfq_page(request, rfq, "rfqs/print.html", context, now=timezone.now())


@require_GET
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """The ten questions with their rubric, as they are asked."""
    rfq = access.get_rfq(request.user, code)
    context = {"questions": queries.question_rows(rfq)}
    return rfq_page(request, rfq, "rfqs/questions.html", context, now=timezone.now())

"""The quote as a workbook: downloaded with the draft in it, uploaded filled in, compared, and then one press."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.middleware import record_refusal
from quotes import vault
from quotes.actions import replace_draft
from quotes.forms import WorkbookForm
from quotes.views.desk import Desk, open_desk, show, write
from quotes.workbook import Basis, WrongBook, basis_of, read_filled, template
from quotes.workbook.difference import difference
from rfqs.queries import newest_publication
from sealing import SealBroken
from ui.uploads.serving import download

MOST_FAULTS = 100


@require_GET
def workbook_file(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    return download(template(_basis(desk), get_language() or "en"), f"{desk.rfq.code}.xlsx")


@require_http_methods(["GET", "POST"])
def workbook(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    if request.method != "POST":
        return _page(desk, WorkbookForm())
    if desk.refusal:
        return _refused(desk, desk.refusal)
    if "sealed" in request.POST:
        return _replace(desk, request.POST["sealed"])
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(desk, form, status=422)
    return _compared(desk, form)


def _basis(desk: Desk) -> Basis:
    deadline = desk.rfq.deadline_at
    shown = date_format(localtime(deadline), "Y-m-d H:i") if deadline else ""
    return basis_of(desk, newest_publication(desk.rfq).version, shown)


def _page(desk: Desk, form: WorkbookForm, status: int = 200, **more: Any) -> HttpResponse:
    return show(desk, "portal/workbook.html", "workbook", status=status, form=form, **more)


def _compared(desk: Desk, form: WorkbookForm) -> HttpResponse:
    """The difference to the draft with the press that replaces it, or every cell that is wrong."""
    basis = _basis(desk)
    try:
        filled = read_filled(form.cleaned_data["file"].content, basis)
    except WrongBook as refused:
        record_refusal(desk.request, str(refused))
        form.add_error("file", str(refused))
        return _page(desk, form, status=422)
    if filled.faults:
        shown, more = filled.faults[:MOST_FAULTS], len(filled.faults) - MOST_FAULTS
        return _page(desk, form, status=422, faults=shown, count=len(filled.faults), more=max(more, 0))
    parts = difference(basis, filled.changes, filled.moved)
    if not parts:
        return _page(desk, WorkbookForm(), unchanged=True)
    context: dict[str, Any] = {
        "parts": parts,
        "count": sum(len(part.changes) for part in parts),
        "version": desk.version(filled.changes),
        "sealed": vault.seal_carried(
            {"changes": filled.changes, "publication": basis.publication},
            desk.invitation.pk,
            desk.request.user.pk,
        ),
    }
    return show(desk, "portal/workbook_changes.html", "workbook", **context)


def _replace(desk: Desk, sealed: str) -> HttpResponse:
    try:
        carried = vault.open_carried(sealed, desk.invitation.pk, desk.request.user.pk)
    except SealBroken:
        return _refused(desk, _("This page is not whole any more. Upload the workbook again."))
    if carried.get("publication") != newest_publication(desk.rfq).version:
        sentence = _(
            "The request has been changed since this workbook was uploaded. Read what has changed, "
            "and upload the workbook again."
        )
        return _refused(desk, sentence)
    answer = write(desk, carried["changes"], desk.url("check"), save=replace_draft)
    if answer.status_code == 302 and answer["Location"] == desk.url("check"):
        messages.success(desk.request, _("The draft now says what the workbook says. It is not sent yet."))
    return answer


def _refused(desk: Desk, sentence: str) -> HttpResponse:
    record_refusal(desk.request, sentence)
    messages.error(desk.request, sentence)
    return redirect(desk.url("workbook"))

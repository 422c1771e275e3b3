"""Files of a quote: list, upload, download, remove."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.middleware import record_refusal
from quotes import documents
from quotes.access import get_own_file, own_files
from quotes.actions import about_file, attach_file, read_file, remove_file
from quotes.forms import FileForm
from quotes.views.desk import Desk, open_desk, show
from ui.errors import Refused
from ui.text import pick
from ui.uploads.serving import download


@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    titles = {q["n"]: pick(q["title"]) for q in desk.content["questions"]["questions"]}
    if request.method != "POST":
        asked = request.GET.get("question", "")
        return _page(desk, FileForm(questions=titles, initial={"question": asked}))
    form = FileForm(request.POST, request.FILES, questions=titles)
    if desk.refusal:
        record_refusal(request, desk.refusal)
        messages.error(request, desk.refusal)
        return redirect(desk.url("files"))
    if not form.is_valid():
        return _page(desk, form, status=422)
    try:
        number = _attach(desk, form)
    except Refused as refused:
        record_refusal(request, str(refused))
        form.add_error("file", str(refused))
        return _page(desk, form, status=422)
    return redirect(desk.url("answers", number) if number else desk.url("files"))


def _attach(desk: Desk, form: FileForm) -> int | None:
    """Store the file and note it as evidence of its question."""
    who = {"invitation": desk.invitation, "by": desk.request.user, "now": desk.now}
    file = form.cleaned_data["file"]
    number: int | None = form.cleaned_data["question"]
    attach_file(
        **who,
        part=documents.COMMERCIAL if form.is_commercial else documents.QUALITY,
        name=file.name,
        content_type=file.content_type,
        content=file.content,
        question=number,
    )
    messages.success(desk.request, _("The file is attached and sealed."))
    return number


def _page(desk: Desk, form: FileForm, status: int = 200) -> HttpResponse:
    used = {number: set(file_ids_in(desk.answered(number))) for number in range(1, 11)}
    rows = []
    for file in own_files(desk.request.user, desk.invitation).select_related("invitation", "uploaded_by"):
        rows.append(_row(desk, file, used))
    return show(desk, "portal/files.html", "files", status=status, form=form, rows=rows)


def file_ids_in(value: Any) -> list[str]:
    """Every text of an answer, however deep: the fields that name a file hold its id."""
    if isinstance(value, dict):
        return [found for part in value.values() for found in file_ids_in(part)]
    if isinstance(value, list):
        return [found for part in value for found in file_ids_in(part)]
    return [value] if isinstance(value, str) else []


def _row(desk: Desk, file: Any, used: dict[int, set[str]]) -> dict[str, Any]:
    return about_file(file) | {
        "file": file,
        "commercial": file.part == documents.COMMERCIAL,
        "questions": [number for number, ids in used.items() if str(file.pk) in ids],
        "url": desk.url("file", file.pk),
        "remove_url": desk.url("remove_file", file.pk),
    }


@require_POST
def remove(request: HttpRequest, invitation_id: UUID, file_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    file = get_own_file(request.user, desk.invitation, file_id)
    who = {"invitation": desk.invitation, "by": request.user, "now": desk.now}
    try:
        remove_file(**who, file=file)
    except Refused as refused:
        record_refusal(request, str(refused))
        messages.error(request, str(refused))
    return redirect(desk.url("files"))


@require_GET
def file(request: HttpRequest, invitation_id: UUID, file_id: UUID) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    found = get_own_file(request.user, desk.invitation, file_id)
    about = about_file(found)
    return download(read_file(found), about["name"], about["content_type"])

"""One question a page: its sub-answers, saved as they are typed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quotes import readiness
from quotes.access import own_files
from quotes.actions import about_file
from quotes.display import answer_fields
from quotes.forms.answers import answer_changes, answer_form, answer_paths
from quotes.views.desk import Desk, is_autosave, open_desk, show, write
from rfqs import catalogue
from ui import specs
from ui.spec_display import shown
from ui.spec_forms import SpecForm
from ui.text import pick


@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, invitation_id: UUID, number: int) -> HttpResponse:
    desk = open_desk(request, invitation_id)
    if number not in readiness.question_numbers(desk.content):
        raise Http404
    if request.method != "POST":
        return _page(desk, number, _form(desk, number))
    form = _form(desk, number, request.POST)
    sound = form.is_valid()
    if form.adding_row and not is_autosave(request):
        return _page(desk, number, form, version=request.POST.get("version", ""))
    if not sound and not is_autosave(request):
        return _page(desk, number, form, status=422, version=request.POST.get("version", ""))
    return write(
        desk,
        answer_changes(desk.content, number, desk.whole, form),
        _next(desk, number),
        faults=len(form.errors),
    )


def _form(desk: Desk, number: int, data: Any = None) -> SpecForm:
    return answer_form(desk.content, number, desk.whole, data, files=desk.file_choices)


def _files(desk: Desk) -> Any:
    return own_files(desk.request.user, desk.invitation).select_related("invitation")


def _next(desk: Desk, number: int) -> str:
    if "stay" in desk.request.POST:
        return desk.url("answers", number)
    if "evidence" in desk.request.POST:
        return f"{desk.url('files')}?question={number}"
    numbers = readiness.question_numbers(desk.content)
    following = numbers.index(number) + 1
    return desk.url("answers", numbers[following]) if following < len(numbers) else desk.url("prices")


def _page(
    desk: Desk, number: int, form: SpecForm, status: int = 200, version: str | None = None
) -> HttpResponse:
    question = catalogue.question(desk.content["questions"], number)
    context = {
        "number": number,
        "question": {
            key: pick(question.get(key)) for key in ("title", "ask", "why", "good", "bad", "evidence")
        },
        "rubric": [(score, pick(words)) for score, words in question.get("rubric", {}).items()],
        "form": form,
        "elsewhere": _elsewhere(desk, number),
        "evidence": _evidence(desk, number),
        "version": desk.version(answer_paths(desk.content, number)) if version is None else version,
        "progress": readiness.progress_of(desk.content, number, desk.whole),
        "fields": answer_fields(desk.content, number, desk.whole) if desk.refusal else [],
    }
    return show(desk, "portal/answers.html", f"q{number}", status=status, **context)


def _elsewhere(desk: Desk, number: int) -> list[dict[str, Any]]:
    """Facts that belong to this question but are entered on another page: shown, with a link."""
    values = readiness.answers_with_homes(desk.content, number, desk.whole)
    context = catalogue.answer_context(desk.whole, desk.content.get("need"))
    pages = {
        "prices": ("prices", _("Prices")),
        "fees": ("fees", _("Extra charges")),
        "terms": ("terms", _("Contract terms")),
    }
    rows = []
    for spec in catalogue.question_specs(desk.content["questions"], number):
        if spec.asked == "answers" or spec.asked not in pages or not specs.applies(spec, values, context):
            continue
        name, label = pages["prices"] if spec.home.startswith("tax") else pages[spec.asked]
        rows.append(
            {
                "label": pick(spec.label),
                "value": shown(spec, values.get(spec.code)),
                "url": desk.url(name),
                "page": label,
            }
        )
    return rows


def _evidence(desk: Desk, number: int) -> list[dict[str, Any]]:
    named = set(desk.answered(number).get("files") or [])
    return [
        about_file(file) | {"url": desk.url("file", file.pk)}
        for file in _files(desk)
        if str(file.pk) in named
    ]

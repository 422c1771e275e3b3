"""One question a page: its sub-answers, saved as they are typed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quotes import documents, readiness
from quotes.access import own_files
from quotes.actions import about_file
from quotes.display import answer_fields
from quotes.views.desk import Desk, is_autosave, open_desk, show, write
from rfqs import catalogue
from ui import specs
from ui.spec_display import shown
from ui.spec_forms import SpecForm, form_for, to_values
from ui.specs import FieldSpec
from ui.text import pick

FREE_TEXT = specs.load(
    [
        {
            "code": "text",
            "type": "longtext",
            "max_length": 3000,
            "label": {
                "en": "In your own words",
                "zh-hans": "用您自己的话补充",
                "zh-hant": "用您自己的話補充",
            },
        }
    ]
)


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
    return write(desk, _changes(desk, number, form), _next(desk, number), faults=len(form.errors))


def _form(desk: Desk, number: int, data: Any = None) -> SpecForm:
    own = desk.answered(number)
    values = readiness.answers_with_homes(desk.content, number, desk.whole)
    return form_for(
        [*_specs(desk, number), *FREE_TEXT],
        data,
        values=values | {"text": own.get("text")},
        context=catalogue.answer_context(desk.whole, desk.content.get("need")),
        files=desk.file_choices,
    )


def _specs(desk: Desk, number: int) -> list[FieldSpec]:
    found: list[FieldSpec] = catalogue.question_specs(desk.content["questions"], number, asked="answers")
    return found


def _files(desk: Desk) -> Any:
    return own_files(desk.request.user, desk.invitation).select_related("invitation")


def _paths(desk: Desk, number: int) -> list[str]:
    return [f"answers.q{number}", *(spec.home for spec in _specs(desk, number) if spec.home)]


def _changes(desk: Desk, number: int, form: SpecForm) -> dict[str, Any]:
    """What is sound of the typed answers; a field that is refused keeps what was stored before."""
    asked, own = _specs(desk, number), desk.answered(number)
    stored = readiness.answers_with_homes(desk.content, number, desk.whole) | own
    codes = {spec.code for spec in [*asked, *FREE_TEXT]}
    values = to_values(form)
    for code in codes & {name.partition(".")[0].partition("-")[0].partition("__")[0] for name in form.errors}:
        values.pop(code, None)
        if code in stored:
            values[code] = stored[code]
    answers_only, document = specs.scatter(asked, values, desk.whole)
    kept = {code: value for code, value in own.items() if code not in codes}
    changes: dict[str, Any] = {f"answers.q{number}": kept | answers_only}
    return changes | {spec.home: documents.get(document, spec.home) for spec in asked if spec.home}


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
        "version": desk.version(_paths(desk, number)) if version is None else version,
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

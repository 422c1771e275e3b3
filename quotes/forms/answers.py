"""One question as a form, and what its typed answers change in the draft."""

from collections.abc import Iterable, Mapping
from typing import Any

from quotes import documents, readiness
from rfqs import catalogue
from ui import specs
from ui.spec_forms import SpecForm, form_for, to_values
from ui.specs import FieldSpec

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


def asked_specs(content: Mapping[str, Any], number: int) -> list[FieldSpec]:
    """The fields of a question that are typed on its own page."""
    found: list[FieldSpec] = catalogue.question_specs(content["questions"], number, asked="answers")
    return found


def answer_form(
    content: Mapping[str, Any],
    number: int,
    whole: documents.Document,
    data: Any = None,
    *,
    files: Iterable[tuple[str, str]] = (),
) -> SpecForm:
    """The question's fields and the free text; `whole` is the document whose answers it starts from."""
    values = readiness.answers_with_homes(content, number, whole)
    return form_for(
        [*asked_specs(content, number), *FREE_TEXT],
        data,
        values=values | {"text": _own(whole, number).get("text")},
        context=catalogue.answer_context(whole, content.get("need")),
        files=files,
    )


def answer_paths(content: Mapping[str, Any], number: int) -> list[str]:
    """The paths of the document that the question's page writes."""
    return [f"answers.q{number}", *(spec.home for spec in asked_specs(content, number) if spec.home)]


def answer_changes(
    content: Mapping[str, Any], number: int, whole: documents.Document, form: SpecForm
) -> dict[str, Any]:
    """What is sound of the typed answers; a field that is refused keeps what was stored before."""
    asked, own = asked_specs(content, number), _own(whole, number)
    stored = readiness.answers_with_homes(content, number, whole) | own
    codes = {spec.code for spec in [*asked, *FREE_TEXT]}
    values = to_values(form)
    for code in codes & {name.partition(".")[0].partition("-")[0].partition("__")[0] for name in form.errors}:
        values.pop(code, None)
        if code in stored:
            values[code] = stored[code]
    answers_only, document = specs.scatter(asked, values, whole)
    kept = {code: value for code, value in own.items() if code not in codes}
    changes: dict[str, Any] = {f"answers.q{number}": kept | answers_only}
    return changes | {spec.home: documents.get(document, spec.home) for spec in asked if spec.home}


def _own(whole: documents.Document, number: int) -> dict[str, Any]:
    return dict((whole.get("answers") or {}).get(f"q{number}") or {})

"""What stands between a draft and "Send", and what is still thin: pure checks over the two documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from calc.documents import DocumentError, Fault, read_demand, read_quote
from calc.tco import checked_plan
from quotes import documents
from rfqs import catalogue
from ui import specs
from ui.specs import Completeness
from ui.text import pick


@dataclass(frozen=True)
class Gap:
    """One thing that must be mended before sending; `path` says where."""

    path: str
    question: int | None
    field: str
    label: str = ""
    message: str = ""
    fault: Fault | None = None


@dataclass(frozen=True)
class Progress:
    """How far one question is."""

    number: int
    begun: bool
    completeness: Completeness
    missing: tuple[str, ...]
    blocking: tuple[str, ...]


def gaps_of(
    publication: dict[str, Any], quality: documents.Document, commercial: documents.Document
) -> list[Gap]:
    """Return what keeps the quote from being sent: ND! fields without a value, and prices that do not compute."""
    return gaps_in(publication, documents.joined(quality, commercial))


def gaps_in(publication: Mapping[str, Any], whole: documents.Document) -> list[Gap]:
    """The same for documents that are joined already."""
    return [*_unanswered(publication, whole), *_not_computable(publication, whole)]


def question_numbers(publication: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the questions this RFQ asks, in order."""
    return [item["n"] for item in publication["questions"]["questions"]]


def answers_with_homes(
    publication: Mapping[str, Any], number: int, whole: documents.Document
) -> dict[str, Any]:
    """Return a question's answers with the facts that live elsewhere fetched from their homes."""
    values: dict[str, Any] = catalogue.answer_values(publication["questions"], number, whole)
    return values


def progress_of(publication: Mapping[str, Any], number: int, whole: documents.Document) -> Progress:
    """Return how far question `number` is; facts kept elsewhere count where they are kept."""
    loaded = catalogue.question_specs(publication["questions"], number)
    values = answers_with_homes(publication, number, whole)
    context = catalogue.answer_context(whole, publication.get("need"))
    missing = specs.missing(loaded, values, context=context)
    refused = {spec.code for spec in loaded if spec.nd == "refused"}
    own = (whole.get("answers") or {}).get(f"q{number}") or {}
    return Progress(
        number=number,
        begun=bool(values) or any(value not in (None, "", [], {}) for value in own.values()),
        completeness=specs.completeness(loaded, values, context=context),
        missing=tuple(missing),
        blocking=tuple(path for path in missing if _head(path) in refused),
    )


def label_of(publication: Mapping[str, Any], number: int, path: str) -> str:
    """Return the label of a field of a question in the active language."""
    for spec in catalogue.question_specs(publication["questions"], number):
        if spec.code == _head(path):
            return pick(spec.label)
    return path


def thin_answers(
    publication: Mapping[str, Any], whole: documents.Document, numbers: Iterable[int] | None = None
) -> list[Gap]:
    """Return the required fields that are empty or not disclosed but do not keep the quote from being sent."""
    found = []
    for number in numbers or question_numbers(publication):
        progress = progress_of(publication, number, whole)
        open_codes = {_head(path) for path in progress.missing if path not in progress.blocking}
        undisclosed = _undisclosed(publication, number, whole)
        for spec in catalogue.question_specs(publication["questions"], number):
            if spec.code in open_codes | undisclosed:
                message = _("not disclosed") if spec.code in undisclosed else _("no answer")
                found.append(
                    Gap(f"answers.q{number}.{spec.code}", number, spec.code, pick(spec.label), message)
                )
    return found


def _undisclosed(publication: Mapping[str, Any], number: int, whole: documents.Document) -> set[str]:
    values = answers_with_homes(publication, number, whole)
    loaded = catalogue.question_specs(publication["questions"], number)
    context = catalogue.answer_context(whole, publication.get("need"))
    return {
        spec.code
        for spec in loaded
        if specs.is_required(spec, values, context)
        and specs.state_of(values.get(spec.code)) == specs.NOT_DISCLOSED
    }


def _unanswered(publication: Mapping[str, Any], whole: documents.Document) -> list[Gap]:
    context, gaps = catalogue.answer_context(whole, publication.get("need")), []
    for number in question_numbers(publication):
        loaded = catalogue.question_specs(publication["questions"], number)
        refused = [spec for spec in loaded if spec.nd == "refused"]
        values = answers_with_homes(publication, number, whole) if refused else {}
        for path in specs.missing(refused, values, context=context):
            label = label_of(publication, number, path)
            gaps.append(Gap(f"answers.q{number}.{path}", number, _head(path), label))
    return gaps


def price_faults(publication: Mapping[str, Any], whole: documents.Document) -> list[Fault]:
    """What keeps the quote from being priced against what is asked; an addendum may have taken something away."""
    try:
        quote = read_quote(whole)
        if publication.get("demand"):
            checked_plan(read_demand(publication["demand"]), quote)
    except DocumentError as error:
        return list(error.faults)
    return []


def _not_computable(publication: Mapping[str, Any], whole: documents.Document) -> list[Gap]:
    found = price_faults(publication, whole)
    return [Gap(path=fault.path, question=None, field=fault.path, fault=fault) for fault in found]


def _head(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]

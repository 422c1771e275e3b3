"""What stands between a draft and "Send": pure checks over the two documents."""

from dataclasses import dataclass
from typing import Any

from calc.documents import DocumentError, read_quote
from quotes import documents
from ui.specs import load, missing


@dataclass(frozen=True)
class Gap:
    """One thing that must be mended before sending; `path` says where."""

    path: str
    question: int | None
    field: str
    message: str = ""


def gaps_of(
    publication: dict[str, Any], quality: documents.Document, commercial: documents.Document
) -> list[Gap]:
    """Return what keeps the quote from being sent: ND! fields without a value, and prices that do not compute."""
    whole = documents.merged(quality, commercial)
    return [*_unanswered(publication, whole), *_not_computable(whole)]


def _unanswered(publication: dict[str, Any], whole: documents.Document) -> list[Gap]:
    gaps: list[Gap] = []
    for question in publication["questions"]["questions"]:
        number = question["number"]
        values = answers_with_homes(question, whole)
        for spec in missing(load(question["fields"]), values):
            if spec.nd == "refused":
                gaps.append(Gap(path=f"answers.q{number}.{spec.code}", question=number, field=spec.code))
    return gaps


def _not_computable(whole: documents.Document) -> list[Gap]:
    try:
        read_quote(whole)
    except DocumentError as error:
        return [
            Gap(
                path=fault.path,
                question=None,
                field=fault.path,
                message=f"{fault.message} {fault.remedy}".strip(),
            )
            for fault in error.faults
        ]
    return []


def answers_with_homes(question: dict[str, Any], whole: documents.Document) -> dict[str, Any]:
    """Return a question's answers with the facts that live elsewhere filled in from their homes."""
    values = dict((whole.get("answers") or {}).get(f"q{question['number']}") or {})
    for field in question["fields"]:
        if home := field.get("home"):
            value = documents.get(whole, home)
            if value not in (None, [], {}):
                values[field["code"]] = value
    return values

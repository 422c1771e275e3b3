"""The two documents of a quote: what goes where, how they join, what a part of them is called.

Pure functions over plain JSON (`documents.md` of the specification calls the parts quality and commercial).
"""

import copy
import hashlib
from collections.abc import Iterable
from typing import Any

from rfqs.models import Part
from sealing import canonical

Document = dict[str, Any]

SCHEMA = "shortlist/quote/1"
COMMERCIAL_FIELDS = ("currency", "tax", "base_seats", "line_seats", "rate_lines", "fee_lines")
COMMERCIAL_QUESTIONS = ("q1", "q2")
QUALITY, COMMERCIAL = Part.QUALITY.value, Part.COMMERCIAL.value
QUESTIONS = tuple(f"q{number}" for number in range(1, 11))


def empty(part: str, currency: str) -> Document:
    """Return the document of a vendor who has written nothing yet."""
    if part == Part.COMMERCIAL:
        return {"schema": SCHEMA, "currency": currency, "rate_lines": [], "fee_lines": [], "answers": {}}
    return {"schema": SCHEMA, "operations": {}, "answers": {}, "contract_terms": {}}


def part_of(path: str) -> str:
    """Return which document a dotted path lives in: "rate_lines", "answers.q3", "operations.repeat_rate"."""
    head, _, rest = path.partition(".")
    if head == "answers":
        return Part.COMMERCIAL if rest.partition(".")[0] in COMMERCIAL_QUESTIONS else Part.QUALITY
    return Part.COMMERCIAL if head in COMMERCIAL_FIELDS else Part.QUALITY


def merged(quality: Document, commercial: Document | None) -> Document:
    """Join the halves into one quote document, the form that `calc.documents.read_quote` reads."""
    return copy.deepcopy(joined(quality, commercial))


def joined(quality: Document, commercial: Document | None) -> Document:
    """The same for reading only: what is inside is not copied."""
    other = commercial or {}
    answers = {**other.get("answers", {}), **quality.get("answers", {})}
    sorted_answers = {question: answers[question] for question in QUESTIONS if question in answers}
    return {**quality, **other, "answers": sorted_answers}


def get(document: Document, path: str) -> Any:
    """Return the value at a dotted path, or None."""
    value: Any = document
    for step in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def put(document: Document, path: str, value: Any) -> None:
    """Set the value at a dotted path; None takes it away."""
    *steps, last = path.split(".")
    for step in steps:
        document = document.setdefault(step, {})
    if value is None:
        document.pop(last, None)
    else:
        document[last] = value


def fingerprint(document: Document, paths: Iterable[str]) -> str:
    """Return a short hash of some paths; a form carries it so that a second tab cannot overwrite unseen."""
    values = {path: without_evidence(path, get(document, path)) for path in sorted(paths)}
    return hashlib.sha256(canonical(values)).hexdigest()[:16]


def is_answer(path: str) -> bool:
    """Whether a path names the whole answer to one question."""
    return path.startswith("answers.") and path.count(".") == 1


def without_evidence(path: str, value: Any) -> Any:
    """An answer without its list of files: that belongs to the files page, not to the form of the question."""
    if not is_answer(path) or not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if key != "files"} or None


def file_ids(document: Document) -> list[str]:
    """Return the ids of all files the answers name."""
    found: list[str] = []
    _collect(document.get("answers", {}), found)
    return sorted(set(found))


def _collect(value: Any, found: list[str]) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "files" and isinstance(item, list):
                found.extend(str(one) for one in item)
            elif key == "file" and isinstance(item, str):
                found.append(item)
            else:
                _collect(item, found)
    elif isinstance(value, list):
        for item in value:
            _collect(item, found)

"""What the panel has asked vendors to explain, and what it was told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from quotes.display import continuity_terms
from quotes.models import Inquiry
from rfqs import catalogue
from rfqs.models import RFQ
from scoring.engine import CONTINUITY
from scoring.queries.caps import question_of
from ui.text import pick


def running_inquiries(rfq: RFQ, now: datetime) -> list[Inquiry]:
    """Questions that are neither answered nor out of time."""
    return list(Inquiry.objects.filter(quote__rfq=rfq, answered_at__isnull=True, due_at__gte=now))


def inquiry_number(item: str) -> int | None:
    """What an inquiry about a scored item carries as its question; None where there is no answer to explain."""
    return Inquiry.CONTINUITY if item == CONTINUITY else question_of(item)


def field_choices(content: Mapping[str, Any], number: int) -> list[tuple[str, str]]:
    """(code, label) of the fields of one question that are typed on its page, or of the terms of continuity."""
    if number == Inquiry.CONTINUITY:
        return [(term.code, term.label) for term in continuity_terms(content)]
    specs = catalogue.question_specs(content["questions"], number)
    return [(spec.code, pick(spec.label)) for spec in specs if spec.asked == "answers"]


def inquiry_rows(content: Mapping[str, Any], inquiries: list[Inquiry], files: Mapping[str, Any]) -> list[Any]:
    """Questions on one answer with what was said to each field; `files` are those of the quote by id."""
    rows = []
    for one in inquiries:
        labels = dict(field_choices(content, one.question))
        said = [(labels.get(code, code), one.answers.get(code, "")) for code in one.fields]
        rows.append({"inquiry": one, "said": said, "files": [files[pk] for pk in one.files if pk in files]})
    return rows

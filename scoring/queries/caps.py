"""The score that red flags suggest at most, per quote and item."""

from decimal import Decimal
from typing import Any

from quotes.models import Answer, Quote
from rfqs import catalogue
from rfqs.models import Part
from rfqs.queries import publication_content
from scoring.models import RedFlag, Sheet
from scoring.rules import suggested_cap


def question_of(item: str) -> int | None:
    """The number of the key question an item is; None for continuity, fit and willingness."""
    return int(item[1:]) if item.startswith("Q") else None


def flags_for(quote: Quote, item: str, stage: str) -> list[RedFlag]:
    """Flags on the question of an item; those that come with prices only on the second sheet."""
    number = question_of(item)
    if number is None:
        return []
    flags = RedFlag.objects.filter(quote=quote, question=number)
    return list(flags.filter(part=Part.QUALITY) if stage == Sheet.Stage.FIRST else flags)


def cap_for(quote: Quote, item: str, stage: str) -> Decimal | None:
    """The suggested cap of one score, None where nothing limits it."""
    number = question_of(item)
    if number is None:
        return None
    return suggested_cap(flags_for(quote, item, stage), undisclosed=has_undisclosed(quote, number))


def has_undisclosed(quote: Quote, number: int) -> bool:
    """A required sub-answer of the question is not disclosed; the fee lines of question 2 count elsewhere."""
    required = _required_fields(publication_content(quote.rfq), number)
    answers = Answer.objects.filter(
        quote=quote, question=number, field__in=required, state=Answer.State.NOT_DISCLOSED
    )
    return answers.exists() or _undisclosed_operation(quote, required)


def _required_fields(content: dict[str, Any], number: int) -> dict[str, str]:
    specs = catalogue.question_specs(content["questions"], number)
    return {spec.code: spec.home for spec in specs if spec.required == "R"}


def _undisclosed_operation(quote: Quote, required: dict[str, str]) -> bool:
    operations = quote.quality.get("operations") or {}
    for home in required.values():
        place, _dot, name = (home or "").partition(".")
        value = operations.get(name) if place == "operations" else None
        if isinstance(value, dict) and value.get("state") == "NOT_DISCLOSED":
            return True
    return False

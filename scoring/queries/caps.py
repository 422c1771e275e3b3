"""The score that red flags suggest at most, per quote and item."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from quotes import documents, readiness
from quotes.models import Quote
from rfqs import catalogue
from rfqs.models import Part
from rfqs.queries import shared_content
from scoring.engine import FIRST_ITEMS, SECOND_ITEMS
from scoring.models import RedFlag, Sheet
from scoring.rules import suggested_cap
from ui import specs


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


def cap_for(quote: Quote, item: str, stage: str, flags: Iterable[RedFlag] | None = None) -> Decimal | None:
    """The suggested cap of one score, None where nothing limits it; `flags`: what `flags_for` has read already."""
    number = question_of(item)
    if number is None:
        return None
    found = flags_for(quote, item, stage) if flags is None else flags
    return suggested_cap(found, undisclosed=has_undisclosed(quote, number, stage))


def has_undisclosed(quote: Quote, number: int, stage: str) -> bool:
    """A required sub-answer of the question is not disclosed; the fee lines of question 2 count elsewhere.

    A quality sheet looks at the quality document alone, so that nothing of a price shows through a cap.
    """
    return _undisclosed(shared_content(quote.rfq), quote, number, stage)


def caps_of(content: Mapping[str, Any], quote: Quote, flags: Iterable[RedFlag]) -> dict[str, Decimal]:
    """The suggested caps of one quote by question, each as the sheet of its question has it; no cap, no entry."""
    held, found = list(flags), {}
    for item in (*FIRST_ITEMS, *SECOND_ITEMS):
        number = question_of(item)
        if number is None:
            continue
        first = item in FIRST_ITEMS
        stage = Sheet.Stage.FIRST if first else Sheet.Stage.SECOND
        mine = [flag for flag in held if flag.question == number and (not first or flag.part == Part.QUALITY)]
        cap = suggested_cap(mine, undisclosed=_undisclosed(content, quote, number, stage))
        if cap is not None:
            found[item] = cap
    return found


def _undisclosed(content: Mapping[str, Any], quote: Quote, number: int, stage: str) -> bool:
    commercial = None if stage == Sheet.Stage.FIRST else quote.commercial
    whole = documents.merged(quote.quality, commercial)
    values = readiness.answers_with_homes(content, number, whole)
    context = catalogue.answer_context(whole, content.get("need"))
    return any(
        specs.is_required(spec, values, context)
        and specs.state_of(values.get(spec.code)) == specs.NOT_DISCLOSED
        for spec in catalogue.question_specs(content["questions"], number)
    )

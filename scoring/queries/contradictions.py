"""What each quote says twice and not the same, and what its vendor was asked about it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from quotes import queries as quote_queries
from quotes.contradictions import Contradiction
from quotes.models import Inquiry, Quote
from rfqs.models import RFQ
from rfqs.queries import publication_content
from scoring.access import limits_of, readable_quotes
from scoring.engine import Outcome, case_of, price_documents
from scoring.policies.inquiries import check_can_ask_about
from scoring.queries.inquiries import field_choices
from scoring.queries.veil import hide_in, is_veiled
from scoring.rubrics import item_of
from scoring.rules import Case
from scoring.rules.contradictions import contradictions_of
from scoring.rules.findings import Finding
from scoring.rules.remarks import understaffed_lines
from scoring.staffing import Basis, bases_of
from ui.errors import reason_against

Json = dict[str, Any]


def contradictions_page(user: Any, rfq: RFQ, now: datetime) -> Json:
    """By vendor what does not agree, on the questions that this person reads, and how far the vendor was asked."""
    content, quotes, limits = publication_content(rfq), readable_quotes(user, rfq), limits_of(user, rfq)
    bases = bases_of(content)
    asked = _asked(quotes, is_nameless=is_veiled(user, rfq))
    vendors: list[Json] = []
    for quote, case in zip(quotes, _cases(content, quotes), strict=True):
        rows = [
            {
                "code": one.code,
                "sentence": one.sentence,
                "question": one.question,
                "title": item_of(content, f"Q{one.question}").title,
                "asked": asked[quote.pk, one.question],
                "running": any(_is_running(inquiry, now) for inquiry in asked[quote.pk, one.question]),
            }
            for one in contradictions_of(case, _understaffed(case, bases))
            if limits.has_item(f"Q{one.question}")
        ]
        vendors.append({"quote": quote, "rows": rows})
    return {
        "vendors": vendors,
        "count": sum(len(one["rows"]) for one in vendors),
        "prices": all(quote.commercial is not None for quote in quotes),
        "not_ask": reason_against(check_can_ask_about, rfq, user),
    }


def contradictions_in(rfq: RFQ, quote: Quote) -> list[Contradiction]:
    """Those of one quote."""
    content = publication_content(rfq)
    (case,) = _cases(content, [quote])
    return contradictions_of(case, _understaffed(case, bases_of(content)))


def askable_fields(rfq: RFQ, found: Contradiction) -> list[str]:
    """The fields that the vendor typed on the question's page; of facts that come from its prices the first there."""
    known = [code for code, _label in field_choices(publication_content(rfq), found.question)]
    return [code for code in found.fields if code in known] or known[:1]


def _asked(quotes: Sequence[Quote], *, is_nameless: bool) -> dict[tuple[Any, int], list[Inquiry]]:
    found: dict[tuple[Any, int], list[Inquiry]] = defaultdict(list)
    inquiries = list(Inquiry.objects.filter(quote__in=quotes))
    if is_nameless:
        hide_in(inquiries, quotes, "answers")
    for inquiry in inquiries:
        found[inquiry.quote_id, inquiry.question].append(inquiry)
    return found


def _is_running(inquiry: Inquiry, now: datetime) -> bool:
    return inquiry.answered_at is None and inquiry.due_at >= now


def _cases(content: Json, quotes: Sequence[Quote]) -> list[Case]:
    documents = [quote_queries.whole_document(quote) for quote in quotes]
    outcomes: list[Outcome | None] = [None] * len(quotes)
    if all(quote.commercial is not None for quote in quotes):
        outcomes = list(price_documents(content["demand"], documents))
    return [case_of(content, *pair) for pair in zip(documents, outcomes, strict=True)]


def _understaffed(case: Case, bases: Mapping[str, Basis]) -> Finding | None:
    """Of several service lines the first that is short of seats."""
    if not case.prices_open:
        return None
    return next(iter(understaffed_lines(case, bases)), None)

"""What was seen beside the quotes, and what it proves."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from quotes.models import Quote
from quotes.queries import files_of
from rfqs.models import RFQ
from rfqs.queries import shared_content
from scoring.access import may_strike, readable_quotes
from scoring.models import Evaluation, EvidenceRecord
from scoring.policies.judging import check_can_record_evidence
from scoring.queries.veil import hide_in, is_veiled
from scoring.rubrics import item_of
from scoring.rules.evidence import LEVELS, evidence_level, is_contradicted
from ui.errors import reason_against

# Which records each check before an award reads (domain 10.3).
GATE_KINDS = {
    "A-01": (EvidenceRecord.Kind.REFERENCE,),
    "A-02": (EvidenceRecord.Kind.VISIT, EvidenceRecord.Kind.DEMO),
    "A-03": (EvidenceRecord.Kind.PAPERS,),
}


def standing_evidence(rfq: RFQ) -> dict[Any, list[EvidenceRecord]]:
    """The records that count, by quote; what was struck out is left out."""
    found: dict[Any, list[EvidenceRecord]] = defaultdict(list)
    rows = EvidenceRecord.objects.filter(quote__rfq=rfq, struck_at__isnull=True)
    for row in rows.select_related("recorded_by"):
        found[row.quote_id].append(row)
    return found


def gate_evidence(quote: Quote) -> dict[str, list[EvidenceRecord]]:
    """The records that count for each of A-01 (references called), A-02 (visit or demonstration), A-03 (papers)."""
    rows = list(EvidenceRecord.objects.filter(quote=quote, struck_at__isnull=True))
    return {gate: [row for row in rows if row.kind in kinds] for gate, kinds in GATE_KINDS.items()}


def on_question(records: Iterable[EvidenceRecord], number: int | None) -> list[EvidenceRecord]:
    """Those that bear on one of the ten questions."""
    return [record for record in records if number in record.questions]


def evidence_page(user: Any, rfq: RFQ) -> dict[str, Any]:
    """The level of every answer, the records, and what the form offers."""
    content = shared_content(rfq)
    quotes = readable_quotes(user, rfq)
    called, strikes = {quote.pk: quote.vendor.label for quote in quotes}, may_strike(user, rfq)
    rows = EvidenceRecord.objects.filter(quote__in=quotes).select_related("recorded_by", "struck_by")
    records = list(rows)
    if is_veiled(user, rfq):
        for record in records:
            record.who = record.notes = ""
        hide_in(records, quotes, "struck_reason")
    why_not = reason_against(
        check_can_record_evidence, rfq, Evaluation.objects.filter(rfq=rfq).first(), user
    ) or (_("Vendors are not named to reviewers before the ranking.") if is_veiled(user, rfq) else "")
    questions = [
        (number, f"Q{number} {item_of(content, f'Q{number}').title}")
        for number in (q["n"] for q in content["questions"]["questions"])
    ]
    return {
        "quotes": quotes,
        "rows": [{"title": title, "cells": _levels(quotes, records, number)} for number, title in questions],
        "records": [
            {
                "record": record,
                "vendor": called[record.quote_id],
                "may_strike": not why_not and strikes(record),
            }
            for record in records
        ],
        "may_record": not why_not,
        "why_not": why_not,
        "choices": {
            "quotes": [(str(pk), name) for pk, name in called.items()],
            "questions": [(str(number), title) for number, title in questions],
            "kinds": EvidenceRecord.Kind.choices,
            "findings": EvidenceRecord.Finding.choices,
        },
    }


def _levels(quotes: list[Quote], records: list[EvidenceRecord], number: int) -> list[dict[str, Any]]:
    cells = []
    for quote in quotes:
        seen = [
            record
            for record in on_question(records, number)
            if record.quote_id == quote.pk and record.struck_at is None
        ]
        level = evidence_level(seen, has_files=bool(files_of(quote, number)))
        cells.append({"level": level, "label": LEVELS[level], "contradicted": is_contradicted(seen)})
    return cells

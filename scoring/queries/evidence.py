"""What was seen beside the quotes, and what it proves."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from quotes.models import Quote
from rfqs.models import RFQ
from scoring.models import EvidenceRecord

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

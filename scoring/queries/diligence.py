"""What was checked of a quote before an award: what was typed with the proposal, and the evidence on record."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.timezone import localdate

from quotes.models import Quote
from rfqs.models import RFQ
from scoring.models import EvidenceRecord
from scoring.queries.evidence import gate_evidence

Json = dict[str, Any]


def checked(quote: Quote, typed: Mapping[str, Any] | None = None) -> Json:
    """A-01 to A-03 of one quote: {"references", "seen", "qualification"}; records fill in what was not typed."""
    typed, records = typed or {}, gate_evidence(quote)
    calls = [call for call in typed.get("references") or [] if call.get("name") and call.get("notes")]
    calls += [{"name": row.who, "notes": row.notes} for row in records["A-01"]]
    return {
        "references": calls,
        "seen": _seen(typed.get("seen") or {}, records["A-02"]),
        "qualification": _papers(typed.get("qualification") or {}, records["A-03"]),
    }


def _seen(typed: Mapping[str, Any], rows: list[EvidenceRecord]) -> Json:
    """A visit says more than a demonstration; the newest of its kind."""
    if typed.get("on") or not rows:
        return dict(typed)
    row = max(rows, key=lambda one: (one.kind == EvidenceRecord.Kind.VISIT, one.happened_on))
    return {"kind": row.kind, "on": row.happened_on.isoformat(), "note": row.notes}


def _papers(typed: Mapping[str, Any], rows: list[EvidenceRecord]) -> Json:
    if typed.get("verified"):
        return dict(typed)
    good = [row for row in rows if row.finding == EvidenceRecord.Finding.CONFIRMED]
    return {"verified": True, "note": good[-1].notes} if good else {"verified": False, "note": ""}


def price_holds_until(rfq: RFQ, quote: Quote, content: Mapping[str, Any]) -> date | None:
    """The day the vendor names, else the deadline and the days that the publication (`content`) asks for."""
    answers = ((quote.commercial or {}).get("answers") or {}).get("q1") or {}
    named = answers.get("q1_price_valid_until")
    if isinstance(named, str) and (day := parse_date(named)):
        return day
    days = (content.get("need") or {}).get("quote_validity_days")
    if not isinstance(days, int) or rfq.deadline_at is None:
        return None
    return localdate(rfq.deadline_at) + timedelta(days=days)

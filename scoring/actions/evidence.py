"""What was seen beside the quotes: recorded once, struck out with a reason where it was wrong."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

import audit.actions as audit
from quotes.models import Quote
from rfqs.models import RFQ
from scoring.access import get_evidence, may_strike
from scoring.actions.locking import lock_to_judge
from scoring.models import Evaluation, EvidenceRecord
from scoring.policies import check_has_reason
from scoring.policies.judging import check_can_record_evidence, check_can_strike, check_evidence


@transaction.atomic(durable=True)
def record_evidence(
    *,
    rfq: RFQ,
    quote: Quote,
    kind: str,
    happened_on: date,
    who: str,
    notes: str,
    questions: Sequence[int],
    finding: str,
    by: Any,
    now: datetime,
) -> EvidenceRecord:
    """Write down a visit, a demonstration, a call, a mystery contact or checked papers of one opened quote.

    Refuses people who neither buy nor score, an RFQ that is sealed or decided, a day to come, and a record
    without a person, notes, or questions that exist (papers bear on the vendor and may name none).
    """
    locked = lock_to_judge(rfq, by)
    check_can_record_evidence(locked, Evaluation.objects.filter(rfq=locked).first(), by)
    quote = Quote.objects.select_related("vendor").get(pk=quote.pk, rfq=locked)
    check_evidence(kind, finding, happened_on, who, notes, questions, now)
    record = EvidenceRecord.objects.create(
        quote=quote,
        kind=kind,
        happened_on=happened_on,
        who=who.strip(),
        notes=notes.strip(),
        questions=sorted(set(questions)),
        finding=finding,
        recorded_at=now,
        recorded_by=by,
    )
    detail = {"kind": kind, "vendor": quote.vendor.name, "on": happened_on.isoformat(), "who": who.strip()}
    audit.record("evidence.recorded", by=by, now=now, obj=record, rfq_code=locked.code, detail=detail)
    return record


@transaction.atomic(durable=True)
def strike_evidence(*, rfq: RFQ, record_id: UUID, reason: str, by: Any, now: datetime) -> EvidenceRecord:
    """Strike out a record that was wrong: it stays, with the reason, and no longer counts.

    Refuses without a reason, a record that is struck out already, people who neither buy nor score, a reviewer's
    strike of what others recorded of a quote that they do not score, and an RFQ that is decided.
    """
    locked = lock_to_judge(rfq, by)
    check_can_record_evidence(locked, Evaluation.objects.filter(rfq=locked).first(), by)
    record = get_evidence(by, locked, record_id)
    check_can_strike(record, is_theirs=may_strike(by, locked)(record))
    check_has_reason(reason)
    record.struck_at, record.struck_by, record.struck_reason = now, by, reason.strip()
    record.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    detail = {"kind": record.kind, "vendor": record.quote.vendor.name, "reason": reason.strip()}
    audit.record("evidence.struck", by=by, now=now, obj=record, rfq_code=locked.code, detail=detail)
    return record

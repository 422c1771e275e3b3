"""The one way in: `record` writes a row in the caller's transaction. And the hourly look at all rows."""

from datetime import datetime
from typing import Any

from django.db import transaction

from audit import keys
from audit.chain import anchor, link_all
from audit.keeping import kept_files
from audit.models import AuditAnchor, AuditEvent
from audit.origin import address, session_hash
from audit.verify import Report, anchors_in, verify


def record(
    action: str,
    *,
    by: Any,
    now: datetime,
    obj: Any = None,
    rfq_code: str = "",
    outcome: str = AuditEvent.Outcome.OK,
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write one audit row and return it.

    `by` is a user or None for the system; `obj` any model row. `detail` must be JSON and must not hold
    anything of a quote before its opening: pass codes, counts and reasons, not content. Its keys are those
    that `audit.keys` allows the action; raises UnknownKey for others.
    """
    keys.check(action, detail or {}, denied=outcome == AuditEvent.Outcome.DENIED)
    return AuditEvent.objects.create(
        at=now,
        action=action,
        outcome=outcome,
        actor_id=str(by.pk) if by is not None and by.pk else "",
        actor_label=str(by)[:200] if by is not None else "system",
        rfq_code=rfq_code,
        object_type=obj._meta.label if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=str(obj)[:200] if obj is not None else "",
        detail=detail or {},
        session_hash=session_hash(),
        ip=address(),
    )


def record_denied(
    action: str, *, by: Any, now: datetime, reason: str, obj: Any = None, rfq_code: str = ""
) -> AuditEvent:
    """Write a refused attempt with the sentence that was shown."""
    return record(
        action,
        by=by,
        now=now,
        obj=obj,
        rfq_code=rfq_code,
        outcome=AuditEvent.Outcome.DENIED,
        detail={"reason": reason},
    )


def anchor_hour(*, now: datetime) -> Report:
    """Link everything, verify it with the anchors of the files kept here, record the outcome, anchor the head.

    Three transactions, because verifying takes seconds in a long trail, and openings wait for the chain's lock.
    """
    link_all()
    report = verify([known for path in kept_files() for known in anchors_in(path)])
    detail = {"linked": report.head.position, "unlinked": report.overdue, "troubles": report.found}
    with transaction.atomic(durable=True):
        record("audit.verified", by=None, now=now, detail=detail)
        anchor(AuditAnchor.Kind.HOURLY, now=now)
    return report

"""The one way in: `record` writes a row in the caller's transaction."""

from datetime import datetime
from typing import Any

from audit.models import AuditEvent
from audit.origin import address, session_hash


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
    anything of a quote before its opening: pass codes, counts and reasons, not content.
    """
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

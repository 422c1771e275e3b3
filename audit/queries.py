"""How the hash chain stands, for the page: cheap to ask, however long the trail is."""

from dataclasses import dataclass
from datetime import datetime

from audit.chain import Head, head
from audit.models import AuditEvent, AuditLink


@dataclass(frozen=True)
class ChainState:
    """The head, how many newer events wait for a link, and what the last hourly verification found."""

    head: Head
    waiting: int
    verified_at: datetime | None
    troubles: int


def chain_state() -> ChainState:
    """In four queries. `verify_audit` counts events without a link among the older ones too."""
    last = AuditLink.objects.order_by("-position").values_list("event_id", flat=True).first() or 0
    verified = AuditEvent.objects.filter(action="audit.verified").first()
    return ChainState(
        head=head(),
        waiting=AuditEvent.objects.filter(id__gt=last).count(),
        verified_at=verified.at if verified else None,
        troubles=int(verified.detail.get("troubles", 0)) if verified else 0,
    )

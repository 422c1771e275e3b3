"""The moment after a deadline: the audit trail as it stood is told to people outside the database."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from audit.chain import anchor
from audit.models import AuditAnchor
from rfqs.models import RFQ
from rfqs.states import RfqStatus


@transaction.atomic(durable=True)
def anchor_closed(*, now: datetime) -> int:
    """Anchor once per published RFQ whose deadline has passed by the database's clock; returns how many."""
    anchored = AuditAnchor.objects.filter(kind=AuditAnchor.Kind.CLOSE).values("rfq_code")
    due = RFQ.objects.filter(status=RfqStatus.PUBLISHED, deadline_at__lt=Now()).exclude(code__in=anchored)
    codes = list(due.order_by("deadline_at").values_list("code", flat=True))
    for code in codes:
        anchor(AuditAnchor.Kind.CLOSE, rfq_code=code, now=now)
    return len(codes)

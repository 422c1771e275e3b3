"""RFQs in the states the tests start from, made through the real actions."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from rfqs.actions.demand import set_demand
from rfqs.actions.invitations import invite_vendors
from rfqs.actions.publishing import publish_rfq
from rfqs.actions.rfq import create_rfq, update_basics
from rfqs.models import RFQ
from rfqs.volumes import Volumes, read_typed
from tests import cast
from tests.kept import kept

HISTORY = [18000, 21000, 39000, 17500, 18500, 22000]


def now() -> datetime:
    return timezone.now()


def volumes(counts: list[int] = HISTORY) -> Volumes:
    today = timezone.localdate()
    index = today.year * 12 + today.month - 1 - 6
    return read_typed(date(index // 12, index % 12 + 1, 1), counts, today=today)


def draft(template: str = "shop-chat", **fields: Any) -> RFQ:
    """A draft as its template makes it."""
    return create_rfq(template=template, title="Shop chat", by=cast.buyer(), now=now(), **fields)


@kept
def ready(days: int = 14, template: str = "shop-chat") -> RFQ:
    """A draft that lacks nothing."""
    cast.organisation()
    rfq = draft(template)
    buyer = cast.buyer()
    update_basics(
        rfq=rfq, title="Shop chat", deadline_at=now() + timedelta(days=days), need={}, by=buyer, now=now()
    )
    set_demand(rfq=rfq, volumes=volumes(), by=buyer, now=now())
    cast.vendor_user(), cast.rival_user()
    third = cast.vendor("Paper Crane")
    cast.contact(third, "crane@crane.example", "Crane")
    invite_vendors(rfq=rfq, vendors=[cast.vendor(), cast.rival(), third], by=buyer, now=now())
    rfq.refresh_from_db()
    return rfq


@kept
def published(days: int = 14, **kwargs: Any) -> RFQ:
    """An RFQ that is open for quotes."""
    rfq = ready(days)
    publish_rfq(rfq=rfq, reviewers=[cast.reviewer()], by=cast.buyer(), now=now(), **kwargs)
    rfq.refresh_from_db()
    return rfq

"""What the home page says of RFQs, to whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rfqs.queries.waiting import running, waiting
from tests import cast
from tests.rfqs.build import draft, published

pytestmark = pytest.mark.django_db(transaction=True)


def titles(user: Any) -> list[str]:
    return [item.title for item in waiting(user, timezone.now())]


def test_a_draft_waits_for_the_buyer_who_began_it() -> None:
    rfq = draft()
    assert titles(cast.buyer()) == [f"Complete and publish {rfq.code} Shop chat"]
    for other in (cast.second_buyer(), cast.approver(), cast.auditor(), cast.vendor_user()):
        assert titles(other) == []
    assert running(cast.buyer(), timezone.now()) == []


def test_a_near_deadline_waits_and_a_published_rfq_is_a_line() -> None:
    rfq = published(days=14)
    now = timezone.now()
    assert titles(cast.buyer()) == []
    (line,) = running(cast.approver(), now)
    assert (line.code, line.stage, line.due_at) == (rfq.code, "Open for quotes", rfq.deadline_at)
    assert [item.code for item in running(cast.reviewer(), now)] == [rfq.code]
    assert running(cast.second_reviewer(), now) == running(cast.vendor_user(), now) == []
    near = rfq.deadline_at - timedelta(days=2)
    (item,) = waiting(cast.buyer(), near)
    assert (item.title, item.kind) == (f"See who has not answered yet: {rfq.code} Shop chat", "watch")
    (closed,) = running(cast.buyer(), rfq.deadline_at + timedelta(days=1))
    assert (closed.stage, closed.due_at) == ("Closed, to be opened", None)

"""Mail before a price holds no more: once per threshold, in the reader's language, and not after the signature."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from contracts.actions import remind_of_price_holds
from contracts.models import Contract
from contracts.policies import hold_threshold
from contracts.states import ContractStatus
from contracts.tasks import remind_of_price_holds as task
from notifications.actions import unlock
from notifications.models import OutboxMessage
from quotes.models import Quote
from rfqs.models import RFQ
from tests.patience import lift_limits


def test_each_threshold_is_passed_once_on_the_way() -> None:
    days = [hold_threshold(left) for left in range(16, -10, -1)]
    assert [day for at, day in enumerate(days) if not at or day != days[at - 1]] == [None, 14, 7, 1, 0, None]
    assert (hold_threshold(8), hold_threshold(7), hold_threshold(0), hold_threshold(-1)) == (14, 7, 1, 0)


@pytest.mark.django_db
def test_who_signs_is_told_once_of_each_threshold_until_the_signature(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    lift_limits()
    rfq, quote = RFQ.objects.get(pk=contract.rfq_id), Quote.objects.get(pk=contract.quote_id)
    until = localdate() + timedelta(days=30)
    monkeypatch.setattr("contracts.queries.price_holds_until", lambda *_given: until)
    start = timezone.now() + timedelta(days=30)
    sent = OutboxMessage.objects.filter(kind="price_hold")

    def told(days: int) -> int:
        before = sent.count()
        count = remind_of_price_holds(now=start - timedelta(days=days))
        assert sent.count() - before == count
        return count

    people = told(10)
    assert people >= 1
    assert [told(days) for days in (20, 10, 8, 7, 6, 1, 0, -1, -2, -9)] == [
        people * new for new in (0, 0, 0, 1, 0, 1, 0, 1, 0, 0)
    ]
    first = sent.order_by("created_at").first()
    assert first is not None and first.about == f"rfq:{rfq.code}"
    subject, body = unlock(first)
    assert until.isoformat() in subject and quote.vendor.name in subject
    assert "Sign before, or ask for longer." in body and f"/rfqs/{rfq.code}/award/" in body

    sent.delete()
    Contract.objects.filter(pk=contract.pk).update(
        status=ContractStatus.SIGNED,
        signed_on=localdate(),
        signed_at=timezone.now(),
        signed_by=contract.owner,
    )
    assert told(7) == 0
    assert task() == 0

"""A quote counts only when every addendum that asks for it is confirmed before the deadline; whenever it was sent."""

import uuid
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quotes.actions import AddendumOpen, open_documents, submit_quote
from quotes.models import Quote
from quotes.queries import left_sealed, standing_revisions, unconfirmed_ids
from rfqs.actions.addenda import confirm_addendum, issue_addendum, write_addendum
from rfqs.models import RFQ, Addendum, Invitation, Part, Publication
from rfqs.queries import publication_content
from tests import cast, deadlines

pytestmark = pytest.mark.django_db(transaction=True)


def send(invitation: Invitation, by: Any) -> Any:
    return submit_quote(invitation=invitation, by=by, now=timezone.now(), idempotency_key=uuid.uuid4())


def issue(rfq: RFQ) -> Addendum:
    buyer, now = cast.buyer(), timezone.now()
    draft = write_addendum(rfq=rfq, text="The night shift is asked for too.", by=buyer, now=now)
    return issue_addendum(addendum=draft, by=buyer, now=now)


def confirm(invitation: Invitation, addendum: Addendum, by: Any) -> None:
    confirm_addendum(invitation=invitation, addendum=addendum, by=by, now=timezone.now())


def opened(rfq: RFQ) -> list[Quote]:
    deadlines.close(rfq)
    with transaction.atomic():
        return open_documents(rfq, Part.QUALITY, now=timezone.now())


def page(user: Any, invitation: Invitation, name: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"quotes:{name}", args=[invitation.pk])).content.decode()


def test_nothing_is_sent_before_the_addendum_is_confirmed(rfq, ready, vendor_user):
    row = issue(rfq)
    with pytest.raises(AddendumOpen, match="addendum 1"):
        send(ready, vendor_user)
    assert "Has to be confirmed" in page(vendor_user, ready, "check")
    client = Client()
    client.force_login(vendor_user)
    sending = reverse("quotes:send", args=[ready.pk])
    answer = client.post(sending, {"key": uuid.uuid4()}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["state"]) == (409, "addendum_open")
    confirm(ready, row, vendor_user)
    assert send(ready, vendor_user).number == 1


def test_a_quote_of_before_is_not_opened_without_the_confirmation(rfq, ready, vendor_user):
    send(ready, vendor_user)
    issue(rfq)
    sent = page(vendor_user, ready, "sent")
    assert "This quote does not count yet" in sent and "version 1" in sent
    (standing,) = standing_revisions(rfq)
    assert unconfirmed_ids(rfq) == {ready.pk}
    assert opened(rfq) == [] and [one.pk for one in left_sealed(rfq)] == [ready.pk]
    assert "is not opened" in page(vendor_user, ready, "sent")
    own = standing.envelopes.get(part=Part.QUALITY)
    assert own.keys.filter(holder="RFQ").exists() and not Quote.objects.exists()


def test_a_quote_of_before_counts_again_once_it_is_confirmed(rfq, ready, vendor_user):
    revision = send(ready, vendor_user)
    row = issue(rfq)
    confirm(ready, row, vendor_user)
    assert "does not count" not in page(vendor_user, ready, "sent")
    (quote,) = opened(rfq)
    assert quote.revision_id == revision.pk and left_sealed(rfq) == []


def test_a_revision_remembers_the_version_it_answers(rfq, ready, vendor_user):
    first = send(ready, vendor_user)
    with transaction.atomic():
        content = publication_content(rfq) | {"kpis": []}
        version = Publication.objects.create(
            rfq=rfq, version=2, content=content, published_at=timezone.now(), published_by=cast.buyer()
        )
        row = Addendum.objects.create(
            rfq=rfq,
            number=1,
            text="x",
            status="ISSUED",
            publication=version,
            updated_at=timezone.now(),
            updated_by=cast.buyer(),
            issued_at=timezone.now(),
        )
    confirm(ready, row, vendor_user)
    second = send(ready, vendor_user)
    first.refresh_from_db()
    assert (first.publication_version, second.publication_version) == (1, 2)

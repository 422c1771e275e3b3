"""C4, A8: what the receipt of a quote states, who can check it, and that nothing changed gets through."""

import json
import uuid
from typing import Any

import pytest
from django.utils import timezone

from accounts.keys import receipt_keys
from audit.models import AuditEvent
from quotes.actions import attach_file, submit_quote
from quotes.actions.receipts import own_files_of, own_parts
from quotes.models import Receipt, Revision
from rfqs.models import Invitation, Part

pytestmark = pytest.mark.django_db


def send(invitation: Invitation, by: Any, key: uuid.UUID | None = None) -> Revision:
    return submit_quote(invitation=invitation, by=by, now=timezone.now(), idempotency_key=key or uuid.uuid4())


def attach(invitation: Invitation, by: Any, content: bytes, part: str = Part.QUALITY) -> Any:
    return attach_file(
        invitation=invitation,
        by=by,
        now=timezone.now(),
        part=part,
        name="roster.txt",
        content_type="text/plain",
        content=content,
    )


def test_a_receipt_states_the_row_the_rfq_and_the_audit_event(ready: Invitation, vendor_user: Any) -> None:
    file = attach(ready, vendor_user, b"roster")
    revision = send(ready, vendor_user)
    receipt = Receipt.objects.get()
    stated = json.loads(bytes(receipt.body))
    row = Revision.objects.get()
    assert stated["received_at"] == row.received_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert stated["deadline"] == ready.rfq.deadline_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert (stated["rfq"], stated["vendor"]) == (str(ready.rfq_id), str(ready.vendor_id))
    assert (stated["revision"], stated["previous"]) == (1, None)
    assert stated["audit"] == str(AuditEvent.objects.get(action="quote.submitted").event_id)
    assert receipt.files == [str(file.pk)] and len(stated["attachments"]) == 1
    assert receipt_keys().verify(bytes(receipt.body), bytes(receipt.signature), receipt.key)
    assert own_files_of(receipt, own_parts(revision))[0]["name"] == "roster.txt"

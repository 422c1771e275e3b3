"""Sending a quote: what is frozen, what is refused, what a second try does."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from audit.models import AuditEvent
from notifications.models import OutboxMessage
from quotes.actions import NotReady, attach_file, read_draft, read_revision, save_draft, submit_quote
from quotes.documents import merged
from quotes.models import EnvelopeKey, FileKey, Revision
from rfqs.models import Invitation, Part
from rfqs.states import InvitationStatus, RfqStatus
from tests import deadlines
from tests.quotes.build import changes_of, invite, whole_quote
from ui.errors import Refused

pytestmark = pytest.mark.django_db


def send(invitation: Invitation, by: Any, key: uuid.UUID | None = None) -> Revision:
    return submit_quote(invitation=invitation, by=by, now=timezone.now(), idempotency_key=key or uuid.uuid4())


def close(invitation: Invitation) -> None:
    deadlines.close(invitation.rfq, timedelta(seconds=5))


def test_a_sent_quote_reads_back_as_it_was_written(ready: Invitation, vendor_user: Any) -> None:
    revision = send(ready, vendor_user)
    parts = read_revision(revision)
    whole = merged(parts[Part.QUALITY], parts[Part.COMMERCIAL])
    assert whole["rate_lines"] == whole_quote()["rate_lines"]
    assert whole["answers"]["q8"] == whole_quote()["answers"].get("q8", whole["answers"]["q8"])
    assert "rate_lines" not in parts[Part.QUALITY] and "operations" not in parts[Part.COMMERCIAL]
    ready.refresh_from_db()
    assert (revision.number, ready.status) == (1, InvitationStatus.SUBMITTED)


def test_sending_tells_the_vendor_and_the_audit_trail_without_content(
    ready: Invitation, vendor_user: Any
) -> None:
    send(ready, vendor_user)
    event = AuditEvent.objects.get(action="quote.submitted")
    assert event.rfq_code == "RFQ-7" and "4800" not in str(event.detail)
    assert [m.to for m in OutboxMessage.objects.filter(kind="quote_received")] == [vendor_user.email]


def test_a_vendor_who_never_opened_the_invitation_may_send(rfq: Any, vendor_user: Any) -> None:
    invitation = invite(rfq, vendor_user, InvitationStatus.INVITED)
    save_draft(invitation=invitation, by=vendor_user, now=timezone.now(), changes=changes_of(whole_quote()))
    assert send(invitation, vendor_user).number == 1


def test_the_same_form_sent_twice_is_one_revision_also_after_the_deadline(
    ready: Invitation, vendor_user: Any
) -> None:
    key = uuid.uuid4()
    first = send(ready, vendor_user, key)
    assert send(ready, vendor_user, key) == first
    close(ready)
    assert send(ready, vendor_user, key) == first
    assert Revision.objects.filter(invitation=ready).count() == 1


def test_replacing_destroys_the_opening_keys_of_the_earlier_revision(
    ready: Invitation, vendor_user: Any
) -> None:
    now = timezone.now()
    attach_file(
        invitation=ready,
        by=vendor_user,
        now=now,
        part=Part.QUALITY,
        name="roster.txt",
        content_type="text/plain",
        content=b"roster",
    )
    first = send(ready, vendor_user)
    save_draft(invitation=ready, by=vendor_user, now=now, changes={"base_seats": 11})
    second = send(ready, vendor_user)
    holders = EnvelopeKey.objects.filter(envelope__revision=first).values_list("holder", flat=True)
    assert set(holders) == {EnvelopeKey.Holder.READ_BACK}
    assert not FileKey.objects.filter(revision=first).exists()
    assert FileKey.objects.filter(revision=second).count() == 1
    assert read_revision(first)[Part.COMMERCIAL]["base_seats"] == whole_quote()["base_seats"]
    assert (second.number, read_revision(second)[Part.COMMERCIAL]["base_seats"]) == (2, 11)


def test_after_the_deadline_nothing_is_saved_or_sent(ready: Invitation, vendor_user: Any) -> None:
    close(ready)
    with pytest.raises(Refused, match="deadline"):
        send(ready, vendor_user)
    with pytest.raises(Refused, match="deadline"):
        save_draft(invitation=ready, by=vendor_user, now=timezone.now(), changes={"base_seats": 1})
    assert not Revision.objects.exists()


def test_the_deadline_is_the_databases_not_the_callers(ready: Invitation, vendor_user: Any) -> None:
    close(ready)
    long_ago = timezone.now() - timedelta(days=9)
    with pytest.raises(Refused, match="deadline"):
        submit_quote(invitation=ready, by=vendor_user, now=long_ago, idempotency_key=uuid.uuid4())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"status": InvitationStatus.DECLINED}, "declined"), ({"rfq": RfqStatus.CANCELLED}, "cancelled")],
)
def test_a_declined_or_cancelled_invitation_refuses(
    ready: Invitation, vendor_user: Any, change: dict[str, str], sentence: str
) -> None:
    if "rfq" in change:
        type(ready.rfq).objects.filter(pk=ready.rfq_id).update(status=change["rfq"])
    else:
        Invitation.objects.filter(pk=ready.pk).update(**change)
    ready = Invitation.objects.get(pk=ready.pk)
    with pytest.raises(Refused, match=sentence):
        send(ready, vendor_user)


def test_another_vendor_finds_nothing(ready: Invitation, rival_user: Any) -> None:
    with pytest.raises(Http404):
        send(ready, rival_user)
    with pytest.raises(Http404):
        save_draft(invitation=ready, by=rival_user, now=timezone.now(), changes={"base_seats": 1})


def test_gaps_are_named_and_nothing_is_frozen(ready: Invitation, vendor_user: Any) -> None:
    save_draft(invitation=ready, by=vendor_user, now=timezone.now(), changes={"tax": None, "rate_lines": []})
    with pytest.raises(NotReady) as caught:
        send(ready, vendor_user)
    fields = {gap.field for gap in caught.value.gaps}
    assert {"q1_rate_lines", "q2_tax_rate", "q2_tax_included"} <= fields
    assert not Revision.objects.exists()


def test_two_windows_never_overwrite_each_other_unseen(ready: Invitation, vendor_user: Any) -> None:
    from quotes.actions import DraftConflict
    from quotes.documents import fingerprint

    drafts = read_draft(ready)
    base = fingerprint(merged(drafts[Part.QUALITY], drafts[Part.COMMERCIAL]), ["base_seats"])
    now = timezone.now()
    save_draft(invitation=ready, by=vendor_user, now=now, changes={"base_seats": 12}, base=base)
    with pytest.raises(DraftConflict) as caught:
        save_draft(invitation=ready, by=vendor_user, now=now, changes={"base_seats": 13}, base=base)
    assert caught.value.theirs == {"base_seats": 12}
    assert read_draft(ready)[Part.COMMERCIAL]["base_seats"] == 12

"""One form, one quote: what a form's key answers, what is late, what is taken back, what two windows may do."""

import random
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import Client
from django.utils import timezone

from audit.models import AuditEvent
from notifications.models import OutboxMessage
from quotes.actions import (
    DraftMoved,
    FileNotWhole,
    Late,
    OtherContent,
    attach_file,
    read_draft,
    read_revision,
    save_draft,
    submit_quote,
    withdraw_quote,
)
from quotes.actions.opening import newest_revisions
from quotes.actions.refusals import exact
from quotes.documents import get, merged
from quotes.models import EnvelopeKey, FileKey, LateAttempt, QuoteFile, Revision, Withdrawal
from quotes.queries import content_token, held_files
from rfqs.actions.deadline import extend_deadline
from rfqs.actions.invitations import mail_invitation
from rfqs.models import Invitation, InvitationToken, Part
from rfqs.states import InvitationStatus
from tests import cast, deadlines
from tests.quotes.test_portal_pages import signed_in, url
from ui.errors import Refused

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def send(
    invitation: Invitation, by: Any, key: uuid.UUID | None = None, content: str | None = None
) -> Revision:
    now = timezone.now()
    return submit_quote(
        invitation=invitation, by=by, now=now, idempotency_key=key or uuid.uuid4(), content=content
    )


def token(invitation: Invitation) -> str:
    return content_token(read_draft(invitation), held_files(invitation))


def change(invitation: Invitation, by: Any, seats: int) -> None:
    save_draft(invitation=invitation, by=by, now=timezone.now(), changes={"base_seats": seats})


def attach(invitation: Invitation, by: Any, name: str = "roster.txt") -> QuoteFile:
    content = b"names"
    return attach_file(
        invitation=invitation,
        by=by,
        now=timezone.now(),
        part=Part.QUALITY,
        name=name,
        content_type="text/plain",
        content=content,
    )


# -- one key -----------------------------------------------------------------------------------------


def test_the_same_key_with_other_content_is_refused_and_changes_nothing(
    ready: Invitation, vendor_user: Any
) -> None:
    """B3: 422 over HTTP; the first quote stands."""
    key, shown = uuid.uuid4(), token(ready)
    first = send(ready, vendor_user, key, shown)
    change(ready, vendor_user, 12)
    assert send(ready, vendor_user, key, shown) == first
    with pytest.raises(OtherContent):
        send(ready, vendor_user, key, token(ready))
    data = {"key": str(key), "content": token(ready)}
    answer = signed_in(vendor_user).post(url(ready, "send"), data, headers=JSON)
    assert (answer.status_code, answer.json()["state"]) == (422, "other_content")
    assert Revision.objects.count() == 1


def test_a_draft_that_changed_since_the_page_was_shown_is_not_sent(
    ready: Invitation, vendor_user: Any
) -> None:
    """B4: nothing is sent that its sender has not seen; a file counts too."""
    shown = token(ready)
    change(ready, vendor_user, 12)
    with pytest.raises(DraftMoved):
        send(ready, vendor_user, content=shown)
    shown = token(ready)
    attach(ready, vendor_user)
    answer = signed_in(vendor_user).post(url(ready, "send"), {"key": str(uuid.uuid4()), "content": shown})
    assert answer.status_code == 409 and "changed since this page was shown" in answer.content.decode()
    assert not Revision.objects.exists()
    assert AuditEvent.objects.filter(action="quote.refused", outcome="DENIED").count() == 2


def test_the_form_says_what_became_of_its_key(ready: Invitation, vendor_user: Any, rival_user: Any) -> None:
    """B3: received with time and number, late, or not received; to the vendor alone."""
    client, key = signed_in(vendor_user), uuid.uuid4()
    address = f"{url(ready, 'send')}{key}/"
    assert client.get(address, headers=JSON).json() == {"state": "not_received", "key": str(key)}
    answer = client.post(url(ready, "send"), {"key": str(key)}, headers=JSON).json()
    revision = Revision.objects.get()
    assert (answer["state"], answer["number"]) == ("received", 1)
    assert answer["received_at"] == revision.received_at.isoformat()
    found = client.get(address, headers=JSON).json()
    assert (found["state"], found["received_at"]) == ("received", answer["received_at"])
    assert "Received" in client.get(address).content.decode()
    assert signed_in(rival_user).get(address).status_code == 404
    assert signed_in(cast.buyer()).get(address).status_code == 404


# -- late --------------------------------------------------------------------------------------------


def test_a_late_attempt_is_recorded_without_content_and_the_vendor_is_told(
    ready: Invitation, vendor_user: Any
) -> None:
    """A10: both times, size class and a salted hash; once per form; one mail."""
    deadlines.close(ready.rfq)
    key = uuid.uuid4()
    for _again in range(3):
        with pytest.raises(Late) as caught:
            send(ready, vendor_user, key)
    attempt = LateAttempt.objects.get()
    assert attempt.deadline_at == ready.rfq.deadline_at == caught.value.deadline
    assert attempt.attempted_at > attempt.deadline_at
    assert attempt.size_class in (4096 * 2**n for n in range(6)) and len(attempt.commitment) == 64
    assert [row.to for row in OutboxMessage.objects.filter(kind="quote_late")] == [vendor_user.email]
    event = AuditEvent.objects.get(action="quote.late")
    assert event.outcome == "DENIED" and "4800" not in str(event.detail)
    with pytest.raises(Late):
        send(ready, vendor_user)
    assert (LateAttempt.objects.count(), Revision.objects.count()) == (2, 0)
    assert OutboxMessage.objects.filter(kind="quote_late").count() == 1


def test_a_late_sender_is_shown_both_times(ready: Invitation, vendor_user: Any) -> None:
    """B5: in words on the page, in JSON to the microsecond."""
    deadlines.close(ready.rfq)
    client, key = signed_in(vendor_user), str(uuid.uuid4())
    answer = client.post(url(ready, "send"), {"key": key}, headers=JSON)
    attempt = LateAttempt.objects.get()
    assert (answer.status_code, answer.json()["state"]) == (409, "late")
    assert answer.json()["at"] == attempt.attempted_at.isoformat()
    assert answer.json()["deadline"] == attempt.deadline_at.isoformat()
    arrived, over = exact(attempt.attempted_at, attempt.deadline_at)
    page = client.post(url(ready, "send"), {"key": str(uuid.uuid4())})
    assert page.status_code == 409 and over in page.content.decode()
    found = client.get(f"{url(ready, 'send')}{key}/")
    assert arrived in found.content.decode() and over in found.content.decode()


def test_times_within_one_second_are_told_apart() -> None:
    deadline = timezone.now().replace(microsecond=0)
    assert exact(deadline + timedelta(microseconds=1), deadline)[0].endswith(".000001")
    assert "." not in exact(deadline + timedelta(seconds=2), deadline)[0]


# -- files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["gone", "short", "flipped"])
def test_a_file_that_is_not_stored_whole_is_refused_by_name(
    ready: Invitation, vendor_user: Any, fault: str
) -> None:
    """B11: nothing is accepted whose file cannot be read back to its hash."""
    file = attach(ready, vendor_user)
    storage, name = file.content.storage, file.content.name
    with storage.open(name) as held:
        stored = held.read()
    storage.delete(name)
    if fault != "gone":
        spoiled = stored[:-1] if fault == "short" else stored[:-9] + bytes([stored[-9] ^ 1]) + stored[-8:]
        assert storage.save(name, ContentFile(spoiled)) == name
    with pytest.raises(FileNotWhole, match=r"roster\.txt"):
        send(ready, vendor_user)
    assert not Revision.objects.exists()


def test_an_answer_that_names_a_removed_file_is_not_sent(ready: Invitation, vendor_user: Any) -> None:
    file, now = attach(ready, vendor_user), timezone.now()
    save_draft(
        invitation=ready,
        by=vendor_user,
        now=now,
        changes={"answers.q4": {"text": "x", "files": [str(file.pk)]}},
    )
    QuoteFile.objects.filter(pk=file.pk).update(removed_at=now)  # the action takes the name out too
    with pytest.raises(FileNotWhole, match=r"roster\.txt"):
        send(ready, vendor_user)


# -- taking back -------------------------------------------------------------------------------------


def test_a_withdrawn_quote_is_never_opened_and_its_keys_are_gone(ready: Invitation, vendor_user: Any) -> None:
    """A9: the record stays; the vendor may send again, and that one counts."""
    attach(ready, vendor_user)
    first = send(ready, vendor_user)
    withdrawal = withdraw_quote(invitation=ready, number=1, by=vendor_user, now=timezone.now())
    assert first.received_at < withdrawal.withdrawn_at
    assert newest_revisions(ready.rfq) == []
    assert not EnvelopeKey.objects.exists() and not FileKey.objects.exists()
    with pytest.raises(Refused, match="withdrawn"):
        read_revision(Revision.objects.get(pk=first.pk))
    ready.refresh_from_db()
    assert ready.status == InvitationStatus.SEEN
    assert send(ready, vendor_user, first.idempotency_key) == first
    second = send(ready, vendor_user)
    assert newest_revisions(ready.rfq) == [second] and second.number == 2
    assert OutboxMessage.objects.filter(kind="quote_withdrawn").count() == 1
    assert AuditEvent.objects.filter(action="quote.withdrawn").count() == 1


def test_withdrawing_is_refused_late_twice_for_another_revision_and_to_others(
    ready: Invitation, vendor_user: Any, rival_user: Any
) -> None:
    def withdraw(number: int, by: Any = vendor_user) -> Withdrawal:
        return withdraw_quote(invitation=ready, number=number, by=by, now=timezone.now())

    with pytest.raises(Refused, match="No quote"):
        withdraw(1)
    send(ready, vendor_user)
    with pytest.raises(Http404):
        withdraw(1, rival_user)
    with pytest.raises(Refused, match="Another revision"):
        withdraw(2)
    withdraw(1)
    with pytest.raises(Refused, match="already"):
        withdraw(1)
    send(ready, vendor_user)
    deadlines.close(ready.rfq)
    with pytest.raises(Refused, match="deadline"):
        withdraw(2)
    assert Withdrawal.objects.count() == 1


def test_the_pages_of_withdrawing(ready: Invitation, vendor_user: Any) -> None:
    client = signed_in(vendor_user)
    send(ready, vendor_user)
    assert "cannot be read again" in client.get(url(ready, "withdraw")).content.decode()
    answer = client.post(url(ready, "withdraw"), {"number": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == url(ready, "sent")
    assert "will not be opened" in answer.content.decode()
    assert "withdrawn" in client.get("/portal/").content.decode()
    assert client.get(url(ready, "revision_json", 1)).status_code == 409
    send(ready, vendor_user)
    assert "Earlier revisions" in client.get(url(ready, "sent")).content.decode()


# -- a later deadline --------------------------------------------------------------------------------


def test_a_deadline_is_extended_with_a_reason_and_everybody_is_told(
    ready: Invitation, vendor_user: Any
) -> None:
    """B10: one transaction holds the new deadline, the audit row and the mails; waiting links live on."""
    rfq, now, buyer = ready.rfq, timezone.now(), cast.buyer()
    mail_invitation(ready, by=buyer, now=now)
    later = rfq.deadline_at + timedelta(days=2)
    client = signed_in(buyer)
    address = f"/rfqs/{rfq.code}/deadline/"
    assert client.get(address).status_code == 200
    data = {"deadline_at": later.isoformat(), "reason": "Questions came late."}
    assert client.post(address, data).status_code == 302
    rfq.refresh_from_db()
    assert rfq.deadline_at == later
    mails = OutboxMessage.objects.filter(kind="rfq_extended")
    assert [row.to for row in mails] == [vendor_user.email]
    event = AuditEvent.objects.get(action="rfq.extended")
    assert event.detail["reason"] == "Questions came late." and event.detail["after"] == later.isoformat()
    assert InvitationToken.objects.get().expires_at == later


def test_an_extension_is_refused_earlier_without_reason_late_and_by_others(ready: Invitation) -> None:
    rfq = ready.rfq

    def extend(hours: int, reason: str = "More time", by: Any = None) -> None:
        moment = rfq.deadline_at + timedelta(hours=hours)
        extend_deadline(rfq=rfq, deadline_at=moment, reason=reason, by=by or cast.buyer(), now=timezone.now())

    for hours, reason, words in ((0, "x", "later"), (-1, "x", "later"), (1, " ", "reason")):
        with pytest.raises(Refused, match=words):
            extend(hours, reason)
    with pytest.raises(PermissionDenied):
        extend(1, by=cast.reviewer())
    deadlines.close(rfq)
    with pytest.raises(Refused, match="passed"):
        extend(48)
    assert not AuditEvent.objects.filter(action="rfq.extended").exists()


# -- two windows -------------------------------------------------------------------------------------


class Window:
    """One tab on question 4, which knows only what its page showed."""

    def __init__(self, client: Client, invitation: Invitation) -> None:
        self.client, self.address = client, url(invitation, "answers", 4)
        self.load()

    def load(self) -> None:
        page = self.client.get(self.address)
        self.version = page.context["version"]

    def save(self, text: str, autosave: bool) -> tuple[int, str]:
        data = {"text": text, "version": self.version}
        answer = self.client.post(self.address, data, headers={"X-Autosave": "1"} if autosave else {})
        if answer.status_code == 200 and autosave:
            self.version = answer.json()["version"]
        return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("sessions", [6, pytest.param(200, marks=pytest.mark.prove)])
def test_two_windows_in_any_order_never_overwrite_unseen_nor_send_twice(
    ready: Invitation, vendor_user: Any, sessions: int
) -> None:
    """B4: what a save replaces, its window has shown; both texts are kept in a conflict; one form, one quote."""
    draw = random.Random(20261122)
    client = signed_in(vendor_user)
    stored = str(get(merged(*read_draft(ready).values()), "answers.q4.text") or "")
    for session in range(sessions):
        windows = [Window(client, ready), Window(client, ready)]
        seen = [stored, stored]
        for step in range(4):
            who = draw.randrange(2)
            text, autosave = f"session {session} step {step} window {who}", draw.random() < 0.5
            status, body = windows[who].save(text, autosave)
            now = str(get(merged(*read_draft(ready).values()), "answers.q4.text") or "")
            if seen[who] == stored:
                assert status in (200, 302) and now == text
                stored = text
                if not autosave:
                    windows[who].load()
                seen[who] = text
                continue
            assert (status, now) == (409, stored)
            assert autosave or (text in body and stored in body)
            windows[who].load()
            seen[who] = stored
    key, before = str(uuid.uuid4()), Revision.objects.count()
    for _click in range(3):
        client.post(url(ready, "send"), {"key": key})
    assert Revision.objects.count() == before + 1


def test_a_form_without_its_version_overwrites_nothing(ready: Invitation, vendor_user: Any) -> None:
    client = signed_in(vendor_user, Client())
    assert client.post(url(ready, "answers", 4), {"text": "blind"}).status_code == 409

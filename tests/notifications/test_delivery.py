"""The outbox: queued with the act, retried, failed visibly, each message once, wiped after sending."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from notifications import delivery
from notifications.actions import queue, queue_text, unlock
from notifications.models import OutboxMessage
from notifications.tasks import deliver_due as task
from tests import cast

pytestmark = pytest.mark.django_db
SECRET = "https://shortlist.example/join/token-that-nobody-else-reads"


def put(to="a@b.example", **changes):
    now = timezone.now()
    values = {"to": to, "language": "en", "now": now, "subject": "Subject", "body": SECRET, **changes}
    with transaction.atomic():
        return queue_text("test", **values)


class Down:
    """A mail server that refuses the first `times` messages."""

    def __init__(self, times):
        self.left, self.tried = times, 0

    def send(self, message, fail_silently=False):
        self.tried += 1
        if self.left > 0:
            self.left -= 1
            raise ConnectionRefusedError("mail server is down")
        mail.outbox.append(message)
        return 1


@pytest.fixture
def server(monkeypatch):
    def make(times):
        down = Down(times)
        monkeypatch.setattr(delivery.EmailMessage, "send", lambda message, **kw: down.send(message))
        return down

    return make


def test_a_message_leaves_once_and_its_words_are_wiped():
    row = put()
    now = timezone.now()
    assert delivery.deliver_due(now=now) == 1
    assert delivery.deliver_due(now=now) == 0
    row.refresh_from_db()
    assert (row.status, row.sent_at, row.content, row.attempts) == ("SENT", now, None, 1)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["a@b.example"], "Subject", SECRET)
    with pytest.raises(ValueError, match="wiped"):
        unlock(row)


def test_the_words_are_never_readable_in_the_database():
    put()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM notifications_outboxmessage m")
        text = cursor.fetchone()[0]
    hexed = json.loads(text)["content"]
    assert "token-that" not in text and b"token-that".hex() not in hexed


def test_a_server_that_is_down_delays_and_nothing_is_lost(server):
    down, row = server(2), put()
    start = timezone.now()
    assert delivery.deliver_due(now=start) == 0
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("QUEUED", 1)
    assert row.not_before == start + timedelta(seconds=30) and "mail server is down" in row.last_error
    assert delivery.deliver_due(now=start + timedelta(seconds=29)) == 0 and down.tried == 1
    assert delivery.deliver_due(now=start + timedelta(seconds=30)) == 0
    assert delivery.deliver_due(now=start + timedelta(seconds=150)) == 1
    row.refresh_from_db()
    assert (row.status, row.attempts, row.last_error, len(mail.outbox)) == ("SENT", 3, "", 1)


def test_after_the_last_retry_it_stays_visible_as_failed_with_its_words(server):
    down, row = server(99), put()
    now = timezone.now()
    for _attempt in range(10):
        now += timedelta(hours=7)
        delivery.deliver_due(now=now)
    row.refresh_from_db()
    assert (row.status, row.attempts, down.tried) == ("FAILED", 6, 6)
    assert unlock(row) == ("Subject", SECRET)


def test_one_bad_address_holds_up_nobody_else(server):
    down = server(1)
    put(to="bad@b.example", now=timezone.now() - timedelta(minutes=1))
    put(to="good@b.example")
    assert delivery.deliver_due(now=timezone.now()) == 1
    assert down.tried == 2 and mail.outbox[0].to == ["good@b.example"]


def test_words_that_cannot_be_unlocked_fail_without_stopping_the_rest():
    broken = put()
    OutboxMessage.objects.filter(pk=broken.pk).update(content=b"not locked by us")
    put(to="good@b.example")
    assert delivery.deliver_due(now=timezone.now()) == 1


def test_outside_a_transaction_nothing_is_queued(transactional_db):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        queue_text("test", to="a@b", language="en", now=timezone.now(), subject="s", body="b")
    with pytest.raises(RuntimeError, match="inside the transaction"):
        queue("staff_invitation", to="a@b", language="en", now=timezone.now(), context={})
    assert not OutboxMessage.objects.exists()


def test_a_rolled_back_act_mails_nothing(transactional_db):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put()
        _ = 1 / 0
    task()
    assert mail.outbox == []


def test_two_deliveries_at_once_send_one_mail_each(transactional_db, monkeypatch):
    """The second one starts while the first holds its message, on a connection of its own."""
    import threading

    from django.db import connections

    put(to="one@b.example")
    put(to="two@b.example")
    inside, go_on, sent = threading.Event(), threading.Event(), []

    def send(message, **kw):
        sent.append(message.to[0])
        if len(sent) == 1:
            inside.set()
            assert go_on.wait(10)
        return 1

    monkeypatch.setattr(delivery.EmailMessage, "send", send)

    def run():
        delivery.deliver_due(now=timezone.now())
        connections.close_all()

    first = threading.Thread(target=run)
    first.start()
    assert inside.wait(10)
    assert delivery.deliver_due(now=timezone.now()) == 1
    go_on.set()
    first.join(10)
    assert sorted(sent) == ["one@b.example", "two@b.example"]
    assert set(OutboxMessage.objects.values_list("status", flat=True)) == {"SENT"}


def test_mail_is_plain_text_in_the_readers_language_with_link_and_zone():
    with transaction.atomic():
        queue(
            "staff_invitation",
            to="A@B.example",
            language="en",
            now=timezone.now(),
            context={
                "name": "Lu & Co <x>",
                "organisation": cast.organisation(),
                "invited_by": cast.administrator(),
                "link": SECRET,
                "expires_at": timezone.now(),
            },
        )
    row = OutboxMessage.objects.get()
    subject, body = unlock(row)
    assert row.to == "a@b.example" and "\n" not in subject
    assert body.startswith("Hello Lu & Co <x>,\n") and SECRET in body
    assert "Asia/Shanghai, UTC+08:00" in body and "\n\n\n" not in body

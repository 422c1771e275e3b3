"""B7: with a mail server on a real socket that is away, hangs up or comes back, each mail arrives, and once.

The one exception is documented: a process that dies between sending and marking sends a second time, under
the same Message-ID.
"""

import socket
import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from notifications import delivery
from notifications.actions import queue_text, unlock
from notifications.models import OutboxMessage
from tests.notifications.smtp import serving

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def put(number: int = 0, **more: Any) -> OutboxMessage:
    words = {"subject": f"Number {number}", "body": "Body", "language": "en", "now": NOW, **more}
    with transaction.atomic():
        return queue_text("test", to=f"{number}@v.example", **words)


@pytest.fixture
def by_smtp(settings: Any) -> Any:
    """Mail goes to a port of this machine."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5

    def use(port: int) -> None:
        settings.EMAIL_PORT = port

    return use


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_closed_port_delays_and_costs_no_tries_and_all_leave_within_a_minute_of_its_return(
    by_smtp: Any,
) -> None:
    """Away for two days of rounds; then every message arrives once, 30 s after the return at the latest."""
    port = free_port()
    by_smtp(port)
    rows = [put(number) for number in range(5)]
    moment = NOW
    for _round in range(40):
        moment += timedelta(hours=1)
        for _again in rows:
            assert delivery.deliver_due(now=moment) == 0
    seen = OutboxMessage.objects.values_list("status", "attempts", "not_before")
    assert set(seen) == {("QUEUED", 0, moment + timedelta(seconds=30))}
    assert "ConnectionRefusedError" in OutboxMessage.objects.first().last_error
    with serving(port) as server:
        assert delivery.deliver_due(now=moment + timedelta(seconds=30)) == 5
        assert delivery.deliver_due(now=moment + timedelta(seconds=60)) == 0
    assert sorted(mail["Subject"] for mail in server.taken) == [f"Number {n}" for n in range(5)]
    assert set(OutboxMessage.objects.values_list("status", "content", "last_error")) == {("SENT", None, "")}


def test_one_connection_a_round_finds_out_that_the_server_is_away(
    by_smtp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_smtp(free_port())
    tried = []
    reach = delivery._Server.reach
    monkeypatch.setattr(delivery._Server, "reach", lambda self: tried.append(1) or reach(self))
    for number in range(20):
        put(number)
    delivery.deliver_due(now=NOW)
    assert len(tried) == 1 and OutboxMessage.objects.filter(last_error="").count() == 19


def test_a_server_that_hangs_up_after_the_content_gets_it_again_under_the_same_id(by_smtp: Any) -> None:
    """Nobody knows whether it kept the first: sent again, recognisable as the same."""
    with serving(hang_ups=1) as server:
        by_smtp(server.port)
        row, other = put(1), put(2)
        assert delivery.deliver_due(now=NOW) == 1
        row.refresh_from_db(), other.refresh_from_db()
        assert {row.status, other.status} == {"QUEUED", "SENT"}
        waiting = row if row.status == "QUEUED" else other
        assert (waiting.attempts, waiting.not_before) == (1, NOW + timedelta(seconds=30))
        assert "SMTPServerDisconnected" in waiting.last_error
        assert delivery.deliver_due(now=NOW + timedelta(seconds=30)) == 1
    ids = Counter(mail["Message-ID"] for mail in server.taken)
    assert ids == {
        delivery.message_id(waiting): 2,
        delivery.message_id(row if waiting == other else other): 1,
    }


def test_a_process_that_dies_between_sending_and_marking_sends_again_under_the_same_id(
    by_smtp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as server:
        by_smtp(server.port)
        row = put()
        with monkeypatch.context() as patched:
            patched.setattr(delivery, "_mark", dies)
            with pytest.raises(SystemExit):
                delivery.deliver_due(now=NOW)
        row.refresh_from_db()
        assert (row.status, row.not_before) == ("SENDING", NOW + delivery.LEASE)
        assert unlock(row)[0] == "Number 0"
        assert delivery.deliver_due(now=NOW + delivery.LEASE - timedelta(seconds=1)) == 0
        assert delivery.deliver_due(now=NOW + delivery.LEASE) == 1
        assert delivery.deliver_due(now=NOW + timedelta(days=9)) == 0
    assert [mail["Message-ID"] for mail in server.taken] == [delivery.message_id(row)] * 2


def dies(*arguments: Any, **values: Any) -> None:
    raise SystemExit("killed")


def test_a_message_that_kills_its_process_every_time_is_given_up(
    by_smtp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as server:
        by_smtp(server.port)
        put()
        moment = NOW
        for _try in range(len(delivery.RETRY_AFTER) + 1):
            with monkeypatch.context() as patched, pytest.raises(SystemExit):
                patched.setattr(delivery, "_mark", dies)
                delivery.deliver_due(now=moment)
            moment += delivery.LEASE
        assert delivery.deliver_due(now=moment) == 0
    assert OutboxMessage.objects.get().status == "FAILED"


def test_a_claim_that_has_run_out_marks_nothing() -> None:
    """A deliverer that was asleep for an hour does not undo what another one has done since."""
    put()
    slow = delivery._claim(NOW)
    quick = delivery._claim(NOW + delivery.LEASE)
    assert slow and quick and quick.attempts == 2
    delivery._mark(quick, status="SENT", content=None)
    delivery._mark(slow, status="QUEUED", last_error="late")
    assert OutboxMessage.objects.get().status == "SENT"


@pytest.mark.django_db(transaction=True)
def test_deliverers_in_a_race_send_each_message_once(by_smtp: Any) -> None:
    """Four threads, each on a connection of its own, n = 60 messages; no row is locked while mail is sent."""
    for number in range(60):
        put(number)
    counts: list[int] = []
    ready = threading.Barrier(4)

    def run() -> None:
        ready.wait()
        counts.append(delivery.deliver_due(now=NOW))
        connections.close_all()

    with serving() as server:
        by_smtp(server.port)
        threads = [threading.Thread(target=run) for _one in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert sum(counts) == 60 and len([count for count in counts if count]) > 1
    assert Counter(mail["To"] for mail in server.taken) == {f"{n}@v.example": 1 for n in range(60)}
    assert set(OutboxMessage.objects.values_list("status", "attempts")) == {("SENT", 1)}


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_server_takes_its_time(
    by_smtp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = []
    send = delivery.EmailMessage.send
    monkeypatch.setattr(
        delivery.EmailMessage,
        "send",
        lambda mail, **more: inside.append(connection.in_atomic_block) or send(mail),
    )
    with serving() as server:
        by_smtp(server.port)
        put()
        assert delivery.deliver_due(now=NOW) == 1
    assert inside == [False] and len(server.taken) == 1


def test_a_named_message_is_queued_once() -> None:
    first, second = put(1, once="quote_received:1:2"), put(1, once="quote_received:1:2")
    assert first == second and OutboxMessage.objects.count() == 1
    assert put(1) != put(1)


@pytest.mark.django_db(transaction=True)
def test_a_named_message_is_queued_once_by_two_at_the_same_moment() -> None:
    """The second waits for the first to commit, and gets its row."""
    got: list[Any] = []

    def other() -> None:
        got.append(put(1, once="the-one").pk)
        connections.close_all()

    with transaction.atomic():
        first = queue_text(
            "test", to="1@v.example", language="en", now=NOW, subject="s", body="b", once="the-one"
        )
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive() and not got
    thread.join(10)
    assert got == [first.pk] and OutboxMessage.objects.count() == 1

"""The deadline gate on real connections: the database's clock, its lock, and what a broken one would let through.

Every race is run a second time against a gate that was broken on purpose; there it must go wrong, or the test
could not see the fault.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from quotes.actions import save_draft, submit_quote
from quotes.actions.opening import newest_revisions
from quotes.models import Envelope, Receipt, Revision
from rfqs import gate
from rfqs.actions.deadline import extend_deadline
from rfqs.models import RFQ, Invitation
from rfqs.states import RfqStatus
from tests import cast, deadlines
from tests.quotes.build import changes_of, invite, publish, whole_quote

pytestmark = pytest.mark.django_db(transaction=True)

LOG = logging.getLogger(__name__)
LOCK = "PERFORM pg_advisory_xact_lock_shared(7301, hashtext(of_rfq::text));"


@contextmanager
def other_gate(old: str, new: str) -> Iterator[None]:
    """The gate's function with one piece replaced, put back afterwards."""
    with deadlines.as_owner() as owner:
        row = owner.execute("SELECT pg_get_functiondef('deadline_gate(uuid)'::regprocedure)").fetchone()
        assert row is not None and old in row[0]
        owner.execute(row[0].replace(old, new))
    try:
        yield
    finally:
        with deadlines.as_owner() as owner:
            owner.execute(row[0])


def in_thread(act: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Run `act` on a connection of its own; its result or error comes into the list."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(act())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def insert(invitation: Invitation) -> Revision:
    """A bare revision, as raw SQL or a shell would make it; `received_at` is a lie the gate replaces."""
    number = Revision.objects.filter(invitation=invitation).count() + 1
    return Revision.objects.create(
        invitation=invitation,
        number=number,
        received_at=datetime(2000, 1, 1, tzinfo=timezone.get_current_timezone()),
        submitted_by=invitation.contact.user,
        idempotency_key=uuid.uuid4(),
    )


def state_of(act: Callable[[], Any]) -> str:
    """The SQLSTATE with which the database refuses, or nothing."""
    try:
        with transaction.atomic():
            act()
    except DatabaseError as error:
        return gate.state_of(error)
    return ""


def soon(seconds: float) -> tuple[RFQ, Invitation]:
    """An RFQ whose deadline is so many seconds away, and one invitation."""
    rfq = publish(deadline_at=timezone.now() + timedelta(seconds=seconds))
    return rfq, invite(rfq, cast.vendor_user())


def sleep_past(moment: datetime, more: float = 0.05) -> None:
    time.sleep(max((moment - timezone.now()).total_seconds() + more, 0))


# -- the clock ---------------------------------------------------------------------------------------


def test_the_reading_that_was_compared_is_what_is_stored() -> None:
    """B1: the row's time is the database's, whatever the writer claims."""
    _rfq, invitation = soon(60)
    before = gate.database_now()
    revision = insert(invitation)
    revision.refresh_from_db()
    assert before <= revision.received_at <= gate.database_now()


@pytest.mark.parametrize(("microseconds", "state"), [(-1, ""), (0, ""), (1, gate.LATE)])
def test_equal_to_the_deadline_is_on_time_a_microsecond_later_is_not(microseconds: int, state: str) -> None:
    """B1: ±1 µs, with the clock's reading put in by hand."""
    rfq, invitation = soon(60)
    reading = rfq.deadline_at + timedelta(microseconds=microseconds)
    with other_gate("moment := clock_timestamp()", f"moment := '{reading.isoformat()}'::timestamptz"):
        assert state_of(lambda: insert(invitation)) == state
    stored = Revision.objects.filter(invitation=invitation)
    assert [row.received_at for row in stored] == ([] if state else [reading])


def _begun_early(invitation: Invitation, deadline: datetime) -> str:
    """Begin a transaction before the deadline, insert after it."""
    with transaction.atomic():
        gate.database_now()
        sleep_past(deadline)
        return state_of(lambda: insert(invitation))


def test_a_transaction_begun_before_the_deadline_does_not_carry_it_over() -> None:
    """B1 B5: the reading is taken at the insert. A gate that compares now() accepts, so this can fail."""
    rfq, invitation = soon(1)
    assert _begun_early(invitation, rfq.deadline_at) == gate.LATE
    other = invite(publish("RFQ-8", deadline_at=timezone.now() + timedelta(seconds=1)), cast.vendor_user())
    with other_gate("moment := clock_timestamp()", "moment := now()"):
        assert _begun_early(other, other.rfq.deadline_at) == ""


# -- the lock ----------------------------------------------------------------------------------------


def _stalled(invitation: Invitation, until: datetime) -> None:
    with transaction.atomic():
        insert(invitation)
        sleep_past(until)


def _opening(rfq: RFQ) -> int:
    """Open like the officers do: the lock alone, what was accepted, the state. Returns how many there were."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [gate.SPACE, str(rfq.pk)])
        found = len(newest_revisions(rfq))
        moment = gate.database_now()
        RFQ.objects.filter(pk=rfq.pk).update(status=RfqStatus.QUALITY_OPENED, quality_opened_at=moment)
    return found


def _opened_and_stored(code: str) -> tuple[int, int]:
    """A submitter passes the gate in time and stalls over the deadline; an opener comes meanwhile."""
    rfq = publish(code, deadline_at=timezone.now() + timedelta(seconds=1))
    invitation = invite(rfq, cast.vendor_user())
    thread, found = in_thread(lambda: _stalled(invitation, rfq.deadline_at + timedelta(seconds=1)))
    sleep_past(rfq.deadline_at, 0.2)
    opened = _opening(rfq)
    thread.join()
    assert found == [None]
    return opened, Revision.objects.filter(invitation=invitation).count()


def test_an_opener_waits_for_a_submission_in_flight() -> None:
    """B2: opened equals stored. Without the shared lock the opener sees nothing and one appears afterwards."""
    assert _opened_and_stored("RFQ-7") == (1, 1)
    with other_gate(LOCK, ""):
        assert _opened_and_stored("RFQ-8") == (0, 1)


def test_an_opening_before_the_deadline_is_refused_without_waiting() -> None:
    """B10: an early opener neither waits for submitters nor holds them up."""
    rfq, invitation = soon(3)
    thread, _found = in_thread(lambda: _stalled(invitation, timezone.now() + timedelta(seconds=1.5)))
    time.sleep(0.3)
    begun = time.monotonic()
    early = RFQ.objects.filter(pk=rfq.pk)
    assert state_of(lambda: early.update(status=RfqStatus.QUALITY_OPENED)) == gate.TOO_EARLY
    refused_after = time.monotonic() - begun
    assert thread.is_alive(), f"refused only after {refused_after:.2f} s, when the submitter had ended"
    thread.join()


def test_a_stuck_submission_is_cut_and_an_extension_goes_through() -> None:
    """B10: whoever passes the gate and then does nothing is cut after 5 s; nobody waits longer."""
    rfq, invitation = soon(60)
    later = rfq.deadline_at + timedelta(minutes=5)

    def stuck() -> None:
        with transaction.atomic():
            insert(invitation)
            time.sleep(6)
            insert(invitation)

    thread, found = in_thread(stuck)
    time.sleep(0.3)
    begun = time.monotonic()
    extend_deadline(rfq=rfq, deadline_at=later, reason="More time", by=cast.buyer(), now=timezone.now())
    took = time.monotonic() - begun
    thread.join()
    assert took < 7.5 and isinstance(found[0], DatabaseError)
    assert not Revision.objects.exists()


# -- all together ------------------------------------------------------------------------------------


def _rush(code: str, clients: int) -> dict[str, int]:
    """Clients insert without pause over a deadline, an opener hammers from before it on."""
    rfq = publish(code, deadline_at=timezone.now() + timedelta(seconds=1.5))
    invitations = []
    for number in range(clients):
        user = cast.person(f"{code.lower()}-{number}@rush.example", f"Desk {number}", "VENDOR_USER")
        cast.contact(cast.vendor(f"Vendor {number}"), user.email, user.name, user=user)
        invitations.append(invite(rfq, user))
    acknowledged: list[uuid.UUID] = []
    opened: dict[str, Any] = {}
    early = 0

    def submit(invitation: Invitation, stall: float) -> None:
        while timezone.now() < rfq.deadline_at + timedelta(seconds=0.5):
            try:
                with transaction.atomic():
                    made = insert(invitation)
                    time.sleep(stall)
                acknowledged.append(made.pk)
            except DatabaseError as error:
                assert gate.state_of(error) in (gate.LATE, gate.OPENED)
                time.sleep(0.01)

    stalls = [0.02 if number % 2 else 0.2 for number in range(clients)]
    threads = [
        in_thread(lambda one=one, stall=stall: submit(one, stall))
        for one, stall in zip(invitations, stalls, strict=True)
    ]
    while "count" not in opened:
        try:
            with transaction.atomic():
                RFQ.objects.filter(pk=rfq.pk).update(
                    status=RfqStatus.QUALITY_OPENED, quality_opened_at=gate.database_now()
                )
                opened["count"] = Revision.objects.filter(invitation__rfq=rfq).count()
        except DatabaseError as error:
            # The moment was read before the deadline and the guard's after it: the check constraint refuses.
            assert gate.state_of(error) in (gate.TOO_EARLY, "23514")
            early += 1
            time.sleep(0.005)
    for thread, _found in threads:
        thread.join()
    assert all(found in ([None], []) for _thread, found in threads)
    stored = Revision.objects.filter(invitation__rfq=rfq)
    return {
        "stored": stored.count(),
        "lost": len(set(acknowledged) - set(stored.values_list("pk", flat=True))),
        "late": stored.filter(received_at__gt=rfq.deadline_at).count(),
        "after_opening": stored.count() - opened["count"],
        "early": early,
    }


@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.prove)])
def test_in_a_rush_nothing_is_lost_late_or_after_the_opening(rounds: int) -> None:
    """B1 B2: stored equals acknowledged, none late, the opened count exact; a naive check gets it wrong."""
    total = {"stored": 0, "lost": 0, "late": 0, "after_opening": 0, "early": 0}
    for number in range(rounds):
        for name, count in _rush(f"RFQ-{number}", 8).items():
            total[name] += count
    LOG.info("rush: %s in %s rounds", total, rounds)
    assert total["stored"] > 20 * rounds and total["early"] > 0
    assert (total["lost"], total["late"], total["after_opening"]) == (0, 0, 0)
    with other_gate(LOCK, ""):
        assert any(_rush(f"RFQ-N{number}", 8)["after_opening"] for number in range(4))


def test_one_key_sent_fifty_times_at_once_is_one_quote() -> None:
    """B3: one revision, one receipt, 49 replays; after the deadline the key still answers, a new one is late."""
    rfq, invitation = soon(3600)
    user = cast.vendor_user()
    save_draft(invitation=invitation, by=user, now=timezone.now(), changes=changes_of(whole_quote()))
    key = uuid.uuid4()

    def send(_number: int) -> uuid.UUID:
        try:
            return submit_quote(invitation=invitation, by=user, now=timezone.now(), idempotency_key=key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(send, range(50)))
    assert len(set(answers)) == 1
    assert (Revision.objects.count(), Receipt.objects.count(), Envelope.objects.count()) == (1, 1, 2)
    deadlines.close(rfq)
    assert send(0) == answers[0]


def test_an_extension_counts_at_once_in_a_rush() -> None:
    """B10: from the moment it is done nobody is refused against the old deadline."""
    cast.buyer()
    rfq, _invitation = soon(5)
    old, stop = rfq.deadline_at, threading.Event()
    outcomes: list[tuple[datetime, str]] = []

    def submit(own: Invitation) -> None:
        while not stop.is_set():
            begun = timezone.now()
            outcomes.append((begun, state_of(lambda: insert(own))))
            time.sleep(0.005)

    threads = []
    for number in range(6):
        user = cast.person(f"{number}@rush.example", f"Desk {number}", "VENDOR_USER")
        cast.contact(cast.vendor(f"Vendor {number}"), user.email, user.name, user=user)
        own = invite(rfq, user)
        threads.append(in_thread(lambda own=own: submit(own))[0])
    time.sleep(0.3)
    begun = time.monotonic()
    later = old + timedelta(minutes=1)
    try:
        extend_deadline(rfq=rfq, deadline_at=later, reason="More time", by=cast.buyer(), now=timezone.now())
        took, done = time.monotonic() - begun, timezone.now()
        sleep_past(old, 0.5)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    after = [state for begun, state in outcomes if begun > max(done, old)]
    LOG.info("extension %.3f s, %s submissions, %s after the old deadline", took, len(outcomes), len(after))
    assert done < old and len(after) > 5 and set(after) == {""}

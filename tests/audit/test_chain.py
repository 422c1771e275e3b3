"""The hash chain: nothing is skipped, and no tampering with rows, links or the whole chain stays unseen.

The tamperings run as a superuser of the database, triggers switched off, in a transaction that is rolled back.
"""

import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from audit.actions import record
from audit.chain import LOCK, Head, anchor, head, link_all, link_new
from audit.hashing import COLUMNS, GENESIS, link_hash, row_hash
from audit.models import AuditAnchor, AuditEvent, AuditLink
from audit.verify import Known, verify
from config.database import embedded_server
from config.postgres import SUPERUSER

SEED = 20261122
SIZE = 60
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
Rows = list[tuple[Any, ...]]


def write(count: int, start: int = 0) -> None:
    for number in range(start, start + count):
        record("rfq.reset", by=None, now=NOW, rfq_code=f"RFQ-{number % 7}", detail={"part": f"part {number}"})


def execute(sql: str, *parameters: Any) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


# -- the sequencer -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_event_gets_one_link_in_order_and_again_nothing_happens() -> None:
    write(5)
    assert head() == Head(0, GENESIS)
    assert link_new() == 5
    assert link_new() == 0
    events = list(AuditEvent.objects.order_by("id").values_list("id", flat=True))
    assert list(AuditLink.objects.values_list("position", "event_id")) == list(enumerate(events, start=1))
    assert head().position == 5
    assert verify().sound


@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_is_not_skipped() -> None:
    """Its id is lower than that of an event which is linked already."""
    hold, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write(1, start=100)
            hold.set()
            assert go_on.wait(20)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert hold.wait(20)
    write(3)
    assert link_all().position == 3
    go_on.set()
    writer.join()
    late = AuditEvent.objects.get(detail={"part": "part 100"})
    assert late.pk < AuditEvent.objects.order_by("-id")[0].pk
    assert link_new() == 1
    assert AuditLink.objects.get(event=late).position == 4
    assert verify().unlinked == 0 and verify().sound


@pytest.mark.django_db(transaction=True)
def test_sequencers_at_the_same_time_make_one_chain() -> None:
    write(200)

    def work() -> None:
        for _turn in range(5):
            write(2, start=1000)
            link_all()
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert head().position == AuditEvent.objects.count() == 260
    assert verify().sound


@pytest.mark.django_db(transaction=True)
def test_the_pass_of_every_second_does_not_wait() -> None:
    write(1)
    locked, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            execute("SELECT pg_advisory_xact_lock(%s, 0)", LOCK)
            locked.set()
            assert done.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(20)
    assert link_new() == 0
    done.set()
    holder.join()
    assert link_new() == 1


@pytest.mark.django_db
def test_an_act_that_is_rolled_back_leaves_neither_event_nor_link() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write(1)
        anchor("OPENING", now=NOW)
        raise RuntimeError
    assert not AuditEvent.objects.exists() and not AuditLink.objects.exists()
    assert not AuditAnchor.objects.exists()


# -- tampering ---------------------------------------------------------------------------------------


@pytest.fixture
def superuser(transactional_db: None) -> Iterator[None]:
    """The test acts as the superuser of the embedded server, against whom no trigger helps."""
    web = {key: connection.settings_dict[key] for key in ("SHORTLIST_ROLE", "USER", "PASSWORD")}
    mighty = {key.upper(): value for key, value in embedded_server().parameters(SUPERUSER).items()}
    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("config.pgbackend.base.credentials", lambda role: mighty)
        yield
        connection.close()
    connection.settings_dict.update(web)


def rewrite_chain() -> None:
    """Make a consistent chain of whatever events there are, as somebody would who knows this code."""
    previous = GENESIS
    execute("DELETE FROM audit_auditlink")
    columns = ", ".join(COLUMNS)
    for position, row in enumerate(execute(f"SELECT {columns} FROM audit_auditevent ORDER BY id"), start=1):  # noqa: S608  (names of our own)
        digest = link_hash(position, row[0], row_hash(row), previous, NOW)
        execute(
            "INSERT INTO audit_auditlink VALUES (%s, %s, %s, %s, %s, %s)",
            *(position, row_hash(row), previous, digest, NOW, row[0]),
        )
        previous = digest


def change(draw: random.Random, events: list[int]) -> int:
    column = draw.choice(
        ["action", "actor_label", "rfq_code", "detail", "at", "outcome", "ip", "session_hash"]
    )
    values = {"detail": '{"part": "other"}', "at": NOW.replace(hour=1), "outcome": "DENIED", "ip": "10.0.0.1"}
    event = draw.choice(events)
    execute(f"UPDATE audit_auditevent SET {column} = %s WHERE id = %s", values.get(column, "other"), event)  # noqa: S608  (names of our own)
    return event


def delete(draw: random.Random, events: list[int]) -> int:
    event = draw.choice(events)
    execute("DELETE FROM audit_auditevent WHERE id = %s", event)
    return event


def delete_with_link(draw: random.Random, events: list[int]) -> int:
    event = draw.choice(events)
    execute("DELETE FROM audit_auditlink WHERE event_id = %s", event)
    execute("DELETE FROM audit_auditevent WHERE id = %s", event)
    return event


def insert(draw: random.Random, events: list[int]) -> int:
    event = draw.choice(events)
    execute(
        "INSERT INTO audit_auditevent (event_id, at, action, outcome, actor_id, actor_label, rfq_code,"
        " object_type, object_id, object_label, detail, session_hash)"
        " SELECT gen_random_uuid(), at, action, outcome, actor_id, 'somebody', rfq_code, object_type,"
        " object_id, object_label, detail, session_hash FROM audit_auditevent WHERE id = %s",
        event,
    )
    return event


def reorder(draw: random.Random, events: list[int]) -> int:
    one, other = draw.sample(events, 2)
    for source, target in ((one, -1), (other, one), (-1, other)):
        execute("UPDATE audit_auditevent SET id = %s WHERE id = %s", target, source)
    return min(one, other)


def reorder_links(draw: random.Random, events: list[int]) -> int:
    one, other = draw.sample(events, 2)
    for source, target in ((one, -1), (other, one), (-1, other)):
        execute("UPDATE audit_auditlink SET event_id = %s WHERE event_id = %s", target, source)
    return min(one, other)


def cut_tail(draw: random.Random, events: list[int]) -> int:
    event = draw.choice(events)
    execute("DELETE FROM audit_auditlink WHERE event_id >= %s", event)
    execute("DELETE FROM audit_auditevent WHERE id >= %s", event)
    return event


def cut_tail_and_anchors(draw: random.Random, events: list[int]) -> int:
    event = cut_tail(draw, events)
    execute(
        "DELETE FROM audit_auditanchor WHERE position > (SELECT coalesce(max(position), 0) FROM audit_auditlink)"
    )
    return event


def forge_link(draw: random.Random, events: list[int]) -> int:
    """A changed row whose own link was made to fit."""
    event = draw.choice(events)
    execute("UPDATE audit_auditevent SET actor_label = 'other' WHERE id = %s", event)
    columns = ", ".join(COLUMNS)
    (row,) = execute(f"SELECT {columns} FROM audit_auditevent WHERE id = %s", event)  # noqa: S608  (names of our own)
    ((position, previous, at),) = execute(
        "SELECT position, previous, chained_at FROM audit_auditlink WHERE event_id = %s", event
    )
    digest = link_hash(position, event, row_hash(row), previous, at)
    execute(
        "UPDATE audit_auditlink SET row_hash = %s, hash = %s WHERE event_id = %s",
        row_hash(row),
        digest,
        event,
    )
    return event


def rewrite(draw: random.Random, events: list[int]) -> int:
    """One row changed, and the whole chain and the anchors in the database made to fit."""
    event = change(draw, events)
    rewrite_chain()
    execute(
        "UPDATE audit_auditanchor a SET hash = l.hash FROM audit_auditlink l WHERE l.position = a.position"
    )
    return event


TAMPERINGS: list[Callable[[random.Random, list[int]], int]] = [
    *(change, delete, delete_with_link, insert, reorder, reorder_links),
    *(cut_tail, cut_tail_and_anchors, forge_link, rewrite),
]


def built() -> list[Known]:
    """A chain of SIZE events with an anchor after every ten; returned as they are kept outside."""
    for start in range(0, SIZE, 10):
        write(10, start)
        anchor("HOURLY", now=NOW)
    return [Known(*pair, "file") for pair in AuditAnchor.objects.values_list("position", "hash")]


@pytest.mark.parametrize("n", [100, pytest.param(1_000, marks=pytest.mark.prove)])
def test_every_tampering_is_found(superuser: None, n: int) -> None:
    """C2: n random tamperings of ten kinds, all found; the first bad row is named where one can be."""
    kept = built()
    events = list(AuditEvent.objects.order_by("id").values_list("id", flat=True))
    assert verify(kept).sound
    draw, named = random.Random(SEED), 0
    for trial in range(n):
        tamper = TAMPERINGS[trial % len(TAMPERINGS)]
        with transaction.atomic():
            execute("SET LOCAL session_replication_role = replica")
            event = tamper(draw, events)
            report = verify(kept)
            transaction.set_rollback(True)
        assert not report.sound, (trial, tamper.__name__, event)
        if tamper in (change, delete, forge_link):
            position = events.index(event) + 1
            assert f"position {position}:" in report.troubles[0] or tamper is forge_link, report.troubles
            named += 1
    assert named >= n * 3 // 10
    assert verify(kept).sound


def test_only_what_is_kept_outside_shows_a_chain_that_was_written_anew(superuser: None) -> None:
    """The control of the proof: without the file the consistent rewrite passes, with it the first anchor fails."""
    kept = built()
    events = list(AuditEvent.objects.order_by("id").values_list("id", flat=True))
    with transaction.atomic():
        execute("SET LOCAL session_replication_role = replica")
        rewrite(random.Random(SEED), events[:5])
        blind, seeing = verify(), verify(kept)
        transaction.set_rollback(True)
    assert blind.sound
    assert not seeing.sound and seeing.troubles[0].startswith("position 10:")


@pytest.mark.parametrize("n", [2_000, pytest.param(100_000, marks=pytest.mark.prove)])
def test_a_long_trail_is_verified_within_seconds(superuser: None, n: int) -> None:
    """C2: -s shows how many seconds it took."""
    for table in ("audit_auditevent", "audit_auditlink"):  # its worker would hinder the copying of databases
        execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
    execute(
        "INSERT INTO audit_auditevent (event_id, at, action, outcome, actor_id, actor_label, rfq_code,"
        " object_type, object_id, object_label, detail, session_hash)"
        " SELECT gen_random_uuid(), now() - interval '1 day', 'rfq.edited', 'OK', n::text, 'Bai Lin',"
        " 'RFQ-' || mod(n, 50), 'rfqs.RFQ', n::text, 'Shop chat service',"
        " jsonb_build_object('part', 'basics'), '0123456789abcdef' FROM generate_series(1, %s) n",
        n,
    )
    link_all()
    started = time.perf_counter()
    report = verify()
    seconds = time.perf_counter() - started
    sys.stdout.write(f"{n:,} rows verified in {seconds:.1f} s\n")
    assert report.sound and report.head.position == n

"""The hash chain: nothing is skipped, and no tampering with rows, links or the whole chain stays unseen.

The tamperings run as a superuser of the database, triggers switched off, in a transaction that is rolled back.
"""

import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from audit import keeping
from audit.actions import anchor_hour, record
from audit.chain import LOCK, Head, anchor, head, link_all, link_new
from audit.hashing import COLUMNS, GENESIS, link_hash, row_hash
from audit.models import AuditAnchor, AuditEvent, AuditLink
from audit.tasks import link
from audit.verify import Known, anchors_in, verify
from config.database import embedded_server
from config.postgres import SUPERUSER
from notifications.models import OutboxMessage
from tests import cast

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


# -- anchors -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_anchor_reaches_the_auditors_and_the_file(tmp_path: Path, settings: Any) -> None:
    settings.AUDIT_ANCHORS_FILE = tmp_path / "kept" / "anchors.txt"
    auditor = cast.auditor()
    write(3)
    row = anchor("CLOSE", rfq_code="RFQ-1", now=timezone.now())
    assert row.position == 3
    assert OutboxMessage.objects.get(kind="audit_anchor").to == auditor.email
    link()
    link()
    kept = anchors_in(settings.AUDIT_ANCHORS_FILE)
    assert [(one.position, one.hash) for one in kept] == [(3, row.hash)]
    assert verify(kept).sound and verify(kept).anchors == 2


@pytest.mark.django_db
def test_hourly_anchors_are_mailed_once_a_day(tmp_path: Path, settings: Any) -> None:
    settings.AUDIT_ANCHORS_FILE = tmp_path / "anchors.txt"
    cast.auditor()
    for hour in (0, 1, 23, 24):
        anchor_hour(now=NOW.replace(hour=0) + hour * (NOW.replace(hour=1) - NOW.replace(hour=0)))
    assert AuditAnchor.objects.filter(kind="HOURLY").count() == 4
    days = {timezone.localdate(row.at) for row in AuditAnchor.objects.all()}
    assert OutboxMessage.objects.filter(kind="audit_anchor").count() == len(days) == 2
    assert AuditEvent.objects.filter(action="audit.verified").count() == 4


@pytest.mark.django_db
def test_the_command_tells_and_answers_with_its_return_code(
    tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.AUDIT_ANCHORS_FILE = tmp_path / "anchors.txt"
    write(3)
    link_all()
    call_command("verify_audit")
    assert "3 events in the chain" in capsys.readouterr().out
    other = tmp_path / "mail.txt"
    other.write_text(f"kept by me\n2 {'ab' * 32}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit", anchors=[str(other)])
    assert ended.value.code == 1
    assert "position 2: the link is not the one of mail.txt:2" in capsys.readouterr().out
    with pytest.raises(CommandError, match="No such file"):
        call_command("verify_audit", anchors=[str(tmp_path / "nothing")])


@pytest.mark.django_db
def test_an_event_without_a_link_for_longer_than_five_seconds_is_reported() -> None:
    record("rfq.reset", by=None, now=timezone.now())
    assert verify().sound and verify().unlinked == 1
    write(1)  # long ago
    report = verify()
    assert (report.unlinked, report.overdue) == (2, 1)
    assert not report.sound and "not in the chain" in report.troubles[0]


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


def test_a_long_trail_is_verified_within_seconds(superuser: None) -> None:
    """C2: 100,000 rows; -s shows how many seconds it took."""
    for table in ("audit_auditevent", "audit_auditlink"):  # its worker would hinder the copying of databases
        execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
    execute(
        "INSERT INTO audit_auditevent (event_id, at, action, outcome, actor_id, actor_label, rfq_code,"
        " object_type, object_id, object_label, detail, session_hash)"
        " SELECT gen_random_uuid(), now() - interval '1 day', 'rfq.edited', 'OK', n::text, 'Bai Lin',"
        " 'RFQ-' || mod(n, 50), 'rfqs.RFQ', n::text, 'Shop chat service',"
        " jsonb_build_object('part', 'basics'), '0123456789abcdef' FROM generate_series(1, 100000) n"
    )
    link_all()
    started = time.perf_counter()
    report = verify()
    seconds = time.perf_counter() - started
    sys.stdout.write(f"100,000 rows verified in {seconds:.1f} s\n")
    assert report.sound and report.head.position == 100_000


# -- keeping -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_file_that_is_ahead_of_the_database_is_left_alone(tmp_path: Path, settings: Any) -> None:
    settings.AUDIT_ANCHORS_FILE = tmp_path / "anchors.txt"
    settings.AUDIT_ANCHORS_FILE.write_text(
        f"99 2026-01-01T00:00:00+00:00 HOURLY - 7 {'0' * 64}\n", encoding="utf-8"
    )
    keeping.head_file().write_text(f"9 {'0' * 64}\n", encoding="utf-8")
    write(2)
    anchor("HOURLY", now=NOW)
    assert keeping.write_anchors() == 0
    report = verify([known for path in keeping.kept_files() for known in anchors_in(path)])
    assert len(report.troubles) == 2 and "vouches for" in report.troubles[0]
    keeping.forget()
    assert keeping.kept_files() == []

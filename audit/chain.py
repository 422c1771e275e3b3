"""The sequencer: it links committed events into the hash chain, outside the acts that wrote them.

A chain head inside every act would make all acts wait for each other. So events commit unlinked, and one
process at a time, under an advisory lock, links what is there: every second from the worker, and before every
opening, award and export. Nothing is skipped although ids are not handed out in the order of commits: an
event counts as unlinked when no link names it, whatever its id. The pass of every second looks only at the
newest ids (a transaction would have to be overtaken by WINDOW others to be missed); the whole pass, before
each of those acts and each anchor, looks at all.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from audit.hashing import COLUMNS, GENESIS, link_hash, row_hash
from audit.models import AuditAnchor, AuditLink

LOCK = 7302  # advisory lock space of the sequencer; every space is its own (tests/house/test_locks.py)
WINDOW = 10_000
BATCH = 5_000
UNLINKED = f"""
SELECT {", ".join(f"e.{column}" for column in COLUMNS)} FROM audit_auditevent e
WHERE NOT EXISTS (SELECT 1 FROM audit_auditlink l WHERE l.event_id = e.id) AND e.id > %s
ORDER BY e.id LIMIT %s
"""  # noqa: S608  (the names of our own columns)


@dataclass(frozen=True)
class Head:
    """The newest link: how many events are linked, and the hash that stands for all of them."""

    position: int = 0
    hash: str = GENESIS


def head() -> Head:
    last = AuditLink.objects.order_by("-position").first()
    return Head(last.position, last.hash) if last else Head()


@transaction.atomic
def link_new() -> int:
    """The pass of every second: link the newest events. Returns how many; 0 while another process links."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT coalesce(max(event_id), 0) FROM audit_auditlink")
        return _link(cursor.fetchone()[0] - WINDOW)


@transaction.atomic
def link_all() -> Head:
    """The whole pass: link every event there is, those of the caller's own transaction included.

    Waits for a pass that is under way. Inside a caller's transaction the lock is held until that commits, so
    the head returned is the head afterwards.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK])
    _link(-1)
    return head()


def _link(after: int) -> int:
    """Link in order of id; the caller holds the lock, so reading the head and adding to it is one step."""
    done = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(UNLINKED, [after, BATCH])
            rows = cursor.fetchall()
            cursor.execute("SELECT clock_timestamp()")
            (moment,) = cursor.fetchone()
        if rows:
            AuditLink.objects.bulk_create(_links(rows, moment), batch_size=1000)
        done += len(rows)
        if len(rows) < BATCH:
            return done


def _links(rows: list[tuple[Any, ...]], moment: datetime) -> list[AuditLink]:
    last, links = head(), []
    position, previous = last.position, last.hash
    for row in rows:
        position, content = position + 1, row_hash(row)
        found = link_hash(position, row[0], content, previous, moment)
        links.append(
            AuditLink(
                position=position,
                event_id=row[0],
                row_hash=content,
                previous=previous,
                hash=found,
                chained_at=moment,
            )
        )
        previous = found
    return links


def anchor(kind: str, *, rfq_code: str = "", now: datetime) -> AuditAnchor:
    """Link everything and write the head down as an anchor; who registered with `tell_with` hears of it.

    Inside an act (opening, award) it covers that act's own rows, and commits or vanishes with them.
    """
    with transaction.atomic():
        found = link_all()
        row = AuditAnchor.objects.create(
            kind=kind, rfq_code=rfq_code, position=found.position, hash=found.hash, at=now
        )
        for tell in _tellers:
            tell(row)
    return row


_tellers: list[Any] = []


def tell_with(teller: Any) -> None:
    """Register who carries an anchor out of the database: called with the row, inside its transaction."""
    if teller not in _tellers:
        _tellers.append(teller)

"""Compute the whole hash chain again and compare: with the rows, with itself, and with anchors kept elsewhere."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from audit.chain import Head
from audit.hashing import COLUMNS, GENESIS, link_hash, row_hash
from audit.models import AuditAnchor

PAGE = 20_000
NAMED = 20  # troubles that are told in words; the others are counted
GRACE_SECONDS = 5
ANCHOR = re.compile(r"\b(\d+)\s+([0-9a-f]{64})\b")
LINKS = f"""
SELECT l.position, l.event_id, l.row_hash, l.previous, l.hash, l.chained_at,
       {", ".join(f"e.{column}" for column in COLUMNS)}
FROM audit_auditlink l LEFT JOIN audit_auditevent e ON e.id = l.event_id
WHERE l.position > %s ORDER BY l.position LIMIT %s
"""  # noqa: S608  (the names of our own columns)
UNLINKED = """
SELECT count(*), min(e.id), count(*) FILTER (
  WHERE e.at < clock_timestamp() - make_interval(secs => %s)
     OR e.at > clock_timestamp() + make_interval(secs => %s))
FROM audit_auditevent e WHERE NOT EXISTS (SELECT 1 FROM audit_auditlink l WHERE l.event_id = e.id)
"""


@dataclass(frozen=True)
class Known:
    """A head that somebody kept: the link at this position had this hash."""

    position: int
    hash: str
    source: str


@dataclass
class Report:
    """What was found. `unlinked` counts all events without a link, `overdue` those older than five seconds."""

    head: Head = field(default_factory=Head)
    unlinked: int = 0
    overdue: int = 0
    anchors: int = 0
    found: int = 0
    troubles: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return self.found == 0

    def note(self, trouble: str) -> None:
        self.found += 1
        if len(self.troubles) < NAMED:
            self.troubles.append(trouble)


def anchors_in(path: Path) -> list[Known]:
    """Every "position hash" in a text file: the file the worker keeps, or the lines of saved mails."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [(number, ANCHOR.search(line)) for number, line in enumerate(lines, start=1)]
    return [Known(int(one[1]), one[2], f"{path.name}:{number}") for number, one in found if one]


def verify(kept: Iterable[Known] = ()) -> Report:
    """Recompute all links in order of position. Reads only; what is linked meanwhile is not missed nor harmful.

    Finds a changed, deleted, inserted or reordered event or link by its own hash; a chain that was cut or
    written anew as a whole by the anchors, of which those in `kept` lie outside the database.
    """
    report = Report()
    stored = AuditAnchor.objects.values_list("id", "position", "hash")
    known = [*(Known(position, digest, f"anchor {pk}") for pk, position, digest in stored), *kept]
    report.anchors = len(known)
    wanted: dict[int, list[Known]] = {}
    for one in known:
        wanted.setdefault(one.position, []).append(one)
    expected, previous = 1, GENESIS
    for row in _links():
        position, digest = row[0], row[4]
        if position != expected:
            report.note(f"position {expected}: the link is missing")
        elif row[3] != previous:
            report.note(f"position {position}: the link does not follow from the one before it")
        _check_link(report, row)
        for one in wanted.pop(position, ()):
            if one.hash != digest:
                report.note(f"position {position}: the link is not the one of {one.source}")
        expected, previous = position + 1, digest
        report.head = Head(position, digest)
    for position in sorted(set(wanted) - {0}):
        report.note(f"position {position}: the chain lacks what {wanted[position][0].source} vouches for")
    _count_unlinked(report)
    return report


def _check_link(report: Report, row: tuple[Any, ...]) -> None:
    position, event, content, previous, digest, chained_at, *values = row
    if values[0] is None:
        report.note(f"position {position}: event {event} was deleted")
    elif row_hash(values) != content:
        report.note(f"position {position}: event {event} ({values[3]}) was changed")
    if link_hash(position, event, content, previous, chained_at) != digest:
        report.note(f"position {position}: the link of event {event} was changed")


def _links() -> Iterator[tuple[Any, ...]]:
    after = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(LINKS, [after, PAGE])
            rows = cursor.fetchall()
        yield from rows
        if len(rows) < PAGE:
            return
        after = rows[-1][0]


def _count_unlinked(report: Report) -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNLINKED, [GRACE_SECONDS, GRACE_SECONDS])
        report.unlinked, first, report.overdue = cursor.fetchone()
    if report.overdue:
        report.note(f"{report.overdue} events are not in the chain, the first of them event {first}")

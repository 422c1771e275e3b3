"""Whether this process's clock agrees with the database's, which decides every deadline.

Web and worker compare now and then, and at once when their clock jumps. Where they differ by more than two
seconds the log has an ERROR at every comparison, the page of the audit trail and /healthz say so, and `now` is
the time put right: by it sessions end, drafts close and mail leaves.
"""

import contextlib
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

MOST_SECONDS = 2.0
LASTS_SECONDS = 120.0  # so long after the last comparison that failed the page still shows it
KEY = "clock-differs"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """ahead: seconds by which the clock was ahead of the database's. offset: wall minus steady clock, then."""

    ahead: float
    offset: float
    at: float  # steady clock


@dataclass(frozen=True)
class Alarm:
    """A clock that differs: whose, by how many seconds (ahead is positive), and when, by the database's clock."""

    process: str
    host: str
    ahead: float
    at: float

    @property
    def by(self) -> int:
        return round(abs(self.ahead))


_last: Reading | None = None


def ahead() -> float:
    """Seconds by which this clock is ahead of the database's: as last compared, and what it has jumped since."""
    return _last.ahead + _offset() - _last.offset if _last else 0.0


def now() -> datetime:
    """The time; put right where this process's clock is known to be wrong."""
    wrong = ahead()
    return timezone.now() - timedelta(seconds=wrong if abs(wrong) > MOST_SECONDS else 0)


def not_after(moment: datetime) -> datetime:
    """The moment, or before it: one that a clock ahead has read does not make anything wait until it comes."""
    return moment - timedelta(seconds=ahead()) if ahead() > MOST_SECONDS else moment


def _offset() -> float:
    return time.time() - time.monotonic()


def watch(process: str) -> None:
    """Compare when it is time. A database that does not answer is for the request or task itself to meet."""
    if not settings.CLOCKS_COMPARED_EVERY:
        return
    due = _last is None or time.monotonic() - _last.at >= settings.CLOCKS_COMPARED_EVERY
    if due or (_last and abs(_offset() - _last.offset) > MOST_SECONDS / 2):
        with contextlib.suppress(Error):
            compare(process)


def compare(process: str) -> float:
    """Ask the database for the time; return the seconds by which this clock is ahead of it, and raise the alarm.

    Only what is certain counts: the database read its clock between two readings of ours, so a slow answer
    is no difference.
    """
    global _last
    before = time.time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        decisive = float(cursor.fetchone()[0])
    after = time.time()
    found = max(before - decisive, min(after - decisive, 0.0))
    _last = Reading(found, _offset(), time.monotonic())
    if abs(found) > MOST_SECONDS:
        host = socket.gethostname()
        log.error(
            "the clock of %s on %s is %.1f s %s the database's; deadlines follow the database's: set it right",
            *(process, host, abs(found), "ahead of" if found > 0 else "behind"),
        )
        alarm = {"process": process, "host": host, "ahead": found, "at": decisive}
        cache.set(KEY, alarm, timeout=None)
    return found


def alarm() -> Alarm | None:
    """The newest alarm, while it lasts: every comparison that fails raises it again."""
    found: dict[str, Any] | None = cache.get(KEY)
    if found is None or now().timestamp() - found["at"] > LASTS_SECONDS:
        return None
    return Alarm(**found)


def watched(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the web's clock."""

    def middleware(request: HttpRequest) -> HttpResponse:
        watch("web")
        return get_response(request)

    return middleware

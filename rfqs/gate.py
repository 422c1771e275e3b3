"""The deadline gate as the application sees it: what the database's refusals mean, and how long an act may hold on.

The rule itself lives in the database (rfqs/migrations/0005_deadline_gate.py).
"""

import json
from datetime import datetime

import psycopg
from django.db import connection

# Advisory lock space: submissions share an RFQ's lock, opening, cancelling and extending take it alone.
SPACE = 7301

LATE = "SL001"
NOT_OPEN = "SL002"
OPENED = "SL003"
DEADLINE_STAYS = "SL004"
TOO_EARLY = "SL005"
QUESTIONS_OVER = "SL008"

# Waited too long for a lock, cut while idle or busy, deadlock, connection gone: nothing was written, ask again.
BUSY = frozenset({"55P03", "25P03", "25P04", "40P01", "57P01", "57P03", "08006"})


def state_of(error: Exception) -> str:
    """Return the SQLSTATE behind Django's exception, or nothing."""
    return str(getattr(error.__cause__, "sqlstate", "") or "")


def times_of(error: Exception) -> tuple[datetime, datetime]:
    """Return (moment of the attempt, deadline) as the gate compared them; for LATE and OPENED."""
    cause = error.__cause__
    if not isinstance(cause, psycopg.Error) or cause.diag.message_detail is None:
        raise TypeError("the gate's refusals come from the database, with both times")
    detail = json.loads(cause.diag.message_detail)
    return datetime.fromisoformat(detail["at"]), datetime.fromisoformat(detail["deadline"])


def limit_holder() -> datetime:
    """Cut this transaction when it waits, idles or runs too long; a vendor's act holds rows others wait for.

    Returns the database's clock, as `database_now` does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp(), limit_gate_holder(false)")
        moment: datetime = cursor.fetchone()[0]
    return moment


def database_now() -> datetime:
    """The database's clock, which decides everything about a deadline."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment

"""Deadlines in the past, for tests alone: the database refuses them to everybody else.

A function that belongs to the owner sets the trigger aside for one statement, inside the transaction of the
test. It exists only in the test database: `install` makes it there, no migration does.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.db import connection
from django.utils import timezone

from rfqs.models import RFQ

FUNCTION = """
CREATE FUNCTION tests_set_rfq(which uuid, changes jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  SET CONSTRAINTS ALL IMMEDIATE;
  ALTER TABLE rfqs_rfq DISABLE TRIGGER rfqs_rfq_deadline;
  UPDATE rfqs_rfq rfq SET (status, deadline_at, quality_opened_at, prices_opened_at) =
    (SELECT status, deadline_at, quality_opened_at, prices_opened_at
     FROM jsonb_populate_record(rfq, changes)) WHERE id = which;
  ALTER TABLE rfqs_rfq ENABLE TRIGGER rfqs_rfq_deadline;
  SET CONSTRAINTS ALL DEFERRED;
END $$;
"""


def install() -> None:
    """Make the function in the test database; the connection is the owner's."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)


def set_rfq(rfq: RFQ, **changes: Any) -> RFQ:
    """Set status and moments of an RFQ past the deadline gate, and read them back into `rfq`."""
    plain = {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in changes.items()
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT tests_set_rfq(%s, %s)", [rfq.pk, json.dumps(plain)])
    rfq.refresh_from_db()
    return rfq


def close(rfq: RFQ, ago: timedelta = timedelta(seconds=1)) -> RFQ:
    """Let the deadline pass."""
    return set_rfq(rfq, deadline_at=timezone.now() - ago)


@contextmanager
def as_owner() -> Iterator[psycopg.Connection]:
    """A connection of the owner to the test database; commits at the end."""
    from config.database import credentials

    found = credentials("owner")
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    parameters = {name: found[key] for name, key in names.items() if found.get(key)}
    with psycopg.connect(dbname=connection.settings_dict["NAME"], **parameters) as owner:
        yield owner

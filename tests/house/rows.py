"""Rows of the database as text, to see what a request changed."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection

Rows = dict[tuple[str, str], dict[str, Any]]


def rows_of(tables: Iterable[str]) -> Rows:
    """{(table, primary key): {column: value}}; bytes as hexadecimal text."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            name = connection.ops.quote_name(table)
            key = _key_of(table)
            cursor.execute(f"SELECT row_to_json(t)::text FROM {name} t")  # noqa: S608  (a table of ours, quoted)
            for (text,) in cursor.fetchall():
                row = json.loads(text)
                found[table, str(row.get(key, text))] = row
    return found


@cache
def _key_of(table: str) -> str | None:
    with connection.cursor() as cursor:
        return connection.introspection.get_primary_key_column(cursor, table)


def changes(before: Rows, after: Rows) -> dict[tuple[str, str, str], Any]:
    """{(table, key, column): value} of what is new or different; a row that is gone has the column "gone"."""
    found: dict[tuple[str, str, str], Any] = {}
    for place, row in after.items():
        old = before.get(place, {})
        found |= {(*place, column): value for column, value in row.items() if old.get(column, ...) != value}
    return found | {(*place, "gone"): True for place in before.keys() - after.keys()}

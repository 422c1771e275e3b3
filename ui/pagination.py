"""Keyset pages: stable while rows arrive, the same cost on page 1 and page 900, and no count of all rows."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class Page:
    """Rows of one page; `next_cursor` is empty on the last one, `first` says whether this is the first."""

    rows: list
    next_cursor: str
    first: bool
    size: int

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset_page(
    rows: QuerySet, *, cursor: str, fields: tuple[str, ...], size: int = 50, falling: bool = True
) -> Page:
    """One page of `rows` after `cursor`, ordered by `fields` (all falling or all rising; the last unique)."""
    prefix = "-" if falling else ""
    ordered = rows.order_by(*(prefix + name for name in fields))
    after = read_cursor(cursor, len(fields))
    if after:
        try:
            ordered = ordered.filter(_after(fields, after, "lt" if falling else "gt"))
        except (ValueError, ValidationError):  # values that are none of these fields': a link from elsewhere
            after = []
    found = list(ordered[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(found, write_cursor(found[-1], fields) if more else "", not after, size)


def _after(fields: tuple[str, ...], values: list, operator: str) -> Q:
    """(a, b) < (x, y) as a < x or (a = x and b < y)."""
    wanted = Q()
    for index, name in enumerate(fields):
        step = Q(**{f"{name}__{operator}": values[index]})
        for earlier in range(index):
            step &= Q(**{fields[earlier]: values[earlier]})
        wanted |= step
    return wanted


def write_cursor(row: object, fields: tuple[str, ...]) -> str:
    values = [getattr(row, name) for name in fields]
    text = json.dumps([v.isoformat() if hasattr(v, "isoformat") else v for v in values], default=str)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, count: int) -> list:
    """The values of a cursor; an unreadable one counts as none, so an old link shows the first page."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        return []
    plain = isinstance(values, list) and all(isinstance(v, str | int) for v in values)
    return values if plain and len(values) == count else []


def query_with(query, **changes: str) -> str:
    """The request's query with some parameters changed; an empty value drops one."""
    params = query.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value:
            params[name] = value
    return "?" + (params.urlencode() if hasattr(params, "urlencode") else urlencode(params))

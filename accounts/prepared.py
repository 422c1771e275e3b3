"""Statements whose text is made once: for the few acts that a rush repeats, and the pages of scores.

Building the SQL of a queryset takes Django several times what sending it and reading its rows takes. Here a
queryset stays an ordinary one, written where such queries are written, and only its text is kept; rows of
several models go in by one statement. Everywhere else the plain ORM is fast enough.
"""

import copy
import inspect
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.query import ModelIterable, ValuesListIterable

M = TypeVar("M", bound=models.Model)


class Prepared(Generic[M]):
    """A queryset, compiled at its first use: `Prepared(lambda person: User.objects.filter(pk=person))`.

    The arguments are ids (UUID), given in the order of the parameters; nothing else may differ between two
    calls. Works with `select_related`, `annotate`, `only` and locks; not with `prefetch_related` or `values`.
    A call gives model rows; `values` the tuples of a queryset with `values_list`.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M, Any]]) -> None:
        self.queryset = build  # called with ids it gives the plain queryset, to compare with

    def __call__(self, *ids: UUID) -> list[M]:
        """Send the statement and return its rows."""
        return list(ModelIterable(self._sent(ids)))

    def values(self, *ids: UUID) -> list[tuple[Any, ...]]:
        """Send the statement of a `values_list` and return its tuples."""
        return list(ValuesListIterable(self._sent(ids)))

    def first(self, *ids: UUID) -> M | None:
        """The first row, or None. Give the queryset a limit where there may be many."""
        return next(iter(self(*ids)), None)

    def _sent(self, ids: tuple[UUID, ...]) -> Any:
        if not all(isinstance(one, UUID) for one in ids):
            raise TypeError("a prepared statement takes ids alone")
        places = self._compiled.places
        return _Sent(self._compiled, [ids[one.number] if isinstance(one, _Place) else one for one in places])

    @cached_property
    def _compiled(self) -> "_Compiled":
        samples = [uuid.uuid4() for _parameter in inspect.signature(self.queryset).parameters]
        compiler = self.queryset(*samples).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        if missing := set(samples) - set(params):
            raise TypeError(f"{len(missing)} arguments do not reach the statement: {sql}")
        places = [_Place(samples.index(one)) if one in samples else one for one in params]
        return _Compiled(compiler, sql, places)


@dataclass(frozen=True)
class _Place:
    """Where the id of this number goes."""

    number: int


@dataclass(frozen=True)
class _Compiled:
    """Django's compiler after its work, the text it made, and for every parameter a place or a constant."""

    compiler: Any
    sql: str
    places: list[Any]


class _Sent:
    """What Django's iterable of model rows asks of a queryset: a compiler, here with the rows of its statement."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, compiled: _Compiled, params: list[Any]) -> None:
        self.query = self
        self._compiler = copy.copy(compiled.compiler)
        self._compiler.connection = connections[self.db]  # each thread has its own
        self._compiler.execute_sql = lambda *_given, **_options: [_rows(compiled.sql, params)]

    def get_compiler(self, using: str) -> Any:
        return self._compiler


def _rows(sql: str, params: list[Any]) -> list[Any]:
    with _cursor() as cursor:
        cursor.execute(sql, params)
        found: list[Any] = cursor.fetchall()
    return found


def _cursor() -> Any:
    """A cursor whose statements the server plans once (`config.pgbackend`)."""
    backend: Any = connection
    return backend.prepared_cursor()


def insert_together(*groups: Sequence[models.Model]) -> None:
    """Insert new rows by one statement; each group holds rows of one model, and may be empty.

    For rows that know their id. Sends no signals and reads nothing back. Foreign keys are checked at the
    commit, so rows may point at rows of another group.
    """
    filled = [rows for rows in groups if rows]
    if not filled:
        return
    params = [value for rows in filled for row in rows for value in _values(row)]
    with _cursor() as cursor:
        cursor.execute(_insertion(tuple((type(rows[0]), len(rows)) for rows in filled)), params)
    for rows in filled:
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias


def _values(row: models.Model) -> list[Any]:
    fields = row._meta.local_concrete_fields
    return [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]


@lru_cache(maxsize=64)
def _insertion(shape: tuple[tuple[type[models.Model], int], ...]) -> str:
    """WITH g0 AS (INSERT ...), g1 AS (INSERT ...) INSERT ...; for (model, number of rows) of every group."""
    inserts = [_insert(model, count) for model, count in shape]
    *before, last = inserts
    named = ", ".join(f"g{number} AS ({insert})" for number, insert in enumerate(before))
    return f"WITH {named} {last}" if named else last


def _insert(model: type[models.Model], count: int) -> str:
    quote = connection.ops.quote_name
    fields = model._meta.local_concrete_fields
    row = f"({', '.join(['%s'] * len(fields))})"
    columns = ", ".join(quote(str(field.column)) for field in fields)
    rows = ", ".join([row] * count)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {rows}"  # noqa: S608  (names of our models)

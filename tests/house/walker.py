"""Every URL of the application, by name, with the arguments it needs."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from unittest.mock import patch

import django.test.client
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config.doors import CLOSED, EXEMPT, ROLE_COLUMNS


@dataclass(frozen=True)
class Route:
    """One URL pattern: its full name and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]

    def path(self, values: Mapping[str, Any]) -> str:
        """Return a concrete path; a missing argument is a KeyError that names the route."""
        missing = [argument for argument in self.arguments if argument not in values]
        if missing:
            raise KeyError(f"{self.name} needs {', '.join(missing)}: give the world a value for it")
        return reverse(self.name, kwargs={argument: values[argument] for argument in self.arguments})


@dataclass(frozen=True)
class Answer:
    """What one person got at one route."""

    route: str
    role: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def name(self) -> str:
        return f"{self.route} as {self.role}"

    @property
    def is_page(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")


@dataclass(frozen=True)
class Walk:
    """All answers, and what the database held before and after."""

    answers: list[Answer]
    before: dict[str, tuple[int, str]]
    after: dict[str, tuple[int, str]]


def walk(world: Any) -> Walk:
    """Ask for every route as every person of the door table."""
    before = contents()
    answers = [
        ask(world, route.name, role, route.path(world.arguments(route.name)))
        for route in routes()
        for role in ROLE_COLUMNS
    ]
    return Walk(answers, before, contents())


def ask(
    world: Any, route: str, role: str, path: str, data: Any = None, method: str = "get", **headers: Any
) -> Answer:
    """Send one request and read the whole answer, a stream too. The browser stays signed in, whatever comes back."""
    client = world.client(role)
    cookies = client.cookies.output(header="")
    with patch.object(django.test.client, "store_rendered_templates", _nothing):  # copies of every context
        response = getattr(client, method)(path, data, **headers)
    if client.cookies.output(header="") != cookies:
        client.cookies = SimpleCookie({name: morsel.value for name, morsel in SimpleCookie(cookies).items()})
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(route, role, response.status_code, dict(response.items()), body)


def _nothing(*_args: Any, **_named: Any) -> None: ...


# What a refused request may write: that it was refused, that somebody is there, how often they tried.
TRACES = {"audit_auditevent", "audit_auditlink", "django_session", "cache"}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is rolled back; durable actions take it for the outside, as in a test case."""
    outer = transaction.atomic()
    outer._from_testcase = True
    with outer:
        yield
        transaction.set_rollback(True)


def written_by(act: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[Any, set[str]]:
    """Return (what `act` returns, the tables in which it touched rows), traces left out. Call it inside `undone`."""
    before = _touched()
    result = act(*args, **kwargs)
    return result, {table for table, count in _touched().items() if count != before.get(table)} - TRACES


def _touched() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


def contents() -> dict[str, tuple[int, str]]:
    """Return for every table how many rows it has and a hash over them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*), md5(coalesce(string_agg(md5(t::text), '' ORDER BY t::text), '')) FROM {name} t"  # noqa: S608  (names of our own)
            )
            found[table] = cursor.fetchone()
    return found


def routes() -> list[Route]:
    """Return every named route that a row of the door table must describe."""
    found = {route.name: route for route in _walk(get_resolver(), "")}
    left_out = EXEMPT.keys() | CLOSED.keys()
    return [found[name] for name in sorted(found.keys() - left_out)]


def stale_exemptions() -> list[str]:
    """Return exemptions, and pages shut on purpose, that no URL needs any more."""
    names = {route.name for route in _walk(get_resolver(), "")}
    return [name for name in (*EXEMPT, *CLOSED) if name not in names]


def _walk(resolver: URLResolver, namespace: str, above: tuple[str, ...] = ()) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        arguments = (*above, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner, arguments)
        elif isinstance(pattern, URLPattern):
            if pattern.name is None:
                raise AssertionError(f"{pattern.pattern} has no name: give it one, so that it gets a row")
            yield Route(f"{namespace}{pattern.name}", arguments)

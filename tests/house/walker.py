"""Every URL of the application, by name, with the arguments it needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config.doors import ROLE_COLUMNS

# Pages of libraries, each with the reason why no row of ours describes it.
EXEMPT = {
    "account_": "django-allauth's own pages: they show the signed-in person nothing but that person",
    "mfa_": "django-allauth's second factor: they show the signed-in person nothing but that person",
    "set_language": "Django's language switch: a POST that sets a cookie",
    "healthz": "a probe: says only whether the application answers",
}


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


def ask(world: Any, route: str, role: str, path: str, data: Any = None, method: str = "get") -> Answer:
    """Send one request and read the whole answer, a stream too."""
    response = getattr(world.client(role), method)(path, data)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(route, role, response.status_code, dict(response.items()), body)


def contents() -> dict[str, tuple[int, str]]:
    """Return for every table how many rows it has and a hash over them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*), md5(coalesce(string_agg(md5(t::text), '' ORDER BY t::text), '')) FROM {name} t"  # noqa: S608
            )
            found[table] = cursor.fetchone()
    return found


def routes() -> list[Route]:
    """Return every named route that a row of the door table must describe."""
    found = {route.name: route for route in _walk(get_resolver(), "")}
    return sorted((route for route in found.values() if not _is_exempt(route.name)), key=lambda r: r.name)


def stale_exemptions() -> list[str]:
    """Return exemptions that no URL needs any more."""
    names = {route.name for route in _walk(get_resolver(), "")}
    return [prefix for prefix in EXEMPT if not any(name.startswith(prefix) for name in names)]


def _is_exempt(name: str) -> bool:
    return any(name.startswith(prefix) for prefix in EXEMPT)


def _walk(resolver: URLResolver, namespace: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner)
        elif isinstance(pattern, URLPattern):
            if pattern.name is None:
                raise AssertionError(f"{pattern.pattern} has no name: give it one, so that it gets a row")
            yield Route(f"{namespace}{pattern.name}", tuple(pattern.pattern.regex.groupindex))

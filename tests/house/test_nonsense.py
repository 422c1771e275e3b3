"""G1: whatever nonsense a request holds, no answer is a failure of the server, and what is refused changes nothing."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest

from config.doors import DOORS
from config.posts import POSTS
from tests.house.forms import Data
from tests.house.stages import arguments
from tests.house.test_mass_assignment import WHO, forms_of, stage_of
from tests.house.walker import TRACES, Route, routes, undone, written_by
from tests.world import World

SEED = 20261122
NUL = "\0"
VALUES = (
    *(
        "",
        " ",
        NUL,
        f"a{NUL}b",
        "\ud800",
        "\ufffe",
        "\u202e",
        "𝟙𝟚",
        "１２",
        "'",
        '"',
        "<",
        "{{7*7}}",
        "%s%n",
        "../../etc",
    ),
    *(
        "-1",
        "0",
        "9" * 30,
        "9" * 400,
        "1e999",
        "NaN",
        "Infinity",
        "-0",
        "0x10",
        "1_000",
        "null",
        "true",
        "[]",
        "{}",
    ),
    *("a" * 70_000, "\n" * 500, "2026-13-45", "99999-01-01", "24:61", "00000000-0000-0000-0000-000000000000"),
)
SEGMENTS = (
    "%00",
    "%FF%FE",
    "%C0%AF",
    "9" * 300,
    "-1",
    "..%2F..",
    "%F0%9D%9F%99",
    "a" * 3000,
    "%0d%0aX: y",
    "%ED%A0%80",
)
QUERIES = (
    "q",
    "page",
    "o",
    "sort",
    "rfq",
    "kind",
    "from",
    "to",
    "person",
    "next",
    "to",
    "e",
    "p",
    "all",
    "_popup",
    "id",
)
TYPES = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nonsense",
    "application/json",
    "text/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "\xff",
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Accept-Language": "x" * 5000},
    {"Accept-Language": "\u00ff;q=nan"},
    {"HX-Request": "true", "HX-Current-URL": "http://["},
    {"Referer": "http://[::1"},
    {"Cookie": "session=\x7f; csrf=; language=../x"},
    {"If-Modified-Since": "yesterday", "If-None-Match": '"', "Range": "bytes=9-1"},
    {"X-Autosave": "1", "Accept": "application/json"},
    {"Content-Length": "-5"},
)


@dataclass(frozen=True)
class Nonsense:
    """One request."""

    role: str
    route: str
    method: str
    path: str
    body: bytes = b""
    kind: str = TYPES[0]
    headers: dict[str, str] = field(default_factory=dict)


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    return urlencode(pairs, errors="surrogatepass").encode()


def bodies(draw: random.Random, shown: Data | None) -> tuple[bytes, str]:
    """The form's own fields with values that nobody types, or something that is no form."""
    turn = draw.random()
    if shown and turn < 0.7:
        pairs = [(name, value) for name, values in shown.items() for value in values]
        for _number in range(draw.randint(1, 4)):
            pairs.insert(draw.randrange(len(pairs) + 1), (draw.choice([*shown]), draw.choice(VALUES)))
        wrong = draw.choice([*shown])
        return encoded(
            [(name, draw.choice(VALUES) if name == wrong else value) for name, value in pairs]
        ), TYPES[0]
    if turn < 0.8:
        return b"[" * 5000 + b"]" * 5000, draw.choice(TYPES)
    if turn < 0.9:
        return json.dumps({"key": 10**400, "text": draw.choice(VALUES)}).encode(), draw.choice(TYPES)
    return draw.randbytes(draw.randint(0, 3000)), draw.choice(TYPES)


def requests(world: World, draw: random.Random, n: int) -> Iterator[Nonsense]:
    shown, every = forms_of(world), routes()
    for _number in range(n):
        route = draw.choice(every)
        role = draw.choice((*WHO, "anonymous", "rival"))
        mine = [who for name, who in shown if name == route.name]
        if mine and draw.random() < 0.8:
            role = draw.choice(mine)
        method = (
            draw.choice(("GET", "POST", "POST", "PUT", "BREW"))
            if route.name in POSTS
            else draw.choice(("GET", "HEAD"))
        )
        path = mangled(draw, world, route)
        body, kind = bodies(draw, shown.get((route.name, role))) if method != "GET" else (b"", TYPES[0])
        yield Nonsense(role, route.name, method, path, body, kind, draw.choice(HEADERS))


def mangled(draw: random.Random, world: World, route: Route) -> str:
    stage = stage_of(route) if route.name in POSTS else "open"
    path = route.path(arguments(world, route.name, stage))
    if draw.random() < 0.3:
        parts = path.split("/")
        parts[draw.randrange(1, len(parts))] = draw.choice(SEGMENTS)
        path = "/".join(parts)
    if draw.random() < 0.5:
        pairs = [(draw.choice(QUERIES), draw.choice(VALUES)[:3000]) for _number in range(draw.randint(1, 4))]
        path += "?" + encoded(pairs).decode()
    return path


def ask_nonsense(world: World, one: Nonsense) -> Any:
    client = world.client(one.role)
    client.raise_request_exception = False
    headers = {
        name: value for name, value in one.headers.items() if name != "Cookie" or one.role == "anonymous"
    }
    return client.generic(one.method, one.path, one.body, content_type=one.kind, headers=headers)


@pytest.mark.parametrize("n", [320, pytest.param(10_000, marks=pytest.mark.prove)])
def test_nonsense_is_refused_and_changes_nothing(world: World, n: int) -> None:
    wrong: list[str] = []
    refused, drawn = 0, set()
    for one in requests(world, random.Random(SEED), n):
        drawn.add(one.route)
        with undone():
            answer, tables = written_by(ask_nonsense, world, one)
        refused += answer.status_code >= 400
        where = f"{one.method} {one.route} as {one.role}: {one.path[:200]!a} {one.body[:200]!a} {one.kind!a} {one.headers}"
        if answer.status_code >= 500:
            wrong.append(f"{answer.status_code} {where}")
        if answer.status_code >= 400 and tables - TRACES:
            wrong.append(f"{sorted(tables - TRACES)} {where}")
        if answer.status_code >= 400 and not answer.streaming and b"Traceback" in answer.content:
            wrong.append(f"tells its code: {where}")
    assert wrong == []
    assert refused > n // 4, refused
    assert len(drawn) > (0.99 if n > 4000 else 0.7) * len(DOORS), len(drawn)

"""Before the opening nothing of a quote is anywhere: marks planted in a real quote are searched for.

Marks are a price, texts in both documents, a file name and a file's content, in what was sent and in the draft.
"""

from collections.abc import Iterable
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.core import mail
from django.db import connection

from config.doors import DOORS, ROLE_COLUMNS
from demo import panel
from demo.build import fill_sheets, open_part
from rfqs.models import Part
from scoring.models import Sheet
from tests.house import canaries
from tests.house.walker import Answer, ask, routes, undone
from tests.world import World, close

MARKS = [mark.encode() for mark in canaries.marks()]
STAFF = ("buyer", "approver", "reviewer", "second_reviewer", "administrator", "auditor")
OWN = ("vendor", "colleague")  # both are people of the vendor that wrote the marks
NOT_THE_VENDOR = ("anonymous", *STAFF, "rival", "outsider")
ASKING = {
    "q": "Celadon",
    "format": "json",
    "ordering": "-unit_price",
    "sort": "price",
    "o": "1",
    "export": "csv",
}
METHODS = ("get", "post", "put", "delete", "head")
WAYS = [  # (query, headers)
    *(({name: value}, {}) for name, value in ASKING.items()),
    ({"filter": "unit_price__lte=48214"}, {}),
    ({"unit_price__lte": "48214", "price": "48213"}, {}),
    ({}, {"Accept": "application/json"}),
    ({}, {"HX-Request": "true"}),
    ({"page": "2", "search": canaries.TEXT[:6]}, {"X-Requested-With": "XMLHttpRequest"}),
]
KINDS = {
    "price": canaries.PRICE,
    "text": canaries.TEXT,
    "file name": canaries.FILE_NAME,
    "file": canaries.FILE_TEXT,
}


def leaks(answers: Iterable[Answer], marks: list[bytes] = MARKS) -> list[str]:
    """Names of the answers that hold a mark in body or headers."""
    return [
        f"{answer.name}: {mark.decode()}"
        for answer in answers
        for mark in marks
        if mark in answer.body or mark in repr(answer.headers).encode()
    ]


def ask_all(
    world: World, roles: Iterable[str], method: str = "get", data=None, only=lambda route, role: True
):
    """Every route about the sealed RFQ as each of these people."""
    for route in routes():
        path = route.path(about_the_sealed(world, route.name))
        for role in roles:
            if only(route.name, role):
                yield ask(world, route.name, role, path, data, method)


def has_a_page(route: str, role: str) -> bool:
    """Rows where asking differently can matter: a page is there for the role; not for the cast's extras."""
    return DOORS[route].get(role) == 200


def takes_a_post(route: str, role: str) -> bool:
    return has_a_page(route, role) or DOORS[route].get(role) == 405


def by_turns(roles, only, every: bool):
    """Of those whom `only` picks for a route: all, or one, another for each route."""
    places = {route.name: place for place, route in enumerate(routes())}

    def picks(route: str, role: str) -> bool:
        picked = [one for one in roles if only(route, one)]
        return role in (picked if every else picked[places[route] % len(picked) :][:1] if picked else [])

    return picks


def one_of_each(roles, every: bool):
    """Of these people everybody; or for each route one who has its page and one who has not, in turn."""
    having = by_turns(roles, has_a_page, every)
    lacking = by_turns(roles, lambda route, role: not has_a_page(route, role), every)
    return lambda route, role: having(route, role) or lacking(route, role)


def about_rfqs(roles, every: bool):
    picked = one_of_each(roles, every)
    return lambda route, role: route.startswith(("scoring:", "rfqs:", "admin:")) and picked(route, role)


def dump() -> bytes:
    """Every table as text, read past the application."""
    parts = []
    with psycopg.connect(**parameters()) as raw, raw.cursor() as cursor:
        cursor.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT LIKE 'pg\\_%'")
        for schema, table in cursor.fetchall():
            if schema == "information_schema" or not readable(cursor, schema, table):
                continue
            with cursor.copy(f'COPY "{schema}"."{table}" TO STDOUT') as lines:
                parts += [bytes(line) for line in lines]
    return b"".join(parts)


def readable(cursor, schema: str, table: str) -> bool:
    cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [f'"{schema}"."{table}"'])
    return cursor.fetchone()[0]


def parameters() -> dict:
    found = connection.get_connection_params()
    return {key: found[key] for key in ("dbname", "user", "password", "host", "port") if key in found}


def stored(folder: Path) -> bytes:
    """All files, with their names."""
    return b"\n".join(
        str(path).encode() + b"\n" + path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    )


def found_in(content: bytes) -> list[bytes]:
    return [mark for mark in canaries.byte_marks() if mark in content]


# -- pages -------------------------------------------------------------------------------------------


def test_no_page_shows_a_mark_to_anyone_else(world, walked):
    assert leaks(answer for answer in walked.answers if answer.role not in OWN) == []
    # The walk asks for the scoring pages of another RFQ, and knows the table's people only.
    others = ("second_reviewer", "outsider")
    assert leaks(ask_all(world, STAFF, only=lambda route, role: route.startswith("scoring:"))) == []
    assert (
        leaks(ask_all(world, others, only=lambda route, role: route.startswith(("rfqs:", "quotes:")))) == []
    )


def test_the_vendor_itself_sees_every_mark(world, walked):
    own = b"".join(answer.body for answer in walked.answers if answer.role == "vendor")
    assert {kind for kind, mark in KINDS.items() if mark.encode() in own} == KINDS.keys()


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_asking_differently_shows_no_mark(visited, every):
    roles = [role for role in ROLE_COLUMNS if role not in OWN]
    answers = list(ask_all(visited, roles, data=ASKING, only=by_turns(roles, has_a_page, every)))
    assert leaks(answers) == []
    assert len(answers) > (150 if every else 60), len(answers)


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_posting_shows_no_mark(world, every):
    roles = [role for role in ROLE_COLUMNS if role not in (*OWN, "anonymous")]
    answers = list(ask_all(world, roles, "post", {}, only=by_turns(roles, takes_a_post, every)))
    assert leaks(answers) == []
    assert len(answers) > (150 if every else 60), len(answers)
    assert [letter.subject for letter in mail.outbox if found_in(letter.message().as_bytes())] == []


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_no_method_and_no_way_of_asking_shows_a_mark(world, every):
    """A1: every URL x everybody else x five methods x eleven ways of asking; the short form takes them in turn."""
    people, ways = NOT_THE_VENDOR, list(product(METHODS, WAYS))
    answers, asked = [], 0
    for turn, route in enumerate(routes()):
        path = route.path(about_the_sealed(world, route.name))
        for number, role in enumerate(people):
            if not every and (turn + number) % 5:
                continue
            for method, (query, headers) in ways if every else [ways[(7 * turn + number) % len(ways)]]:
                with undone():
                    address = f"{path}?{urlencode(query)}"
                    answers.append(ask(world, route.name, role, address, None, method, headers=headers))
                asked += 1
        assert leaks(answers) == []
        answers.clear()
    assert asked > (60_000 if every else 250), asked


def about_the_sealed(world: World, route: str) -> dict:
    """The arguments of a route, about the sealed RFQ wherever it can be."""
    own = {} if route.startswith("contracts:") else {"code": world.sealed.code, "rfq_code": world.sealed.code}
    return world.arguments(route) | own


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_after_the_deadline_the_opening_still_decides(visited, every):
    world = visited
    close(world.sealed)
    answers = list(ask_all(world, STAFF, only=about_rfqs(STAFF, every)))
    assert leaks(answers) == []
    assert {answer.status for answer in answers} >= {200, 404}
    assert any(answer.route == "scoring:opening" for answer in answers)


# -- storage -----------------------------------------------------------------------------------------


def test_no_mark_is_in_a_dump_a_file_a_mail_or_the_log(world):
    assert found_in(dump()) == []
    assert found_in(stored(world.files)) == []
    assert found_in("\n".join(world.mails).encode()) == []
    assert found_in("\n".join(world.log).encode()) == []


def test_the_searches_find_what_is_there(world):
    assert world.sealed.code.encode() in dump()
    (world.files / "left-open.txt").write_bytes(b"certificate")
    assert b"certificate" in stored(world.files)
    assert any("shortlist" in letter.lower() or world.sealed.code in letter for letter in world.mails)
    assert any("Not Found" in line for line in world.log)


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_opening_shows_quality_first_and_prices_later(world, every):
    """The control of all the above: what was hidden is found once it may be."""
    close(world.sealed)
    open_part(world.cast, world.sealed, Part.QUALITY)
    texts, prices = [canaries.TEXT.encode()], [canaries.PRICE.encode(), b"48,213.77"]
    content = dump()
    assert found_in(content)
    assert [mark for mark in prices if mark in content] == []
    answers = list(ask_all(world, STAFF, only=about_rfqs(STAFF, every)))
    assert leaks(answers, prices) == []
    assert leaks(answers, texts)
    fill_sheets(world.sealed, Sheet.Stage.FIRST, panel.RFQ_2)
    open_part(world.cast, world.sealed, Part.COMMERCIAL)
    assert canaries.PRICE.encode() in dump()
    seen = list(ask_all(world, ["buyer"], only=lambda route, role: route.startswith("scoring:")))
    assert leaks(seen, prices)
    others = ("rival", "administrator")
    assert leaks(ask_all(world, others, only=by_turns(others, lambda route, role: True, every))) == []

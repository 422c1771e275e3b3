"""What lies on the disks of a running installation before the opening: searched as a thief would search it."""

import base64
import contextlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest

from bench.client import Person, Prepared
from bench.outcome import LATE, OK
from bench.stack import Stack
from bench.web import Unexpected
from config.postgres import DATABASE, SUPERUSER
from demo.vendors import PASSWORD
from tests.bench.marks import PLACES, Marks, files_under, hits, marks_for
from tests.bench.moments import move_deadline

SEED = 20261122
BUYER = "buyer@cloudthimble.example"
# The draft and what was refused stay the vendor's own; opened files stay encrypted and are found in what staff download.
OPENED = {"price", "file", "file of prices", "name of a file", "name of a file of prices", *PLACES}
OPEN_ALL = """
from demo import build, rush
from rfqs.models import RFQ, Part
from scoring.models import Sheet
class Everybody(dict):
    def __missing__(self, vendor): return (3,) * 11
cast, rfq = rush._cast(), RFQ.objects.get(code="{code}")
build.open_part(cast, rfq, Part.QUALITY)
build.fill_sheets(rfq, Sheet.Stage.FIRST, Everybody())
build.open_part(cast, rfq, Part.COMMERCIAL)
"""


def plant(person: Person, portal: str, marks: Marks) -> Prepared:
    """Write every mark where it belongs, send, and go on writing; returns the form for sending once more."""
    texts = marks.texts
    for kind, question in PLACES.items():
        person.note(portal, question, texts[kind]).expect(200)
    person.fill_in(f"{portal}prices/1/", {"unit_price": texts["price"]})
    person.attach(portal, texts["name of a file"], texts["file"].encode(), question=3)
    person.attach(portal, texts["name of a file of prices"], texts["file of prices"].encode(), question=1)
    with contextlib.suppress(Unexpected):  # a price in words is refused
        person.fill_in(f"{portal}prices/1/", {"unit_price": texts["refused"]})
    sent = person.submit(portal)
    assert sent.kind == OK, sent
    person.note(portal, 5, texts["draft"]).expect(200)
    return person.prepare(portal)


def tables(stack: Stack) -> Iterator[bytes]:
    """Every table as text, as a dump has it."""
    with psycopg.connect(**stack.server.parameters(SUPERUSER), dbname=DATABASE) as connection:
        names = connection.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname <> 'information_schema'"
        ).fetchall()
        for (name,) in names:
            with connection.cursor().copy(f"COPY {name} TO STDOUT") as lines:
                yield from (bytes(line) for line in lines)


def everything(stack: Stack, scratch: Path) -> Iterator[bytes]:
    """A dump, then, with everything stopped, each file of database, log, mail, uploads and temporary directory."""
    dump = scratch / "dump"
    dump.write_bytes(b"".join(tables(stack)))
    stack.halt()
    assert not (stack.server.data / "postmaster.pid").exists()
    yield dump.read_bytes()
    yield from files_under(stack.folder)


@pytest.mark.parametrize("n", [2, pytest.param(200, marks=pytest.mark.prove)])
def test_sealed_content_is_nowhere_in_clear(stack: Stack, n: int, tmp_path: Path) -> None:
    """A3: n quotes of 12 marks each, in tables, data files, write-ahead log, logs, mails, files and temporary files."""
    draw = random.Random(SEED)
    planted = [marks_for(number, f"{draw.getrandbits(40):010x}") for number in range(n)]
    world = json.loads(stack.manage("demo_rush", "--vendors", str(n), "--seconds", "86400"))
    people = []
    for marks, one in zip(planted, world["bidders"], strict=True):
        person = Person(stack.base, timeout=60).sign_in(one["email"], one["password"])
        portal = f"/portal/{one['invitation']}/"
        people.append((person, portal, plant(person, portal, marks)))
    buyer = Person(stack.base, timeout=60).sign_in(BUYER, PASSWORD)
    look_around(buyer, world["rfq"])
    stack.manage("deliver")
    move_deadline(stack, world["rfq"], 0.0)
    for (person, portal, form), marks in zip(people, planted, strict=True):
        assert person.submit(portal, form=form).kind == LATE
        person.post(f"{portal}answers/5/", [("text", marks.texts["late"])])
    assert hits(planted, everything(stack, tmp_path), tmp_path) == set()
    stack.serve()
    stack.manage("shell", "-c", OPEN_ALL.format(code=world["rfq"]))
    content = b"".join(look_around(buyer, world["rfq"]))
    found = hits(planted, [*everything(stack, tmp_path), content], tmp_path)
    assert {(hit.owner, hit.kind) for hit in found} == {
        (number, kind) for number in range(n) for kind in OPENED
    }


def look_around(buyer: Person, code: str) -> list[bytes]:
    """Read pages as staff do, so that whatever keeps anything keeps it; returns the files that are offered."""
    assert buyer.addresses(f"/rfqs/{code}/", most=12)
    pages = [buyer.get(f"/rfqs/{code}/answers/?q={number}") for number in (1, 3)]
    links = dict.fromkeys(link for page in pages for link in page.page.links if "/answers/files/" in link)
    return [buyer.get(link).expect(200).body for link in links]


@pytest.mark.parametrize("kind", ["text of people", "price", "file"])
def test_the_search_sees_every_spelling(kind: str, tmp_path: Path) -> None:
    """One mark, hidden in each way by other means than the search's own; and none where there is none."""
    marks = marks_for(7, "0123456789")
    raw = marks.texts[kind].encode()
    ways = {
        "utf-8": b"before" + raw + b"after",
        "json": json.dumps({"text": f"x{marks.texts[kind]}y"}).encode(),
        "hex": (b"q" + raw + b"z").hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "address": urlencode({"text": marks.texts[kind]}, quote_via=quote).encode(),
        "utf-16": f"before{marks.texts[kind]}after".encode("utf-16"),
        "utf-16-be": marks.texts[kind].encode("utf-16-be"),
        **{f"base64, {shift}": base64.b64encode(b"x" * shift + raw + b"yy") for shift in range(4)},
    }
    for way, content in ways.items():
        found = hits([marks], [b"noise", content], tmp_path)
        assert {(hit.owner, hit.kind) for hit in found} == {(7, kind)}, way
    assert hits([marks_for(8, "abcdefabcd")], ways.values(), tmp_path) == set()

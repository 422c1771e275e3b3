"""Slow senders and late repeats against the real server: bodies that end around the deadline, keys after a restart."""

import http.client
import json
import socket
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import pytest

from bench.client import JSON, Person
from bench.outcome import LATE, OK, REFUSED, Outcome, read_outcome
from bench.stack import Stack
from bench.tender import Bidder, enter
from bench.web import CSRF_FIELD, Answer
from config.postgres import SUPERUSER
from tests.bench.moments import move_deadline

ENDS = (-1.0, -0.05, 0.05, 5.0)  # seconds from the deadline at which the last byte of a body leaves
BEGINS = 4.0  # seconds before the deadline at which all of them begin
PADDING = 40_000  # bytes, so that no buffer takes a body at once
PIECES = 20


@dataclass(frozen=True)
class Slow:
    """One slow submission: when its last byte left, and what became of it."""

    end: float
    outcome: Outcome
    answer: Answer

    @property
    def moment(self) -> float:
        """When the database read its clock for it."""
        at = self.outcome.receipt.received_at if self.outcome.receipt else self.answer.json()["at"]
        return (at if isinstance(at, datetime) else datetime.fromisoformat(at)).timestamp()


def send_slowly(bidder: Bidder, end: float) -> Slow:
    """Send the form in pieces, the last of them at `end`, a time of this machine's clock."""
    person, key = bidder.person, str(uuid.uuid4())
    assert bidder.form is not None
    pairs = [(name, value) for name, value in bidder.form if name != "key"]
    pairs += [("padding", "x" * PADDING), ("key", key), (CSRF_FIELD, person.csrf)]
    body = urlencode(pairs).encode()
    more = {**JSON, "Content-Type": "application/x-www-form-urlencoded", "Content-Length": len(body)}
    headers = person.headers({**more, "Host": f"{person.host}:{person.port}"})
    lines = [f"POST {bidder.portal}send/ HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    size, begin = len(body) // PIECES + 1, time.time()
    with socket.create_connection((person.host, person.port), timeout=60) as line:
        line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        for number, start in enumerate(range(0, len(body), size), 1):
            time.sleep(max(0.0, begin + (end - begin) * number / PIECES - time.time()))
            left = time.time()
            line.sendall(body[start : start + size])
        response = http.client.HTTPResponse(line)
        response.begin()
        answer = Answer(bidder.portal, response.status, dict(response.getheaders()), response.read())
    return Slow(left, read_outcome(key, answer), answer)


@pytest.fixture(scope="module")
def tender(stack: Stack) -> tuple[str, list[Bidder]]:
    """A published RFQ and as many bidders as there are ends, ready to send."""
    options = ("--vendors", str(len(ENDS)), "--seconds", "86400")
    world = json.loads(stack.manage("demo_rush", *options))
    return world["rfq"], enter(stack.base, world["bidders"])


def deadlines(stack: Stack, code: str, n: int) -> Iterator[float]:
    """Give the RFQ a deadline some seconds ahead, n times over."""
    for _round in range(n):
        yield move_deadline(stack, code, BEGINS)


@pytest.mark.parametrize("n", [1, pytest.param(50, marks=pytest.mark.prove)])
def test_a_body_that_ends_after_the_deadline_is_late(
    stack: Stack, tender: tuple[str, list[Bidder]], n: int
) -> None:
    """B5: the time of receipt lies after the last byte; what ends late is told both times; n of each kind."""
    code, bidders = tender
    taken = 0
    for deadline in deadlines(stack, code, n):
        with ThreadPoolExecutor(len(ENDS)) as pool:
            found = list(pool.map(send_slowly, bidders, [deadline + end for end in ENDS]))
        for end, slow in zip(ENDS, found, strict=True):
            assert slow.outcome.kind in (OK, LATE), (end, slow.answer)
            assert slow.moment >= slow.end, "received before its last byte left"
            assert (slow.outcome.kind == OK) == (slow.moment <= deadline), end
            assert slow.outcome.kind == LATE or end < 0, end
            if slow.outcome.kind == LATE:
                assert datetime.fromisoformat(slow.answer.json()["deadline"]).timestamp() == deadline
            taken += slow.outcome.kind == OK
        stored = stack.rows(
            "SELECT count(*) FROM quotes_revision r JOIN rfqs_invitation i ON i.id = r.invitation_id"
            " JOIN rfqs_rfq q ON q.id = i.rfq_id WHERE q.code = %s AND r.received_at > q.deadline_at",
            code,
        )
        assert stored == [(0,)]
    assert taken >= n, "nothing was on time: the machine was too slow for this to prove anything"


def test_a_key_has_its_one_answer_after_the_deadline_and_a_restart(
    stack: Stack, tender: tuple[str, list[Bidder]]
) -> None:
    """B3: the same form fifty times at once after the deadline, before and after everything was stopped and started."""
    code, bidders = tender
    bidder, key = bidders[0], str(uuid.uuid4())
    move_deadline(stack, code, 3600.0)
    bidder.form = bidder.person.prepare(bidder.portal)
    first = bidder.person.submit(bidder.portal, key, bidder.form)
    assert first.kind == OK and first.receipt
    move_deadline(stack, code, 0.0)
    assert {repeated(bidder, key).receipt for _time in range(2)} == {first.receipt}
    stack.halt()
    stack.serve()
    with ThreadPoolExecutor(10) as pool:
        again = list(pool.map(lambda _number: repeated(bidder, key), range(50)))
    assert {outcome.receipt for outcome in again} == {first.receipt}
    assert repeated(bidder, str(uuid.uuid4())).kind == LATE
    other = [(name, "0" * 64 if name == "content" else value) for name, value in bidder.form]
    told = bidder.person.submit(bidder.portal, key, other)
    assert (told.kind, told.status) == (REFUSED, 422)
    rows = "SELECT (SELECT count(*) FROM quotes_revision WHERE idempotency_key = %s), count(*) FROM quotes_receipt"
    joined = f"{rows} c JOIN quotes_revision r ON r.id = c.revision_id WHERE r.idempotency_key = %s"
    assert stack.rows(joined, key, key) == [(1, 1)]


def repeated(bidder: Bidder, key: str) -> Outcome:
    """The same form once more, from a browser of its own that has the same cookies."""
    person = Person(bidder.person.base, timeout=60)
    person.cookies = dict(bidder.person.cookies)
    return person.submit(bidder.portal, key, bidder.form)


def test_the_times_of_this_test_are_the_databases(stack: Stack) -> None:
    """What is compared above is read from two clocks of one machine."""
    (moment,) = stack.rows("SELECT extract(epoch FROM clock_timestamp())", role=SUPERUSER)[0]
    assert abs(float(moment) - time.time()) < 1

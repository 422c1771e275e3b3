"""The full rush's sender against a server that answers, fails and hangs up as told."""

import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

import pytest

from bench.client import Person
from bench.outcome import LATE, OK, UNKNOWN
from bench.tender import Bidder
from bench.volley import parsed, volley

RECEIVED = {"state": "received", "number": 1, "received_at": "2026-05-04T09:00:00.000001+00:00"}
SLOW = 0.5


class Server:
    """Answers one request a connection: the first one for a key as the key says, later ones with a receipt."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.base = f"http://localhost:{self.listener.getsockname()[1]}"
        self.seen: Counter[str] = Counter()
        self.moments: dict[str, float] = {}

    def accept(self) -> None:
        while True:
            try:
                line, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(line,), daemon=True).start()

    def answer(self, line: socket.socket) -> None:
        with line:
            head, _end, body = line.recv(65536).partition(b"\r\n\r\n")
            assert head.startswith(b"POST /portal/a/send/ HTTP/1.1") and b"Cookie: csrf=c" in head
            sent = parse_qs(body.decode())
            assert sent["content"] == ["of the draft"] and sent["csrfmiddlewaretoken"] == ["c"]
            key = sent["key"][0]
            self.seen[key] += 1
            self.moments.setdefault(key, time.time())
            status, found = self.said(key)
            if key.startswith("slow"):
                time.sleep(SLOW)
            whole = json.dumps(found).encode()
            answer = b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s" % (status, len(whole), whole)
            line.sendall(answer[:30] if key.startswith("cut") and self.seen[key] == 1 else answer)

    def said(self, key: str) -> tuple[int, dict[str, object]]:
        if key.startswith("failed") and self.seen[key] == 1:
            return 500, {}
        return (409, {"state": "late"}) if key.startswith("late") else (200, RECEIVED)


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.accept, daemon=True).start()
    try:
        yield server
    finally:
        server.listener.close()


def test_each_is_sent_at_its_moment_and_again_with_its_key_until_it_is_answered() -> None:
    with serving() as server:
        person = Person(server.base)
        person.cookies["csrf"] = "c"
        bidder = Bidder(person, "/portal/a/", "nonce", [("key", "of the form"), ("content", "of the draft")])
        begin = time.time() + 0.2
        names = ["slow-1", "slow-2", "cut-3", "failed-4", "late-5", "fine-6"]
        shots = [(begin + 0.1 * number, key) for number, key in enumerate(names)]
        found = {one.key: one for one in volley([bidder], [shots])}
    assert {key: one.final for key, one in found.items()} == {
        key: LATE if "late" in key else OK for key in names
    }
    assert {key for key, one in found.items() if one.kind == UNKNOWN} == {"cut-3", "failed-4"}
    assert server.seen == Counter({key: 2 if key in ("cut-3", "failed-4") else 1 for key in names})
    assert (found["cut-3"].status, found["failed-4"].status, found["late-5"].status) == (0, 500, 409)
    assert found["cut-3"].number == 1 and found["cut-3"].received_at
    assert all(server.moments[key] >= moment for moment, key in shots)
    assert found["slow-2"].sent_at < found["slow-1"].answered_at, "nobody waits for the one before"


@pytest.mark.parametrize(
    "kept", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{"]
)
def test_half_an_answer_is_none(kept: bytes) -> None:
    assert parsed(kept) is None
    whole = parsed(b"HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\n\r\n{}")
    assert whole and whole.status == 409

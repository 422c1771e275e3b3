"""B13: clients that are slow on purpose take nobody's thread; every request arrives as it was sent."""

import hashlib
import http.client
import os
import socket
import subprocess
import sys
import time

import pytest

from config.worker import MOST_HEAD, WHOLE, is_large, is_whole
from tests.house.source import ROOT

PATIENT, PLAIN = "config.worker.PatientWorker", "gthread"
HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


def started(kind: str) -> tuple[subprocess.Popen, int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["-b", f"127.0.0.1:{port}", "-w", "1", "--threads", "4", "-k", kind, "--log-level", "error"]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "tests.config.echo", *options], cwd=ROOT, env={**os.environ}
    )
    for _n in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return server, port
        except OSError:
            time.sleep(0.1)
    raise AssertionError("gunicorn did not start")


@pytest.fixture(scope="module")
def port():
    server, port = started(PATIENT)
    yield port
    server.kill()
    server.wait()


def opened(port: int, first: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=60)
    client.sendall(first)
    return client


def everything(client: socket.socket) -> bytes:
    came = b""
    while piece := client.recv(65536):
        came += piece
    return came


def asked(port: int, seconds: float = 60) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    finally:
        connection.close()


def half_open(port: int) -> list[socket.socket]:
    """Idle ones, heads that do not end, small bodies that do not come, and large ones that do not."""
    firsts = (
        b"",
        b"GET / HTTP/1.1\r\nX: ",
        HEAD + b"Content-Length: 1000\r\n\r\na",
        HEAD + b"Content-Length: 9000000\r\n\r\na",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
    )
    return [opened(port, firsts[n % len(firsts)]) for n in range(200)]


def test_others_get_their_answers_among_200_half_open_connections(port):
    slow = half_open(port)
    try:
        assert [asked(port) for _n in range(20)] == [200] * 20
    finally:
        for client in slow:
            client.close()
    assert asked(port) == 200


def test_gunicorns_own_worker_would_answer_nobody():
    """The test above can fail."""
    server, port = started(PLAIN)
    slow = half_open(port)
    try:
        with pytest.raises(TimeoutError):
            asked(port, seconds=4)
    finally:
        for client in slow:
            client.close()
        server.kill()
        server.wait()


def never_closed(port: int) -> list[socket.socket]:
    """Each has its last answer, a page or a refusal, and keeps its end open."""
    firsts = (b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", b"nonsense\r\n\r\n")
    return [opened(port, firsts[n % len(firsts)]) for n in range(20)]


def test_others_get_their_answers_while_clients_do_not_close_what_is_answered(port):
    slow = never_closed(port)
    try:
        assert [asked(port, seconds=5) for _n in range(20)] == [200] * 20
        assert all(everything(client).startswith(b"HTTP/1.1 ") for client in slow), "to the end, each of them"
        slow[0].sendall(b"x")
        with pytest.raises(OSError):
            for _n in range(100):  # it is closed by the server in the end
                time.sleep(0.1)
                slow[0].sendall(b"x")
    finally:
        for client in slow:
            client.close()


def test_gunicorns_own_worker_would_wait_for_each_of_them():
    server, port = started(PLAIN)
    slow = never_closed(port)
    try:
        with pytest.raises(TimeoutError):
            asked(port, seconds=4)
    finally:
        for client in slow:
            client.close()
        server.kill()
        server.wait()


@pytest.mark.parametrize("size", [0, 1, 1000, WHOLE - 200, WHOLE, WHOLE + 1, 3_000_000])
@pytest.mark.parametrize("piece", [997, 65536, 10_000_000])
def test_bodies_arrive_as_they_were_sent(port, size, piece):
    body = os.urandom(size)
    told = f"{size} {hashlib.sha256(body).hexdigest()}".encode()
    client = opened(port, HEAD + f"Connection: close\r\nContent-Length: {size}\r\n\r\n".encode())
    for start in range(0, size, piece):
        client.sendall(body[start : start + piece])
    assert everything(client).endswith(told)


def test_a_request_may_come_byte_by_byte(port):
    client = opened(port, b"")
    for byte in HEAD + b"Connection: close\r\nContent-Length: 3\r\n\r\nabc":
        client.sendall(bytes((byte,)))
    assert everything(client).endswith(hashlib.sha256(b"abc").hexdigest().encode())


def test_several_requests_on_one_connection_at_once_and_in_turn(port):
    one = HEAD + b"Content-Length: 3\r\n\r\nabc"
    last = HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\nxy"
    assert everything(opened(port, one + one + last)).count(b"200 OK") == 3
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for text in (b"a", b"b" * 300_000, b"c"):
        connection.request("POST", "/", text)
        assert connection.getresponse().read().endswith(hashlib.sha256(text).hexdigest().encode())
    connection.close()


def test_chunked_and_expecting_clients_are_served(port):
    chunked = HEAD + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    assert everything(opened(port, chunked)).endswith(hashlib.sha256(b"abc").hexdigest().encode())
    client = opened(port, HEAD + b"Connection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
    assert client.recv(25).startswith(b"HTTP/1.1 100")
    client.sendall(b"abc")
    assert everything(client).endswith(hashlib.sha256(b"abc").hexdigest().encode())


def test_a_head_without_an_end_is_refused(port):
    client = opened(port, b"GET / HTTP/1.1\r\nX: ")
    with pytest.raises(OSError):
        for _n in range(MOST_HEAD // 1000 + 50):
            client.sendall(b"x" * 1000)
            time.sleep(0.005)
    assert asked(port) == 200


def test_when_a_request_is_whole():
    small = HEAD + b"content-LENGTH : 5\r\n\r\nabcde"
    assert [is_whole(small[:n]) for n in range(len(small) + 1)].count(True) == 1
    assert is_whole(b"GET / HTTP/1.1\r\n\r\n")
    assert not is_large(small)
    for large in (b"Content-Length: 262144", b"Transfer-Encoding: chunked", b"Expect: 100-continue"):
        assert is_large(HEAD + large + b"\r\n\r\n")

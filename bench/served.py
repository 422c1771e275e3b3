"""A WSGI application behind gunicorn as `make run` starts it, and how many of its pages a second it answers.

Everything is forked from this process, so that settings, test database and role are the ones it has. Close its
connections to the database first: a child that inherits one would end it for the parent.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from gunicorn.app.base import BaseApplication

WORKERS, THREADS = 2, 4
CLIENTS = 8
ASKING = 2  # processes that ask, each for its share of the clients
READY_SECONDS = 30.0


class Application(BaseApplication):
    """Gunicorn around an application that is there already."""

    def __init__(self, application: Callable, port: int) -> None:
        self.application, self.port = application, port
        super().__init__()

    def load_config(self) -> None:
        given = {"bind": f"127.0.0.1:{self.port}", "workers": WORKERS, "threads": THREADS}
        for name, value in {
            **given,
            "worker_class": "config.worker.PatientWorker",
            "loglevel": "error",
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Callable:
        return self.application


@contextmanager
def served(application: Callable) -> Iterator[int]:
    """The port at which the application answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    child = os.fork()
    if not child:
        sys.argv = sys.argv[:1]  # gunicorn reads them
        try:
            Application(application, port).run()
        except SystemExit as end:  # of the server, and of each worker
            os._exit(int(end.code or 0))
        finally:
            os._exit(1)
    try:
        _wait_for(port)
        yield port
    finally:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)


def _wait_for(port: int) -> None:
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def rate(port: int, address: str, cookie: str, seconds: float) -> float:
    """Whole answers a second to eight clients that ask one at a time. AssertionError for anything but 200."""
    head = f"GET {address} HTTP/1.0\r\nHost: testserver\r\nCookie: {cookie}\r\n\r\n".encode()
    context = get_context("fork")
    counted = context.Queue()
    askers = [context.Process(target=_ask, args=(port, head, seconds, counted)) for _ in range(ASKING)]
    for asker in askers:
        asker.start()
    found = [counted.get(timeout=seconds + READY_SECONDS) for _ in askers]
    for asker in askers:
        asker.join()
    if None in found:
        raise AssertionError(f"{address} was not answered")
    return sum(found) / seconds


def _ask(port: int, head: bytes, seconds: float, counted: Any) -> None:
    """Some clients at once, each a connection that has asked and waits for its answer."""
    try:
        counted.put(_count(port, head, seconds))
    except BaseException:
        counted.put(None)
        raise


def _count(port: int, head: bytes, seconds: float) -> int:
    until, done = time.monotonic() + seconds, 0
    waiting = [_sent(port, head) for _ in range(CLIENTS // ASKING)]
    while time.monotonic() < until:
        asked = waiting.pop(0)
        _read(asked)
        waiting.append(_sent(port, head))
        done += 1
    for asked in waiting:
        _read(asked)
    return done


def _sent(port: int, head: bytes) -> socket.socket:
    asked = socket.create_connection(("127.0.0.1", port), READY_SECONDS)
    asked.sendall(head)
    return asked


def _read(asked: socket.socket) -> None:
    with asked:
        answer = bytearray()
        while part := asked.recv(1 << 16):
            answer += part
    status = bytes(answer[:12])
    if status[-3:] != b"200":
        raise AssertionError(status.decode(errors="replace"))

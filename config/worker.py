"""gunicorn's threaded worker, for clients that are slow or silent on purpose.

gunicorn gives a connection a thread with its first byte. Eight clients that send a request a byte at a time then hold
all threads of `make run`, and nobody else gets an answer. Here the worker's loop collects what comes, without a thread:

- A request gets a thread when its head and body are there, at most `WHOLE` bytes.
- A larger or endless body gets one with its head, but only `threads - SPARE` of them at a time; others wait.
- Who has not sent the head, or the rest of a small request, in time is cut off; of too many, the oldest first.
- Who has the last answer of a connection and does not close it is waited for beside the others. gunicorn waits in the
  loop itself, two seconds for each, in which its worker serves nobody.

A proxy in front that collects requests does the same, and larger bodies too: see docs/operations.md.
"""

import re
import selectors
import socket
import struct
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn import util
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

WHOLE = 256 * 1024  # bytes of a request that are waited for
MOST_HEAD = 64 * 1024
HEAD_SECONDS, WHOLE_SECONDS = 20.0, 60.0
SILENT_SECONDS = 30  # within a large body
MOST_ARRIVING = 500  # connections of a worker that are still sending; gunicorn accepts 1000 in all
SPARE = 2  # threads that large bodies never take
LEAVING_SECONDS = 2.0  # for a client to close, before an answer could be cut short (RFC 9112 section 9.6)
MOST_DRAINED = 64 * 1024  # bytes that may still come then
LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*([0-9]{1,18})[ \t]*\r\n", re.IGNORECASE)
STREAMED = re.compile(rb"\r\n(?:transfer-encoding|expect)[ \t]*:", re.IGNORECASE)
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def is_large(head: bytes) -> bool:
    """Whether what follows this head is not waited for: too long, of unknown length, or asked to be sent first."""
    found = LENGTH.search(head)
    return bool(STREAMED.search(head)) or (found is not None and len(head) + int(found[1]) > WHOLE)


def is_whole(came: bytes) -> bool:
    """Whether a head and the body it declares are there; what cannot be read is for gunicorn to refuse."""
    end = came.find(b"\r\n\r\n") + 4
    if end < 4:
        return False
    found = LENGTH.search(came[:end])
    return found is None or len(came) >= end + int(found[1])


class PatientWorker(ThreadWorker):
    """A threaded worker whose threads wait for nobody who has not sent a small request whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: dict[TConn, tuple[bytearray, float]] = {}  # oldest first: what came, and since when
        self.large: set[TConn] = set()
        self.waiting: deque[TConn] = deque()
        self.leaving: dict[
            TConn, tuple[int, float]
        ] = {}  # oldest first: bytes that still came, and since when

    def enqueue_req(self, conn: TConn) -> None:
        """Where gunicorn would take a thread: wait for the request instead."""
        if self.cfg.is_ssl or conn.is_http2:
            super().enqueue_req(conn)
            return
        came = bytearray(conn.parser.unreader.take_buffered() if conn.parser else b"")
        conn.sock.setblocking(False)
        self.arriving[conn] = came, time.monotonic()
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_more, conn))
        if came:
            self._look(conn)
        elif len(self.arriving) > MOST_ARRIVING:
            self._cut_off(next(iter(self.arriving)))

    def _on_more(self, conn: TConn, _sock: socket.socket) -> None:
        try:
            piece = conn.sock.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self._cut_off(conn)
            return
        self.arriving[conn][0].extend(piece)
        self._look(conn)

    def _look(self, conn: TConn) -> None:
        came = bytes(self.arriving[conn][0])
        end = came.find(b"\r\n\r\n") + 4
        if end < 4 and len(came) > MOST_HEAD:
            with suppress(OSError):
                util.write_nonblock(conn.sock, TOO_LARGE)
            self._cut_off(conn)
        elif end >= 4 and is_large(came[:end]):
            self._take_off_loop(conn, came)
            self.waiting.append(conn)
            self._next_large()
        elif is_whole(came):
            self._take_off_loop(conn, came)
            super().enqueue_req(conn)

    def _take_off_loop(self, conn: TConn, came: bytes) -> None:
        """Give back what was read ahead, as if gunicorn had read it."""
        del self.arriving[conn]
        self.poller.unregister(conn.sock)
        conn.init()
        conn.data_ready = True
        conn.parser.unreader.unread(came)

    def _next_large(self) -> None:
        while self.waiting and len(self.large) < max(1, self.cfg.threads - SPARE):
            conn = self.waiting.popleft()
            self.large.add(conn)
            silent = struct.pack("ll", SILENT_SECONDS, 0)
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, silent)
            super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """A large body's thread is free for the next one."""
        if conn in self.large:
            self.large.remove(conn)
            self._next_large()
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
        else:
            self._leave(conn)

    def _leave(self, conn: TConn) -> None:
        """Say that nothing more comes; close once the client has, too."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:  # it is gone already
            self.nr_conns -= 1
            conn.close()
            return
        self.leaving[conn] = 0, time.monotonic()
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_leaving, conn))
        if len(self.leaving) > MOST_ARRIVING:
            self._cut_off(next(iter(self.leaving)))

    def _on_leaving(self, conn: TConn, _sock: socket.socket) -> None:
        try:
            piece = conn.sock.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        drained, since = self.leaving[conn]
        self.leaving[conn] = drained + len(piece), since
        if not piece or drained + len(piece) > MOST_DRAINED:
            self._cut_off(conn)

    def murder_pending(self) -> None:
        """Called at least once a second: cut off who took too long."""
        super().murder_pending()
        now = time.monotonic()
        for conn, (came, since) in list(self.arriving.items()):
            longest = WHOLE_SECONDS if b"\r\n\r\n" in came else HEAD_SECONDS
            if now - since > (longest if self.alive else STOP_KEEPALIVE_LINGER):
                self._cut_off(conn)
        for conn, (_drained, since) in list(self.leaving.items()):
            if now - since > LEAVING_SECONDS:
                self._cut_off(conn)

    def _cut_off(self, conn: TConn) -> None:
        self.arriving.pop(conn, None)
        self.leaving.pop(conn, None)
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

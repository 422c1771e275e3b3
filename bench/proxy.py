"""A network that fails after the server has done its work: a TCP proxy that cuts answers off.

This makes the outcome "unknown" on demand: the submission is committed, its sender never hears so.
"""

import contextlib
import socket
import threading

CHUNK = 65536


class Cutter:
    """Forwards connections to a port of this machine and cuts every n-th answer to a POST to `path_end`, and the first.

    The request is passed on whole; the answer's first byte is awaited, so the work is done, and not delivered.
    A context manager; `base` is what clients connect to.
    """

    def __init__(self, port: int, every: int, path_end: bytes = b"/send/ ") -> None:
        self.target, self.every, self.path_end = port, every, path_end
        self.seen = self.cut = 0
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.base = f"http://localhost:{self._listener.getsockname()[1]}"

    def __enter__(self) -> "Cutter":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed: the proxy's life is over
            while True:
                client, _address = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        target = ("127.0.0.1", self.target)
        with client, contextlib.suppress(OSError), socket.create_connection(target) as server:
            first = client.recv(CHUNK)
            server.sendall(first)
            threading.Thread(target=_pump, args=(client, server), daemon=True).start()
            cuts = self._is_cut(first)
            while data := server.recv(CHUNK):
                if cuts:
                    break
                client.sendall(data)
            client.shutdown(socket.SHUT_RDWR)  # closing alone would wait for the other thread's recv

    def _is_cut(self, head: bytes) -> bool:
        if not head.startswith(b"POST") or self.path_end not in head.split(b"\r\n", 1)[0]:
            return False
        with self._lock:
            cuts = self.seen % self.every == 0
            self.seen += 1
            self.cut += cuts
        return cuts


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK):
            target.sendall(data)

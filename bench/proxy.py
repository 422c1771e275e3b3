"""A network that fails after the server has done its work: a TCP proxy that cuts answers off.

This makes the outcome "unknown" on demand: the submission is committed, its sender never hears so.
"""

import contextlib
import random
import socket
import threading

CHUNK = 65536


class Cutter:
    """Forwards connections to a port of this machine and cuts a drawn share of the answers to `path_end`.

    The request is passed on whole; the answer's first byte is awaited, so the work is done, and not delivered.
    A context manager; `base` is what clients connect to.
    """

    def __init__(self, port: int, share: float, seed: int, path_end: bytes = b"/send/ ") -> None:
        self.target, self.share, self.path_end = port, share, path_end
        self.draw = random.Random(seed)
        self.cut = 0
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
        with client, contextlib.suppress(OSError):
            with socket.create_connection(("127.0.0.1", self.target)) as server:
                first = client.recv(CHUNK)
                server.sendall(first)
                threading.Thread(target=_pump, args=(client, server), daemon=True).start()
                cuts = self._draw(first)
                while data := server.recv(CHUNK):
                    if cuts:
                        return
                    client.sendall(data)

    def _draw(self, head: bytes) -> bool:
        if not head.startswith(b"POST") or self.path_end not in head.split(b"\r\n", 1)[0]:
            return False
        with self._lock:
            cuts = self.draw.random() < self.share
            self.cut += cuts
        return cuts


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK):
            target.sendall(data)

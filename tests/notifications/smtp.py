"""A small mail server on a real socket: takes mail, or hangs up after the content of the first few."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


class MailServer(socketserver.ThreadingTCPServer):
    """`taken` holds every mail whose content came in whole, answered or not."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0, hang_ups: int = 0) -> None:
        self.taken: list[EmailMessage] = []
        self.hang_ups = hang_ups
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Conversation)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def take(self, content: bytes) -> bool:
        """Keep a mail; False where the server now hangs up instead of saying that it has it."""
        message = email.message_from_bytes(content, policy=email.policy.default)
        with self.lock:
            self.taken.append(message)  # type: ignore[arg-type]  # with this policy it is an EmailMessage
            self.hang_ups -= 1
            return self.hang_ups < 0


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"DATA":
                self.say("354 go on")
                if not self.server.take(self.content()):
                    return
            if verb == b"QUIT":
                self.say("221 bye")
                return
            if verb != b"":
                self.say("250 ok")

    def content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def serving(port: int = 0, hang_ups: int = 0) -> Iterator[MailServer]:
    with MailServer(port, hang_ups) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)

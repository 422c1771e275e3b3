"""A virus scanner beside the application: clamd, asked over its own protocol (INSTREAM). Off without an address.

What it finds is refused at the upload, while the bytes are in hand in clear. Whatever was taken unscanned, because the
scanner was away or did not know the virus yet, is scanned again whenever somebody else than its owner reads it:
nothing leaves without a fresh "clean". Nothing else waits for the scanner; a quote is never refused for it.
"""

import logging
import socket
import struct

from django.conf import settings

CHUNK = 1 << 16
log = logging.getLogger(__name__)


class Infected(Exception):
    """The scanner knows something in the file; the message is the scanner's name for it."""


class Unscanned(Exception):
    """The scanner did not answer, or could not tell."""


def is_on() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def check(content: bytes) -> None:
    """Return when the content is clean, or no scanner is configured; else raise Infected or Unscanned."""
    if not is_on():
        return
    try:
        answer = _ask(content)
    except (OSError, ValueError) as error:  # ValueError: an address that is none
        log.error("no answer from the scanner at %s: %s", settings.CLAMD_ADDRESS, error)
        raise Unscanned from error
    if answer.endswith(" FOUND"):
        raise Infected(answer.removeprefix("stream: ").removesuffix(" FOUND")[:200])
    if not answer.endswith(": OK"):
        log.error("the scanner at %s says: %s", settings.CLAMD_ADDRESS, answer[:200])
        raise Unscanned


def _ask(content: bytes) -> str:
    """One connection, one question: chunks with their length before them, an empty one at the end, one line back."""
    with _connected() as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (piece := line.recv(4096)):
            answer += piece
        return answer.rstrip(b"\0\n").decode(errors="replace")


def _connected() -> socket.socket:
    """To "unix:/path" or "host:port"."""
    address, seconds = settings.CLAMD_ADDRESS, settings.CLAMD_SECONDS
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        line.connect(address.removeprefix("unix:"))
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)

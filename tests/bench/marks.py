"""Marks to plant in quotes, and the search for them in every spelling a leak could take."""

import base64
import email
import email.policy
import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

PLACES = {  # kind -> number of the question whose text carries it
    "text of prices": 1,
    "text of costs": 2,
    "text of people": 3,
    "text of answers": 9,
}


@dataclass(frozen=True)
class Marks:
    """What one vendor writes that is found nowhere else: kind -> text."""

    owner: int
    texts: dict[str, str]


def marks_for(owner: int, token: str) -> Marks:
    """Return twelve marks. `token` is random and of this owner; prices differ by the owner's number."""
    texts = {kind: f"zq{token}{number}麻雀虽小" for kind, number in PLACES.items()}
    texts |= {
        "price": f"48213{owner:03}.77",
        "name of a file": f"roster-{token}.txt",
        "file": f"inside {token} 五脏俱全",
        "name of a file of prices": f"breakdown-{token}.txt",
        "file of prices": f"per seat {token} 明细",
        "draft": f"zq{token}-second-thoughts",
        "refused": f"zq{token}-refused",
        "late": f"zq{token}-late",
    }
    return Marks(owner, texts)


def spellings(text: str) -> Iterator[bytes]:
    """The text in UTF-8, as JSON, in a dump, in an address, as hex, as base64 wherever it begins, as UTF-16.

    Of UTF-16 without its zero bytes, as `hits` searches.
    """
    raw = text.encode()
    escaped = json.dumps(text)[1:-1].encode()
    yield from (raw, escaped, escaped.replace(b"\\", b"\\\\"), quote(text).encode())
    yield from (raw.hex().encode(), raw.hex().upper().encode())
    if text.endswith(".77"):
        yield f"{Decimal(text):,}".encode()
    for before in range(3):  # cut off what the bytes around it would change
        coded = base64.b64encode(b"-" * before + raw)
        first, last = (before * 8 + 5) // 6, (before + len(raw)) * 8 // 6
        yield coded[first:last]
        yield coded[first:last].replace(b"+", b"-").replace(b"/", b"_")
    for order in ("utf-16-le", "utf-16-be"):
        if b"\n" not in text.encode(order):
            yield text.encode(order).replace(b"\0", b"")


@dataclass(frozen=True)
class Hit:
    """One mark that was found."""

    owner: int
    kind: str
    spelling: bytes


def hits(planted: Iterable[Marks], content: Iterable[bytes], scratch: Path) -> set[Hit]:
    """Search the content, with its zero bytes left out, for every spelling of every mark, in one pass of grep."""
    patterns = {
        spelling: Hit(marks.owner, kind, spelling)
        for marks in planted
        for kind, text in marks.texts.items()
        for spelling in spellings(text)
    }
    wanted, heap = scratch / "patterns", scratch / "content"
    wanted.write_bytes(b"\n".join(patterns))
    with heap.open("wb") as file:
        for part in content:
            file.write(part.replace(b"\0", b"") + b"\n")
    done = subprocess.run(
        ["grep", "-aoFf", str(wanted), str(heap)],
        capture_output=True,
        env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
    )
    assert done.returncode in (0, 1), done.stderr  # 1 means that nothing was found
    return {patterns[line] for line in set(done.stdout.split(b"\n")) if line}


def files_under(folder: Path) -> Iterator[bytes]:
    """Every file with its name; of a mail its parts as they are read, too."""
    for path in sorted(folder.rglob("*")):
        yield str(path.relative_to(folder)).encode()
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            yield content
            if path.parent.name == "mail":
                yield from _parts_of_mails(content)


def _parts_of_mails(content: bytes) -> Iterator[bytes]:
    for letter in content.split(b"-" * 79 + b"\n"):  # as Django's file backend sets them apart
        message = email.message_from_bytes(letter, policy=email.policy.default)
        yield str(message["subject"]).encode()
        for part in message.walk():
            found = part.get_payload(decode=True)
            if isinstance(found, bytes):
                yield found

"""PDF: no scripts, no programs, no files inside, no password.

Every byte is searched, streams included, because a reference may point into the middle of anything; object
streams are unpacked and searched too. The names looked for are long enough not to turn up in packed bytes
by chance.
"""

import re
import zlib
from collections.abc import Iterator

from ui.uploads.faults import ACTIVE_PDF, DAMAGED, MISMATCH, PASSWORD, UNPACKED, UploadFault

ACTIVE = (
    b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"ImportData", b"SubmitForm",
    b"GoToE",
)  # fmt: skip
SHORT_ACTIVE = (b"JS", b"XFA")  # looked for outside packed bytes only
MOST_UNPACKED = 200 * 1024 * 1024
MOST_STREAM = 32 * 1024 * 1024
_END = rb"(?=[\s/<>\[\](){}%\0]|$)"
_ACTIVE = re.compile(rb"/(?:" + rb"|".join(ACTIVE) + rb")" + _END)
_SHORT = re.compile(rb"/(?:" + rb"|".join(SHORT_ACTIVE) + rb")" + _END)
_ENCRYPT = re.compile(rb"/Encrypt" + _END)
_ESCAPED_NAME = re.compile(rb"/[A-Za-z0-9#]{0,80}#[0-9A-Fa-f]{2}[A-Za-z0-9#]{0,80}")
_STREAM = re.compile(rb"stream\r?\n")
_OBJECT_STREAM = re.compile(rb"/ObjStm" + _END)
_PAIRS = re.compile(rb"\s*\d{1,10}\s+\d{1,10}[\s]")  # an object stream starts with number-and-offset pairs


def check_pdf(content: bytes) -> None:
    """Raise UploadFault for what is not a whole, plain PDF that anybody can open."""
    if not re.match(rb"%PDF-[12]\.\d", content):
        raise UploadFault(MISMATCH)
    if b"%%EOF" not in content[-1024:] or b"startxref" not in content[-2048:]:
        raise UploadFault(DAMAGED)
    _search(content)
    outside: list[bytes] = []
    budget, last = MOST_UNPACKED, 0
    for begin, end, about in _streams(content):
        outside.append(content[last:begin])
        last = end
        budget -= _search_stream(content[begin:end], about, budget)
    _search(b"\n".join([*outside, content[last:]]), short=True)


def _search(text: bytes, *, short: bool = False) -> None:
    readable = _ESCAPED_NAME.sub(_unescaped, text) if b"#" in text else text
    for looked_at in {text, readable}:
        if _ENCRYPT.search(looked_at):
            raise UploadFault(PASSWORD)
        if _ACTIVE.search(looked_at) or (short and _SHORT.search(looked_at)):
            raise UploadFault(ACTIVE_PDF)


def _unescaped(found: re.Match[bytes]) -> bytes:
    """A name with its #xx escapes resolved (ISO 32000-1, 7.3.5)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda pair: bytes([int(pair[1], 16)]), found[0])


def _streams(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(first byte, one past the last byte, the dictionary before it) of every stream."""
    at = 0
    while found := _STREAM.search(content, at):
        end = content.find(b"endstream", found.end())
        if end < 0:
            raise UploadFault(DAMAGED)
        start = max(content.rfind(b"obj", 0, found.start()), found.start() - 4096, 0)
        about = _ESCAPED_NAME.sub(_unescaped, content[start : found.start()])
        yield found.end(), end, about
        at = end + len(b"endstream")


def _search_stream(data: bytes, about: bytes, budget: int) -> int:
    """Search what may be an object stream, unpacked; return how many bytes were unpacked."""
    declared = bool(_OBJECT_STREAM.search(about))
    if declared and re.search(
        rb"/(?:ASCIIHex|ASCII85|LZW|RunLength|Crypt|AHx|A85|RL)|/DecodeParms|/DP\b", about
    ):
        raise UploadFault(ACTIVE_PDF)  # no program writes object streams like that; somebody hides something
    if declared and b"/Fl" not in about:
        _search(data, short=True)
        return 0
    unpacker = zlib.decompressobj()
    try:
        head = unpacker.decompress(data, 64)
        if not declared and not _PAIRS.match(head):
            return 0
        most = min(MOST_STREAM, budget)
        text = head + unpacker.decompress(unpacker.unconsumed_tail, most)
    except zlib.error:
        if declared:
            raise UploadFault(DAMAGED) from None
        return 0
    if unpacker.unconsumed_tail and len(text) >= most:
        raise UploadFault(UNPACKED)
    _search(text, short=declared)
    return len(text)

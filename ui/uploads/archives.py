"""Office documents: the zip read strictly, then what is inside.

One reading only: local headers must say what the central directory says, members may not overlap, and the
sizes are measured by unpacking (to nowhere), not believed.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from ui.uploads import office
from ui.uploads.faults import DAMAGED, MISMATCH, NESTED, PASSWORD, SECOND, UNPACKED, UploadFault

MAIN_TYPES = office.MAIN_TYPES
MOST_MEMBERS = 1_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
SMALL = 1024 * 1024  # below this a high ratio harms nobody: empty sheets pack very well
MOST_PART = 64 * 1024 * 1024  # the largest part that is held in memory to be read
DEEPEST = 1  # a chart in a presentation carries its workbook; a workbook in that one is refused
ARCHIVE_STARTS = (
    b"PK\x03\x04",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ\0",
)
PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Member:
    """One entry of the central directory; sizes in bytes, `data` where its packed bytes start."""

    name: str
    method: int
    crc: int
    packed: int
    unpacked: int
    data: int


def check_office(content: bytes, ending: str, *, depth: int = 0, budget: int = MOST_UNPACKED) -> int:
    """Raise UploadFault unless this is a plain docx, xlsx or pptx; return the bytes it unpacks to."""
    members = _members(content)
    total = sum(member.unpacked for member in members)
    if total > budget or (total > SMALL and total > MOST_RATIO * len(content)):
        raise UploadFault(UNPACKED)
    office.check_names([member.name for member in members])
    parts: dict[str, bytes] = {}
    for member in members:
        parts |= _looked_at(content, member, depth, budget - total)
    office.check_parts([member.name for member in members], parts, ending)
    return total


def _looked_at(content: bytes, member: Member, depth: int, budget: int) -> dict[str, bytes]:
    """Unpack one member, checked; keep it only where its words are read afterwards."""
    kept = office.is_read(member.name)
    inner = office.embedded_kind(member.name)
    if (kept or inner) and member.unpacked > MOST_PART:
        raise UploadFault(UNPACKED)
    body = b"".join(_unpacked(content, member, keep=kept or bool(inner)))
    if inner:
        if depth >= DEEPEST:
            raise UploadFault(NESTED)
        check_office(body, inner, depth=depth + 1, budget=budget)
    elif body.startswith(ARCHIVE_STARTS):
        raise UploadFault(NESTED)
    elif body.startswith(PROGRAM_STARTS):
        raise UploadFault(MISMATCH)
    return {member.name: body} if kept else {}


def _unpacked(content: bytes, member: Member, *, keep: bool) -> Iterator[bytes]:
    """The member's bytes, in pieces (only the first where nothing is kept); size and checksum are compared."""
    packed = memoryview(content)[member.data : member.data + member.packed]
    unpacker = zlib.decompressobj(-15) if member.method else None
    total, crc, rest = 0, 0, bytes(packed)
    try:
        while rest or (unpacker and not unpacker.eof):
            piece = unpacker.decompress(rest, _BLOCK) if unpacker else rest
            rest = unpacker.unconsumed_tail if unpacker else b""
            if not piece and not rest:
                break
            if keep or not total:
                yield piece
            total, crc = total + len(piece), zlib.crc32(piece, crc)
            if total > member.unpacked:
                raise UploadFault(DAMAGED)
    except zlib.error:
        raise UploadFault(DAMAGED) from None
    if total != member.unpacked or crc != member.crc or (unpacker and not unpacker.eof):
        raise UploadFault(DAMAGED)


def _members(content: bytes) -> list[Member]:
    """The central directory, or UploadFault where there is more than one way to read it."""
    if not content.startswith(b"PK\x03\x04"):
        raise UploadFault(MISMATCH)
    if len(content) < _END.size or content[-_END.size : -_END.size + 4] != b"PK\x05\x06":
        raise UploadFault(SECOND if ends_as_archive(content) else DAMAGED)
    _magic, disk, first_disk, here, count, length, offset, comment = _END.unpack(content[-_END.size :])
    if disk or first_disk or comment or here != count or offset + length != len(content) - _END.size:
        raise UploadFault(DAMAGED)
    if not 0 < count <= MOST_MEMBERS:
        raise UploadFault(UNPACKED)
    members, at = [], offset
    for _number in range(count):
        member, at = _member(content, at)
        members.append(member)
    if at != offset + length:
        raise UploadFault(DAMAGED)
    _refuse_overlaps(members, offset)
    return members


def _member(content: bytes, at: int) -> tuple[Member, int]:
    try:
        entry = _CENTRAL.unpack_from(content, at)
        magic, _made, _needed, flags, method, _time, _day, crc, packed, unpacked = entry[:10]
        name_size, extra, comment, disk, _inside, outside, where = entry[10:]
        raw = content[at + _CENTRAL.size : at + _CENTRAL.size + name_size]
        local = _LOCAL.unpack_from(content, where)
    except struct.error:
        raise UploadFault(DAMAGED) from None
    if flags & 0x41:
        raise UploadFault(PASSWORD)
    start = where + _LOCAL.size + local[9] + local[10]
    same = content[where + _LOCAL.size : where + _LOCAL.size + local[9]] == raw and local[3] == method
    sizes = local[2] & 0x08 or (local[6], local[7], local[8]) == (crc, packed, unpacked)
    if magic != b"PK\x01\x02" or local[0] != b"PK\x03\x04" or not same or not sizes or disk:
        raise UploadFault(DAMAGED)
    if method not in (0, 8) or (not method and packed != unpacked) or (outside >> 28) == 0xA:
        raise UploadFault(DAMAGED)  # packed in an unusual way, or a symbolic link
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise UploadFault(DAMAGED) from None
    return Member(
        name, method, crc, packed, unpacked, start
    ), at + _CENTRAL.size + name_size + extra + comment


def _refuse_overlaps(members: list[Member], end: int) -> None:
    """Two members on the same bytes are how a small file claims to be a large one."""
    at = 0
    for member in sorted(members, key=lambda one: one.data):
        if member.data < at or member.data + member.packed > end:
            raise UploadFault(UNPACKED)
        at = member.data + member.packed


def ends_as_archive(content: bytes) -> bool:
    """Whether a zip program would find an archive at the end of these bytes."""
    tail = content[-(_END.size + 65_535) :]
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        if len(tail) - at >= _END.size:
            count, length = struct.unpack_from("<HL", tail, at + 10)
            start = len(content) - len(tail) + at - length
            if count and start >= 0 and content[start : start + 4] == b"PK\x01\x02":
                return True
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return False

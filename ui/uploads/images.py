"""PNG and JPEG: the structure read from end to end, the area bounded, nothing behind the picture."""

import struct
import zlib

from ui.uploads.faults import DAMAGED, MISMATCH, PIXELS, SECOND, UploadFault

MOST_PIXELS = 40_000_000
PNG_START = b"\x89PNG\r\n\x1a\n"
# Bits per pixel for each colour type of PNG (ISO/IEC 15948, table 11.1), for one bit of depth.
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_BLOCK = 1 << 20


def check_png(content: bytes) -> None:
    """Raise UploadFault unless every chunk is whole, the pixels fill the area and IEND is the last byte."""
    if not content.startswith(PNG_START):
        raise UploadFault(MISMATCH)
    packed, raw_size, at = [], None, len(PNG_START)
    while True:
        kind, data, at = _png_chunk(content, at)
        if raw_size is None:
            if kind != b"IHDR" or len(data) != 13:
                raise UploadFault(DAMAGED)
            raw_size = _raw_size(data)
        if kind == b"IDAT":
            packed.append(data)
        if kind == b"IEND":
            break
    if at != len(content):
        raise UploadFault(SECOND)
    if not packed or not _inflates_within(packed, raw_size):
        raise UploadFault(DAMAGED)


def _png_chunk(content: bytes, at: int) -> tuple[bytes, bytes, int]:
    """Return (kind, data, where the next chunk starts); the checksum is compared."""
    if at + 12 > len(content):
        raise UploadFault(DAMAGED)
    length = int.from_bytes(content[at : at + 4], "big")
    end = at + 12 + length
    kind, data = content[at + 4 : at + 8], content[at + 8 : end - 4]
    if end > len(content) or zlib.crc32(data, zlib.crc32(kind)) != int.from_bytes(
        content[end - 4 : end], "big"
    ):
        raise UploadFault(DAMAGED)
    return kind, data, end


def _raw_size(header: bytes) -> int:
    """How many bytes the picture has unpacked, at most: interlacing adds up to a filter byte a row and pass."""
    width, height, depth, colour, method, filtering, interlace = struct.unpack(">IIBBBBB", header)
    if (
        not width
        or not height
        or depth not in _DEPTHS.get(colour, ())
        or method
        or filtering
        or interlace > 1
    ):
        raise UploadFault(DAMAGED)
    if width * height > MOST_PIXELS:
        raise UploadFault(PIXELS)
    row = (width * depth * _CHANNELS[colour] + 7) // 8 + 1
    return row * height * (2 if interlace else 1) + 64


def _inflates_within(packed: list[bytes], most: int) -> bool:
    unpacker, total = zlib.decompressobj(), 0
    try:
        for piece in packed:
            while piece:
                total += len(unpacker.decompress(piece, _BLOCK))
                piece = unpacker.unconsumed_tail
                if total > most:
                    return False
    except zlib.error:
        return False
    return unpacker.eof and total > 0


def check_jpeg(content: bytes) -> None:
    """Raise UploadFault unless the segments lead from SOI over a frame and a scan to EOI, and nothing follows.

    Behind EOI zero bytes are taken, and further whole JPEGs (cameras store previews there).
    """
    if not content.startswith(b"\xff\xd8\xff"):
        raise UploadFault(MISMATCH)
    rest = _one_jpeg(content, 0)
    while rest < len(content):
        if not content[rest:].strip(b"\0"):
            return
        if content[rest : rest + 3] != b"\xff\xd8\xff":
            raise UploadFault(SECOND)
        rest = _one_jpeg(content, rest)


def _one_jpeg(content: bytes, start: int) -> int:
    """Return where the picture that starts at `start` ends."""
    at, framed, scanned = start + 2, False, False
    while at + 4 <= len(content) or content[at : at + 2] == b"\xff\xd9":
        if content[at] != 0xFF:
            raise UploadFault(DAMAGED)
        marker = content[at + 1]
        if marker == 0xD9:
            if not (framed and scanned):
                raise UploadFault(DAMAGED)
            return at + 2
        if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(content):
            raise UploadFault(DAMAGED)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            _check_frame(content[at + 4 : at + 2 + length])
            framed = True
        at += 2 + length
        if marker == 0xDA:
            scanned, at = True, _after_scan(content, at)
    raise UploadFault(DAMAGED)


def _check_frame(frame: bytes) -> None:
    if len(frame) < 6:
        raise UploadFault(DAMAGED)
    height, width = struct.unpack(">HH", frame[1:5])
    if not width or not height:
        raise UploadFault(DAMAGED)
    if width * height > MOST_PIXELS:
        raise UploadFault(PIXELS)


def _after_scan(content: bytes, at: int) -> int:
    """The next marker behind packed pixels: FF followed by neither 00 nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise UploadFault(DAMAGED)
        follower = content[at + 1]
        if follower == 0xFF:
            at += 1
        elif follower == 0 or 0xD0 <= follower <= 0xD7:
            at += 2
        else:
            return at

"""The text of a PDF of ours, read back from its bytes: content streams through each font's map to Unicode."""

import re
import zlib

ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
OPERATIONS = re.compile(rb"/(F\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.S)


def text_of(pdf: bytes) -> str:
    """Every piece of text in the order it was written, one line each; pages are not told apart."""
    objects = {int(m[1]): m[2] for m in re.finditer(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", pdf, re.S)}
    fonts = {m[1]: int(m[2]) for body in objects.values() for m in re.finditer(rb"/(F\d+) (\d+) 0 R", body)}
    maps = {name: _characters(objects, number) for name, number in fonts.items()}
    pieces: list[str] = []
    for page in (body for body in objects.values() if b"/Type /Page\n" in body + b"\n"):
        number = re.search(rb"/Contents (\d+) 0 R", page)
        pieces += _shown(_stream(objects[int(number[1])]), maps) if number else []
    return "\n".join(pieces)


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\n(.*)\nendstream", body, re.S)
    assert found is not None
    return zlib.decompress(found[1]) if b"/FlateDecode" in body[: found.start()] else found[1]


def _characters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    number = re.search(rb"/ToUnicode (\d+) 0 R", objects[font])
    assert number is not None
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>\n", _stream(objects[int(number[1])]))
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _shown(stream: bytes, maps: dict[bytes, dict[int, str]]) -> list[str]:
    font, pieces = b"", []
    for found in OPERATIONS.finditer(stream):
        if found[1]:
            font = found[1]
            continue
        codes = re.sub(rb"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), found[2], flags=re.S)
        pieces.append("".join(maps[font][int.from_bytes(codes[n : n + 2])] for n in range(0, len(codes), 2)))
    return pieces

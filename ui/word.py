"""The one writer of documents to edit (DOCX): the same papers as `ui.pdf`, in paragraphs, tables and styles.

Every text goes into a run as text. The only fields are our own page numbers in the foot; there are no macros, no
links, no embedded parts, and nothing is loaded from anywhere.
"""

import io
from datetime import UTC
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from ui import papers
from ui.papers import plain_text
from ui.pdf import zone_of
from ui.uploads import serving

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATIN = "Arial"
# Of what every office holds, the font in which both the words of the reader and any name are whole.
CHINESE = {"zh-hant": "Microsoft JhengHei"}
OTHERWISE = "Microsoft YaHei"
TAGS = {"en": "en-GB", "zh-hans": "zh-CN", "zh-hant": "zh-TW"}
STYLES = ("Normal", "Title", "Heading 1", "Heading 2", "Footer", "Table Grid")
SIZES = {"Normal": 10, "Title": 18, "Heading 1": 13, "Heading 2": 11, "Footer": 8}
GREY, INK = RGBColor(95, 99, 104), RGBColor(32, 33, 36)
TEXT_WIDTH, LABEL_WIDTH, SMALL = 170.0, 48.0, 8  # millimetres, millimetres, points
BESIDE, RULE = 68, "C8CCD1"  # twentieths of a point beside the text of a cell; the colour of rules


def paper_file(paper: papers.Paper) -> bytes:
    """The finished file, in the active language."""
    document = Document()
    _set_page(document)
    _set_styles(document)
    _set_properties(document, paper)
    _set_foot(document, paper)
    _add(document, paper.title, "Title")
    for block in paper.blocks:
        _write(document, block)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def paper_response(paper: papers.Paper) -> HttpResponse:
    """The file as a download."""
    return serving.download(paper_file(paper), f"{paper.name}.docx")


def _write(document: Any, block: papers.Block) -> None:
    match block:
        case papers.Heading(text, level):
            _add(document, text, f"Heading {level}")
        case papers.Paragraph(text, quiet):
            paragraph = _add(document, text, "Normal")
            if quiet:
                _colour(paragraph, GREY)
        case papers.Facts(pairs):
            _facts(document, pairs)
        case papers.Table():
            if block.title:
                _add(document, block.title, "Heading 2")
            _table(document, block)


def _add(document: Any, text: object, style: str) -> Any:
    return document.add_paragraph(plain_text(text, keep_lines=True), style=style)


def _facts(document: Any, pairs: Any) -> None:
    widths = (LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH)
    table = _grid(document, len(pairs), widths, style=None)
    for row, (label, value) in zip(table.rows, pairs, strict=True):
        _mark(row._tr.get_or_add_trPr(), "w:cantSplit")
        cells = row.cells
        _fill(cells[0], label, keep_lines=True)
        _colour(cells[0].paragraphs[0], GREY)
        _fill(cells[1], value, keep_lines=True)
    _gap(document)


def _table(document: Any, block: papers.Table) -> None:
    widths = [TEXT_WIDTH * width / sum(block.widths) for width in block.widths]
    table = _grid(document, 1 + len(block.rows), widths, style=None)
    _frame(table)
    for number, (row, values) in enumerate(zip(table.rows, (block.head, *block.rows), strict=True)):
        for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            _fill(cell, value, right=column in block.figures, bold=number == 0)
        _mark(row._tr.get_or_add_trPr(), "w:cantSplit")  # no row is broken over two pages
        if number == 0:
            _mark(row._tr.get_or_add_trPr(), "w:tblHeader")  # it comes again on every page
    _gap(document)


def _gap(document: Any) -> None:
    """A little room below a table, which has none of its own."""
    room = document.add_paragraph().paragraph_format
    room.space_after, room.line_spacing = Pt(0), Pt(8)


def _frame(table: Any) -> None:
    """Little room beside the text of a cell, so that no word of a head is broken, and light rules."""
    properties = table._tbl.tblPr
    rules = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
            rule.set(qn(f"w:{name}"), value)
        rules.append(rule)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(BESIDE))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    layout = properties.find(qn("w:tblLayout"))
    for part in (rules, margins):  # the order of the standard: borders, layout, margins, look
        if layout is None:
            properties.append(part)
        elif part is rules:
            layout.addprevious(part)
        else:
            layout.addnext(part)


def _grid(document: Any, rows: int, widths: Any, *, style: str | None) -> Any:
    table = document.add_table(rows=rows, cols=len(widths), style=style)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)  # what Word goes by; the columns are what other programs go by
    return table


def _fill(
    cell: Any, value: object, *, right: bool = False, bold: bool = False, keep_lines: bool = False
) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(plain_text(value, keep_lines=keep_lines))
    run.font.size, run.bold = Pt(SMALL), bold
    paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _colour(paragraph: Any, colour: RGBColor) -> None:
    for run in paragraph.runs:
        run.font.color.rgb = colour


def _mark(parent: Any, name: str) -> None:
    found = OxmlElement(name)
    found.set(qn("w:val"), "true")
    parent.append(found)


# -- the frame -----------------------------------------------------------------------------------------------


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(18), Mm(22)


def _set_styles(document: Any) -> None:
    """Own fonts for both scripts, in place of those of the library's template."""
    language = get_language() or "en"
    chinese = CHINESE.get(language, OTHERWISE)
    for name in STYLES:
        style = document.styles[name]
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        fonts.attrib.clear()
        for script, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", chinese)):
            fonts.set(qn(f"w:{script}"), font)
        if name in SIZES:
            style.font.size, style.font.color.rgb = Pt(SIZES[name]), INK
    title = document.styles["Title"]
    title.font.bold = True
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(4)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), TAGS["en"])  # of Latin words: taken for Chinese they are broken anywhere
    tag.set(qn("w:eastAsia"), TAGS.get(language, "zh-CN") if language != "en" else "zh-CN")
    normal.element.get_or_add_rPr().append(tag)


def _set_properties(document: Any, paper: papers.Paper) -> None:
    """What the file says of itself: its title, its moment, and nobody's name."""
    properties = document.core_properties
    properties.title = plain_text(paper.title)[:250]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = paper.made_at.astimezone(UTC).replace(tzinfo=None)
    properties.language = TAGS.get(get_language() or "en", "en-GB")
    properties.revision = 1


def _set_foot(document: Any, paper: papers.Paper) -> None:
    made_at = localtime(paper.made_at)
    paragraph = document.sections[0].footer.paragraphs[0]
    foot = plain_text(paper.foot)[:120]
    paragraph.add_run(f"{foot} · {made_at:%Y-%m-%d %H:%M} {zone_of(made_at)} · ")
    words = _("Page %(number)s of %(all)s") % {"number": "\ue000", "all": "\ue001"}
    for part in _split(words):
        if part in ("\ue000", "\ue001"):
            _page_field(paragraph, "PAGE" if part == "\ue000" else "NUMPAGES")
        elif part:
            paragraph.add_run(part)


def _split(words: str) -> list[str]:
    """The words around the two marks, and the marks, in their order in this language."""
    parts, held = [], ""
    for char in words:
        if char in "\ue000\ue001":
            parts += [held, char]
            held = ""
        else:
            held += char
    return [*parts, held]


def _page_field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)

"""One paper, two files: everything that is in it is in both, as text and as nothing else."""

import io
import re
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.utils import translation

from tests.pdf_text import text_of
from ui.papers import Facts, Heading, Paper, Paragraph, plain_text, table
from ui.pdf import BOX, paper_document
from ui.word import paper_file

NAME = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '{ INCLUDEPICTURE "http://evil.example/x" } { DDEAUTO c:\\\\windows\\\\cmd.exe } =1+1 <w:fldSimple w:instr="PAGE"/>'
LONG_CHINESE = "服务商承诺在大促期间按约定扩容并保证响应时长，" * 70
LATIN = "W" * 900
STEERING = "\u202egnorw\x00\x07\u2066 \ue000 \ufffe"


def paper(*more: object) -> Paper:
    rows = [("Q1 收费模式", "3.5", HOSTILE), ("Q2 額外費用", "4.0", LONG_CHINESE), (LATIN, "0.0", STEERING)]
    return Paper(
        name="RFQ-1-memo",
        title="Decision memo: 客服外包选型",
        foot="RFQ-1 " + "很长的标题" * 60,
        made_at=datetime(2026, 11, 2, 3, 4, tzinfo=UTC),
        blocks=(
            Heading("Scores"),
            Facts((("Reason", "one\ntwo"), ("Note", LONG_CHINESE))),
            Paragraph(HOSTILE),
            table("Panel", ("Question", "Score", "Reason"), rows, widths=(50, 20, 100), figures=(1,)),
        ),
    )


def packed(text: str) -> str:
    return re.sub(r"\s", "", text)


def word_text(file: bytes) -> str:
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(file)).read("word/document.xml"))  # noqa: S314  (our own)
    return "\n".join(
        "".join(one.text or "" for one in node.iter(f"{NAME}t")) for node in root.iter(f"{NAME}p")
    )


@pytest.mark.parametrize("language", ["zh-hant"])
def test_both_files_hold_everything_and_cut_nothing(language: str) -> None:
    with translation.override(language):
        pdf, word = paper_document(paper()).content(), paper_file(paper())
    for text in (packed(text_of(pdf)), packed(word_text(word))):
        assert [text.count(char) for char in "诺承大促响"] == [140] * 5
        assert text.count("W") >= 900 and text.count(packed(HOSTILE)) == 2
        assert BOX not in text.replace(packed(STEERING), "")
        for said in ("Decisionmemo:客服外包选型", "Q2額外費用", "gnorw", "one", "two", "3.5"):
            assert said in text
        assert not set("\u202e\u2066\x00\x07\ue000\ufffe") & set(text)


def test_a_word_file_holds_no_field_but_its_page_numbers_and_reaches_nowhere() -> None:
    held = zipfile.ZipFile(io.BytesIO(paper_file(paper())))
    parts = {name: held.read(name).decode() for name in held.namelist() if name.endswith((".xml", ".rels"))}
    fields = re.findall(r'<w:fldSimple w:instr="([^"]*)"', "".join(parts.values()))
    assert sorted(fields) == ["NUMPAGES", "PAGE"]
    assert "instrText" not in "".join(parts.values()) and "<w:hyperlink" not in "".join(parts.values())
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]
    assert not [name for name in held.namelist() if "vba" in name.lower() or "embed" in name.lower()]
    assert '<w:tcW w:type="dxa" w:w="5669"/>' in parts["word/document.xml"]  # 100 mm of 170
    assert "python-docx" not in parts["docProps/core.xml"]


def test_a_row_has_a_cell_for_every_head() -> None:
    with pytest.raises(ValueError, match="each of its 2 heads"):
        table("Panel", ("Question", "Score"), [("Q1",)], widths=(1, 1))


def test_plain_text_keeps_what_says_something() -> None:
    assert plain_text(" a\u00a0b\tc \u202ed\ufe0f😀") == "a b c d😀"
    assert plain_text("a\r\nb\x85c", keep_lines=True) == "a\nb\nc"

"""The minutes as a PDF: the same facts as the page, in every language, whatever a vendor calls itself."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rfqs.models import Part
from scoring.models import OpeningMinutes
from scoring.queries.minutes import minutes_document, minutes_of
from tests import cast
from tests.pdf_text import text_of
from tests.scoring.build import CHEAP, closed_rfq, open_part, publish
from ui.pdf import BOX, clean_text
from vendors.models import Vendor

pytestmark = pytest.mark.django_db
NAMES = {"en": "Paper Crane & Söhne", "zh-hans": "纸鹤客服", "zh-hant": "紙鶴客服"}


def packed(text: str) -> str:
    """Without blanks: where a line ends is the layout's affair."""
    return re.sub(r"\s", "", html.unescape(text))


def download(client: Client, language: str = "en") -> Any:
    person = cast.buyer()
    person.language = language
    person.save()
    client.force_login(person)
    client.cookies["django_language"] = language
    return client.get(reverse("scoring:minutes_pdf", args=["RFQ-7"]))


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_pdf_says_what_the_page_says(client: Client, language: str) -> None:
    rfq = closed_rfq()
    Vendor.objects.filter(name=CHEAP).update(name=NAMES[language])
    open_part(rfq, Part.QUALITY)
    answer = download(client, language)
    page = client.get(reverse("scoring:minutes", args=["RFQ-7"])).content.decode()
    text = packed(text_of(answer.content))
    card = page[page.index("<dl") :]
    cells = re.findall(r"<(?:dt|dd|th|td)\b[^>]*>(.*?)</(?:dt|dd|th|td)>", card, re.S)
    facts = [packed(re.sub(r"<[^>]*>", "", cell)) for cell in cells]
    assert len(facts) == 2 * 10 + 4 + 2 * 4
    assert [fact for fact in facts if fact not in text] == []
    content = OpeningMinutes.objects.get().content
    said = [content["head"], *(line["commitment"] for line in content["quotes"]), packed(NAMES[language])]
    assert [fact for fact in said if fact not in text] == []
    assert "Asia/Shanghai(UTC+08:00)" in text


def test_names_in_both_scripts_and_hostile_ones(client: Client) -> None:
    names = {
        "纸鹤客服有限公司": "纸鹤客服有限公司",
        "紙鶴客服股份有限公司 Ångström Ñandú": "紙鶴客服股份有限公司 Ångström Ñandú",
        "{nb} \\) Tj ET <b>**bold**</b>": "{nb} \\) Tj ET <b>**bold**</b>",
        "\u202eesrever\x00\x07\x1b[2J bell\u2066": "esrever[2J bell",
        "smile 😀👩\u200d💻 \ue000 مرحبا": f"smile {BOX}{BOX}{BOX}  {BOX * 5}",
        "W" * 9_000: "W" * 100,
        "一二三四五六七八九十" * 300: "一二三四五六七八九十",
        "a\n\n\n" * 400: "a a a",
        "": "",
        "\udcff": "",
    }
    rfq = open_part(closed_rfq(), Part.QUALITY)
    [one] = minutes_of(rfq)
    line = one["quotes"][0]
    one["quotes"] = [{**line, "vendor": name, "revision": n} for n, name in enumerate(names)]
    one["officers"][0]["name"] = "\u202e" + "x" * 5000
    rfq.title = "long " * 500 + "\x00😀"
    text = text_of(minutes_document(rfq, [one], timezone.now()).content())
    for shown in names.values():
        assert packed(shown) in packed(text)
    assert not set("\u202e\u2066\x00\x07\x1b\ue000") & set(text)


def test_only_readers_of_the_rfq_get_it_and_only_after_an_opening(client: Client) -> None:
    publish()
    assert download(client).status_code == 404
    client.force_login(cast.vendor_user())
    assert client.get(reverse("scoring:minutes_pdf", args=["RFQ-7"])).status_code == 404


def test_it_is_a_download_like_every_other(client: Client) -> None:
    open_part(closed_rfq(), Part.QUALITY)
    answer = download(client)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="RFQ-7-minutes.pdf"')
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")


def test_what_cannot_be_shown_is_a_box_and_what_steers_is_left_out() -> None:
    glyphs = set(map(ord, "abc é\u25a1"))
    assert clean_text(" a\u00a0b\tc ", glyphs) == "a b c"
    assert clean_text("e\u0301", glyphs) == "é"
    assert clean_text("a\u2028b\r\nc\x85a", glyphs, keep_lines=True) == "a\nb\nc\na"
    assert clean_text("a\u202eb\x00\ue000\ufe0fc\U0001f600", glyphs) == f"abc{BOX}"

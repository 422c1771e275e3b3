"""E3: names are data only, and every download carries the same headers."""

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.uploads import safe_name
from ui.uploads.serving import download, headers

HOSTILE = [
    "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\windows\\a.pdf", "a\0.pdf", "a\r\nSet-Cookie: x=1.pdf",
    "a\u202efdp.exe", "x" * 4096 + ".pdf", "con", "CON.pdf", "lpt1.txt", "nul.", "...", "", " ", ".htaccess",
    'a"; filename="b.exe', "a';b.pdf", "%2e%2e%2fa", "a%0d%0aX: y", "价格\u2028表.pdf", "é\u0301.pdf", "\ud800.pdf", "a/b.pdf",
    "\u2066x\u2069.pdf", "=cmd|x.csv", "<script>.html", "a.pdf\u200b", "\ufeff.pdf", "a." + "b" * 300, "😀.pdf", "a?b*c|d.pdf",
]  # fmt: skip
NAMES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=300),
    st.lists(st.sampled_from([*HOSTILE, "/", "\\", "\r\n", "\0", "\u202e", '"', ";", "%"]), max_size=4).map(
        "".join
    ),
)
PLAIN = re.compile(r"""attachment; filename="[ !#-\[\]-~]+"; filename\*=UTF-8''[A-Za-z0-9._~%-]+""")


def check_name(name: str) -> None:
    clean = safe_name(name)
    assert clean and len(clean) <= 150 and clean == safe_name(clean)
    assert not set(clean) & set('/\\:*?"<>|\r\n\0') and not clean.startswith(".") and clean not in ("..", ".")
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in clean)
    value = headers(name)["Content-Disposition"]
    assert PLAIN.fullmatch(value), value
    assert unquote(value.rpartition("''")[2]) == clean
    answer = download(b"x", name)
    assert answer["Content-Disposition"] == value and answer["Content-Type"].split(";")[0] in {
        "application/octet-stream", "application/pdf", "text/plain", "text/csv", "image/png", "image/jpeg",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    }  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_known_tricks(name):
    check_name(name)


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(NAMES)
def test_any_name(name):
    check_name(name)


@pytest.mark.prove
@settings(max_examples=10_000, deadline=None)
@given(NAMES)
def test_ten_thousand_names(name):
    check_name(name)


def test_what_a_name_keeps():
    assert safe_name("报价 2026.pdf") == "报价 2026.pdf"
    assert safe_name("C:\\Users\\li\\offer v2.final.docx") == "offer v2.final.docx"
    assert safe_name("CON.pdf") == "_CON.pdf"
    assert len(safe_name("x" * 4096 + ".pdf")) == 150 and safe_name("x" * 4096 + ".pdf").endswith(".pdf")
    assert safe_name("invoice\u202efdp.exe") == "invoicefdp.exe"


def test_every_download_is_shut_off():
    told = download(b"<script>", "a.html", "text/html").headers
    assert told["Content-Type"] == "application/octet-stream"
    assert told["X-Content-Type-Options"] == "nosniff" and told["Cache-Control"] == "private, no-store"
    assert told["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"

"""What a request may declare before Django sees it."""

import io

import pytest

from config.wsgi import application, in_utf8

FORM = "application/x-www-form-urlencoded"
OTHERS = (
    "utf-7",
    "utf-16",
    "hex",
    "rot13",
    "zlib",
    "bz2",
    "latin-1",
    "nonsense",
    "idna",
    "",
    "utf-8x",
    '"hex"',
)


def answer(method: str, kind: str, inner=application) -> tuple[str, dict[str, str], bytes]:
    sent, heads = b"login=a&password=b", []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/accounts/login/",
        "QUERY_STRING": "next=%41",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(sent),
        "CONTENT_LENGTH": str(len(sent)),
        "CONTENT_TYPE": kind,
    }
    body = inner(environ, lambda status, headers: heads.append((status, dict(headers))))
    return heads[0][0], heads[0][1], b"".join(body)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "text/plain", "x"])
def test_other_character_sets_are_refused_in_plain_words(method, kind):
    for charset in OTHERS:
        for written in (f"{kind}; charset={charset}", f"{kind};Charset = {charset}; a=b"):
            status, headers, body = answer(method, written)
            assert status.startswith("415") and b"UTF-8" in body, written
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert "'none'" in headers["Content-Security-Policy"]
    status, _headers, _body = answer(method, f"{kind}; charset*=utf-8''hex")
    assert status.startswith("415")


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"', "utf8", " utf-8 "])
def test_ours_passes_however_it_is_written(charset):
    for method in ("GET", "POST"):
        status, headers, _body = answer(method, f"{FORM}; charset={charset}")
        assert status[:3] in ("200", "403"), "a page, or a form without its token"
        assert headers["X-Frame-Options"] == "DENY"


def test_the_rest_of_the_declared_type_arrives_unchanged():
    seen = []

    def inner(environ, start_response):
        seen.append(environ["CONTENT_TYPE"])
        start_response("200 OK", [])
        return []

    for kind in (
        "multipart/form-data; boundary=ab12",
        "multipart/form-data; charset=utf-8; boundary=ab12",
        "",
        FORM,
    ):
        answer("POST", kind, in_utf8(inner))
    assert seen == ["multipart/form-data; boundary=ab12"] * 2 + ["", FORM]

"""Bodies without files that were cut short."""

import io

import pytest
from django.test import RequestFactory

from tests.quotes.test_portal_pages import signed_in, url
from ui.uploads.handling import Uploads

FORM = "application/x-www-form-urlencoded"
WHOLE = b"csrfmiddlewaretoken=x&text=" + b"0123456789" * 5


class BrokenOff(io.RawIOBase):
    """What a server gives when the connection ends early: less than was declared, and no error."""

    def __init__(self, came: bytes) -> None:
        self._came = io.BytesIO(came)

    def read(self, size: int = -1) -> bytes:
        return self._came.read(size)


def answered(came: bytes, kind: str = FORM) -> object:
    request = RequestFactory().generic("POST", "/quotes/x/", WHOLE, content_type=kind)
    request._stream = BrokenOff(came)
    return Uploads(lambda request: "passed")(request)


@pytest.mark.parametrize("kind", [FORM, "application/json", "text/plain"])
def test_a_body_that_breaks_off_is_not_taken_for_the_whole(kind):
    """At each of its places; a price would lose its last digits."""
    for came in range(len(WHOLE)):
        answer = answered(WHOLE[:came], kind)
        assert answer.status_code == 400 and "broke off" in answer.content.decode(), came
    assert answered(WHOLE, kind) == "passed"


@pytest.mark.django_db
def test_a_text_that_breaks_off_changes_no_draft(invitation, vendor_user):
    """The form's last field is the text, and everything before it has come whole."""
    desk, address = signed_in(vendor_user), url(invitation, "answers", 9)
    page = desk.get(address)
    version = page.content.decode().split('name="version" value="', 1)[1].split('"', 1)[0]
    sent = f"version={version}&text=0123456789".encode()
    head = {"content_type": FORM, "headers": {"X-Autosave": "1"}, "CONTENT_LENGTH": str(len(sent))}
    broken = {**head, "wsgi.input": BrokenOff(sent[:-4])}
    assert desk.generic("POST", address, b"", **broken).status_code == 400
    assert "012345" not in desk.get(address).content.decode()
    assert desk.generic("POST", address, sent, **head).status_code == 200
    assert "0123456789" in desk.get(address).content.decode()

"""The workbook's page: download, upload, the difference, one press; nothing of it in clear on the way."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit.models import AuditEvent
from rfqs.models import Invitation
from tests.quotes.conftest import invitation, ready, rfq, rival_invitation, rival_user, vendor_user
from tests.quotes.test_portal_pages import draft, signed_in, url
from tests.workbook.edit import edited

__all__ = ["invitation", "ready", "rfq", "rival_invitation", "rival_user", "vendor_user"]
pytestmark = pytest.mark.django_db


def send(desk: Client, invitation: Invitation, content: bytes) -> Any:
    file = SimpleUploadedFile("quote.xlsx", content)
    return desk.post(url(invitation, "workbook"), {"file": file})


def hidden(page: Any) -> dict[str, str]:
    return {"version": page.context["version"], "sealed": page.context["sealed"]}


def test_a_filled_workbook_is_compared_and_replaces_the_draft_at_one_press(
    ready: Invitation, vendor_user: Any
) -> None:
    desk = signed_in(vendor_user)
    content = desk.get(url(ready, "workbook_file")).content
    before = draft(ready)
    assert send(desk, ready, content).context["unchanged"]

    wrong = send(desk, ready, edited(content, {("prices", "basics.tax_rate", 3): "six"}))
    assert wrong.status_code == 422 and "Prices!D5" in wrong.content.decode()

    page = send(desk, ready, edited(content, {("prices", "basics.base_seats", 3): 11}))
    assert page.status_code == 200 and draft(ready) == before
    (part,) = page.context["parts"]
    assert (part.title, part.changes[0].after) == ("Prices", "11")
    sent = desk.post(url(ready, "workbook"), hidden(page))
    assert sent["Location"] == url(ready, "check")
    assert draft(ready) == before | {"base_seats": 11}
    assert AuditEvent.objects.filter(action="quote.draft_replaced").count() == 1

    # Another window wrote meanwhile: the press of an older page overwrites nothing unseen.
    assert desk.post(url(ready, "workbook"), hidden(page) | {"version": "0"}).status_code in (302, 409)

"""The workbook's page: download, upload, the difference, one press; nothing of it in clear on the way."""

import base64
from typing import Any
from unittest.mock import Mock, patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from audit.models import AuditEvent
from quotes.actions import save_draft
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


def test_what_the_page_carries_is_sealed_and_overwrites_nothing_unseen(
    ready: Invitation, rival_invitation: Invitation, vendor_user: Any, rival_user: Any
) -> None:
    desk = signed_in(vendor_user)
    content = desk.get(url(ready, "workbook_file")).content
    price = ("prices", "rate.unit_price", 3)
    page = send(desk, ready, edited(content, {price: 4321.25}))
    carried = hidden(page)
    assert b"4321.25" not in base64.urlsafe_b64decode(carried["sealed"])
    assert "4321" not in str(dict(desk.session))

    before = draft(ready)
    for sealed in (carried["sealed"][:-8] + "AAAAAAA=", "x", "é", ""):
        assert desk.post(url(ready, "workbook"), carried | {"sealed": sealed}).status_code == 302
    rival = signed_in(rival_user)
    assert rival.post(url(ready, "workbook"), carried).status_code == 404
    assert rival.post(url(rival_invitation, "workbook"), carried).status_code == 302
    assert draft(ready) == before and draft(rival_invitation)["rate_lines"] == []
    assert AuditEvent.objects.filter(outcome="DENIED").count() >= 5

    with patch("quotes.views.workbook.newest_publication", return_value=Mock(version=2)):
        late = desk.post(url(ready, "workbook"), carried, follow=True)  # an addendum came in between
    assert "has been changed since this workbook was uploaded" in late.content.decode()
    assert draft(ready) == before

    lines = [before["rate_lines"][0] | {"unit_price": "4444"}]
    save_draft(invitation=ready, by=vendor_user, now=timezone.now(), changes={"rate_lines": lines})
    conflict = desk.post(url(ready, "workbook"), carried)
    assert conflict.status_code == 409 and draft(ready)["rate_lines"] == lines
    again = send(desk, ready, edited(content, {price: 4321.25}))
    assert [part.moved for part in again.context["parts"]] == [True]
    desk.post(url(ready, "workbook"), hidden(again))
    assert draft(ready)["rate_lines"][0]["unit_price"] == "4321.25"
    assert rival.get(url(ready, "workbook_file")).status_code == 404
    assert send(rival, rival_invitation, content).status_code == 422

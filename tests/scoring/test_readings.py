"""A11: the first reading of a quote's part by a person is one row; reading again writes nothing."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from quotes.actions.reading import READ, note_reading
from rfqs.models import RFQ, Part
from tests import cast
from tests.scoring.build import CHEAP, DEAR, closed_rfq, open_part, priced_rfq

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[str, str, str]]:
    found = AuditEvent.objects.filter(action=READ).order_by("id")
    return [(row.actor_label, row.detail["part"], row.detail["vendor"]) for row in found]


def read(client: Client, person: Any, page: str, **query: str) -> None:
    client.force_login(person)
    assert client.get(reverse(f"scoring:{page}", args=["RFQ-7"]), query).status_code == 200


def test_once_per_person_quote_and_part(client: Client) -> None:
    priced_rfq()
    assert rows() == []
    buyer, approver = str(cast.buyer()), str(cast.approver())
    for _again in range(2):
        read(client, cast.buyer(), "answers")
        assert rows() == [(buyer, "QUALITY", CHEAP), (buyer, "QUALITY", DEAR)]
    read(client, cast.buyer(), "answers", q="5")
    assert len(rows()) == 2
    read(client, cast.buyer(), "answers", q="1")
    assert rows()[2:] == [(buyer, "COMMERCIAL", CHEAP), (buyer, "COMMERCIAL", DEAR)]
    read(client, cast.buyer(), "prices")
    assert len(rows()) == 4
    read(client, cast.approver(), "prices")
    assert rows()[4:] == [(approver, "COMMERCIAL", CHEAP), (approver, "COMMERCIAL", DEAR)]
    read(client, cast.reviewer(), "opening")
    assert len(rows()) == 6


def test_refused_reading_and_sealed_pages_leave_no_reading(client: Client) -> None:
    rfq = closed_rfq()
    read(client, cast.buyer(), "answers")
    open_part(rfq, Part.QUALITY)
    read(client, cast.buyer(), "prices")
    client.force_login(cast.vendor_user())
    assert client.get(reverse("scoring:answers", args=["RFQ-7"])).status_code == 404
    client.force_login(cast.buyer())
    assert client.get(reverse("scoring:answers", args=["RFQ-7"]), {"q": "99"}).status_code == 404
    assert rows() == []


def test_the_trail_shows_who_read_what(client: Client) -> None:
    open_part(closed_rfq(), Part.QUALITY)
    read(client, cast.reviewer(), "answers")
    for person in (cast.buyer(), cast.auditor()):
        client.force_login(person)
        page = client.get(reverse("audit:list"), {"action": READ}).content.decode()
        assert page.count(str(cast.reviewer())) >= 2
        assert "Quote read for the first time" in page and CHEAP in page and DEAR in page


@pytest.mark.django_db(transaction=True)
def test_many_windows_of_one_person_write_one_row() -> None:
    """Eight windows at once over two quotes: two rows."""
    rfq, person = open_part(closed_rfq(), Part.QUALITY), cast.buyer()
    gate, written = threading.Barrier(8), []

    def look() -> None:
        gate.wait()
        try:
            same = RFQ.objects.get(pk=rfq.pk)
            written.append(note_reading(rfq=same, part="QUALITY", by=person, now=timezone.now()))
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _window in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(written) == [0] * 7 + [2]
    assert len(rows()) == 2

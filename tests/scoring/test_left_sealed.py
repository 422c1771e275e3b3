"""A quote whose vendor left an addendum unconfirmed: said on opening page, minutes and their PDF, and nowhere before."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.models import OutboxMessage
from quotes.models import Quote
from rfqs.actions.addenda import confirm_addendum, issue_addendum, write_addendum
from rfqs.models import Part
from scoring.models import OpeningMinutes
from tests import cast
from tests.pdf_text import text_of
from tests.scoring.build import CHEAP, DEAR, THIRD, bidder, close, document, open_part, publish, send

pytestmark = pytest.mark.django_db(
    transaction=True
)  # a confirmation limits how long its transaction may idle


def test_the_opening_says_whose_quote_stays_sealed(client: Client) -> None:
    rfq, now = publish(), timezone.now()
    invitations = {name: send(rfq, name, document()) for name in (CHEAP, DEAR, THIRD)}
    draft = write_addendum(rfq=rfq, text="The night shift is asked for too.", by=cast.buyer(), now=now)
    row = issue_addendum(addendum=draft, by=cast.buyer(), now=now)
    for name in (CHEAP, DEAR):
        confirm_addendum(invitation=invitations[name], addendum=row, by=bidder(name), now=now)
    client.force_login(cast.buyer())
    page, notice = reverse("scoring:opening", args=["RFQ-7"]), "Quotes that are not opened"
    before = client.get(page).content.decode()
    assert notice not in before and THIRD not in before, "before the deadline it would tell who has sent"
    rfq = close(rfq)
    closed = client.get(page).content.decode()
    assert notice in closed and THIRD in closed and CHEAP not in closed and DEAR not in closed
    rfq = open_part(rfq, Part.QUALITY)
    assert notice in client.get(page).content.decode()
    assert set(Quote.objects.values_list("vendor__name", flat=True)) == {CHEAP, DEAR}
    minutes = OpeningMinutes.objects.get()
    assert minutes.content["left_sealed"] == [THIRD]
    shown = client.get(reverse("scoring:minutes", args=["RFQ-7"])).content.decode()
    assert "Left sealed: an addendum was not confirmed" in shown and THIRD in shown
    paper = text_of(client.get(reverse("scoring:minutes_pdf", args=["RFQ-7"])).content)
    assert "".join(THIRD.split()) in "".join(paper.split())
    told = OutboxMessage.objects.filter(kind="opening_left_sealed")
    assert [letter.to for letter in told] == [bidder(THIRD).email]

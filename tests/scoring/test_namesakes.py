"""Two vendors of one name, or one that is renamed: a ranking never takes one's prices for the other's."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from scoring.actions import approve_award, propose_award
from scoring.actions.runs import still_current
from scoring.queries.award_page import award_page
from scoring.queries.inputs import gathered_inputs
from scoring.queries.ranking import board
from tests import cast
from tests.scoring.build import CHEAP, DEAR, DILIGENCE, priced_rfq, quote_of, scored_rfq
from ui.text import told_apart
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


def test_names_that_are_the_same_carry_a_number() -> None:
    assert told_apart(["A", "B", "A", "A (2)", "A"]) == ["A", "B", "A (2)", "A (2) (2)", "A (3)"]


def test_each_namesake_keeps_its_own_price() -> None:
    rfq = priced_rfq()
    cheap, dear = quote_of(rfq, CHEAP), quote_of(rfq, DEAR)
    Vendor.objects.filter(pk=dear.vendor_id).update(name=CHEAP)
    rows = {row["quote"]: row for row in gathered_inputs(rfq)["quotes"]}
    assert {row["vendor"] for row in rows.values()} == {CHEAP, f"{CHEAP} (2)"}
    prices = [
        Decimal(rows[str(quote.pk)]["document"]["rate_lines"][0]["unit_price"]) for quote in (cheap, dear)
    ]
    assert prices == [4000, 5000]


def test_a_vendor_renamed_since_the_run_is_shown_by_its_new_name_and_wins(client: Client) -> None:
    rfq, run = scored_rfq()
    winner = quote_of(rfq, CHEAP)
    Vendor.objects.filter(pk=winner.vendor_id).update(name="Heron Calls")
    client.force_login(cast.buyer())
    page = client.get(reverse("scoring:ranking", args=[rfq.code]))
    assert page.status_code == 200 and "Heron Calls" in page.content.decode()
    assert still_current(run), "a name is no reason to rank again"
    assert [label for _pk, label in award_page(rfq)["choices"]] == ["Heron Calls", DEAR]
    who = {"rfq": rfq, "now": timezone.now()}
    propose_award(quote=winner, reason="best value", diligence=DILIGENCE, by=cast.buyer(), **who)
    assert approve_award(by=cast.approver(), **who).quote == winner
    Vendor.objects.update(name="Heron Calls")
    shown = board(rfq, run)
    page = client.get(reverse("scoring:ranking", args=[rfq.code]))
    assert "Heron Calls (2)" in page.content.decode(), "what was made of the run is made anew"
    assert set(shown.names.values()) == {"Heron Calls", "Heron Calls (2)"}
    assert (
        dict(shown.priced())[shown.names[CHEAP]].headline < dict(shown.priced())[shown.names[DEAR]].headline
    )

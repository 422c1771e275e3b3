"""The vendor's pages: who sees what, what is saved, what is refused at its field."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quotes.actions import read_draft
from quotes.documents import COMMERCIAL, QUALITY
from rfqs.models import Invitation
from tests import cast
from tests.quotes.build import invite, publish

pytestmark = pytest.mark.django_db
PAGES = ("read", "prices", "fees", "terms", "files", "check")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(invitation: Invitation, name: str, *args: Any) -> str:
    return reverse(f"quotes:{name}", args=(invitation.pk, *args))


@pytest.fixture
def desk(invitation: Invitation, vendor_user: Any) -> Client:
    return signed_in(vendor_user)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens(desk: Client, invitation: Invitation, name: str) -> None:
    assert desk.get(url(invitation, name)).status_code == 200


@pytest.mark.parametrize("number", range(1, 11))
def test_every_question_has_its_page(desk: Client, invitation: Invitation, number: int) -> None:
    assert desk.get(url(invitation, "answers", number)).status_code == 200


def test_the_list_shows_only_ones_own(desk: Client, invitation: Invitation, rival_user: Any) -> None:
    other = publish("RFQ-8")
    invite(other, rival_user)
    page = desk.get(reverse("quotes:portal")).content.decode()
    assert "RFQ-7" in page and "RFQ-8" not in page and "Lighthouse" not in page

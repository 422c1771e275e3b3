"""Other currencies for quotes, from the buyer's page over publication and addendum to the vendor's form and workbook."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quotes.actions import read_draft
from quotes.documents import merged
from quotes.readiness import gaps_in
from rfqs import needs
from rfqs.actions.addenda import change_need, issue_addendum, write_addendum
from rfqs.actions.publishing import publish_rfq
from rfqs.actions.rfq import update_need
from rfqs.models import Invitation
from rfqs.queries import publication_checks, publication_content
from tests import cast
from tests.rfqs import build
from ui.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)
USD = {"currency": "USD", "rate": "7.1032", "source": "Central parity", "on": "2026-11-20"}


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def commercial(rfq: Any, exchange: list[dict[str, str]]) -> dict[str, Any]:
    return needs.subject_values(rfq.need, "commercial") | {"exchange": exchange}


def test_from_the_need_to_the_vendors_prices() -> None:
    rfq, buyer, now = build.ready(), cast.buyer(), timezone.now()
    page = signed_in(buyer).get(reverse("rfqs:subject", args=[rfq.code, "commercial"])).content.decode()
    assert "Other currencies for quotes" in page
    wrong = [USD | {"rate": ""}]
    update_need(rfq=rfq, subject="commercial", values=commercial(rfq, wrong), by=buyer, now=now)
    rfq.refresh_from_db()
    assert any("exchange" in check.url for check in publication_checks(rfq, now) if check.level == "BLOCK")
    update_need(rfq=rfq, subject="commercial", values=commercial(rfq, [USD]), by=buyer, now=now)
    rfq.refresh_from_db()
    publish_rfq(rfq=rfq, reviewers=[cast.reviewer()], by=buyer, now=timezone.now())
    assert publication_content(rfq)["demand"]["exchange"] == [USD]

    vendor = signed_in(cast.vendor_user())
    invitation = Invitation.objects.get(rfq=rfq, vendor=cast.vendor())
    prices = reverse("quotes:prices", args=[invitation.pk])
    shown = vendor.get(prices)
    page = shown.content.decode()
    assert "USD (1 USD = 7.1032 CNY)" in page
    sent = {"currency": "USD", "tax_rate": "6", "tax_included": "true", "base_seats": "9"}
    assert vendor.post(prices, sent | {"version": shown.context["version"]}).status_code == 302
    shown = vendor.get(reverse("quotes:new_line", args=[invitation.pk, "B01"]))
    assert "USD per seat and month" in shown.content.decode()
    vendor.post(
        reverse("quotes:new_line", args=[invitation.pk, "B01"]),
        {
            "applies_to": "ALL",
            "unit_price": "600",
            "base_seats": "9",
            "min_qty": "1",
            "version": shown.context["version"],
        },
    )
    page = vendor.get(prices).content.decode()
    assert "600.00 USD" in page and '<th scope="col">USD</th>' in page and "5,400.00" in page
    for name in ("read", "check", "fees"):
        page = vendor.get(reverse(f"quotes:{name}", args=[invitation.pk])).content.decode()
        assert "600.00 CNY" not in page
    book = zipfile.ZipFile(
        io.BytesIO(vendor.get(reverse("quotes:workbook_file", args=[invitation.pk])).content)
    )
    words = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert "Currency of the quote" in words and "USD (1 USD = 7.1032 CNY)" in words

    act = {"rfq": rfq, "by": buyer, "now": timezone.now()}
    change_need(subject="commercial", values=commercial(rfq, []), **act)
    issue_addendum(addendum=write_addendum(text="CNY only.", **act), by=buyer, now=timezone.now())
    assert "exchange" not in publication_content(rfq)["demand"]
    parts = read_draft(invitation)
    whole = merged(parts["QUALITY"], parts["COMMERCIAL"]) | {"fee_lines": []}
    assert [gap.path for gap in gaps_in(publication_content(rfq), whole) if gap.fault] == ["currency"]
    page = vendor.get(prices).content.decode()
    assert "The RFQ has no rate for this currency" in page


def test_without_other_currencies_nobody_is_asked() -> None:
    rfq = build.published()
    invitation = Invitation.objects.get(rfq=rfq, vendor=cast.vendor())
    vendor = signed_in(cast.vendor_user())
    page = vendor.get(reverse("quotes:prices", args=[invitation.pk])).content.decode()
    assert "Currency of the quote" not in page and "All amounts are in CNY." in page
    with pytest.raises(Refused):
        update_need(rfq=rfq, subject="commercial", values={}, by=cast.buyer(), now=timezone.now())

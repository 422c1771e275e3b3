"""The page of contradictions: listed by vendor, each a question to its vendor while the quotes are scored."""

import pytest
from django.test import Client
from django.urls import reverse

from quotes.models import Inquiry
from tests import cast
from tests.scoring.build import CHEAP, DEAR, document, priced_rfq, quote_of


@pytest.mark.django_db
def test_a_contradiction_becomes_a_question_to_the_vendor() -> None:
    contradicted = document("4000", q5_training_payer="VENDOR")
    fees = [line for line in contradicted["fee_lines"] if line["code"] != "F04"]
    charged = {"code": "F04", "status": "CHARGED", "unit": "HEAD", "price": "400"}
    rfq = priced_rfq(cheap={**contradicted, "fee_lines": [*fees, charged]})
    page = reverse("scoring:contradictions", args=[rfq.code])
    client = cast.sign_in_afresh(Client(), cast.buyer())
    assert "the vendor pays for training, yet F04 is charged" in client.get(page).content.decode()
    given = {"quote": str(quote_of(rfq, CHEAP).pk), "contradiction": "X-03"}
    for wrong in ({"quote": "nonsense"}, {"contradiction": "X-99"}, {"quote": str(quote_of(rfq, DEAR).pk)}):
        client.post(page, given | wrong)
    assert not Inquiry.objects.exists()
    client.post(page, given)
    client.post(page, given)  # one on this answer is running
    inquiry = Inquiry.objects.get()
    assert (inquiry.question, inquiry.fields) == (5, ["q5_training_payer"])
    assert "the vendor pays for training" in inquiry.text
    assert "waiting for the answer" in client.get(page).content.decode()
    marked = client.get(reverse("scoring:answers", args=[rfq.code]), {"q": "all", "only": "differences"})
    assert "differs" in marked.content.decode()
    assert client.get(reverse("scoring:register")).status_code == 200

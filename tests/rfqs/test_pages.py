"""Every page of an RFQ: it works, outsiders get 404, insiders without the right 403."""

import pytest
from django.urls import reverse

from tests import cast
from tests.rfqs import build

pytestmark = pytest.mark.django_db(transaction=True)

READ = ["detail", "need", "preview", "print", "questions", "demand", "weights", "vendors", "files", "publish"]


@pytest.mark.parametrize("name", READ)
def test_a_page_of_a_draft_and_of_a_published_rfq(client, name):
    client.force_login(cast.buyer())
    for rfq in (build.ready(), build.published()):
        response = client.get(reverse(f"rfqs:{name}", args=[rfq.code]))
        assert response.status_code == 200
        assert rfq.code in response.content.decode()

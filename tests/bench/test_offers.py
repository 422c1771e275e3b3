"""What the client types is what the demo's vendors answer."""

import os

import pytest

from rfqs.queries.content import current_content
from tests.bench import offers
from tests.rfqs import build


@pytest.mark.django_db(transaction=True)
def test_the_clients_answers_are_the_demos():
    text = offers.as_text(offers.offers(current_content(build.ready())))
    if os.environ.get("WRITE_OFFERS") == "1":
        offers.FILE.parent.mkdir(exist_ok=True)
        offers.FILE.write_text(text)
    assert offers.FILE.read_text() == text

"""How firm a ranking is: the page, weights that one tries, and what it says where there is little to say."""

import pytest

from tests import cast
from tests.scoring.build import CHEAP, document, scored_rfq
from tests.scoring.test_pages import LIVE, page, signed_in, text

pytestmark = pytest.mark.django_db


def test_the_page_says_what_would_change_the_winner_and_ranks_in_place() -> None:
    scored_rfq(cheap=document("4000"), dear=document("5000"))
    client = signed_in(cast.buyer())
    shown = text(client, page("firmness"))
    for words in (
        f"{CHEAP} leads.",
        "Lowest ratio",
        "Regions of the triangle",
        "Weights: how far each may move",
        "Total cost: at which figure",
        "<polygon",
    ):
        assert words in shown
    tried = text(client, f"{page('firmness')}?cost=0&quality=0&risk=100")
    assert "with these weights too" in tried or "With these weights" in tried
    assert "This RFQ" in tried and "What you try" in tried

    wrong = text(client, f"{page('firmness')}?cost=40&quality=35&risk=24.99")
    assert "they sum to 99.99" in wrong
    assert "cost=40.01&amp;quality=35&amp;risk=24.99" in wrong and "40.01 / 35 / 24.99" in wrong
    for nonsense in ("cost=x", "cost=-1", "cost=101", "cost=1e2", "risk=", "leaf_C1=23", "cost=40.001"):
        found = text(client, f"{page('firmness')}?{nonsense}")
        assert "These weights cannot be used" in found and f"{CHEAP} leads." in found, nonsense

    drawn = text(client, f"{page('firmness')}?draws=1000&seed=7&weighting=any-pillars&spread=30&points=1")
    assert (
        "of 1,000 draws" in drawn
        and "(seed 7)" in drawn
        and "How often each vendor takes each place" in drawn
    )
    assert "Give a number from 0 to 5." in text(client, f"{page('firmness')}?points=9")

    part = client.get(f"{page('firmness')}?cost=50&quality=25&risk=25", headers=LIVE)
    assert part.content.decode().lstrip().startswith('<div id="live"')
    assert "These weights cannot" not in part.content.decode()

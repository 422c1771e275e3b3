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
        "The same scores ranked by other methods",
        "is first by every method.",
        "TOPSIS",
    ):
        assert words in shown
    wrong = text(client, f"{page('firmness')}?cost=40&quality=35&risk=24.99&draws=1000&seed=7")
    assert "they sum to 99.99" in wrong and f"{CHEAP} leads." in wrong
    assert "of 1,000 draws" in wrong and "(seed 7)" in wrong
    assert "cost=40.01&amp;quality=35&amp;risk=24.99" in wrong and "40.01 / 35 / 24.99" in wrong
    drawn = text(client, f"{page('firmness')}?draws=1000&seed=7&weighting=any-pillars&spread=30&points=1")
    assert (
        "of 1,000 draws" in drawn
        and "(seed 7)" in drawn
        and "How often each vendor takes each place" in drawn
    )
    assert "Give a number from 0 to 5." in text(client, f"{page('firmness')}?points=9")

    part = client.get(f"{page('firmness')}?cost=50&quality=25&risk=25", headers=LIVE)
    assert part.content.decode().lstrip().startswith('<div id="live"')
    assert "with these weights too" in part.content.decode() and "What you try" in part.content.decode()

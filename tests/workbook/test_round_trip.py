"""A quote goes into the workbook and comes back the same: against its own draft, an empty one, and another's."""

import random
from typing import Any

import pytest

from quotes.workbook import read_filled, template
from quotes.workbook.difference import difference
from tests.two_lines import DEMAND, LINES
from tests.workbook.quotes import basis, changed, content, random_quote

SEED = 20261122
PART = content((3, 6, 7), terms=8)
TWO_LINES = content((6,), terms=1) | {"lines": LINES, "demand": DEMAND}


@pytest.mark.parametrize(
    ("count", "published"),
    [
        (2, PART),
        (2, TWO_LINES),
        (1, None),
        pytest.param(500, None, marks=pytest.mark.prove),
        pytest.param(200, TWO_LINES, marks=pytest.mark.prove),
    ],
    ids=["part", "two lines", "whole", "500 quotes", "200 quotes for two lines"],
)
def test_random_quotes_come_back_equal(count: int, published: Any) -> None:
    """n quotes, seed 20261122: nothing to change in its own draft, and all of it in an empty or in another one."""
    published = published or content()
    rng = random.Random(SEED)
    other = random_quote(rng, published)
    for number in range(count):
        quote = random_quote(rng, published)
        own = basis(published, quote)
        book = template(own, rng.choice(("en", "zh-hans", "zh-hant")))
        untouched = read_filled(book, own)
        assert (untouched.faults, untouched.changes, untouched.moved) == ([], {}, []), number
        before = basis(published, other if number % 2 else None)
        found = read_filled(book, before)
        assert found.faults == [], number
        assert changed(before.whole, found.changes) == quote, number
        other = quote


def test_the_currency_of_a_quote_comes_back_and_stands_in_the_difference() -> None:
    rates = [{"currency": "USD", "rate": "7.1032"}, {"currency": "PHP", "rate": "0.121903"}]
    published = PART | {"demand": PART["demand"] | {"exchange": rates}}
    quote = random_quote(random.Random(SEED), published) | {"currency": "PHP"}
    own = basis(published, quote)
    book = template(own, "zh-hans")
    untouched = read_filled(book, own)
    assert (untouched.faults, untouched.changes, untouched.moved) == ([], {}, [])
    before = basis(published)
    found = read_filled(book, before)
    assert (found.faults, changed(before.whole, found.changes)) == ([], quote)
    (shown,) = [
        change
        for part in difference(before, found.changes, [])
        for change in part.changes
        if change.label == "Currency of the quote"
    ]
    assert shown.after == "PHP (1 PHP = 0.121903 CNY)"

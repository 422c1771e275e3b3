"""Proofs with n and seed: a short form in every test run, the long form in `make prove`.

No failure in n trials bounds the rate of failure below 3/n with 95 % confidence.
"""

import random
import re
from decimal import Decimal
from fractions import Fraction

import pytest

from calc.billing.pricing import tiered
from calc.documents import Tier
from calc.money import AmountError, parse_amount, round_cents
from sealing import SealBroken, canonical, new_key, open_sealed, seal

SEED = 20261122
GRAMMAR = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?", re.ASCII)
ALPHABET = "0123456789" * 3 + ".,_-+eE １２٣٤\u00a0\t元¥'"


def lengths(short: int, long: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("n", [short, pytest.param(long, marks=pytest.mark.prove)])


@lengths(5_000, 300_000)
def test_amounts_are_read_by_the_grammar_or_refused(n: int) -> None:
    """F6: no string is reinterpreted; what is accepted equals its own digits."""
    draw = random.Random(SEED)
    accepted = 0
    for _trial in range(n):
        text = "".join(draw.choices(ALPHABET, k=draw.randint(0, 12)))
        try:
            amount = parse_amount(text)
        except AmountError:
            assert not GRAMMAR.fullmatch(text), text
            continue
        assert GRAMMAR.fullmatch(text), text
        assert amount == Decimal(text)
        accepted += 1
    assert accepted > n // 100


@lengths(200, 5_000)
def test_graduated_tiers_equal_a_count_of_every_contact(n: int) -> None:
    """The tier sum equals adding the price of each single contact, in exact fractions."""
    draw = random.Random(SEED)
    for _trial in range(n):
        uppers = sorted(draw.sample(range(1, 400), draw.randint(1, 4)))
        prices = [Decimal(draw.randint(1, 99_999)) / 10_000 for _band in range(len(uppers) + 1)]
        tiers = tuple(Tier(upper, price) for upper, price in zip([*uppers, None], prices, strict=True))
        contacts = draw.randint(0, 500)
        singly = Fraction(0)
        for contact in range(1, contacts + 1):
            band = sum(contact > upper for upper in uppers)
            singly += Fraction(prices[band])
        exact = round_cents(Decimal(singly.numerator) / Decimal(singly.denominator))
        assert round_cents(tiered(Decimal(contacts), tiers, "GRADUATED")) == exact


@lengths(50, 5_000)
def test_no_changed_byte_opens(n: int) -> None:
    """A sealed document with one bit flipped anywhere stays shut; unchanged it opens to what went in."""
    draw = random.Random(SEED)
    for trial in range(n):
        key, context = new_key(), f"proof|{trial}"
        document = canonical({"price": f"{draw.randint(0, 10**8)}.77", "text": "芝麻" * draw.randint(0, 900)})
        blob = bytearray(seal(document, key, context))
        assert open_sealed(bytes(blob), key, context) == document
        blob[draw.randrange(len(blob))] ^= 1 << draw.randrange(8)
        with pytest.raises(SealBroken):
            open_sealed(bytes(blob), key, context)

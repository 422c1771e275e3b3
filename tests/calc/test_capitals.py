"""Capital numerals: known amounts, every rule of zeros, and read back by an independent reader."""

import random
from decimal import Decimal

import pytest

from calc.capitals import DIGITS, capitals

KNOWN = {
    "0": "零元整",
    "0.01": "壹分",
    "0.05": "伍分",
    "0.10": "壹角整",
    "0.56": "伍角陆分",
    "1": "壹元整",
    "1.05": "壹元零伍分",
    "1.50": "壹元伍角整",
    "10": "壹拾元整",
    "15.20": "壹拾伍元贰角整",
    "100": "壹佰元整",
    "101": "壹佰零壹元整",
    "110": "壹佰壹拾元整",
    "1001": "壹仟零壹元整",
    "1010": "壹仟零壹拾元整",
    "1100": "壹仟壹佰元整",
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "10000": "壹万元整",
    "10001": "壹万零壹元整",
    "10010": "壹万零壹拾元整",
    "10100": "壹万零壹佰元整",
    "11000": "壹万壹仟元整",
    "100000": "壹拾万元整",
    "1000000": "壹佰万元整",
    "1234567.89": "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分",
    "20300405": "贰仟零叁拾万零肆佰零伍元整",
    "100000000": "壹亿元整",
    "100000001": "壹亿零壹元整",
    "100010000": "壹亿零壹万元整",
    "110000000": "壹亿壹仟万元整",
    "101000000": "壹亿零壹佰万元整",
    "1000000000000": "壹万亿元整",
    "1000000000001": "壹万亿零壹元整",
    "1000100000000": "壹万零壹亿元整",
}


@pytest.mark.parametrize("text", KNOWN)
def test_known_amounts(text):
    assert capitals(Decimal(text)) == KNOWN[text]


def read(text: str) -> Decimal:
    """The amount behind the numerals, by their units alone."""
    units = {"拾": 10, "佰": 100, "仟": 1000}
    whole, _mark, rest = text.rpartition("元")
    total = group = digit = 0
    for char in whole:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in units:
            group, digit = group + digit * units[char], 0
        elif char == "万":
            total, group, digit = total + (group + digit) * 10**4, 0, 0
        elif char == "亿":
            total, group, digit = (total + group + digit) * 10**8, 0, 0
    yuan = total + group + digit
    cents, digit = 0, 0
    for char in rest:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in "角分":
            cents, digit = cents + digit * (10 if char == "角" else 1), 0
    return Decimal(yuan) + Decimal(cents) / 100


@pytest.mark.parametrize("n", [5_000, pytest.param(500_000, marks=pytest.mark.prove)])
def test_every_amount_reads_back(n):
    draw, seen = random.Random(20261122), {}
    for _trial in range(n):
        digits = "".join(draw.choices("0001234", k=draw.randint(1, 17)))
        amount = Decimal(int(digits)) / 100
        said = capitals(amount)
        assert read(said) == amount, (amount, said)
        assert ("零零" not in said and not said.startswith("零")) or amount == 0, (amount, said)
        assert seen.setdefault(said, amount) == amount


def test_traditional():
    assert capitals(Decimal("26000.62"), traditional=True) == "貳萬陸仟元陸角貳分"


@pytest.mark.parametrize("text", ["-1", "0.001", "1E+16", "NaN", "Infinity"])
def test_what_cannot_be_said_is_refused(text):
    with pytest.raises(ValueError, match="capital"):
        capitals(Decimal(text))

"""F5, F6: no float where money is, no form field that reinterprets what was typed."""

import ast
import random
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError

from calc.money import round_cents
from quotes.forms.fields import AmountField, CountField, PercentField
from quotes.forms.rate_lines import RateLineForm
from rfqs.forms.fields import CountField as ContactsField
from ui.amounts import DecimalAmountField

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261122
# What Django's own DecimalField takes (and reinterprets), and what people paste.
TRICKS = [
    "１２.５０", "٣٤", "1_000", "1e3", "1e11", "-0", "0e999999999", " 12 ", "12 ", " 12", "\u00a012", "12\n", "\t12", "NaN",
    "Infinity", "-Infinity", "sNaN", "1,234.50", "1.234,50", "1 234", "1'234", "1.2.3", "1.", ".5", "00", "007", "01.5",
    "+5", "-5", "12.345", "1234567890123", "٫5", "1٬000", "十二", "一千", "壹仟", "¥12", "12元", "12 CNY", "$5", "0x10", "1/2",
    "50%", "1e", "e5", "１", "1\u200b2", "1\u202e2", "12\u3000", "²", "½", "Ⅻ", "1\0", "True", "None", "--1", "1-", "0.", "1..2",
]  # fmt: skip
# Floats are at home in simulations, in draws of weights, in chances of waiting and shares of agents, and in the geometry and the
# formulas of a workbook: a spreadsheet computes with nothing else, and the exact figure stands beside each.
NO_MONEY = {
    "calc/workforce/erlang.py",
    "calc/workforce/erlang_many.py",
    "calc/workforce/seats.py",
    "calc/robustness/places.py",
    "calc/robustness/smaa.py",
    "calc/robustness/values.py",
    "calc/robustness/views.py",
    "calc/robustness/weighting.py",
    "calc/book/cells.py",
    "calc/book/formula.py",
    "quotes/workbook/writing.py",
    "scoring/management/commands/staff.py",
    "scoring/queries/mixes.py",
    "scoring/queries/staffing.py",
    "scoring/workbook/about.py",
    "scoring/workbook/layout.py",
    "scoring/workbook/ranking.py",
}
ALPHABET = "0123456789" * 3 + ".,_-+eE １٣\u00a0\t元¥'%"
GRAMMAR = r"(0|[1-9][0-9]{0,%d})(\.[0-9]{1,%d})?"


def sources(*folders: str):
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def test_no_float_where_money_is():
    found = []
    for path, tree in sources("calc", "quotes", "scoring"):
        if str(path) in NO_MONEY or path.parts[:2] == ("calc", "simulation"):
            continue
        for node in ast.walk(tree):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "float"
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if called or literal:
                found.append(f"{path}:{node.lineno}")
    assert found == []


def test_no_form_uses_a_field_that_reinterprets():
    found = []
    for path, tree in sources("accounts", "contracts", "quotes", "rfqs", "scoring", "ui", "vendors"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Attribute) or getattr(node.value, "id", "") != "forms":
                continue
            if node.attr in ("DecimalField", "FloatField", "IntegerField"):
                found.append(f"{path}:{node.lineno}")
    # Counts rows of the form itself, in a hidden field; nothing of it is stored.
    assert [one for one in found if not one.startswith("quotes/forms/line_tables.py")] == []
    assert len(found) == 1


def refused(field: forms.Field, text: str) -> bool:
    try:
        field.clean(text)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize("text", TRICKS, ids=[repr(text) for text in TRICKS])
def test_tricks_are_refused_by_every_field(text):
    fields = [AmountField(), PercentField(), CountField(), ContactsField(), DecimalAmountField(most="100")]
    assert [type(field).__name__ for field in fields if not refused(field, text)] == []


def typed(draw: random.Random) -> str:
    if draw.random() < 0.2:
        return draw.choice(TRICKS)
    return "".join(draw.choices(ALPHABET, k=draw.randint(1, 12)))


@pytest.mark.parametrize("n", [1_000, pytest.param(10_000, marks=pytest.mark.prove)])
def test_the_price_form_takes_its_grammar_and_nothing_else(n):
    """F6 through the vendor's price form: what it stores is what was typed, or it refuses."""
    draw, accepted = random.Random(SEED), 0
    for _trial in range(n):
        text = typed(draw)
        form = RateLineForm(
            {"unit_price": text, "unit": "CONTACT"}, model="B04", currency="CNY", line=None, whole={}
        )
        form.is_valid()
        told = "unit_price" not in form.errors
        assert told == bool(re.fullmatch(GRAMMAR % (9, 4), text, re.ASCII)), text
        if told:
            accepted += 1
            assert form.cleaned_data["unit_price"] == text
    assert accepted > n // 50, "enough of the strings are amounts"


@pytest.mark.parametrize("n", [10_000, pytest.param(1_000_000, marks=pytest.mark.prove)])
def test_products_and_sums_equal_integer_minor_units(n):
    """F5: price x quantity, rounded half-up once, summed: against whole numbers of a ten-thousandth."""
    draw = random.Random(SEED)
    total, minor = Decimal(0), 0
    for _trial in range(n):
        price, quantity = draw.randrange(10 ** draw.randint(1, 10)), draw.randrange(10**7)
        amount = round_cents(Decimal(price).scaleb(-4) * quantity)
        cents = (price * quantity + 50) // 100
        assert amount == Decimal(cents) / 100, (price, quantity)
        total, minor = total + amount, minor + cents
    assert Fraction(total) == Fraction(minor, 100)

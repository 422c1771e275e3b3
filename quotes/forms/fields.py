"""Form fields for amounts. What is typed is taken as it stands or refused: nothing is reinterpreted."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.amounts import MONEY, AmountField, CountField
from ui.figures import as_decimal, grouped

__all__ = [
    "MONEY",
    "AmountField",
    "CountField",
    "PercentField",
    "YesNoField",
    "amount_text",
    "choices_of",
    "fraction",
]


class PercentField(AmountField):
    """Typed as 35, stored as the fraction "0.35"."""

    def __init__(self, *, places: int = 2, most: str = "100", **options: Any):
        super().__init__(places=places, most=most, **options)

    def stored(self, text: str, number: Decimal) -> str:
        return fraction(number)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or nothing chosen yet: None."""

    def __init__(self, **options: Any):
        choices = [("", _("– choose –")), ("true", _("yes")), ("false", _("no"))]
        super().__init__(choices=choices, coerce=lambda text: text == "true", empty_value=None, **options)


def fraction(percent: Decimal) -> str:
    """A percentage as the fraction documents carry: 6 becomes "0.06"."""
    return f"{(percent / 100).normalize():f}"


def percent_text(stored: object) -> str:
    """The stored fraction as people type it: "0.06" becomes "6"."""
    return "" if stored in (None, "") else f"{(Decimal(str(stored)) * 100).normalize():f}"


def amount_text(stored: object, places: int = 2) -> str:
    """A stored amount as people read it: grouped, with at least `places` decimals and no more than it has."""
    number = as_decimal(stored)
    if number is None:
        return str(stored)
    exponent = number.normalize().as_tuple().exponent
    return grouped(number, max(places, -exponent if isinstance(exponent, int) else 0))


def mark_expected(field: Any) -> None:
    """A draft is saved without this field, but a quote is poorer or not sent without it: not "optional"."""
    field.expected = True


def choices_of(words: dict, *, empty: object = None) -> list[tuple[str, object]]:
    """Choices in the order of `words`, after an empty one."""
    return [("", empty or _("– choose –")), *words.items()]

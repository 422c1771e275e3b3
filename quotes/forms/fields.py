"""Form fields for amounts. What is typed is taken as it stands or refused: nothing is reinterpreted."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calc.money import AmountError, parse_amount
from ui.figures import as_decimal, grouped


class AmountField(forms.CharField):
    """A number in the accepted form; the value is its text, as documents carry it."""

    def __init__(self, *, places: int = 2, least: str = "0", most: str = "9999999999", **options: Any):
        self.places, self.least, self.most = places, Decimal(least), Decimal(most)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: object) -> object:
        text = super().clean(value)
        if not text:
            return None
        try:
            number = parse_amount(text, self.places)
        except AmountError:
            raise ValidationError(self.form_sentence(), code="grammar") from None
        if not self.least <= number <= self.most:
            raise ValidationError(
                _("Give a number from %(least)s to %(most)s."),
                code="range",
                params={"least": self.least, "most": self.most},
            )
        return self.stored(text, number)

    def stored(self, text: str, number: Decimal) -> object:
        return text

    def form_sentence(self) -> Any:
        example = "1234" + ("." + "5".ljust(min(self.places, 2), "0") if self.places else "")
        if not self.places:
            return _("Write digits 0 to 9 only, for example %(example)s.") % {"example": example}
        return _(
            "Write digits 0 to 9 and at most one point with up to %(places)s decimals, for example "
            "%(example)s: no thousands separator, no exponent, no sign."
        ) % {"places": self.places, "example": example}


class PercentField(AmountField):
    """Typed as 35, stored as the fraction "0.35"."""

    def __init__(self, *, places: int = 2, most: str = "100", **options: Any):
        super().__init__(places=places, most=most, **options)

    def stored(self, text: str, number: Decimal) -> str:
        return fraction(number)


class CountField(AmountField):
    """A whole number; documents carry it as an integer."""

    def __init__(self, *, most: str = "1000000000", **options: Any):
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(places=0, most=most, **options)

    def stored(self, text: str, number: Decimal) -> int:
        return int(number)


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

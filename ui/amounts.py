"""Form fields for amounts and counts. What is typed is taken as it stands or refused: nothing is reinterpreted.

The grammar is `calc.money.parse_amount`; Django's own DecimalField and IntegerField also take full-width
digits, underscores, exponents and blanks, so no form uses them.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calc.money import AmountError, parse_amount

MONEY = "money"


class AmountField(forms.CharField):
    """A number in the accepted form; the value is its text, as documents carry it.

    `unit` is what it counts, for places that show it beside the number: MONEY stands for the currency around it.
    """

    def __init__(
        self,
        *,
        places: int = 2,
        least: str = "0",
        most: str = "9999999999",
        unit: object = "",
        **options: Any,
    ):
        self.places, self.least, self.most = places, Decimal(least), Decimal(most)
        self.unit = unit
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(strip=False, **options)  # a blank is not part of a number either

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


class DecimalAmountField(AmountField):
    """An amount whose value is a Decimal."""

    def stored(self, text: str, number: Decimal) -> Decimal:
        return number


class SignedAmountField(DecimalAmountField):
    """A Decimal that may be below 0: a minus sign in front, and the same grammar behind it."""

    def clean(self, value: object) -> object:
        text = str(value or "")
        if not text.startswith("-"):
            return super().clean(value)
        least, most = self.least, self.most
        try:
            self.least, self.most = Decimal(0), -least
            found = super().clean(text[1:])
        except ValidationError as error:
            if getattr(error, "code", "") == "range":
                error.params = {"least": least, "most": most}
            raise
        finally:
            self.least, self.most = least, most
        return -found if isinstance(found, Decimal) else found

    def form_sentence(self) -> Any:
        example = "-0.05" if self.places else "-1"
        return _("Write a number such as %(example)s: digits, at most one point, a minus sign in front.") % {
            "example": example
        }


class CountField(AmountField):
    """A whole number; documents carry it as an integer."""

    def __init__(self, *, most: str = "1000000000", **options: Any):
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(places=0, most=most, **options)

    def stored(self, text: str, number: Decimal) -> int:
        return int(number)

"""Filters for figures. Load with `{% load figures %}`; `{% load ui %}` brings them too."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from ui import text
from ui.figures import MISSING, as_decimal, grouped, trimmed

register = template.Library()


@register.filter
def listed(items: Iterable[object] | None) -> str:
    """The items in one line, with the language's mark between them; nothing for none."""
    return text.listed(items) if items else ""


@register.filter
def money(value: object, currency: str = "") -> str:
    """Whole units, for totals: `{{ x|money }}` 1,234,568; with `:"CNY"` the currency follows."""
    return _with(value, currency, 0)


@register.filter
def cents(value: object, currency: str = "") -> str:
    """Two decimals, for prices and lines: 1,234,567.89."""
    return _with(value, currency, 2)


@register.filter
def num(value: object, places: int = 2) -> str:
    """A count or measure with at most `places` decimals, trailing zeros dropped."""
    number = as_decimal(value)
    return MISSING if number is None else trimmed(number, int(places))


@register.filter
def points(value: object, places: int = 2) -> str:
    """Scores: always the same number of decimals, so that a column lines up: 85.41."""
    number = as_decimal(value)
    return MISSING if number is None else grouped(number, int(places))


@register.filter
def pct(value: object, places: int = 1) -> str:
    """A fraction as per cent: 0.35 is 35%, 0.3512 is 35.1%."""
    number = as_decimal(value)
    return MISSING if number is None else f"{trimmed(number * 100, int(places))}%"


@register.filter
def ratio(value: object, places: int = 2) -> str:
    """A factor: 1.25 is 1.25×."""
    number = as_decimal(value)
    return MISSING if number is None else f"{grouped(number, int(places))}×"


@register.filter
def signed(value: object, places: int = 2) -> str:
    """A difference with its sign: +3.20, −1.05, 0.00."""
    number = as_decimal(value)
    if number is None:
        return MISSING
    text = grouped(abs(number), int(places))
    if as_decimal(text.replace(",", "")) == 0:
        return text
    return ("+" if number > 0 else "−") + text


def _with(value: object, currency: str, places: int) -> str:
    number = as_decimal(value)
    if number is None:
        return MISSING
    text = grouped(number, places)
    return f"{text} {currency}" if currency else text

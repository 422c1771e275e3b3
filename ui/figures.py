"""Figures as people read them: grouped by the language's habit, rounded half up, never in exponents.

All three languages of the product group thousands with a comma and mark decimals with a point (CLDR: en, zh,
zh-Hant). Django's own zh formats group by four, which no price list does: the habit is written down here.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import get_language

MISSING = "–"
SEPARATORS = {"en": (",", "."), "zh-hans": (",", "."), "zh-hant": (",", ".")}


def as_decimal(value: object) -> Decimal | None:
    """A finite number from Decimal, int, float or a plain string; None for anything else."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def grouped(number: Decimal, places: int) -> str:
    return in_places(places)(number)


def in_places(places: int) -> Callable[[Decimal], str]:
    """What writes a figure as `grouped` does, for many of one page: the language is asked for once."""
    group, point = SEPARATORS.get(get_language() or "en", SEPARATORS["en"])
    unit = Decimal(1).scaleb(-places)

    def write(number: Decimal) -> str:
        rounded = number.quantize(unit, rounding=ROUND_HALF_UP)
        if not rounded:
            rounded = abs(rounded)
        text = f"{rounded:,f}"
        if (group, point) == (",", "."):
            return text
        return text.replace(",", "\0").replace(".", point).replace("\0", group)

    return write


def trimmed(number: Decimal, places: int) -> str:
    """At most `places` decimals, without trailing zeros."""
    text = grouped(number, places)
    if places == 0:
        return text
    point = SEPARATORS.get(get_language() or "en", SEPARATORS["en"])[1]
    return text.rstrip("0").rstrip(point)

"""Money and rates: one rounding rule, one grammar for what people type.

Amounts are `Decimal`. Inside a calculation nothing is rounded: work happens in `exact()`, a context wide
enough that every product is exact and every quotient keeps far more digits than a cent can see.
"""

import re
from contextlib import AbstractContextManager
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)

CENT = Decimal("0.01")
ZERO = Decimal(0)
ONE = Decimal(1)
MONTHS_A_YEAR = 12
# decimal(14, n) in the database: fourteen digits in all.
DIGITS = 14

_EXACT = Context(prec=80, rounding=ROUND_HALF_UP, traps=[InvalidOperation, DivisionByZero, Overflow])
_UNITS = tuple(Decimal(1).scaleb(-places) for places in range(DIGITS))


class AmountError(ValueError):
    """A text that is not an amount; the message says which form is accepted."""


def exact() -> AbstractContextManager[Context]:
    """The context in which amounts are multiplied and divided: 80 digits, half-up."""
    return localcontext(_EXACT)


def round_places(value: Decimal, places: int) -> Decimal:
    """Round half-up (ties away from zero) to `places` decimals."""
    return value.quantize(_UNITS[places], rounding=ROUND_HALF_UP, context=_EXACT)


def round_cents(value: Decimal) -> Decimal:
    """Round half-up to two decimals; the one rounding of a monthly line."""
    return round_places(value, 2)


def round_whole(value: Decimal) -> int:
    """Round half-up to a whole number, for contacts and heads."""
    return int(round_places(value, 0))


def ceiling(value: Decimal) -> int:
    """The smallest whole number not below `value`."""
    return int(value.to_integral_value(rounding=ROUND_CEILING))


def floor(value: Decimal) -> int:
    """The largest whole number not above `value`."""
    return int(value.to_integral_value(rounding=ROUND_FLOOR))


def escalate(price: Decimal, rate: Decimal, year: int) -> Decimal:
    """A unit price in contract year `year` (the first is 0): p x (1 + e)^k, rounded to four decimals."""
    if not year or not rate:
        return price
    return round_places(price * (ONE + rate) ** year, 4)


def parse_amount(text: object, places: int = 2) -> Decimal:
    """Read an amount a person typed, or refuse it; nothing is ever reinterpreted.

    Accepted: ASCII digits without leading zeros, at most 14 - `places` (never above 12) before the point and
    at most `places` after it. Refused: signs, spaces, grouping, exponents, other digits, NaN, a bare point.
    """
    whole = min(DIGITS - places, 12)
    decimals = rf"(\.[0-9]{{1,{places}}})?" if places else ""
    if isinstance(text, str) and re.fullmatch(rf"(0|[1-9][0-9]{{0,{whole - 1}}}){decimals}", text):
        return Decimal(text)
    example = "1234" + ("." + "5".ljust(places, "0") if places else "")
    decimals_hint = f"then optionally a point and up to {places} decimals" if places else "without decimals"
    raise AmountError(
        f"write digits 0 to 9, at most {whole} of them, {decimals_hint}, for example {example}; "
        "no sign, space, separator or exponent"
    )


def to_text(value: Decimal, places: int) -> str:
    """`value` rounded to `places` decimals, in plain digits."""
    rounded = round_places(value, places)
    return f"{rounded.copy_abs() if rounded == 0 else rounded:f}"

"""One figure in many scenarios at once: float64 arrays with the operations of `calc.numbers`.

Roundings must fall as they do in exact arithmetic. A float product lies within about 1e-15 of the true value
(relative), so a value that is exactly half a cent may come out a little below. Every rounding therefore first
moves the value by `NUDGE` (relative) in the direction that is right at a tie: away from zero for half-up, down
for a ceiling, up for a floor. Only a true value within `NUDGE` of a tie can be rounded wrongly, by one cent.
"""

from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Operand: TypeAlias = "Samples | Decimal | int"

NUDGE = 2.0**-45
_MOST_PLACES = 12


class Samples:
    """The values of one figure, one per scenario; immutable by convention.

    `places` is the number of decimals the true values have at most, None where that is not known. What has no
    more decimals than a rounding keeps needs no rounding, and most lines are whole contacts times a price.
    """

    __slots__ = ("places", "values")

    def __init__(self, values: Floats, places: int | None = None) -> None:
        self.values = values
        self.places = places

    def __add__(self, other: Operand) -> "Samples":
        if isinstance(other, Samples):
            return Samples(self.values + other.values, _most(self.places, other.places))
        return Samples(self.values + float(other), _most(self.places, _decimals(other)))

    def __sub__(self, other: Operand) -> "Samples":
        if isinstance(other, Samples):
            return Samples(self.values - other.values, _most(self.places, other.places))
        return Samples(self.values - float(other), _most(self.places, _decimals(other)))

    def __rsub__(self, other: "Decimal | int") -> "Samples":
        return Samples(float(other) - self.values, _most(self.places, _decimals(other)))

    def __mul__(self, other: Operand) -> "Samples":
        if isinstance(other, Samples):
            return Samples(self.values * other.values, _sum(self.places, other.places))
        return Samples(self.values * float(other), _sum(self.places, _decimals(other)))

    def __truediv__(self, other: Operand) -> "Samples":
        return Samples(self.values / _operand(other))

    def __rtruediv__(self, other: "Decimal | int") -> "Samples":
        return Samples(float(other) / self.values)

    __radd__ = __add__
    __rmul__ = __mul__

    def __lt__(self, other: Operand) -> "Mask":
        return Mask(self.values < _operand(other))

    def __le__(self, other: Operand) -> "Mask":
        return Mask(self.values <= _operand(other))

    def __gt__(self, other: Operand) -> "Mask":
        return Mask(self.values > _operand(other))

    def __ge__(self, other: Operand) -> "Mask":
        return Mask(self.values >= _operand(other))

    def __bool__(self) -> bool:
        raise TypeError("a figure differs between scenarios: use calc.numbers.choose, not `if`")

    def at_least(self, other: "Samples | Decimal") -> "Samples":
        return Samples(np.maximum(self.values, _operand(other)), _most(self.places, _places(other)))

    def at_most(self, other: "Samples | Decimal") -> "Samples":
        return Samples(np.minimum(self.values, _operand(other)), _most(self.places, _places(other)))

    def ceiling(self) -> "Samples":
        values = self.values * (1 - NUDGE)
        return Samples(np.ceil(values, out=values), 0)

    def floor(self) -> "Samples":
        values = self.values * (1 + NUDGE)
        return Samples(np.floor(values, out=values), 0)

    def rounded(self, places: int) -> "Samples":
        """Half away from zero to `places` decimals."""
        if self.places is not None and self.places <= places:
            return self
        scale = 10.0**places
        values = self.values * (scale * (1 + NUDGE))
        np.rint(values, out=values)
        if places:
            values *= 1 / scale
        return Samples(values, places)


class Mask:
    """Where a comparison of Samples holds."""

    __slots__ = ("holds",)

    def __init__(self, holds: NDArray[np.bool_]) -> None:
        self.holds = holds

    def choose(self, yes: "Samples | Decimal", no: "Samples | Decimal") -> Samples:
        values = np.where(self.holds, _operand(yes), _operand(no))
        return Samples(values, _most(_places(yes), _places(no)))

    def __bool__(self) -> bool:
        raise TypeError("a condition differs between scenarios: use calc.numbers.choose, not `if`")


def _operand(value: Operand) -> Any:
    """An array, or a float that NumPy applies to every scenario."""
    return value.values if isinstance(value, Samples) else float(value)


def _places(value: Operand) -> int | None:
    return value.places if isinstance(value, Samples) else _decimals(value)


def _decimals(value: "Decimal | int") -> int | None:
    """Decimals of a plain number; None where a quotient filled all digits."""
    if isinstance(value, int):
        return 0
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -_MOST_PLACES:
        return None
    return -exponent if exponent < 0 else 0


def _most(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other

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

NUDGE = 2.0**-44


class Samples:
    """The values of one figure, one per scenario; immutable by convention."""

    __slots__ = ("values",)

    def __init__(self, values: Floats) -> None:
        self.values = values

    def __add__(self, other: "Samples | Decimal | int") -> "Samples":
        return Samples(self.values + _operand(other))

    def __sub__(self, other: "Samples | Decimal | int") -> "Samples":
        return Samples(self.values - _operand(other))

    def __rsub__(self, other: "Decimal | int") -> "Samples":
        return Samples(float(other) - self.values)

    def __mul__(self, other: "Samples | Decimal | int") -> "Samples":
        return Samples(self.values * _operand(other))

    def __truediv__(self, other: "Samples | Decimal | int") -> "Samples":
        return Samples(self.values / _operand(other))

    def __rtruediv__(self, other: "Decimal | int") -> "Samples":
        return Samples(float(other) / self.values)

    __radd__ = __add__
    __rmul__ = __mul__

    def __lt__(self, other: "Samples | Decimal | int") -> "Mask":
        return Mask(self.values < _operand(other))

    def __le__(self, other: "Samples | Decimal | int") -> "Mask":
        return Mask(self.values <= _operand(other))

    def __gt__(self, other: "Samples | Decimal | int") -> "Mask":
        return Mask(self.values > _operand(other))

    def __ge__(self, other: "Samples | Decimal | int") -> "Mask":
        return Mask(self.values >= _operand(other))

    def __bool__(self) -> bool:
        raise TypeError("a figure differs between scenarios: use calc.numbers.choose, not `if`")

    def at_least(self, other: "Samples | Decimal") -> "Samples":
        return Samples(np.maximum(self.values, _operand(other)))

    def at_most(self, other: "Samples | Decimal") -> "Samples":
        return Samples(np.minimum(self.values, _operand(other)))

    def ceiling(self) -> "Samples":
        values = self.values * (1 - NUDGE)
        return Samples(np.ceil(values, out=values))

    def floor(self) -> "Samples":
        values = self.values * (1 + NUDGE)
        return Samples(np.floor(values, out=values))

    def rounded(self, places: int) -> "Samples":
        """Half away from zero to `places` decimals."""
        scale = 10.0**places
        values = self.values * (scale * (1 + NUDGE))
        np.rint(values, out=values)
        if places:
            values /= scale
        return Samples(values)


class Mask:
    """Where a comparison of Samples holds."""

    __slots__ = ("holds",)

    def __init__(self, holds: NDArray[np.bool_]) -> None:
        self.holds = holds

    def choose(self, yes: "Samples | Decimal", no: "Samples | Decimal") -> Samples:
        return Samples(np.where(self.holds, _operand(yes), _operand(no)))

    def __bool__(self) -> bool:
        raise TypeError("a condition differs between scenarios: use calc.numbers.choose, not `if`")


def _operand(value: "Samples | Decimal | int") -> Any:
    """An array, or a float that NumPy applies to every scenario."""
    return value.values if isinstance(value, Samples) else float(value)

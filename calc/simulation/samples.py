"""One figure in many scenarios at once: float64 arrays with the operations of `calc.numbers`.

Roundings must fall as they do in exact arithmetic. A float product lies within about 1e-15 of the true value
(relative), so a value that is exactly half a cent may come out a little below. Every rounding therefore first
moves the value by `NUDGE` (relative) in the direction that is right at a tie: away from zero for half-up, down
for a ceiling, up for a floor. Only a true value within `NUDGE` of a tie can be rounded wrongly, by one cent.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
# What an operation takes and gives: an array, a float for every scenario, or whatever a subclass computes with.
Values: TypeAlias = Any
Operand: TypeAlias = "Samples | Decimal | int"

NUDGE = 2.0**-45
_MOST_PLACES = 12


class Samples:
    """The values of one figure, one per scenario; immutable by convention.

    `places` is the number of decimals the true values have at most, None where that is not known. What has no
    more decimals than a rounding keeps needs no rounding, and most lines are whole contacts times a price.
    """

    __slots__ = ("places", "values")

    def __init__(self, values: Values, places: int | None = None) -> None:
        self.values = values
        self.places = places

    def apply(self, operation: Callable[..., Any], *operands: Values) -> Values:
        """One elementwise NumPy operation; `calc.simulation.tape` records it instead."""
        return operation(*operands)

    def made(self, values: Values, places: int | None = None) -> "Samples":
        """Another figure of the same scenarios."""
        return Samples(values, places)

    def _with(self, operation: Callable[..., Any], other: Operand, places: int | None) -> "Samples":
        return self.made(self.apply(operation, self.values, _operand(other)), places)

    def __add__(self, other: Operand) -> "Samples":
        return self._with(np.add, other, _most(self.places, other))

    def __sub__(self, other: Operand) -> "Samples":
        return self._with(np.subtract, other, _most(self.places, other))

    def __rsub__(self, other: "Decimal | int") -> "Samples":
        values = self.apply(np.subtract, float(other), self.values)
        return self.made(values, _most(self.places, other))

    def __mul__(self, other: Operand) -> "Samples":
        return self._with(np.multiply, other, _sum(self.places, other))

    def __truediv__(self, other: Operand) -> "Samples":
        return self._with(np.divide, other, None)

    def __rtruediv__(self, other: "Decimal | int") -> "Samples":
        return self.made(self.apply(np.divide, float(other), self.values))

    __radd__ = __add__
    __rmul__ = __mul__

    def __lt__(self, other: Operand) -> "Mask":
        return Mask(self, self.apply(np.less, self.values, _operand(other)))

    def __le__(self, other: Operand) -> "Mask":
        return Mask(self, self.apply(np.less_equal, self.values, _operand(other)))

    def __gt__(self, other: Operand) -> "Mask":
        return Mask(self, self.apply(np.greater, self.values, _operand(other)))

    def __ge__(self, other: Operand) -> "Mask":
        return Mask(self, self.apply(np.greater_equal, self.values, _operand(other)))

    def __bool__(self) -> bool:
        raise TypeError("a figure differs between scenarios: use calc.numbers.choose, not `if`")

    def at_least(self, other: "Samples | Decimal") -> "Samples":
        return self._with(np.maximum, other, _most(self.places, other))

    def at_most(self, other: "Samples | Decimal") -> "Samples":
        return self._with(np.minimum, other, _most(self.places, other))

    def ceiling(self) -> "Samples":
        if self.places == 0:
            return self
        lowered = self.apply(np.multiply, self.values, 1 - NUDGE)
        return self.made(self.apply(np.ceil, lowered), 0)

    def floor(self) -> "Samples":
        if self.places == 0:
            return self
        raised = self.apply(np.multiply, self.values, 1 + NUDGE)
        return self.made(self.apply(np.floor, raised), 0)

    def rounded(self, places: int) -> "Samples":
        """Half away from zero to `places` decimals."""
        if self.places is not None and self.places <= places:
            return self
        scale = 10.0**places
        raised = self.apply(np.multiply, self.values, scale * (1 + NUDGE))
        whole = self.apply(np.rint, raised)
        return self.made(self.apply(np.multiply, whole, 1 / scale) if places else whole, places)


class Mask:
    """Where a comparison of Samples holds."""

    __slots__ = ("holds", "of")

    def __init__(self, of: Samples, holds: Values) -> None:
        self.of = of
        self.holds = holds

    def choose(self, yes: "Samples | Decimal", no: "Samples | Decimal") -> Samples:
        values = self.of.apply(np.where, self.holds, _operand(yes), _operand(no))
        return self.of.made(values, _most(_places(yes), no))

    def __bool__(self) -> bool:
        raise TypeError("a condition differs between scenarios: use calc.numbers.choose, not `if`")


def _operand(value: Operand) -> Values:
    return value.values if isinstance(value, Samples) else float(value)


def _places(value: Operand) -> int | None:
    """Decimals of a figure; None where they are not known or a quotient filled all digits."""
    if isinstance(value, Samples):
        return value.places
    if isinstance(value, int):
        return 0
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -_MOST_PLACES:
        return None
    return -exponent if exponent < 0 else 0


def _most(one: int | None, other: Operand) -> int | None:
    if one is None:
        return None
    two = _places(other)
    return two if two is None or two > one else one


def _sum(one: int | None, other: Operand) -> int | None:
    if one is None:
        return None
    two = _places(other)
    return None if two is None else one + two

"""Reads one JSON object field by field and notes every fault on the way.

A faulty required field yields a placeholder, so that reading goes on; `read_...` raises before a placeholder
can get out.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from calc.documents.faults import NOT_COMPUTABLE, Fault

MAX_COUNT = 1_000_000_000
_KINDS = {
    bool: "true or false",
    int: "an integer",
    float: "a decimal number",
    str: "a text",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


def kind(value: object) -> str:
    """The JSON type of `value` in words."""
    return _KINDS.get(type(value), type(value).__name__)


class Reader:
    """One JSON object at `path`; the methods read a field, check it and remember that it was known."""

    def __init__(self, data: object, path: str, faults: list[Fault]) -> None:
        self.path = path
        self.faults = faults
        self._start = len(faults)
        self._known: dict[str, None] = {}
        self.data: dict[str, object] = {}
        self._broken = False
        if isinstance(data, dict):
            self.data = {str(key): value for key, value in data.items()}
        else:
            self.add("", f"is {kind(data)}", "give a JSON object with named fields")
            self._broken = True

    @property
    def ok(self) -> bool:
        """No fault since this object was begun (its children included)."""
        return len(self.faults) == self._start

    def at(self, key: str) -> str:
        if not key:
            return self.path or "document"
        return f"{self.path}.{key}" if self.path else key

    def add(self, key: str, message: str, remedy: str, code: str = "") -> None:
        """Note a fault; what is not an object at all has that one fault only."""
        if self._broken:
            return
        self.faults.append(Fault(self.at(key), message, remedy, code))

    def faulty(self, key: str) -> bool:
        """A fault at this very field has been noted."""
        return any(fault.path == self.at(key) for fault in self.faults)

    def uncomputable(self, key: str, message: str, remedy: str) -> None:
        self.add(key, message, remedy, NOT_COMPUTABLE)

    def get(self, key: str) -> object:
        """The raw value, None when absent or null."""
        self._known[key] = None
        return self.data.get(key)

    def has(self, key: str) -> bool:
        return self.get(key) is not None

    def _missing(self, key: str, required: bool, remedy: str) -> bool:
        if self.get(key) is not None:
            return False
        if required:
            self.add(key, "is missing", remedy)
        return True

    # -- plain values -------------------------------------------------------------------------------------

    def opt_amount(
        self,
        key: str,
        *,
        places: int = 4,
        low: str = "0",
        high: str = "9999999999",
        above: bool = False,
        required: bool = False,
    ) -> Decimal | None:
        """A number written as a string, low <= value <= high (low < value with `above`)."""
        form = f'write it as a string of digits with up to {places} decimals, such as "{_example(places)}"'
        if self._missing(key, required, form):
            return None
        value = self.get(key)
        sign = "-?" if Decimal(low) < 0 else ""
        if not isinstance(value, str):
            self.add(key, f"is {kind(value)}, not a string", form)
            return None
        decimals = rf"(\.[0-9]{{1,{places}}})?" if places else ""
        if not re.fullmatch(rf"{sign}(0|[1-9][0-9]{{0,11}}){decimals}", value):
            self.add(key, f"{_shown(value)} is not a number in the accepted form", form)
            return None
        number = Decimal(value)
        if number < Decimal(low) or number > Decimal(high) or (above and number == Decimal(low)):
            least = f"above {low}" if above else f"at least {low}"
            self.add(key, f"{value} is impossible", f"give a value {least} and at most {high}")
            return None
        return number.copy_abs() if number == 0 else number

    def amount(
        self, key: str, *, places: int = 4, low: str = "0", high: str = "9999999999", above: bool = False
    ) -> Decimal:
        """As `opt_amount`, required."""
        value = self.opt_amount(key, places=places, low=low, high=high, above=above, required=True)
        return Decimal(1) if value is None else value

    def opt_count(
        self, key: str, *, low: int = 0, high: int = MAX_COUNT, required: bool = False
    ) -> int | None:
        """A JSON integer within low..high."""
        form = f"write an integer from {low} to {high}"
        if self._missing(key, required, form):
            return None
        value = self.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            self.add(key, f"is {kind(value)}, not an integer", form)
            return None
        if not low <= value <= high:
            self.add(key, f"{_shown(value)} is impossible", form)
            return None
        return value

    def opt_quantity(self, key: str) -> Decimal | None:
        """Units a month: an integer, or a decimal written as a string."""
        value = self.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            count = self.opt_count(key)
            return None if count is None else Decimal(count)
        return self.opt_amount(key, high=str(MAX_COUNT))

    def opt_flag(self, key: str, *, required: bool = False) -> bool | None:
        if self._missing(key, required, "write true or false"):
            return None
        value = self.get(key)
        if not isinstance(value, bool):
            self.add(key, f"is {kind(value)}, not true or false", "write true or false, without quotes")
            return None
        return value

    def opt_text(self, key: str, *, limit: int = 3000, required: bool = False) -> str | None:
        if self._missing(key, required, "write a text"):
            return None
        value = self.get(key)
        if not isinstance(value, str):
            self.add(key, f"is {kind(value)}, not a text", "write a text")
            return None
        if len(value) > limit or "\x00" in value:
            self.add(key, "is too long or holds a NUL character", f"write at most {limit} plain characters")
            return None
        return value

    def opt_choice(self, key: str, choices: Collection[str], *, required: bool = False) -> str | None:
        form = f"choose one of {', '.join(choices)}"
        if self._missing(key, required, form):
            return None
        value = self.get(key)
        if not isinstance(value, str) or value not in choices:
            self.add(key, f"{_shown(value)} is not a known code", form)
            return None
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """As `opt_choice`, required."""
        return self.opt_choice(key, choices, required=True) or choices[0]

    def opt_date(self, key: str) -> date | None:
        value = self.opt_text(key, limit=10)
        if value is None:
            return None
        try:
            if len(value) == 10:
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.add(key, f"{_shown(value)} is not a date", "write it as YYYY-MM-DD")
        return None

    # -- nested values ------------------------------------------------------------------------------------

    def items(self, key: str, *, required: bool = False, form: str = "write a list") -> list[object] | None:
        if self._missing(key, required, form):
            return None
        value = self.get(key)
        if not isinstance(value, list):
            self.add(key, f"is {kind(value)}, not a list", form)
            return None
        return value

    def child(self, key: str, *, required: bool = False) -> "Reader | None":
        if self._missing(key, required, "give a JSON object with named fields"):
            return None
        return Reader(self.get(key), self.at(key), self.faults)

    def opaque(self, key: str) -> dict[str, object]:
        """An object whose inside another part of the program checks."""
        value = self.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.add(key, f"is {kind(value)}, not an object", "give a JSON object with named fields")
            return {}
        return value

    def expect(self, key: str, wanted: str) -> None:
        """A field with one possible value."""
        if not self._missing(key, True, f'write "{wanted}"') and self.get(key) != wanted:
            self.add(key, f"{_shown(self.get(key))} is not a known form", f'write "{wanted}"')

    def finish(self) -> None:
        """Refuse what nobody asked for."""
        for key in self.data:
            if key not in self._known:
                self.add(
                    _short(key), "is an unknown field", f"remove it; known here: {', '.join(self._known)}"
                )


def _example(places: int) -> str:
    return "0" if places == 0 else "1.5"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _shown(value: object) -> str:
    return _short(repr(value)) if isinstance(value, str | int | float) else kind(value)

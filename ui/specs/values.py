"""States of an answer, faults, and the grammar of stored numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NOT_DISCLOSED = "NOT_DISCLOSED"
NOT_APPLICABLE = "NOT_APPLICABLE"

# Stored numbers are ASCII digits with at most one point: "4000", "-0.05", "1.2300".
NUMBER = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,6})?", re.ASCII)
CODE = re.compile(r"[A-Za-z0-9_.:-]{1,80}", re.ASCII)
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Fault:
    """What is wrong (`message`), where (`path`, such as `q3_levels[1].share`) and what to do (`remedy`)."""

    path: str
    message: object
    remedy: object = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.message} {self.remedy}".strip()


def is_state(value: Any) -> bool:
    """True for {"state": ...}: the vendor says why there is no value."""
    return isinstance(value, Mapping) and "state" in value


def state_of(value: Any) -> str:
    return value["state"] if is_state(value) else ""


def is_empty(value: object) -> bool:
    """Nothing was given: absent, blank text, no rows, an object without content. False and 0 are values."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return True
    if isinstance(value, list):
        return not value
    if isinstance(value, Mapping):
        return all(is_empty(part) for part in value.values())
    return False


def is_blank(spec: Any, value: object) -> bool:
    """Empty, and not the stated "none" of a list that may be empty."""
    return is_empty(value) and not (value == [] and spec.allow_none)

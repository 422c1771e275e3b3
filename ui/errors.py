"""Refusals a person can read."""

from collections.abc import Callable
from typing import Any


class Refused(Exception):
    """An action is not allowed now. The one argument is the translatable sentence shown to the person."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


def reason_against(check: Callable[..., None], *args: Any) -> str:
    """The sentence with which a `check_can_...` refuses, or nothing: for the button that shows it."""
    try:
        check(*args)
    except Refused as refused:
        return str(refused)
    return ""

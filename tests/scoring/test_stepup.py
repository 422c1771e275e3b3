"""Opening and award ask for a second factor where the deployment demands it."""

import pytest

from accounts.stepup import is_protected

DECISIONS = ["opening_approve", "award", "award_approve", "award_return", "award_close", "waiver_decide"]


@pytest.mark.parametrize("name", DECISIONS)
def test_decisions_are_protected(name: str) -> None:
    assert is_protected(f"scoring:{name}")


def test_reading_is_not() -> None:
    assert not is_protected("scoring:ranking")

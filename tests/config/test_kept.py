"""States that are kept: every test finds them as they were built, and its own rows nowhere else."""

from typing import Any

import pytest
from django.db import connection

from tests import cast
from tests.kept import kept
from vendors.models import Vendor

LANGUAGES = ["en", "zh-hans"]  # what a test does to the answer stays its own


@kept
def two_vendors() -> list[Any]:
    return [cast.vendor(), cast.rival(), list(LANGUAGES)]


def is_away() -> bool:
    return "_kept_" in connection.settings_dict["NAME"]


@pytest.mark.parametrize("turn", range(4))
def test_each_test_finds_the_state_as_it_was_built(db: None, turn: int) -> None:
    assert not Vendor.objects.exists()
    first, second, languages = two_vendors()
    assert is_away() == (turn > 0)  # the first one builds as it is written
    assert languages == LANGUAGES and first.name == "Celadon Service"
    assert set(Vendor.objects.all()) == {first, second}
    languages.append("zh-hant")
    Vendor.objects.filter(pk=first.pk).update(name="Renamed")
    second.delete()
    cast.vendor(f"Made by turn {turn}")
    assert two_vendors()[0].name == "Celadon Service"  # asked for again: built beside what is there


def test_elsewhere_nothing_of_it_is_there(db: None) -> None:
    assert not is_away() and not Vendor.objects.exists()


def test_who_wrote_first_builds_at_home(db: None) -> None:
    mine = cast.vendor("Mine")
    two_vendors()
    assert not is_away() and Vendor.objects.filter(pk=mine.pk).exists() and Vendor.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_real_transactions_stay_at_home() -> None:
    two_vendors()
    assert not is_away() and Vendor.objects.count() == 2

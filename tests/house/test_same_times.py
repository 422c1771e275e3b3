"""A2: how long the 404 of a rival's thing takes, beside that of a thing that is not there. Reported, not asserted."""

import math
import os
import time
import uuid
from collections.abc import Callable, Sequence

import pytest

from tests.house.walker import routes
from tests.world import RIVAL, World

ASKED = ("quotes:invitation", "quotes:answers", "quotes:file", "quotes:receipt_json", "vendors:detail")
Z_99 = 2.576


def interval_of_median(values: Sequence[float]) -> tuple[float, float, float]:
    """(lowest, median, highest) of a 99 % confidence interval of the median, by order statistics."""
    found, half = sorted(values), Z_99 * math.sqrt(len(values)) / 2
    middle = len(found) / 2
    low, high = max(0, math.floor(middle - half)), min(len(found) - 1, math.ceil(middle + half))
    return found[low], found[len(found) // 2], found[high]


def test_the_interval_holds_the_median_of_known_values() -> None:
    assert interval_of_median([float(number) for number in range(501)]) == (221.0, 250.0, 280.0)


@pytest.mark.parametrize("n", [10, pytest.param(500, marks=pytest.mark.prove)])
def test_times_of_a_rivals_and_of_an_unknown_id_are_reported(
    world: World, n: int, record_property: Callable[[str, object], None]
) -> None:
    """n pairs of each URL, in turn and in changing order, so that the machine's noise falls on both."""
    client, theirs = world.client("vendor"), world.invitation(RIVAL)
    foreign = {
        "invitation_id": theirs.pk,
        "file_id": theirs.files.first().pk,
        "vendor": world.cast.vendors[RIVAL].pk,
    }
    for route in routes():
        if route.name not in ASKED:
            continue
        values = world.arguments(route.name)
        known = [name for name in route.arguments if name in foreign]
        of_rival = route.path(values | {name: foreign[name] for name in known})
        differences = []
        for turn in range(n):
            unknown = route.path(values | {name: uuid.uuid4() for name in known})
            taken = {}
            for path in (of_rival, unknown) if turn % 2 else (unknown, of_rival):
                began = time.perf_counter()
                assert client.get(path).status_code == 404
                taken[path] = time.perf_counter() - began
            differences.append(1000 * (taken[of_rival] - taken[unknown]))
        low, middle, high = interval_of_median(differences)
        line = f"{route.name}: rival's minus unknown, {n} pairs, median {middle:+.2f} ms, 99 % of [{low:+.2f}, {high:+.2f}]"
        record_property(route.name, line)
        os.write(2, f"\n{line}\n".encode())

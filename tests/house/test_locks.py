"""Advisory locks share one space of numbers in a database: two acts with the same number wait for each other."""

import re

from tests.house.source import APPS, ROOT

NUMBER = re.compile(r"^(?:[A-Z]+_)?(?:LOCK|SPACE) = (\d+)", re.M)


def test_every_advisory_lock_has_a_number_of_its_own() -> None:
    files = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    taken = [(int(number), path.name) for path in files for number in NUMBER.findall(path.read_text())]
    numbers = [number for number, _name in taken]
    assert len(numbers) >= 5, "the pattern no longer finds them"
    assert len(set(numbers)) == len(numbers), sorted(taken)

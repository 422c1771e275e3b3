"""Interval rows to one week: what comes on an average weekday, interval by interval."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from calc.workforce.seats import DAYS, STEPS, Profile
from rfqs.volumes.columns import Reading

HOUR = 60


def week_of(used: Sequence[Reading], step: int) -> dict[str, Any]:
    """The profile as it is kept with the volumes: sums by weekday and interval, and how many days they cover.

    Rows are brought to the finest grid of 5, 15, 30 or 60 minutes that `step` fits; rows of whole days or of
    more than an hour have no profile.
    """
    if not 1 <= step <= HOUR:
        return {}
    grid = next(one for one in STEPS if one % step == 0)
    sums: Counter[tuple[int, int]] = Counter()
    days: set[date] = set()
    for one in used:
        minute = one.at.hour * HOUR + one.at.minute
        sums[one.at.isoweekday(), minute - minute % grid] += one.count
        days.add(one.at.date())
    busy = [minute for (_day, minute), count in sums.items() if count]
    if not busy:
        return {}
    minutes = range(min(busy), max(busy) + grid, grid)
    seen = Counter(day.isoweekday() for day in days)
    totals = tuple(tuple(sums[day, minute] for minute in minutes) for day in DAYS)
    return Profile(grid, minutes.start, tuple(seen[day] for day in DAYS), totals).as_json()

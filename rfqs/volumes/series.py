"""Readings to whole months, with what was left out, what is missing, and where the peaks are."""

import calendar
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rfqs.volumes.columns import Reading
from rfqs.volumes.faults import Fault, VolumeFaults
from rfqs.volumes.profile import week_of
from rfqs.volumes.tables import refuse

HISTORY_MONTHS = 6
LISTED = 60  # missing days and intervals that are listed one by one


@dataclass
class Volumes:
    """What a source says. `months` are whole ones in order; the last six are the history."""

    source: str
    grain: str  # MONTH, DAY or INTERVAL
    months: list[tuple[date, int]]
    left_out: list[dict[str, Any]] = field(default_factory=list)
    closed_weekdays: list[int] = field(default_factory=list)  # 1 is Monday
    missing_days: list[str] = field(default_factory=list)
    missing_intervals: list[str] = field(default_factory=list)
    missing_intervals_count: int = 0
    peaks: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(
        default_factory=dict
    )  # the week by interval, see `calc.workforce.seats.Profile`
    columns: dict[str, Any] = field(default_factory=dict)  # which columns were read, and whether by guess

    @property
    def history(self) -> list[int]:
        return [count for _month, count in self.months[-HISTORY_MONTHS:]]

    @property
    def history_from(self) -> date:
        return self.months[-HISTORY_MONTHS][0]

    @property
    def was_guessed(self) -> bool:
        """The columns were told by their shape, not by a name: a person must look at them."""
        return bool(self.columns.get("guessed"))

    @property
    def needs_confirmation(self) -> bool:
        """Days or intervals are missing: a person must say that the counts are nevertheless right."""
        return bool(self.missing_days or self.missing_intervals_count)

    def evidence(self) -> dict[str, Any]:
        """What is kept beside the history, as JSON."""
        return {
            "source": self.source,
            "grain": self.grain,
            "months": [[month.strftime("%Y-%m"), count] for month, count in self.months],
            "left_out": self.left_out,
            "closed_weekdays": self.closed_weekdays,
            "missing_days": self.missing_days,
            "missing_intervals": self.missing_intervals,
            "missing_intervals_count": self.missing_intervals_count,
            "peaks": self.peaks,
            "profile": self.profile,
            "columns": self.columns,
        }

    def as_json(self) -> dict[str, Any]:
        """Everything, as JSON; `from_json` reads it back."""
        return self.evidence()

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Volumes":
        months = [(date.fromisoformat(f"{month}-01"), count) for month, count in kept["months"]]
        return cls(**{**kept, "months": months})


def add_months(month: date, count: int) -> date:
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def build(readings: list[Reading], *, today: date, source: str) -> Volumes:
    """Add readings up to months; refuses duplicates, gaps of a whole month and too short a history."""
    grain = _grain(readings)
    _refuse_twice(readings, grain)
    totals: Counter[date] = Counter()
    for one in readings:
        totals[one.at.date().replace(day=1)] += one.count
    _refuse_gaps(totals)
    volumes = Volumes(source=source, grain=grain, months=sorted(totals.items()))
    days = {one.at.date() for one in readings}
    if grain != "MONTH":
        _find_missing_days(volumes, days)
    _leave_out(volumes, days, grain, today)
    if len(volumes.months) < HISTORY_MONTHS:
        raise refuse(
            format_lazy(_("Six whole months are needed; the table holds {count}."), count=len(volumes.months))
        )
    if not any(volumes.history):
        raise refuse(_("At least one of the last six months must have contacts."))
    _keep_peaks(volumes, readings, grain)
    return volumes


def _grain(readings: list[Reading]) -> str:
    kinds = {(one.has_day, one.has_clock and one.at.time() != datetime.min.time()) for one in readings}
    if any(clock for _day, clock in kinds):
        return "INTERVAL"
    if all(one.at.day == 1 for one in readings):
        return "MONTH"
    mixed = next((one for one in readings if not one.has_day), None)
    if mixed:
        raise refuse(_("this row names a month, others name days: use one form throughout"), mixed.row)
    return "DAY"


def _refuse_twice(readings: list[Reading], grain: str) -> None:
    form = {"MONTH": "%Y-%m", "DAY": "%Y-%m-%d", "INTERVAL": "%Y-%m-%d %H:%M"}[grain]
    seen: dict[object, int] = {}
    faults: list[Fault] = []
    for one in readings:
        first = seen.setdefault(one.at, one.row)
        if first != one.row:
            message = _("{moment} appears twice, first in row {first}")
            faults.append(Fault(format_lazy(message, moment=one.at.strftime(form), first=first), one.row))
    if faults:
        raise VolumeFaults(faults)


def _refuse_gaps(totals: Counter[date]) -> None:
    month, last = min(totals), max(totals)
    missing = []
    while month < last:
        if month not in totals:
            missing.append(month)
        month = add_months(month, 1)
    if missing:
        message = _("{month} is missing between the first and the last month: add it, with 0 if nothing came")
        raise VolumeFaults([Fault(format_lazy(message, month=f"{m:%Y-%m}")) for m in missing])


def _find_missing_days(volumes: Volumes, days: set[date]) -> None:
    first, last = min(days), max(days)
    span = [first + timedelta(n) for n in range((last - first).days + 1)]
    open_on = {day.isoweekday() for day in days}
    if len(span) >= 14:
        volumes.closed_weekdays = [n for n in range(1, 8) if n not in open_on]
    volumes.missing_days = [
        day.isoformat() for day in span if day not in days and day.isoweekday() not in volumes.closed_weekdays
    ]


def _leave_out(volumes: Volumes, days: set[date], grain: str, today: date) -> None:
    """Months that are not whole: the running one, and the first or last when the days do not fill it."""
    first, last = min(days), max(days)
    kept = []
    for month, count in volumes.months:
        end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        running = (month.year, month.month) >= (today.year, today.month)
        begins, stops = max(first, month), min(last, end)
        torn = grain != "MONTH" and not (
            _all_closed(month, begins - timedelta(1), volumes)
            and _all_closed(stops + timedelta(1), end, volumes)
        )
        if running or torn:
            item = {"month": f"{month:%Y-%m}", "contacts": count, "reason": "RUNNING" if running else "TORN"}
            volumes.left_out.append(item | {"from": begins.isoformat(), "to": stops.isoformat()})
        else:
            kept.append((month, count))
    volumes.months = kept
    names = {item["month"] for item in volumes.left_out}
    volumes.missing_days = [day for day in volumes.missing_days if day[:7] not in names]


def _all_closed(start: date, end: date, volumes: Volumes) -> bool:
    days = ((start + timedelta(n)).isoweekday() for n in range((end - start).days + 1))
    return all(day in volumes.closed_weekdays for day in days)


def _keep_peaks(volumes: Volumes, readings: list[Reading], grain: str) -> None:
    """Shares and the busiest moment over the last six whole months."""
    if grain == "MONTH":
        return
    start, end = volumes.history_from, add_months(volumes.history_from, HISTORY_MONTHS)
    used = [one for one in readings if start <= one.at.date() < end]
    total = sum(one.count for one in used) or 1
    weekdays: Counter[int] = Counter()
    by_day: Counter[date] = Counter()
    for one in used:
        weekdays[one.at.isoweekday()] += one.count
        by_day[one.at.date()] += one.count
    busiest = max(by_day, key=lambda day: (by_day[day], day))
    volumes.peaks = {
        "weekday_share": [round(weekdays[n] / total, 4) for n in range(1, 8)],
        "day": {"on": busiest.isoformat(), "contacts": by_day[busiest]},
    }
    if grain == "INTERVAL":
        _keep_hours(volumes, used, total)


def _keep_hours(volumes: Volumes, used: list[Reading], total: int) -> None:
    step = _step(used)
    hours: Counter[int] = Counter()
    by_hour: Counter[datetime] = Counter()
    for one in used:
        hours[one.at.hour] += one.count
        by_hour[one.at.replace(minute=0, second=0)] += one.count
    top = max(used, key=lambda one: (one.count, one.at))
    busy = max(by_hour, key=lambda hour: (by_hour[hour], hour))
    volumes.peaks |= {
        "hour_share": [round(hours[n] / total, 4) for n in range(24)],
        "step_minutes": step,
        "interval": {"at": f"{top.at:%Y-%m-%d %H:%M}", "contacts": top.count},
        "hour": {"at": f"{busy:%Y-%m-%d %H:%M}", "contacts": by_hour[busy]},
    }
    volumes.profile = week_of(used, step)
    _find_missing_intervals(volumes, used)


def _step(used: list[Reading]) -> int:
    """Minutes between neighbours, the most frequent distance."""
    moments = sorted(one.at for one in used)
    gaps = Counter(int((b - a).total_seconds() // 60) for a, b in pairwise(moments))
    return gaps.most_common(1)[0][0] if gaps else 60


def _find_missing_intervals(volumes: Volumes, used: list[Reading]) -> None:
    """A clock time counts as open on a weekday when most days of that weekday have it."""
    slots: dict[int, Counter[Any]] = {n: Counter() for n in range(1, 8)}
    days: dict[date, set[Any]] = {}
    for one in used:
        slots[one.at.isoweekday()][one.at.time()] += 1
        days.setdefault(one.at.date(), set()).add(one.at.time())
    per_weekday = Counter(day.isoweekday() for day in days)
    usual = {
        n: {clock for clock, seen in counter.items() if seen * 2 > per_weekday[n]}
        for n, counter in slots.items()
    }
    missing = [
        f"{day} {clock:%H:%M}"
        for day, there in sorted(days.items())
        for clock in sorted(usual[day.isoweekday()] - there)
    ]
    volumes.missing_intervals, volumes.missing_intervals_count = missing[:LISTED], len(missing)

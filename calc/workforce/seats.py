"""From a week of intervals to the seats a service needs (Erlang), beside the planning formula (domain 3.3).

A profile says how the contacts of a week lie in its intervals. It is scaled to the contacts of a month, every
interval is staffed by `calc.workforce.erlang`, and the agent hours of the month are spread over seats: a seat is a person
who is paid `paid_hours` a month and is away from the contacts for the shrinkage. Shifts are taken to fit without a
rest, so the seats are the least that can do it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from calc.workforce import erlang_many
from calc.workforce.erlang import Service, StaffingError, Target, Work, agents_needed, at_least, service

DAYS = range(1, 8)
DAY_MINUTES = 24 * 60
STEPS = (5, 15, 30, 60)
# Weeks of an average month: 365.25 days in twelve months.
WEEKS = Fraction(487, 112)
MOST_CONTACTS = 1_000_000_000
# Contacts at once in one interval, at work or waiting patiently: no service has more, and a week of such intervals
# would keep a page busy for minutes.
MOST_AT_ONCE = 20_000
COARSE = 30
FLAT, HOURS, ROWS = "FLAT", "HOURS", "ROWS"


@dataclass(frozen=True)
class Profile:
    """The contacts of a week by interval: sums over `days` days of each weekday, from minute `first` of the day.

    `totals` has seven rows, Monday first, of one length; a weekday without days is closed. `source` says where it
    comes from: rows of intervals, shares of hours and weekdays, or an even spread over the service hours.
    """

    step: int
    first: int
    days: tuple[int, ...]
    totals: tuple[tuple[int, ...], ...]
    source: str = ROWS

    def __post_init__(self) -> None:
        if self.step not in STEPS:
            raise StaffingError("step", f"give intervals of {', '.join(map(str, STEPS))} minutes")
        lengths = {len(row) for row in self.totals}
        if len(self.days) != 7 or len(self.totals) != 7 or len(lengths) != 1:
            raise StaffingError("totals", "give seven weekdays with the same intervals")
        if self.first % self.step or self.first < 0 or self.first + self.step * lengths.pop() > DAY_MINUTES:
            raise StaffingError("first", "the intervals must lie within one day, on whole steps")
        if min(self.days) < 0 or any(count < 0 for row in self.totals for count in row):
            raise StaffingError("totals", "a count is never below 0")
        if not any(count and days for row, days in zip(self.totals, self.days, strict=True) for count in row):
            raise StaffingError("totals", "at least one interval must have contacts")

    def mean(self, weekday: int, index: int) -> Fraction:
        """Contacts of an average day in one interval."""
        days = self.days[weekday - 1]
        return Fraction(self.totals[weekday - 1][index], days) if days else Fraction(0)

    def minutes(self) -> range:
        """The minute of the day at which each interval begins."""
        return range(self.first, self.first + self.step * len(self.totals[0]), self.step)

    @property
    def week(self) -> Fraction:
        """Contacts of an average week."""
        rows = zip(self.totals, self.days, strict=True)
        return sum((Fraction(sum(row), days) for row, days in rows if days), Fraction(0))

    def coarser(self, step: int = COARSE) -> "Profile":
        """The same in longer intervals; itself where it is as coarse already."""
        if self.step >= step:
            return self
        first = self.first - self.first % step
        many = -(-(self.minutes().stop - first) // step)
        rows = [[0] * many for _day in DAYS]
        for index, minute in enumerate(self.minutes()):
            for day in range(7):
                rows[day][(minute - first) // step] += self.totals[day][index]
        return replace(self, step=step, first=first, totals=tuple(tuple(row) for row in rows))

    def as_json(self) -> dict[str, Any]:
        return {
            "step": self.step,
            "first": self.first,
            "days": list(self.days),
            "totals": [list(row) for row in self.totals],
        }


def read_profile(kept: Mapping[str, Any]) -> Profile:
    """The profile as it was kept; raises `StaffingError`."""
    rows = tuple(tuple(int(count) for count in row) for row in kept["totals"])
    return Profile(int(kept["step"]), int(kept["first"]), tuple(map(int, kept["days"])), rows)


Windows = Sequence[Mapping[str, Any]]


def flat(windows: Windows) -> Profile:
    """The same in every half hour of the service hours: the stated assumption where no intervals are known."""
    open_ = _positions(windows, COARSE)
    if not any(any(row) for row in open_):
        raise StaffingError("coverage_windows", "give the service hours: weekdays, from and to")
    rows = tuple(tuple(int(bool(one)) for one in row) for row in open_)
    return Profile(COARSE, 0, (1,) * 7, rows, FLAT)


def by_shares(hours: Sequence[object], weekdays: Sequence[object]) -> Profile:
    """Each hour's share times each weekday's: what an upload before intervals were kept has left."""
    parts = [[round(float(str(h)) * float(str(d)) * 10**8) for h in hours] for d in weekdays]
    return Profile(60, 0, (1,) * 7, tuple(tuple(row) for row in parts), HOURS)


def _positions(windows: Windows, step: int) -> list[list[int]]:
    """Least positions by weekday and interval of the day, at least 1 while the service is open; 0 when closed.

    A window that ends no later than it begins goes on past midnight: its rest belongs to the next weekday.
    """
    a_day = DAY_MINUTES // step
    found = [[0] * a_day for _day in DAYS]
    for row in windows:
        start, end = _minute(row.get("start")), _minute(row.get("end"))
        least = max(1, int(row.get("positions") or 0))
        stop = -(-(end if end > start else end + DAY_MINUTES) // step)
        for day in row.get("weekdays") or ():
            for index in range(start // step, stop):
                later, slot = divmod(index, a_day)
                there = found[(int(day) - 1 + later) % 7]
                there[slot] = max(there[slot], least)
    return found


def _minute(clock: object) -> int:
    hour, _colon, minute = str(clock or "00:00").partition(":")
    return min(DAY_MINUTES, int(hour) * 60 + int(minute or 0))


@dataclass(frozen=True)
class Rules:
    """How the intervals are staffed. Shares are fractions of 1, times seconds, `paid_hours` a month and seat."""

    aht_s: Fraction
    target: Target
    concurrency: Fraction = Fraction(1)
    max_occupancy: Fraction = Fraction(85, 100)
    shrinkage: Fraction = Fraction(30, 100)
    patience_s: Fraction | None = None
    paid_hours: Fraction = Fraction(174)
    floor_seats: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.shrinkage <= Fraction(9, 10):
            raise StaffingError("shrinkage", "give a share of 0 to 0.9; nobody is left to work above it")
        if not 1 <= self.concurrency <= 20:
            raise StaffingError("concurrency", "give 1 to 20 chats at once")
        if not 1 <= self.paid_hours <= 744:
            raise StaffingError("paid_hours", "give 1 to 744 hours a month")

    @property
    def seat_hours(self) -> Fraction:
        """Hours a month that a seat is there for contacts."""
        return self.paid_hours * (1 - self.shrinkage)


@dataclass(frozen=True)
class Interval:
    """One interval of the week, staffed. `agents` people work on up to `agents` x concurrency contacts."""

    weekday: int
    minute: int
    contacts: Fraction
    load: Fraction
    agents: int
    rostered: int
    level: float
    occupancy: float
    average_wait_s: float


@dataclass(frozen=True)
class Plan:
    """A staffed week: `seats` is the largest of what the hours, the busiest interval and the floor need."""

    intervals: tuple[Interval, ...]
    step: int
    month_contacts: Fraction
    unstaffed_share: Fraction
    hours_month: Fraction
    work_hours_month: Fraction
    seats_by_hours: int
    seats_by_peak: int
    seats: int
    level: float
    rules: Rules

    @property
    def peak(self) -> Interval:
        return max(self.intervals, key=lambda one: (one.agents, one.load))

    @property
    def occupancy(self) -> float:
        return float(self.work_hours_month / self.hours_month) if self.hours_month else 0.0


def plan(
    profile: Profile, rules: Rules, month_contacts: Fraction, windows: Windows = (), *, levels: bool = True
) -> Plan:
    """Staff an average week of a month with `month_contacts`.

    With service hours given, intervals outside them are not staffed and their share of the contacts is named;
    inside them at least the positions asked for are staffed, contacts or not. Without `levels` only the agents are
    worked out: every interval says that it keeps its promise and how busy it is, nobody's wait. Raises
    `StaffingError`, too where more than `MOST_AT_ONCE` contacts are there at once.
    """
    if not 0 <= month_contacts <= MOST_CONTACTS:
        raise StaffingError("contacts", f"give 0 to {MOST_CONTACTS} contacts a month")
    scale = month_contacts / (profile.week * WEEKS)
    open_ = _positions(windows, profile.step) if windows else None
    _check_busiest(profile, rules, scale)
    memo = _patient_agents(profile, rules, scale)
    found, outside = [], Fraction(0)
    for weekday, minute, mean in _slots(profile, open_):
        least = open_[weekday - 1][minute // profile.step] if open_ else 0
        if open_ and not least:
            outside += mean
            continue
        if mean or least:
            contacts, seconds = mean * scale, profile.step * 60
            found.append(_staffed(weekday, minute, contacts, seconds, rules, least, memo, levels=levels))
    return _summed(found, profile, rules, month_contacts, outside / profile.week)


def _slots(profile: Profile, open_: list[list[int]] | None) -> Iterable[tuple[int, int, Fraction]]:
    """Every interval with its mean; with service hours the whole day, so that empty open intervals are staffed."""
    minutes = profile.minutes()
    whole = range(0, DAY_MINUTES, profile.step) if open_ else minutes
    for weekday in DAYS:
        for minute in whole:
            there = minutes.start <= minute < minutes.stop
            yield (
                weekday,
                minute,
                profile.mean(weekday, (minute - minutes.start) // profile.step) if there else Fraction(0),
            )


def _staffed(
    weekday: int,
    minute: int,
    contacts: Fraction,
    seconds: int,
    rules: Rules,
    least: int,
    memo: dict[Fraction, tuple[int, Service | None]],
    *,
    levels: bool,
) -> Interval:
    work = Work(contacts, rules.aht_s, Fraction(seconds), rules.patience_s)
    if contacts not in memo:
        lines = agents_needed(work, rules.target, rules.max_occupancy)
        memo[contacts] = at_least(lines / rules.concurrency), None
    agents = max(memo[contacts][0], least)
    given = memo[contacts][1]
    lines = int(agents * rules.concurrency)
    if given is None or given.agents != lines:
        given = service(work, lines, rules.target.within_s) if levels else _unknown(work, lines)
        memo[contacts] = memo[contacts][0], given
    rostered = at_least(agents / (1 - rules.shrinkage))
    return Interval(
        weekday,
        minute,
        contacts,
        work.load,
        agents,
        rostered,
        given.level,
        given.occupancy,
        given.average_wait_s,
    )


def _unknown(work: Work, lines: int) -> Service:
    """What is not worked out where only agents are asked for."""
    return Service(lines, 1.0, 0.0, 0.0, 0.0, float(work.load / lines) if lines else 0.0)


def _check_busiest(profile: Profile, rules: Rules, scale: Fraction) -> None:
    """Refuse what nobody has: more contacts at once than the largest service; patience counts as waiting contacts."""
    most = max(profile.mean(day, index) for day in DAYS for index in range(len(profile.totals[0])))
    longer = max(Fraction(1), (rules.patience_s or Fraction(0)) / rules.aht_s)
    at_once = most * scale * rules.aht_s / (profile.step * 60) * longer
    if at_once > MOST_AT_ONCE:
        what = "with their patience, " if longer > 1 else ""
        raise StaffingError(
            "at_once",
            f"{what}{float(at_once):,.0f} contacts are there at once, above {MOST_AT_ONCE:,}; "
            "check contacts, handling time and patience",
        )


def _patient_agents(
    profile: Profile, rules: Rules, scale: Fraction
) -> dict[Fraction, tuple[int, Service | None]]:
    """Agents by contacts where people hang up: for all intervals at once, as a sum for each would take seconds."""
    if rules.patience_s is None or rules.target.share is None:
        return {}
    means = {profile.mean(day, index) for day in DAYS for index in range(len(profile.totals[0]))}
    contacts = [mean * scale for mean in sorted(means) if mean]
    seconds = profile.step * 60
    for one in contacts[-1:]:
        Work(one, rules.aht_s, Fraction(seconds), rules.patience_s)  # refuses what is out of bounds, by name
    lines = erlang_many.agents_needed(
        np.array([float(one) for one in contacts]),
        np.full(len(contacts), float(rules.aht_s)),
        seconds,
        rules.target,
        patience_s=float(rules.patience_s),
    )
    calm = (at_least(one * rules.aht_s / seconds / rules.max_occupancy) for one in contacts)
    busy = rules.max_occupancy < 1
    return {
        one: (at_least(max(int(many), rest if busy else 0) / rules.concurrency), None)
        for one, many, rest in zip(contacts, lines, calm, strict=True)
    }


def _summed(
    found: Sequence[Interval], profile: Profile, rules: Rules, month_contacts: Fraction, outside: Fraction
) -> Plan:
    if not found:
        raise StaffingError("coverage_windows", "no interval lies within the service hours; check both")
    hours = sum((one.agents for one in found), 0) * Fraction(profile.step, 60) * WEEKS
    served = sum((one.contacts for one in found), Fraction(0))
    by_hours = at_least(hours / rules.seat_hours)
    by_peak = max(one.rostered for one in found)
    level = sum(one.level * float(one.contacts) for one in found) / float(served) if served else 1.0
    return Plan(
        intervals=tuple(found),
        step=profile.step,
        month_contacts=month_contacts,
        unstaffed_share=outside,
        hours_month=hours,
        work_hours_month=served * WEEKS * rules.aht_s / 3600 / rules.concurrency,
        seats_by_hours=by_hours,
        seats_by_peak=by_peak,
        seats=max(by_hours, by_peak, rules.floor_seats),
        level=level,
        rules=rules,
    )


def level_of(
    seats: int, profile: Profile, rules: Rules, month_contacts: Fraction, windows: Windows = ()
) -> Fraction | None:
    """The highest share within the promised time, in whole percent, that `seats` keep in every interval.

    None where they cannot even carry the load: the queue would not end (without patience). The occupancy cap is
    left aside, as overwork is how too few people keep up. Half hours are enough for this figure.
    """
    coarse = profile.coarser()
    low, high, best = 1, 99, None
    while low <= high:
        middle = (low + high) // 2
        target = Target(_within(rules), Fraction(middle, 100))
        tried = replace(rules, target=target, max_occupancy=Fraction(1), floor_seats=0)
        if plan(coarse, tried, month_contacts, windows, levels=False).seats <= seats:
            best, low = Fraction(middle, 100), middle + 1
        else:
            high = middle - 1
    return best


def _within(rules: Rules) -> Fraction:
    return rules.target.within_s

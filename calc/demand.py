"""Volumes: dated rows -> months, volatility class, peaks, forecast (domain 3.3).

The class is decided in exact fractions, so a history on a threshold falls on the side the rule says.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from calc.money import ONE, exact, round_places, round_whole

HISTORY_MONTHS = 6
STABLE, MODERATE, VOLATILE = "STABLE", "MODERATE", "VOLATILE"
STABLE_CV, STABLE_PEAK = Fraction(10, 100), Fraction(120, 100)
VOLATILE_CV, VOLATILE_PEAK = Fraction(25, 100), Fraction(150, 100)
TREND = Fraction(3, 100)
# "Several-fold" peaks: an event of this multiple makes any history volatile.
SEVERAL_FOLD = 2
# A month may miss a public holiday week and still count as whole.
HOLIDAY_DAYS = 7


class HistoryError(ValueError):
    """A history that cannot be classified; the message says what is needed."""


@dataclass(frozen=True)
class Volatility:
    """The class and the figures behind it, four decimals each (mean: two).

    cv_d and pmr_d are detrended; with `guarded` they are the raw ones, as some fitted month is not above 0.
    """

    cls: str
    growing: bool
    shrinking: bool
    cv: Decimal
    cv_d: Decimal
    pmr_d: Decimal
    trend: Decimal
    mean: Decimal
    guarded: bool = False
    by_event: bool = False


@dataclass(frozen=True)
class MonthTotal:
    """Contacts of one calendar month and the working days no row names."""

    year: int
    month: int
    contacts: int
    missing_days: tuple[date, ...] = ()

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True)
class History:
    """Whole months in order, and those left out because they are not whole."""

    months: tuple[MonthTotal, ...]
    left_out: tuple[MonthTotal, ...]


@dataclass(frozen=True)
class Peak:
    """A forecast month (1 to 12) and its multiple of the average month."""

    month: int
    multiple: Decimal


def classify(history: Sequence[int], event_multipliers: Iterable[Decimal] = ()) -> Volatility:
    """Class of six consecutive months; an event of at least twice the usual volume makes it VOLATILE."""
    if len(history) != HISTORY_MONTHS or min(history) < 0 or not any(history):
        raise HistoryError(f"give {HISTORY_MONTHS} months of contacts, none below 0 and at least one above 0")
    mean = Fraction(sum(history), HISTORY_MONTHS)
    slope, fits = _least_squares(history, mean)
    raw = _variance(history, [mean] * HISTORY_MONTHS) / mean**2
    guarded = min(fits) <= 0
    spread = raw if guarded else _variance(history, fits) / mean**2
    peak = max(Fraction(v) / f for v, f in zip(history, [mean] * 6 if guarded else fits, strict=True))
    trend = slope / mean
    by_event = any(multiplier >= SEVERAL_FOLD for multiplier in event_multipliers)
    return Volatility(
        cls=VOLATILE if by_event else _class(spread, peak),
        growing=trend >= TREND,
        shrinking=trend <= -TREND,
        cv=_root(raw),
        cv_d=_root(spread),
        pmr_d=_decimal(peak, 4),
        trend=_decimal(trend, 4),
        mean=_decimal(mean, 2),
        guarded=guarded,
        by_event=by_event,
    )


def _class(squared_cv: Fraction, peak: Fraction) -> str:
    if squared_cv <= STABLE_CV**2 and peak <= STABLE_PEAK:
        return STABLE
    if squared_cv > VOLATILE_CV**2 or peak > VOLATILE_PEAK:
        return VOLATILE
    return MODERATE


def _least_squares(values: Sequence[int], mean: Fraction) -> tuple[Fraction, list[Fraction]]:
    """Slope per month and the fitted value of each month."""
    middle = Fraction(len(values) - 1, 2)
    squares = sum(((x - middle) ** 2 for x in range(len(values))), Fraction(0))
    slope = sum(((x - middle) * value for x, value in enumerate(values)), Fraction(0)) / squares
    return slope, [mean + slope * (x - middle) for x in range(len(values))]


def _variance(values: Sequence[int], centres: Sequence[Fraction]) -> Fraction:
    return sum(((v - c) ** 2 for v, c in zip(values, centres, strict=True)), Fraction(0)) / len(values)


def _decimal(value: Fraction, places: int) -> Decimal:
    with exact():
        return round_places(Decimal(value.numerator) / value.denominator, places)


def _root(value: Fraction) -> Decimal:
    with exact():
        return round_places((Decimal(value.numerator) / value.denominator).sqrt(), 4)


# -- dated rows -> months -----------------------------------------------------------------------------------


def months_of(rows: Iterable[tuple[date, int]]) -> History:
    """Sum dated contacts to calendar months.

    A month is whole when the rows begin no later than its first day of business and end no earlier than its
    last, and at most a holiday week of it is missing. Days of business are the weekdays that occur in the
    rows: a desk that is closed at weekends does not need weekend rows.
    """
    totals: dict[date, int] = defaultdict(int)
    for day, contacts in rows:
        if contacts < 0:
            raise HistoryError(f"{day.isoformat()} has {contacts} contacts; a count is never below 0")
        totals[day] += contacts
    if not totals:
        return History((), ())
    weekdays = {day.weekday() for day in totals}
    whole: list[MonthTotal] = []
    left_out: list[MonthTotal] = []
    for year, month in _calendar(min(totals), max(totals)):
        expected = [day for day in _days(year, month) if day.weekday() in weekdays]
        missing = tuple(day for day in expected if day not in totals)
        contacts = sum(totals.get(day, 0) for day in _days(year, month))
        total = MonthTotal(year, month, contacts, missing)
        covered = min(totals) <= expected[0] and max(totals) >= expected[-1]
        (whole if covered and len(missing) <= HOLIDAY_DAYS else left_out).append(total)
    return History(tuple(whole), tuple(left_out))


def last_six(history: History) -> tuple[MonthTotal, ...]:
    """The last six whole months, which must follow one another."""
    months = history.months[-HISTORY_MONTHS:]
    if len(months) < HISTORY_MONTHS:
        raise HistoryError(f"six whole calendar months are needed, the rows hold {len(months)}")
    if (months[-1].year - months[0].year) * 12 + months[-1].month - months[0].month != HISTORY_MONTHS - 1:
        named = ", ".join(str(month) for month in history.left_out)
        raise HistoryError(f"the last six whole months do not follow one another; not whole: {named}")
    return months


def _calendar(first: date, last: date) -> Iterable[tuple[int, int]]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _days(year: int, month: int) -> list[date]:
    first = date(year, month, 1)
    return [first + timedelta(days=offset) for offset in range(calendar.monthrange(year, month)[1])]


# -- forecast -----------------------------------------------------------------------------------------------


def default_profile(history: Sequence[int]) -> tuple[int, ...]:
    """Twelve months at the average of the history, until the buyer edits them."""
    with exact():
        return (round_whole(Decimal(sum(history)) / len(history)),) * 12


def forecast(profile: Sequence[int], growth: Decimal, months: int) -> tuple[int, ...]:
    """Contacts of contract months 1 to `months`; growth counts from the second contract year on."""
    with exact():
        return tuple(round_whole(profile[m % 12] * (ONE + growth) ** (m // 12)) for m in range(months))


def peaks(profile: Sequence[int], least: Decimal = Decimal("1.5")) -> tuple[Peak, ...]:
    """Months of the profile at `least` times its average or more, in order."""
    mean = Fraction(sum(profile), len(profile))
    multiples = [Fraction(volume) / mean for volume in profile] if mean else []
    return tuple(
        Peak(index + 1, _decimal(multiple, 4))
        for index, multiple in enumerate(multiples)
        if multiple >= Fraction(least)
    )

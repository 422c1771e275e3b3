"""Which column is the time, which the contacts; cells to readings."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rfqs.volumes.faults import Fault, VolumeFaults
from rfqs.volumes.tables import Row, refuse

TIME_TEXT = """
    interval_start interval start time datetime timestamp date day month period year_month
    时间 日期 月份 月 年月 时段 开始时间 统计时间 統計時間 時間 時段 開始時間 日 天
"""
COUNT_TEXT = """
    contacts contact calls call count counts volume enquiries inquiries chats sessions conversations
    咨询量 咨询数 咨询人数 来电量 来电数 话务量 接待量 接待人数 会话量 会话数 通话量 呼入量 数量 总量
    諮詢量 諮詢數 來電量 來電數 話務量 會話量 通話量 呼入量 數量 總量
"""
TIME_WORDS, COUNT_WORDS = frozenset(TIME_TEXT.split()), frozenset(COUNT_TEXT.split())
MOMENT = re.compile(
    r"([0-9]{4})[-/.年]([0-9]{1,2})(?:月|[-/.月]([0-9]{1,2})日?)?"
    r"(?:[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?(?:\s*[-–~].*)?)?"
)
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
WHOLE = re.compile(r"[0-9]{1,10}(\.0+)?")

Wanted = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """One row: the moment its time cell names, whether it names a day and a clock time, and the count."""

    row: int
    at: datetime
    has_day: bool
    has_clock: bool
    count: int


def parse_moment(text: str) -> tuple[datetime, bool, bool] | None:
    """(moment, names a day, names a clock time), or None when the text is no moment."""
    found = MOMENT.fullmatch(text) or COMPACT.fullmatch(text)
    if not found:
        return None
    parts = [*found.groups(), None, None, None]
    year, month, day, hour, minute, second = (int(p) if p else None for p in parts[:6])
    try:
        moment = datetime(year or 0, month or 0, day or 1, hour or 0, minute or 0, second or 0)  # noqa: DTZ001  (as it is written; the zone is settled later)
    except ValueError:
        return None
    return moment, day is not None, hour is not None


@dataclass(frozen=True)
class Layout:
    """Where a table has its time and its contacts, counted from 0; `guessed` by shape where no name says so."""

    header: list[str]
    time_at: int
    clock_at: int | None
    count_at: int
    guessed: bool

    @property
    def names(self) -> tuple[str, str]:
        return _name(self.header, self.time_at), _name(self.header, self.count_at)


def layout_of(rows: list[Row], wanted: Wanted = (None, None)) -> Layout:
    """Find the columns; `wanted` are the time's and the contacts' as a person counts them, from 1."""
    header = rows[0][1] if _is_header(rows[0][1]) else []
    sample = [row for _n, row in (rows[1:] if header else rows)[:50]]
    if not sample:
        raise refuse(_("The table has a heading but no rows."))
    width = max(len(row) for row in sample)
    if any(number is not None and not 1 <= number <= width for number in wanted):
        raise refuse(format_lazy(_("The table has {width} columns; count them from 1."), width=width))
    time_at, count_at = (None if number is None else number - 1 for number in wanted)
    words = [_word(cell) for cell in header]
    named = lambda at, known: at < len(words) and words[at] in known
    told = time_at is not None, count_at is not None
    if time_at is None:
        time_at = _time_column(words, sample, count_at)
    clock_at = _clock_column(sample, time_at, count_at)
    if count_at is None:
        count_at = _count_column(words, sample, {time_at, clock_at})
    sure = (told[0] or named(time_at, TIME_WORDS)) and (told[1] or named(count_at, COUNT_WORDS))
    return Layout(header, time_at, clock_at, count_at, guessed=not sure)


def readings(rows: list[Row], layout: Layout) -> list[Reading]:
    """Every row as a reading; raises `VolumeFaults` with a fault for every cell that is none."""
    found: list[Reading] = []
    faults: list[Fault] = []
    for number, row in rows[1:] if layout.header else rows:
        _read(number, row, (layout.time_at, layout.clock_at, layout.count_at), layout.names, found, faults)
    if faults:
        raise VolumeFaults(faults)
    return found


def _read(
    number: int,
    row: list[str],
    at: tuple[int, int | None, int],
    names: tuple[str, str],
    found: list[Reading],
    faults: list[Fault],
) -> None:
    time_at, clock_at, count_at = at
    text = row[time_at] if time_at < len(row) else ""
    if clock_at is not None and clock_at < len(row):
        text = f"{text[:10]} {row[clock_at]}"
    moment = parse_moment(text)
    if moment is None:
        faults.append(Fault(_time_message(text), number, names[0]))
    cell = row[count_at] if count_at < len(row) else ""
    if not WHOLE.fullmatch(cell):
        faults.append(Fault(_count_message(cell), number, names[1]))
    elif moment is not None:
        found.append(Reading(number, *moment, int(cell.partition(".")[0])))


def _time_message(text: str) -> object:
    if not text:
        return _("the time is missing")
    form = _("“{text}” is not a time: write 2026-05, 2026-05-31 or 2026-05-31 09:30")
    return format_lazy(form, text=text[:40])


def _count_message(text: str) -> object:
    if not text:
        return _("the number of contacts is missing")
    if re.fullmatch(r"-[0-9.]+", text):
        return format_lazy(_("{text} is negative: contacts are counted from 0"), text=text[:40])
    if re.fullmatch(r"[0-9]+\.[0-9]+", text):
        return format_lazy(_("{text} is a fraction: contacts are whole numbers"), text=text[:40])
    return format_lazy(
        _("“{text}” is not a number of contacts: write digits only, as in 12500"), text=text[:40]
    )


def _is_header(row: list[str]) -> bool:
    return not any(parse_moment(cell) for cell in row)


def _word(cell: str) -> str:
    return re.sub(r"[\s（(].*$", "", cell.strip().lower()).strip()


def _time_column(words: list[str], sample: list[list[str]], taken: int | None) -> int:
    width = max(len(row) for row in sample)
    times = [i for i in range(width) if _share(sample, i, lambda cell: bool(parse_moment(cell))) >= 0.5]
    named = [i for i, word in enumerate(words) if word in TIME_WORDS and (i in times or not times)]
    found = [i for i in named or times if i != taken]
    if not found:
        raise refuse(
            _("No time column found: name one “time” (or “month”, “date”) and write 2026-05 or 2026-05-31.")
        )
    return found[0]


def _clock_column(sample: list[list[str]], time_at: int, count_at: int | None) -> int | None:
    """A column of clock times beside one of days."""
    is_clock = lambda cell: bool(re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?", cell))
    width = max(len(row) for row in sample)
    rest = (i for i in range(width) if i not in (time_at, count_at))
    return next((i for i in rest if _share(sample, i, is_clock) >= 0.8), None)


def _count_column(words: list[str], sample: list[list[str]], taken: set[int | None]) -> int:
    named = [i for i, word in enumerate(words) if word in COUNT_WORDS and i not in taken]
    if len(named) == 1:
        return named[0]
    width = max(len(row) for row in sample)
    numbers = [
        i
        for i in range(width)
        if i not in taken
        and _share(sample, i, lambda cell: bool(re.fullmatch(r"-?[0-9][0-9.,]*", cell))) >= 0.5
    ]
    if len(numbers) == 1 and not named:
        return numbers[0]
    if not (numbers or named):
        raise refuse(_("No contacts column found: name one “contacts” and write whole numbers in it."))
    raise refuse(_("Several columns could be the contacts: name the right one “contacts”."))


def _share(sample: list[list[str]], column: int, test: Callable[[str], object]) -> float:
    filled = [row[column] for row in sample if column < len(row) and row[column]]
    return sum(bool(test(cell)) for cell in filled) / len(filled) if filled else 0.0


def _name(header: list[str], index: int) -> str:
    return header[index] if index < len(header) and header[index] else str(index + 1)

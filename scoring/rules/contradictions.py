"""What a quote says twice and not the same: answers against price lines, and promises against the seats offered.

Hints for people, beside the red-flag register (domain 9.13): they carry no points.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil

from django.utils.translation import gettext as _

from quotes.contradictions import Contradiction, contradictions
from scoring.rules.findings import Case, Finding
from scoring.rules.reading import answer, decimal, fee, rate_lines, rows_of
from scoring.rules.sentences import flag_sentence
from ui.figures import trimmed
from ui.text import labelled

DEDICATED = ("DEDICATED_NAMED", "DEDICATED_POOL")
WEEKS_A_MONTH = Fraction(52, 12)
MINUTES = 60


def contradictions_of(case: Case, understaffed: Finding | None = None) -> list[Contradiction]:
    """Everything in one quote that does not agree, in the order of the questions.

    `understaffed` is W-SEATS (`scoring.rules.remarks`). While prices are sealed only the answers speak.
    """
    found = [*contradictions(dict(case.quote)), *_no_minimum(case), *_shifts(case)]
    if understaffed is not None:
        sentence = flag_sentence(understaffed.code, understaffed.params)
        found.append(Contradiction("X-11", sentence, (), 6, ("q6_kpis",)))
    return sorted(found, key=lambda one: (one.question, one.code))


def _no_minimum(case: Case) -> Iterator[Contradiction]:
    """ "No minimum" in a fee line or an answer beside least seats or a least charge in a rate line."""
    seats = max((int(decimal(line.get("min_qty")) or 0) for line in rate_lines(case)), default=0)
    charge = max(
        (decimal(line.get("min_charge")) or Decimal(0) for line in rate_lines(case)), default=Decimal(0)
    )
    if seats and fee(case, "F16")["status"] == "NOT_APPLICABLE":
        sentence = _("F16 says that no minimum is topped up, yet a rate line bills %(seats)s seats at least.")
        yield Contradiction("X-09", sentence % {"seats": seats}, (), 1, ("q1_min_seats",))
    if charge and answer(case, "q8_min_commit").is_no:
        sentence = _(
            "Question 8 says that there is no minimum, yet a rate line has a minimum charge of %(amount)s."
        )
        yield Contradiction("X-09", sentence % {"amount": trimmed(charge, 2)}, (), 8, ("q8_min_commit",))


def _shifts(case: Case) -> Iterator[Contradiction]:
    """Dedicated people, but fewer seats than the service hours have shifts.

    Of several service lines the first that is short of them: seats of one line do not serve another.
    """
    if answer(case, "q3_assignment").value not in DEDICATED:
        return
    for name, alone in case.each_alone():
        offered, needed = int(decimal(alone.quote.get("base_seats")) or 0), seats_for_hours(alone)
        if not offered or offered >= needed:
            continue
        params = {"hours": trimmed(_plain(position_hours(alone)), 1), "needed": needed, "offered": offered}
        sentence = _(
            "Dedicated people are promised. The service hours are %(hours)s staffed hours a week, which takes "
            "%(needed)s seats in shifts; %(offered)s are offered."
        )
        sentence %= params
        words = labelled(name, sentence) if name else sentence
        yield Contradiction("X-10", words, (), 3, ("q3_assignment",))
        return


def seats_for_hours(case: Case) -> int:
    """Seats that staff every position through all service hours: position hours a week / paid hours a week, up."""
    paid = Fraction(decimal(case.demand.get("paid_hours")) or Decimal(174)) / WEEKS_A_MONTH
    return ceil(position_hours(case) / paid)


def position_hours(case: Case) -> Fraction:
    """Hours a week that must be staffed, every position counted: the sum over the windows of the need."""
    return sum((_window(row) for row in rows_of(case, "coverage_windows")), Fraction(0))


def _window(row: object) -> Fraction:
    given = row if isinstance(row, dict) else {}
    start, end = _minute(given.get("start")), _minute(given.get("end"))
    if start is None or end is None:
        return Fraction(0)
    length = end - start if end > start else end - start + 24 * MINUTES  # a window over midnight
    days = 7 if given.get("kind") == "H24" else len(set(given.get("weekdays") or []))
    return Fraction(length, MINUTES) * days * max(1, int(decimal(given.get("positions")) or 0))


def _minute(text: object) -> int | None:
    hours, _colon, minutes = str(text or "").partition(":")
    if not (hours.isdigit() and minutes.isdigit()):
        return None
    return int(hours) * MINUTES + int(minutes)


def _plain(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator

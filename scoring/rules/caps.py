"""The score cap that red flags suggest for a question (domain 4, head)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from scoring.rules.findings import CRITICAL, MAJOR

HIGHEST = Decimal(5)


class Flag(Protocol):
    """A finding or a stored flag."""

    @property
    def severity(self) -> str: ...


def suggested_cap(flags: Iterable[Flag], *, undisclosed: bool = False) -> Decimal | None:
    """The cap for one question, None where nothing limits it.

    One MAJOR caps at 3, two at 2, any CRITICAL at 1; a required sub-answer not disclosed at 2 (the fee
    lines of question 2 do not count as such: they count through the disclosure).
    """
    severities = [flag.severity for flag in flags]
    majors = severities.count(MAJOR)
    caps = [HIGHEST]
    if CRITICAL in severities:
        caps.append(Decimal(1))
    if majors:
        caps.append(Decimal(3) if majors == 1 else Decimal(2))
    if undisclosed:
        caps.append(Decimal(2))
    lowest = min(caps)
    return None if lowest == HIGHEST else lowest

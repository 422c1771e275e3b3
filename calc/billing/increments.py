"""Time billed per contact: wrap-up, a minimum, and rounding up to a step (domain 5.3, B05).

Rounding up is done contact by contact, so it depends on how long single contacts last: where the buyer gives
the durations as a distribution, each class is rounded by itself and weighted with its share. Without one every
contact lasts the average.
"""

from collections.abc import Sequence
from decimal import Decimal

from calc.documents import Duration
from calc.money import ZERO, ceiling

STEPS_S = {"PER_SECOND": 0, "PER_6S": 6, "PER_STARTED_MINUTE": 60}


def billed_seconds(
    average_s: Decimal,
    durations: Sequence[Duration],
    *,
    talk_share: Decimal = Decimal(1),
    wrap_up_s: Decimal = ZERO,
    least_s: Decimal = ZERO,
    rounding: str = "PER_SECOND",
) -> Decimal:
    """Seconds billed for an average contact, exact.

    `average_s` is the handling time of this vendor; `durations` give the shape and are stretched to it. Talk
    and wrap-up together are at least `least_s`, then rounded up to the step of `rounding`.
    """
    step = STEPS_S[rounding]
    mean = mean_seconds(durations)
    classes = [(one.seconds * average_s / mean, one.share) for one in durations] or [(average_s, Decimal(1))]
    return sum(
        (
            _rounded(max(least_s, seconds * talk_share + wrap_up_s), step) * share
            for seconds, share in classes
        ),
        ZERO,
    )


def mean_seconds(durations: Sequence[Duration]) -> Decimal:
    """The average of a distribution of durations, 0 of none."""
    return sum((one.seconds * one.share for one in durations), ZERO)


def _rounded(seconds: Decimal, step: int) -> Decimal:
    return Decimal(ceiling(seconds / step) * step) if step else seconds

"""Cost levers on the buyer's side and what they do to the forecast (domain 6.5, 3.3).

A lever that keeps contacts away takes a share of those that are left: V' = V x (1 - b1) x (1 - b2) ... One that makes
a contact final lowers the repeat rate: V' = V x (1 + r') / (1 + r). The others change how the work is bought or
planned, not how much of it there is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calc.money import ONE, exact, round_whole

SELF_SERVICE, TECHNOLOGY, CHANNELS = "SELF_SERVICE", "TECHNOLOGY", "CHANNELS"
TRAINING, FEEDBACK, OUTSOURCING, PLANNING = "TRAINING", "FEEDBACK", "OUTSOURCING", "PLANNING"
DEFLECTING = (SELF_SERVICE, TECHNOLOGY, CHANNELS)
LOWERING_REPEATS = (TRAINING, FEEDBACK)
LEVERS = (*DEFLECTING, *LOWERING_REPEATS, OUTSOURCING, PLANNING)
MOST_DEFLECTED = Decimal("0.95")


class LeverError(ValueError):
    """An effect no lever can have; the message names it and the remedy."""


@dataclass(frozen=True)
class Effect:
    """The forecast before and after; `factor` is unrounded."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    factor: Decimal

    @property
    def spared(self) -> int:
        return sum(self.before) - sum(self.after)


def effect(
    profile: Sequence[int],
    deflections: Mapping[str, Decimal],
    repeat_now: Decimal | None = None,
    repeat_then: Decimal | None = None,
) -> Effect:
    """The forecast under the levers; months are rounded to whole contacts once, at the end.

    `deflections` holds shares by lever. A repeat rate that is unknown, now or then, changes nothing.
    """
    for lever, share in deflections.items():
        if lever not in DEFLECTING:
            raise LeverError(f"{lever}: keeps no contact away; use one of {', '.join(DEFLECTING)}")
        if not 0 <= share <= MOST_DEFLECTED:
            raise LeverError(f"{lever}: a share of {share} is out of range; give 0 to {MOST_DEFLECTED}")
    if repeat_now is not None and repeat_then is not None and not 0 <= repeat_then <= repeat_now:
        raise LeverError(f"repeat rate: {repeat_then} is not between 0 and today's {repeat_now}")
    with exact():
        factor = ONE
        for share in deflections.values():
            factor *= ONE - share
        if repeat_now is not None and repeat_then is not None:
            factor *= (ONE + repeat_then) / (ONE + repeat_now)
        after = tuple(round_whole(volume * factor) for volume in profile)
    return Effect(tuple(profile), after, factor)

"""Agents by waiting time: Erlang C, and Erlang A where people hang up (M/M/n and M/M/n+M).

One interval at a time, in plain Python. Loads, shares and times are fractions. Waiting times are worked out in
floats; a figure within `CLOSE` of the line that decides is decided again with fifty digits, so that no agent more
or less comes from a rounding. `calc.workforce.erlang_many` is the same for arrays.

Load A = contacts x handling time / interval, in Erlang. Erlang C waits with probability
C = n B / (n - A (1 - B)), B the loss probability, and is answered within t with 1 - C e^(-(n - A) t / AHT).
Erlang A lets people leave after an exponential patience, so it is stable with any number of agents.
"""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

CLOSE = 1e-9
# More than any desk has; beyond it a unit is wrong somewhere, and the refusal says so.
MOST_LOAD = 1_000_000
MOST_PATIENCE = 100  # times the handling time: whoever waits that long does not hang up
SHORTEST_S, LONGEST_S = 1, 86_400
# An overload whose exact sum would be longer is decided in floats: nobody staffs so thinly.
MOST_TERMS = 100_000
_FIFTY = Context(prec=50, rounding=ROUND_HALF_UP, Emin=-999_999, Emax=999_999)
_TINY = Decimal("1e-45")


class StaffingError(ValueError):
    """Figures that cannot be staffed; `field` names the one to change, the message says how."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.remedy = message


@dataclass(frozen=True)
class Target:
    """What is promised: `share` of the contacts answered within `within_s`; or, without a share, an average wait."""

    within_s: Fraction
    share: Fraction | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.within_s <= LONGEST_S:
            raise StaffingError("within_s", f"give 0 to {LONGEST_S} seconds")
        if self.share is not None and not 0 < self.share < 1:
            raise StaffingError(
                "share", "give a share above 0 and below 1; nobody answers every contact in time"
            )
        if self.share is None and not self.within_s:
            raise StaffingError(
                "within_s", "an average wait of 0 needs endless agents; give more than 0 seconds"
            )


@dataclass(frozen=True)
class Work:
    """The contacts of one interval and how long each takes; `patience_s` makes people hang up (Erlang A)."""

    contacts: Fraction
    aht_s: Fraction
    interval_s: Fraction
    patience_s: Fraction | None = None

    def __post_init__(self) -> None:
        if self.contacts < 0:
            raise StaffingError("contacts", "a count is never below 0")
        if not SHORTEST_S <= self.aht_s <= LONGEST_S:
            raise StaffingError("aht_s", f"give a handling time of {SHORTEST_S} to {LONGEST_S} seconds")
        if not SHORTEST_S <= self.interval_s <= LONGEST_S:
            raise StaffingError("interval_s", f"give an interval of {SHORTEST_S} to {LONGEST_S} seconds")
        if self.load > MOST_LOAD:
            raise StaffingError(
                "contacts",
                f"{float(self.contacts):g} contacts of {float(self.aht_s):g} s in {float(self.interval_s):g} s keep "
                f"{float(self.load):g} agents busy, above {MOST_LOAD}; check contacts, handling time and interval",
            )
        if self.patience_s is not None and not SHORTEST_S <= self.patience_s <= MOST_PATIENCE * self.aht_s:
            raise StaffingError(
                "patience_s",
                f"give {SHORTEST_S} second to {MOST_PATIENCE} handling times; leave it out where nobody hangs up",
            )

    @property
    def load(self) -> Fraction:
        """Offered load in Erlang."""
        return self.contacts * self.aht_s / self.interval_s


@dataclass(frozen=True)
class Service:
    """What `agents` give: shares as floats, the average wait in seconds over all contacts."""

    agents: int
    level: float
    waits: float
    average_wait_s: float
    abandoned: float
    occupancy: float


def at_least(value: Fraction) -> int:
    """The smallest whole number not below `value`, exactly."""
    return -((-value.numerator) // value.denominator)


def service(work: Work, agents: int, within_s: Fraction) -> Service:
    """What `agents` give to `work`. Without patience they must exceed the load, else the queue never ends."""
    _check_agents(work, agents)
    if not work.contacts:
        return Service(agents, 1.0, 0.0, 0.0, 0.0, 0.0)
    load, within = float(work.load), float(within_s / work.aht_s)
    if work.patience_s is None:
        waits = _waits(load, agents)
        late = waits * math.exp(-(agents - load) * within)
        return Service(
            agents, 1 - late, waits, waits * float(work.aht_s) / (agents - load), 0.0, load / agents
        )
    queue = _Queue(load, agents, float(work.patience_s / work.aht_s))
    abandoned = queue.abandoned
    return Service(
        agents,
        1 - queue.late(within),
        queue.waits,
        abandoned * float(work.patience_s),
        abandoned,
        load * (1 - abandoned) / agents,
    )


def agents_needed(work: Work, target: Target, max_occupancy: Fraction = Fraction(1)) -> int:
    """The fewest agents that keep the target and, on average, the occupancy; 0 where nothing comes.

    The occupancy cap is load / agents, exactly: 84.15 Erlang at 0.85 need 99, not 100. A cap of 1 caps nothing.
    """
    if not 0 < max_occupancy <= 1:
        raise StaffingError("max_occupancy", "give a share above 0 and at most 1")
    if not work.contacts:
        return 0
    load = work.load
    calm = at_least(load / max_occupancy) if max_occupancy < 1 else 0
    if work.patience_s is not None:
        return max(calm, _fewest_patient(work, work.patience_s, target))
    return _fewest(work, target, max(calm, int(load) + 1))


def _check_agents(work: Work, agents: int) -> None:
    if agents < 1:
        raise StaffingError("agents", "give at least 1 agent")
    if work.patience_s is None and agents <= work.load:
        least = int(work.load) + 1
        raise StaffingError(
            "agents",
            f"{agents} cannot carry a load of {float(work.load):.2f} Erlang, the queue would never end; "
            f"give at least {least}, or say how long people wait before they hang up",
        )


# -- Erlang C -----------------------------------------------------------------------------------------------


def _inverse_loss(load: float, agents: int) -> float:
    """1 / Erlang B at `agents` lines: the sum of agents! / (agents - k)! / load^k, about sqrt(load) terms."""
    total = term = 1.0
    for k in range(agents):
        term *= (agents - k) / load
        total += term
        if term < total * 1e-17 and agents - k < load:
            break
    return total


def _waits(load: float, agents: int) -> float:
    loss = 1 / _inverse_loss(load, agents)
    return agents * loss / (agents - load * (1 - loss))


def _fewest(work: Work, target: Target, agents: int) -> int:
    """Count up from `agents`, which exceed the load, until the target is kept; the loss by its recursion."""
    load, within = float(work.load), float(target.within_s / work.aht_s)
    line = within if target.share is None else float(1 - target.share)
    near, inverse = CLOSE * max(1.0, line), _inverse_loss(load, agents)
    while True:
        spare = agents - load
        waits = agents / (agents + spare * (inverse - 1))
        found = waits / spare if target.share is None else waits * math.exp(-spare * within)
        if found < line - near or (found <= line + near and kept_exactly(work, target, agents)):
            return agents
        agents += 1
        inverse = 1 + inverse * agents / load


def kept_exactly(work: Work, target: Target, agents: int) -> bool:
    """Whether the target is kept, decided with fifty digits; for a figure too close to call in floats."""
    with localcontext(_FIFTY):
        if work.patience_s is not None:
            return _kept_exactly_patient(work, target, agents)
        if agents <= work.load:
            return False
        load = _decimal(work.load)
        inverse = _exact_inverse_loss(load, agents)
        waits = agents / (agents + (agents - load) * (inverse - 1))
        within = _decimal(target.within_s / work.aht_s)
        if target.share is None:
            return bool(waits / (agents - load) <= within)
        return bool(waits * (-(agents - load) * within).exp() <= _decimal(1 - target.share))


def _exact_inverse_loss(load: Decimal, agents: int) -> Decimal:
    total = term = Decimal(1)
    for k in range(agents):
        term *= (agents - k) / load
        total += term
        if term < total * _TINY and agents - k < load:
            break
    return total


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator


# -- Erlang A -----------------------------------------------------------------------------------------------


class _Queue:
    """M/M/n+M in units of the handling time: `patience` in handling times, `agents` may be below the load.

    Somebody waits in state n + k with weight a y^k / (a (a+1) ... (a+k)), a = n x patience, y = load x patience;
    the states below n weigh 1/B - 1. All terms are positive, so nothing is lost by subtraction.
    """

    def __init__(self, load: float, agents: int, patience: float) -> None:
        self.a, self.y, self.patience = agents * patience, load * patience, patience
        self.log_scale, mass, first = _series(self.a, self.y)
        below = _inverse_loss(load, agents) - 1
        # Everything is divided by e^log_scale, the largest term, so that overload does not overflow.
        self.whole = below * math.exp(-self.log_scale) + self.a * mass
        self.waits = self.a * mass / self.whole
        self.abandoned = self.a * first / self.whole / self.y

    def late(self, within: float) -> float:
        """The share that waits longer than `within`, whether answered then or not."""
        if not within:
            return self.waits
        decay = within / self.patience
        x = self.y * math.exp(-decay)
        scale, mass, _first = _series(self.a, x)
        power = scale - self.log_scale + self.y - x - self.a * decay - decay
        return self.a * mass * math.exp(power) / self.whole


def _series(a: float, x: float) -> tuple[float, float, float]:
    """Sum of x^k / (a ... (a+k)) and of k times it, both over e^scale; scale is the log of the largest term."""
    top = max(0, math.floor(x - a))
    scale = top * math.log(x) + math.lgamma(a) - math.lgamma(a + top + 1) if top else -math.log(a)
    mass = first = 0.0
    term, k = 1.0, top
    while term > 1e-18 and k >= 0:
        mass += term
        first += k * term
        term *= (a + k) / x
        k -= 1
    term, k = x / (a + top + 1), top + 1
    while term > 1e-18 * (1 + mass):
        mass += term
        first += k * term
        k += 1
        term *= x / (a + k)
    return scale, mass, first


def _fewest_patient(work: Work, patience: Fraction, target: Target) -> int:
    """Bisection: more agents never make anybody wait longer."""
    low, high = 1, int(work.load) + 1
    while not _kept_patient(work, patience, target, high):
        low, high = high + 1, high + max(1, math.isqrt(high))
    while low < high:
        middle = (low + high) // 2
        if _kept_patient(work, patience, target, middle):
            high = middle
        else:
            low = middle + 1
    return low


def _kept_patient(work: Work, patience: Fraction, target: Target, agents: int) -> bool:
    queue = _Queue(float(work.load), agents, float(patience / work.aht_s))
    if target.share is None:
        found, line = queue.abandoned * float(patience), float(target.within_s)
    else:
        found, line = queue.late(float(target.within_s / work.aht_s)), float(1 - target.share)
    if abs(found - line) > CLOSE * max(1.0, line) or queue.y - queue.a > MOST_TERMS:
        return found < line
    return kept_exactly(work, target, agents)


def _kept_exactly_patient(work: Work, target: Target, agents: int) -> bool:
    patience = _decimal((work.patience_s or Fraction(1)) / work.aht_s)
    load = _decimal(work.load)
    a, y = agents * patience, load * patience
    mass, first = _exact_series(a, y)
    whole = _exact_inverse_loss(load, agents) - 1 + a * mass
    if target.share is None:
        return bool(a * first / whole / y * patience <= _decimal(target.within_s / work.aht_s))
    decay = _decimal(target.within_s / work.aht_s) / patience
    x = y * (-decay).exp()
    late = a * _exact_series(a, x)[0] * (y - x - a * decay - decay).exp() / whole
    return bool(late <= _decimal(1 - target.share))


def _exact_series(a: Decimal, x: Decimal) -> tuple[Decimal, Decimal]:
    term = 1 / a
    mass, first, k = term, Decimal(0), 0
    while x > a + k or term > mass * _TINY:
        k += 1
        term *= x / (a + k)
        mass += term
        first += k * term
    return mass, first

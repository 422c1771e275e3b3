"""Agents by waiting time for arrays of intervals: the same answers as `calc.workforce.erlang`, ten thousand at a time.

A guess of the square-root kind is put right by single steps, so the work hardly grows with the load. Where a
figure is within `CLOSE` of the line that decides, that interval is decided again with fifty digits.

Arrays are one-dimensional and of one length; times are in seconds. With p(n, A) = A^n e^-A / Gamma(n + 1) and the
incomplete gamma functions P and Q = 1 - P, 1 / Erlang B = Q(n + 1, A) / p(n, A); and the share that waits longer
than t with patience 1 / theta is e^(-theta t) P(a, y e^(-theta t)) / ((1 / B - 1) p(a, y) + P(a, y)),
a = n mu / theta, y = lambda / theta.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import scipy  # its functions are imported by their first use: a third of a second that most commands do without
from numpy.typing import NDArray

from calc.workforce import erlang
from calc.workforce.erlang import (
    CLOSE,
    LONGEST_S,
    MOST_LOAD,
    MOST_PATIENCE,
    SHORTEST_S,
    StaffingError,
    Target,
    Work,
)

Floats = NDArray[np.float64]
Agents = NDArray[np.int64]
_UNDERFLOW = -600.0  # e^-600 is far from the smallest float, and already nothing beside 1
_SMALL = 32.0  # below it the series of log Gamma is not exact to the last digits
MOST_INTERVALS = 10_000_000


def agents_needed(
    contacts: Floats,
    aht_s: Floats,
    interval_s: float,
    target: Target,
    max_occupancy: Fraction = Fraction(1),
    patience_s: float | None = None,
) -> Agents:
    """The fewest agents for every interval, as `calc.workforce.erlang.agents_needed` gives them; 0 where nothing comes.

    Raises `StaffingError` naming the field and the first row that cannot be staffed.
    """
    contacts, aht_s = np.asarray(contacts, dtype=np.float64), np.asarray(aht_s, dtype=np.float64)
    _check(contacts, aht_s, interval_s, max_occupancy, patience_s)
    if target.share is None:
        return _one_by_one(contacts, aht_s, interval_s, target, max_occupancy, patience_s)
    busy = contacts > 0
    if not busy.all():
        found = np.zeros(len(contacts), np.int64)
        if busy.any():
            some = contacts[busy], aht_s[busy]
            found[busy] = agents_needed(*some, interval_s, target, max_occupancy, patience_s)
        return found
    load = contacts * aht_s / interval_s
    least = _calm(load, contacts, aht_s, interval_s, max_occupancy)
    within, line = float(target.within_s) / aht_s, float(1 - target.share)

    def judge(row: int, agents: int) -> bool:
        return erlang.kept_exactly(_work(contacts[row], aht_s[row], interval_s, patience_s), target, agents)

    if patience_s is None:
        floor = np.maximum(least, _next_whole(load, contacts, aht_s, interval_s))
        return _fewest(load, within, line, floor, judge)
    return np.maximum(least, _fewest_patient(load, within, line, patience_s / aht_s, judge)).astype(np.int64)


def _work(contacts: float, aht_s: float, interval_s: float, patience_s: float | None) -> Work:
    patience = None if patience_s is None else Fraction(float(patience_s))
    return Work(Fraction(float(contacts)), Fraction(float(aht_s)), Fraction(float(interval_s)), patience)


def _one_by_one(
    contacts: Floats,
    aht_s: Floats,
    interval_s: float,
    target: Target,
    cap: Fraction,
    patience_s: float | None,
) -> Agents:
    """An average wait is rare as a promise: no array form, the same answer."""
    pairs = zip(contacts, aht_s, strict=True)
    found = [erlang.agents_needed(_work(c, a, interval_s, patience_s), target, cap) for c, a in pairs]
    return np.array(found, dtype=np.int64)


def _check(
    contacts: Floats, aht_s: Floats, interval_s: float, max_occupancy: Fraction, patience_s: float | None
) -> None:
    if contacts.ndim != 1 or contacts.shape != aht_s.shape:
        raise StaffingError("contacts", "give two lists of one length: contacts and handling times")
    if len(contacts) > MOST_INTERVALS:
        raise StaffingError("contacts", f"give at most {MOST_INTERVALS} intervals at a time")
    if not SHORTEST_S <= interval_s <= LONGEST_S:
        raise StaffingError("interval_s", f"give an interval of {SHORTEST_S} to {LONGEST_S} seconds")
    if not 0 < max_occupancy <= 1:
        raise StaffingError("max_occupancy", "give a share above 0 and at most 1")
    _first_bad("contacts", ~(contacts >= 0), "is not a count from 0", contacts)
    good = (aht_s >= SHORTEST_S) & (aht_s <= LONGEST_S)
    _first_bad("aht_s", ~good, f"is not {SHORTEST_S} to {LONGEST_S} seconds", aht_s)
    load = contacts * aht_s / interval_s
    _first_bad("contacts", ~(load <= MOST_LOAD), f"keep more than {MOST_LOAD} agents busy", contacts)
    if patience_s is not None:
        good = (patience_s >= SHORTEST_S) & (patience_s <= MOST_PATIENCE * aht_s)
        rule = f"is too short for a patience of {patience_s:g} s: at most {MOST_PATIENCE} times it"
        _first_bad("aht_s", ~good, rule, aht_s)


def _first_bad(field: str, bad: NDArray[np.bool_], message: str, values: Floats) -> None:
    if bad.any():
        row = int(np.argmax(bad))
        raise StaffingError(f"{field}[{row}]", f"{values[row]:g} {message}")


# -- bounds that are decided exactly ------------------------------------------------------------------------


def _calm(load: Floats, contacts: Floats, aht_s: Floats, interval_s: float, cap: Fraction) -> Floats:
    """The smallest whole number not below load / cap; quotients next to a whole number in fractions."""
    if cap == 1:
        return np.zeros(len(load))
    quotient = load * (cap.denominator / cap.numerator)
    found = np.ceil(quotient)
    for row in _near_whole(quotient):
        exact = _work(contacts[row], aht_s[row], interval_s, None).load / cap
        found[row] = erlang.at_least(exact)
    return found


def _next_whole(load: Floats, contacts: Floats, aht_s: Floats, interval_s: float) -> Floats:
    """The smallest whole number above the load."""
    found = np.floor(load) + 1
    if not (_all_whole(contacts) and _all_whole(aht_s) and interval_s == int(interval_s)):
        for row in _near_whole(load):
            found[row] = int(_work(contacts[row], aht_s[row], interval_s, None).load) + 1
    return found


def _near_whole(values: Floats) -> NDArray[np.int64]:
    return np.nonzero(np.abs(values - np.rint(values)) <= 1e-12 * np.maximum(values, 1.0))[0]


def _all_whole(values: Floats) -> bool:
    return bool((values == np.floor(values)).all())


# -- the search ---------------------------------------------------------------------------------------------

Rows = NDArray[np.int64]
Marks = NDArray[np.bool_]
Judge = Callable[[int, int], bool]


def _decided(late: Floats, line: float, rows: Rows, agents: Floats, judge: Judge) -> Marks:
    """Which rows keep the target; too close to call goes to the judge."""
    kept = late < line
    for one in np.nonzero(np.abs(late - line) <= CLOSE)[0]:
        kept[one] = judge(int(rows[one]), int(agents[one]))
    return np.asarray(kept)


def _fewest(load: Floats, within: Floats, line: float, floor: Floats, judge: Judge) -> Agents:
    """Erlang C: one closed form at the guess, then the recursion of the loss up or down, a step at a time."""
    agents = np.maximum(_guess(load, within, line), floor)
    inverse = scipy.special.gammaincc(agents + 1, load) * np.exp(-_log_poisson(agents, load))
    rows = np.arange(len(load))
    kept = _decided(_late(load, within, agents, inverse), line, rows, agents, judge)
    up = rows[~kept]
    _up(up, load, within, line, agents, inverse[up], judge)
    down = rows[kept & (agents > floor)]
    _down(down, load, within, line, agents, inverse[down], floor, judge)
    return agents.astype(np.int64)


def _late(load: Floats, within: Floats, agents: Floats, inverse: Floats) -> Floats:
    spare = agents - load
    return np.asarray(agents / (agents + spare * (inverse - 1)) * np.exp(-spare * within))


def _up(
    rows: Rows, load: Floats, within: Floats, line: float, agents: Floats, inverse: Floats, judge: Judge
) -> None:
    some, time, now = load[rows], within[rows], agents[rows]
    while len(rows):
        now = now + 1
        inverse = 1 + inverse * (now / some)
        go_on = ~_decided(_late(some, time, now, inverse), line, rows, now, judge)
        agents[rows] = now
        rows, some, time, now, inverse = rows[go_on], some[go_on], time[go_on], now[go_on], inverse[go_on]


def _down(
    rows: Rows,
    load: Floats,
    within: Floats,
    line: float,
    agents: Floats,
    inverse: Floats,
    floor: Floats,
    judge: Judge,
) -> None:
    some, time, now, least = load[rows], within[rows], agents[rows], floor[rows]
    while len(rows):
        inverse = (inverse - 1) * (some / now)
        now = now - 1
        good = _decided(_late(some, time, now, inverse), line, rows, now, judge)
        agents[rows[good]] = now[good]
        on = good & (now > least)
        rows, some, time, now, inverse, least = rows[on], some[on], time[on], now[on], inverse[on], least[on]


def _guess(load: Floats, within: Floats, line: float) -> Floats:
    """Load + beta sqrt(load), beta from the normal limit of the waiting probability: two steps of Newton."""
    root = np.sqrt(load)
    pull, goal = root * within, -np.log(line)
    beta = goal / (pull + 1.2533141373155)
    for _step in range(2):
        hazard = np.exp(-0.5 * beta * beta) / (2.5066282746310002 * scipy.special.ndtr(beta))
        both = hazard + beta
        late = np.log(hazard / both) - beta * pull + goal
        beta = np.maximum(beta + late / (beta + 1 / both + pull), 1e-3)
    return np.asarray(np.ceil(load + beta * root + 0.25))


def _fewest_patient(load: Floats, within: Floats, line: float, patience: Floats, judge: Judge) -> Agents:
    """Erlang A: brackets that double away from the guess, then bisection; every step in closed form."""
    rows = np.arange(len(load))
    high = _patient_guess(load, within, line, patience)
    low = np.maximum(high - 1, 0.0)  # nobody at work keeps no target

    def kept(some: Rows, agents: Floats) -> Marks:
        late = _late_patient(load[some], within[some], patience[some], agents)
        return _decided(late, line, some, agents, judge)

    step, open_ = np.ones(len(load)), rows
    while len(open_ := open_[~kept(open_, high[open_])]):
        low[open_], high[open_] = high[open_], high[open_] + step[open_]
        step[open_] *= 2
    # Only rows that were kept at once may still have their low end too high.
    open_, step = rows[(step == 1) & (low > 0)], np.ones(len(load))
    while len(open_ := open_[kept(open_, low[open_])]):
        high[open_], low[open_] = low[open_], np.maximum(low[open_] - step[open_], 0.0)
        step[open_] *= 2
        open_ = open_[low[open_] > 0]
    while len(open_ := rows[high - low > 1]):
        middle = np.floor((low[open_] + high[open_]) / 2)
        good = kept(open_, middle)
        high[open_[good]], low[open_[~good]] = middle[good], middle[~good]
    return high.astype(np.int64)


def _late_patient(load: Floats, within: Floats, patience: Floats, agents: Floats) -> Floats:
    a, y, fade = agents * patience, load * patience, np.exp(-within / patience)
    scale, log_full = _log_poisson(a, y), _log_poisson(agents, load)
    # So few agents that the closed form would be 0 x infinity: the sum of 1 / B ends after few terms there.
    thin = (log_full < _UNDERFLOW) & (agents < load)
    below = scipy.special.gammaincc(agents + 1, load) * np.exp(
        scale - np.where(thin, scale, log_full)
    ) - np.exp(scale)
    if thin.any():
        below[thin] = (_inverse_loss(load[thin], agents[thin]) - 1) * np.exp(scale[thin])
    return np.asarray(fade * scipy.special.gammainc(a, y * fade) / (below + scipy.special.gammainc(a, y)))


def _inverse_loss(load: Floats, agents: Floats) -> Floats:
    """1 / Erlang B as the sum of agents! / (agents - k)! / load^k, for agents well below the load."""
    total, term, left = np.ones(len(load)), np.ones(len(load)), agents
    while (term > total * 1e-17).any():
        term = term * left / load
        total, left = total + term, np.maximum(left - 1, 0.0)
    return total


def _patient_guess(load: Floats, within: Floats, line: float, patience: Floats) -> Floats:
    """Load + beta sqrt(load) where the normal limit with patience has the wanted share late; by bisection."""
    root, ratio, decay = np.sqrt(load), np.sqrt(patience), within / patience
    low, high = -root, np.full(len(load), 8.0)
    for _step in range(8 + int(np.log2(1 + root.max() / 8))):
        beta = 0.5 * (low + high)
        scaled = beta * ratio
        # Hazards of the normal law, in logs: serving below the balance, waiting above it.
        serving = -0.5 * beta * beta - scipy.special.log_ndtr(beta)
        tail = scipy.special.log_ndtr(-scaled)
        waiting = -0.5 * scaled * scaled - tail
        waits = 1 / (1 + np.exp(waiting - serving) / ratio)
        beyond = np.exp(scipy.special.log_ndtr(-scaled - decay * ratio * root) - tail - decay)
        late = waits * beyond > line
        low, high = np.where(late, beta, low), np.where(late, high, beta)
    return np.asarray(np.maximum(np.ceil(load + 0.5 * (low + high) * root), 1.0))


def _log_poisson(n: Floats, mean: Floats) -> Floats:
    """log p(n, mean) for real n > 0; near n = mean without the loss of digits of n log mean - mean."""
    away = (mean - n) / n
    series = 1 / n
    square = series * series
    series = series * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
    found = n * (np.log1p(away) - away) - series - 0.5 * np.log(6.283185307179586 * n)
    small = n < _SMALL
    if small.any():
        some, of = n[small], mean[small]
        found[small] = some * np.log(of) - of - scipy.special.gammaln(some + 1)
    return found

"""An oracle of its own for queues: the balance of a birth-death chain, state by state, and nothing else.

No formula of `calc.workforce.erlang` is used: neither Erlang B nor a gamma function. The wait of somebody who finds k people
waiting is a race of k + 1 departures, stepped through time as a pure-death chain.
"""

import math


def stationary(load, agents, impatience, most=20_000):
    """P(state = 0, 1, ...), rates in units of the service rate; `impatience` 0 is Erlang C."""
    logs, log = [0.0], 0.0
    for state in range(1, most):
        log += math.log(load) - math.log(min(state, agents) + max(0, state - agents) * impatience)
        logs.append(log)
        if state > agents and log < max(logs) - 36:
            break
    top = max(logs)
    weights = [math.exp(one - top) for one in logs]
    total = math.fsum(weights)
    return [weight / total for weight in weights]


def late_share(load, agents, impatience, within):
    """The share of contacts that waits longer than `within` (in handling times), stepped in time.

    Follow one contact that finds k waiting: it starts at place k + 1; ahead of it places fall at the rate
    agents + (place - 1) x impatience; itself it leaves at `impatience`. Runge-Kutta of the linear equations.
    """
    chain = stationary(load, agents, impatience)
    waiting = chain[agents:]
    size = len(waiting)
    rates = [agents + place * impatience for place in range(size)]  # place 0: next to be served
    alive = list(waiting)
    steps = max(60, int(within * (rates[-1] + impatience) * 3))
    width = within / steps

    def change(now):
        return [
            (rates[k + 1] * now[k + 1] if k + 1 < size else 0.0) - (rates[k] + impatience) * now[k]
            for k in range(size)
        ]

    for _step in range(steps):
        one = change(alive)
        two = change([a + width / 2 * b for a, b in zip(alive, one, strict=True)])
        three = change([a + width / 2 * b for a, b in zip(alive, two, strict=True)])
        four = change([a + width * b for a, b in zip(alive, three, strict=True)])
        alive = [
            a + width / 6 * (b + 2 * c + 2 * d + e)
            for a, b, c, d, e in zip(alive, one, two, three, four, strict=True)
        ]
    return math.fsum(alive)


def average_wait(load, agents, impatience):
    """Mean wait over all contacts in handling times: the mean queue over the arrival rate (Little)."""
    chain = stationary(load, agents, impatience)
    return math.fsum(max(0, state - agents) * share for state, share in enumerate(chain)) / load


def abandoned(load, agents, impatience):
    """The share of contacts that leaves unserved."""
    return average_wait(load, agents, impatience) * impatience

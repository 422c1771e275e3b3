"""The total cost of quotes in many scenarios: the months of `calc.month`, recorded once and replayed by chunks."""

import gc
from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from calc.documents import DocumentError, Fault
from calc.money import ZERO, exact
from calc.month import Carried, Plan, Scenario, at_home, borne, loading_of, month_of, of_lines, payable
from calc.numbers import Number, total
from calc.simulation.kept import Cents
from calc.simulation.samples import Floats, Samples
from calc.simulation.tape import Program, Tape

# Up to this amount of money float64 sums and the nudges of `calc.simulation.samples` are right to the cent.
LARGEST = 100_000_000_000


def run(plan: Plan, scenario: Scenario, horizons: Sequence[int]) -> list[Number]:
    """Total cost of each horizon (ascending) in the RFQ's currency, with its exit items in its own last month."""
    running: Number = ZERO
    own = ZERO  # the part of the buyer's own cost that no scenario changes, added once
    before = Carried()
    loading = loading_of(plan, scenario.loading_slope)
    totals: list[Number] = []
    for number in range(1, horizons[-1] + 1):
        now = month_of(plan, scenario, number, before)
        before = now.carried
        net = total(now.lines.values())
        if number in horizons:
            leaving = _cost(plan, net + plan.exit_items)
            totals.append(total([running, own, leaving, now.buyer_internal, loading * number]))
        running = running + _cost(plan, net)
        if isinstance(now.buyer_internal, Decimal):
            own += now.buyer_internal
        else:
            running = running + now.buyer_internal
    return totals


def _cost(plan: Plan, net: Number) -> Number:
    """What an invoice of `net` before tax costs the buyer, in the currency of the RFQ."""
    return borne(plan, at_home(plan, payable(net, plan.tax_rate)))


def totals_of(plan: Plan, scenario: Scenario, horizons: Sequence[int], size: int) -> Cents:
    """Totals in cents [horizons x scenarios]."""
    with exact():
        amounts = run(plan, scenario, horizons)
    return np.stack([_cents(_values(amount, size)) for amount in amounts])


class Futures:
    """The totals of `plans` over `horizons`, for chunks of up to `size` scenarios.

    `like` is one of the scenarios, as the chunks will be; which months have a promotion in only some of them is
    taken from it. The quotes are interpreted here, once.
    """

    def __init__(self, plans: Sequence[Plan], like: Scenario, horizons: Sequence[int], size: int) -> None:
        self.size = size
        self._some = [[isinstance(month, Samples) for month in line.promotions] for line in _lines(like)]
        count = 3 + sum(len(line.volumes) for line in _lines(like)) + sum(map(sum, self._some))
        self._inputs = np.zeros((count, size))
        self._buffers: list[Floats] = []
        # Some thousand steps a quote, none of them in a cycle: searching them for garbage takes a third of the time.
        collecting = gc.isenabled()
        gc.disable()
        try:
            self._programs = [self._program(plan, like, horizons) for plan in plans]
        finally:
            if collecting:
                gc.enable()

    def _program(self, plan: Plan, like: Scenario, horizons: Sequence[int]) -> tuple[Program, list[Number]]:
        tape = Tape()
        rates = [tape.input(4) for _ in range(3)]
        volumes = [[tape.input(0) for _ in line.volumes] for line in _lines(like)]
        promotions = [
            [tape.input(0) if one else month for month, one in zip(line.promotions, some, strict=True)]
            for line, some in zip(_lines(like), self._some, strict=True)
        ]
        with exact():
            repeat, conversion, slope = rates
            lines = [
                Scenario(months, promoted, repeat, conversion, slope)
                for months, promoted in zip(volumes, promotions, strict=True)
            ]
            totals = run(plan, of_lines(lines) if like.parts else lines[0], horizons)
        sampled = [amount for amount in totals if isinstance(amount, Samples)]
        return Program(tape, sampled, list(self._inputs), self._buffers), totals

    def totals(self, scenario: Scenario, size: int) -> Iterator[Cents]:
        """Totals in cents [horizons x scenarios] of each plan in turn."""
        lines = _lines(scenario)
        volumes = [month for line in lines for month in line.volumes]
        some = [
            month
            for line, of_line in zip(lines, self._some, strict=True)
            for month, varies in zip(line.promotions, of_line, strict=True)
            if varies
        ]
        rates = (scenario.repeat, scenario.conversion, scenario.loading_slope)
        for row, figure in zip(self._inputs, (*rates, *volumes, *some), strict=True):
            row[:size] = figure.values if isinstance(figure, Samples) else float(figure)
        for program, totals in self._programs:
            program.replay()
            outputs = iter(program.outputs)
            yield np.stack(
                [
                    _cents(next(outputs)[:size] if isinstance(amount, Samples) else _values(amount, size))
                    for amount in totals
                ]
            )


def _lines(scenario: Scenario) -> Sequence[Scenario]:
    """The months of each service line."""
    return scenario.parts or (scenario,)


def _values(amount: Number, size: int) -> Floats:
    return amount.values if isinstance(amount, Samples) else np.full(size, float(amount))


def _cents(values: Floats) -> Cents:
    if values.max() > LARGEST:
        message = f"bring more than {LARGEST:,} in a scenario, beyond what is computed to the cent"
        raise DocumentError([Fault("ranges", message, "lower the volumes or the ranges")])
    return np.rint(values * 100).astype(np.int64)

"""What is kept of a run's totals: sums as it goes, and the totals themselves where exact percentiles can be taken.

Percentiles are scenarios that occur, so every total must be at hand in the end. A small run holds them in memory. A large
one writes them, quote by quote, to a scratch file that has no name and is gone with the run, and reads back one quote and
horizon at a time: memory stays flat in the number of quotes and nearly so in that of scenarios.
"""

import tempfile
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Cents: TypeAlias = NDArray[np.int64]

# Bytes of totals held in memory; more go to the scratch file.
IN_MEMORY = 8 * 2**20
_BYTES = 8


class Totals:
    """Whole cents by row (a quote over a horizon) and scenario."""

    def __init__(self, rows: int, count: int) -> None:
        self._count = count
        held = rows * count * _BYTES <= IN_MEMORY
        self._held: Cents | None = np.empty((rows, count), np.int64) if held else None
        self._file = None if held else tempfile.TemporaryFile()  # noqa: SIM115 (closed by `close`)

    def put(self, row: int, start: int, cents: Cents) -> None:
        """Scenarios from `start` on."""
        if self._held is not None:
            self._held[row, start : start + len(cents)] = cents
        elif self._file is not None:
            self._file.seek((row * self._count + start) * _BYTES)
            self._file.write(np.ascontiguousarray(cents).data)

    def row(self, row: int) -> Cents:
        """All scenarios; the caller may reorder them."""
        if self._held is not None:
            return np.array(self._held[row])
        found = np.empty(self._count, np.int64)
        if self._file is not None:
            self._file.seek(row * self._count * _BYTES)
            self._file.readinto(found.data)
        return found

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


class Kept:
    """Totals, regret and shares of `plans` quotes over `horizons` (numbers of each), chunk by chunk."""

    def __init__(self, horizons: int, plans: int, count: int) -> None:
        self._plans, self._count = plans, count
        self._totals = Totals(horizons * plans, count)
        self._sums = [[0] * plans for _ in range(horizons)]
        self._regrets = [[0] * plans for _ in range(horizons)]
        # By horizon and quote: scenarios in which it is cheapest together with n others.
        self._cheapest = np.zeros((horizons, plans, plans), np.int64)

    def __enter__(self) -> "Kept":
        return self

    def __exit__(self, *_error: object) -> None:
        self._totals.close()

    def add(self, start: int, totals: Cents) -> None:
        """Totals [horizons x plans x scenarios] of scenarios from `start` on."""
        for horizon, costs in enumerate(totals):
            least = costs.min(axis=0)
            winners = costs == least
            tied = winners.sum(axis=0)
            # A chunk has some thousand scenarios of at most 10^13 cents: its sums fit 64 bits.
            sums, lowest = costs.sum(axis=1), int(least.sum())
            for plan in range(self._plans):
                self._totals.put(horizon * self._plans + plan, start, costs[plan])
                self._sums[horizon][plan] += int(sums[plan])
                self._regrets[horizon][plan] += int(sums[plan]) - lowest
                self._cheapest[horizon, plan] += np.bincount(tied[winners[plan]] - 1, minlength=self._plans)

    def percentiles(self, horizon: int, plan: int, percents: Sequence[int]) -> list[int]:
        """Cents by nearest rank."""
        ranks = [-(-percent * self._count // 100) - 1 for percent in percents]
        totals = self._totals.row(horizon * self._plans + plan)
        totals.partition(ranks)
        return [int(totals[rank]) for rank in ranks]

    def mean(self, horizon: int, plan: int) -> Fraction:
        """Cents."""
        return Fraction(self._sums[horizon][plan], self._count)

    def regret(self, horizon: int, plan: int) -> Fraction:
        """Cents beyond the cheapest of the scenario, on average."""
        return Fraction(self._regrets[horizon][plan], self._count)

    def cheapest(self, horizon: int, plan: int) -> Fraction:
        """The share of scenarios in which it is cheapest; k that tie have a k-th each."""
        parts = enumerate(self._cheapest[horizon, plan].tolist(), start=1)
        return sum((Fraction(found, size) for size, found in parts), Fraction(0)) / self._count

"""Who takes which place in many draws at once.

Totals are compared at nine decimals. Equal ones share the better place, and the places behind it stay empty (1, 1, 3).

A draw's totals become whole numbers, the number of the quote in the lowest bits of each, and one sort of these numbers
gives the order: `O(m log m)` for `m` quotes, without a second array for the order.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]

# Whole numbers of a billionth; the sum 1.5 x 2^52 + x has the integer nearest to x in its lowest 51 bits.
_SCALE = 1e9
_TO_BITS = 1.5 * 2.0**52
_HIGHEST = 2.0**38
_ID_BITS = 16
_ID = (1 << _ID_BITS) - 1
MOST_TOTAL = 200.0
MOST_ENTRIES = 1 << _ID_BITS


class Tally:
    """Counts over chunks of draws of `entries` quotes under `criteria` weights.

    `places` [place x entry]: draws in which an entry took a place, 0 the best. `above` [entry x entry], if `pairs`:
    draws in which the row stood above the column, shared places in neither direction. `central` [entry x criterion]:
    the sum of the weights of the draws in which an entry came first, alone or with others.
    """

    def __init__(self, entries: int, criteria: int, *, pairs: bool = True) -> None:
        if not 0 < entries < MOST_ENTRIES:
            raise ValueError(f"{entries} entries; 1 to {MOST_ENTRIES - 1} can be placed")
        self.draws = 0
        self.places: Whole = np.zeros((entries, entries), np.int64)
        self.above: Whole | None = np.zeros((entries, entries), np.int64) if pairs else None
        self.central: Floats = np.zeros((entries, criteria))
        self._ids = np.arange(entries)
        self._starts = self._ids * entries

    def add(self, weights: Floats, totals: Floats) -> None:
        """Count draws: `weights` [draws x criteria], `totals` [draws x entries] from 0 to `MOST_TOTAL`."""
        entries = len(self._ids)
        order = totals * -_SCALE
        order += _TO_BITS + _HIGHEST
        keys = order.view(np.int64)
        keys <<= _ID_BITS
        keys |= self._ids
        keys.sort(axis=1)
        shared = self._shared(keys) if entries > 1 else None
        keys &= _ID
        self._count_firsts(weights, keys, shared)
        if self.above is not None:
            self._count_pairs(keys, shared)
        keys += self._starts if shared is None else shared * entries
        self.places += np.bincount(keys.ravel(), minlength=entries * entries).reshape(entries, entries)
        self.draws += len(totals)

    def _shared(self, keys: Whole) -> Whole | None:
        """Places [draws x position] where some draw has equal totals; None where none has."""
        new = (keys[:, 1:] ^ keys[:, :-1]) > _ID
        if new.all():
            return None
        places = np.zeros(keys.shape, np.int64)
        np.multiply(new, self._ids[1:], out=places[:, 1:])
        return np.maximum.accumulate(places, axis=1, out=places)

    def _count_firsts(self, weights: Floats, order: Whole, shared: Whole | None) -> None:
        entries = len(self._ids)
        if shared is None:
            firsts, rows = order[:, 0], weights
        else:
            draws, position = np.nonzero(shared == 0)
            firsts, rows = order[draws, position], weights[draws]
        for criterion in range(weights.shape[1]):
            self.central[:, criterion] += np.bincount(firsts, rows[:, criterion], entries)

    def _count_pairs(self, order: Whole, shared: Whole | None) -> None:
        """By place of each entry: small whole numbers, entry by entry, compare sixty-four at a time."""
        assert self.above is not None  # noqa: S101 (for the type: `add` asks first)
        draws, entries = order.shape
        kind = np.uint8 if entries <= 256 else np.uint16
        at = np.empty((draws, entries), kind)
        places = np.broadcast_to(self._ids, order.shape) if shared is None else shared
        np.put_along_axis(at, order, places.astype(kind), axis=1)
        columns = np.ascontiguousarray(at.T)
        for one in range(entries - 1):
            for other in range(one + 1, entries):
                self.above[one, other] += np.count_nonzero(columns[one] < columns[other])
                self.above[other, one] += np.count_nonzero(columns[other] < columns[one])

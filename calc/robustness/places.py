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
_BATCH = 8192
MOST_ENTRIES = 1 << _ID_BITS


class Tally:
    """Counts over chunks of draws of `entries` quotes under `criteria` weights.

    `places` [place x entry]: draws in which an entry took a place, 0 the best. `central` [entry x criterion]: the sum of
    the weights of the draws in which an entry came first, alone or with others. `above()`, if `pairs`.
    """

    def __init__(self, entries: int, criteria: int, *, pairs: bool = True) -> None:
        if not 0 < entries < MOST_ENTRIES:
            raise ValueError(f"{entries} entries; 1 to {MOST_ENTRIES - 1} can be placed")
        self.draws = 0
        self.places: Whole = np.zeros((entries, entries), np.int64)
        self.central: Floats = np.zeros((entries, criteria))
        self._pairs = Pairs(entries) if pairs else None
        self._ids = np.arange(entries)
        self._starts = self._ids * entries
        self._room = np.empty((0, entries))
        self._apart: Whole = np.empty(0, np.int64)

    def add(self, weights: Floats, totals: Floats) -> None:
        """Count draws: `weights` [draws x criteria], `totals` [draws x entries] from 0 to `MOST_TOTAL`."""
        draws, entries = totals.shape
        if len(self._room) < draws:
            self._room, self._apart = np.empty(totals.shape), np.empty(totals.size - 1, np.int64)
        order = np.multiply(totals, -_SCALE, out=self._room[:draws])
        order += _TO_BITS + _HIGHEST
        keys = order.view(np.int64)
        keys <<= _ID_BITS
        keys |= self._ids
        keys.sort(axis=1)
        shared = self._shared(keys)
        keys &= _ID
        self._count_firsts(weights, keys, shared)
        if self._pairs is not None:
            self._pairs.add(keys, shared)
        keys += self._starts if shared is None else shared * entries
        self.places += np.bincount(keys.ravel(), minlength=entries * entries).reshape(entries, entries)
        self.draws += draws

    def above(self) -> Whole:
        """[entry x entry]: draws in which the row stood above the column; shared places count for neither."""
        if self._pairs is None:
            raise ValueError("pairs are not counted")
        return self._pairs.counted()

    def _shared(self, keys: Whole) -> Whole | None:
        """Places [draws x position] where some draw has equal totals; None where none has."""
        flat = keys.reshape(-1)
        # Across the end of a draw as well, which may look equal by chance: then places are worked out for nothing.
        apart = np.bitwise_xor(flat[1:], flat[:-1], out=self._apart[: flat.size - 1])
        if not apart.size or apart.min() > _ID:
            return None
        new = (keys[:, 1:] ^ keys[:, :-1]) > _ID
        places = np.zeros(keys.shape, np.int64)
        np.multiply(new, self._ids[1:], out=places[:, 1:])
        return np.maximum.accumulate(places, axis=1, out=places)

    def _count_firsts(self, weights: Floats, order: Whole, shared: Whole | None) -> None:
        won = np.zeros((len(self._ids), len(order)))
        if shared is None:
            won[order[:, 0], np.arange(len(order))] = 1
        else:
            draws, position = np.nonzero(shared == 0)
            won[order[draws, position], draws] = 1
        self.central += won @ weights


class Pairs:
    """How often each entry stands above each other one.

    Places are kept by entry until `_BATCH` draws are together. Whether one place is better is then a byte a draw, and
    eight of these are added in one operation: as no byte counts beyond 255, none runs into the next.
    """

    def __init__(self, entries: int) -> None:
        self._above: Whole = np.zeros((entries, entries), np.int64)
        self._places = np.zeros((entries, _BATCH), np.uint8 if entries <= 256 else np.uint16)
        self._held = 0

    def add(self, order: Whole, shared: Whole | None) -> None:
        """`order` [draws x position]: entries from the best on; `shared` their places, where these are not 0, 1, 2 ..."""
        for start in range(0, len(order), _BATCH):
            part = order[start : start + _BATCH]
            if self._held + len(part) > _BATCH:
                self._count()
            at = np.empty(part.shape, self._places.dtype)
            places = np.arange(part.shape[1])[None] if shared is None else shared[start : start + _BATCH]
            np.put_along_axis(at, part, places.astype(at.dtype), axis=1)
            self._places[:, self._held : self._held + len(part)] = at.T
            self._held += len(part)

    def counted(self) -> Whole:
        self._count()
        return self._above

    def _count(self) -> None:
        self._places[:, self._held :] = 0  # equal for all: above nobody
        self._held = 0
        for one in range(len(self._places) - 1):
            own, others = self._places[one], self._places[one + 1 :]
            self._above[one, one + 1 :] += _true(own < others)
            self._above[one + 1 :, one] += _true(others < own)


def _true(answers: NDArray[np.bool_]) -> Whole:
    """How many of each row [rows x `_BATCH`] hold."""
    eights = answers.view(np.uint64).reshape(len(answers), -1, 64).sum(axis=1)
    counts: Whole = eights.view(np.uint8).sum(axis=1, dtype=np.int64)
    return counts

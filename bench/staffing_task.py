"""The staffing task, the same for everybody: half-hour intervals, 80 % within 20 s. NumPy only."""

import numpy as np

SEED, INTERVALS = 20261122, 10_000
INTERVAL_S, WITHIN_S, LEVEL = 1800.0, 20.0, 0.80
LOADS = (1, 10, 100, 1000, 10_000)


def task(count: int = INTERVALS) -> tuple[np.ndarray, np.ndarray]:
    """Contacts and handling times (s) of `count` intervals; loads of a fraction to some hundreds of Erlang."""
    draw = np.random.default_rng(SEED)
    contacts = np.maximum(1, draw.gamma(2.0, 120.0, INTERVALS)).round()
    return contacts[:count], draw.uniform(180, 480, INTERVALS).round()[:count]


def of_load(load: float, count: int = INTERVALS) -> tuple[np.ndarray, np.ndarray]:
    """Intervals around one load, a tenth to either side, 300 s a contact."""
    return load * INTERVAL_S / 300.0 * np.linspace(0.9, 1.1, count), np.full(count, 300.0)

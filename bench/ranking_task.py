"""The task of the ranking benchmark, drawn from seeds: plain NumPy, for the peers' processes too."""

import numpy as np

VENDORS, CRITERIA, DRAWS = 50, 12, 100_000
SAMPLES = 20_000  # draws with uncertain values
OFF = 5.0  # points that an uncertain value may be off, either way
SEED = 20261122


def values(vendors: int = VENDORS, criteria: int = CRITERIA) -> np.ndarray:
    """[vendors x criteria], 1 to 100."""
    return np.random.default_rng(SEED).uniform(1, 100, (vendors, criteria))


def less_is_better(criteria: int = CRITERIA) -> np.ndarray:
    """Every third criterion is a cost."""
    return np.arange(criteria) % 3 == 0


def weights(count: int, criteria: int = CRITERIA) -> np.ndarray:
    """[count x criteria], every mix alike."""
    drawn = np.random.default_rng(SEED + 1).standard_exponential((count, criteria))
    return drawn / drawn.sum(axis=1, keepdims=True)


def scaled(matrix: np.ndarray, less: np.ndarray) -> np.ndarray:
    """From the worst (0) to the best (100) of each criterion."""
    low, high = matrix.min(axis=0), matrix.max(axis=0)
    share = (matrix - low) / (high - low)
    return 100 * np.where(less, 1 - share, share)


def samples(count: int) -> np.ndarray:
    """[count x vendors x criteria]: values up to `OFF` off (triangular), as a peer that holds them all takes them."""
    one, other = np.random.default_rng(SEED + 2).random((2, count, VENDORS, CRITERIA))
    return values() + OFF * (one - other)

"""The peers of the ranking, in their own environment: reads "task|count|repeat" lines, answers with lines of JSON.

Run by `bench.ranking`; the first line it writes are the tasks that it knows.
"""

import functools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from ranking_task import less_is_better, samples, values, weights

MATRIX, LESS, ONE = values(), less_is_better(), weights(1)[0]
# What is drawn before the clock starts.
drawn_weights, drawn_samples = functools.cache(weights), functools.cache(samples)
Task = Callable[[int], np.ndarray]


def main() -> None:
    answers = sys.stdout
    sys.stdout = sys.stderr  # libraries may print
    known = {
        name: task for maker in (pymcdm, scikit_criteria, py_decision, pysensmcda) for name, task in maker()
    }
    print(json.dumps(sorted(known)), file=answers, flush=True)
    for line in sys.stdin:
        name, count, repeat = line.split("|")
        known[name](int(count) if int(count) < 10 else 10)
        drawn_weights(int(count))
        if name.startswith("uncertain"):
            drawn_samples(int(count))
        began = time.process_time()
        for _ in range(int(repeat)):
            found = known[name](int(count))
        seconds = (time.process_time() - began) / int(repeat)
        print(json.dumps({"seconds": seconds, "found": np.asarray(found).tolist()}), file=answers, flush=True)


def pymcdm() -> list[tuple[str, Task]]:
    try:
        from pymcdm.methods import TOPSIS, WSM
        from pymcdm.normalizations import vector_normalization
    except ImportError:
        return []
    types = np.where(LESS, -1, 1)
    method, plain = TOPSIS(vector_normalization), WSM(lambda column, cost=False: column)
    return [
        ("topsis pymcdm", lambda _n: method(MATRIX, ONE, types)),
        ("sum pymcdm", lambda _n: plain(MATRIX, ONE, np.ones(len(types)))),
    ]


def scikit_criteria() -> list[tuple[str, Task]]:
    try:
        import skcriteria
        from skcriteria.agg.simple import WeightedSumModel
        from skcriteria.agg.topsis import TOPSIS
        from skcriteria.pipelines import mkpipe
        from skcriteria.preprocessing.scalers import VectorScaler
    except ImportError:
        return []
    types = np.where(LESS, -1, 1).tolist()
    pipe = mkpipe(VectorScaler(target="matrix"), TOPSIS())

    def closeness(_n: int) -> np.ndarray:
        return pipe.evaluate(skcriteria.mkdm(MATRIX, types, weights=ONE)).e_.similarity

    def total(_n: int) -> np.ndarray:
        given = skcriteria.mkdm(MATRIX, [1] * len(types), weights=ONE)
        return WeightedSumModel().evaluate(given).e_.score

    return [("topsis scikit-criteria", closeness), ("sum scikit-criteria", total)]


def py_decision() -> list[tuple[str, Task]]:
    try:
        from pyDecision.algorithm import topsis_method
    except ImportError:
        return []
    types = ["min" if less else "max" for less in LESS]
    return [
        (
            "topsis pyDecision",
            lambda _n: topsis_method(MATRIX, ONE, types, graph=False, verbose=False),
        )
    ]


def pysensmcda() -> list[tuple[str, Task]]:
    """Rank acceptability: places [vendor x place] as counts."""
    try:
        from pymcdm.methods import TOPSIS, WSM
        from pymcdm.normalizations import minmax_normalization, vector_normalization
        from pysensmcda.smaa import simulate, smaa2
    except ImportError:
        return []
    types = np.where(LESS, -1.0, 1.0)
    added, distance = WSM(minmax_normalization), TOPSIS(vector_normalization)

    def places(method: Callable[..., np.ndarray]) -> Task:
        def count(draws: int) -> np.ndarray:
            found = smaa2(method, MATRIX, types, weights=drawn_weights(draws))
            return np.rint(found.rank_acceptability * draws)

        return count

    def uncertain(draws: int) -> np.ndarray:
        simulate(added, MATRIX, types, weights=drawn_weights(draws), matrix_samples=drawn_samples(draws))
        return np.zeros(0)

    return [
        ("places pysensmcda sum", places(added)),
        ("places pysensmcda topsis", places(distance)),
        ("uncertain pysensmcda", uncertain),
    ]


if __name__ == "__main__":
    main()

"""How fast is a ranking under many weights? Ratios to peers and to a compiled loop (`make bench`).

B1  one TOPSIS of 50 x 12, inputs checked: pyDecision at least 1.5 times, pymcdm 8, scikit-criteria 20 times as long
B2  places under 100,000 weights: at most 8 times the compiled loop; pysensmcda at least 90 times as long with TOPSIS, 200
    with a sum; the same weights give the same counts to the last one
B3  a million weights at most 1.1 times ten times 100,000; memory flat, at most 40 MiB
B4  uncertain values: at most 1.5 times the draws alone; pysensmcda at least 20 times as long

CPU time, everybody in turn, the median of the rounds' ratios. Results are compared before anything is measured. R's
package smaa, which B2 names too, has no driver here. What cannot be had is said to be missing.
"""

import argparse
import ctypes
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from bench.picture import Line, loglog
from bench.ranking_task import (
    CRITERIA,
    DRAWS,
    OFF,
    SAMPLES,
    VENDORS,
    less_is_better,
    scaled,
    values,
    weights,
)
from calc.robustness.field import Entry, Field
from calc.robustness.places import Tally
from calc.robustness.smaa import acceptability
from calc.robustness.values import PART, Spread
from calc.robustness.views import topsis, topsis_of_many, weighted_sum
from calc.robustness.weighting import BLOCK, Weighting
from calc.scorecard import LEAVES, preset

ROOT = Path(__file__).parent
REPEAT = 200  # of a single TOPSIS
FEW = 500  # draws that a peer works on; its cost a draw is constant
VARIED = tuple(leaf for leaf in LEAVES if leaf not in ("C1", "C2", "C5"))
Act = Callable[[], object]


def main() -> int:
    """Print the ratios beside the goals. They are figures, not a verdict: the return code is 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.ranking", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--draws", type=int, default=DRAWS, help="weights of B2; B3 takes ten times as many")
    parser.add_argument("--growth", action="store_true", help="the growth curves, instead of the ratios")
    parser.add_argument("--picture", type=Path, help="write the growth curves there as SVG")
    parser.add_argument("--memory", action="store_true", help="(of one run; used by B3)")
    given = parser.parse_args()
    if given.memory:
        print(peak_above(given.draws))
    elif given.growth:
        growth(given.rounds, given.picture)
    else:
        with Peers("ranking") as ranking, Peers("smaa") as smaa, tempfile.TemporaryDirectory() as folder:
            one_topsis(ranking, given.rounds)
            many_weights(smaa, compiled(Path(folder)), given.draws, given.rounds)
            a_million(given.draws, given.rounds)
            uncertain(smaa, given.rounds)
    return 0


class Peers:
    """The peers' process, in an environment of its own; knows no task where that is missing."""

    def __init__(self, name: str) -> None:
        self.python = ROOT.parent / ".venv" / f"peers-{name}" / "bin" / "python"
        self.known: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Peers":
        if self.python.exists():
            command = [str(self.python), "-W", "ignore", str(ROOT / "ranking_peer.py")]
            self.process = subprocess.Popen(command, stdin=-1, stdout=-1, text=True)
            self.known = json.loads(self.process.stdout.readline() or "[]")
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process is not None:
            self.process.kill()  # some libraries take long to leave
            self.process.wait()

    def run(self, task: str, count: int, repeat: int = 1) -> tuple[float, np.ndarray]:
        """CPU seconds of one repetition, and what was found."""
        self.process.stdin.write(f"{task}|{count}|{repeat}\n")
        self.process.stdin.flush()
        found = json.loads(self.process.stdout.readline())
        return found["seconds"], np.array(found["found"])


# -- B1 -----------------------------------------------------------------------------------------------------


def one_topsis(peers: Peers, rounds: int) -> None:
    matrix, less, weight = values(), less_is_better(), weights(1)[0]
    right, total = topsis(matrix, weight, less), weighted_sum(matrix, weight)
    goals = {"pyDecision": ">= 1.5", "pymcdm": ">= 8", "scikit-criteria": ">= 20"}
    ratios: dict[str, list[float]] = {}
    own = []
    for _round in range(rounds):
        own.append(cpu(lambda: [topsis(matrix, weight, less) for _ in range(REPEAT)]) / REPEAT)
        for name in goals:
            if f"topsis {name}" in peers.known:
                seconds, found = peers.run(f"topsis {name}", 1, REPEAT)
                ratios.setdefault(name, []).append(seconds / own[-1])
                _equal(name, found, right)
    for name in peers.known:
        if name.startswith("sum "):
            _equal(name, peers.run(name, 1)[1], total)
    print(f"one TOPSIS of {VENDORS} x {CRITERIA}: {statistics.median(own) * 1e6:.0f} us of CPU")
    for name, goal in goals.items():
        show(
            f"B1, {name} / ours",
            ratios.get(name),
            goal,
            "equal to 1e-9" if name in ratios else "not installed",
        )


def _equal(name: str, found: np.ndarray, right: np.ndarray) -> None:
    if np.abs(found - right).max() > 1e-9:
        raise RuntimeError(f"{name} finds other figures")


# -- B2 -----------------------------------------------------------------------------------------------------


def many_weights(peers: Peers, limit: Act | None, draws: int, rounds: int) -> None:
    given = weights(draws)
    for kind, goal in (("sum", ">= 200"), ("topsis", ">= 90")):
        ours = counted(kind, given)
        name = f"places pysensmcda {kind}"
        few = counted(kind, given[:FEW])
        loop: list[float] = []
        peer: list[float] = []
        note = "not installed"
        for _round in range(rounds):
            own = cpu(lambda: counted(kind, given))  # noqa: B023 (called at once)
            if limit is not None:
                loop.append(own / cpu(lambda: limit(kind, given)))  # noqa: B023 (called at once)
            if name in peers.known:
                seconds, found = peers.run(name, FEW)
                peer.append(seconds * draws / FEW / own)
                note = f"{int(np.abs(found - few).sum())} of {few.size} counts differ"
        show(f"B2, {kind}: pysensmcda / ours", peer, goal, note)
        if limit is None:
            show(f"B2, {kind}: ours / compiled loop", None, "<= 8", "no C compiler")
        else:
            same = len(given) // 16 * 16  # the loop takes eight or sixteen at a time
            apart = int(np.abs(limit(kind, given) - counted(kind, given[:same])).sum())
            note = f"{apart} counts apart of {ours.sum():,} (it counts in single precision)"
            show(f"B2, {kind}: ours / compiled loop", loop, "<= 8", note)
    print(f"{'B2, R smaa / ours':44} not measured: there is no driver for R here")


def counted(kind: str, given: np.ndarray, matrix: np.ndarray | None = None) -> np.ndarray:
    """Places [vendor x place] under given weights."""
    matrix = values() if matrix is None else matrix
    less = less_is_better(matrix.shape[1])
    tally = Tally(len(matrix), matrix.shape[1], pairs=False)
    rising = np.ascontiguousarray(scaled(matrix, less).T)
    for start in range(0, len(given), BLOCK):
        part = given[start : start + BLOCK]
        tally.add(part, part @ rising if kind == "sum" else 100 * topsis_of_many(matrix, part, less))
    return tally.places.T


def compiled(folder: Path) -> Callable[[str, np.ndarray], np.ndarray] | None:
    """limit_ranking.c, or None where there is no C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "limit_ranking.so"
    flags = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC"]
    subprocess.run([compiler, *flags, "-o", str(library), str(ROOT / "limit_ranking.c")], check=True)
    rank = ctypes.CDLL(str(library)).rank
    matrix, less = values(), less_is_better()
    normal = matrix / np.sqrt((matrix * matrix).sum(axis=0))
    best, worst = (
        np.where(less, normal.min(axis=0), normal.max(axis=0)),
        np.where(less, normal.max(axis=0), normal.min(axis=0)),
    )
    rising, far, near = (
        _single(one) for one in (scaled(matrix, less), (normal - worst) ** 2, (normal - best) ** 2)
    )

    def limit(kind: str, given: np.ndarray) -> np.ndarray:
        places, central, single = (
            np.zeros((VENDORS, VENDORS), np.int64),
            np.zeros((VENDORS, CRITERIA)),
            _single(given),
        )
        first, second = (_at(rising), None) if kind == "sum" else (_at(far), _at(near))
        sizes = (ctypes.c_int(VENDORS), ctypes.c_int(CRITERIA), ctypes.c_long(len(given)))
        rank(first, second, _at(single), *sizes, _at(places), _at(central))
        return places

    return limit


def _single(array: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(array, np.float32)


def _at(array: np.ndarray) -> ctypes.c_void_p:
    return array.ctypes.data_as(ctypes.c_void_p)


# -- B3 and B4 ----------------------------------------------------------------------------------------------


def field(vendors: int = VENDORS) -> Field:
    """Ranked quotes with drawn leaves."""
    drawn = np.random.default_rng(vendors).integers(OFF, 100 - OFF, (vendors, len(LEAVES)))
    weighing = preset("default")
    leaves = [dict(zip(LEAVES, map(Fraction, map(int, row)), strict=True)) for row in drawn]
    entries = tuple(Entry(f"V{n}", row, {}, Fraction(0), None) for n, row in enumerate(leaves))
    return Field(entries, weighing, (), "STABLE")


def drawn_places(given: Field, draws: int, **more: object) -> None:
    acceptability(given, seed=1, count=draws, weighting=Weighting.ANY_LEAVES, **more)


def a_million(draws: int, rounds: int) -> None:
    given = field()
    ratios = [
        cpu(lambda: drawn_places(given, 10 * draws)) / cpu(lambda: drawn_places(given, draws)) / 10
        for _round in range(min(rounds, 3))
    ]
    show(f"B3, {10 * draws:,} weights / ten times {draws:,}", ratios, "<= 1.1", "drawn, with pairs")
    for count in (draws, 10 * draws):
        command = [sys.executable, "-m", "bench.ranking", "--memory", "--draws", str(count)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        print(
            f"{f'B3, {count:,} weights: MiB above the inputs':44} {float(done.stdout):8.1f}  goal <= 40",
            flush=True,
        )


def peak_above(draws: int) -> float:
    """MiB that a run takes at its highest beyond what the process holds before it."""
    given = field()
    drawn_places(given, 1000)
    before = _status("VmRSS")
    drawn_places(given, draws)
    return (_status("VmHWM") - before) / 1024


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def uncertain(peers: Peers, rounds: int) -> None:
    """B4: twelve leaves of each of fifty quotes drawn anew in every draw."""
    given, off = field(), Fraction(OFF)
    spreads = {
        one.key: {
            leaf: Spread(one.leaves[leaf] - off, one.leaves[leaf], one.leaves[leaf] + off) for leaf in VARIED
        }
        for one in given.entries
    }
    ours = [cpu(lambda: drawn_places(given, SAMPLES, scores=spreads)) for _round in range(rounds)]
    library, uniform, peer = [], [], []
    name = "uncertain pysensmcda"
    for _round in range(rounds):
        own = cpu(lambda: drawn_places(given, SAMPLES, scores=spreads))
        library.append(own / cpu(_triangular))
        uniform.append(own / cpu(_uniform))
        if name in peers.known:
            peer.append(peers.run(name, FEW)[0] * SAMPLES / FEW / own)
    print(f"{SAMPLES:,} draws with uncertain values: {statistics.median(ours) * 1e3:.0f} ms of CPU")
    show("B4, ours / triangular draws by NumPy alone", library, "<= 1.5")
    show("B4, ours / the uniform draws it uses alone", uniform, "none")
    show("B4, pysensmcda / ours", peer, ">= 20", "" if peer else "not installed")


def _triangular() -> None:
    source = np.random.default_rng(1)
    for _ in range(0, SAMPLES, PART):
        source.triangular(0, 0.5, 1, (PART, VENDORS, len(VARIED)))


def _uniform() -> None:
    source = np.random.default_rng(1)
    for _ in range(0, SAMPLES, PART):
        source.random((2, PART, VENDORS, len(VARIED)))


# -- growth -------------------------------------------------------------------------------------------------


def growth(rounds: int, picture: Path | None) -> None:
    """CPU milliseconds by draws, quotes and criteria."""
    few = weights(20_000)
    sizes = (5, 10, 20, 50, 100, 200, 500)
    drawn = {size: field(size) for size in sizes}
    curves: dict[str, list[tuple[int, Act]]] = {
        "draws": [(n, lambda n=n: drawn_places(drawn[50], n)) for n in (1_000, 10_000, 100_000, 1_000_000)],
        "quotes": [(m, lambda m=m: counted("sum", few, values(m))) for m in sizes],
        "quotes, pairs": [(m, lambda m=m: drawn_places(drawn[m], 20_000)) for m in sizes],
        "criteria": [
            (n, lambda n=n: counted("sum", weights(20_000, n), values(VENDORS, n))) for n in (4, 12, 24, 48)
        ],
    }
    print(
        "ms of processor time; 50 quotes, 20,000 draws where nothing else is said; draws with pairs",
        flush=True,
    )
    lines = []
    for name, acts in curves.items():
        points = [(float(n), statistics.median(cpu(act) for _ in range(rounds)) * 1000) for n, act in acts]
        listed = ", ".join(f"{n:,.0f}: {spent:.1f}" for n, spent in points)
        print(f"by {name}: {listed}", flush=True)
        lines.append(Line(name, points))
    if picture:
        drawing = loglog("Places under drawn weights", "size", "CPU time, ms", lines)
        picture.write_text(drawing, encoding="utf-8")


# -- measuring ----------------------------------------------------------------------------------------------


def cpu(act: Act) -> float:
    """Processor seconds of this process."""
    began = time.process_time()
    act()
    return time.process_time() - began


def show(name: str, ratios: Sequence[float] | None, goal: str, note: str = "") -> None:
    if not ratios:
        print(f"{name:44} {note}", flush=True)
        return
    low, high, middle = min(ratios), max(ratios), statistics.median(ratios)
    print(f"{name:44} {middle:8.2f}  [{low:.2f} .. {high:.2f}]  goal {goal}  {note}".rstrip(), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())

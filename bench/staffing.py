"""How fast are agents found? Ratios to peers and to a compiled loop, never bare times (`make bench`).

Goals: C1, 10,000 half-hour intervals by Erlang C at least 120 times as fast as pyworkforce and call-center-tools
and at most 8 times a compiled loop's time; C2, the cost from 10 to 10,000 Erlang at most doubles; C3, Erlang A at
most 12 times Erlang C, and equal to a birth-death chain in every sampled interval. CPU time, everybody in turn,
the median of the rounds' ratios. What cannot be had here is said to be missing.
"""

import argparse
import ctypes
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from bench.birth_death import late_share
from bench.picture import Line, loglog
from bench.staffing_task import INTERVAL_S, INTERVALS, LEVEL, LOADS, WITHIN_S, of_load, task
from calc.workforce.erlang import Target
from calc.workforce.erlang_many import agents_needed

ROOT = Path(__file__).parent
PEERS = ROOT.parent / ".venv" / "peers-staffing" / "bin" / "python"
TARGET = Target(Fraction(20), Fraction(80, 100))
PATIENCE_S = 120.0
PEER_NAMES = ("pyworkforce", "call-center-tools")
SHARE = 500  # of the intervals that a peer works on; its cost an interval is constant
SAMPLED = 97
Run = Callable[[], float]


def main() -> int:
    """Print the ratios beside the goals. They are figures, not a verdict: the return code is 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.staffing", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--picture", type=Path, help="write the growth curve there as SVG")
    given = parser.parse_args()
    with Peers() as peers, tempfile.TemporaryDirectory() as folder:
        limit = compiled(Path(folder))
        versus(peers, limit, given.rounds)
        patient(given.rounds)
        rows = growth(peers, limit, given.rounds)
    if given.picture:
        given.picture.write_text(drawn(rows), encoding="utf-8")
    return 0


class Peers:
    """The peers' process, in their own environment; none where that is missing."""

    def __enter__(self) -> "Peers":
        self.names: list[str] = []
        self.process = None
        if PEERS.exists():
            command = [str(PEERS), "-W", "ignore", str(ROOT / "staffing_peer.py")]
            self.process = subprocess.Popen(command, stdin=-1, stdout=-1, text=True)
            self.names = json.loads(self._line() or "[]")
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait(10)

    def _line(self) -> str:
        return self.process.stdout.readline()

    def run(self, name: str, load: float, count: int) -> tuple[float, list[int]]:
        """CPU seconds for all intervals (scaled from `count`), and the agents of those it did."""
        self.process.stdin.write(f"{name} {load:g} {count}\n")
        self.process.stdin.flush()
        found = json.loads(self._line())
        return found["seconds"] * INTERVALS / count, found["agents"]


def timed(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def compiled(folder: Path) -> Callable[[np.ndarray, np.ndarray], np.ndarray] | None:
    """The compiled loop, where there is a C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "staffing.so"
    source = ROOT / "limit_staffing.c"
    flags = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC"]
    subprocess.run([compiler, *flags, "-o", str(library), str(source), "-lm"], check=True)
    staff = ctypes.CDLL(str(library)).staff
    array = np.ctypeslib.ndpointer(np.float64, flags="C")
    number, whole = ctypes.c_double, ctypes.c_long
    staff.argtypes = [array, array, whole, number, number, number, np.ctypeslib.ndpointer(np.int64)]

    def run(contacts: np.ndarray, aht: np.ndarray) -> np.ndarray:
        found = np.empty(len(contacts), np.int64)
        staff(contacts, aht, len(contacts), INTERVAL_S, WITHIN_S, 1 - LEVEL, found)
        return found

    return run


def ours(contacts: np.ndarray, aht: np.ndarray, patience_s: float | None = None) -> np.ndarray:
    return agents_needed(contacts, aht, INTERVAL_S, TARGET, patience_s=patience_s)


def show(name: str, ratios: Sequence[float], goal: str, note: str = "") -> None:
    low, high, middle = min(ratios), max(ratios), statistics.median(ratios)
    print(f"{name:42} {middle:8.2f}  [{low:.2f} .. {high:.2f}]  goal {goal}  {note}".rstrip(), flush=True)


def versus(peers: Peers, limit: Callable[..., np.ndarray] | None, rounds: int) -> None:
    """C1: everybody in turn, round after round."""
    contacts, aht = task()
    answer = ours(contacts, aht)
    ratios: dict[str, list[float]] = {name: [] for name in (*peers.names, "compiled")}
    differ: dict[str, str] = {}
    own: list[float] = []
    for _round in range(rounds):
        own.append(timed(lambda: ours(contacts, aht)))
        if limit is not None:
            ratios["compiled"].append(own[-1] / timed(lambda: limit(contacts, aht)))
        for name in peers.names:
            seconds, found = peers.run(name, 0, SHARE)
            ratios[name].append(seconds / own[-1])
            differ[name] = f"{int((np.array(found) != answer[:SHARE]).sum())} of {SHARE} differ"
    print(f"{INTERVALS:,} intervals by Erlang C: {statistics.median(own) * 1000:.2f} ms of CPU")
    for name in PEER_NAMES:
        if name in peers.names:
            show(f"C1, {name} / ours", ratios[name], ">= 120", differ[name])
        else:
            print(f"{'C1, ' + name:42} not installed")
    if limit is None:
        print(f"{'C1, ours / compiled loop':42} no C compiler")
    else:
        same = int((limit(contacts, aht) != answer).sum())
        show("C1, ours / compiled loop", ratios["compiled"], "<= 8", f"{same} of {INTERVALS:,} differ")


def patient(rounds: int) -> None:
    """C3: Erlang A against Erlang C, and against the chain in every 97th interval."""
    contacts, aht = task()
    pairs = [
        (timed(lambda: ours(contacts, aht, PATIENCE_S)), timed(lambda: ours(contacts, aht)))
        for _round in range(rounds)
    ]
    show("C3, Erlang A / Erlang C", [one / two for one, two in pairs], "<= 12")
    found, wrong, rows = ours(contacts, aht, PATIENCE_S), 0, range(0, INTERVALS, SAMPLED)
    for row in rows:
        load, ease = contacts[row] * aht[row] / INTERVAL_S, aht[row] / PATIENCE_S
        late = [
            late_share(load, int(n), ease, WITHIN_S / aht[row]) for n in (found[row], found[row] - 1) if n
        ]
        line = 1 - LEVEL
        wrong += late[0] > line + 1e-9 or (len(late) > 1 and late[1] <= line - 1e-9)
    print(f"{'C3, unlike the birth-death chain':42} {wrong:8d}  of {len(rows)} sampled intervals, goal 0")


def growth(peers: Peers, limit: Callable[..., np.ndarray] | None, rounds: int) -> dict[str, dict[int, float]]:
    """C2: milliseconds for 10,000 intervals by load; peers on fewer intervals, up to 1,000 Erlang."""
    rows: dict[str, dict[int, float]] = {}
    for load in LOADS:
        contacts, aht = of_load(load)
        acts: dict[str, Run] = {
            "Erlang C": lambda c=contacts, a=aht: timed(lambda: ours(c, a)),
            "Erlang A": lambda c=contacts, a=aht: timed(lambda: ours(c, a, PATIENCE_S)),
        }
        if limit is not None:
            acts["compiled loop"] = lambda c=contacts, a=aht: timed(lambda: limit(c, a))
        if load <= 1000:
            for name in peers.names:
                acts[name] = lambda n=name, x=load: peers.run(n, x, max(5, SHARE // x))[0]
        turns = [{name: act() for name, act in acts.items()} for _round in range(rounds)]
        for name in acts:
            rows.setdefault(name, {})[load] = statistics.median(turn[name] for turn in turns) * 1000
    print(f"\n{'ms for 10,000 intervals, by load in Erlang':42} " + " ".join(f"{x:>10,}" for x in LOADS))
    for name, found in rows.items():
        cells = " ".join(f"{found[load]:10.2f}" if load in found else f"{'':10}" for load in LOADS)
        print(f"{name:42} {cells}")
    times = rows["Erlang C"]
    print(f"{'C2, 10,000 Erlang / 10 Erlang':42} {times[10_000] / times[10]:8.2f}  goal <= 2")
    return rows


def drawn(rows: dict[str, dict[int, float]]) -> str:
    lines = [Line(name, [(float(x), y) for x, y in found.items()]) for name, found in rows.items()]
    return loglog("Staffing 10,000 intervals", "load, Erlang", "CPU time, ms", lines)


if __name__ == "__main__":
    raise SystemExit(main())

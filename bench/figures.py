"""What is kept of a round: a line of JSON in a file, and the table made of such lines."""

import json
import math
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.oracle import Stored, Summary

Record = dict[str, Any]
COUNTS = {
    "offered": "offered",
    "acknowledged": "acknowledged",
    "late": "late",
    "refused": "refused",
    "unknown": "unknown at first",
    "resolved": "resolved",
    "lost": "lost",
    "late_accepted": "late accepted",
    "verified": "receipts verified",
    "server_errors": "5xx",
    "no_answer": "no answer",
    "broken": "broken promises",
}
SECONDS = {"p50": "p50 s", "p99": "p99 s", "behind": "sender behind, p99 s"}


def record(summary: Summary, stored: Sequence[Stored], broken: Sequence[str]) -> Record:
    """A round in numbers. `verified` counts receipts that verify offline, of all rows that the database holds."""
    return {
        "offered": summary.offered,
        "acknowledged": summary.ok,
        "late": summary.late,
        "refused": summary.refused,
        "unknown": summary.unknown,
        "resolved": summary.resolved,
        "stored": len(stored),
        "lost": sum(line.startswith("lost") for line in broken),
        "late_accepted": len({line.split()[1] for line in broken if line.startswith("late:")}),
        "verified": sum(not row.receipt_fault and row.nonce is not None for row in stored),
        "server_errors": summary.server_errors,
        "no_answer": summary.no_answer,
        "broken": len(broken),
        "p50": round(summary.p50, 3),
        "p99": round(summary.p99, 3),
        "behind": round(summary.behind, 3),
    }


def append(path: Path, found: Mapping[str, Any]) -> None:
    """Add a round to the file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(dict(found)) + "\n")


def read(path: Path) -> list[Record]:
    """The rounds of a file; of a round that was played again, the last."""
    rounds = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return sorted({(one["name"], one["round"]): one for one in rounds}.values(), key=_place)


def _place(one: Mapping[str, Any]) -> tuple[str, int]:
    return one["name"], one["round"]


def table(rounds: Sequence[Record]) -> str:
    """A Markdown table of the rounds with totals: sums, the median of p50, the highest of the others."""
    names = ["round", "seed", *COUNTS.values(), *SECONDS.values()]
    lines = [names, ["---"] + ["---:"] * (len(names) - 1)]
    for one in rounds:
        cells = [f"{one[key]:,}" for key in COUNTS] + [f"{one[key]:.3f}" for key in SECONDS]
        lines.append([f"{one['name']} {one['round']}", str(one["seed"]), *cells])
    sums = {key: sum(one[key] for one in rounds) for key in COUNTS}
    p50 = statistics.median(one["p50"] for one in rounds) if rounds else math.nan
    highest = [max((one[key] for one in rounds), default=math.nan) for key in SECONDS if key != "p50"]
    last = [f"{sums[key]:,}" for key in COUNTS] + [f"{one:.3f}" for one in (p50, *highest)]
    lines.append([f"all {len(rounds)}", "", *last])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

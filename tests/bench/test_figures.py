"""The figures of rounds: counted, kept as lines, shown as one table."""

from bench import figures
from bench.figures import append, read, table
from bench.oracle import judge, summarise
from tests.bench.test_oracle import CLEAN, DEADLINE, attempt, row


def test_a_round_is_counted():
    attempts, stored = CLEAN
    found = figures.record(summarise(attempts), stored, judge(attempts, stored, DEADLINE))
    assert (found["offered"], found["acknowledged"], found["late"], found["verified"]) == (4, 2, 2, 2)
    assert (found["lost"], found["late_accepted"], found["broken"]) == (0, 0, 0)


def test_what_broke_is_counted():
    late = row(300)  # 200 ms after the deadline
    attempts, stored = [attempt(1), attempt(300), attempt(2)], [late, row(2, receipt_fault="signature")]
    found = figures.record(summarise(attempts), stored, judge(attempts, stored, DEADLINE))
    assert (found["lost"], found["late_accepted"], found["verified"], found["broken"]) == (1, 1, 1, 3)


def test_rounds_make_a_table_with_totals(tmp_path):
    path = tmp_path / "rounds"
    counts = dict.fromkeys(figures.COUNTS, 7) | {"offered": 2500}
    for number, p50, p99 in ((2, 0.2, 9.0), (1, 0.1, 2.0), (2, 0.4, 3.0)):  # the second was played again
        append(
            path, {"name": "rush", "round": number, "seed": 5, **counts, "p50": p50, "p99": p99, "behind": 0}
        )
    lines = table(read(path)).splitlines()
    assert [line.split(" | ")[0] for line in lines] == ["| round", "| ---", "| rush 1", "| rush 2", "| all 2"]
    assert "| 5,000 | 14 |" in lines[-1]
    assert lines[-1].endswith("| 0.250 | 3.000 | 0.000 |")
    assert len({line.count("|") for line in lines}) == 1

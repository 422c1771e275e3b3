"""The rush to the deadline over HTTP, with n and seed: a short form of seconds, and the long form of hours.

Every fault has a red twin: the same judge, the same round, a deliberately broken database, and it must object.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bench import figures
from bench.faults import kill_database, kill_workers
from bench.oracle import OK, UNKNOWN, Attempt, summarise
from bench.proxy import Cutter
from bench.rush import Plan, Round, run_round
from bench.stack import Stack
from bench.tender import Crew
from config.postgres import SUPERUSER

SEED = int(os.environ.get("RUSH_SEED", "20261122"))
SHORT = Plan(vendors=3, before=9, after=3, window=2.5, lead=10.0, seed=SEED)
VENDORS = int(
    os.environ.get("RUSH_VENDORS", "300")
)  # fewer are quicker to prepare and send more revisions each
LONG = Plan(vendors=VENDORS, before=2000, after=500, window=10.0, lead=60.0, seed=SEED, at_once=True)
ROUNDS = int(os.environ.get("RUSH_ROUNDS", "20"))
FIRST_ROUND = int(os.environ.get("RUSH_FIRST", "1"))  # go on where an interrupted run stopped


def report(name: str, number: int, seed: int, found: Round) -> None:
    """A line on the terminal at once, so that a long run shows where it is; and in the file RUSH_LOG, where named."""
    lines = [f"{name} {number} (seed {seed}): {found.line()}", *found.broken[:10]]
    os.write(2, ("\n".join(["", *lines]) + "\n").encode())
    if log := os.environ.get("RUSH_LOG"):
        figures.append(Path(log), {"name": name, "round": number, "seed": seed, **found.record()})


def assert_meaningful(found: Round) -> None:
    """Some were accepted and some came late, or the round has proved nothing."""
    summary = summarise(found.attempts)
    assert summary.ok and summary.late, found.line()


def test_nothing_is_lost_and_nothing_late_is_taken(stack: Stack) -> None:
    """B2, B3: every third answer is cut off after the work is done; whoever got none asks again with the same key.

    On a machine that stands still for seconds a round may show nothing: then a longer one is played.
    """
    for factor in (1, 4, 12):
        with Cutter(stack.port, every=3) as cutter:
            plan = replace(SHORT, window=SHORT.window * factor, seed=SEED + factor)
            found = run_round(stack, plan, base=cutter.base)
        report("short", factor, plan.seed, found)
        assert found.broken == []
        summary = summarise(found.attempts)
        assert summary.unknown == summary.resolved
        if summary.ok and summary.late and any(is_found_again(one) for one in found.attempts):
            break
    else:
        pytest.fail(f"no round showed an accepted, a late and a found submission: {found.line()}")
    assert found.record()["verified"] == len(found.stored) == summary.ok


def is_found_again(attempt: Attempt) -> bool:
    """Accepted, its answer lost, and told when asked again."""
    return (attempt.kind, attempt.resolved) == (UNKNOWN, OK)


def test_the_judge_objects_to_a_gate_that_reads_the_transactions_clock(stack: Stack) -> None:
    """The red twin of B1 and B2: with now() in the gate, a quote is stamped before it was there."""
    with broken_gate(stack, "clock_timestamp()", "now()"):
        found = run_round(stack, Plan(vendors=3, before=3, after=0, window=1.0, lead=10.0, seed=SEED + 2))
    assert any("stamped before" in line for line in found.broken), found.line()


@contextmanager
def broken_gate(stack: Stack, sound: str, broken: str) -> Iterator[None]:
    """Replace words in the gate's function while the block runs."""
    (definition,) = stack.rows("SELECT pg_get_functiondef('deadline_gate(uuid)'::regprocedure)")[0]
    assert sound in definition
    stack.rows(definition.replace(sound, broken), role=SUPERUSER)
    try:
        yield
    finally:
        stack.rows(definition, role=SUPERUSER)


@pytest.mark.prove
def test_twenty_rounds_of_the_full_rush() -> None:
    """B2, B12: 300 vendors, 2,000 submissions in the last 10 s and 500 after, 20 rounds; worker and clock run too."""
    crew = Crew()
    with Stack(background=True) as whole:
        for number in range(FIRST_ROUND, ROUNDS + 1):
            plan = replace(LONG, seed=SEED + 100 * number)
            found = run_round(whole, plan, crew=crew)
            report("rush", number, plan.seed, found)
            assert found.broken == []
            assert_meaningful(found)


@pytest.mark.prove
@pytest.mark.parametrize("name", ["workers", "database"])
def test_long_rushes_with_killing(stack: Stack, name: str) -> None:
    """B6: a worker each 500 ms for 30 s; PostgreSQL ten times."""
    fault = {"workers": kill_workers(0.5), "database": kill_database(5.0)}[name]
    window = {"workers": 30.0, "database": 55.0}[name]
    plan = Plan(vendors=60, before=600, after=60, window=window, lead=60.0, seed=SEED + 7)
    found = run_round(stack, plan, fault=fault)
    report(name, 1, plan.seed, found)
    assert found.broken == []
    assert_meaningful(found)
    assert stack.wait_until_it_answers(15) <= 15


@pytest.mark.prove
def test_the_judge_finds_what_an_unsafe_commit_loses() -> None:
    """The red twin of B6: with synchronous_commit off, a killed PostgreSQL forgets what was acknowledged.

    What was prepared is made durable first: otherwise the deadline's extension is forgotten, and all come late.
    """

    def kill(running: Stack, over: threading.Event) -> None:
        running.rows("CHECKPOINT", role=SUPERUSER)
        kill_database(4.0)(running, over)

    options = "-c synchronous_commit=off -c wal_writer_delay=10s -c wal_writer_flush_after=100MB"
    with Stack({"EMBEDDED_PG_OPTIONS": options}) as unsafe:
        plan = Plan(vendors=10, before=100, after=0, window=12.0, lead=20.0, seed=SEED + 8)
        found = run_round(unsafe, plan, fault=kill)
        report("unsafe", 1, plan.seed, found)
    assert any(line.startswith("lost") for line in found.broken)

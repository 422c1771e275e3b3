"""What goes wrong during a rush: database, broker, disk and clocks. The same judge as without, and 0 broken promises.

Each fault has its red twin here, in test_rush.py or beside the check of its part: the same check, a setting that is
broken on purpose, and it must object. What a proof needs and does not find it names; nothing is left out silently.
"""

import os
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bench import rush
from bench.faults import (
    Broker,
    Clock,
    Fault,
    SmallDisk,
    jump,
    kill_backends,
    kill_database,
    kill_workers,
    lose_broker,
    together,
)
from bench.oracle import LATE, OK, summarise
from bench.rush import Plan, Round, run_round
from bench.stack import Stack
from bench.tender import Bidder, Crew, prepare
from bench.web import File
from tests.bench.test_rush import LONG, SEED, report

FULL = os.environ.get("RUSH_FAULTS") == "full"  # 2,000 in the last ten seconds and 500 after, in every round

SERVING_AGAIN_SECONDS = 15
DRAINED_SECONDS = 60
ALARMED_SECONDS = 60
HOUR = 3600.0
KEYS = """
CREATE TABLE IF NOT EXISTS bench_key (key uuid PRIMARY KEY);
GRANT SELECT, INSERT ON bench_key TO PUBLIC
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def sized(small: Plan) -> Plan:
    """The plan as it is, or the full rush where RUSH_FAULTS says so."""
    return replace(LONG, seed=small.seed) if FULL else small


def kept(found: Round, name: str) -> None:
    """No broken promise, every unknown resolved by sending the same key again, some taken."""
    report(name, 1, SEED, found)
    summary = summarise(found.attempts)
    assert found.broken == []
    assert summary.ok and summary.unknown == summary.resolved, found.line()


def other_outcomes(found: Round) -> list[str]:
    """What a fault that concerns neither network nor database may not change: in time is ok, after it is late."""
    deadline = found.deadline_at.timestamp()
    expected = {OK: lambda one: one.answered_at < deadline, LATE: lambda one: one.sent_at > deadline}
    return [
        f"{one.key} was {one.final}, not {kind}"
        for kind, holds in expected.items()
        for one in found.attempts
        if holds(one) and one.final != kind
    ]


# -- web workers and PostgreSQL --------------------------------------------------------------------------


@pytest.mark.prove
def test_killed_workers_and_a_killed_database_lose_nothing(stack: Stack) -> None:
    """B6, a small round: a web worker every half second for 3 s, all of PostgreSQL once."""
    plan = Plan(vendors=3, before=12, after=0, window=4.0, lead=10.0, seed=SEED + 9)
    found = run_round(stack, plan, fault=together(kill_workers(0.5, most=6), kill_database(1.5, most=1)))
    kept(found, "killed, short")
    stack.wait_until_it_answers()


@pytest.mark.prove
def test_what_is_killed_again_and_again_comes_back_for_web_worker_and_clock() -> None:
    """B6: a web worker every 500 ms; then all of PostgreSQL four times, single connections in between. Nobody
    starts anything again by hand."""
    with Stack(background=True) as running:
        plan = sized(Plan(vendors=6, before=60, after=6, window=24.0, lead=30.0, seed=SEED, rewrite=3))
        found = run_round(running, plan, fault=kill_workers(0.5))
        assert running.wait_until_it_answers(SERVING_AGAIN_SECONDS) <= SERVING_AGAIN_SECONDS
        kept(found, "workers killed")
        quotes = len(found.stored)
        # Whoever asks again for two minutes has an answer then: the killing ends before.
        killing = together(kill_database(6.0, most=4), kill_backends(2.5, most=9))
        found = run_round(running, plan, fault=killing)
        assert running.wait_until_it_answers(SERVING_AGAIN_SECONDS) <= SERVING_AGAIN_SECONDS
        kept(found, "database killed")
        assert running.restarted == [], "nothing but PostgreSQL and web workers had to be started again"
        assert drained(running, quotes + len(found.stored)) <= DRAINED_SECONDS


# -- the broker ------------------------------------------------------------------------------------------


@pytest.mark.prove
def test_a_broker_that_is_stopped_and_emptied_fails_nothing(folder: Path) -> None:
    """B7: stopped before the rush, started empty, flushed, stopped again; afterwards each mail leaves once."""
    with Broker(folder) as broker, Stack({"BROKER_URL": broker.url}, background=True) as running:
        broker.stop()
        plan = sized(Plan(vendors=6, before=60, after=6, window=15.0, lead=30.0, seed=SEED + 1, rewrite=3))
        found = run_round(running, plan, fault=lose_broker(broker, 2.0))
        kept(found, "broker lost")
        assert other_outcomes(found) == [] and summarise(found.attempts).unknown == 0
        broker.start()
        seconds = drained(running, len(found.stored))
        os.write(2, f"outbox drained {seconds:.0f} s after the broker's return\n".encode())
        assert seconds <= DRAINED_SECONDS


def waiting(stack: Stack) -> int:
    rows = stack.rows(
        "SELECT count(*) FROM notifications_outboxmessage WHERE status IN ('QUEUED', 'SENDING')"
    )
    return int(rows[0][0])


def drained(stack: Stack, quotes: int) -> float:
    """Seconds until no message waits; each has then left once, and one for every quote among them."""
    began = time.monotonic()
    while waiting(stack) and time.monotonic() - began < 2 * DRAINED_SECONDS:
        time.sleep(0.5)
    seconds = time.monotonic() - began
    rows = stack.rows("SELECT id::text, kind, status FROM notifications_outboxmessage")
    letters = "".join(one.read_text() for one in (stack.folder / "var" / "mail").glob("*"))
    left = Counter(re.findall(r"^X-Shortlist-Message: (\S+)$", letters, re.M))
    assert left == {message: 1 for message, _kind, _status in rows}
    assert sum(kind == "quote_received" for _message, kind, _status in rows) == quotes
    return seconds


# -- the disk --------------------------------------------------------------------------------------------


@pytest.mark.prove
def test_a_full_disk_refuses_files_and_takes_quotes(stack: Stack) -> None:
    """B8: the disk of the files is full in the rush; whoever attaches is told so, whoever sends is not concerned."""
    with SmallDisk(stack.folder / "var" / "files", 24) as disk:
        stored_before = stored_files(stack)
        attaching = an_attaching_bidder(stack)
        seen: list[tuple[str, int, str]] = []

        def attach(running: Stack, over: threading.Event) -> None:
            for state, act in (("full", disk.fill), ("empty", disk.empty)):
                act()
                for _time in range(5):
                    seen.append((state, *upload(attaching)))
                    over.wait(0.5)

        plan = sized(Plan(vendors=6, before=48, after=6, window=8.0, lead=30.0, seed=SEED + 2, rewrite=3))
        found = run_round(stack, plan, fault=attach)
        kept(found, "disk full")
        assert other_outcomes(found) == []
        assert [status for state, status, _words in seen if state == "full"] == [507] * 5
        said = [words for state, _status, words in seen if state == "full"]
        assert all(re.search("no room left|空间已满", words) for words in said), said[
            0
        ]  # in the vendor's language
        assert [status for state, status, _words in seen if state == "empty"] == [302] * 5
        on_disk = {str(one.relative_to(disk.folder)) for one in disk.folder.rglob("*") if one.is_file()}
        kept_files = {one for one in on_disk if one.startswith("quotes/")}
        assert kept_files == stored_files(stack) - stored_before, "a file without its row, or the reverse"
        assert not [one for one in on_disk if one.endswith(".part")]


def stored_files(stack: Stack) -> set[str]:
    return {name for (name,) in stack.rows("SELECT content FROM quotes_quotefile")}


def an_attaching_bidder(stack: Stack) -> Bidder:
    """Somebody of another tender, whose deadline is far."""
    return prepare(stack, 1, 600.0, Crew()).bidders[0]


def upload(bidder: Bidder) -> tuple[int, str]:
    """Attach 400 KiB of text; returns status and words."""
    person, path = bidder.person, f"{bidder.portal}files/"
    form = person.get(path).expect(200).page.form("file")
    words = File("roster.txt", os.urandom(200 * 1024).hex().encode())
    answer = person.upload(path, form.pairs(), {"file": words})
    return answer.status, answer.text


# -- clocks ----------------------------------------------------------------------------------------------


@contextmanager
def clockwork(folder: Path, *broken: str) -> Iterator[tuple[Stack, Clock]]:
    """An instance whose web, worker and clock process have a clock of their own; PostgreSQL has the right one."""
    clock = Clock(folder)
    for name in broken:
        (folder / name).touch()
    served = {**clock.variables, "DJANGO_SETTINGS_MODULE": "tests.bench.sabotage", "SABOTAGE": str(folder)}
    folder.chmod(0o755)
    with Stack(background=not broken, served=served) as running:
        yield running, clock


def clock_round(stack: Stack, number: int, fault: Fault | None = None) -> Round:
    plan = Plan(vendors=6, before=36, after=6, window=8.0, lead=30.0, seed=SEED + number, rewrite=3)
    return run_round(stack, sized(plan), fault=fault)


@pytest.mark.prove
def test_wrong_and_jumping_clocks_change_no_outcome_and_are_told(folder: Path) -> None:
    """B9: an hour ahead, an hour behind, and jumping between both; each alarmed within a minute."""
    with clockwork(folder) as (running, clock):
        for number, (name, wrong) in enumerate((("ahead", HOUR), ("behind", -HOUR))):
            clock.set(wrong)
            seconds = {process: alarmed(running, process, name) for process in ("web", "worker")}
            os.write(2, f"clock {name}: alarmed after {seconds} s\n".encode())
            assert max(seconds.values()) <= ALARMED_SECONDS
            found = clock_round(running, number)
            kept(found, f"clock {name}")
            assert other_outcomes(found) == []
        clock.set(0.0)
        found = clock_round(running, 3, jump(clock, 1.0, (HOUR, -HOUR, 0.0)))
        kept(found, "clock jumping")
        assert other_outcomes(found) == []
        clock.set(-HOUR)
        assert drained(running, sum(1 for _row in quotes_of(running))) <= DRAINED_SECONDS


def quotes_of(stack: Stack) -> list[tuple[str]]:
    return stack.rows("SELECT id FROM quotes_revision")


def alarmed(stack: Stack, process: str, direction: str) -> float:
    """Seconds until the log of this process has an ERROR that says so; somebody looks at a page now and then."""
    began, said = time.monotonic(), f"ERROR.*clock of {process} .* {direction}"
    while not re.search(said, stack.log(process)) and time.monotonic() - began < 2 * ALARMED_SECONDS:
        stack.wait_until_it_answers()
        time.sleep(0.5)
    return time.monotonic() - began


@pytest.mark.prove
def test_the_check_of_clocks_objects_to_an_instance_that_never_compares(folder: Path) -> None:
    """The red twin of B9: the hour ahead ends every session in the rush, and nobody is told."""
    with clockwork(folder, "deaf") as (running, clock):
        found = clock_round(running, 5, jump(clock, 1.0, (HOUR + 60, HOUR + 60)))
        report("clock jumping, deaf", 1, SEED, found)
        assert other_outcomes(found)
        assert "ERROR audit.clocks" not in running.log("web")


# -- the key and the quote -------------------------------------------------------------------------------


@pytest.mark.prove
def test_a_key_is_committed_with_its_quote_or_not_at_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B3, B6: workers die after the row was made and before it commits; the same key then makes it. The red twin:
    keys committed first, apart, are stuck for ever, and the judge says so."""
    folder.chmod(0o777)
    with Stack(served={"DJANGO_SETTINGS_MODULE": "tests.bench.sabotage", "SABOTAGE": str(folder)}) as running:
        running.rows(KEYS)
        sound = run_round(running, key_plan(0), fault=crash_twice(folder))
        kept(sound, "key and quote together")
        assert summarise(sound.attempts).unknown, "nobody died in the middle: nothing was proved"
        (folder / "apart").touch()
        monkeypatch.setattr(rush, "ASK_AGAIN_SECONDS", 10.0)
        broken = run_round(running, key_plan(1), fault=crash_twice(folder))
        report("key apart", 1, SEED, broken)
        assert any(line.startswith("unresolved") for line in broken.broken), broken.line()


def key_plan(number: int) -> Plan:
    return Plan(vendors=2, before=8, after=0, window=15.0, lead=15.0, seed=SEED + 20 + number, rewrite=0)


def crash_twice(folder: Path) -> Fault:
    """Let a worker die in the middle of a submission, and another one in the next after it."""

    def fault(stack: Stack, over: threading.Event) -> None:
        for _time in range(2):
            (folder / "crash").touch()
            while (folder / "crash").exists() and not over.wait(0.2):
                pass
        (folder / "crash").unlink(missing_ok=True)

    return fault

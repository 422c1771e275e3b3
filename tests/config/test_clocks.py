"""B9: clocks of web and worker that are wrong or jump are told, put right where it matters, and stop no task."""

import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from celery.beat import Scheduler as Plain
from celery.schedules import schedule
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from audit import clocks
from config.beat import Scheduler
from notifications.actions import queue_text
from tests import cast

HOUR = 3600.0
SLOW = 20.0  # seconds; only what is certain counts as a difference, and a busy machine leaves little certain


class Clock:
    """The wall clock of this process as `audit.clocks` sees it; the steady clock stays what it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wrong, self.real = 0.0, timezone.now
        shown = SimpleNamespace(time=lambda: time.time() + self.wrong, monotonic=time.monotonic)
        monkeypatch.setattr(clocks, "time", shown)
        monkeypatch.setattr(clocks, "_last", None)
        monkeypatch.setattr(timezone, "now", lambda: self.real() + timedelta(seconds=self.wrong))

    def corrected_by(self) -> float:
        return (clocks.now() - self.real()).total_seconds()


@pytest.fixture
def clock(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Clock]:
    settings.CLOCKS_COMPARED_EVERY = 20.0
    yield Clock(monkeypatch)


@pytest.mark.parametrize("wrong", [-HOUR, -60.0, 60.0, HOUR])
def test_a_wrong_clock_is_told_and_put_right(
    wrong: float, clock: Clock, client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    clock.wrong = wrong
    clocks.watch("worker")
    lines = [one for one in caplog.records if one.name == "audit.clocks"]
    assert [line.levelno for line in lines] == [logging.ERROR]
    assert f"s {'ahead of' if wrong > 0 else 'behind'}" in lines[0].getMessage()
    assert clocks.ahead() == pytest.approx(wrong, abs=SLOW)
    assert abs(clock.corrected_by()) < SLOW
    assert client.get("/healthz").json()["clocks"] == "differ"
    client.force_login(cast.auditor())
    assert "Deadlines follow the database" in client.get(reverse("audit:list")).content.decode()


def test_clocks_that_agree_say_nothing(clock: Clock, client: Any, caplog: pytest.LogCaptureFixture) -> None:
    clock.wrong = 1.0
    clocks.watch("web")
    assert not caplog.records and clocks.alarm() is None
    assert clock.corrected_by() == pytest.approx(1.0, abs=0.9), "a second is within what clocks may differ"
    client.force_login(cast.auditor())
    assert "Deadlines follow" not in client.get(reverse("audit:list")).content.decode()


def test_a_jump_is_seen_at_the_next_request(clock: Clock, client: Any) -> None:
    client.get(reverse("clock"))
    assert clocks.alarm() is None
    clock.wrong = -HOUR
    assert abs(clock.corrected_by()) < SLOW, "put right before anybody has compared"
    client.get(reverse("clock"))
    found = clocks.alarm()
    assert found is not None and found.process == "web" and found.by == pytest.approx(HOUR, abs=SLOW)
    clock.wrong = 0.0
    client.get(reverse("clock"))
    kept = cache.get(clocks.KEY)
    cache.set(clocks.KEY, {**kept, "at": kept["at"] - clocks.LASTS_SECONDS}, timeout=None)
    assert clocks.alarm() is None, "an alarm that nobody raises again is over"


def test_mail_does_not_wait_for_the_hour_that_a_clock_was_ahead(clock: Clock) -> None:
    clock.wrong = HOUR
    clocks.watch("web")
    words = {"subject": "Hello", "body": "Words."}
    row = queue_text("hello", to="a@plover.example", language="en", now=timezone.now(), **words)
    assert row.not_before < clock.real() + timedelta(seconds=SLOW)


def test_a_slow_answer_is_no_difference(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds pass around the query: our clock was before and after, so nothing is certain."""
    readings = iter([time.time() - 5, time.time() + 5, *[time.time()] * 9])
    monkeypatch.setattr(clocks.time, "time", lambda: next(readings))
    assert clocks.compare("web") == 0.0


# -- the clock process -----------------------------------------------------------------------------


def due_after_going_back(kind: type[Plain]) -> set[str]:
    """Which of two tasks run within a few ticks of a clock that was an hour ahead until just now."""
    ran: list[str] = []

    class Noting(kind):  # type: ignore[valid-type, misc]  (the base is an argument)
        producer = None  # nothing is published, so nobody connects

        def setup_schedule(self) -> None:
            return

        def apply_async(self, entry: Any, **options: Any) -> None:
            ran.append(entry.name)

    from config.celery import app

    scheduler = Noting(app, lazy=True)
    scheduler.data = scheduler._store = {}  # type: ignore[attr-defined]  (no file: the entries live here)
    every = schedule(0.05, app=app)
    entries = {name: {"task": name, "schedule": every} for name in ("mail", "chain")}
    type(scheduler).schedule = property(lambda self: self.data)
    scheduler.data = {name: scheduler._maybe_entry(name, entry) for name, entry in entries.items()}
    for entry in scheduler.data.values():
        entry.last_run_at = entry.default_now() + timedelta(hours=1)
    for _tick in range(6):
        scheduler.tick()
        time.sleep(0.06)
    return set(ran)


def test_tasks_go_on_when_the_clock_is_put_back() -> None:
    assert due_after_going_back(Scheduler) == {"mail", "chain"}


def test_celerys_own_scheduler_would_fall_silent() -> None:
    """The red twin."""
    assert due_after_going_back(Plain) == set()

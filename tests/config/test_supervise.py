"""What `make run` does when one of its processes ends by itself."""

from types import SimpleNamespace
from typing import Any

import pytest

from config import supervise
from config.supervise import MOST_RESTARTS, Supervisor


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The arguments of every process that was started; each has ended at once."""
    seen: list[list[str]] = []

    def start(arguments: list[str], environment: Any) -> Any:
        seen.append(arguments)
        return SimpleNamespace(poll=lambda: 1, returncode=1)

    monkeypatch.setattr(supervise, "_start", start)
    return seen


def running() -> Supervisor:
    """A supervisor whose processes have all ended."""
    supervisor = Supervisor("127.0.0.1", 8000)
    ended = SimpleNamespace(poll=lambda: 1, returncode=1)
    supervisor.processes = {"worker": ended}  # type: ignore[dict-item]  (stands in for a process)
    return supervisor


def test_a_process_that_ends_is_started_again_a_few_times(started: list[list[str]]) -> None:
    supervisor = running()
    supervisor.ready = True
    for time in range(1, MOST_RESTARTS + 1):
        assert not supervisor._over() and len(started) == time
    assert "worker" in started[0]
    assert supervisor._over() and supervisor.failed and len(started) == MOST_RESTARTS


def test_a_process_that_ends_before_anything_serves_stops_the_start(started: list[list[str]]) -> None:
    supervisor = running()
    assert supervisor._over() and supervisor.failed and started == []

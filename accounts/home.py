"""What waits for a person: apps above contribute items when they start, in their AppConfig.ready.

from accounts import home

def waiting(user, now) -> list[home.Waiting]: ...
home.register(waiting)
home.register_running(running)   # running(user, now) -> list[home.Running]
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

KINDS = ("do", "decide", "blocked", "watch")


@dataclass(frozen=True)
class Waiting:
    """One thing to do. `title` is a sentence in the reader's language; `kind` one of KINDS."""

    title: str
    url: str
    due_at: datetime | None = None
    kind: str = "do"
    about: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is none of {KINDS}")


@dataclass(frozen=True)
class Running:
    """One running RFQ (or contract) as a line: its code, title, stage and what comes next."""

    code: str
    title: str
    url: str
    stage: str
    next_step: str = ""
    due_at: datetime | None = None


_waiting: list[Callable[[Any, datetime], list[Waiting]]] = []
_running: list[Callable[[Any, datetime], list[Running]]] = []


def register(provider: Callable[[Any, datetime], list[Waiting]]) -> None:
    """Add a provider of waiting items; the same one is added once."""
    if provider not in _waiting:
        _waiting.append(provider)


def register_running(provider: Callable[[Any, datetime], list[Running]]) -> None:
    """Add a provider of running lines; the same one is added once."""
    if provider not in _running:
        _running.append(provider)


def waiting_for(user: Any, now: datetime) -> list[Waiting]:
    """Everything that waits for this person, what is due first on top, what has no due time last."""
    items = [item for provider in _waiting for item in provider(user, now)]
    return sorted(items, key=lambda item: (item.due_at is None, item.due_at or now, item.title))


def running_for(user: Any, now: datetime) -> list[Running]:
    """The running lines of all apps, in the order they were contributed."""
    return [line for provider in _running for line in provider(user, now)]

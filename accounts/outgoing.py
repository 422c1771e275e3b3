"""Mail out of this app. The outbox stands above accounts, so it hands itself in when it starts."""

from collections.abc import Callable
from typing import Any

_senders: dict[str, Callable[..., Any]] = {}


def connect(*, queue: Callable[..., Any], queue_text: Callable[..., Any]) -> None:
    """Called once by the app that owns the outbox."""
    _senders.update(queue=queue, queue_text=queue_text)


def queue(kind: str, **message: Any) -> Any:
    """Queue a message from its templates; the arguments of `notifications.actions.queue`."""
    return _senders["queue"](kind, **message)


def queue_text(kind: str, **message: Any) -> Any:
    """Queue a message that is already written; the arguments of `notifications.actions.queue_text`."""
    return _senders["queue_text"](kind, **message)

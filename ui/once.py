"""What a page asks again and again, asked once: while a page is read, an answer stays what it was.

Only while something is read (GET, HEAD). Whatever writes asks afresh each time, because it must see what it has
just changed itself, and what another changed before it got the lock.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("ui_once", default=None)


def reading(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a request that only reads keeps its answers, until it is answered itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _answers.set({} if request.method in ("GET", "HEAD") else None)
        try:
            return get_response(request)
        finally:
            _answers.reset(token)

    return middleware


def once(key: Callable[..., Hashable]) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Decorate a function that asks the database: one question for one `key` of its arguments.

    What it returns is shared by all who ask, so it must not be changed.
    """

    def decorate(ask: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(ask)
        def asked_once(*args: Any) -> Answer:
            answers = _answers.get()
            if answers is None:
                return ask(*args)
            known = (ask, key(*args))
            if known not in answers:
                answers[known] = ask(*args)
            answer: Answer = answers[known]
            return answer

        return asked_once

    return decorate

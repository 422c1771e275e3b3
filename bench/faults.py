"""What goes wrong beside a rush: called with the stack, and an event that says the round is over.

A fault runs in a thread of its own (`bench.rush.run_round`). It breaks something from outside, as an operator's
bad day would; nothing of the application is told.
"""

import contextlib
import threading
from collections.abc import Callable

from bench.stack import Stack

Fault = Callable[[Stack, threading.Event], None]


def kill_workers(every: float) -> Fault:
    """SIGKILL a web worker every so many seconds, in turn."""

    def fault(stack: Stack, over: threading.Event) -> None:
        number = 0
        while not over.wait(every):
            stack.kill_worker(number)
            number += 1

    return fault


def kill_database(every: float, most: int = 0) -> Fault:
    """SIGKILL PostgreSQL, all its processes, every so many seconds, at most so often (0: until the end).

    The next connection starts it again.
    """

    def fault(stack: Stack, over: threading.Event) -> None:
        done = 0
        while not (most and done >= most) and not over.wait(every):
            with contextlib.suppress(OSError, ValueError):  # it may be starting at this moment
                stack.kill_database()
                done += 1

    return fault


def kill_backends(every: float) -> Fault:
    """SIGKILL one connection's process every so many seconds: PostgreSQL ends all others and recovers by itself."""

    def fault(stack: Stack, over: threading.Event) -> None:
        number = 0
        while not over.wait(every):
            with contextlib.suppress(OSError, ValueError):
                number += bool(stack.kill_backend(number))

    return fault


def together(*faults: Fault) -> Fault:
    """Several at once."""

    def fault(stack: Stack, over: threading.Event) -> None:
        threads = [threading.Thread(target=one, args=(stack, over)) for one in faults]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return fault

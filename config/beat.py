"""The scheduler of the clock process: Celery's, which does not fall silent when the clock is put back."""

import time
from typing import Any

from celery.beat import PersistentScheduler

JUMP_SECONDS = 1.0


class Scheduler(PersistentScheduler):
    """After a jump, and at the start, no task counts as done in the future, and the order of tasks is made anew.

    Celery's own would wait until the time of the last run comes again: an hour without mail where the clock was
    an hour ahead.
    """

    _offset: float | None = None

    def tick(self, *args: Any, **kwargs: Any) -> float:
        offset = time.time() - time.monotonic()
        if self._offset is None or abs(offset - self._offset) > JUMP_SECONDS:
            for entry in self.schedule.values():
                entry.last_run_at = min(entry.last_run_at, entry.default_now())
            self._heap = None
        self._offset = offset
        return float(super().tick(*args, **kwargs))

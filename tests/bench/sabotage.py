"""Settings of an instance that is broken on purpose, for the red twins of the faults; named in DJANGO_SETTINGS_MODULE.

What is broken is said by files in SABOTAGE: `crash` kills the web worker in the middle of the next submission, after
the row was made and before it commits, and is used up; `apart` records the key of a submission in a transaction of
its own before the work, as some idempotency middlewares do; `deaf` never compares clocks.
"""

import os
import signal
from pathlib import Path
from typing import Any

from django.apps import AppConfig

from config.settings import *  # noqa: F403  (the same settings)
from config.settings import INSTALLED_APPS

FOLDER = Path(os.environ["SABOTAGE"])
INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.sabotage.Sabotage"]
CLOCKS_COMPARED_EVERY = 0.0 if (FOLDER / "deaf").exists() else 20.0


class Sabotage(AppConfig):
    name = "tests.bench.sabotage"
    label = "sabotage"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        from quotes.actions import submission
        from quotes.views import sent

        sound_receipt, sound_submit = submission.issue_receipt, sent.submit_quote

        def issue_receipt(**given: Any) -> Any:
            try:
                (FOLDER / "crash").unlink()
            except FileNotFoundError:
                return sound_receipt(**given)
            os.kill(os.getpid(), signal.SIGKILL)

        def submit_quote(**given: Any) -> Any:
            if (FOLDER / "apart").exists() and not _first_comes(given["idempotency_key"]):
                _answer_from(given["invitation"], given["idempotency_key"])
            return sound_submit(**given)

        submission.issue_receipt, sent.submit_quote = issue_receipt, submit_quote


def _first_comes(key: Any) -> bool:
    """Note the key, committed at once; False when it was there."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_key VALUES (%s) ON CONFLICT DO NOTHING", [key])
        return bool(cursor.rowcount)


def _answer_from(invitation: Any, key: Any) -> None:
    """Whoever was first is believed to be at work, for ever."""
    from quotes.actions.refusals import Busy
    from quotes.models import Revision

    if not Revision.objects.filter(invitation_id=invitation, idempotency_key=key).exists():
        raise Busy()

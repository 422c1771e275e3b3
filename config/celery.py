"""The Celery application. Without BROKER_URL its queue lives in the application's own PostgreSQL (pgmq)."""

import os
from typing import Any

from celery import Celery
from celery.signals import task_prerun, worker_init, worker_ready
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# A connection that only sends must not listen as well: nothing ever reads its notices, the socket fills, and the
# server process behind it holds up whatever waits for all of them, DROP DATABASE for one.
SENDS_ONLY = {"use_notify": False}
VISIBILITY_TIMEOUT = 600  # a task that was read but not acknowledged comes again after this many seconds


def transport_options() -> dict[str, Any]:
    """Options of the pgmq transport; its schema is made by `migrate`, so nothing is created here."""
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    parameters = connection.get_connection_params()
    keywords = {
        key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)
    }
    options = settings.DATABASES["default"].get("OPTIONS", {})
    return {
        "conn_string": make_conninfo(
            **keywords, **{key: options[key] for key in options if key.startswith("ssl")}
        ),
        "init_extension": False,
        "visibility_timeout": VISIBILITY_TIMEOUT,
        "wait_time_seconds": 0,
        "polling_interval": 0.1,
        "use_notify": True,
        "pool_size": 2,
    }


class Application(Celery):
    """Reads the connection of the queue only when the queue is used: `check` and the like start no server."""

    def connection(self, *args: Any, **kwargs: Any) -> Any:
        self._use_own_database()
        return super().connection(*args, **kwargs)

    def connection_for_read(self, *args: Any, **kwargs: Any) -> Any:
        self._use_own_database()
        return super().connection_for_read(*args, **kwargs)

    def connection_for_write(self, *args: Any, **kwargs: Any) -> Any:
        self._use_own_database()
        if not settings.BROKER_URL:
            kwargs["transport_options"] = SENDS_ONLY | (kwargs.get("transport_options") or {})
        return super().connection_for_write(*args, **kwargs)

    def _use_own_database(self) -> None:
        if not settings.BROKER_URL and not self.conf.broker_transport_options:
            self.conf.broker_transport_options = transport_options()


app = Application("shortlist")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.task(name="config.celery.heartbeat")
def heartbeat() -> None:
    _note_heartbeat()


@worker_ready.connect
def _note_heartbeat(**kwargs: Any) -> None:
    from config.health import note_heartbeat

    note_heartbeat()


@task_prerun.connect
def watch_clock(**kwargs: Any) -> None:
    from audit import clocks

    clocks.watch("worker")


@worker_init.connect
def refuse_unsafe_database(**kwargs: Any) -> None:
    """The worker opens and scores as the web does, so it holds the database to the same conditions."""
    from config import safety

    if settings.PRODUCTION:
        safety.refuse(safety.unsafe_database())

"""The migrated database of a run on several processes, made once, while they still collect their tests.

The controller starts this module as a program, which holds a lock for as long as it lives: whoever gets the lock
knows that it has ended, however it did. Each process then copies the database; where it is not there, the process
migrates its own, as a run on one process does. Every run makes one of its own name.
"""

import fcntl
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any, TextIO

ROOT = Path(__file__).resolve().parent.parent
BEGINNING = "test_shortlist_migrated_"


def start() -> str:
    """Begin to make the database beside whatever else happens; return its name."""
    name = f"{BEGINNING}{uuid.uuid4().hex[:8]}"
    with _lock(fcntl.LOCK_EX) as lock:
        subprocess.Popen(  # it ends by itself, and inherits the lock
            [sys.executable, "-m", "tests.migrated", name],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test"},
            pass_fds=[lock.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    return name


def is_there(name: str, connection: Any) -> bool:
    """Wait until it is made or will never be."""
    _lock(fcntl.LOCK_SH).close()
    return name in _all(connection)


def forget(connection: Any) -> None:
    """Drop it, and those of runs that were cut off; the connection is the owner's."""
    for name in _all(connection):
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")


def make(name: str) -> None:
    """Migrate under another name, and give the database its own when it is whole."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases

    forget(connection)
    draft = f"{name}_draft"
    connection.settings_dict["TEST"]["NAME"] = draft
    setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {draft} RENAME TO {name}")


def _lock(how: int) -> TextIO:
    folder = ROOT / ".var"
    folder.mkdir(exist_ok=True)
    lock = open(folder / "tests-migrate.lock", "a")  # noqa: SIM115  (the caller closes it)
    fcntl.flock(lock, how)
    return lock


def _all(connection: Any) -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [BEGINNING])
        return [name for (name,) in cursor.fetchall()]


if __name__ == "__main__":
    make(sys.argv[1])

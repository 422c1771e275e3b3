"""Django's own deployment check with settings as a deployment has them. python -m tests.house.deployment"""

import importlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from typing import NamedTuple, NoReturn

from sealing import KeyRing, ReceiptKeys
from tests.house.source import ROOT

OURS = ("SHORTLIST_", "DATABASE_", "BROKER_", "EMAIL_", "SEALING_", "RECEIPT_", "DJANGO_")
# What a start imports that looks at no settings.
LIBRARIES = (
    "celery.app.base",
    "django.core.management.commands.check",
    "django.db.backends.postgresql.base",
    "django.db.models",
    "fido2.server",
    "fpdf",
    "scipy.special",
)


class Ended(NamedTuple):
    """How a process ended, and what it said."""

    returncode: int
    stderr: str


def production() -> dict[str, str]:
    """An environment that may serve real quotes, with keys made for this run."""
    return {
        "SHORTLIST_ENV": "production",
        "SHORTLIST_SECRET_KEY": secrets.token_urlsafe(64),
        "SEALING_KEYS": KeyRing.generate(),
        "RECEIPT_KEYS": ReceiptKeys.generate(),
        "SHORTLIST_HOSTS": "shortlist.example.com",
        "SHORTLIST_BASE_URL": "https://shortlist.example.com",
        "SHORTLIST_FROM_EMAIL": "purchasing@example.com",
        "SHORTLIST_TRUSTED_PROXIES": "1",
        "DATABASE_URL": "postgresql://web:secret@db.example.com/shortlist?sslmode=verify-full",
        "DATABASE_OWNER_URL": "postgresql://owner:secret@db.example.com/shortlist?sslmode=verify-full",
        "EMAIL_URL": "smtps://user:secret@mail.example.com",
    }


def run_manage(*arguments: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """manage.py in a process of its own, with exactly these settings of Shortlist."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**_inherited(), **environment}, capture_output=True, text=True
    )


def _inherited() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(OURS)}


def run_manage_often(*arguments: str, environments: Iterable[dict[str, str]]) -> list[Ended]:
    """manage.py once in each of these environments, in processes that share the import of the libraries.

    It takes a third of the time: one process imports what needs no settings, and each start is a fork of it.
    """
    given = [_inherited() | environment for environment in environments]
    asked = json.dumps({"arguments": arguments, "environments": given})
    command = [sys.executable, "-m", "tests.house.deployment", "--starts"]
    told = subprocess.run(
        command, cwd=ROOT, env=_inherited(), input=asked, capture_output=True, text=True, check=True
    )
    return [Ended(*one) for one in json.loads(told.stdout)]


def _start_each(arguments: list[str], environments: list[dict[str, str]]) -> list[tuple[int, str]]:
    for library in LIBRARIES:
        importlib.import_module(library)
    import manage

    found = []
    for environment in environments:
        with tempfile.TemporaryFile("w+") as said:
            child = os.fork()
            if child == 0:
                _start(manage.main, arguments, environment, said.fileno())
            _child, status = os.waitpid(child, 0)
            said.seek(0)
            found.append((os.waitstatus_to_exitcode(status), said.read()))
    return found


def _start(
    main: Callable[[], None], arguments: list[str], environment: dict[str, str], said: int
) -> NoReturn:
    """Be manage.py: its arguments and environment, what it says, and how it ends."""
    for stream in (1, 2):
        os.dup2(said, stream)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["manage.py", *arguments]
    code = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    if sys.argv[1:] == ["--starts"]:
        print(json.dumps(_start_each(**json.load(sys.stdin))))
        sys.exit()
    done = run_manage("check", "--deploy", "--fail-level", "WARNING", environment=production())
    if done.returncode:
        print(done.stdout + done.stderr)
    sys.exit(done.returncode)

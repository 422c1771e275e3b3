"""An instance of one's own: embedded PostgreSQL in a temporary folder, gunicorn as `make run` starts it.

`Stack` is what the rush, its faults and the benchmark run against. It never touches the development database.
The methods that break something (`kill_worker`, `kill_database`) say what they break, and nothing else here
differs from a development start.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

from bench.web import Browser, NoAnswer
from config.postgres import DATABASE, OWNER_ROLE, SUPERUSER, WEB_ROLE, EmbeddedServer
from config.supervise import commands

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 180.0
NO_LIMIT = "100000/m/ip"
LIMITS = ("SHORTLIST_LOGIN_LIMIT", "SHORTLIST_LOGIN_FAILED_LIMIT", "SHORTLIST_LOGIN_CODE_LIMIT")


class Stack:
    """A running instance; a context manager that removes everything it made.

    environment: variables beside or over those of a development start, e.g. EMBEDDED_PG_OPTIONS,
    BROKER_URL. served: what web, worker and clock alone have on top, e.g. LD_PRELOAD.
    """

    def __init__(
        self,
        environment: Mapping[str, str] | None = None,
        background: bool = False,
        served: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="shortlist-"))
        self.folder.chmod(0o711)  # PostgreSQL runs as another account where this one is root
        self.port = free_port()
        self.base = f"http://localhost:{self.port}"
        self.background = background
        self.served = dict(served or {})
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.restarted: list[str] = []  # names of processes that ended by themselves, in background
        self._over = threading.Event()
        self.server = EmbeddedServer(ROOT, self.folder / "pg")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SHORTLIST_")},
            **dict.fromkeys(LIMITS, NO_LIMIT),
            "PORT": str(self.port),
            "SHORTLIST_VAR_DIR": str(self.folder / "var"),
            "EMBEDDED_PG_DIR": str(self.folder / "pg"),
            "PYTHONUNBUFFERED": "1",
            **(environment or {}),
        }
        self.environment.pop("DATABASE_URL", None)
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)

    def __enter__(self) -> "Stack":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    # -- life ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Make the database, migrate, collect static files, and serve. Raises RuntimeError when that fails."""
        (self.folder / "var").mkdir(exist_ok=True)
        self.manage("migrate", "-v0", role="owner")
        if self.served:  # or what they have on top would be PostgreSQL's too, when one of them starts it
            self.server.ensure()
        self.manage("collectstatic", "--no-input", "-v0")
        self.serve()

    def serve(self) -> None:
        """Start the web server, and worker and clock where they are wanted."""
        wanted = ("web", "worker", "clock") if self.background else ("web",)
        self._over.clear()
        for name, arguments in commands(f"127.0.0.1:{self.port}", self.folder / "var").items():
            if name in wanted:
                self.processes[name] = self._start(name, arguments)
        self.wait_until_it_answers()
        if self.background:
            threading.Thread(target=self._keep, daemon=True).start()

    def _keep(self) -> None:
        """Start again what ended by itself, as the supervisor of `make run` does."""
        while not self._over.wait(0.5):
            for name, arguments in commands(f"127.0.0.1:{self.port}", self.folder / "var").items():
                if self.processes[name].poll() is not None and not self._over.is_set():
                    self.restarted.append(name)
                    self.processes[name] = self._start(name, arguments)

    def wait_until_it_answers(self, seconds: float = READY_SECONDS) -> float:
        """Wait for a page; return how many seconds it took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            try:
                if Browser(self.base, timeout=5).request("GET", "/healthz").status == 200:
                    return time.monotonic() - began
            except NoAnswer:
                time.sleep(0.05)
        raise RuntimeError(f"no answer within {seconds} s; the log ends:\n{self.log('web')[-2000:]}")

    def stop(self) -> None:
        """End everything and remove the folder."""
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)

    def halt(self) -> None:
        """End every process and wait for the database to stop; `serve` goes on from there."""
        self._end()
        self.server.release()
        until = time.monotonic() + 30  # its last user is gone: it stops by itself
        while (self.server.data / "postmaster.pid").exists() and time.monotonic() < until:
            time.sleep(0.1)

    def _end(self) -> None:
        self._over.set()
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes.clear()

    def log(self, name: str) -> str:
        """What a process has written so far."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    # -- commands and rows ---------------------------------------------------------------------------

    def manage(self, *arguments: str, role: str = "web") -> str:
        """Run a management command against this instance and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, "SHORTLIST_DATABASE_ROLE": role},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def rows(self, statement: str, *parameters: Any, role: str = OWNER_ROLE) -> list[tuple[Any, ...]]:
        """Run one SQL statement as the owner, or as the superuser, and return its rows."""
        return self.rows_in(DATABASE, statement, *parameters, role=role)

    def rows_in(
        self, database: str, statement: str, *parameters: Any, role: str = SUPERUSER
    ) -> list[tuple[Any, ...]]:
        with psycopg.connect(**self.server.parameters(role), dbname=database, autocommit=True) as connection:
            cursor = connection.execute(statement, parameters or None)
            return cursor.fetchall() if cursor.description else []

    # -- breaking things -----------------------------------------------------------------------------

    def worker_pids(self) -> list[int]:
        """The gunicorn workers that run now."""
        return _children(self.processes["web"].pid)

    def kill_worker(self, number: int = 0) -> int:
        """SIGKILL one gunicorn worker; returns its pid, 0 when there was none."""
        pids = self.worker_pids()
        if not pids:
            return 0
        pid = pids[number % len(pids)]
        _kill(pid)
        return pid

    def kill_database(self) -> int:
        """SIGKILL the PostgreSQL server and all its processes; returns the server's pid.

        Nothing here starts it again: the next connection of the application does.
        """
        pid = int((self.server.data / "postmaster.pid").read_text().split("\n")[0])
        for child in [pid, *_children(pid)]:
            _kill(child)
        return pid

    def kill_backend(self, number: int = 0) -> int:
        """SIGKILL the PostgreSQL process of one of the application's connections; returns its pid, 0 without one."""
        pid = int((self.server.data / "postmaster.pid").read_text().split("\n")[0])
        serving = [one for one in _children(pid) if WEB_ROLE in _command_line(one)]
        if not serving:
            return 0
        _kill(serving[number % len(serving)])
        return serving[number % len(serving)]

    def _start(self, name: str, arguments: list[str]) -> "subprocess.Popen[bytes]":
        log = open(self.folder / f"{name}.log", "ab")  # noqa: SIM115  (the child writes to it as long as it lives)
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**self.environment, **self.served},
            stdout=log,
            stderr=log,
        )


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""`make run`: prepares the database, then keeps web, worker and clock running. One Ctrl-C stops them all.

A process that ends by itself is started again, as under the supervisor of a deployment: a Celery worker ends when its
Redis is killed.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

BASE_DIR = Path(__file__).resolve().parent.parent
READY_SECONDS = 180
STOP_SECONDS = 15
MOST_RESTARTS = 5  # of one process within so many seconds; after that something is broken for good
WITHIN_SECONDS = 120
PR_SET_PDEATHSIG = 1


def commands(bind: str, folder: Path | None = None) -> dict[str, list[str]]:
    """The three processes; a deployment runs the same ones under its own supervisor. `folder` is for their files."""
    celery = ["-m", "celery", "-q", "-A", "config.celery"]
    return {
        "web": [
            "-m",
            "gunicorn",
            "config.wsgi",
            "-b",
            bind,
            "-w",
            "2",
            "--threads",
            "4",
            "-k",
            "config.worker.PatientWorker",
            "--preload",  # a worker that dies is replaced by a fork, at once
            "--log-level",
            "warning",
        ],
        "worker": [*celery, "worker", "-l", "WARNING", "-c", "2", "--without-gossip", "--without-mingle"],
        "clock": [*celery, "beat", "-l", "WARNING", "-s", str((folder or _var_dir()) / "beat"), "--pidfile="],
    }


def _var_dir() -> Path:
    return Path(os.environ.get("SHORTLIST_VAR_DIR", BASE_DIR / ".var"))


def _end_with_parent() -> None:
    """In the child: a process group of its own, and a signal when the supervisor dies, even by kill -9."""
    os.setpgrp()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _start(arguments: list[str], environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=BASE_DIR, env=environment, preexec_fn=_end_with_parent
    )


def _port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


class Restarts:
    """How often each process may be started again."""

    def __init__(self) -> None:
        self.moments: dict[str, list[float]] = {}

    def allowed(self, name: str) -> bool:
        """Note one more; False when there were too many lately."""
        now = time.monotonic()
        lately = [one for one in self.moments.get(name, []) if now - one < WITHIN_SECONDS]
        self.moments[name] = [*lately, now]
        return len(lately) < MOST_RESTARTS


class Supervisor:
    """Starts the processes, keeps them running, and stops them together.

    The return code is 1 when one could not be started, or ended by itself again and again.
    """

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PORT": str(port)}
        if os.geteuid() == 0:
            self.environment["PYTHONWARNINGS"] = "ignore::UserWarning:celery.platforms"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.restarts = Restarts()
        self.ready = self.stopping = self.failed = False

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        _var_dir().mkdir(parents=True, exist_ok=True)
        preparation = _start(["-m", "config.prepare"], self.environment)
        self.processes["preparation"] = preparation
        while preparation.poll() is None and not self.stopping:
            time.sleep(0.05)
        if preparation.poll() == 0 and not self.stopping:
            del self.processes["preparation"]
            self._serve()
        elif not self.stopping:
            self.failed = True
        self._stop_all()
        return 1 if self.failed else 0

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _serve(self) -> None:
        for name, arguments in commands(f"{self.host}:{self.port}").items():
            self.processes[name] = _start(arguments, self.environment)
        started = time.monotonic()
        while not self._over() and not _answers(self.port):
            if time.monotonic() - started > READY_SECONDS:
                print(f"The web server did not answer within {READY_SECONDS} s.", flush=True)
                self.failed = self.stopping = True
            time.sleep(0.1)
        if not self._over():
            self.ready = True
            self._announce()
        while not self._over():
            time.sleep(0.3)

    def _over(self) -> bool:
        for name, process in list(self.processes.items()):
            if process.poll() is not None and not self.stopping:
                self._ended(name, process.returncode)
        return self.stopping

    def _ended(self, name: str, code: int) -> None:
        again = self.ready and self.restarts.allowed(name)
        what = "starting it again" if again else "stopping"
        print(f"The {name} process ended by itself ({code}); {what}.", flush=True)
        if again:
            arguments = commands(f"{self.host}:{self.port}")[name]
            self.processes[name] = _start(arguments, self.environment)
        else:
            self.failed = self.stopping = True

    def _announce(self) -> None:
        print(f"\nShortlist is ready: http://localhost:{self.port}   (Ctrl-C stops it)\n", flush=True)
        subprocess.run(
            [sys.executable, "-m", "config.prepare", "--sign-ins"],
            cwd=BASE_DIR,
            env=self.environment,
            check=False,
        )

    def _stop_all(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.processes.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def main() -> int:
    host = os.environ.get("SHORTLIST_BIND", "127.0.0.1")
    port = int(os.environ.get("PORT", "8000"))
    if not _port_is_free(host, port):
        print(f"Port {port} is in use: stop what runs there, or choose another one: make run PORT={port + 1}")
        return 1
    return Supervisor(host, port).run()


if __name__ == "__main__":
    sys.exit(main())

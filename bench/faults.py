"""What goes wrong beside a rush: called with the stack, and an event that says the round is over.

A fault runs in a thread of its own (`bench.rush.run_round`). It breaks something from outside, as an operator's
bad day would; nothing of the application is told.
"""

import contextlib
import itertools
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.stack import Stack, free_port

Fault = Callable[[Stack, threading.Event], None]


def kill_workers(every: float, most: int = 60) -> Fault:
    """SIGKILL a web worker every so many seconds, in turn, at most so often.

    On a slow machine no request would ever be answered while this goes on, so it has an end.
    """

    def fault(stack: Stack, over: threading.Event) -> None:
        for number in range(most):
            if over.wait(every):
                return
            stack.kill_worker(number)

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


def kill_backends(every: float, most: int = 0) -> Fault:
    """SIGKILL one connection's process every so many seconds, at most so often (0: until the end).

    PostgreSQL ends all others and recovers by itself.
    """

    def fault(stack: Stack, over: threading.Event) -> None:
        number = 0
        while not (most and number >= most) and not over.wait(every):
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


class Broker:
    """A Redis of one's own; a context manager that runs it. `stop` is kill -9, and what was in it is gone."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Broker":
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start it empty and wait until it listens."""
        program = needed("redis-server", "redis-server")
        options = ("--port", str(self.port), "--save", "", "--appendonly", "no", "--dir", str(self.folder))
        self.process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise RuntimeError("redis-server does not listen after 30 s")

    def stop(self) -> None:
        """Stop it without a word to anybody."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def flush(self) -> None:
        """Throw away whatever waits in it."""
        with socket.create_connection(("127.0.0.1", self.port), 5) as connected:
            connected.sendall(b"FLUSHALL\r\n")
            connected.recv(64)


def lose_broker(broker: Broker, every: float) -> Fault:
    """Stop the broker, start it empty, flush it, again and again; at the end it is down."""

    def fault(stack: Stack, over: threading.Event) -> None:
        while True:
            broker.stop()
            if over.wait(every):
                return
            broker.start()
            if over.wait(every):
                break
            broker.flush()
            if over.wait(every / 2):
                break
        broker.stop()

    return fault


class SmallDisk:
    """A file system of a few MiB in memory, mounted at a folder; a context manager. Needs root."""

    FILLER = "filler"

    def __init__(self, folder: Path, mebibytes: int) -> None:
        self.folder, self.mebibytes = folder, mebibytes

    def __enter__(self) -> "SmallDisk":
        self.folder.mkdir(parents=True, exist_ok=True)
        options = f"size={self.mebibytes}m,mode=0755"
        done = subprocess.run(
            [needed("mount", "mount"), "-t", "tmpfs", "-o", options, "tmpfs", self.folder], check=False
        )
        if done.returncode:
            raise RuntimeError("mounting a small file system needs root, in a container CAP_SYS_ADMIN")
        return self

    def __exit__(self, *exception: object) -> None:
        subprocess.run([needed("umount", "mount"), "-l", self.folder], check=True)

    def fill(self) -> None:
        """Write until nothing more fits."""
        with open(self.folder / self.FILLER, "ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))

    def empty(self) -> None:
        """Make room again."""
        (self.folder / self.FILLER).unlink(missing_ok=True)


class Clock:
    """A wrong wall clock for processes that start with `variables`; others, and the database, keep the right one."""

    SOURCE = Path(__file__).parent / "data" / "wrong_clock.c"

    def __init__(self, folder: Path, wrong: float = 0.0) -> None:
        library, self.file = folder / "wrong_clock.so", folder / "wrong_clock"
        compiler = needed("cc", "gcc libc6-dev")
        subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, self.SOURCE], check=True)
        self.file.write_bytes(struct.pack("=d", wrong))
        self.variables = {"LD_PRELOAD": str(library), "WRONG_CLOCK": str(self.file)}

    def set(self, wrong: float) -> None:
        """So many whole seconds ahead (negative: behind), at once, in all its processes."""
        with open(self.file, "r+b", buffering=0) as file:  # in place: it is mapped into their memory
            file.write(struct.pack("=d", wrong))


def jump(clock: Clock, every: float, wrong: Sequence[float]) -> Fault:
    """Set the clock to one wrong time after the other."""

    def fault(stack: Stack, over: threading.Event) -> None:
        for moment in itertools.cycle(wrong):
            clock.set(moment)
            if over.wait(every):
                return

    return fault


def needed(program: str, package: str) -> str:
    """Where the program is. Raises RuntimeError with what to install: a proof is never left out silently."""
    found = shutil.which(program)
    if not found:
        raise RuntimeError(f"{program} is missing: apt-get install {package}")
    return found

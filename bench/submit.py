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
import statistics
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from bench.client import Person, Prepared
from bench.outcome import OK
from bench.stack import Stack
from bench.web import Unexpected
from config.postgres import DATABASE, SUPERUSER, find_binaries

QUOTES = 50_000
DEADLINE_SECONDS = 6 * 3600.0
Bidder = tuple[Person, str, Prepared]
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
        self.script = same_rows(stack, lambda: send(self.bidders[0]))

    def _enter(self, one: dict[str, str]) -> Bidder:
        person = Person(self.stack.base, timeout=120).sign_in(one["email"], one["password"])
        portal = f"/portal/{one['invitation']}/"
        return person, portal, person.prepare(portal)

    def http(self, clients: int) -> Rate:
        """Submissions a second, each client another bidder and one at a time."""

        def rate() -> float:
            until, counts = time.monotonic() + self.seconds, [0] * clients

            def work(number: int) -> None:
                while time.monotonic() < until:
                    send(self.bidders[number])
                    counts[number] += 1

            began = time.monotonic()
            threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
            for thread in threads:
                thread.start()
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


def send(bidder: Bidder) -> None:
    """One submission under a new key; raises when it is not accepted."""
    person, portal, form = bidder
    outcome = person.submit(portal, str(uuid.uuid4()), form)
    if outcome.kind != OK:
        raise Unexpected(f"{outcome}")


# -- the same rows ---------------------------------------------------------------------------------------


def same_rows(stack: Stack, submit: Callable[[], None]) -> Path:
    """Watch one submission, copy the rows it wrote, and return a pgbench script that writes such rows.

    The rows go to tables of the same columns and indexes, without foreign keys and triggers; every uuid is
    drawn anew. Rows that a submission changes are inserted, those it deletes left out: kind to pgbench.
    """
    submit()  # the second one replaces an earlier revision, as most do
    before = stack.rows("SELECT pg_current_snapshot()::text::text")[0][0].split(":")[1]
    submit()
    lines = ["BEGIN;"]
    for (table,) in stack.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"):
        count = stack.rows(f"SELECT count(*) FROM {table} WHERE xmin::text::bigint >= {before}")[0][0]
        if count and table not in ("django_session",):
            lines.append(_copied(stack, table, before))
    lines.append("COMMIT;")
    folder = Path(tempfile.mkdtemp(dir=stack.folder))
    script = folder / "same_rows.sql"
    script.write_text("\n".join(lines) + "\n")
    return script


def _copied(stack: Stack, table: str, before: str) -> str:
    """Make the copy of a table and of the rows written since; return the statement that writes them again."""
    columns = stack.rows(
        "SELECT column_name, data_type, is_identity FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
        table,
    )
    for prefix in ("bench", "model"):
        stack.rows(f"CREATE TABLE {prefix}_{table} (LIKE {table} INCLUDING ALL)")
    stack.rows(
        f"INSERT INTO model_{table} OVERRIDING SYSTEM VALUE"
        f" SELECT * FROM {table} WHERE xmin::text::bigint >= {before}"
    )
    stack.rows(f"GRANT ALL ON bench_{table}, model_{table} TO PUBLIC")
    written = [(name, kind) for name, kind, identity in columns if identity == "NO"]
    names = ", ".join(f'"{name}"' for name, _kind in written)
    values = ", ".join("gen_random_uuid()" if kind == "uuid" else f'"{name}"' for name, kind in written)
    return f"INSERT INTO bench_{table} ({names}) SELECT {values} FROM model_{table};"


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

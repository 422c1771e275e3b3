"""The rush to the deadline, over HTTP: many vendors send in the last seconds, and some after.

A round prepares a tender (`manage.py demo_rush`), signs every vendor in, writes a unique text into every
draft, lets everybody send at drawn moments around the deadline, asks again for every answer that did not come,
and hands the log to `bench.oracle`. Rounds are drawn from a seed.
"""

import contextlib
import io
import json
import random
import re
import threading
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from bench.client import Person, Prepared
from bench.faults import Fault
from bench.oracle import UNKNOWN, Attempt, Stored, judge, summarise
from bench.outcome import Outcome
from bench.stack import Stack
from bench.web import Answer, NoAnswer, ServerFailed, Unexpected
from sealing import verify_receipt

QUESTION = 9  # whose free text carries the nonce
NONCE = re.compile(r"nonce-[0-9a-f]{16}")
ASK_AGAIN_SECONDS = 30.0
SIGN_IN_THREADS = 4

T = TypeVar("T")


@dataclass(frozen=True)
class Plan:
    """Sizes of a round. `window` is in seconds before the deadline; `rewrite` changes the text every n-th time.

    `lead` is the time to prepare: vendors, drafts, sign-ins and forms, in seconds.
    """

    vendors: int
    before: int
    after: int
    window: float
    lead: float
    seed: int
    rewrite: int = 1


@dataclass
class Bidder:
    """One vendor's person with its portal, the form that is ready to send, and the text in its draft."""

    person: Person
    portal: str
    nonce: str = ""
    form: Prepared | None = None


@dataclass
class Round:
    """Everything that happened: the log of attempts, what was stored, and the verdict."""

    deadline_at: datetime
    attempts: list[Attempt] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def line(self) -> str:
        return f"{summarise(self.attempts).line()}; stored {len(self.stored)}; broken {len(self.broken)}"


def run_round(stack: Stack, plan: Plan, fault: Fault | None = None, base: str = "") -> Round:
    """Play one round on a running stack. `fault` runs beside it until everybody has sent.

    `base` is where the bidders connect to, when not directly.
    """
    draw = random.Random(plan.seed)
    place_witness(stack)
    code, deadline_at, bidders = prepare(stack, plan, draw)
    for bidder in bidders:
        bidder.person.move_to(base or stack.base)
    found = Round(deadline_at)
    with _beside(stack, fault):
        found.attempts = _rush(bidders, plan, deadline_at.timestamp(), draw)
    found.stored = read_stored(stack, code, bidders)
    found.broken = judge(found.attempts, found.stored, deadline_at)
    return found


def prepare(stack: Stack, plan: Plan, draw: random.Random) -> tuple[str, datetime, list[Bidder]]:
    """Publish a tender and bring all its bidders to the send button; returns (code, deadline, bidders).

    Where the deadline comes before everybody is ready, on a slow or busy machine, it begins again with
    twice the time.
    """
    lead = plan.lead
    for _attempt in range(5):
        with contextlib.suppress(RuntimeError, Unexpected, LookupError):
            options = ("--vendors", str(plan.vendors), "--seconds", str(lead + plan.window))
            world = json.loads(stack.manage("demo_rush", *options))
            deadline_at = datetime.fromisoformat(world["deadline_at"])
            bidders = enter(stack.base, world["bidders"], draw)
            ready = all(bidder.form for bidder in bidders)
            if ready and deadline_at.timestamp() - time.time() > plan.window:
                return world["rfq"], deadline_at, bidders
        lead *= 2
    raise RuntimeError(f"{lead / 2} s were too short to prepare {plan.vendors} bidders")


def enter(base: str, people: Sequence[dict[str, Any]], draw: random.Random) -> list[Bidder]:
    """Sign everybody in, write a first nonce into each draft and fetch the form that sends it."""

    def come_in(one: dict[str, Any]) -> Bidder:
        person = Person(base, timeout=60).sign_in(one["email"], one["password"])
        bidder = Bidder(person, f"/portal/{one['invitation']}/")
        write_nonce(bidder, one["nonce"])
        return bidder

    drawn = [{**one, "nonce": f"nonce-{draw.getrandbits(64):016x}"} for one in people]
    with ThreadPoolExecutor(SIGN_IN_THREADS) as pool:
        return list(pool.map(come_in, drawn))


def write_nonce(bidder: Bidder, nonce: str) -> None:
    """Put a unique text into the draft and fetch the form that sends it; asks again while no answer comes.

    After the deadline the server takes no text: text and form stay what they were.
    """
    person, portal = bidder.person, bidder.portal
    with contextlib.suppress(Unexpected, LookupError):  # the deadline passed: there is no form any more
        if _insist(lambda: person.note(portal, QUESTION, nonce)).status != 200:
            return
        bidder.nonce = nonce
        bidder.form = _insist(lambda: person.prepare(portal))


def _insist(act: Callable[[], T]) -> T:
    """Do it again while the server does not answer or fails, for a while."""
    until, pause = time.time() + ASK_AGAIN_SECONDS, 0.3
    while True:
        try:
            found = act()
            if not (isinstance(found, Answer) and found.status >= 500) or time.time() > until:
                return found
        except (NoAnswer, ServerFailed):
            if time.time() > until:
                raise
        time.sleep(pause)
        pause = min(3.0, pause * 2)


def _rush(bidders: list[Bidder], plan: Plan, deadline: float, draw: random.Random) -> list[Attempt]:
    times: list[list[float]] = [[] for _bidder in bidders]
    for number in range(plan.before):  # the last half of them in the last tenth of the window
        share = draw.random() * (0.1 if number % 2 else 1.0)
        times[number % len(bidders)].append(deadline - plan.window * share)
    for number in range(plan.after):
        times[number % len(bidders)].append(deadline + 0.001 + plan.window * draw.random())
    seeds = [draw.getrandbits(64) for _bidder in bidders]
    with ThreadPoolExecutor(len(bidders)) as pool:
        work = pool.map(_send_all, bidders, (sorted(own) for own in times), seeds, [plan] * len(bidders))
        return [attempt for attempts in work for attempt in attempts]


def _send_all(bidder: Bidder, times: list[float], seed: int, plan: Plan) -> list[Attempt]:
    """One vendor's submissions, one after the other; each has its own key."""
    draw = random.Random(seed)
    attempts: list[Attempt] = []
    for number, moment in enumerate(times):
        if number and plan.rewrite and number % plan.rewrite == 0:
            write_nonce(bidder, f"nonce-{draw.getrandbits(64):016x}")
        time.sleep(max(0.0, moment - time.time()))
        key = str(uuid.UUID(int=draw.getrandbits(128), version=4))
        attempt = Attempt(bidder.portal, key, bidder.nonce, sent_at=time.time())
        outcome = bidder.person.submit(bidder.portal, key, bidder.form)
        attempt.answered_at = time.time()
        attempt.kind, attempt.status = outcome.kind, outcome.status
        if attempt.kind == UNKNOWN:
            outcome = _ask_again(bidder, key)
            attempt.resolved = outcome.kind
        if outcome.receipt:
            attempt.number, attempt.received_at = outcome.receipt.number, outcome.receipt.received_at
        attempts.append(attempt)
    return attempts


def _ask_again(bidder: Bidder, key: str) -> Outcome:
    """Send the same content with the same key until there is an answer, as the page does by itself."""
    until, pause = time.time() + ASK_AGAIN_SECONDS, 0.3
    while True:
        outcome = bidder.person.submit(bidder.portal, key, bidder.form)
        if outcome.kind != UNKNOWN or time.time() > until:
            return outcome
        time.sleep(pause)
        pause = min(3.0, pause * 2)


def read_stored(stack: Stack, code: str, bidders: Sequence[Bidder]) -> list[Stored]:
    """The rows the database holds, each with the text and the receipt that its vendor can read back."""
    people = {bidder.portal: bidder.person for bidder in bidders}
    rows = stack.rows(
        "SELECT r.invitation_id, r.idempotency_key, r.number, r.received_at, w.at FROM quotes_revision r"
        " JOIN rfqs_invitation i ON i.id = r.invitation_id JOIN rfqs_rfq q ON q.id = i.rfq_id"
        " LEFT JOIN bench_witness w ON w.revision_id = r.id WHERE q.code = %s",
        code,
    )
    keys = bidders[0].person.get("/receipts/keys.json").expect(200).body
    found = []
    for invitation, key, number, received_at, witnessed_at in rows:
        portal = f"/portal/{invitation}/"
        nonce, fault = read_bundle(people[portal].receipt(portal, number), keys, received_at)
        found.append(Stored(portal, str(key), number, received_at, nonce, witnessed_at, fault))
    return found


def read_bundle(bundle: bytes, keys: bytes, received_at: datetime) -> tuple[str, str]:
    """Check a receipt as its vendor can, without the server; returns (nonce in the document, what is wrong)."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as files:
        nonce = ",".join(NONCE.findall(files.read("quality.json").decode()))
        try:
            verify_receipt.check(files.read, keys)
        except verify_receipt.Wrong as wrong:
            return nonce, str(wrong)
        stated = json.loads(files.read("receipt.json"))["received_at"]
    same = datetime.fromisoformat(stated) == received_at
    return nonce, "" if same else f"it says {stated}, the row says {received_at}"


WITNESS = """
CREATE TABLE IF NOT EXISTS bench_witness (revision_id uuid PRIMARY KEY, at timestamptz NOT NULL);
GRANT SELECT ON bench_witness TO PUBLIC;
CREATE OR REPLACE FUNCTION bench_witness() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO public.bench_witness VALUES (NEW.id, clock_timestamp());
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER aaa_bench_witness BEFORE INSERT ON quotes_revision
FOR EACH ROW EXECUTE FUNCTION bench_witness()
"""


def place_witness(stack: Stack) -> None:
    """Let the database of this scratch instance note when each quote comes to the gate; triggers run by name."""
    stack.rows(WITNESS)


@contextlib.contextmanager
def _beside(stack: Stack, fault: Fault | None) -> Iterator[None]:
    """Run a fault in a thread of its own while the block runs."""
    over = threading.Event()
    thread = threading.Thread(target=fault, args=(stack, over)) if fault else None
    if thread:
        thread.start()
    try:
        yield
    finally:
        over.set()
        if thread:
            thread.join()

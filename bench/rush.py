"""The rush to the deadline, over HTTP: many vendors send in the last seconds, and some after.

A round prepares a tender (`bench.tender`: a unique text in every draft), lets everybody send at drawn moments
around the deadline, asks again for every answer that did not come, and hands the log to `bench.oracle`. Rounds
are drawn from a seed. `python -m bench.rush --table FILE` prints what `bench.figures` wrote down of the rounds.
"""

import argparse
import contextlib
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bench import figures
from bench.faults import Fault
from bench.oracle import UNKNOWN, Attempt, Stored, judge, summarise
from bench.outcome import Outcome
from bench.readback import place_witness, read_stored
from bench.stack import Stack
from bench.tender import Bidder, Crew, prepare
from bench.volley import volley
from bench.web import Answer, NoAnswer, ServerFailed, Unexpected

QUESTION = 9  # whose free text carries the nonce
ASK_AGAIN_SECONDS = 90.0
PAGES = 12  # a window in which vendors write between two submissions lasts at least so many of their pages

T = TypeVar("T")


@dataclass(frozen=True)
class Plan:
    """Sizes of a round. `window` is in seconds before the deadline.

    A vendor sends one submission after the other, and on a slow machine the window grows; `rewrite` changes the
    text every n-th time (0: never). With `at_once` the text stays, and every submission is sent at its moment,
    whatever became of those before. `lead` is the time to prepare that is planned for, in seconds; the deadline
    moves where more is needed.
    """

    vendors: int
    before: int
    after: int
    window: float
    lead: float
    seed: int
    rewrite: int = 1
    at_once: bool = False


@dataclass
class Round:
    """Everything that happened: the log of attempts, what was stored, and the verdict."""

    deadline_at: datetime
    attempts: list[Attempt] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The round in numbers, for people."""
        return ", ".join(f"{name} {value}" for name, value in self.record().items())

    def record(self) -> dict[str, float]:
        """The round in numbers; seconds for p50, p99 and behind."""
        return figures.record(summarise(self.attempts), self.stored, self.broken)


def run_round(
    stack: Stack, plan: Plan, fault: Fault | None = None, base: str = "", crew: Crew | None = None
) -> Round:
    """Play one round on a running stack. `fault` runs beside it until everybody has sent.

    `base` is where the bidders connect to, when not directly. `crew` keeps the vendors signed in from one round
    to the next.
    """
    draw = random.Random(plan.seed)
    place_witness(stack)
    tender = prepare(stack, plan.vendors, plan.lead, crew or Crew())
    window = plan.window if plan.at_once else max(plan.window, PAGES * tender.page_seconds)
    deadline_at = tender.close_in(window)
    for bidder in tender.bidders:
        bidder.person.move_to(base or stack.base)
    found = Round(deadline_at)
    with _beside(stack, fault):
        found.attempts = _rush(tender.bidders, plan, window, deadline_at.timestamp(), draw)
    for bidder in tender.bidders:
        bidder.person.move_to(stack.base)
    people = {bidder.portal: bidder.person for bidder in tender.bidders}
    found.stored = _insist(lambda: read_stored(stack, tender.code, people))
    found.broken = judge(found.attempts, found.stored, deadline_at)
    return found


def _rush(
    bidders: list[Bidder], plan: Plan, window: float, deadline: float, draw: random.Random
) -> list[Attempt]:
    times: list[list[float]] = [[] for _bidder in bidders]
    for number in range(plan.before):  # every vendor's every second one in the last tenth of the window
        turn, who = divmod(number, len(bidders))
        times[who].append(deadline - window * draw.random() * (0.1 if turn % 2 else 1.0))
    for number in range(plan.after):
        times[number % len(bidders)].append(deadline + 0.001 + window * draw.random())
    seeds = [draw.getrandbits(64) for _bidder in bidders]
    if plan.at_once:
        return volley(bidders, [_keyed(own, seed) for own, seed in zip(times, seeds, strict=True)])
    with ThreadPoolExecutor(len(bidders)) as pool:
        work = pool.map(_send_all, bidders, (sorted(own) for own in times), seeds, [plan] * len(bidders))
        return [attempt for attempts in work for attempt in attempts]


def _keyed(times: list[float], seed: int) -> list[tuple[float, str]]:
    draw = random.Random(seed)
    return [(moment, _key(draw)) for moment in sorted(times)]


def _key(draw: random.Random) -> str:
    return str(uuid.UUID(int=draw.getrandbits(128), version=4))


def _send_all(bidder: Bidder, times: list[float], seed: int, plan: Plan) -> list[Attempt]:
    """One vendor's submissions, one after the other; each has its own key."""
    draw = random.Random(seed)
    attempts: list[Attempt] = []
    for number, moment in enumerate(times):
        if number and plan.rewrite and number % plan.rewrite == 0:
            write_nonce(bidder, f"nonce-{draw.getrandbits(64):016x}")
        time.sleep(max(0.0, moment - time.time()))
        attempt = Attempt(bidder.portal, _key(draw), bidder.nonce, due_at=moment, sent_at=time.time())
        outcome = bidder.person.submit(bidder.portal, attempt.key, bidder.form)
        attempt.answered_at = time.time()
        attempt.tell(outcome)
        if attempt.kind == UNKNOWN:
            attempt.tell(_ask_again(bidder, attempt.key), again=True)
        attempts.append(attempt)
    return attempts


def write_nonce(bidder: Bidder, nonce: str) -> None:
    """Put a unique text into the draft and fetch the form that sends it; asks again while no answer comes.

    After the deadline the server takes no text: text and form stay what they were. The form fits one text only,
    so that a text that was saved without an answer is never sent under another's name.
    """
    person, portal = bidder.person, bidder.portal
    with contextlib.suppress(
        NoAnswer, Unexpected, LookupError
    ):  # past the deadline there is no form any more
        if _insist(lambda: person.note(portal, QUESTION, nonce)).status != 200:
            return
        bidder.nonce, bidder.form = nonce, _insist(lambda: person.prepare(portal))


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


def _ask_again(bidder: Bidder, key: str) -> Outcome:
    """Send the same content with the same key until there is an answer, as the page does by itself."""
    until, pause = time.time() + ASK_AGAIN_SECONDS, 0.3
    while True:
        outcome = bidder.person.submit(bidder.portal, key, bidder.form)
        if outcome.kind != UNKNOWN or time.time() > until:
            return outcome
        time.sleep(pause)
        pause = min(3.0, pause * 2)


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


def main() -> int:
    """Print the table of the rounds that a file holds."""
    parser = argparse.ArgumentParser(prog="python -m bench.rush", description=__doc__)
    parser.add_argument("--table", type=Path, required=True, help="a file that RUSH_LOG named")
    print(figures.table(figures.read(parser.parse_args().table)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

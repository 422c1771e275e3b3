"""A tender brought to its deadline: published, drafts written, everybody at the send button, then the deadline set.

How long preparing takes depends on the machine. The deadline stands a planned time ahead and moves later while
more is needed, by the act that a buyer has for it; it never moves earlier.
"""

import contextlib
import json
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bench.client import Person, Prepared
from bench.selection import PASSWORD, STAFF
from bench.stack import Stack
from bench.web import NoAnswer, Unexpected

THREADS = 4
SPARE = 6.0  # seconds; with less than this left the deadline moves
STEP = 12.0  # seconds from now to where it moves
ATTEMPTS = 5
FEWEST = 2  # nobody publishes for fewer
PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds

T = TypeVar("T")


@dataclass
class Bidder:
    """One vendor's person with its portal, the form that is ready to send, and the text in its draft.

    `page_seconds` is how long the page with that form took.
    """

    person: Person
    portal: str
    nonce: str = ""
    form: Prepared | None = None
    page_seconds: float = 0.0


@dataclass
class Crew:
    """Who stays signed in between rounds, by address, and how long preparing took the last time, in seconds."""

    people: dict[str, Person] = field(default_factory=dict)
    took: float = 0.0

    def member(self, base: str, email: str, password: str) -> Person:
        """A person who is signed in."""
        if email not in self.people:  # many at once from one address may be told to come back
            self.people[email] = _patiently(lambda: Person(base, timeout=60).sign_in(email, password))
        self.people[email].move_to(base)
        return self.people[email]


@dataclass
class Tender:
    """A published RFQ whose bidders are ready; `buyer` moves its deadline."""

    stack: Stack
    code: str
    buyer: Person
    bidders: list[Bidder] = field(default_factory=list)

    @property
    def page_seconds(self) -> float:
        """How long one page took a bidder, while others asked too: the median."""
        return statistics.median(bidder.page_seconds for bidder in self.bidders)

    def deadline_at(self) -> datetime:
        """As the database holds it."""
        moment: datetime = self.stack.rows("SELECT deadline_at FROM rfqs_rfq WHERE code = %s", self.code)[0][
            0
        ]
        return moment

    def left(self) -> float:
        """Seconds to the deadline."""
        return self.deadline_at().timestamp() - time.time()

    def move(self, seconds: float) -> None:
        """Move the deadline to so many seconds from now."""
        later = datetime.now().astimezone() + timedelta(seconds=seconds)
        self.buyer.extend(self.code, later, "Everybody is to be ready.")

    def close_in(self, window: float) -> datetime:
        """Return a deadline that is at least `window` seconds ahead; moves it where it is not."""
        for step in (STEP, 2 * STEP, 4 * STEP):  # moving takes time too
            if self.left() > window:
                break
            self.move(window + step)
        return self.deadline_at()

    @contextlib.contextmanager
    def kept_open(self) -> Iterator[None]:
        """Move the deadline on whenever it comes near, while the block runs."""
        over = threading.Event()

        def watch() -> None:
            while not over.wait(0.5):
                if self.left() < SPARE:
                    with contextlib.suppress(NoAnswer, Unexpected):  # whoever needs it then says so
                        self.move(STEP)

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def prepare(stack: Stack, vendors: int, lead: float, crew: Crew) -> Tender:
    """Publish a tender and bring all its bidders to the send button.

    Where the deadline came first all the same, on a machine that stood still, it begins again with more time.
    """
    told: Exception | None = None
    for _attempt in range(ATTEMPTS):
        began = time.monotonic()
        try:
            options = ("--vendors", str(max(FEWEST, vendors)), "--seconds", str(crew.took or lead))
            world = json.loads(stack.manage("demo_rush", *options))
            tender = Tender(stack, world["rfq"], crew.member(stack.base, STAFF["buyer"], PASSWORD))
            with tender.kept_open():
                tender.bidders = enter(stack.base, world["bidders"], crew)
            if tender.left() > 0:
                crew.took = time.monotonic() - began
                return tender
        except (RuntimeError, NoAnswer, Unexpected, LookupError) as error:
            told = error
        lead, crew.took = lead * 2, 0.0
    raise RuntimeError(f"{vendors} bidders could not be prepared in {lead / 2} s") from told


def enter(base: str, people: Sequence[Mapping[str, Any]], crew: Crew | None = None) -> list[Bidder]:
    """Sign everybody in who is not, and fetch the form that sends each draft."""
    known = crew or Crew()

    def come_in(one: Mapping[str, Any]) -> Bidder:
        person = known.member(base, one["email"], one["password"])
        portal = f"/portal/{one['invitation']}/"
        began = time.monotonic()
        form = _patiently(lambda: person.prepare(portal))
        return Bidder(person, portal, one["nonce"], form, time.monotonic() - began)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(come_in, people))


def _patiently(act: Callable[[], T]) -> T:
    """Do it again a few times while it is refused or gets no answer."""
    for pause in PAUSES:
        try:
            return act()
        except (NoAnswer, Unexpected):
            time.sleep(pause)
    return act()

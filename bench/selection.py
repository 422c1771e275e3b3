"""A whole selection over HTTP, from the need to the award, at a demo instance: each step is printed."""

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.client import Person
from bench.web import Unexpected

OFFERS = Path(__file__).parent / "data" / "offers.json"
PASSWORD = "thimble-demo-2026"  # noqa: S105  the demo's one password, printed at every start
STAFF = {
    "buyer": "buyer@cloudthimble.example",
    "approver": "approver@cloudthimble.example",
    "reviewer": "reviewer@cloudthimble.example",
    "second_reviewer": "reviewer2@cloudthimble.example",
    "auditor": "auditor@cloudthimble.example",
    "admin": "admin@cloudthimble.example",
}
REVIEWERS = ("唐青 Tang Qing", "白禾 Bai He")
VENDORS = {  # the offer's name: how pages may show the vendor, and the address of its person
    "Celadon Service": ("青瓷服务|青瓷服務|Celadon Service", "bids@celadon.example"),
    "Lighthouse Whale": ("灯塔鲸全程|燈塔鯨全程|Lighthouse Whale", "rfq@lighthousewhale.example"),
}
SCORES = ("4.0", "3.5")
HISTORY = (18000, 21000, 39000, 17500, 18500, 22000)
NEED = {
    "industry": "ECOMMERCE",
    "company_stage": "GROWTH",
    "service_types": ["IN_PRESALES", "IN_ORDER", "IN_AFTERSALES"],
    "aht_s": "300",
    "coverage": ["EXT", "WKD"],
    "data_class": "MASKED",
}

Say = Callable[[str], object]


def sign_in(base: str, role: str) -> Person:
    """A demo person by role: buyer, approver, reviewer, second_reviewer, auditor, admin."""
    return Person(base).sign_in(STAFF[role], PASSWORD)


def run(base: str, seconds: float = 120.0, say: Say = lambda line: None) -> dict[str, Any]:
    """Run one selection whose deadline is `seconds` ahead; returns code, ranking and what is on record.

    The seconds must suffice for writing two whole quotes. Raises Unexpected at the first step that fails.
    """
    deadline_at = datetime.now().astimezone() + timedelta(seconds=seconds)
    buyer = sign_in(base, "buyer")
    code = publish(buyer, deadline_at, list(VENDORS))
    say(f"{code} is published until {deadline_at:%H:%M:%S}.")
    for shown, invitation in buyer.invitations(code).items():
        vendor = next(key for key, (names, _email) in VENDORS.items() if shown in names.split("|"))
        receipt = quote(base, vendor, buyer.fresh_link(code, invitation))
        say(f"{vendor} has sent a quote: {receipt}.")
    wait_until(deadline_at)
    return decide(base, code, say)


def decide(base: str, code: str, say: Say = lambda line: None) -> dict[str, Any]:
    """Everything after the deadline of an RFQ: opening, scores, prices, ranking, export, award, audit trail."""
    buyer, approver = sign_in(base, "buyer"), sign_in(base, "approver")
    reviewers = [sign_in(base, role) for role in ("reviewer", "second_reviewer")]
    for part in ("QUALITY", "COMMERCIAL"):
        for officer in (buyer, approver):
            officer.open_part(code, part)
        say(f"{part} is open.")
        for number, reviewer in enumerate(reviewers):
            cells = reviewer.score_sheet(code, SCORES[number])
            say(f"Reviewer {number + 1} has scored {cells} cells and handed the sheet in.")
    ranking = buyer.rank(code)
    say(f"Ranking: {ranking}")
    exported = buyer.export(code, "ranking", "csv").decode("utf-8-sig").splitlines()
    answers = buyer.export(code, "answers")
    say(
        f"Exported: the ranking, {len(exported)} lines of CSV, and all answers, {len(answers):,} bytes of XLSX."
    )
    buyer.propose_award(code, ranking[0][0])
    approver.approve_award(code)
    say(f"{ranking[0][0]} is awarded.")
    trail = sign_in(base, "auditor").audit(code)
    say(f"The audit trail has {len(trail) - 1} rows about it.")
    return {"rfq": code, "ranking": ranking, "exported": exported, "trail": trail}


def publish(buyer: Person, deadline_at: datetime, vendors: list[str]) -> str:
    """Write an RFQ from the shop-chat template and publish it; returns its code."""
    code = buyer.create_rfq("shop-chat", "Shop chat")
    months = {f"month_{number}": str(count) for number, count in enumerate(HISTORY, start=1)}
    buyer.write_need(
        code, deadline_at, [VENDORS[name][0] for name in vendors], **NEED, first_month=first_month(), **months
    )
    buyer.publish(code, REVIEWERS)
    return code


def first_month() -> str:
    """The first of the six whole months before this one, as the page asks for it."""
    today = datetime.now().astimezone()
    index = today.year * 12 + today.month - 1 - len(HISTORY)
    return f"{index // 12}-{index % 12 + 1:02}"


def quote(base: str, vendor: str, link: str) -> str:
    """Enrol by a link, write a whole quote, send it; returns what the server said about it."""
    person = Person(base)
    portal = person.enter(link, f"{vendor} Sales", PASSWORD, VENDORS[vendor][1])
    offer = json.loads(OFFERS.read_text(encoding="utf-8"))[vendor]
    paper = person.attach(portal, "evidence.txt", f"{vendor}\nevidence\n".encode())
    offer = json.loads(json.dumps(offer).replace("{paper}", paper))
    person.price(portal, offer["basics"], offer["model"], offer["line"])
    for number in range(1, 11):
        person.answer(portal, number, offer["answers"][str(number)])
    person.charge(portal, offer["fees"])
    person.agree(portal, offer["terms"])
    outcome = person.submit(portal)
    if outcome.kind != "ok" or outcome.receipt is None:
        raise Unexpected(f"{vendor}: {outcome}")
    return f"revision {outcome.receipt.number}, received at {outcome.receipt.received_at}"


def wait_until(moment: datetime) -> None:
    """Sleep until shortly after the moment."""
    time.sleep(max(0.0, moment.timestamp() - time.time()) + 0.3)

"""The command line of the client: `python -m bench.client`."""

import argparse
import json
import time
from datetime import datetime, timedelta

from bench import selection
from bench.client import Person


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.client",
        description="People of a selection, over HTTP, at a development instance.",
    )
    parser.add_argument("--base", default="http://localhost:8000", help="address of the instance")
    commands = parser.add_subparsers(dest="command", required=True)
    whole = commands.add_parser("selection", help="run a whole selection, from the need to the award")
    whole.add_argument("--seconds", type=float, default=120.0, help="from now to the deadline")
    asked = commands.add_parser("publish", help="publish an RFQ to two demo vendors and print its code")
    asked.add_argument("--seconds", type=float, default=600.0, help="from now to the deadline")
    later = commands.add_parser("extend", help="move the deadline of a published RFQ later")
    later.add_argument("rfq", help="its code")
    later.add_argument("--seconds", type=float, default=600.0, help="from now to the new deadline")
    trail = commands.add_parser("audit", help="print the audit trail as CSV, as the demo's auditor reads it")
    trail.add_argument("rfq", nargs="?", default="", help="code of an RFQ; else everything")
    mails = commands.add_parser("mail", help="print the mails of a development instance, newest first")
    mails.add_argument("to", nargs="?", default="", help="part of the receiver's address")
    places = commands.add_parser("urls", help="list every address that a demo person can reach by links")
    places.add_argument("role", choices=[*selection.STAFF, "anonymous"])
    given = parser.parse_args()
    if given.command == "selection":
        began = time.monotonic()
        selection.run(given.base, given.seconds, lambda line: _print(began, line))
    elif given.command == "publish":
        buyer = selection.sign_in(given.base, "buyer")
        print(selection.publish(buyer, _ahead(given.seconds), list(selection.VENDORS)))
    elif given.command == "extend":
        buyer = selection.sign_in(given.base, "buyer")
        buyer.extend(given.rfq, _ahead(given.seconds), "The vendors asked for more time.")
    elif given.command == "audit":
        for row in selection.sign_in(given.base, "auditor").audit(given.rfq):
            print(json.dumps(row, ensure_ascii=False))
    elif given.command == "mail":
        print("\n\n".join(Person(given.base).outbox(given.to)))
    else:
        anonymous = given.role == "anonymous"
        person = Person(given.base) if anonymous else selection.sign_in(given.base, given.role)
        for address, status in person.addresses("/accounts/login/" if anonymous else "/").items():
            print(f"{status or 'POST':>4} {address}")
    return 0


def _ahead(seconds: float) -> datetime:
    return datetime.now().astimezone() + timedelta(seconds=seconds)


def _print(began: float, line: str) -> None:
    print(f"{time.monotonic() - began:6.1f} s  {line}", flush=True)

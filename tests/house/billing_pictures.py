"""The picture of a billing page: what the rate line of the page costs, as bars of text.

`Picture by volume, 9 base seats:` shows one month at growing volumes, `Picture by month, 0 base seats:` the first
year of a demand with two peaks. `python -m tests.house.billing_pictures` draws the pictures of all pages anew.
"""

import json
import re
from decimal import Decimal
from typing import Any

from tests.calc.quotes import demand_document, run, sales
from tests.house.source import ROOT

PAGES = ROOT / "docs" / "billing"
HEAD = re.compile(
    r"^Picture by (?P<kind>volume|month), (?P<seats>\d+) base seats:\n\n```text\n.*?```\n", re.M | re.S
)
RATE_LINE = re.compile(r"```json\n(.*?)```", re.S)
VOLUMES = range(5000, 60001, 5000)
SEASONS = [20000, 14000, 18000, 18000, 21000, 39000, 17500, 18500, 22000, 24000, 52000, 26000]
WIDTH = 40
PHONE = {"channel": "PHONE", "concurrency": "1", "aht_s": "240", "talk_share": "0.90"}


def rate_lines(text: str) -> list[dict[str, Any]]:
    """The rate lines of a page: its first JSON block."""
    found = RATE_LINE.search(text)
    assert found
    block = json.loads(found[1])
    return block if isinstance(block, list) else [block]


def picture(text: str) -> str:
    """The whole block of the page's picture as it should stand there."""
    head = HEAD.search(text)
    assert head, "no picture"
    lines, seats = rate_lines(text), int(head["seats"])
    rows = _by_volume(lines, seats) if head["kind"] == "volume" else _by_month(lines, seats)
    most = max(abs(amount) for _, amount in rows) or Decimal(1)
    title = "contacts" if head["kind"] == "volume" else "month"
    drawn = [f"{title:>8} | CNY a month"]
    for label, amount in rows:
        bar = "#" * int(WIDTH * max(amount, Decimal(0)) / most)
        drawn.append(f"{label:>8} | {bar:<{WIDTH}} {amount:>12,.2f}")
    body = "\n".join(drawn)
    return f"Picture by {head['kind']}, {seats} base seats:\n\n```text\n{body}\n```\n"


def _need(lines: list[dict[str, Any]], profile: list[int]) -> dict[str, Any]:
    phone = any(line.get("rounding") for line in lines)
    known = {"sales": sales() | {"refund_rate": "0.08"}, "promo_months": [6, 11]}
    return demand_document(forecast_profile=profile, **known, **(PHONE if phone else {}))


def _by_volume(lines: list[dict[str, Any]], seats: int) -> list[tuple[str, Decimal]]:
    return [
        (f"{count:,}", run(lines, _need(lines, [count] * 12), base_seats=seats).months[0].vendor_payable)
        for count in VOLUMES
    ]


def _by_month(lines: list[dict[str, Any]], seats: int) -> list[tuple[str, Decimal]]:
    months = run(lines, _need(lines, SEASONS), base_seats=seats).months
    return [(str(month.month), month.vendor_payable) for month in months]


if __name__ == "__main__":
    for page in sorted(PAGES.glob("B*.md")):
        found = HEAD.search(page.read_text())
        if found:
            page.write_text(page.read_text().replace(found[0], picture(page.read_text())))

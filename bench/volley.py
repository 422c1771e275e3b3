"""Sends thousands of submissions at their moments from one thread, and waits for nobody before the next.

The load shares the machine with what it loads, so it is cheap: the bytes are made beforehand, and one event loop
holds all connections.
"""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from bench.oracle import UNKNOWN, Attempt
from bench.outcome import Outcome, read_outcome
from bench.tender import Bidder
from bench.web import CSRF_FIELD, Answer

ADDRESS = "127.0.0.1"
ASK_AGAIN_SECONDS = 120.0
ANSWER_SECONDS = 120.0


def volley(bidders: Sequence[Bidder], times: Sequence[Sequence[tuple[float, str]]]) -> list[Attempt]:
    """Send each bidder's draft under each of its keys at the moment given with it (seconds since 1970)."""
    shots = [
        (bidder.person.port, Attempt(bidder.portal, key, bidder.nonce, due_at=moment), request(bidder, key))
        for bidder, own in zip(bidders, times, strict=True)
        for moment, key in own
    ]
    with ThreadPoolExecutor(1) as pool:  # whoever calls may have an event loop running already
        pool.submit(asyncio.run, _all(shots)).result()
    return [attempt for _port, attempt, _bytes in shots]


def request(bidder: Bidder, key: str) -> bytes:
    """The whole request that sends the draft under this key."""
    person = bidder.person
    pairs = [(name, value) for name, value in bidder.form or [] if name != "key"]
    body = urlencode([*pairs, ("key", key), (CSRF_FIELD, person.csrf)]).encode()
    cookies = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    head = (
        f"POST {bidder.portal}send/ HTTP/1.1",
        f"Host: {person.host}:{person.port}",
        "Accept: application/json",
        "Connection: close",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"Cookie: {cookies}",
    )
    return "\r\n".join([*head, "", ""]).encode() + body


async def _all(shots: Sequence[tuple[int, Attempt, bytes]]) -> None:
    await asyncio.gather(*(_one(port, attempt, sent) for port, attempt, sent in shots))


async def _one(port: int, attempt: Attempt, sent: bytes) -> None:
    """One submission at its moment; without an answer the same again with the same key, as the page does."""
    await asyncio.sleep(max(0.0, attempt.due_at - time.time()))
    attempt.sent_at = time.time()
    outcome = await _answer(port, attempt.key, sent)
    attempt.answered_at = time.time()
    attempt.tell(outcome)
    until, pause = time.time() + ASK_AGAIN_SECONDS, 0.3
    while attempt.final == UNKNOWN and time.time() < until:
        await asyncio.sleep(pause)
        pause = min(3.0, pause * 2)
        attempt.tell(await _answer(port, attempt.key, sent), again=True)


async def _answer(port: int, key: str, sent: bytes) -> Outcome:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = await asyncio.open_connection(ADDRESS, port)
            try:
                writer.write(sent)
                whole = await reader.read(-1)
            finally:
                writer.close()
    except (OSError, TimeoutError) as lost:
        return Outcome(UNKNOWN, key, words=f"{type(lost).__name__}: {lost}")
    return read_outcome(key, answer) if (answer := parsed(whole)) else Outcome(UNKNOWN, key, words="cut off")


def parsed(whole: bytes) -> Answer | None:
    """The answer in these bytes, or None when they are not all of it."""
    head, end, body = whole.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {
        name.strip().lower(): value.strip() for name, _colon, value in (x.partition(":") for x in lines)
    }
    length = headers.get("content-length", "")
    if not end or not length.isdigit() or len(body) != int(length):
        return None
    return Answer("", int(first.split()[1]), headers, body)

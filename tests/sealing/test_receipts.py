"""C4, A8: receipts verify with the published key and the short script, and anything changed does not."""

import base64
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from quotes.actions.files import MOST_FILES
from sealing import ReceiptBroken, ReceiptKeyError, ReceiptKeys, canonical
from sealing.verify_receipt import Wrong, check
from tests.sealing.samples import KEYS, RECEIVED, sample

CHANGED = (Wrong, ValueError, KeyError, TypeError)


def text(keys: ReceiptKeys, *notes: str) -> str:
    """The ring as it would be configured, each key with a note about its dates."""
    parts = zip(keys.all, notes, strict=False)
    return ",".join(
        f"{key.name}:{base64.b64encode(key.private or b'').decode()}{note}" for key, note in parts
    )


def test_what_was_received_is_proved(tmp_path: Path) -> None:
    bundle, roster = sample(), tmp_path / "roster.txt"
    roster.write_bytes(b"roster")
    proved = check(bundle.__getitem__, files=[roster])
    assert "received at 2026-11-22T03:52:37.000007Z" in proved
    assert KEYS.verify(bundle["receipt.json"], bundle["receipt.sig"], KEYS.current.id) == KEYS.current


def test_a_receipt_of_a_full_quote_fits_a_kibibyte() -> None:
    body = sample(attachments=tuple(bytes([n]) for n in range(MOST_FILES)))["receipt.json"]
    assert len(json.loads(body)["attachments"]) == MOST_FILES
    assert len(body) <= 1024
    assert body == canonical(json.loads(body))


def test_another_file_is_not_what_was_received(tmp_path: Path) -> None:
    other = tmp_path / "roster.txt"
    other.write_bytes(b"roster!")
    with pytest.raises(Wrong, match="not among the attachments"):
        check(sample().__getitem__, files=[other])


@pytest.mark.parametrize("name", ["receipt.json", "receipt.sig", "quality.json", "commercial.json"])
def test_every_single_changed_bit_is_rejected(name: str) -> None:
    """C4: all bits of one small bundle, by the vendor's script; the receipt's also by the server."""
    assert passed_with_a_bit_changed(sample(attachments=()), name) == 0


@pytest.mark.prove
@pytest.mark.parametrize("name", ["receipt.json", "receipt.sig", "quality.json", "commercial.json"])
def test_every_single_changed_bit_is_rejected_in_many(name: str) -> None:
    """C4: n = all bits of 40 bundles, the largest with as many attachments as a quote may have."""
    for number in range(40):
        files = tuple(bytes([n]) for n in range(number % (MOST_FILES + 1)))
        assert passed_with_a_bit_changed(sample({"price": f"{number}.77"}, files), name) == 0


def passed_with_a_bit_changed(bundle: dict[str, bytes], name: str) -> int:
    """How many of the files that differ in one bit are still accepted, by script or server."""
    check(bundle.__getitem__)
    passed = 0
    for bit in range(len(bundle[name]) * 8):
        changed = bytearray(bundle[name])
        changed[bit // 8] ^= 1 << bit % 8
        spoiled = {**bundle, name: bytes(changed)}
        try:
            check(spoiled.__getitem__)
            passed += 1
        except CHANGED:
            pass
        if name.startswith("receipt"):
            try:
                KEYS.verify(spoiled["receipt.json"], spoiled["receipt.sig"], KEYS.current.id)
                passed += 1
            except ReceiptBroken:
                pass
    return passed


def test_the_count_of_accepted_changes_can_be_other_than_zero() -> None:
    """The control: a bit of a file that nobody signed is accepted."""
    bundle = sample(attachments=())
    bundle["unsigned.txt"] = b"x"
    assert passed_with_a_bit_changed(bundle, "unsigned.txt") == 8


# -- keys --------------------------------------------------------------------------------------------


def test_receipts_verify_after_the_key_was_rotated() -> None:
    old = ReceiptKeys.parse(ReceiptKeys.generate("r1", RECEIVED.date()))
    bundle = sample(keys=old)
    retired = text(old, f";from={RECEIVED.date()};retired={RECEIVED.date() + timedelta(days=1)}")
    rotated = ReceiptKeys.parse(ReceiptKeys.generate("r2") + "," + retired)
    assert rotated.current.name == "r2"
    assert rotated.verify(bundle["receipt.json"], bundle["receipt.sig"], old.current.id).name == "r1"
    assert check(bundle.__getitem__, keys=json.dumps(rotated.published()).encode())


def test_the_public_half_is_enough_for_a_key_that_no_longer_signs() -> None:
    bundle = sample()
    public = f"old:public.{base64.b64encode(KEYS.current.public).decode()};retired=2027-01-01"
    rotated = ReceiptKeys.parse(ReceiptKeys.generate("r2") + "," + public)
    assert rotated.verify(bundle["receipt.json"], bundle["receipt.sig"], KEYS.current.id).private is None


@pytest.mark.parametrize(
    ("notes", "why"),
    [
        (f";revoked={RECEIVED.date()}", "revoked"),
        (f";retired={RECEIVED.date()}", "not valid"),
        (f";from={RECEIVED.date() + timedelta(days=1)}", "not valid"),
    ],
)
def test_a_key_that_may_not_have_signed_then_proves_nothing(notes: str, why: str) -> None:
    keys = ReceiptKeys.parse(ReceiptKeys.generate("r2") + "," + text(KEYS, notes))
    with pytest.raises(Wrong, match=why):
        check(sample().__getitem__, keys=json.dumps(keys.published()).encode())


def test_a_receipt_of_an_unknown_or_foreign_key_is_not_proved() -> None:
    forger = ReceiptKeys.parse(ReceiptKeys.generate())
    bundle = sample(keys=forger)
    published = json.dumps(KEYS.published()).encode()
    with pytest.raises(Wrong, match="not in the list"):
        check(bundle.__getitem__, keys=published)
    with pytest.raises(ReceiptBroken, match="not configured"):
        KEYS.verify(bundle["receipt.json"], bundle["receipt.sig"], forger.current.id)
    renamed = KEYS.published() | {"keys": [forger.current.published() | {"id": KEYS.current.id}]}
    with pytest.raises(Wrong, match="does not fit its id"):
        check(sample().__getitem__, keys=json.dumps(renamed).encode())


@pytest.mark.parametrize(
    "value",
    [
        "",
        "r1",
        "r1:YWJj",
        "r1:!!!",
        ReceiptKeys.generate() + ";from=soon",
        ReceiptKeys.generate() + ";until=2027-01-01",
        ReceiptKeys.generate() + ";revoked=2027-01-01",
        "r1:public." + base64.b64encode(KEYS.current.public).decode(),
        ReceiptKeys.generate("a") + "," + ReceiptKeys.generate("a"),
    ],
    # Keys are random, and every process of the suite must know a test by the same name.
    ids=("empty", "no key", "short", "not base64", "soon", "day until", "day revoked", "public", "twice"),
)
def test_keys_that_cannot_be_used_are_named(value: str) -> None:
    with pytest.raises(ReceiptKeyError, match="receipt key"):
        ReceiptKeys.parse(value)


# -- what a receipt does not tell ------------------------------------------------------------------


def test_equal_quotes_have_distinct_commitments() -> None:
    """A8: 1,000 receipts for one and the same quote and attachment; no hash comes twice."""
    seen = [hashes_of(sample()) for _trial in range(1_000)]
    assert len(set().union(*seen)) == sum(len(one) for one in seen)


@pytest.mark.parametrize(
    "whole", [10**4, pytest.param(10**6, marks=pytest.mark.prove)], ids=["to-10000", "to-1000000"]
)
def test_nobody_finds_the_price_without_the_salt(whole: int) -> None:
    """A8: all prices from 0.01 on, everything else known: no match without the salt, one with it."""
    bundle = sample(PRICED)
    assert found_from_outside(bundle, whole) == []
    salt = bytes.fromhex(json.loads(bundle["salts.json"])["commercial"])
    head, tail = bundle["commercial.json"].split(PRICE)
    assert found(hashes_of(bundle), [salt], head, tail, whole) == [PRICE]


def test_a_receipt_without_salt_gives_the_price_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The red twin of A8: the same search over a receipt whose commitment is the bare hash of the document."""
    monkeypatch.setattr("secrets.token_bytes", lambda size: b"")
    assert found_from_outside(sample(PRICED, attachments=()), 10**4) == [PRICE]


PRICE = b"4821.77"
PRICED = {"lines": [{"unit": "SEAT_MONTH", "price": PRICE.decode()}], "seats": 12}


def found_from_outside(bundle: dict[str, bytes], whole: int) -> list[bytes]:
    """What somebody finds who has the receipt, knows everything in the document but the price, and has no salt."""
    head, tail = bundle["commercial.json"].split(PRICE)
    return found(hashes_of(bundle), [b""], head, tail, whole)


def hashes_of(bundle: dict[str, bytes]) -> set[bytes]:
    """Every commitment in the receipt, raw."""
    stated = json.loads(bundle["receipt.json"])
    texts = [stated["quality"], stated["commercial"], *stated["attachments"]]
    return {base64.urlsafe_b64decode(one + "=") for one in texts}


def found(hashes: set[bytes], salts: list[bytes], head: bytes, tail: bytes, whole: int) -> list[bytes]:
    """Prices whose document, with one of these salts before it, has one of the hashes."""
    hits = []
    for salt in salts:
        begun = hashlib.sha256(salt + head)
        for cents in range(1, whole * 100 + 1):
            price = b"%d.%02d" % divmod(cents, 100)
            attempt = begun.copy()
            attempt.update(price + tail)
            if attempt.digest() in hashes:
                hits.append(price)
    return hits

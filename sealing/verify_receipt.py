"""Check a receipt on your own computer, without the network.

    pip install cryptography
    python verify_receipt.py [--keys KEYS.json] [FOLDER] [FILE ...]

FOLDER is the unpacked bundle (else: where this script lies). Every FILE is compared with the attachments that
the receipt names. KEYS.json is a list of public keys that you trust, as published under /receipts/keys.json;
without it the bundle's own list is used. The signature alone, with OpenSSL 3:

    openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in receipt.json -sigfile receipt.sig
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Wrong(Exception):
    """The receipt does not prove what it says; the message tells why."""


def require(holds: bool, why: str) -> None:
    if not holds:
        raise Wrong(why)


def salted(salt: str, content: bytes) -> str:
    digest = hashlib.sha256(bytes.fromhex(salt) + content).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def signing_key(receipt: dict[str, Any], keys: list[dict[str, Any]]) -> Ed25519PublicKey:
    """Return the key that the receipt names, if its dates allow it to sign at that moment."""
    name, day = receipt["key"], receipt["received_at"][:10]
    key = next((key for key in keys if key["id"] == name), {})
    require(bool(key), f"key {name} is not in the list of public keys")
    public = base64.b64decode(key["public"], validate=True)
    require(hashlib.sha256(public).hexdigest()[:16] == name, "the public key does not fit its id")
    require(not key.get("revoked"), f"key {name} was revoked: the signature alone proves nothing")
    is_valid = (key.get("from") or "") <= day < (key.get("retired") or "9999")
    require(is_valid, f"key {name} was not valid on {day}")
    return Ed25519PublicKey.from_public_bytes(public)


def check(read: Callable[[str], bytes], keys: bytes | None = None, files: Iterable[Path] = ()) -> str:
    """Check signature, both documents and the given files; return what is proved, or raise Wrong."""
    body, salts = read("receipt.json"), json.loads(read("salts.json"))
    receipt = json.loads(body)
    try:
        signing_key(receipt, json.loads(keys or read("keys.json"))["keys"]).verify(read("receipt.sig"), body)
    except InvalidSignature:
        raise Wrong("the signature does not fit the receipt") from None
    require("quality" in salts, "only the signature fits: a withdrawn quote has no documents to compare")
    for part in ("quality", "commercial"):
        fits = salted(salts[part], read(f"{part}.json")) == receipt[part]
        require(fits, f"{part}.json is not the document that was received")
    for path in files:
        digest = hashlib.sha256(path.read_bytes()).digest()
        found = {salted(one["salt"], digest) for one in salts["files"]}
        require(bool(found & set(receipt["attachments"])), f"{path} is not among the attachments")
    return f"revision {receipt['revision']} for RFQ {receipt['rfq']}, received at {receipt['received_at']}"


def main() -> None:
    options = argparse.ArgumentParser(description="Check a receipt without the network.")
    options.add_argument("--keys", type=Path, help="a list of public keys that you trust")
    options.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent)
    options.add_argument("files", type=Path, nargs="*", help="attachments to compare")
    given = options.parse_args()
    try:
        keys = given.keys.read_bytes() if given.keys else None
        proved = check(lambda name: (given.folder / name).read_bytes(), keys, given.files)
    except (Wrong, OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"NOT PROVED: {type(error).__name__}: {error}")
    sys.stdout.write(f"PROVED: {proved}; both documents and {len(given.files)} files are what was received\n")


if __name__ == "__main__":
    main()

"""Sealing: canonical documents, envelopes, key wraps. Plain Python, no Django, no clock, no I/O.

A document is made canonical, padded to a size class and encrypted once under a key of its own (`seal`).
That key is wrapped for whoever may read it: for the key pair of the RFQ's envelope (`wrap`), and under a
server key for the vendor's own read-back (`KeyRing.lock`). What was received is stated in a signed receipt
(`receipt_body`, `ReceiptKeys`). Callers pass the keys; nothing is kept here.
"""

from sealing.canonical import NotCanonical, canonical
from sealing.envelope import (
    KeyPair,
    SealBroken,
    generate_key_pair,
    new_key,
    open_sealed,
    seal,
    size_class,
    unwrap,
    wrap,
)
from sealing.keyring import KeyRing, KeyRingError
from sealing.receipts import (
    ReceiptBroken,
    ReceiptFacts,
    ReceiptKey,
    ReceiptKeyError,
    ReceiptKeys,
    attachment_commitment,
    attachment_salt,
    receipt_body,
)

__all__ = [
    "KeyPair",
    "KeyRing",
    "KeyRingError",
    "NotCanonical",
    "ReceiptBroken",
    "ReceiptFacts",
    "ReceiptKey",
    "ReceiptKeyError",
    "ReceiptKeys",
    "SealBroken",
    "attachment_commitment",
    "attachment_salt",
    "canonical",
    "generate_key_pair",
    "new_key",
    "open_sealed",
    "receipt_body",
    "seal",
    "size_class",
    "unwrap",
    "wrap",
]

"""The server's key ring and receipt keys, read once from the settings."""

from functools import lru_cache

from django.conf import settings

from sealing import KeyRing, ReceiptKeys


@lru_cache(maxsize=4)
def _parsed(text: str) -> KeyRing:
    return KeyRing.parse(text)


def key_ring() -> KeyRing:
    """Return the ring of `settings.SEALING_KEYS`."""
    return _parsed(settings.SEALING_KEYS)


@lru_cache(maxsize=8)
def _parsed_receipt_keys(text: str) -> ReceiptKeys:
    return ReceiptKeys.parse(text)


def receipt_keys() -> ReceiptKeys:
    """Return the keys of `settings.RECEIPT_KEYS`; they sign receipts and nothing else."""
    return _parsed_receipt_keys(settings.RECEIPT_KEYS)

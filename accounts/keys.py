"""The server's key ring, read once from the settings."""

from functools import lru_cache

from django.conf import settings

from sealing import KeyRing


@lru_cache(maxsize=4)
def _parsed(text: str) -> KeyRing:
    return KeyRing.parse(text)


def key_ring() -> KeyRing:
    """Return the ring of `settings.SEALING_KEYS`."""
    return _parsed(settings.SEALING_KEYS)

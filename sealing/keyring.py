"""The server's sealing keys: a few named secrets, the first of which locks, all of which unlock."""

import base64
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sealing.envelope import KEY_BYTES, NONCE_BYTES, SealBroken


class KeyRingError(ValueError):
    """The configured sealing keys cannot be used; the message says how to write them."""


class KeyRing:
    """Locks small secrets (content keys, private keys, mail bodies) under a server key.

    Each purpose has a key of its own, derived by HKDF, so a blob locked for one purpose never unlocks
    for another. The blob starts with the key's name: keys rotate by putting a new one in front.
    """

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise KeyRingError("no sealing key: expected NAME:BASE64[,NAME:BASE64...]")
        for name, secret in keys.items():
            if not name.isalnum() or len(name) > 16 or len(secret) != KEY_BYTES:
                raise KeyRingError(f"sealing key {name!r}: a short alphanumeric name and 32 bytes in base64")
        self._keys = dict(keys)
        self._by_purpose: dict[tuple[str, str], AESGCM] = {}
        self.current = next(iter(self._keys))

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read `NAME:BASE64[,NAME:BASE64...]`; the first key locks, all unlock."""
        keys: dict[str, bytes] = {}
        for part in filter(None, (piece.strip() for piece in text.split(","))):
            name, _, encoded = part.partition(":")
            if name in keys:  # the one before would be lost, and with it what it locked
                raise KeyRingError(f"two sealing keys are called {name!r}: every key needs a name of its own")
            try:
                keys[name] = base64.b64decode(encoded, validate=True)
            except ValueError as error:
                raise KeyRingError(f"sealing key {name!r} is not base64") from error
        return cls(keys)

    @staticmethod
    def generate(name: str = "k1") -> str:
        """Return a fresh one-key ring in the form that `parse` reads."""
        return f"{name}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"

    def lock(self, plaintext: bytes, *, purpose: str, context: str) -> bytes:
        """Encrypt under the current key for one purpose and context."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        body = self._cipher(self.current, purpose).encrypt(nonce, plaintext, context.encode())
        return self.current.encode() + b":" + nonce + body

    def unlock(self, blob: bytes, *, purpose: str, context: str) -> bytes:
        """Return the plaintext of `lock`; raise SealBroken for another purpose, context or key."""
        name, _, rest = blob.partition(b":")
        if name.decode("ascii", "replace") not in self._keys:
            raise SealBroken("locked under a sealing key that is not configured here")
        try:
            cipher = self._cipher(name.decode(), purpose)
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context.encode())
        except InvalidTag as error:
            raise SealBroken("another purpose or context, or the bytes were changed") from error

    def _cipher(self, name: str, purpose: str) -> AESGCM:
        """The derived key of a purpose, kept beside the secret it comes from: purposes are few."""
        found = self._by_purpose.get((name, purpose))
        if found is None:
            info = f"shortlist/{purpose}".encode()
            key = HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(self._keys[name])
            found = self._by_purpose[name, purpose] = AESGCM(key)
        return found

"""Envelopes (AES-256-GCM, padded to size classes) and key wraps (HPKE X25519/HKDF-SHA256/AES-256-GCM)."""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

MAGIC = b"SLE1"
NONCE_BYTES = 12
KEY_BYTES = 32
LENGTH_BYTES = 8
SMALLEST_CLASS = 4096

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class SealBroken(ValueError):
    """The bytes were not sealed with this key and context, or were changed since."""


@dataclass(frozen=True)
class KeyPair:
    """A raw X25519 key pair, 32 bytes each."""

    public: bytes
    private: bytes


def new_key() -> bytes:
    """Return a fresh 256-bit content key."""
    return secrets.token_bytes(KEY_BYTES)


def generate_key_pair() -> KeyPair:
    """Return a fresh X25519 key pair for one envelope part of one RFQ."""
    private = X25519PrivateKey.generate()
    return KeyPair(public=private.public_key().public_bytes_raw(), private=private.private_bytes_raw())


def seal(plaintext: bytes, key: bytes, context: str) -> bytes:
    """Encrypt, padded to the next size class (4, 8, 16 ... KiB) so that length tells next to nothing.

    `context` is authenticated, not stored: a sealed blob moved to another vendor or RFQ does not open.
    """
    nonce = secrets.token_bytes(NONCE_BYTES)
    return MAGIC + nonce + AESGCM(key).encrypt(nonce, _pad(plaintext), context.encode())


def open_sealed(blob: bytes, key: bytes, context: str) -> bytes:
    """Return the plaintext of `seal`; raise SealBroken for a wrong key, context or changed bytes."""
    if not blob.startswith(MAGIC):
        raise SealBroken("not a sealed document")
    nonce, body = blob[len(MAGIC) : len(MAGIC) + NONCE_BYTES], blob[len(MAGIC) + NONCE_BYTES :]
    try:
        return _unpad(AESGCM(key).decrypt(nonce, body, context.encode()))
    except (InvalidTag, ValueError) as error:
        raise SealBroken("wrong key or context, or the bytes were changed") from error


def wrap(key: bytes, public_key: bytes, context: str) -> bytes:
    """Encrypt a content key for the holder of the private half of `public_key`."""
    return bytes(_SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public_key), context.encode()))


def unwrap(wrapped: bytes, private_key: bytes, context: str) -> bytes:
    """Return the content key of `wrap`; raise SealBroken when key or context do not fit."""
    try:
        return bytes(
            _SUITE.decrypt(wrapped, X25519PrivateKey.from_private_bytes(private_key), context.encode())
        )
    except (InvalidTag, ValueError) as error:
        raise SealBroken("this wrap is for another key or context") from error


def size_class(length: int) -> int:
    """Return the padded length for `length` bytes of content: a power of two times 4 KiB."""
    size = SMALLEST_CLASS
    while size < length + LENGTH_BYTES:
        size *= 2
    return size


def _pad(plaintext: bytes) -> bytes:
    head = len(plaintext).to_bytes(LENGTH_BYTES, "big")
    return (head + plaintext).ljust(size_class(len(plaintext)), b"\0")


def _unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    if length > len(padded) - LENGTH_BYTES:
        raise ValueError("length beyond the padding")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]

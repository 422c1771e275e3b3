"""Tokens of personal links: 256 random bits in the link, their hash in the database."""

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """Return (token for the link, hash to store)."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """Return the hex SHA-256 that is stored; 256-bit tokens need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()

"""Addresses for mail: absolute, from the configured base, never from a request's Host header."""

from typing import Any

from django.conf import settings
from django.urls import reverse


def absolute(name: str, *args: Any) -> str:
    """Return the full address of a URL name."""
    return f"{settings.SHORTLIST_BASE_URL}{reverse(name, args=args)}"

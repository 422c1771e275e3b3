"""Browsers in which a person has signed in before.

Wrong passwords are counted for each account, so whoever tries them from elsewhere would lock its owner out, on the day of
a deadline too. A browser that has been signed in carries a signed cookie, and its tries are counted by
themselves. The cookie opens nothing: without the password it is worth five tries in five minutes.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "accounts.known"
LASTS = timedelta(days=180)


def _person(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]


def note(request: HttpRequest, user: Any) -> None:
    """Let the answer to this request carry the cookie."""
    request.signed_in_as = user.email  # type: ignore[attr-defined]  # Django's request takes attributes


def carry(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie where somebody has just signed in."""
    email = getattr(request, "signed_in_as", "")
    if email:
        response.set_cookie(
            settings.KNOWN_BROWSER_COOKIE,
            signing.dumps([_person(email), secrets.token_hex(8)], salt=SALT),
            max_age=LASTS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def browser_of(request: HttpRequest, email: str) -> str:
    """The number of the browser in which this person has signed in before, or nothing."""
    try:
        person, number = signing.loads(
            request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, ""), salt=SALT, max_age=LASTS
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(number) if person == _person(email) else ""

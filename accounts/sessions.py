"""How long a session lives, what it was opened with, and how all sessions of a person end at once.

A session dies after a time without use and after a time in any case, shorter for the buyer's people than for
vendors (`settings.SESSION_LIMITS`). All of a person's sessions die with a changed password, a changed second
factor, a changed role, and at the press of a button: each carries a hash over password and `User.session_epoch`.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import update_session_auth_hash

from accounts.actions import end_sessions
from accounts.roles import is_vendor_side

SIGNED_IN_AT, SEEN_AT, BY_MAIL_ONLY = "signed_in_at", "seen_at", "signed_in_by_mail_only"
SEEN_EVERY = 60  # seconds between two notes that a session is in use


def limits_for(user: Any) -> tuple[timedelta, timedelta]:
    """Return (time without use, time in any case) after which a session of this person ends."""
    idle, absolute = settings.SESSION_LIMITS["vendor" if is_vendor_side(user) else "staff"]
    return idle, absolute


def begin(request: Any, user: Any, now: float) -> None:
    """Note when, and with what, a session was opened; `now` in seconds of the epoch."""
    methods = {record.get("method") for record in get_authentication_records(request, user)}
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session[BY_MAIL_ONLY] = methods == {"code"}


def is_over(request: Any, now: float) -> bool:
    """True when the session of a signed-in person has outlived one of its limits."""
    idle, absolute = limits_for(request.user)
    begun, seen = (float(request.session.get(key, 0)) for key in (SIGNED_IN_AT, SEEN_AT))
    return now - begun >= absolute.total_seconds() or now - seen >= idle.total_seconds()


def note_use(request: Any, now: float) -> None:
    """Keep the session alive; written at most once a minute."""
    if now - float(request.session.get(SEEN_AT, 0)) >= SEEN_EVERY:
        request.session[SEEN_AT] = now


def is_by_mail_only(request: Any) -> bool:
    """True for a session opened with a code from the mailbox and nothing else since: enough to read."""
    methods = {record.get("method") for record in get_authentication_records(request, request.user)}
    return bool(request.session.get(BY_MAIL_ONLY)) and methods <= {"code"}


def end_others(request: Any, user: Any, now: datetime, because: str = "account.sessions_ended") -> None:
    """End every session of this person but the one that asks, which gets a new id."""
    fresh = end_sessions(by=user, now=now, because=because)
    user.session_epoch = fresh.session_epoch
    update_session_auth_hash(request, user)

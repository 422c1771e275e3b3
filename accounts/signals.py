"""What follows a sign-in, a confirmation, and a change of the second factor, whichever page they happen on."""

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone

from accounts import known, sessions
from audit import clocks


def connect() -> None:
    user_logged_in.connect(_begin)
    authentication_step_completed.connect(_new_id)
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(_end_others)


def _begin(request: Any, user: Any, **more: Any) -> None:
    sessions.begin(request, user, clocks.now().timestamp())
    known.note(request, user)


def _new_id(request: Any, reauthenticated: bool = False, **more: Any) -> None:
    """More rights come with a new id, so that one who knew the old one does not share them."""
    if reauthenticated:
        request.session.cycle_key()


def _end_others(request: Any, user: Any, **more: Any) -> None:
    sessions.end_others(request, user, timezone.now(), because="account.second_factor")

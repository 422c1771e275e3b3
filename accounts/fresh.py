"""How old a sign-in is, and a password given in the form of the act itself."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    reauthenticate_by_password,
    suspend_request,
)
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import is_staff_side

PROOFS = ("password", "mfa")  # not a code by mail: who reads a mailbox is not an officer


def showed_second_factor(request: HttpRequest) -> bool:
    """A code or a passkey was shown in this session within the last five minutes; a password is not enough."""
    records = get_authentication_records(request, request.user)
    shown = [row["at"] for row in records if row["method"] == "mfa"]
    return bool(shown) and time.time() - max(shown) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def is_fresh(request: HttpRequest) -> bool:
    """The person gave a password, a code of the second factor or a passkey within the last five minutes.

    Where the second factor is required, a password does not count.
    """
    if settings.SECOND_FACTOR_REQUIRED and is_staff_side(request.user):
        return showed_second_factor(request)
    records = [row for row in get_authentication_records(request, request.user) if row["method"] in PROOFS]
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def gave_password(request: HttpRequest) -> bool:
    """The form carries the person's right password, within the limits for wrong ones; then they are fresh."""
    password = request.POST.get("password", "")
    if not password or not ratelimit.consume(request, action="reauthenticate", user=request.user):
        return False
    if not get_adapter().reauthenticate(request.user, password):
        return False
    reauthenticate_by_password(request)
    return True


def asks_password(request: HttpRequest) -> bool:
    """The form of the act should offer a field for the password."""
    if settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return False
    return request.user.has_usable_password() and not is_fresh(request)


def _second_factor_of(user: Any) -> str:
    """The page that asks for what the person has: a passkey, or a code where there is an app that makes one."""
    if is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]) and not is_mfa_enabled(
        user, [Authenticator.Type.TOTP]
    ):
        return "mfa_reauthenticate_webauthn"
    return "mfa_reauthenticate"


def ask(request: HttpRequest) -> HttpResponse:
    """Send the person to confirm who they are; the act they posted goes on afterwards.

    A password typed into the form is not kept with it.
    """
    form = request.POST.copy()
    if form.pop("password", [""])[-1]:
        messages.error(request, _("That password was not accepted. Nothing is done yet."))
    request.POST = form  # type: ignore[assignment]  # a mutable copy of the same form
    if settings.SECOND_FACTOR_REQUIRED and is_staff_side(request.user):
        return suspend_request(request, reverse(_second_factor_of(request.user)))
    methods = get_adapter().get_reauthentication_methods(request.user)
    return suspend_request(request, methods[0]["url"] if methods else reverse("account_login"))

"""How old a sign-in is, and a password given in the form of the act itself."""

import time

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    reauthenticate_by_password,
    suspend_request,
)
from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

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


def ask(request: HttpRequest) -> HttpResponse:
    """Send the person to confirm who they are; the act they posted goes on afterwards.

    A password typed into the form is not kept with it.
    """
    form = request.POST.copy()
    form.pop("password", None)
    request.POST = form  # type: ignore[assignment]  # a mutable copy of the same form
    if settings.SECOND_FACTOR_REQUIRED and is_staff_side(request.user):
        return suspend_request(request, reverse("mfa_reauthenticate"))
    methods = get_adapter().get_reauthentication_methods(request.user)
    return suspend_request(request, methods[0]["url"] if methods else reverse("account_login"))

"""How old a sign-in is, and a password given in the form of the act itself."""

import time

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest

PROOFS = ("password", "mfa")  # not a code by mail: who reads a mailbox is not an officer


def is_fresh(request: HttpRequest) -> bool:
    """The person gave a password, a code of the second factor or a passkey within the last five minutes."""
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

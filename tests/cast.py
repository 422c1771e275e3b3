"""The named cast of the tests: one buying organisation, its people, and vendors with theirs.

Every function returns the same row when it is called again inside one test, so tests name people
instead of passing them around.
"""

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from accounts.models import Organisation, User
from accounts.roles import Role
from vendors.models import Vendor, VendorContact

PASSWORD = "correct-horse-battery"


def organisation() -> Organisation:
    return Organisation.objects.get_or_create(id=1, defaults={"name": "Plover Trading"})[0]


def person(email: str, name: str, *roles: str, language: str = "en") -> User:
    """A user who signs in with PASSWORD."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User(email=email, name=name, roles=list(roles), language=language)
        user.set_password(PASSWORD)
        user.save()
    return user


def buyer() -> User:
    return person("buyer@plover.example", "Bai Lin", Role.BUYER)


def second_buyer() -> User:
    return person("second.buyer@plover.example", "Chen Mo", Role.BUYER)


def reviewer() -> User:
    return person("reviewer@plover.example", "Deng Rui", Role.REVIEWER)


def second_reviewer() -> User:
    return person("second.reviewer@plover.example", "Feng Yi", Role.REVIEWER)


def approver() -> User:
    return person("approver@plover.example", "Gao Wen", Role.APPROVER)


def auditor() -> User:
    return person("auditor@plover.example", "He Qing", Role.AUDITOR)


def administrator() -> User:
    return person("admin@plover.example", "Jin Hua", Role.ADMINISTRATOR)


def vendor(name: str = "Celadon Service", **fields: Any) -> Vendor:
    return Vendor.objects.get_or_create(name=name, defaults={"search": name.lower(), **fields})[0]


def rival() -> Vendor:
    return vendor("Lighthouse Whale")


def contact(
    of: Vendor, email: str, name: str, *, lead: bool = False, language: str = "en", user: User | None = None
) -> VendorContact:
    """A person at a vendor, without an account unless `user` is given."""
    defaults = {"name": name, "is_lead": lead, "language": language, "user": user}
    return VendorContact.objects.get_or_create(vendor=of, email=email, defaults=defaults)[0]


def vendor_user() -> User:
    """Answers for Celadon Service."""
    user = person("quotes@celadon.example", "Lan Xin", Role.VENDOR_USER)
    contact(vendor(), user.email, user.name, user=user)
    return user


def vendor_lead() -> User:
    """Answers for Celadon Service and adds colleagues."""
    user = person("lead@celadon.example", "Mei An", Role.VENDOR_LEAD)
    contact(vendor(), user.email, user.name, lead=True, user=user)
    return user


def rival_user() -> User:
    """Answers for Lighthouse Whale, invited to the same things."""
    user = person("quotes@whale.example", "Ning Bo", Role.VENDOR_USER)
    contact(rival(), user.email, user.name, lead=True, user=user)
    return user


def sign_in_afresh(client: Client, user: User, method: str = "password") -> Client:
    """Sign in as somebody whose password (or second factor: "mfa") was asked for a moment ago."""
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": method, "at": time.time(), "reauthenticated": True}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client

"""What every page's frame needs: the top navigation by role, and the server's clock for countdowns.

Entries name URLs by string, so this package imports no application; one whose URL does not exist is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One place in the top navigation: its label, the names its URL may have, the roles that see it."""

    label: object
    names: tuple[str, ...]
    roles: frozenset[str]


def entry(label: object, names: str, roles: str) -> Entry:
    return Entry(label, tuple(names.split()), frozenset(roles.split()))


ENTRIES = (
    entry(_("RFQs"), "rfqs:list", "BUYER APPROVER"),
    entry(_("Vendors"), "vendors:list", "BUYER APPROVER"),
    entry(_("Contracts"), "contracts:list", "BUYER APPROVER"),
    entry(_("Invitations"), "quotes:portal", "VENDOR_USER VENDOR_LEAD"),
    entry(_("Our details"), "vendors:own", "VENDOR_USER VENDOR_LEAD"),
    entry(_("Review panel"), "admin:index", "REVIEWER ADMINISTRATOR"),
    entry(_("Staff"), "accounts:staff", "ADMINISTRATOR"),
    entry(_("Organisation"), "accounts:organisation", "ADMINISTRATOR"),
    entry(_("Question sets"), "rulebook:sets", "ADMINISTRATOR"),
    entry(_("Audit"), "audit:list", "AUDITOR"),
)
HOME = ("accounts:home",)


def first_url(names: tuple[str, ...]) -> str | None:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return None


def entries_for(roles: frozenset[str], path: str) -> list[dict]:
    seen = []
    for item in ENTRIES:
        url = first_url(item.names) if item.roles & roles else None
        if url:
            seen.append({"label": item.label, "url": url, "current": path.startswith(url)})
    return seen


def zone_text() -> str:
    """The zone as a person reads it: "Asia/Shanghai, UTC+08:00"."""
    offset = timezone.localtime().strftime("%z")
    return f"{timezone.get_current_timezone_name()}, UTC{offset[:3]}:{offset[3:]}"


def navigation(request: HttpRequest) -> dict:
    """Context processor: `nav_entries`, `home_url`, the server's clock and zone, `development`."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    roles = frozenset(getattr(user, "roles", None) or ()) if signed_in else frozenset()
    return {
        "nav_entries": entries_for(roles, request.path),
        "home_url": first_url(HOME) or "/",
        "server_now": timezone.now().isoformat(),
        "server_zone": zone_text(),
        "development": not getattr(settings, "PRODUCTION", False),
    }

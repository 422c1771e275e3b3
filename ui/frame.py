"""The band at the top of every page: brand, navigation by role, languages, the person's own menu.

For one person it differs from page to page in three words alone. So its templates make it once for each person,
language and place in the navigation; this process keeps it, and puts in the token of the forms and the address to
come back to after a change of language. It was half of what an otherwise empty page cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from secrets import token_hex

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

KEPT = 2000  # bands of some 3 kB


@dataclass(frozen=True)
class Entry:
    """One place in the navigation: its label, the name of its URL, the roles that see it.

    URLs are named by string, so this package imports no application; one that does not exist is left out.
    """

    label: object
    name: str
    roles: frozenset[str]


def entry(label: object, name: str, roles: str) -> Entry:
    return Entry(label, name, frozenset(roles.split()))


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
HOME = "accounts:home"
SIGN_IN = "account_login"

# What stands in a kept band where each page has its own; nobody can type it.
TOKEN, BACK = token_hex(16), token_hex(16)


@dataclass(frozen=True)
class Person:
    """What the band says of whoever is signed in."""

    name: str
    email: str
    roles: frozenset[str]


def url_of(name: str) -> str:
    """The address of a page without arguments, "" where this installation has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def band(request: HttpRequest | None, token: object = None) -> SafeString:
    """The band for this request; of a page without one, as nobody sees it. `token`: the one of the page's forms."""
    person, urls = _person(request), get_urlconf() or settings.ROOT_URLCONF
    places = _places(urls, person.roles if person else frozenset())
    path = request.path if request else ""
    current = tuple(path.startswith(url) for _label, url in places)
    signing_in = person is None and path == url_of(SIGN_IN)
    make = _made.__wrapped__ if settings.DEBUG else _made  # a template that is being written is seen at once
    made = make(urls, get_language(), person, current, signing_in)
    if request is None:
        return mark_safe(made)  # noqa: S308  (made by a template, which escapes)
    made = made.replace(TOKEN, str(token or get_token(request)))
    return mark_safe(made.replace(BACK, escape(request.get_full_path())))  # noqa: S308  (as above)


def _person(request: HttpRequest | None) -> Person | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Person(user.name, user.email, frozenset(user.roles or ()))


@lru_cache(maxsize=100)
def _places(urls: str, roles: frozenset[str]) -> list[tuple[object, str]]:
    """(label, address) of the entries that these roles see."""
    seen = [(item.label, url_of(item.name)) for item in ENTRIES if item.roles & roles]
    return [(label, url) for label, url in seen if url]


@lru_cache(maxsize=KEPT)
def _made(
    urls: str, language: str, person: Person | None, current: tuple[bool, ...], signing_in: bool
) -> str:
    places = _places(urls, person.roles if person else frozenset())
    entries = [
        {"label": label, "url": url, "current": here}
        for (label, url), here in zip(places, current, strict=True)
    ]
    content = {"home_url": url_of(HOME) or "/", "nav_entries": entries, "person": person}
    return render_to_string(
        "ui/band.html", content | {"csrf_token": TOKEN, "back": BACK, "signing_in": signing_in}
    )

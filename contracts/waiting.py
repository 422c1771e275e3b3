"""What waits for a person here: a contract to draft, a contract to settle and sign."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.home import Waiting
from accounts.roles import Role, has_role
from contracts.policies import open_terms
from contracts.queries import backups_to_mind, rfqs_to_draft, to_settle


def waiting(user: Any, now: datetime) -> list[Waiting]:
    """Contracts to draft for buyers, contracts to settle and sign for their owners."""
    return _to_draft(user) + _to_sign(user) + _price_holds(user, now)


def _price_holds(user: Any, now: datetime) -> list[Waiting]:
    """A backup whose price soon holds no more, while no contract with the winner is signed."""
    if not has_role(user, Role.BUYER):
        return []
    found = []
    for share in backups_to_mind(user, localdate(now)):
        rfq, words = share.evaluation.rfq, {"vendor": share.quote.vendor.label, "day": share.holds_until}
        title = (
            _("The backup %(vendor)s holds its price until %(day)s: sign before, or ask for longer") % words
        )
        found.append(Waiting(title=title, url=reverse("scoring:award", args=[rfq.code]), about=rfq.code))
    return found


def _to_draft(user: Any) -> list[Waiting]:
    if not has_role(user, Role.BUYER):
        return []
    return [
        Waiting(
            title=_("Draft the contract: %(title)s") % {"title": rfq.label},
            url=reverse("contracts:draft", args=[rfq.code]),
            about=rfq.code,
        )
        for rfq in rfqs_to_draft(user)
    ]


def _to_sign(user: Any) -> list[Waiting]:
    found = []
    for contract in to_settle(user):
        url = reverse("contracts:contract", args=[contract.code])
        title = f"{contract.code} {_next_step(len(open_terms(contract)))}"
        found.append(Waiting(title=title, url=url, about=contract.rfq.code))
    return found


def _next_step(missing: int) -> str:
    if not missing:
        return _("Mark the contract as signed")
    sentence = ngettext(
        "Settle %(count)d missing term of the contract",
        "Settle %(count)d missing terms of the contract",
        missing,
    )
    return sentence % {"count": missing}

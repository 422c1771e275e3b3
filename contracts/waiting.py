"""What waits for a person here: a contract to draft, a contract to settle and sign."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.home import Waiting
from accounts.roles import Role, has_role
from contracts.policies import open_terms
from contracts.queries import rfqs_to_draft, to_settle


def waiting(user: Any, now: datetime) -> list[Waiting]:
    """Contracts to draft for buyers, contracts to settle and sign for their owners."""
    return _to_draft(user) + _to_sign(user)


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

"""When accounts may be changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import StaffInvitation, User
from accounts.roles import STAFF_ROLES, Role, has_role
from ui.errors import Refused


def require_role(user: Any, *roles: str) -> None:
    """PermissionDenied unless the person holds one of the roles; actions call it first."""
    if not has_role(user, *roles):
        raise PermissionDenied


def check_roles(roles: Iterable[str]) -> None:
    """Refuse an empty choice and anything that is not a role of the buying organisation."""
    chosen = set(roles)
    if not chosen:
        raise Refused(_("Choose at least one role."))
    if chosen - {role.value for role in STAFF_ROLES}:
        raise Refused(_("People of the buyer hold the buyer's roles only."))


def check_can_lose_administrator(person: User, others: int) -> None:
    """Refuse when this is the last active administrator; `others` counts the remaining ones."""
    if Role.ADMINISTRATOR in person.roles and person.is_active and not others:
        raise Refused(
            _("This is the last administrator. Make somebody else administrator first, then change this.")
        )


def check_can_accept(invitation: StaffInvitation, now: datetime) -> None:
    """Refuse a link that is used, revoked or past its time, and say how to get a new one."""
    if invitation.used_at:
        raise Refused(_("This link was used already. Sign in with your password, or ask for a new link."))
    if invitation.revoked_at:
        raise Refused(_("This link was replaced or withdrawn. Ask your administrator for a new one."))
    if now >= invitation.expires_at:
        raise Refused(_("This link has expired. Ask your administrator to send a new one."))


def check_can_reissue(invitation: StaffInvitation) -> None:
    """Refuse a new link for an invitation that somebody has accepted or that was replaced."""
    if invitation.used_at:
        raise Refused(_("This invitation was accepted."))
    if invitation.revoked_at:
        raise Refused(_("This invitation was withdrawn. Write a new one."))

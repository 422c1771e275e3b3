"""The doors to people: administrators edit staff, auditors read them; vendors find nothing here."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import Organisation, StaffInvitation, User
from accounts.roles import STAFF_ROLES, Role, has_role, is_staff_side
from accounts.tokens import token_hash

STAFF_CODES = [role.value for role in STAFF_ROLES]


def require_staff(user: Any, *roles: str) -> None:
    """404 for anyone outside the buying organisation, 403 for staff who hold none of the roles."""
    if not is_staff_side(user):
        raise Http404
    if not has_role(user, *roles):
        raise PermissionDenied


def staff_visible_to(user: Any) -> QuerySet[User]:
    """People of the buying organisation, for administrators and auditors."""
    if has_role(user, Role.ADMINISTRATOR, Role.AUDITOR):
        return User.objects.filter(roles__overlap=STAFF_CODES)
    return User.objects.none()


def get_staff(user: Any, person_id: UUID) -> User:
    """Return one person of the buyer; 404 when there is none for this reader."""
    person = staff_visible_to(user).filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def invitations_visible_to(user: Any) -> QuerySet[StaffInvitation]:
    """Staff invitations that were neither accepted nor withdrawn."""
    if has_role(user, Role.ADMINISTRATOR, Role.AUDITOR):
        return StaffInvitation.objects.filter(used_at__isnull=True, revoked_at__isnull=True)
    return StaffInvitation.objects.none()


def get_staff_invitation(user: Any, invitation_id: UUID) -> StaffInvitation:
    """Return one open staff invitation; 404 when it is not there for this person."""
    invitation = invitations_visible_to(user).filter(pk=invitation_id).first()
    if invitation is None:
        raise Http404
    return invitation


def invitation_by_token(token: str) -> StaffInvitation:
    """Return the invitation behind a personal link, in whatever state; 404 for an unknown link."""
    invitation = StaffInvitation.objects.filter(token_hash=token_hash(token)).first()
    if invitation is None:
        raise Http404
    return invitation


def organisation() -> Organisation | None:
    """The buying organisation; None before `manage.py setup`."""
    return Organisation.objects.first()


def user_by_email(email: str) -> User | None:
    """The person who signs in with this address, whoever they are; for actions and the sign-in only."""
    return User.objects.filter(email=email.strip().lower()).first()


def second_factors(user: User) -> dict[str, int]:
    """How many of each kind one has set up oneself: {"totp": 1, "webauthn": 2, "recovery_codes": 1}."""
    counted: dict[str, int] = {}
    for kind in Authenticator.objects.filter(user=user).values_list("type", flat=True):
        counted[kind] = counted.get(kind, 0) + 1
    return counted

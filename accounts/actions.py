"""What changes people and the buying organisation."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from accounts import outgoing, policies
from accounts.links import absolute
from accounts.models import Organisation, StaffInvitation, User
from accounts.roles import STAFF_ROLES, VENDOR_ROLES, Role
from accounts.tokens import new_token
from ui.errors import Refused

STAFF_INVITATION_LIFE = timedelta(hours=72)


def create_user(
    *, email: str, name: str, roles: Iterable[str], language: str, password: str, by: Any, now: datetime
) -> User:
    """Inside piece: add a person who can sign in, and one audit row. Refuses an address that is taken."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("inside pieces run in the transaction of an entry point")
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise Refused(_("Somebody already signs in with this address."))
    user = User(email=address, name=name.strip(), roles=sorted(set(roles)), language=language)
    user.set_password(password)
    user.save(force_insert=True)
    audit.record("account.created", by=by or user, now=now, obj=user, detail={"roles": user.roles})
    return user


@transaction.atomic(durable=True)
def set_up(
    *,
    name: str,
    email: str,
    person: str,
    password: str,
    by: Any = None,
    now: datetime,
    language: str = "zh-hans",
    name_i18n: dict[str, str] | None = None,
    profile: str = Organisation.Profile.SMALL_TEAM,
) -> User:
    """Make the buying organisation and its first administrator. Refuses when there is one already."""
    if Organisation.objects.exists():
        raise Refused(_("This installation is set up already; its administrators invite everybody else."))
    organisation = Organisation(name=name.strip(), name_i18n=name_i18n or {}, profile=profile)
    organisation.save(force_insert=True)
    audit.record("organisation.set_up", by=by, now=now, obj=organisation, detail={"profile": profile})
    return create_user(
        email=email,
        name=person,
        roles=[Role.ADMINISTRATOR],
        language=language,
        password=password,
        by=by,
        now=now,
    )


@transaction.atomic(durable=True)
def edit_organisation(
    *, name: str, name_i18n: dict[str, str], profile: str, by: Any, now: datetime
) -> Organisation:
    """Change name and profile of the buying organisation; for administrators. Sends nothing."""
    policies.require_role(by, Role.ADMINISTRATOR)
    organisation = Organisation.objects.select_for_update().first()
    if organisation is None:
        raise Refused(_("This installation is not set up yet: run `manage.py setup`."))
    before = {"name": organisation.name, "profile": organisation.profile}
    organisation.name, organisation.name_i18n, organisation.profile = name, name_i18n, profile
    organisation.save(update_fields=["name", "name_i18n", "profile"])
    after = {"name": name, "profile": profile}
    audit.record(
        "organisation.edited", by=by, now=now, obj=organisation, detail={"before": before, "after": after}
    )
    return organisation


@transaction.atomic(durable=True)
def invite_staff(
    *, email: str, name: str, roles: Iterable[str], language: str, by: Any, now: datetime
) -> StaffInvitation:
    """Invite a colleague by mail. Refuses an address that already signs in or has an open invitation."""
    policies.require_role(by, Role.ADMINISTRATOR)
    chosen, address = sorted(set(roles)), email.strip().lower()
    policies.check_roles(chosen)
    if User.objects.filter(email=address).exists():
        raise Refused(_("Somebody already signs in with this address."))
    if StaffInvitation.objects.filter(email=address, used_at=None, revoked_at=None).exists():
        raise Refused(_("This address has an open invitation; send a new link from the list."))
    token, hashed = new_token()
    invitation = StaffInvitation.objects.create(
        email=address,
        name=name.strip(),
        roles=chosen,
        language=language,
        token_hash=hashed,
        invited_by=by,
        created_at=now,
        expires_at=now + STAFF_INVITATION_LIFE,
    )
    audit.record("staff.invited", by=by, now=now, obj=invitation, detail={"roles": chosen})
    _mail_invitation(invitation, token, now)
    return invitation


@transaction.atomic(durable=True)
def reissue_staff_invitation(*, invitation: StaffInvitation, by: Any, now: datetime) -> StaffInvitation:
    """Replace the link of an open invitation by a fresh one and mail it; the old one stops working."""
    policies.require_role(by, Role.ADMINISTRATOR)
    locked = StaffInvitation.objects.select_for_update().get(pk=invitation.pk)
    policies.check_can_reissue(locked)
    token, locked.token_hash = new_token()
    locked.expires_at = now + STAFF_INVITATION_LIFE
    locked.save(update_fields=["token_hash", "expires_at"])
    audit.record("staff.invitation_reissued", by=by, now=now, obj=locked)
    _mail_invitation(locked, token, now)
    return locked


@transaction.atomic(durable=True)
def revoke_staff_invitation(*, invitation: StaffInvitation, by: Any, now: datetime) -> StaffInvitation:
    """Withdraw an open invitation; its link stops working. Sends nothing."""
    policies.require_role(by, Role.ADMINISTRATOR)
    locked = StaffInvitation.objects.select_for_update().get(pk=invitation.pk)
    policies.check_can_reissue(locked)
    locked.revoked_at = now
    locked.save(update_fields=["revoked_at"])
    audit.record("staff.invitation_revoked", by=by, now=now, obj=locked)
    return locked


@transaction.atomic(durable=True)
def accept_staff_invitation(
    *, invitation: StaffInvitation, name: str, password: str, now: datetime, by: Any = None
) -> User:
    """Turn an open invitation into a person, once. Refuses a used, withdrawn or expired link."""
    locked = StaffInvitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.token_hash != invitation.token_hash:
        raise Refused(_("This link was replaced or withdrawn. Ask your administrator for a new one."))
    policies.check_can_accept(locked, now)
    user = create_user(
        email=locked.email,
        name=name,
        roles=locked.roles,
        language=locked.language,
        password=password,
        by=by,
        now=now,
    )
    locked.used_at = now
    locked.save(update_fields=["used_at"])
    audit.record("staff.joined", by=user, now=now, obj=locked)
    return user


@transaction.atomic(durable=True)
def change_roles(*, person: User, roles: Iterable[str], by: Any, now: datetime) -> User:
    """Set the roles of a colleague and end their sessions. Refuses none, vendor roles, losing the last administrator."""
    policies.require_role(by, Role.ADMINISTRATOR)
    chosen = sorted(set(roles))
    policies.check_roles(chosen)
    locked, others = _lock_person(person)
    if Role.ADMINISTRATOR not in chosen:
        policies.check_can_lose_administrator(locked, others)
    before, locked.roles = sorted(locked.roles), chosen
    if before != chosen:
        locked.session_epoch += 1
        locked.save(update_fields=["roles", "session_epoch"])
        audit.record(
            "staff.roles_changed", by=by, now=now, obj=locked, detail={"before": before, "after": chosen}
        )
    return locked


@transaction.atomic(durable=True)
def set_staff_active(*, person: User, active: bool, by: Any, now: datetime) -> User:
    """Let a colleague sign in, or no longer; open sessions end at once. Refuses the last administrator."""
    policies.require_role(by, Role.ADMINISTRATOR)
    locked, others = _lock_person(person)
    if not active:
        policies.check_can_lose_administrator(locked, others)
    if locked.is_active != active:
        locked.is_active = active
        locked.session_epoch += 1
        locked.save(update_fields=["is_active", "session_epoch"])
        audit.record("staff.reactivated" if active else "staff.deactivated", by=by, now=now, obj=locked)
    return locked


@transaction.atomic(durable=True)
def edit_profile(*, name: str, language: str, by: Any, now: datetime) -> User:
    """Change one's own name and language. Sends nothing."""
    locked = User.objects.select_for_update().get(pk=by.pk)
    before = {"name": locked.name, "language": locked.language}
    locked.name, locked.language = name.strip(), language
    locked.save(update_fields=["name", "language"])
    after = {"name": locked.name, "language": language}
    audit.record(
        "account.profile_edited", by=by, now=now, obj=locked, detail={"before": before, "after": after}
    )
    return locked


@transaction.atomic(durable=True)
def end_sessions(*, by: Any, now: datetime, because: str = "account.sessions_ended") -> User:
    """End all of one's own sessions; `because` is the code of the audit row. Sends nothing."""
    locked = User.objects.select_for_update().get(pk=by.pk)
    locked.session_epoch += 1
    locked.save(update_fields=["session_epoch"])
    audit.record(because, by=by, now=now, obj=locked)
    return locked


@transaction.atomic(durable=True)
def remember_language(*, language: str, by: Any, now: datetime) -> None:
    """Keep the language a person switched to for the next sign-in; a preference, so no audit row."""
    User.objects.filter(pk=by.pk).exclude(language=language).update(language=language)


def _lock_person(person: User) -> tuple[User, int]:
    """Lock all administrators and the person, in one order; return the person and the other administrators."""
    administrators = User.objects.filter(roles__contains=[Role.ADMINISTRATOR], is_active=True)
    ids = {person.pk, *administrators.values_list("pk", flat=True)}
    locked = {row.pk: row for row in User.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    found = locked[person.pk]
    if not set(found.roles) & {role.value for role in STAFF_ROLES}:
        raise PermissionDenied
    others = [row for row in locked.values() if row.pk != person.pk and Role.ADMINISTRATOR in row.roles]
    return found, len([row for row in others if row.is_active])


def _mail_invitation(invitation: StaffInvitation, token: str, now: datetime) -> None:
    outgoing.queue(
        "staff_invitation",
        to=invitation.email,
        language=invitation.language,
        now=now,
        context={
            "name": invitation.name,
            "organisation": Organisation.objects.first(),
            "invited_by": invitation.invited_by,
            "link": absolute("accounts:join", token),
            "expires_at": invitation.expires_at,
        },
    )


def switch_vendor_person(user: User, *, active: bool) -> None:
    """Inside piece: let a vendor's person sign in, or no longer; open sessions end at once."""
    if _is_of_a_vendor(user) and user.is_active != active:
        user.is_active = active
        user.session_epoch += 1
        user.save(update_fields=["is_active", "session_epoch"])


def set_vendor_lead(user: User, *, lead: bool) -> None:
    """Inside piece: make a vendor's person its lead, or not any more."""
    roles = [Role.VENDOR_LEAD.value if lead else Role.VENDOR_USER.value]
    if _is_of_a_vendor(user) and user.roles != roles:
        user.roles = roles
        user.session_epoch += 1
        user.save(update_fields=["roles", "session_epoch"])


def _is_of_a_vendor(user: User) -> bool:
    return bool(set(user.roles) & {role.value for role in VENDOR_ROLES})

"""Publishing: the draft becomes one frozen version, the duties are named, the vendors are told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from accounts.models import Organisation, User
from accounts.roles import Role, has_role
from rfqs import guards
from rfqs.actions.invitations import mail_invitation
from rfqs.actions.locking import lock_draft
from rfqs.actions.marks import mark_status
from rfqs.models import RFQ, Duty, Publication
from rfqs.queries.checks import BLOCK, REASON, Check, publication_checks
from rfqs.queries.content import current_content
from rfqs.sealing import make_sealing_keys
from rfqs.states import RfqStatus
from ui.errors import Refused


class NotComplete(Refused):
    """Something is missing; `checks` lists it with the place where to mend it."""

    def __init__(self, sentence: str, checks: list[Check]) -> None:
        super().__init__(sentence)
        self.checks = checks


@transaction.atomic(durable=True)
def publish_rfq(
    *,
    rfq: RFQ,
    reviewers: Sequence[User],
    chair: User | None = None,
    openers: Sequence[User] = (),
    contract_owner: User | None = None,
    reason: str = "",
    by: Any,
    now: datetime,
) -> RFQ:
    """Freeze the draft and open it for quotes.

    Vendors may ask until half-way to the deadline, unless the draft says until when. Makes the sealing keys,
    names the duties (the publisher is owner, and chair unless another is named), and mails every listed vendor
    its personal link. Refuses an incomplete need (NotComplete), findings that ask for a reason without one,
    duties that the organisation's profile does not allow, and an installation whose database cannot keep the
    promises (in production).
    """
    guards.check_installation()
    locked = lock_draft(rfq, by)
    checks = publication_checks(locked, now)
    _check_complete(checks, reason)
    check_duties(owner=by, reviewers=reviewers, openers=openers)
    locked.published_at, locked.published_by = now, by
    if locked.questions_until is None and locked.deadline_at is not None:
        locked.questions_until = now + (locked.deadline_at - now) / 2
    locked.save(update_fields=["published_at", "published_by", "questions_until"])
    Publication.objects.create(
        rfq=locked, version=1, content=current_content(locked), published_at=now, published_by=by
    )
    make_sealing_keys(locked, now=now)
    _name_duties(locked, by, reviewers, chair or by, openers, contract_owner)
    mark_status(locked, RfqStatus.PUBLISHED, by=by, now=now)
    for invitation in locked.invitations.select_related("rfq", "vendor", "contact__user"):
        mail_invitation(invitation, by=by, now=now)
    waived = [check.code for check in checks if check.level == REASON]
    detail = {"reason": reason.strip(), "passed_with_reason": waived, "version": 1}
    audit.record("rfq.published", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    return locked


def _check_complete(checks: list[Check], reason: str) -> None:
    blocking = [check for check in checks if check.level == BLOCK]
    if blocking:
        raise NotComplete(_("The RFQ is not complete yet."), blocking)
    asking = [check for check in checks if check.level == REASON]
    if asking and not reason.strip():
        raise NotComplete(_("Give a reason for what differs from the advice."), asking)


def check_duties(*, owner: Any, reviewers: Sequence[User], openers: Sequence[User]) -> None:
    """Small team: a reviewer besides the owner. Strict: two reviewers, two opening officers, no overlaps."""
    people = {user.pk for user in reviewers}
    if not all(has_role(user, Role.REVIEWER) for user in reviewers):
        raise Refused(_("Reviewers need the role of a reviewer."))
    if not people - {owner.pk}:
        raise Refused(_("Name at least one reviewer besides yourself."))
    if not all(has_role(user, Role.BUYER, Role.APPROVER) for user in openers):
        raise Refused(_("Opening officers are buyers or approvers."))
    organisation = Organisation.objects.first()
    if organisation is None or organisation.profile != Organisation.Profile.STRICT:
        return
    officers = {user.pk for user in openers}
    if len(people) < 2:
        raise Refused(_("The strict profile needs two reviewers or more."))
    if len(officers) < 2:
        raise Refused(_("The strict profile needs two opening officers."))
    if officers & people or owner.pk in people | officers:
        raise Refused(_("In the strict profile owner, officers and reviewers are different people."))


def _name_duties(
    rfq: RFQ,
    owner: Any,
    reviewers: Sequence[User],
    chair: User,
    openers: Sequence[User],
    contract_owner: User | None,
) -> None:
    kinds = Duty.Kind
    named = [(owner, kinds.OWNER), (chair, kinds.CHAIR)]
    named += [(user, kinds.REVIEWER) for user in reviewers]
    named += [(user, kinds.OPENER) for user in openers]
    named += [(contract_owner, kinds.CONTRACT_OWNER)] if contract_owner else []
    Duty.objects.bulk_create([Duty(rfq=rfq, user=user, kind=kind) for user, kind in dict.fromkeys(named)])

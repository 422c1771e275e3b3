"""The doors to RFQs and invitations. Outsiders get the 404 of a thing that does not exist."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.roles import Role, has_role, is_staff_side, is_vendor_side
from rfqs.models import (
    RFQ,
    Addendum,
    Attachment,
    Clarification,
    Conflict,
    Duty,
    Invitation,
    QuestionSet,
    VendorQuestion,
)
from rfqs.states import AddendumStatus
from ui.once import once


def rfqs_visible_to(user: Any) -> QuerySet[RFQ]:
    """RFQs a person of the buyer may read.

    Buyers, approvers and auditors read all; a reviewer reads those of their duties. Vendors never come
    in here: they read an RFQ through their invitation.
    """
    if has_role(user, Role.BUYER, Role.APPROVER, Role.AUDITOR):
        return RFQ.objects.all()
    if has_role(user, Role.REVIEWER):
        return RFQ.objects.filter(Q(duties__user=user)).distinct()
    return RFQ.objects.none()


def get_rfq(user: Any, code: str) -> RFQ:
    """Return one RFQ by its code; 404 when it is not there for this person."""
    rfq = rfqs_visible_to(user).filter(code=code).first()
    if rfq is None:
        raise Http404
    return rfq


def known_code(**where: Any) -> str:
    """The code of the RFQ that is meant, or nothing: for the record of refused attempts, not for people."""
    return str(RFQ.objects.filter(**where).values_list("code", flat=True).first() or "")


def require_buyer(user: Any) -> None:
    """404 for outsiders, 403 for anyone of the buyer's people who does not write RFQs."""
    if not is_staff_side(user):
        raise Http404
    if not has_role(user, Role.BUYER):
        raise PermissionDenied(_("Only a buyer can do this."))


def require_administrator(user: Any) -> None:
    """404 for outsiders, 403 for anyone of the buyer's people who does not configure."""
    if not is_staff_side(user):
        raise Http404
    if not has_role(user, Role.ADMINISTRATOR):
        raise PermissionDenied(_("Only an administrator can do this."))


def question_sets(user: Any) -> QuerySet[QuestionSet]:
    """All versions of the question set, the newest first, for administrators."""
    require_administrator(user)
    return QuestionSet.objects.select_related("created_by").order_by("-created_at")


def get_question_set(user: Any, version: str) -> QuestionSet:
    """Return one version of the question set; 404 where there is none."""
    found = question_sets(user).filter(version=version).first()
    if found is None:
        raise Http404
    return found


def require_reader(user: Any) -> None:
    """403 for the buyer's people who have no RFQs, 404 for everybody else's."""
    if has_role(user, Role.BUYER, Role.APPROVER, Role.AUDITOR, Role.REVIEWER):
        return
    if is_staff_side(user):
        raise PermissionDenied(_("Administrators do not read RFQs."))
    raise Http404


def get_rfq_as_buyer(user: Any, code: str) -> RFQ:
    """Return one RFQ for somebody who may write it: 404 for outsiders, 403 for insiders without the right."""
    rfq = get_rfq(user, code)
    require_buyer(user)
    return rfq


@dataclass(frozen=True)
class Standing:
    """What one person is on one RFQ: their duties, and whether they said that they are impartial, or are not."""

    duties: frozenset[str]
    declared: bool
    conflict: bool


# In one statement, because every page of an RFQ asks for it, most of them for all three parts.
STANDING = """
    SELECT ARRAY(SELECT kind FROM rfqs_duty WHERE rfq_id = %(rfq)s AND user_id = %(user)s),
           EXISTS (SELECT FROM rfqs_declaration WHERE rfq_id = %(rfq)s AND user_id = %(user)s),
           EXISTS (SELECT FROM rfqs_conflict WHERE rfq_id = %(rfq)s AND user_id = %(user)s)
"""


@once(lambda user, rfq: (user.pk, rfq.pk))
def standing_of(user: Any, rfq: RFQ) -> Standing:
    """What the person is on this RFQ; of nobody nothing."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"rfq": rfq.pk, "user": user.pk})
        duties, declared, conflict = cursor.fetchone()
    return Standing(frozenset(duties), declared, conflict)


def has_duty(user: Any, rfq: RFQ, *kinds: str) -> bool:
    """True when the person holds one of the duties on this RFQ."""
    return not standing_of(user, rfq).duties.isdisjoint(kinds)


def has_conflict(user: Any, rfq: RFQ) -> bool:
    """True when the person has declared a conflict of interest on this RFQ."""
    return standing_of(user, rfq).conflict


def owes_declaration(user: Any, rfq: RFQ) -> bool:
    """True for a reviewer of this RFQ who has not said yet whether they are impartial; nothing is shown to them."""
    if not has_role(user, Role.REVIEWER):
        return False
    own = standing_of(user, rfq)
    return Duty.Kind.REVIEWER in own.duties and not own.declared


def require_impartial(user: Any, rfq: RFQ) -> None:
    """403 for whoever has declared a conflict of interest, whatever their roles."""
    if has_conflict(user, rfq):
        raise PermissionDenied(_("You have declared a conflict of interest on this RFQ."))


def rfqs_to_judge(user: Any) -> QuerySet[RFQ]:
    """RFQs a person reads and may decide on: none on which they have declared a conflict of interest."""
    return rfqs_visible_to(user).exclude(pk__in=Conflict.objects.filter(user=user.pk).values("rfq"))


def get_rfq_invitation(user: Any, rfq: RFQ, invitation_id: UUID) -> Invitation:
    """Return one invitation of an RFQ for the buyer's side; 404 when it is not of this RFQ."""
    invitation = (
        Invitation.objects.filter(rfq__in=rfqs_visible_to(user), rfq=rfq, pk=invitation_id)
        .select_related("rfq", "vendor", "contact")
        .first()
    )
    if invitation is None:
        raise Http404
    return invitation


def get_attachment(user: Any, code: str, attachment_id: UUID) -> Attachment:
    """Return one of the buyer's files to its own people; 404 otherwise."""
    rfq = get_rfq(user, code)
    attachment = Attachment.objects.select_related("rfq").filter(rfq=rfq, pk=attachment_id).first()
    if attachment is None:
        raise Http404
    return attachment


def get_invited_attachment(user: Any, invitation_id: UUID, attachment_id: UUID) -> Attachment:
    """Return one of the buyer's files to a person of an invited vendor; 404 otherwise."""
    invitation = get_invitation(user, invitation_id)
    attachment = told_attachments(invitation.rfq).filter(pk=attachment_id).first()
    if attachment is None:
        raise Http404
    return attachment


def told_attachments(rfq: RFQ) -> QuerySet[Attachment]:
    """The buyer's files that vendors may read: those of the RFQ and of addenda that were issued."""
    issued = Q(addendum__isnull=True) | Q(addendum__status=AddendumStatus.ISSUED)
    return Attachment.objects.filter(issued, rfq=rfq)


def get_question(user: Any, code: str, question_id: UUID) -> VendorQuestion:
    """Return a vendor's question to the buyer's people who read the RFQ; 404 otherwise."""
    question = VendorQuestion.objects.filter(rfq=get_rfq(user, code), pk=question_id).first()
    if question is None:
        raise Http404
    return question


def get_clarification(user: Any, code: str, clarification_id: UUID) -> Clarification:
    """Return an answer, told or not, to the buyer's people who read the RFQ; 404 otherwise."""
    rfq = get_rfq(user, code)
    clarification = Clarification.objects.filter(rfq=rfq, pk=clarification_id).select_related("rfq").first()
    if clarification is None:
        raise Http404
    return clarification


def get_told_addendum(invitation: Invitation, addendum_id: UUID) -> Addendum:
    """Return an issued addendum to somebody who came through `get_invitation`; 404 otherwise."""
    issued = Addendum.objects.filter(rfq=invitation.rfq_id, status=AddendumStatus.ISSUED)
    addendum = issued.filter(pk=addendum_id).first()
    if addendum is None:
        raise Http404
    return addendum


def invitations_visible_to(user: Any) -> QuerySet[Invitation]:
    """Invitations of the user's own vendor to RFQs that were published; nothing of any other vendor."""
    if not is_vendor_side(user):
        return Invitation.objects.none()
    return invitations_of(user.pk).select_related("rfq", "vendor", "contact")


def invitations_of(user_id: UUID) -> QuerySet[Invitation]:
    """The same for a person whose side the caller has checked."""
    # A draft that was cancelled never was published: it stays the buyer's own affair.
    return Invitation.objects.filter(
        vendor__contacts__user=user_id, vendor__contacts__is_active=True, rfq__published_at__isnull=False
    )


def get_invitation(user: Any, invitation_id: UUID) -> Invitation:
    """Return one invitation of the user's own vendor; 404 for anyone else's."""
    invitation = invitations_visible_to(user).filter(pk=invitation_id).first()
    if invitation is None:
        raise Http404
    return invitation

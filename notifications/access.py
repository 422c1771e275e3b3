"""The door to messages: buyers see that a message about an RFQ exists and what became of it, never its words."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from accounts.roles import Role, has_role, is_staff_side
from notifications.models import OutboxMessage

ABOUT_RFQ = "rfq:"
# A receipt tells that, and when, a quote came in: nothing staff may learn before the opening.
HIDDEN_KINDS = ("quote_received", "quote_withdrawn", "quote_late")
FIELDS = (
    "id",
    "kind",
    "to",
    "about",
    "status",
    "attempts",
    "created_at",
    "not_before",
    "sent_at",
    "last_error",
)


def messages_visible_to(user: Any) -> QuerySet[OutboxMessage]:
    """Messages about RFQs, without their content, for buyers; none for anybody else."""
    if not has_role(user, Role.BUYER):
        return OutboxMessage.objects.none()
    about_rfqs = OutboxMessage.objects.filter(about__startswith=ABOUT_RFQ)
    return about_rfqs.exclude(kind__in=HIDDEN_KINDS).only(*FIELDS)


def require_reader(user: Any) -> None:
    """404 for outsiders, 403 for staff who are no buyers."""
    if not is_staff_side(user):
        raise Http404
    if not has_role(user, Role.BUYER):
        raise PermissionDenied


def get_message(user: Any, message_id: UUID) -> OutboxMessage:
    """Return one message; 404 when it is not there for this person."""
    message = messages_visible_to(user).filter(pk=message_id).first()
    if message is None:
        raise Http404
    return message


def filtered(rows: QuerySet[OutboxMessage], *, about: str = "", status: str = "") -> QuerySet[OutboxMessage]:
    """Rows of one RFQ and one state; an unknown state finds nothing."""
    if about:
        rows = rows.filter(about__iexact=ABOUT_RFQ + about)
    return rows.filter(status=status) if status else rows

"""Heads of the audit trail's hash chain go to the auditors by mail: a mailbox is not in the database."""

from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from audit.models import AuditAnchor
from notifications.actions import queue


def mail_auditors(anchor: AuditAnchor) -> None:
    """Queue one mail per auditor, in the anchor's transaction; of the hourly ones only the first of a day."""
    if anchor.kind == AuditAnchor.Kind.HOURLY and _had_one(anchor):
        return
    for person in User.objects.filter(is_active=True, roles__contains=[Role.AUDITOR.value]).order_by("email"):
        queue(
            "audit_anchor",
            to=person.email,
            language=person.language,
            now=anchor.at,
            user=person,
            context={"anchor": anchor, "name": person.name},
        )


def _had_one(anchor: AuditAnchor) -> bool:
    earlier = AuditAnchor.objects.filter(kind=anchor.kind, id__lt=anchor.pk).first()
    return earlier is not None and localdate(earlier.at) == localdate(anchor.at)

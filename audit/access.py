"""The door to the audit trail. This app knows role codes only: it stands below the app that defines them.

What staff may not learn before an opening stays out of the trail they read: rows about quotes tell that,
and when, a vendor sent something.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from audit.models import AuditEvent

READS_ALL = "AUDITOR"
READS_RFQS = {"BUYER", "APPROVER"}
VENDOR_SIDE = {"VENDOR_USER", "VENDOR_LEAD"}
# "question.": who asked; "quotes:": refused attempts in the portal.
SEALED_PREFIXES = ("quote.", "draft.", "question.", "quotes:")
AFTER_AN_OPENING = ("quote.read",)  # there are none of sealed quotes, so nothing to hide
# A score and its reason: reviewers are blind to each other, and a reviewer may also be a buyer.
AUDITORS_ONLY = ("score.saved",)
SCORES = ("score.saved", "score.revised", "score.settled")

_opened: list[Callable[[], Iterable[str]]] = []
_blind: list[Callable[[Any], Iterable[str]]] = []


def reveal_quotes_of(opened_codes: Callable[[], Iterable[str]]) -> None:
    """Register who knows the codes of RFQs whose quotes are open; until then rows about quotes are hidden."""
    if opened_codes not in _opened:
        _opened.append(opened_codes)


def hide_scores_of(codes: Callable[[Any], Iterable[str]]) -> None:
    """Register who knows the codes of RFQs whose scores a person is not to read yet, whatever their roles."""
    if codes not in _blind:
        _blind.append(codes)


def require_reader(user: Any) -> None:
    """404 for a vendor's people and for people without a role, 403 for staff who read no audit trail."""
    roles = set(user.roles)
    if not user.is_authenticated or not roles or roles & VENDOR_SIDE:
        raise Http404
    if not roles & (READS_RFQS | {READS_ALL}):
        raise PermissionDenied


def reads_all(user: Any) -> bool:
    """Auditors: also rows that are about no RFQ, and where an act came from."""
    return READS_ALL in set(user.roles)


def events_visible_to(user: Any) -> QuerySet[AuditEvent]:
    """Everything for auditors, what is about RFQs for buyers and approvers; nothing of sealed quotes."""
    roles = set(user.roles) if user.is_authenticated and user.is_active else set()
    if READS_ALL in roles:
        rows = AuditEvent.objects.all()
    elif roles & READS_RFQS:
        rows = AuditEvent.objects.exclude(rfq_code="").exclude(action__in=AUDITORS_ONLY)
    else:
        return AuditEvent.objects.none()
    sealed = Q()
    for prefix in SEALED_PREFIXES:
        sealed |= Q(action__startswith=prefix)
    for codes in _opened:
        sealed &= ~Q(rfq_code__in=codes())
    for blind in _blind:
        rows = rows.exclude(action__in=SCORES, rfq_code__in=list(blind(user)))
    return rows.exclude(sealed & ~Q(action__in=AFTER_AN_OPENING))


def attempts_at(user: Any, rfq_code: str, actions: Iterable[str]) -> QuerySet[AuditEvent]:
    """Refused attempts at the sealed content of one RFQ, newest first, for those who read its trail.

    Shown before the opening too: `actions` are such that none tells whether a vendor has sent something.
    """
    if not set(user.roles) & (READS_RFQS | {READS_ALL}):
        return AuditEvent.objects.none()
    denied = AuditEvent.Outcome.DENIED
    return AuditEvent.objects.filter(rfq_code=rfq_code, outcome=denied, action__in=list(actions))


def filtered(
    rows: QuerySet[AuditEvent],
    *,
    rfq: str = "",
    action: str = "",
    actor: str = "",
    outcome: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEvent]:
    """The rows that match every given filter; `until` is exclusive."""
    wanted = Q()
    if rfq:
        wanted &= Q(rfq_code__iexact=rfq)
    if action:
        wanted &= Q(action=action)
    if actor:
        wanted &= Q(actor_label__icontains=actor)
    if outcome:
        wanted &= Q(outcome=outcome)
    if since:
        wanted &= Q(at__gte=since)
    if until:
        wanted &= Q(at__lt=until)
    return rows.filter(wanted)

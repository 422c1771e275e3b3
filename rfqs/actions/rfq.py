"""Starting, writing, copying and cancelling an RFQ."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _

import audit.actions as audit
from calc.price_formula import LOWEST
from rfqs import needs
from rfqs.access import require_buyer
from rfqs.actions.demand import check_line, write_volumes
from rfqs.actions.invitations import add_invitation
from rfqs.actions.locking import lock_draft, lock_rfq
from rfqs.actions.marks import mark_ended, mark_status
from rfqs.actions.telling import tell_all
from rfqs.actions.weights import write_weights
from rfqs.models import RFQ, DemandLine, QuestionSet
from rfqs.policies import check_can_cancel, check_can_retender, check_end_code
from rfqs.states import EndCode, RfqStatus
from rfqs.volumes import Volumes
from ui.errors import Refused
from vendors.models import Vendor

CODE_LOCK = 7304


@transaction.atomic(durable=True)
def create_rfq(*, template: str, title: str = "", by: Any, now: datetime) -> RFQ:
    """Start a draft from a template ("blank" is one too), with its values, weights and the question set."""
    require_buyer(by)
    chosen = needs.template(template)
    rfq = RFQ.objects.create(
        code=_next_code(),
        title=title.strip() or needs.template_title(chosen),
        title_i18n={} if title.strip() else needs.template_titles(chosen),
        template=template,
        need=needs.template_values(chosen),
        question_set=_current_questions(by, now),
        created_at=now,
        created_by=by,
        updated_at=now,
    )
    write_weights(rfq, preset=needs.template_preset(chosen), by=by, now=now)
    audit.record("rfq.created", by=by, now=now, obj=rfq, rfq_code=rfq.code, detail={"template": template})
    return rfq


def _next_code() -> str:
    """RFQ-1, RFQ-2, ...: one at a time, so that no two drafts take the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [CODE_LOCK])
    numbered = RFQ.objects.filter(code__regex=r"^RFQ-[0-9]{1,9}$")
    last = numbered.aggregate(last=Max(Cast(Substr("code", 5), IntegerField())))["last"]
    return f"RFQ-{(last or 0) + 1}"


def _current_questions(by: Any, now: datetime) -> QuestionSet:
    """The active question set; the shipped one is stored when there is none yet."""
    current = QuestionSet.objects.filter(status=QuestionSet.Status.ACTIVE).first()
    if current is not None:
        return current
    content = needs.shipped_questions()
    return QuestionSet.objects.create(
        version=content["version"], content=content, created_at=now, created_by=by
    )


@transaction.atomic(durable=True)
def update_basics(
    *,
    rfq: RFQ,
    title: str,
    deadline_at: datetime | None,
    need: Mapping[str, Any],
    volumes: Volumes | None = None,
    vendors: Iterable[Vendor] | None = None,
    titles: Mapping[str, str] | None = None,
    by: Any,
    now: datetime,
) -> RFQ:
    """Save the nine fields of a draft together.

    `need` holds field codes of the need; a value of None takes one back to its default. `volumes` and
    `vendors` stay as they are when None. `titles` holds a new title in the other languages. Refuses a
    deadline that has passed.
    """
    locked = lock_draft(rfq, by)
    if deadline_at is not None and deadline_at <= now:
        raise Refused(_("The deadline must lie in the future."))
    if title != locked.title:
        locked.title, locked.title_i18n = title, dict(titles or {})
    locked.deadline_at, locked.updated_at = deadline_at, now
    locked.need = needs.changed(locked.need, need)
    locked.save(update_fields=["title", "title_i18n", "deadline_at", "updated_at", "need"])
    if volumes is not None:
        write_volumes(locked, volumes, DemandLine.Basis.MEASURED, now=now)
    if vendors is not None:
        _set_vendors(locked, list(vendors), by=by, now=now)
    audit.record("rfq.edited", by=by, now=now, obj=locked, rfq_code=locked.code, detail={"part": "basics"})
    return locked


def _set_vendors(rfq: RFQ, wanted: list[Vendor], *, by: Any, now: datetime) -> None:
    keep = {vendor.pk for vendor in wanted}
    for invitation in rfq.invitations.exclude(vendor__in=keep).select_related("vendor"):
        audit.record("invitation.removed", by=by, now=now, obj=invitation.vendor, rfq_code=rfq.code)
        invitation.delete()
    listed = set(rfq.invitations.values_list("vendor_id", flat=True))
    for vendor in wanted:
        if vendor.pk not in listed:
            add_invitation(rfq, vendor, by=by, now=now)


@transaction.atomic(durable=True)
def update_need(
    *, rfq: RFQ, subject: str, values: Mapping[str, Any], line: str = "", by: Any, now: datetime
) -> RFQ:
    """Replace the values of one subject of the need; the handling is that of the named service line."""
    locked = lock_draft(rfq, by)
    if line:
        check_line(locked, line)
    locked.need = needs.replaced_subject(locked.need, subject, values, line)
    locked.updated_at = now
    locked.save(update_fields=["need", "updated_at"])
    detail = {"part": subject} | ({"line": line} if line else {})
    audit.record("rfq.edited", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    return locked


@transaction.atomic(durable=True)
def reset_subject(*, rfq: RFQ, subject: str, line: str = "", by: Any, now: datetime) -> RFQ:
    """Take one subject of the need back to what the template says; the handling of the named service line."""
    locked = lock_draft(rfq, by)
    if line:
        check_line(locked, line)
    locked.need = needs.reset_subject(locked.need, subject, locked.template, line)
    locked.updated_at = now
    locked.save(update_fields=["need", "updated_at"])
    detail = {"part": subject} | ({"line": line} if line else {})
    audit.record("rfq.reset", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    return locked


@transaction.atomic(durable=True)
def copy_rfq(*, rfq: RFQ, retender: bool = False, by: Any, now: datetime) -> RFQ:
    """Start a new draft with the need, volumes, weights and vendors of another RFQ; deadline and files stay.

    With `retender` the draft asks anew what ended without an award, and names it; refused for anything else, and
    for what is being asked anew already.
    """
    require_buyer(by)
    title = _("Copy of %(title)s")
    if retender:
        rfq = lock_rfq(rfq, by)  # of two presses of the button one asks anew
        check_can_retender(rfq)
        title = _("%(title)s, asked anew")
    copy = RFQ.objects.create(
        code=_next_code(),
        title=(title % {"title": rfq.label})[:160],
        retender_of=rfq if retender else None,
        template=rfq.template,
        currency=rfq.currency,
        need=rfq.need,
        question_set=_current_questions(by, now),
        created_at=now,
        created_by=by,
        updated_at=now,
    )
    for line in rfq.demand_lines.all():
        line.pk, line._state.adding, line.rfq, line.updated_at = None, True, copy, now
        line.id = DemandLine._meta.pk.get_default()
        line.save(force_insert=True)
    weights = rfq.weight_sets.first()
    write_weights(
        copy,
        preset=weights.preset if weights else "default",
        pillars=weights.pillars if weights else None,
        leaves=weights.leaves if weights else None,
        price_formula=weights.price_formula if weights else LOWEST,
        baseline_cost=weights.baseline_cost if weights else None,
        by=by,
        now=now,
    )
    for invitation in rfq.invitations.select_related("vendor").order_by("created_at"):
        if invitation.vendor.status == Vendor.Status.ACTIVE and invitation.vendor.contacts.filter(
            is_active=True
        ):
            add_invitation(copy, invitation.vendor, by=by, now=now)
    action = "rfq.retendered" if retender else "rfq.copied"
    audit.record(action, by=by, now=now, obj=copy, rfq_code=copy.code, detail={"from": rfq.code})
    return copy


@transaction.atomic(durable=True)
def cancel_rfq(*, rfq: RFQ, reason: str, code: str = EndCode.OTHER, by: Any, now: datetime) -> RFQ:
    """End an RFQ without result and tell every vendor that was told of it; none learns of another.

    `code` is for the buyer's own count, the vendors read the reason.
    """
    locked = lock_rfq(rfq, by)
    check_can_cancel(locked)
    check_end_code(code)
    if not reason.strip():
        raise Refused(_("Give the reason: the vendors read it."))
    told = locked.status != RfqStatus.DRAFT
    mark_status(locked, RfqStatus.CANCELLED, by=by, now=now)
    mark_ended(locked, code=code, reason=reason, by=by, now=now)
    detail = {"reason": reason.strip(), "code": str(code)}
    audit.record("rfq.cancelled", by=by, now=now, obj=locked, rfq_code=locked.code, detail=detail)
    if told:
        tell_all("rfq_cancelled", locked, now=now, declined_too=True, reason=locked.end_reason)
    return locked

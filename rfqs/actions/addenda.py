"""Addenda: what the buyer tells or changes after publication. The only way in which what was asked changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

import audit.actions as audit
from calc.price_formula import LOWEST
from rfqs import gate, needs
from rfqs.access import get_invitation
from rfqs.actions.attachments import store_attachment
from rfqs.actions.clarifications import move
from rfqs.actions.deadline import move_deadline
from rfqs.actions.demand import check_forecast, check_line
from rfqs.actions.gated import gated
from rfqs.actions.locking import lock_invitation, lock_rfq
from rfqs.actions.telling import tell_all
from rfqs.actions.weights import checked_weights, write_weights
from rfqs.lines import codes_of
from rfqs.models import RFQ, Addendum, AddendumConfirmation, Attachment, Invitation, Publication
from rfqs.policies import (
    check_can_confirm,
    check_can_extend,
    check_can_write_addendum,
    check_is_later,
    check_leaves_time,
    check_open_for_quotes,
)
from rfqs.price_words import needs_ceiling
from rfqs.queries.amending import amendable_specs, amended, blocking, changed_forecasts, differences
from rfqs.queries.content import demand_rows, publication_content
from rfqs.states import ADDENDUM_TRANSITIONS, AddendumStatus
from ui.errors import Refused

LONGEST = 8000


def _lock_open(rfq: RFQ, by: Any, now: datetime) -> RFQ:
    """The RFQ locked, for a buyer, while it is open for quotes."""
    locked = lock_rfq(rfq, by)
    check_open_for_quotes(locked, now)
    return locked


def _draft(rfq: RFQ, by: Any, now: datetime) -> Addendum:
    """The draft of a locked RFQ, begun where there is none."""
    found = rfq.addenda.filter(status=AddendumStatus.DRAFT).first()
    if found is not None:
        found.updated_at, found.updated_by = now, by
        return found
    last = rfq.addenda.aggregate(last=Max("number"))["last"] or 0
    return Addendum(rfq=rfq, number=last + 1, updated_at=now, updated_by=by)


def _record_draft(draft: Addendum, part: str, by: Any, now: datetime) -> Addendum:
    audit.record(
        "addendum.drafted", by=by, now=now, obj=draft, rfq_code=draft.rfq.code, detail={"part": part}
    )
    return draft


@transaction.atomic(durable=True)
def write_addendum(
    *,
    rfq: RFQ,
    text: str,
    asks_confirmation: bool = True,
    deadline_at: datetime | None = None,
    by: Any,
    now: datetime,
) -> Addendum:
    """Write the text of the addendum in hand, whether vendors confirm it, and a later deadline; nobody is told yet.

    Refuses an earlier deadline, a draft RFQ, and anything after the deadline.
    """
    locked = _lock_open(rfq, by, now)
    if deadline_at is not None:
        check_is_later(locked, deadline_at)
    if len(text) > LONGEST:
        raise Refused(_("The text is longer than %(longest)s characters.") % {"longest": LONGEST})
    draft = _draft(locked, by, now)
    draft.text, draft.asks_confirmation, draft.deadline_at = text.strip(), asks_confirmation, deadline_at
    draft.save()
    return _record_draft(draft, "text", by, now)


@transaction.atomic(durable=True)
def change_need(
    *, rfq: RFQ, subject: str, values: Mapping[str, Any], line: str = "", by: Any, now: datetime
) -> Addendum:
    """Propose other values for a subject of the need; handling and hours are those of the named service line.

    Refuses a subject that vendors do not read.
    """
    locked = _lock_open(rfq, by, now)
    specs = amendable_specs(subject, locked.need, line)
    if not specs:
        raise Refused(_("This part of the RFQ is not changed by an addendum."))
    draft = _draft(locked, by, now)
    part = "volumes" if subject == needs.VOLUMES else "need"
    wanted = {spec.code: values.get(spec.code) for spec in specs}
    if part == "volumes" and _several(locked):
        code = line or codes_of(locked.need)[0]
        hours = {needs.HOURS: wanted.pop(needs.HOURS) or []} if needs.HOURS in wanted else {}
        before = _of_line(draft, code).get("volumes") or {}
        draft.changes = _with_line(locked, draft, code, {"volumes": before | wanted} | hours)
    else:
        draft.changes = draft.changes | {part: dict(draft.changes.get(part) or {}) | wanted}
    draft.save()
    return _record_draft(draft, subject, by, now)


@transaction.atomic(durable=True)
def change_forecast(*, rfq: RFQ, forecast: Sequence[int], line: str = "", by: Any, now: datetime) -> Addendum:
    """Propose another forecast of twelve months, of the named service line or of the first."""
    locked = _lock_open(rfq, by, now)
    check_forecast(forecast)
    draft = _draft(locked, by, now)
    if _several(locked):
        code = line or codes_of(locked.need)[0]
        draft.changes = _with_line(locked, draft, code, {"forecast": list(forecast)})
    else:
        draft.changes = draft.changes | {"forecast": list(forecast)}
    draft.save()
    return _record_draft(draft, "forecast", by, now)


def _several(rfq: RFQ) -> bool:
    return len(codes_of(rfq.need)) > 1


def _of_line(draft: Addendum, line: str) -> dict[str, Any]:
    """What the draft changes of one service line (`rfqs.queries.amending.changed_forecasts`)."""
    return dict((draft.changes.get("lines") or {}).get(line) or {})


def _with_line(rfq: RFQ, draft: Addendum, line: str, parts: Mapping[str, Any]) -> dict[str, Any]:
    check_line(rfq, line)
    lines = dict(draft.changes.get("lines") or {}) | {line: _of_line(draft, line) | dict(parts)}
    return dict(draft.changes) | {"lines": lines}


@transaction.atomic(durable=True)
def change_weights(
    *,
    rfq: RFQ,
    preset: str,
    pillars: Mapping[str, Any] | None = None,
    leaves: Mapping[str, Any] | None = None,
    price_formula: str = LOWEST,
    baseline_cost: Any = None,
    by: Any,
    now: datetime,
) -> Addendum:
    """Propose other weights or another price formula; refuses what `set_weights` refuses, and a missing ceiling.

    The ceiling is no part of an addendum: vendors do not read it.
    """
    locked = _lock_open(rfq, by, now)
    weights = checked_weights(preset, pillars, leaves, price_formula, baseline_cost)
    if needs_ceiling(price_formula, publication_content(locked).get("need") or {}):
        raise Refused(
            _("This price formula counts against a ceiling, and this RFQ was published without one.")
        )
    draft = _draft(locked, by, now)
    draft.changes = draft.changes | {"weights": weights}
    draft.save()
    return _record_draft(draft, "weights", by, now)


@transaction.atomic(durable=True)
def drop_changes(*, rfq: RFQ, by: Any, now: datetime) -> Addendum:
    """Leave need, forecast and weights as they were published; text, files and deadline of the draft stay."""
    locked = _lock_open(rfq, by, now)
    draft = _draft(locked, by, now)
    draft.changes = {}
    draft.save()
    return _record_draft(draft, "dropped", by, now)


@transaction.atomic(durable=True)
def attach_to_addendum(*, rfq: RFQ, name: str, data: bytes, by: Any, now: datetime) -> Attachment:
    """Add a file that vendors read once the addendum is issued. Refuses what `ui.uploads` refuses."""
    locked = _lock_open(rfq, by, now)
    draft = _draft(locked, by, now)
    draft.save()
    return store_attachment(locked, name, data, addendum=draft, by=by, now=now)


@transaction.atomic(durable=True)
def discard_addendum(*, rfq: RFQ, by: Any, now: datetime) -> None:
    """Throw the draft away, with its files. Does nothing where there is none."""
    locked = lock_rfq(rfq, by)
    draft = locked.addenda.filter(status=AddendumStatus.DRAFT).first()
    if draft is None:
        return
    audit.record("addendum.discarded", by=by, now=now, obj=draft, rfq_code=locked.code)
    files = [(file.file.storage, str(file.file.name)) for file in draft.attachments.all()]
    draft.attachments.all().delete()
    draft.delete()
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))


def issue_addendum(*, addendum: Addendum, by: Any, now: datetime) -> Addendum:
    """Tell every vendor that has not declined, and change what the draft says.

    A change of need, forecast or weights becomes a new version of the publication; the old one stays. With a
    later deadline the RFQ moves in the same act. Where vendors have to confirm, a quote counts at the opening
    only once its vendor has. Refuses: no text, an addendum that was issued, a change that makes the RFQ
    incomplete, less than a day to confirm, and anything after the deadline by the database's clock.
    """
    with gated():
        return _issue(addendum, by)


@transaction.atomic(durable=True)
def _issue(addendum: Addendum, by: Any) -> Addendum:
    moment = gate.database_now()
    rfq = _lock_open(addendum.rfq, by, moment)
    row = Addendum.objects.select_for_update(of=("self",)).get(pk=addendum.pk)
    check_can_write_addendum(row)
    if not row.text:
        raise Refused(_("Say what the addendum is about: the vendors read it."))
    deadline = row.deadline_at or rfq.deadline_at
    if row.deadline_at is not None:
        check_can_extend(rfq, moment)
        check_is_later(rfq, row.deadline_at)
    row.publication = _publish_changes(rfq, row, deadline, by, moment)
    row.asks_confirmation = row.asks_confirmation or row.publication is not None
    if row.asks_confirmation:
        check_leaves_time(deadline, moment)
    row.deadline_before, row.issued_at = rfq.deadline_at if row.deadline_at else None, moment
    fields = ["publication", "summary", "asks_confirmation", "deadline_before", "issued_at"]
    move(row, AddendumStatus.ISSUED, ADDENDUM_TRANSITIONS, fields)
    row.refresh_from_db(fields=["issued_at"])
    tell_all("addendum_issued", rfq, now=row.issued_at, addendum=row, deadline=deadline)
    audit.record("addendum.issued", by=by, now=row.issued_at, obj=row, rfq_code=rfq.code, detail=_detail(row))
    if row.deadline_at is not None:
        move_deadline(rfq, row.deadline_at, row.text, by, moment)
    return row


def _detail(row: Addendum) -> dict[str, Any]:
    parts = sorted({change["part"] for change in row.summary})
    return {
        "number": row.number,
        "version": row.publication.version if row.publication else None,
        "parts": parts,
        "before": row.deadline_before.isoformat() if row.deadline_before else None,
        "after": row.deadline_at.isoformat() if row.deadline_at else None,
    }


def _publish_changes(
    rfq: RFQ, row: Addendum, deadline: datetime | None, by: Any, moment: datetime
) -> Publication | None:
    """The next version of what is asked, or None where nothing differs."""
    if not row.changes:
        return None
    published = publication_content(rfq)
    future, content = amended(rfq, row.changes)
    row.summary = differences(published, content)
    if not row.summary:
        return None
    if causes := blocking(future, moment):
        raise Refused(" ".join(str(check.sentence) for check in causes))
    rfq.need, rfq.updated_at = future.need, moment
    rfq.save(update_fields=["need", "updated_at"])
    rows = demand_rows(future)
    for code in changed_forecasts(future.need, row.changes):
        rows[code].updated_at = moment
        rows[code].save(update_fields=["forecast", "forecast_is_own", "updated_at"])
    if weights := row.changes.get("weights"):
        write_weights(rfq, **weights, note=str(row), by=by, now=moment)
    content["rfq"]["deadline_at"] = deadline.isoformat() if deadline else None
    last = rfq.publications.aggregate(last=Max("version"))["last"]
    return Publication.objects.create(
        rfq=rfq, version=last + 1, content=content, published_at=moment, published_by=by
    )


def confirm_addendum(
    *, invitation: Invitation, addendum: Addendum, by: Any, now: datetime
) -> AddendumConfirmation:
    """Say that the vendor has taken an addendum into account; a quote that was sent before then counts again.

    The second time nothing happens. Refuses after the deadline by the database's clock, after a decline, an
    addendum that asks for no confirmation, and people of other vendors (404).
    """
    with gated():
        return _confirm(invitation, addendum, by)


@transaction.atomic(durable=True)
def _confirm(invitation: Invitation, addendum: Addendum, by: Any) -> AddendumConfirmation:
    get_invitation(by, invitation.pk)
    gate.limit_holder()
    locked = lock_invitation(invitation)
    check_can_confirm(locked, gate.database_now())
    if known := AddendumConfirmation.objects.filter(invitation=locked, addendum=addendum).first():
        return known
    if not addendum.asks_confirmation:
        raise Refused(_("This addendum does not have to be confirmed."))
    row = AddendumConfirmation.objects.create(
        invitation=locked, addendum=addendum, confirmed_at=gate.database_now(), confirmed_by=by
    )
    row.refresh_from_db(fields=["confirmed_at"])
    detail = {"number": addendum.number}
    audit.record(
        "addendum.confirmed",
        by=by,
        now=row.confirmed_at,
        obj=locked.vendor,
        rfq_code=locked.rfq.code,
        detail=detail,
    )
    return row

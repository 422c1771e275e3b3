"""The service lines of a draft: a further one, its name and channel, its place, and taking one out again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions as audit
from rfqs import needs
from rfqs.actions.demand import check_line
from rfqs.actions.locking import lock_draft
from rfqs.lines import codes_of, entry_of, levers_key
from rfqs.models import RFQ
from ui.errors import Refused
from ui.text import folded


@transaction.atomic(durable=True)
def add_line(*, rfq: RFQ, values: Mapping[str, Any], first_label: str = "", by: Any, now: datetime) -> RFQ:
    """Add a service line to a draft, as `needs.line_values` describes one; the first one alone gets its name too.

    Its volumes are still to be given. Refuses an eleventh line and a name that another line has.
    """
    locked = lock_draft(rfq, by)
    if len(codes_of(locked.need)) >= needs.MOST_LINES:
        raise Refused(_("An RFQ has at most %(most)s service lines.") % {"most": needs.MOST_LINES})
    need, code = needs.new_line(locked.need, first_label=first_label.strip(), values=values)
    _check_names(need)
    return _saved(locked, need, "rfq.line_added", code, by, now)


@transaction.atomic(durable=True)
def change_line(*, rfq: RFQ, line: str, values: Mapping[str, Any], by: Any, now: datetime) -> RFQ:
    """Give a service line of a draft another name, channel, services or hours; its code and volumes stay."""
    locked = lock_draft(rfq, by)
    check_line(locked, line)
    _check_several(locked)
    need = needs.changed_line(locked.need, line, values)
    _check_names(need)
    return _saved(locked, need, "rfq.line_changed", line, by, now)


@transaction.atomic(durable=True)
def move_line(*, rfq: RFQ, line: str, places: int, by: Any, now: datetime) -> RFQ:
    """Move a service line of a draft up (below 0) or down; vendors read the lines in this order."""
    locked = lock_draft(rfq, by)
    check_line(locked, line)
    _check_several(locked)
    need = needs.moved_line(locked.need, line, places)
    return _saved(locked, need, "rfq.line_moved", line, by, now)


@transaction.atomic(durable=True)
def remove_line(*, rfq: RFQ, line: str, by: Any, now: datetime) -> RFQ:
    """Take a service line out of a draft with its volumes; its code is never given again. Refuses the last one."""
    locked = lock_draft(rfq, by)
    check_line(locked, line)
    _check_several(locked)
    need = needs.without_line(locked.need, line)
    locked.demand_lines.filter(line=line).delete()
    locked.estimate = {name: value for name, value in locked.estimate.items() if name != levers_key(line)}
    return _saved(locked, need, "rfq.line_removed", line, by, now)


def _check_several(rfq: RFQ) -> None:
    """The only line is written on the page of the need."""
    if len(codes_of(rfq.need)) < 2:
        raise Refused(_("There is one service line."))


def _check_names(need: Mapping[str, Any]) -> None:
    names = [folded(str(entry["label"])) for entry in need.get("lines") or []]
    if not all(names):
        raise Refused(_("Give every service line a name: vendors tell them apart by it."))
    if len(set(names)) < len(names):
        raise Refused(_("Two service lines have the same name."))


def _saved(rfq: RFQ, need: dict[str, Any], action: str, line: str, by: Any, now: datetime) -> RFQ:
    rfq.need, rfq.updated_at = need, now
    rfq.save(update_fields=["need", "estimate", "updated_at"])
    detail = {"line": line, "label": entry_of(need, line).get("label", ""), "lines": codes_of(need)}
    audit.record(action, by=by, now=now, obj=rfq, rfq_code=rfq.code, detail=detail)
    return rfq

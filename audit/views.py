"""The audit trail, read and downloaded."""

import json

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit import access, clocks
from audit.actions import record
from audit.chain import link_all
from audit.details import details
from audit.forms import FilterForm
from audit.labels import action_label, object_words
from audit.queries import chain_state
from ui.exports import csv_response
from ui.pagination import keyset_page


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """What was done and what was refused, newest first."""
    access.require_reader(request.user)
    form = FilterForm(request.GET)
    rows = access.filtered(access.events_visible_to(request.user), **form.wanted())
    page = keyset_page(rows, cursor=request.GET.get("after", ""), fields=("id",))
    lines = [
        {
            "row": row,
            "label": action_label(row.action),
            "object": object_words(row.object_label, row.detail),
            "detail": details(row.detail),
        }
        for row in page
    ]
    context = {"page": page, "lines": lines, "form": form, "chain": chain_state()}
    context["clock"] = clocks.alarm()
    context["shows_origin"] = access.reads_all(request.user)
    return render(request, "audit/list.html", context)


@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered rows as a CSV file; the download itself is on record."""
    access.require_reader(request.user)
    now, form = timezone.now(), FilterForm(request.POST)
    rows = access.filtered(access.events_visible_to(request.user), **form.wanted())
    chosen = {key: str(value) for key, value in form.wanted().items() if value}
    own = record(
        "audit.exported", by=request.user, now=now, rfq_code=chosen.get("rfq", ""), detail={"filter": chosen}
    )
    head = [_("Time"), _("Action"), _("Code"), _("Outcome"), _("Who"), _("RFQ"), _("Object"), _("Details")]
    link_all()
    earlier = rows.filter(id__lt=own.pk).order_by("id").iterator(chunk_size=500)
    return csv_response(f"audit-{timezone.localtime(now):%Y-%m-%d}", head, (_cells(row) for row in earlier))


def _cells(row: access.AuditEvent) -> list[str]:
    detail = json.dumps(row.detail, ensure_ascii=False, sort_keys=True) if row.detail else ""
    at = timezone.localtime(row.at).isoformat(timespec="seconds")
    words = action_label(row.action)
    return [at, words, row.action, row.outcome, row.actor_label, row.rfq_code, row.object_label, detail]

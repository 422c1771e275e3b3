"""Who has read what of an opened quote: the first time is on record, by person, quote and part."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

import audit.actions as audit
from audit.models import AuditEvent
from quotes.access import quotes_visible_to, reads_quotes
from quotes.models import Quote
from rfqs.models import RFQ

READ = "quote.read"


def note_reading(
    *, rfq: RFQ, part: str, by: Any, now: datetime, quotes: Iterable[Quote] | None = None
) -> int:
    """Record that this person is about to be shown this part of the RFQ's quotes; return how many are new.

    Without `quotes`, all that they may read. Reading again writes nothing. To be called before the answer is
    made: what cannot be recorded is not shown.
    """
    if quotes is None:
        if not reads_quotes(by, rfq) or not _is_unread(rfq, part, by):
            return 0
        quotes = quotes_visible_to(by, rfq)
    shown = list(quotes)
    return _record_first(rfq, part, shown, by, now) if _unread(part, shown, by) else 0


# As a rule the only question of a page, which is read again and again: without the documents, and as it stands.
IS_UNREAD = """
    SELECT EXISTS (
        SELECT FROM quotes_quote quote WHERE quote.rfq_id = %(rfq)s AND NOT EXISTS (
            SELECT FROM audit_auditevent event
            WHERE event.rfq_code = %(code)s AND event.action = %(action)s AND event.actor_id = %(person)s
              AND event.detail ->> 'part' = %(part)s AND event.object_id = quote.id::text))
"""


def _is_unread(rfq: RFQ, part: str, by: Any) -> bool:
    """Whether there is a quote of the RFQ of which this person has not read this part."""
    given: dict[str, Any] = {
        "rfq": rfq.pk,
        "code": rfq.code,
        "action": READ,
        "person": str(by.pk),
        "part": str(part),
    }
    with connection.cursor() as cursor:
        cursor.execute(IS_UNREAD, given)
        (found,) = cursor.fetchone()
    return bool(found)


@transaction.atomic(durable=True)
def _record_first(rfq: RFQ, part: str, shown: list[Quote], by: Any, now: datetime) -> int:
    with connection.cursor() as cursor:  # two windows of one person: the second waits, and finds the row
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{READ}:{by.pk}"])
    unread = _unread(part, shown, by)
    # Read anew: a reviewer may be shown letters for names, and the trail is not.
    names = dict(
        Quote.objects.filter(pk__in=[quote.pk for quote in unread]).values_list("pk", "vendor__name")
    )
    for quote in unread:
        detail = {"part": str(part), "vendor": names[quote.pk]}
        audit.record(READ, by=by, now=now, obj=quote, rfq_code=rfq.code, detail=detail)
    return len(unread)


def _unread(part: str, shown: list[Quote], by: Any) -> list[Quote]:
    rows = AuditEvent.objects.filter(
        action=READ,
        actor_id=str(by.pk),
        object_id__in=[str(quote.pk) for quote in shown],
        detail__part=str(part),
    )
    known = set(rows.values_list("object_id", flat=True))
    return [quote for quote in shown if str(quote.pk) not in known]

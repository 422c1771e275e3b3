"""A reviewer needs a clarification: a question to the vendor about named fields of one answer."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from quotes.actions.inquiries import open_inquiry
from quotes.models import Inquiry, Quote
from rfqs.access import owes_declaration
from rfqs.actions.telling import tell_owner
from rfqs.queries import publication_content
from scoring.access import cells_on, get_quote_on, get_sheet
from scoring.actions.locking import lock_rfq
from scoring.models import Sheet
from scoring.policies import check_can_score, check_value
from scoring.policies.judging import check_has_declared, check_inquiry, check_none_running
from scoring.queries.inquiries import field_choices, inquiry_number, running_inquiries


@transaction.atomic(durable=True)
def ask_vendor(
    *,
    sheet: Sheet,
    quote: Quote,
    item: str,
    fields: Sequence[str],
    text: str,
    days: int,
    by: Any,
    now: datetime,
) -> Inquiry:
    """Ask the vendor to explain named fields of an answer that the reviewer scores, within 1 to 7 days.

    Refuses sheets, quotes and items of others (404), a sheet that is done, an item without an answer, fields that
    the answer does not have, no text, and a second question while one on the same answer is running. Mails the vendor,
    who is not told which reviewer asks, and the owner.
    """
    rfq = lock_rfq(get_sheet(by, sheet.pk).rfq)
    locked = get_sheet(by, sheet.pk, lock=True)
    locked.rfq = rfq
    check_can_score(locked, by)
    check_has_declared(owes_declaration(by, rfq))
    quote = Quote.objects.select_related("rfq", "vendor", "revision__invitation").get(
        pk=get_quote_on(by, locked, quote.pk).pk
    )
    number = inquiry_number(item) if cells_on(locked).has_item(item) else None
    known = {} if number is None else dict(field_choices(publication_content(rfq), number))
    check_inquiry(number is not None, fields, known, text, days)
    check_value(locked, item, Decimal(0))  # on this sheet at all
    check_none_running(
        any(one.quote_id == quote.pk and one.question == number for one in running_inquiries(rfq, now))
    )
    inquiry = open_inquiry(
        quote, question=int(number or 0), fields=fields, text=text, days=days, by=by, now=now
    )
    tell_owner("inquiry_noted", rfq, now=now, inquiry=inquiry, vendor=quote.vendor)
    return inquiry

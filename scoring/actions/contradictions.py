"""A contradiction in a quote becomes a question to its vendor, about the fields that do not agree."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from quotes.actions.inquiries import open_inquiry
from quotes.models import Inquiry, Quote
from rfqs.models import RFQ
from scoring.actions.locking import lock_to_judge
from scoring.policies.inquiries import check_can_ask_about, check_is_there
from scoring.policies.judging import check_none_running
from scoring.queries.contradictions import askable_fields, contradictions_in
from scoring.queries.inquiries import running_inquiries

DAYS = 3


@transaction.atomic(durable=True)
def ask_about_contradiction(*, rfq: RFQ, quote: Quote, code: str, by: Any, now: datetime) -> Inquiry:
    """Ask the vendor to explain what does not agree, in its own language and within three days.

    Refuses people who are no buyers, an RFQ that is not being scored, a contradiction that the quote does not have,
    and a second question on the same answer while one is running. Mails the vendor.
    """
    locked = lock_to_judge(rfq, by)
    check_can_ask_about(locked, by)
    own = Quote.objects.select_related("rfq", "vendor", "revision__invitation__contact").get(
        pk=quote.pk, rfq=locked
    )
    with translation.override(own.revision.invitation.contact.language):
        found = next((one for one in contradictions_in(locked, own) if one.code == code), None)
        text = _("%(sentence)s Please explain.") % {"sentence": found.sentence} if found else ""
    found = check_is_there(found)
    running = running_inquiries(locked, now)
    check_none_running(any(one.quote_id == own.pk and one.question == found.question for one in running))
    fields = askable_fields(locked, found)
    return open_inquiry(own, question=found.question, fields=fields, text=text, days=DAYS, by=by, now=now)

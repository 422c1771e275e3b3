"""Hold one RFQ for the length of an act."""

from datetime import datetime

from django.db import connection

from rfqs.models import RFQ


def lock_rfq(rfq: RFQ) -> RFQ:
    """Lock and read the RFQ again; references to it are not held up."""
    return RFQ.objects.select_for_update(no_key=True).get(pk=rfq.pk)


def database_now() -> datetime:
    """The database's clock, which decides everything about a deadline."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment

"""Acts of the buyer and of vendors at the same moment: nobody waits in a circle."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from rfqs import gate
from rfqs.actions.rfq import cancel_rfq
from rfqs.models import RFQ
from rfqs.states import RfqStatus
from tests import cast
from tests.quotes.build import publish

pytestmark = pytest.mark.django_db(transaction=True)


def waits_for_the_gate() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_cancellation_that_waits_for_a_vendors_act_does_not_stop_it() -> None:
    """The vendor's row holds the gate's lock and then names the RFQ; the cancellation holds the RFQ, then the gate."""
    rfq, buyer = publish(), cast.buyer()

    def cancel() -> None:
        cancel_rfq(rfq=rfq, reason="no budget", by=buyer, now=timezone.now())
        connection.close()

    thread = threading.Thread(target=cancel)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, hashtext(%s))", [gate.SPACE, str(rfq.pk)])
        thread.start()
        for _turn in range(200):
            if waits_for_the_gate():
                break
            time.sleep(0.05)
        assert waits_for_the_gate()
        # What PostgreSQL asks of the RFQ when a row that names it is inserted.
        cursor.execute("SELECT 1 FROM rfqs_rfq WHERE id = %s FOR KEY SHARE NOWAIT", [rfq.pk])
    thread.join(10)
    assert RFQ.objects.get(pk=rfq.pk).status == RfqStatus.CANCELLED

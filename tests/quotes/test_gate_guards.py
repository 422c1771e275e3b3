"""The deadline gate against everybody who writes past the application, the owner of the tables included."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from rfqs import gate
from rfqs.models import RFQ, Invitation
from rfqs.states import RfqStatus
from tests import cast, deadlines
from tests.quotes.build import invite, publish
from tests.quotes.test_gate import insert, soon, state_of

pytestmark = pytest.mark.django_db(transaction=True)

FORBIDDEN = {
    "earlier": ("deadline_at = deadline_at - interval '1 second'", False, gate.DEADLINE_STAYS),
    "none": ("deadline_at = NULL", False, gate.DEADLINE_STAYS),
    "after it passed": ("deadline_at = deadline_at + interval '1 hour'", True, gate.DEADLINE_STAYS),
    "opening early": ("status = 'QUALITY_OPENED', quality_opened_at = now()", False, gate.TOO_EARLY),
    "opening with a move": (
        "status = 'QUALITY_OPENED', deadline_at = deadline_at - interval '9 days'",
        False,
        gate.TOO_EARLY,
    ),
    "back to a draft": ("status = 'DRAFT', published_at = NULL, published_by_id = NULL", False, "SL006"),
}


@pytest.mark.parametrize("as_owner", [False, True])
@pytest.mark.parametrize("name", FORBIDDEN)
def test_the_deadline_is_guarded_against_raw_sql(name: str, as_owner: bool) -> None:
    """B1 B10: whatever writes, the owner's shell too."""
    change, passed, state = FORBIDDEN[name]
    rfq, _invitation = soon(60)
    if passed:
        deadlines.close(rfq)
    statement = f"UPDATE rfqs_rfq SET {change} WHERE id = %s"  # noqa: S608  (the changes above)
    if as_owner:
        with pytest.raises(psycopg.DatabaseError) as caught, deadlines.as_owner() as owner:
            owner.execute(statement, [rfq.pk])
        assert caught.value.sqlstate == state
        return

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [rfq.pk])

    assert state_of(run) == state


def test_what_was_opened_or_cancelled_takes_no_quote_and_does_not_reopen() -> None:
    rfq, invitation = soon(60)
    deadlines.set_rfq(
        rfq,
        status=RfqStatus.QUALITY_OPENED,
        deadline_at=timezone.now() - timedelta(hours=2),
        quality_opened_at=timezone.now() - timedelta(hours=1),
    )
    rows = RFQ.objects.filter(pk=rfq.pk)
    assert state_of(lambda: insert(invitation)) == gate.OPENED
    assert state_of(lambda: rows.update(status=RfqStatus.PUBLISHED)) == "SL006"
    assert (
        state_of(lambda: rows.update(deadline_at=timezone.now() + timedelta(days=1))) == gate.DEADLINE_STAYS
    )
    other = publish("RFQ-8")
    mine = invite(other, cast.rival_user())
    RFQ.objects.filter(pk=other.pk).update(status=RfqStatus.CANCELLED)
    assert state_of(lambda: insert(mine)) == gate.NOT_OPEN
    assert state_of(lambda: RFQ.objects.filter(pk=other.pk).update(status=RfqStatus.SCORED)) == "SL006"


def test_an_invitation_does_not_move_to_an_rfq_with_a_later_deadline() -> None:
    _rfq, invitation = soon(60)
    other = publish("RFQ-8")
    assert state_of(lambda: Invitation.objects.filter(pk=invitation.pk).update(rfq=other)) == "SL006"


def test_another_isolation_level_is_refused() -> None:
    """A snapshot from before the deadline moved, or an opening, would be read as if it were fresh."""
    _rfq, invitation = soon(60)

    def insert_with_a_snapshot() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        insert(invitation)

    assert state_of(insert_with_a_snapshot) == "SL007"

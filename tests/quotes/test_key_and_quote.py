"""B3, B6: the key of a submission commits with its quote or not at all; the short form of the rush that kills workers."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from quotes.actions import submission, submit_quote
from quotes.actions.refusals import Busy
from quotes.models import Receipt, Revision
from rfqs.models import Invitation

pytestmark = pytest.mark.django_db(transaction=True)
Submit = Callable[..., Revision]


def after_a_death(submit: Submit, invitation: Invitation, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the same key gets after a worker has died between the row and the commit: "received" or "stuck"."""
    given = {"by": invitation.contact.user, "now": timezone.now(), "idempotency_key": uuid.uuid4()}

    def die(**_given: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as dying, pytest.raises(SystemExit):
        dying.setattr(submission, "issue_receipt", die)
        submit(invitation=invitation, **given)
    connection.close()
    assert not Revision.objects.exists()
    try:
        return "received" if submit(invitation=invitation, **given) else ""
    except Busy:
        return "stuck"


def test_the_same_key_makes_the_quote_after_a_worker_died(
    ready: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert after_a_death(submit_quote, ready, monkeypatch) == "received"
    assert (Revision.objects.count(), Receipt.objects.count()) == (1, 1)


def test_a_key_that_is_noted_first_is_stuck_for_ever(
    ready: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The red twin: as middlewares do that commit the key before the work."""
    noted: set[uuid.UUID] = set()

    def apart(*, idempotency_key: uuid.UUID, **given: Any) -> Revision:
        if idempotency_key in noted and not Revision.objects.filter(idempotency_key=idempotency_key).exists():
            raise Busy()
        noted.add(idempotency_key)
        return submit_quote(idempotency_key=idempotency_key, **given)

    assert after_a_death(apart, ready, monkeypatch) == "stuck"

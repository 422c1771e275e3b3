"""B7: a broker that is stopped or emptied delays mail; it neither fails nor slows the sending of a quote."""

import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from kombu.exceptions import OperationalError

from config.celery import app
from notifications.delivery import deliver_due
from notifications.models import OutboxMessage
from notifications.tasks import deliver_due as task
from quotes.models import Receipt, Revision
from rfqs.models import Invitation
from tests.quotes.test_portal_pages import signed_in, url

pytestmark = pytest.mark.django_db
STOPPED = "redis://127.0.0.1:1"


@pytest.fixture
def stopped_broker(settings: Any) -> Any:
    """As in a deployment whose Redis is away: real publishing to a port where nobody listens."""
    settings.BROKER_URL = settings.CELERY_BROKER_URL = STOPPED
    kept = {name: app.conf[name] for name in ("task_always_eager", "broker_url", "broker_transport_options")}
    app.conf.update(task_always_eager=False, broker_url=STOPPED, broker_transport_options={"max_retries": 0})
    yield
    app.conf.update(kept)


def timed(client: Any, invitation: Invitation) -> tuple[Any, float]:
    start = time.monotonic()
    answer = client.post(url(invitation, "send"), {"key": str(uuid.uuid4())})
    return answer, time.monotonic() - start


def test_the_broker_of_this_test_is_stopped(stopped_broker: None) -> None:
    """The control: whoever publishes meets an error."""
    with pytest.raises(OperationalError):
        task.apply_async(retry=False)


def test_a_stopped_broker_neither_fails_nor_slows_a_submission(
    ready: Invitation, vendor_user: Any, stopped_broker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    for name in ("connection", "connection_for_read", "connection_for_write"):
        real = getattr(app, name)
        monkeypatch.setattr(app, name, lambda *a, n=name, real=real, **k: asked.append(n) or real(*a, **k))
    client = signed_in(vendor_user)
    app.conf.update(broker_url="memory://")
    _answer, ordinary = timed(client, ready)
    app.conf.update(broker_url=STOPPED)
    answer, seconds = timed(client, ready)
    assert answer.status_code == 302 and answer["Location"] == url(ready, "sent")
    assert Revision.objects.count() == Receipt.objects.count() == 2
    assert asked == [], "a submission never asks the broker for anything"
    assert seconds < ordinary + 1
    rows = OutboxMessage.objects.filter(kind="quote_received").values_list("status", "attempts")
    assert (list(rows), mail.outbox) == ([("QUEUED", 0)] * 2, [])


def test_what_waited_while_the_broker_was_away_leaves_once_when_it_is_back(
    ready: Invitation, vendor_user: Any, stopped_broker: None
) -> None:
    """Rows are the truth: a flushed queue loses nothing, and two ticks of the clock send nothing twice."""
    client = signed_in(vendor_user)
    timed(client, ready)
    later = timezone.now() + timedelta(seconds=10)
    assert deliver_due(now=later) == 1
    assert deliver_due(now=later) == 0
    assert [letter.to for letter in mail.outbox] == [[vendor_user.email]]


def test_a_mail_server_that_is_away_neither_fails_nor_slows_a_submission(
    ready: Invitation, vendor_user: Any, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer, _seconds = timed(signed_in(vendor_user), ready)
    assert answer.status_code == 302 and Revision.objects.count() == 1
    assert deliver_due(now=timezone.now() + timedelta(seconds=1)) == 0
    row = OutboxMessage.objects.get(kind="quote_received")
    assert (row.status, row.attempts) == ("QUEUED", 0) and "ConnectionRefusedError" in row.last_error

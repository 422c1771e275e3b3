"""B11: bytes out are the bytes that went in, or none: damaged files and documents are never given out."""

import random
import uuid
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.access import SEALED_PREFIXES
from audit.models import AuditEvent
from quotes import vault
from quotes.actions import attach_file, read_file, submit_quote
from quotes.models import EnvelopeKey, QuoteFile
from rfqs.models import Invitation, Part
from ui.uploads.faults import FileDamaged

pytestmark = pytest.mark.django_db
SEED = 20261122
CONTENT = random.Random(SEED).randbytes(9_000)


@pytest.fixture
def file(invitation: Invitation, vendor_user: Any) -> QuoteFile:
    return attach_file(
        invitation=invitation,
        by=vendor_user,
        now=timezone.now(),
        part=Part.QUALITY,
        name="roster.txt",
        content_type="text/plain",
        content=CONTENT,
    )


@pytest.fixture
def desk(vendor_user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(vendor_user, "django.contrib.auth.backends.ModelBackend")
    return client


def stored(file: QuoteFile) -> bytes:
    with default_storage.open(file.content.name, "rb") as held:
        return held.read()


def replace(file: QuoteFile, content: bytes) -> None:
    name = file.content.name
    default_storage.delete(name)
    assert default_storage.save(name, ContentFile(content)) == name


def damages(whole: bytes, n: int) -> Any:
    """n truncations and n flipped bits, at places drawn with the seed; both ends always among them."""
    draw = random.Random(SEED)
    ends = [0, 1, 4, 16, len(whole) - 16, len(whole) - 1]
    for cut in [*ends, *(draw.randrange(len(whole)) for _one in range(n - len(ends)))]:
        yield whole[:cut]
    for place in [*(end % len(whole) for end in ends), *(draw.randrange(len(whole)) for _one in range(n))][
        :n
    ]:
        yield whole[:place] + bytes([whole[place] ^ 1 << draw.randrange(8)]) + whole[place + 1 :]
    yield whole + b"\0"


@pytest.mark.parametrize("n", [1_000, pytest.param(20_000, marks=pytest.mark.prove)])
def test_a_truncated_or_flipped_file_is_never_read(
    file: QuoteFile, monkeypatch: pytest.MonkeyPatch, n: int
) -> None:
    """n truncations and n flipped bits of the stored file; as stored it is read every time."""
    whole, given_out = stored(file), 0
    monkeypatch.setattr("accounts.stored.log.critical", lambda *words: None)  # thousands of alarms
    for damaged in damages(whole, n):
        replace(file, damaged)
        try:
            read_file(QuoteFile.objects.get())
            given_out += 1
        except FileDamaged:
            pass
    assert given_out == 0
    replace(file, whole)
    assert read_file(QuoteFile.objects.get()) == CONTENT


def test_a_damaged_file_is_a_sentence_a_row_and_an_alarm(
    file: QuoteFile, invitation: Invitation, desk: Client, caplog: pytest.LogCaptureFixture
) -> None:
    whole = stored(file)
    address = reverse("quotes:file", args=[invitation.pk, file.pk])
    assert desk.get(address).content == CONTENT
    assert not AuditEvent.objects.filter(outcome="DENIED").exists()
    replace(file, whole[:100] + bytes([whole[100] ^ 8]) + whole[101:])
    answer = desk.get(address)
    assert answer.status_code == 500 and "damaged" in answer.content.decode()
    event = AuditEvent.objects.get(outcome="DENIED")
    assert str(file.pk) in event.detail["reason"]
    assert event.action == "quotes:file" and event.action.startswith(SEALED_PREFIXES)
    alarms = [line for line in caplog.records if line.levelname == "CRITICAL"]
    assert [str(file.pk) in line.getMessage() for line in alarms] == [True]
    default_storage.delete(file.content.name)
    assert desk.get(address).status_code == 500


def test_a_damaged_document_is_a_sentence_a_row_and_an_alarm(
    ready: Invitation, vendor_user: Any, desk: Client, caplog: pytest.LogCaptureFixture
) -> None:
    revision = submit_quote(
        invitation=ready, by=vendor_user, now=timezone.now(), idempotency_key=uuid.uuid4()
    )
    address = reverse("quotes:receipt_bundle", args=[ready.pk, revision.number])
    assert desk.get(address).status_code == 200
    key, locked = vault.new_read_back_key(ready.pk)
    EnvelopeKey.objects.filter(holder=EnvelopeKey.Holder.READ_BACK).update(wrapped=locked)
    answer = desk.get(address)
    assert answer.status_code == 500 and "not what was sealed" in answer.content.decode()
    assert "sealed content damaged" in AuditEvent.objects.get(outcome="DENIED").detail["reason"]
    assert [line.levelname for line in caplog.records if "sealed content" in line.getMessage()] == [
        "CRITICAL"
    ]
    assert key not in answer.content
    assert connection.in_atomic_block  # the test's own; the request was not left in a broken transaction

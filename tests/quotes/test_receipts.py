"""C4, A8: what the receipt of a quote states, who gets it, and that the opening compares it."""

import base64
import hashlib
import io
import json
import subprocess
import sys
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.keys import receipt_keys
from audit.models import AuditEvent
from notifications.actions import unlock
from notifications.models import OutboxMessage
from quotes.actions import attach_file, save_draft, submit_quote, withdraw_quote
from quotes.actions.receipts import check_receipt, issue_receipt, own_files_of, own_parts
from quotes.models import Envelope, Receipt, Revision
from rfqs.models import Invitation, Part
from sealing import ReceiptKeys, SealBroken

pytestmark = pytest.mark.django_db


def send(invitation: Invitation, by: Any, key: uuid.UUID | None = None) -> Revision:
    return submit_quote(invitation=invitation, by=by, now=timezone.now(), idempotency_key=key or uuid.uuid4())


def attach(invitation: Invitation, by: Any, content: bytes, part: str = Part.QUALITY) -> Any:
    return attach_file(
        invitation=invitation,
        by=by,
        now=timezone.now(),
        part=part,
        name="roster.txt",
        content_type="text/plain",
        content=content,
    )


def url(name: str, revision: Revision) -> str:
    return reverse(f"quotes:{name}", args=[revision.invitation_id, revision.number])


@pytest.fixture
def browser_of_vendor(client: Client, vendor_user: Any) -> Client:
    client.force_login(vendor_user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_a_receipt_states_the_row_the_rfq_and_the_audit_event(ready: Invitation, vendor_user: Any) -> None:
    file = attach(ready, vendor_user, b"roster")
    revision = send(ready, vendor_user)
    receipt, row = Receipt.objects.get(), Revision.objects.get()
    stated = json.loads(bytes(receipt.body))
    assert stated["received_at"] == row.received_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert stated["deadline"] == ready.rfq.deadline_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert (stated["rfq"], stated["vendor"]) == (str(ready.rfq_id), str(ready.vendor_id))
    assert (stated["revision"], stated["previous"], len(stated["attachments"])) == (1, None, 1)
    assert stated["audit"] == str(AuditEvent.objects.get(action="quote.submitted").event_id)
    assert receipt.files == [str(file.pk)]
    assert receipt_keys().verify(bytes(receipt.body), bytes(receipt.signature), receipt.key)
    parts = own_parts(revision)
    assert own_files_of(receipt, parts)[0]["name"] == "roster.txt"
    for envelope in Envelope.objects.all():
        assert hashlib.sha256(b"".join(parts[envelope.part])).hexdigest() == envelope.commitment


def test_each_receipt_names_the_one_before_and_a_replay_gets_no_other(
    ready: Invitation, vendor_user: Any
) -> None:
    first = send(ready, vendor_user)
    save_draft(invitation=ready, by=vendor_user, now=timezone.now(), changes={"base_seats": 11})
    key = uuid.uuid4()
    second = send(ready, vendor_user, key)
    assert send(ready, vendor_user, key) == second and Receipt.objects.count() == 2
    stated = json.loads(bytes(second.receipt.body))
    named = hashlib.sha256(bytes(first.receipt.body)).digest()
    assert base64.urlsafe_b64decode(stated["previous"] + "=") == named


def test_no_receipt_without_its_submission(
    ready: Invitation, vendor_user: Any, transactional_db: None
) -> None:
    revision = send(ready, vendor_user)
    with pytest.raises(RuntimeError, match="in the transaction"):
        issue_receipt(revision=revision, audit_event=uuid.uuid4(), sealed={}, files=[], earlier=None)


def test_nobody_changes_a_receipt(ready: Invitation, vendor_user: Any) -> None:
    send(ready, vendor_user)
    for act in (
        lambda: Receipt.objects.update(key="0"),
        lambda: Receipt.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE quotes_receipt")


# -- the vendor's pages ----------------------------------------------------------------------------


def test_the_downloaded_bundle_is_proved_by_its_own_script(
    ready: Invitation, vendor_user: Any, browser_of_vendor: Client, tmp_path: Path
) -> None:
    attach(ready, vendor_user, b"names", Part.COMMERCIAL)
    revision = send(ready, vendor_user)
    answer = browser_of_vendor.get(url("receipt_bundle", revision))
    assert answer["Content-Type"] == "application/zip" and answer["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        bundle.extractall(tmp_path / "bundle")
    (tmp_path / "names.txt").write_bytes(b"names")
    (tmp_path / "keys.json").write_bytes(browser_of_vendor.get("/receipts/keys.json").content)
    command = [sys.executable, "verify_receipt.py", "--keys", "../keys.json", ".", "../names.txt"]
    done = subprocess.run(command, cwd=tmp_path / "bundle", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    readme = (tmp_path / "bundle" / "README.txt").read_text()
    assert "/receipts/keys/" in readme and "RFQ-7" in readme


def test_of_a_withdrawn_quote_the_script_still_checks_the_signature(
    ready: Invitation, vendor_user: Any, browser_of_vendor: Client, tmp_path: Path
) -> None:
    revision = send(ready, vendor_user)
    withdraw_quote(invitation=ready, number=1, by=vendor_user, now=timezone.now())
    answer = browser_of_vendor.get(url("receipt_bundle", revision))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        bundle.extractall(tmp_path)
    command = [sys.executable, "verify_receipt.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and "only the signature fits: a withdrawn quote" in done.stderr
    (tmp_path / "receipt.sig").write_bytes(bytes(64))
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and "the signature does not fit the receipt" in done.stderr


def test_the_sent_page_shows_the_receipt_and_its_downloads_are_the_signed_bytes(
    ready: Invitation, vendor_user: Any, browser_of_vendor: Client
) -> None:
    revision = send(ready, vendor_user)
    page = browser_of_vendor.get(reverse("quotes:sent", args=[ready.pk])).content.decode()
    body = bytes(revision.receipt.body)
    assert hashlib.sha256(body).hexdigest() in page and url("receipt_bundle", revision) in page
    assert browser_of_vendor.get(url("receipt_json", revision)).content == body
    signature = browser_of_vendor.get(url("receipt_signature", revision)).content
    assert signature == bytes(revision.receipt.signature)


@pytest.mark.parametrize("name", ["receipt_json", "receipt_signature", "receipt_bundle"])
def test_a_rival_finds_no_receipt(ready: Invitation, vendor_user: Any, rival_user: Any, name: str) -> None:
    revision = send(ready, vendor_user)
    rival = Client()
    rival.force_login(rival_user, "django.contrib.auth.backends.ModelBackend")
    assert rival.get(url(name, revision)).status_code == 404


def test_the_mail_has_the_receipt_but_neither_salt_nor_content(ready: Invitation, vendor_user: Any) -> None:
    revision = send(ready, vendor_user)
    subject, body = unlock(OutboxMessage.objects.get(kind="quote_received"))
    signed = next(line for line in body.splitlines() if line.startswith("{"))
    assert signed.encode() == bytes(revision.receipt.body)
    told = subject + body
    for salt, document in own_parts(revision).values():
        assert salt.hex() not in told and document.decode() not in told
    assert "4800" not in told and "/receipts/keys/" in told


def test_the_public_keys_are_open_and_hold_no_private_half(client: Client, settings: Any) -> None:
    old = ReceiptKeys.generate("r1") + ";revoked=2026-12-01"
    settings.RECEIPT_KEYS = ReceiptKeys.generate("r2") + "," + old
    page, listed = client.get("/receipts/keys/"), client.get("/receipts/keys.json").json()
    assert [key["revoked"] for key in listed["keys"]] == [None, "2026-12-01"]
    assert "revoked" in page.content.decode() and listed["keys"][1]["id"] in page.content.decode()
    for piece in settings.RECEIPT_KEYS.split(","):
        secret = piece.partition(":")[2].partition(";")[0]
        assert secret not in page.content.decode() and secret not in json.dumps(listed)


# -- at the opening --------------------------------------------------------------------------------


def checked(revision: Revision, **changes: Any) -> None:
    salt, body = own_parts(revision)[Part.QUALITY]
    facts = {"salt": salt.hex(), "commitment": hashlib.sha256(salt + body).hexdigest(), "files": []}
    check_receipt(revision, Part.QUALITY, **(facts | changes))


def test_the_opening_compares_document_files_and_signature(
    ready: Invitation, vendor_user: Any, settings: Any
) -> None:
    file = attach(ready, vendor_user, b"roster")
    revision = send(ready, vendor_user)
    checked(revision, files=[(file.pk, hashlib.sha256(b"roster").hexdigest())])
    with pytest.raises(SealBroken, match="does not fit its receipt"):
        checked(revision, commitment="0" * 64)
    with pytest.raises(SealBroken, match="is not in its receipt"):
        checked(revision, files=[(file.pk, hashlib.sha256(b"another").hexdigest())])
    with pytest.raises(SealBroken, match="is not in its receipt"):
        checked(revision, files=[(uuid.uuid4(), hashlib.sha256(b"roster").hexdigest())])
    keys = settings.RECEIPT_KEYS
    settings.RECEIPT_KEYS = ReceiptKeys.generate("r9")
    with pytest.raises(SealBroken, match="not configured here"):
        checked(revision)
    settings.RECEIPT_KEYS = ReceiptKeys.generate("r9") + f",{keys.partition(',')[0]};revoked=2026-12-01"
    checked(revision)


def test_a_revision_without_or_with_a_foreign_receipt_is_not_opened(
    ready: Invitation, vendor_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = send(ready, vendor_user)
    foreign = Receipt(revision=revision, body=b"{}", signature=bytes(64), key=receipt_keys().current.id)
    for found, why in ((None, "has no receipt"), (foreign, "signature does not fit")):
        monkeypatch.setattr("quotes.actions.receipts._receipt_of", lambda revision, found=found: found)
        with pytest.raises(SealBroken, match=why):
            checked(revision)

"""E4: what a scanner has not passed is not given out; one that is away delays reading and refuses no quote."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import vendors.actions as registry
from audit.models import AuditEvent
from quotes.actions import save_draft, submit_quote
from quotes.models import OpenedFile, QuoteFile, Revision
from rfqs.models import Part
from tests import cast, samples
from tests.cast import sign_in_afresh
from tests.quotes.build import changes_of
from tests.scoring.build import CHEAP, DEAR, bidder, close, document, invite, open_part, publish, send
from tests.uploads.clamd import EICAR, Clamd
from ui.uploads import scanning
from ui.uploads.kinds import MOST_BYTES
from ui.uploads.words import checked

NOWHERE = "127.0.0.1:1"


@pytest.fixture
def clamd(settings: Any) -> Iterator[Clamd]:
    with Clamd() as server:
        settings.CLAMD_ADDRESS = server.address
        yield server


# -- the protocol ------------------------------------------------------------------------------------


def test_clean_infected_and_no_scanner(clamd: Clamd, settings: Any) -> None:
    whole = b"words" * 50_000  # several chunks
    scanning.check(whole)
    scanning.check(b"")
    assert clamd.scanned == [whole, b""]
    with pytest.raises(scanning.Infected, match="Eicar-Test-Signature"):
        scanning.check(b"before" * 30_000 + EICAR.encode())
    settings.CLAMD_ADDRESS = ""
    scanning.check(EICAR.encode())
    assert len(clamd.scanned) == 3


@pytest.mark.parametrize("address", [NOWHERE, "nonsense", "127.0.0.1:x", "unix:/nowhere/clamd.sock"])
def test_without_an_answer_nothing_counts_as_clean(settings: Any, address: str) -> None:
    settings.CLAMD_ADDRESS = address
    with pytest.raises(scanning.Unscanned):
        scanning.check(b"words")


@pytest.mark.parametrize("said", [b"INSTREAM size limit exceeded. ERROR", b"UNKNOWN COMMAND", b"stream: "])
def test_an_answer_that_is_neither_counts_as_none(clamd: Clamd, said: bytes) -> None:
    clamd.trouble = said
    with pytest.raises(scanning.Unscanned):
        scanning.check(b"words")


def test_a_scanner_that_hangs_is_not_waited_for(settings: Any) -> None:
    settings.CLAMD_SECONDS = 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(scanning.Unscanned):
            scanning.check(b"words")


def test_the_largest_file_is_scanned_whole(clamd: Clamd) -> None:
    with pytest.raises(scanning.Infected):
        scanning.check(b"-" * (MOST_BYTES - len(EICAR)) + EICAR.encode())


# -- uploads -----------------------------------------------------------------------------------------


def upload(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("notes.txt", content.encode())


def test_an_infected_upload_is_refused_with_the_remedy(clamd: Clamd) -> None:
    with pytest.raises(ValidationError, match="clean copy"):
        checked(upload(EICAR))
    assert checked(upload("words")).content == b"words"


@pytest.fixture
def sent(settings: Any) -> Iterator[tuple[Any, str]]:
    """A quote with an infected file, attached and sent by the pages while the scanner was away; the quality is open."""
    settings.CLAMD_ADDRESS = NOWHERE
    rfq = publish()
    user = bidder(CHEAP)
    invitation = invite(rfq, user)
    client = sign_in_afresh(Client(), user)
    files = reverse("quotes:files", args=[invitation.pk])
    assert client.post(files, {"file": upload(EICAR), "question": "3"}).status_code == 302
    file = QuoteFile.objects.get()
    changes = changes_of(document())
    changes["answers.q3"] |= {"q3_turnover_evidence": str(file.pk)}
    save_draft(invitation=invitation, by=user, now=timezone.now(), changes=changes)
    submit_quote(invitation=invitation, by=user, now=timezone.now(), idempotency_key=file.pk)
    send(rfq, DEAR, document("5000"))
    assert Revision.objects.count() == 2
    rfq = open_part(close(rfq), Part.QUALITY)
    yield rfq, reverse("scoring:file", args=[rfq.code, OpenedFile.objects.get().pk])


@pytest.mark.django_db
def test_unscanned_and_infected_files_are_not_given_out(sent: tuple[Any, str], settings: Any) -> None:
    _rfq, address = sent
    client = Client()
    client.force_login(cast.buyer())
    away = client.get(address)
    assert away.status_code == 503 and away["Retry-After"] and EICAR not in away.content.decode()
    with Clamd() as clamd:
        settings.CLAMD_ADDRESS = clamd.address
        known, clamd.known = clamd.known, {}
        assert client.get(address).content.decode() == EICAR  # nobody knows that virus yet
        clamd.known = known
        refused = client.get(address)
        assert refused.status_code == 409 and EICAR not in refused.content.decode()
        clamd.trouble = b"out of memory ERROR"
        assert client.get(address).status_code == 503
    reasons = [
        row.detail["reason"] for row in AuditEvent.objects.filter(action="scoring:file").order_by("id")
    ]
    assert reasons == [
        "file not scanned",
        "file not given out: Eicar-Test-Signature",
        "file not scanned",
    ]
    settings.CLAMD_ADDRESS = ""
    assert client.get(address).content.decode() == EICAR


@pytest.mark.django_db
def test_papers_of_the_registry_too(clamd: Clamd, settings: Any) -> None:
    vendor, buyer = cast.vendor(), cast.buyer()
    settings.CLAMD_ADDRESS = NOWHERE
    file = SimpleUploadedFile("iso.pdf", samples.pdf())
    paper = registry.add_qualification(
        vendor=vendor, by=buyer, now=timezone.now(), upload=file, kind="ISO_27001", number="7"
    )
    client = Client()
    client.force_login(buyer)
    address = reverse("vendors:paper_file", args=[vendor.pk, paper.pk])
    assert client.get(address).status_code == 503
    settings.CLAMD_ADDRESS = clamd.address
    assert client.get(address).status_code == 200
    clamd.known = {b"%PDF": "Test.Paper"}
    assert client.get(address).status_code == 409

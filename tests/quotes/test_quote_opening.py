"""The opening piece: exactly the accepted documents, all or nothing; and nothing readable before."""

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.utils import timezone

from quotes import vault
from quotes.access import get_quote, quotes_visible_to
from quotes.actions import (
    attach_file,
    open_documents,
    read_opened_file,
    read_revision,
    save_draft,
    submit_quote,
)
from quotes.models import Envelope, EnvelopeKey, OpenedFile, Quote, QuoteFile
from quotes.queries import answers_of, files_of, whole_document
from rfqs.models import RFQ, Invitation, Part
from rfqs.states import RfqStatus
from sealing import SealBroken
from tests import cast, deadlines
from tests.quotes.build import changes_of, whole_quote

pytestmark = pytest.mark.django_db
CANARY = "zq7canary"
CANARY_PRICE = "7319.4127"


def send(invitation: Invitation, by: Any, vendor: str = "Celadon Service", **changes: Any) -> Any:
    now = timezone.now()
    document = changes_of(whole_quote(vendor)) | changes
    save_draft(invitation=invitation, by=by, now=now, changes=document)
    return submit_quote(invitation=invitation, by=by, now=now, idempotency_key=uuid.uuid4())


def attach(invitation: Invitation, by: Any, part: str, name: str, content: bytes) -> QuoteFile:
    return attach_file(
        invitation=invitation,
        by=by,
        now=timezone.now(),
        part=part,
        name=name,
        content_type="text/plain",
        content=content,
    )


def open_part(rfq: RFQ, part: str) -> list[Quote]:
    with transaction.atomic():
        return open_documents(rfq, part, now=timezone.now())


@pytest.fixture
def two_sent(
    rfq: RFQ, invitation: Invitation, rival_invitation: Invitation, vendor_user: Any, rival_user: Any
) -> RFQ:
    roster = attach(invitation, vendor_user, Part.QUALITY, "roster.txt", b"names")
    attach(invitation, vendor_user, Part.COMMERCIAL, "rates.txt", b"rates")
    q3 = {"q3_assignment": "SHARED", "files": [str(roster.pk)]}
    send(invitation, vendor_user, **{"answers.q3": q3})
    send(rival_invitation, rival_user, "Lighthouse Whale")
    return rfq


def test_quality_opens_without_any_price(two_sent: RFQ) -> None:
    quotes = open_part(two_sent, Part.QUALITY)
    assert [quote.vendor.name for quote in quotes] == ["Celadon Service", "Lighthouse Whale"]
    whole = whole_document(quotes[0])
    assert "rate_lines" not in whole and "q1" not in whole["answers"]
    assert answers_of(quotes[0], 3)["q3_assignment"] == "SHARED"
    assert [file.name for file in files_of(quotes[0])] == ["roster.txt"]
    assert [file.name for file in files_of(quotes[0], 3)] == ["roster.txt"]
    assert quotes[0].answers.get(field="q3_assignment").value == "SHARED"
    assert not quotes[0].rate_lines.exists()


def test_prices_follow_as_rows_and_document(two_sent: RFQ) -> None:
    open_part(two_sent, Part.QUALITY)
    quotes = open_part(two_sent, Part.COMMERCIAL)
    whole = whole_document(quotes[0])
    expected = whole_quote()
    assert {key: whole[key] for key in ("rate_lines", "tax", "base_seats", "operations")} == {
        key: expected[key] for key in ("rate_lines", "tax", "base_seats", "operations")
    }
    line = quotes[0].rate_lines.get()
    assert (line.model, str(line.unit_price)) == ("B01", "4800.0000")
    assert quotes[0].fee_lines.count() == 20
    assert {file.name for file in files_of(quotes[0])} == {"roster.txt", "rates.txt"}


def test_opened_files_can_be_read(two_sent: RFQ) -> None:
    open_part(two_sent, Part.QUALITY)
    assert read_opened_file(OpenedFile.objects.get()) == b"names"


def test_only_the_newest_revision_opens(rfq: RFQ, invitation: Invitation, vendor_user: Any) -> None:
    first = send(invitation, vendor_user)
    send(invitation, vendor_user, base_seats=12)
    open_part(rfq, Part.QUALITY)
    quote = open_part(rfq, Part.COMMERCIAL)[0]
    assert (quote.revision.number, quote.commercial["base_seats"]) == (2, 12)
    assert not EnvelopeKey.objects.filter(envelope__revision=first, holder="RFQ").exists()


def _touched(blob: bytes) -> bytes:
    return bytes(blob)[:-1] + bytes([bytes(blob)[-1] ^ 1])


def _touched_on_disk(read: Any, blob: bytes, *about: Any) -> Any:
    return read(_touched(blob), *about)


def _other_commitment(read: Any, *about: Any) -> Any:
    document, salt, _commitment = read(*about)
    return document, salt, "0" * 64


@pytest.mark.parametrize("spoil", [_touched_on_disk, _other_commitment])
def test_a_document_that_does_not_fit_opens_nothing_at_all(
    rfq: RFQ,
    invitation: Invitation,
    rival_invitation: Invitation,
    vendor_user: Any,
    rival_user: Any,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Any,
) -> None:
    send(invitation, vendor_user)
    spoiled = send(rival_invitation, rival_user)
    read = vault.open_envelope

    def reading(blob: bytes, key: bytes, revision_id: Any, part: str) -> Any:
        about = (blob, key, revision_id, part)
        return spoil(read, *about) if revision_id == spoiled.pk else read(*about)

    monkeypatch.setattr(vault, "open_envelope", reading)
    with pytest.raises(SealBroken):
        open_part(rfq, Part.QUALITY)
    assert not Quote.objects.exists() and not OpenedFile.objects.exists()


def test_a_sent_document_cannot_be_changed_in_the_database(two_sent: RFQ) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Envelope.objects.update(commitment="0" * 64)


def _swap_wraps() -> None:
    """Put one vendor's key on the other's envelope, as somebody with the database could try."""
    keys = list(EnvelopeKey.objects.filter(holder="RFQ", envelope__part=Part.QUALITY))
    first, second = keys
    first_wrap = bytes(first.wrapped)
    EnvelopeKey.objects.filter(pk=first.pk).update(wrapped=bytes(second.wrapped))
    EnvelopeKey.objects.filter(pk=second.pk).update(wrapped=first_wrap)


def test_a_key_moved_to_another_envelope_opens_nothing(two_sent: RFQ) -> None:
    _swap_wraps()
    with pytest.raises(SealBroken):
        open_part(two_sent, Part.QUALITY)
    assert not Quote.objects.exists()


def test_opening_outside_a_transaction_is_a_programming_error(
    two_sent: RFQ, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(transaction, "get_connection", lambda: SimpleNamespace(in_atomic_block=False))
        with pytest.raises(RuntimeError):
            open_documents(two_sent, Part.QUALITY, now=timezone.now())


def test_nothing_written_by_a_vendor_is_readable_before_the_opening(
    rfq: RFQ, invitation: Invitation, vendor_user: Any
) -> None:
    line = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": CANARY_PRICE, "note": CANARY}
    file = attach(invitation, vendor_user, Part.COMMERCIAL, f"{CANARY}.txt", CANARY.encode())
    send(
        invitation,
        vendor_user,
        rate_lines=[line],
        **{"answers.q4": {"text": f"We watch {CANARY}", "files": [str(file.pk)]}},
    )
    save_draft(
        invitation=invitation, by=vendor_user, now=timezone.now(), changes={"answers.q5": {"text": CANARY}}
    )
    assert read_revision(invitation.revisions.get())[Part.COMMERCIAL]["rate_lines"] == [line]
    for needle in (CANARY, CANARY_PRICE):
        assert tables_holding(needle) == []
    with default_storage.open(file.content.name, "rb") as stored:
        assert CANARY.encode() not in stored.read()
    assert CANARY not in file.content.name


def tables_holding(needle: str) -> list[str]:
    """Tables with a row that shows the text: as text, inside JSON, or as the bytes of a binary column."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*) FROM {name} row WHERE row::text ILIKE %s OR row::text ILIKE %s",  # noqa: S608  (names of our own)
                [f"%{needle}%", f"%{needle.encode().hex()}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_the_search_for_canaries_finds_what_is_there(rfq: RFQ) -> None:
    RFQ.objects.filter(pk=rfq.pk).update(title=CANARY)
    assert tables_holding(CANARY) == ["rfqs_rfq"]


def test_who_may_read_an_opened_quote(two_sent: RFQ, rival_user: Any) -> None:
    quote = open_part(two_sent, Part.QUALITY)[0]
    assert not quotes_visible_to(cast.buyer(), two_sent).exists()
    opened_at = two_sent.deadline_at + timedelta(hours=1)
    deadlines.set_rfq(two_sent, status=RfqStatus.QUALITY_OPENED, quality_opened_at=opened_at)
    assert get_quote(cast.buyer(), two_sent, quote.pk) == quote
    for stranger in (cast.reviewer(), rival_user, cast.vendor_user(), cast.administrator()):
        with pytest.raises(Http404):
            get_quote(stranger, two_sent, quote.pk)

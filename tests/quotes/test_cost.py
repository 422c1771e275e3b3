"""What a submission costs the database: literal statement counts, which neither quotes nor files let grow."""

import hashlib
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from quotes.actions import attach_file, read_draft
from quotes.documents import joined, merged
from quotes.queries import content_token, held_files
from quotes.readiness import gaps_in, gaps_of, progress_of, question_numbers
from rfqs.models import Invitation, Part
from rfqs.queries import newest_publication, publication_content, shared_publication
from sealing import canonical
from tests.quotes.test_portal_pages import signed_in, url

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def attach(invitation: Invitation, by: Any, name: str) -> None:
    attach_file(
        invitation=invitation,
        by=by,
        now=timezone.now(),
        part=Part.QUALITY,
        name=name,
        content_type="text/plain",
        content=name.encode(),
    )


def statements(client: Client, invitation: Invitation) -> int:
    """Of one accepted POST, without the savepoints that stand for a test's own transaction."""
    shown = content_token(read_draft(invitation), held_files(invitation))
    data = {"key": str(uuid.uuid4()), "content": shown}
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(url(invitation, "send"), data, headers=JSON)
    assert (answer.status_code, answer.json()["state"]) == (200, "received")
    return sum("SAVEPOINT" not in one["sql"] for one in captured)


def test_a_submission_takes_14_statements_however_much_was_sent_before(
    ready: Invitation, vendor_user: Any
) -> None:
    """D4: sign-in, door, gate, addenda, sealing, receipt, audit and mail."""
    client = signed_in(vendor_user, Client())
    client.get("/portal/")  # the session notes its first use
    attach(ready, vendor_user, "one.txt")
    shared_publication.cache_clear()  # another test may have read it: the RFQ is a kept one
    first = statements(client, ready)
    again = [statements(client, ready) for _time in range(3)]
    for name in ("two.txt", "three.txt", "four.txt"):
        attach(ready, vendor_user, name)
    with_files = statements(client, ready)
    assert (first, again, with_files) == (15, [14, 14, 14], 14)  # the first reads the publication


def test_the_shared_publication_says_what_the_row_says_and_stays_so(
    ready: Invitation, vendor_user: Any
) -> None:
    """It is read by all requests of a process: none may change it, and another version is another one."""
    before = shared_publication(newest_publication(ready.rfq).pk).content
    assert canonical(before) == canonical(publication_content(ready.rfq))
    statements(signed_in(vendor_user, Client()), ready)
    assert shared_publication(newest_publication(ready.rfq).pk).content is before
    assert canonical(before) == canonical(publication_content(ready.rfq))
    with transaction.atomic():  # taken back again: a real one comes by an addendum
        newest = ready.rfq.publications.get()
        newest.pk, newest.version = uuid.uuid4(), 2
        newest.content = {**newest.content, "need": {"second_factor_required": True}}
        newest.save(force_insert=True)
        found = shared_publication(newest_publication(ready.rfq).pk)
        assert (found.version, found.content["need"]) == (2, {"second_factor_required": True})
        transaction.set_rollback(True)
    assert shared_publication(newest_publication(ready.rfq).pk).content is before


def test_the_quick_check_finds_the_gaps_of_the_slow_one(ready: Invitation) -> None:
    """The parsed questions and the check of what must be answered, against the progress that pages show."""
    parts = read_draft(ready)
    shared, plain = (
        shared_publication(newest_publication(ready.rfq).pk).content,
        publication_content(ready.rfq),
    )
    parts[Part.QUALITY]["answers"].pop("q3", None)
    parts[Part.QUALITY]["answers"]["q8"] = {}
    parts[Part.COMMERCIAL].pop("rate_lines")
    whole = joined(parts[Part.QUALITY], parts[Part.COMMERCIAL])
    assert whole == merged(parts[Part.QUALITY], parts[Part.COMMERCIAL])
    found = gaps_in(shared, whole)
    assert found == gaps_of(plain, parts[Part.QUALITY], parts[Part.COMMERCIAL])
    slow = {
        f"answers.q{number}.{path}"
        for number in question_numbers(plain)
        for path in progress_of(plain, number, whole).blocking
    }
    assert {gap.path for gap in found if gap.question} == slow and slow


def test_the_token_is_the_hash_of_the_canonical_whole(ready: Invitation, vendor_user: Any) -> None:
    """Put together from bytes that are canonical already, it is what hashing the whole document gives."""
    attach(ready, vendor_user, "one.txt")
    draft, files = read_draft(ready), held_files(ready)
    listed = [[str(files[0].pk), "QUALITY", "one.txt", hashlib.sha256(b"one.txt").hexdigest()]]
    whole = canonical({"draft": draft, "files": listed})
    assert content_token(draft, files) == hashlib.sha256(whole).hexdigest()

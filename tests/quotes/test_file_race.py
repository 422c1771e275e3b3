"""Two windows of one vendor: what was sent keeps its files, whatever the other window takes out meanwhile."""

import threading
import uuid
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from quotes.actions import (
    attach_file,
    read_draft,
    read_file,
    remove_file,
    save_draft,
    submission,
    submit_quote,
)
from quotes.models import FileKey, QuoteFile
from rfqs.models import Part
from tests import cast
from tests.quotes.build import changes_of, invite, publish, whole_quote

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_taken_out_while_the_quote_is_being_sent_stays_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """B11: the files were read and found whole, the receipt is being written; its bytes must not go now."""
    person, now = cast.vendor_user(), timezone.now()
    invitation = invite(publish(), person)
    save_draft(invitation=invitation, by=person, now=now, changes=changes_of(whole_quote()))
    file = attach_file(
        invitation=invitation,
        by=person,
        now=now,
        part=Part.QUALITY,
        name="roster.txt",
        content_type="text/plain",
        content=b"names",
    )
    at_work, go_on, issue = threading.Event(), threading.Event(), submission.issue_receipt

    def slow(**facts: Any) -> Any:
        at_work.set()
        assert go_on.wait(10)
        return issue(**facts)

    monkeypatch.setattr(submission, "issue_receipt", slow)
    faults: list[Exception] = []

    def alone(act: Any) -> threading.Thread:
        def run() -> None:
            try:
                act()
            except Exception as error:
                faults.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    send = {"invitation": invitation, "by": person, "now": now, "idempotency_key": uuid.uuid4()}
    sending = alone(lambda: submit_quote(**send))
    assert at_work.wait(10)
    removing = alone(lambda: remove_file(invitation=invitation, by=person, now=now, file=file))
    removing.join(0.5)
    go_on.set()
    sending.join(10)
    removing.join(10)
    assert faults == []
    assert FileKey.objects.filter(file=file).count() == 1
    gone = QuoteFile.objects.get(pk=file.pk)
    assert gone.removed_at is not None, "out of the draft, as asked"
    assert read_file(gone) == b"names"


def test_two_windows_that_attach_evidence_of_one_question_lose_none() -> None:
    """B4: each window knew of no file when it was opened; taking one out leaves the other, and what was typed."""
    person, now = cast.vendor_user(), timezone.now()
    invitation = invite(publish(), person)
    who = {"invitation": invitation, "by": person, "now": now}
    files = [
        attach_file(
            **who, part=Part.QUALITY, name=name, content_type="text/plain", content=b"names", question=4
        )
        for name in ("roster.txt", "plan.txt")
    ]
    save_draft(**who, changes={"answers.q4.text": "See the files.", "answers.q5.file": str(files[0].pk)})
    answers = read_draft(invitation)[Part.QUALITY]["answers"]
    assert answers["q4"] == {"files": [str(file.pk) for file in files], "text": "See the files."}
    remove_file(**who, file=files[0])
    answers = read_draft(invitation)[Part.QUALITY]["answers"]
    assert answers == {"q4": {"files": [str(files[1].pk)], "text": "See the files."}, "q5": {}}

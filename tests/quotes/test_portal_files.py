"""Files of a quote: what is accepted, that they are sealed, who can fetch them."""

import uuid
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from quotes.models import QuoteFile
from rfqs.models import Invitation, Part
from tests import samples
from tests.quotes.test_portal_pages import draft, signed_in, url
from ui.uploads import MOST_BYTES

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(invitation: Invitation, vendor_user: Any) -> Client:
    return signed_in(vendor_user)


def upload(desk: Client, invitation: Invitation, name: str, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return desk.post(url(invitation, "files"), {"file": file, **more})


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("draft.pdf", samples.pdf(), "application/pdf"),
        ("shot.PNG", samples.png(), "image/png"),
        ("photo.jpg", samples.jpg(), "image/jpeg"),
        ("notes.txt", "人员名册".encode(), "text/plain"),
        ("roster.csv", b"name,from\n", "text/csv"),
        ("plan.docx", samples.office("docx"), "wordprocessingml"),
        ("prices.xlsx", samples.office("xlsx"), "spreadsheetml"),
        ("tour.pptx", samples.office("pptx"), "presentationml"),
    ],
)
def test_each_accepted_kind_is_stored_sealed_and_comes_back(
    desk: Client, invitation: Invitation, name: str, content: bytes, content_type: str
) -> None:
    assert upload(desk, invitation, name, content).status_code == 302
    file = QuoteFile.objects.get()
    with default_storage.open(file.content.name, "rb") as stored:
        assert content not in stored.read()
    answer = desk.get(url(invitation, "file", file.pk))
    assert answer.content == content and content_type in answer["Content-Type"]
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and "sandbox" in answer["Content-Security-Policy"]
    )
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html>"),
        ("draft.pdf", b"<html>"),
        ("shot.png", b"GIF89a"),
        ("plan.docx", b"PK\x03\x04 not a zip"),
        ("plan.docx", samples.office("xlsx")),
        ("plan.docx", samples.office("docx", **{"word/vbaProject.bin": "x"})),
        ("plan.docx", samples.office("docx", **{"../evil.xml": "x"})),
        ("notes.txt", b"\xff\xfe\x00binary"),
        ("noending", b"text"),
        ("empty.txt", b""),
    ],
)
def test_anything_else_is_refused_at_the_field(
    desk: Client, invitation: Invitation, name: str, content: bytes
) -> None:
    answer = upload(desk, invitation, name, content)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["file"]
    assert not QuoteFile.objects.exists()


def test_a_file_too_large_is_refused(desk: Client, invitation: Invitation) -> None:
    answer = upload(desk, invitation, "big.txt", b"x" * (MOST_BYTES + 1))
    assert answer.status_code == 413 and "20 MiB" in answer.content.decode()
    assert not QuoteFile.objects.exists()


def test_ten_files_are_enough(desk: Client, invitation: Invitation) -> None:
    for number in range(10):
        upload(desk, invitation, f"{number}.txt", b"x")
    assert upload(desk, invitation, "11.txt", b"x").status_code == 422
    assert QuoteFile.objects.count() == 10


def test_evidence_is_noted_at_its_question_and_leaves_with_the_file(
    desk: Client, invitation: Invitation
) -> None:
    answer = upload(desk, invitation, "rates.txt", b"x", question="2")
    assert answer["Location"] == url(invitation, "answers", 2)
    file = QuoteFile.objects.get()
    assert file.part == Part.COMMERCIAL
    assert draft(invitation)["answers"]["q2"]["files"] == [str(file.pk)]
    assert "rates.txt" in desk.get(url(invitation, "answers", 2)).content.decode()
    desk.post(url(invitation, "answers", 2), {"q2_price_breakdown": str(file.pk)})
    assert draft(invitation)["answers"]["q2"]["q2_price_breakdown"] == str(file.pk)
    desk.post(url(invitation, "remove_file", file.pk))
    assert "q2_price_breakdown" not in draft(invitation)["answers"]["q2"]
    assert not draft(invitation)["answers"]["q2"]["files"]
    assert desk.get(url(invitation, "file", file.pk)).status_code == 404


def test_a_file_of_a_rival_is_not_there(
    desk: Client, invitation: Invitation, rival_invitation: Invitation, rival_user: Any
) -> None:
    upload(desk, invitation, "mine.txt", b"x")
    file = QuoteFile.objects.get()
    rival = signed_in(rival_user)
    for address in (url(invitation, "file", file.pk), url(rival_invitation, "file", file.pk)):
        assert rival.get(address).status_code == 404
    assert rival.post(url(rival_invitation, "remove_file", file.pk)).status_code == 404
    assert desk.get(url(invitation, "file", uuid.uuid4())).status_code == 404

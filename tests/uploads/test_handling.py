"""Bodies with files: sizes while streaming, truncated bodies, full disks, damaged files."""

import errno
import io
import os
import subprocess
import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.test import Client, RequestFactory
from psycopg.errors import DiskFull

from tests import cast, samples
from tests.quotes.test_portal_pages import signed_in, url
from ui.uploads import MOST_BYTES
from ui.uploads.handling import MOST_BODY, Uploads, is_full
from ui.uploads.storage import WholeFiles

BOUNDARY = "ab12cd34"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def body(content: bytes, *, end: bool = True) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'.encode()
    return head + content + (f"\r\n--{BOUNDARY}--\r\n".encode() if end else b"")


class Counted(io.RawIOBase):
    """A body that is made while it is read, and counts what was asked of it."""

    def __init__(self, size: int) -> None:
        self.left, self.given, self.start = size, 0, body(b"", end=False)

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        piece, self.start = self.start[:size], self.start[size:]
        piece += b"x" * (size - len(piece))
        self.left -= len(piece)
        self.given += len(piece)
        return piece


def answered(length: object, stream: io.RawIOBase) -> object:
    request = RequestFactory().generic("POST", "/quotes/x/", b"x", content_type=TYPE)
    request.META["CONTENT_LENGTH"] = "" if length is None else str(length)
    request._stream = stream
    passed = []
    answer = Uploads(lambda request: passed.append(request.FILES) or "passed")(request)
    assert bool(passed) == (answer == "passed")
    return answer


@pytest.mark.parametrize("size", [MOST_BODY + 1, 10 * 1024**3])
def test_a_length_beyond_the_limit_is_refused_unread(size):
    stream = Counted(size)
    assert answered(size, stream).status_code == 413
    assert stream.given == 0


def test_a_body_without_a_length_is_refused_unread():
    stream = Counted(10 * 1024**3)
    assert answered(None, stream).status_code == 411
    assert stream.given == 0


def test_a_file_beyond_the_limit_is_cut_while_it_streams():
    """At most 64 KiB more than the limit are read, and the form behind it never runs."""
    stream = Counted(MOST_BODY)
    answer = answered(MOST_BODY, stream)
    assert answer.status_code == 413 and "20 MiB" in answer.content.decode()
    assert MOST_BYTES < stream.given <= MOST_BYTES + 64 * 1024 + 4096


def test_a_whole_body_passes():
    whole = body(b"words")
    assert answered(len(whole), io.BytesIO(whole)) == "passed"


def test_a_truncated_body_is_told_wherever_it_breaks():
    """Cut at every byte, with and without an honest length: never a form without its file."""
    whole = body(b"some words of a quote")
    for cut in range(1, len(whole) - 2):
        for length in (len(whole), cut):
            answer = answered(length, io.BytesIO(whole[:cut]))
            assert answer != "passed" and answer.status_code == 400, (cut, length)
            assert "broke off" in answer.content.decode()


@pytest.mark.django_db
def test_a_truncated_upload_changes_nothing(invitation, vendor_user):
    from quotes.models import QuoteFile

    desk = signed_in(vendor_user)
    sent = desk.generic("POST", url(invitation, "files"), body(b"words", end=False), content_type=TYPE)
    assert sent.status_code == 400 and not QuoteFile.objects.exists()
    page = desk.generic(
        "POST",
        url(invitation, "files"),
        body(b"", end=False),
        content_type=TYPE,
        headers={"accept": "text/html"},
    )
    assert "broke off" in page.content.decode() and "<h1>" in page.content.decode()
    assert (
        desk.generic("POST", url(invitation, "files"), body(b"words"), content_type=TYPE).status_code == 302
    )


@pytest.fixture
def on_disk(settings, tmp_path):
    """Files really on disk: the tests keep them in memory otherwise."""
    backend = {"BACKEND": "ui.uploads.storage.WholeFiles", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return tmp_path


def files_below(folder: str) -> list[str]:
    return [os.path.join(at, name) for at, _folders, names in os.walk(folder) for name in names]


@pytest.mark.django_db
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_neither_row_nor_half_file(monkeypatch, on_disk, invitation, vendor_user, error):
    from audit.models import AuditEvent
    from quotes.models import QuoteFile

    real = os.fsync

    def full(handle):
        raise OSError(error, os.strerror(error))

    desk, upload = signed_in(vendor_user), lambda: {"file": ContentFile(b"words", name="a.txt")}
    monkeypatch.setattr("ui.uploads.storage.os.fsync", full)
    answer = desk.post(url(invitation, "files"), upload())
    assert answer.status_code == 507 and "no room left" in answer.content.decode()
    assert not QuoteFile.objects.exists() and files_below(str(on_disk)) == []
    assert not AuditEvent.objects.filter(action="quote.file_attached").exists()
    monkeypatch.setattr("ui.uploads.storage.os.fsync", real)
    assert desk.post(url(invitation, "files"), upload()).status_code == 302, "it recovers without a restart"
    assert len(files_below(str(on_disk))) == 1


@pytest.mark.django_db
def test_an_upload_needs_no_temporary_directory(monkeypatch, invitation, vendor_user):
    """What a vendor sends stays in memory until it is sealed: nothing of it is written in clear on the way."""

    def full(*_args, **_named):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", full)
    sent = ContentFile(b"x" * (3 * 1024 * 1024), name="a.txt")
    assert signed_in(vendor_user).post(url(invitation, "files"), {"file": sent}).status_code == 302


@pytest.mark.django_db
def test_a_failed_row_takes_its_file_along(monkeypatch, on_disk, invitation, vendor_user):

    def fail(*_args, **_named):
        raise OperationalError("x") from DiskFull("could not extend file")

    monkeypatch.setattr("quotes.models.QuoteFile.save", fail)
    answer = signed_in(vendor_user).post(
        url(invitation, "files"), {"file": ContentFile(b"words", name="a.txt")}
    )
    assert answer.status_code == 507 and files_below(str(on_disk)) == []


def test_only_a_full_disk_counts_as_full():
    assert (
        is_full(OSError(errno.ENOSPC, "x")) and not is_full(OSError(errno.EACCES, "x")) and not is_full(None)
    )


def test_files_are_written_whole_and_for_their_owner_only(tmp_path):
    storage = WholeFiles(location=tmp_path)
    name = storage.save(f"quotes/{uuid.uuid4()}.sealed", ContentFile(b"x" * 100_000))
    assert os.stat(tmp_path / name).st_mode & 0o777 == 0o600
    assert storage.open(name).read() == b"x" * 100_000
    assert [os.path.basename(path) for path in files_below(str(tmp_path))] == [os.path.basename(name)]


@pytest.mark.django_db
def test_changed_bytes_are_not_given_out(on_disk, invitation, vendor_user):
    """Each stored file, one bit changed, moved from another row, or gone."""
    from quotes.models import QuoteFile

    desk = signed_in(vendor_user)
    for name in ("a.txt", "b.txt"):
        desk.post(url(invitation, "files"), {"file": ContentFile(name.encode(), name=name)})
    first, second = QuoteFile.objects.all()
    _not_given(desk, url(invitation, "file", first.pk), first.content, second.content.path)


@pytest.mark.django_db
def test_changed_papers_and_attachments_are_not_given_out(on_disk, client):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    from rfqs.actions.attachments import add_attachment
    from tests.rfqs import build
    from vendors.actions import add_qualification

    rfq, buyer, now = build.ready(), cast.buyer(), timezone.now()
    held = [add_attachment(rfq=rfq, name=n, data=b"words", by=buyer, now=now) for n in ("a.txt", "b.txt")]
    client.force_login(buyer)
    _not_given(client, f"/rfqs/{rfq.code}/files/{held[0].pk}/", held[0].file, held[1].file.path)
    vendor = cast.vendor()
    papers = [
        add_qualification(
            vendor=vendor, by=buyer, now=now, kind="COPC", upload=SimpleUploadedFile("a.pdf", samples.pdf())
        )
        for _n in range(2)
    ]
    from django.urls import reverse

    address = reverse("vendors:paper_file", args=[vendor.pk, papers[0].pk])
    _not_given(client, address, papers[0].file, papers[1].file.path)


def _not_given(client: Client, address: str, field: object, other: str) -> None:
    client.raise_request_exception = False
    assert client.get(address).status_code == 200
    with open(field.path, "rb") as stored:
        whole = stored.read()
    with open(other, "rb") as stored:
        moved = stored.read()
    for changed in (
        moved,
        whole[:-1],
        b"",
        whole[:-1] + bytes((whole[-1] ^ 1,)),
        whole[:40] + b"\0" + whole[41:],
    ):
        with open(field.path, "wb") as stored:
            stored.write(changed)
        answer = client.get(address)
        assert answer.status_code == 500 and "damaged" in answer.content.decode()
    os.unlink(field.path)
    assert client.get(address).status_code == 500


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system takes root")
@pytest.mark.django_db
def test_a_full_disk_for_real(settings, tmp_path, invitation, vendor_user):
    """A file system of 256 KiB, filled to the brim and emptied again."""
    from quotes.models import QuoteFile

    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", tmp_path], check=False)
    if mounted.returncode:
        pytest.skip("this machine does not let root mount")
    try:
        backend = {"BACKEND": "ui.uploads.storage.WholeFiles", "OPTIONS": {"location": tmp_path}}
        settings.STORAGES = {**settings.STORAGES, "default": backend}
        desk, upload = signed_in(vendor_user), lambda: {"file": ContentFile(b"x" * 100_000, name="a.txt")}
        (tmp_path / "filler").write_bytes(bytes(200 * 1024))
        answer = desk.post(url(invitation, "files"), upload())
        assert answer.status_code == 507 and "no room left" in answer.content.decode()
        assert not QuoteFile.objects.exists()
        assert [os.path.basename(path) for path in files_below(str(tmp_path))] == ["filler"]
        (tmp_path / "filler").unlink()
        assert desk.post(url(invitation, "files"), upload()).status_code == 302
    finally:
        subprocess.run(["umount", tmp_path], check=True)

"""Bodies of forms, with files and without: within their limits, and never half taken.

Django reads a body when something first asks for `request.POST`, and takes what came before the connection broke
for the whole: a text without its end, a price without its last digits, a form without its file. Here a body is read
in one place, so that one that is too large, incomplete or has nowhere to go gets a sentence.
"""

import errno
import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _
from psycopg.errors import DiskFull

from ui.uploads import scanning
from ui.uploads.faults import FileDamaged
from ui.uploads.kinds import MOST_BYTES

MOST_BODY = MOST_BYTES + 6 * 1024 * 1024  # one file of the largest size beside the largest text a form takes
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
log = logging.getLogger(__name__)


class TooLarge(Exception):
    """A file, or the whole body, passed its limit while it was read."""


class StorageFull(OSError):
    """There is no room for a file; nothing of it was kept."""


class BoundedUploads(FileUploadHandler):
    """The first upload handler: stops reading when a file passes the limit, at the chunk that passes it."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > MOST_BYTES:
            raise TooLarge
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class _Tail:
    """A stream that remembers the last bytes that were read and how many there were."""

    KEPT = 256

    def __init__(self, stream: Any) -> None:
        self._stream, self.tail, self.count = stream, b"", 0

    def read(self, *size: int) -> bytes:
        piece: bytes = self._stream.read(*size)
        self.count += len(piece)
        self.tail = (self.tail + piece)[-self.KEPT :]
        return piece

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Uploads:
    """Middleware: reads bodies whole and within their limits, and answers 4xx or 507 in a plain sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._refusal(request) or self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        if request.method != "POST":
            return None
        if request.content_type == "multipart/form-data":
            return self._read(request)
        return _read_plain(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, FileDamaged):
            return _damaged(request)
        if isinstance(exception, scanning.Infected | scanning.Unscanned):
            return _not_clean(request, exception)
        return _no_room(request) if is_full(exception) else None

    def _read(self, request: HttpRequest) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length.isdigit():
            return _answer(request, 411, _("The upload does not state its length. Please try again."))
        if int(length) > MOST_BODY:
            return _answer(request, 413, _too_large())
        stream = _Tail(request._stream)
        setattr(request, "_stream", stream)  # noqa: B010  (a reader in the place of the binary stream)
        try:
            _files = request.FILES
        except TooLarge:
            return _answer(request, 413, _too_large())
        except (UnreadablePostError, MultiPartParserError, SuspiciousOperation, BadRequest):
            return _incomplete(request)
        except OSError as error:
            if not is_full(error):
                raise
            return _no_room(request)
        if stream.count and not _is_whole(request, stream, int(length)):
            return _incomplete(request)
        return None


def _read_plain(request: HttpRequest) -> HttpResponse | None:
    """A form without files: what is shorter than it was declared to be is not taken."""
    try:
        came = len(request.body)
    except UnreadablePostError:
        return _incomplete(request)
    length = request.META.get("CONTENT_LENGTH") or ""
    return _incomplete(request) if length.isdigit() and came < int(length) else None


def _is_whole(request: HttpRequest, stream: _Tail, length: int) -> bool:
    """Whether all bytes came and the last of them close the last part (RFC 2046, 5.1.1)."""
    boundary = (request.content_params or {}).get("boundary", "").encode()
    return stream.count >= length and b"--" + boundary + b"--" in stream.tail


def is_full(error: BaseException | None) -> bool:
    """Whether a disk (or quota) of the files or of the database had no room left."""
    while error is not None:
        if isinstance(error, DiskFull | StorageFull) or (isinstance(error, OSError) and error.errno in FULL):
            return True
        error = error.__cause__
    return False


def _too_large() -> str:
    return _("The file is larger than 20 MiB. Make it smaller, or split it.")


def _incomplete(request: HttpRequest) -> HttpResponse:
    return _answer(
        request,
        400,
        _("The upload broke off before it was complete. Nothing was saved; please send it again."),
    )


def _no_room(request: HttpRequest) -> HttpResponse:
    log.error("no room left to store what %s sent", request.path)
    sentence = _(
        "There is no room left to store this on the server. Nothing was saved. The administrator has to make "
        "room; then please try again."
    )
    return _answer(request, 507, sentence)


def _damaged(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "The stored file is damaged, so it is not given out. The administrator is told; ask who sent it for a copy."
    )
    # The way back is not the file itself, which would be refused again.
    return _answer(request, 500, sentence, title=_("The file is damaged"), back="/")


def _not_clean(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, scanning.Infected):
        log.critical("stored file infected with %s: %s", exception, request.path)
        sentence = _(
            "The virus scanner found something in this file, so it is not given out. The administrator is told; ask "
            "who sent it for a clean copy."
        )
        return _answer(request, 409, sentence, title=_("The file is not given out"), back="/")
    sentence = _(
        "Files are scanned for viruses before they are given out, and the scanner does not answer. Please try again "
        "later."
    )
    answer = _answer(request, 503, sentence, title=_("The file is not given out"))
    answer["Retry-After"] = "60"
    return answer


def _answer(
    request: HttpRequest, status: int, sentence: str, title: str = "", back: str = ""
) -> HttpResponse:
    """A page of its own: at this point nobody is signed in yet and nothing else may fail."""
    if "text/html" in request.headers.get("Accept", ""):
        words = {"title": title or _("The file was not accepted"), "sentence": sentence}
        words["back"] = back or request.path
        return render(None, "upload_refused.html", words, status=status)
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")

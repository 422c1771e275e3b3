"""The one way out for stored files and exports: saved under its name, run and kept by no browser."""

from collections.abc import Iterator
from typing import overload
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

from ui.uploads import scanning
from ui.uploads.kinds import CONTENT_TYPES, ending_of
from ui.uploads.names import safe_name

OTHER = "application/octet-stream"
GENERATED = {"application/json", "application/zip"}
SEALED_OFF = "sandbox; default-src 'none'"


@overload
def download(content: bytes, name: str, content_type: str = "") -> HttpResponse: ...
@overload
def download(content: Iterator[str], name: str, content_type: str = "") -> StreamingHttpResponse: ...
def download(
    content: bytes | Iterator[str], name: str, content_type: str = ""
) -> HttpResponse | StreamingHttpResponse:
    """An attachment. The content type is one of ours, by what was stored or by the name; else bytes."""
    known = {*CONTENT_TYPES.values(), *GENERATED}
    kind = content_type if content_type in known else CONTENT_TYPES.get(ending_of(name), OTHER)
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    if isinstance(content, bytes):
        return HttpResponse(content, content_type=kind, headers=headers(name))
    return StreamingHttpResponse(content, content_type=kind, headers=headers(name))


def hand_out(content: bytes, name: str, content_type: str = "") -> HttpResponse:
    """A stored file for somebody else than its owner, scanned again where there is a scanner.

    Raises `scanning.Infected` and `scanning.Unscanned`, which `ui.uploads.handling` answers.
    """
    scanning.check(content)
    return download(content, name, content_type)


def headers(name: str) -> dict[str, str]:
    """The headers of every download (RFC 6266: an ASCII name for old programs, the whole one beside it)."""
    clean = safe_name(name)
    plain = clean.encode("ascii", "replace").decode().replace("?", "_").replace("%", "_")
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SEALED_OFF,
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }

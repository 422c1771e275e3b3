"""What may be uploaded: a file is taken when the end of its name, its first bytes and its structure agree.

Plain Python on bytes in memory; nothing is unpacked to disk, run or rendered.
"""

from dataclasses import dataclass

from ui.uploads import archives, images, pdfs, texts
from ui.uploads.faults import EMPTY, KIND, LARGE, MISMATCH, PASSWORD, SECOND, UploadFault

MOST_BYTES = 20 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
}
ALL_KINDS = tuple(CONTENT_TYPES)
PAPERS = ("pdf", "png", "jpg", "jpeg", "docx")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML_LIKE = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<body", b"<head", b"<iframe")


@dataclass(frozen=True)
class Kind:
    """An accepted file: its ending in lower case and the content type it is served with."""

    ending: str
    content_type: str


def ending_of(name: str) -> str:
    """The end of a file name in lower case, without the dot; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def check(name: str, content: bytes, *, kinds: tuple[str, ...] = ALL_KINDS) -> Kind:
    """Return what the file is, or raise UploadFault with the reason it is not taken."""
    ending = ending_of(name)
    if ending not in kinds or ending not in CONTENT_TYPES:
        raise UploadFault(KIND)
    if not content:
        raise UploadFault(EMPTY)
    if len(content) > MOST_BYTES:
        raise UploadFault(LARGE)
    _check_content(ending, content)
    return Kind(ending, CONTENT_TYPES[ending])


def _check_content(ending: str, content: bytes) -> None:
    if ending in archives.MAIN_TYPES:
        if content.startswith(OLD_OFFICE):
            raise UploadFault(PASSWORD)  # what Office writes for a document with a password
        archives.check_office(content, ending)
        return
    if ending in ("txt", "csv"):
        texts.check_text(content, is_table=ending == "csv")
    elif ending == "pdf":
        pdfs.check_pdf(content)
    elif ending == "png":
        images.check_png(content)
    else:
        images.check_jpeg(content)
    _refuse_second_nature(ending, content)


def _refuse_second_nature(ending: str, content: bytes) -> None:
    """A file that another program would read as a zip, a PDF or a web page too."""
    if archives.ends_as_archive(content):
        raise UploadFault(SECOND)
    if ending != "pdf" and b"%PDF-" in content[:1024]:
        raise UploadFault(SECOND)
    start = content[:256].lstrip(b"\xef\xbb\xbf \t\r\n\f\0").lower()
    if start.startswith(HTML_LIKE):
        raise UploadFault(MISMATCH)

"""What a paper of a vendor may be: pdf, png, jpg or docx, and really that."""

import zipfile
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 20 * 1024 * 1024
MOST_MEMBERS = 1_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
MAGIC = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "docx": b"PK\x03\x04",
}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def extension(name: str) -> str:
    """The ending of a file name in lower case, without the dot."""
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def check_file(upload: Any) -> None:
    """Raise ValidationError, with the remedy, unless the file is small enough and what its name says."""
    ending = extension(upload.name)
    if ending not in MAGIC:
        raise ValidationError(_("Attach a pdf, png, jpg or docx file."))
    if upload.size > MOST_BYTES:
        raise ValidationError(_("The file is larger than 20 MiB. Make it smaller, or split it."))
    if upload.size == 0:
        raise ValidationError(_("The file is empty."))
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    if not head.startswith(MAGIC[ending]):
        raise ValidationError(_("The content is not what the name .%(ending)s says.") % {"ending": ending})
    if ending == "docx" and not _is_plain_document(upload):
        raise ValidationError(_("This docx is damaged, or holds macros or oversized parts."))
    upload.seek(0)


def _is_plain_document(upload: Any) -> bool:
    try:
        with zipfile.ZipFile(upload) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    names = {member.filename for member in members}
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    return (
        {"[Content_Types].xml", "word/document.xml"} <= names
        and len(members) <= MOST_MEMBERS
        and unpacked <= MOST_UNPACKED
        and unpacked / packed <= MOST_RATIO
        and not any(name.endswith("vbaProject.bin") for name in names)
        and not any(name.startswith("/") or ".." in name.split("/") for name in names)
    )

"""An upload: its size and its kind, by name and by content."""

import io
import zipfile
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from quotes.forms.fields import choices_of

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 10
UNPACKED_MOST = 200 * 1024 * 1024
OFFICE = {
    "docx": ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
MAGIC = {
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
    "jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}
TEXT = {"txt": "text/plain", "csv": "text/csv"}
ACCEPT = ".pdf,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.txt,.csv"


def kind_of(name: str, content: bytes) -> str | None:
    """The content type, where the end of the name and the content agree; None where they do not."""
    ending = name.rpartition(".")[2].lower()
    if ending in MAGIC:
        start, content_type = MAGIC[ending]
        return content_type if content.startswith(start) else None
    if ending in OFFICE:
        folder, content_type = OFFICE[ending]
        return content_type if _is_office(content, folder) else None
    if ending in TEXT:
        return TEXT[ending] if _is_text(content) else None
    return None


def _is_office(content: bytes, folder: str) -> bool:
    """A zip that declares itself an Office document, without macros, of a sane unpacked size."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    names = [member.filename for member in members]
    return (
        "[Content_Types].xml" in names
        and any(name.startswith(folder) for name in names)
        and not any(name.lower().endswith("vbaproject.bin") or ".." in name for name in names)
        and len(names) <= 1000
        and sum(member.file_size for member in members) <= UNPACKED_MOST
    )


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        max_length=180,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PDF, Word, Excel, PowerPoint, PNG, JPEG, text or CSV, up to 20 MiB."),
    )
    question = forms.TypedChoiceField(
        label=_("Evidence for"), required=False, coerce=int, empty_value=None, choices=[]
    )
    commercial = forms.BooleanField(
        label=_("It shows prices: open it together with the prices"),
        required=False,
        help_text=_("Files for questions 1 and 2 always are."),
    )

    def __init__(self, *args: Any, questions: dict[int, str], held: int = 0, **options: Any):
        super().__init__(*args, **options)
        self.held = held
        words = {number: f"{number}. {title}" for number, title in questions.items()}
        question: Any = self.fields["question"]
        question.choices = choices_of(words, empty=_("the quote as a whole"))

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if self.held >= MOST_FILES:
            raise ValidationError(
                _("A quote holds at most %(most)s files. Remove one first.") % {"most": MOST_FILES}
            )
        if upload.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 20 MiB. Shrink or split it."))
        self.content = upload.read()
        kind = kind_of(upload.name, self.content)
        if kind is None:
            raise ValidationError(
                _(
                    "This is not one of the accepted kinds, or its content does not fit the end of its "
                    "name. Save it as PDF, docx, xlsx, pptx, PNG, JPEG, UTF-8 text or CSV."
                )
            )
        self.content_type = kind
        return upload

    @property
    def is_commercial(self) -> bool:
        return bool(self.cleaned_data["commercial"]) or self.cleaned_data["question"] in (1, 2)

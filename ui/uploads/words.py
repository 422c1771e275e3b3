"""Refusals of a file in a sentence, each with the remedy."""

import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ui.uploads import faults, scanning
from ui.uploads.kinds import ALL_KINDS, MOST_BYTES, Kind, check, ending_of
from ui.uploads.names import safe_name

log = logging.getLogger(__name__)
SENTENCES: dict[str, Any] = {
    faults.KIND: _("This kind of file is not accepted. Attach one of: %(kinds)s."),
    faults.MISMATCH: _(
        "The content is not what the name .%(ending)s says. Open the file in its own program and save it again "
        "as one of: %(kinds)s."
    ),
    faults.EMPTY: _("The file is empty."),
    faults.LARGE: _("The file is larger than 20 MiB. Make it smaller, or split it."),
    faults.DAMAGED: _("The file is damaged. Open it in its own program and save it again."),
    faults.PASSWORD: _(
        "The file is protected by a password, or stands in an old format. Save it without a password as one of: "
        "%(kinds)s."
    ),
    faults.MACROS: _(
        "The file holds macros or objects that run. Save it as a plain document without macros, or as PDF."
    ),
    faults.LINKS: _(
        "The file loads something from another place when it is opened. Break these links, or save it as PDF."
    ),
    faults.NESTED: _("The file holds another packed file or a program. Attach that one by itself."),
    faults.UNPACKED: _("The file unpacks to more than is accepted. Make it smaller, or split it."),
    faults.PIXELS: _("The picture has more than 40 million pixels. Scale it down."),
    faults.SECOND: _("Something else is hidden behind the content. Open the file and export it again."),
    faults.ACTIVE_PDF: _(
        "The PDF holds scripts, forms that send, or other files. Print it to a new PDF and attach that."
    ),
    faults.ENCODING: _("The text is not UTF-8, or holds control characters. Save it as UTF-8."),
    faults.INFECTED: _("The virus scanner found something in this file. Attach a clean copy."),
    faults.FORMULAS: _("The CSV file holds formulas. Save the values only, or attach the spreadsheet."),
}


def refusal(code: str, name: str, kinds: tuple[str, ...] = ALL_KINDS) -> str:
    """The sentence for one fault."""
    shown = ", ".join(kind for kind in kinds if kind != "jpeg")
    return str(SENTENCES[code]) % {"kinds": shown, "ending": ending_of(name)}


def accept(kinds: tuple[str, ...] = ALL_KINDS) -> str:
    """What the file dialogue of the browser offers."""
    return ",".join(f".{kind}" for kind in kinds)


class CheckedFile:
    """A file that passed: its cleaned name, its kind, its bytes."""

    def __init__(self, name: str, kind: Kind, content: bytes) -> None:
        self.name, self.kind, self.content = name, kind, content

    @property
    def content_type(self) -> str:
        return self.kind.content_type


class CheckedFileField(forms.FileField):
    """A form field that takes the accepted kinds only; its cleaned value is a CheckedFile."""

    def __init__(self, *, kinds: tuple[str, ...] = ALL_KINDS, **options: Any) -> None:
        self.kinds = kinds
        options.setdefault("widget", forms.FileInput(attrs={"accept": accept(kinds)}))
        super().__init__(**options)
        self.error_messages["empty"] = SENTENCES[faults.EMPTY]

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        return checked(upload, self.kinds) if upload else None


def checked(upload: Any, kinds: tuple[str, ...] = ALL_KINDS) -> CheckedFile:
    """Check an uploaded file; ValidationError with the sentence where it is refused."""
    name = safe_name(upload.name)
    if upload.size > MOST_BYTES:
        raise ValidationError(refusal(faults.LARGE, name, kinds))
    upload.seek(0)
    content = upload.read()
    try:
        kind = check(name, content, kinds=kinds)
        _scan(content)
        return CheckedFile(name, kind, content)
    except faults.UploadFault as fault:
        raise ValidationError(refusal(fault.code, name, kinds)) from fault


def _scan(content: bytes) -> None:
    """Refuse what the scanner knows; take the file where it does not answer: it is scanned again before it is read."""
    try:
        scanning.check(content)
    except scanning.Infected as found:
        log.warning("refused an upload with %s", found)
        raise faults.UploadFault(faults.INFECTED) from found
    except scanning.Unscanned:
        log.warning("took an upload unscanned")

"""What an Office document may hold: the parts of its kind, no macros, no objects, no links out but hyperlinks."""

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote
from xml.parsers import expat

from ui.uploads.faults import DAMAGED, LINKS, MACROS, MISMATCH, NESTED, UNPACKED, UploadFault

_MAIN = "application/vnd.openxmlformats-officedocument."
MAIN_TYPES = {
    "docx": f"{_MAIN}wordprocessingml.document.main+xml",
    "xlsx": f"{_MAIN}spreadsheetml.sheet.main+xml",
    "pptx": f"{_MAIN}presentationml.presentation.main+xml",
}
MAIN_PARTS = {"docx": "/word/document.xml", "xlsx": "/xl/workbook.xml", "pptx": "/ppt/presentation.xml"}
TYPES_PART = "[Content_Types].xml"
MOST_XML = 16 * 1024 * 1024
# Names that carry code or foreign objects, in lower case.
MACRO_PARTS = re.compile(
    r"(vbaproject|vbadata|macrosheets/|dialogsheets/|activex|customui|\.bas$|\.vbs$|\.js$)"
)
OBJECT_PARTS = re.compile(r"embeddings/.*\.bin$|oleobject")
ARCHIVES = re.compile(r"\.(zip|rar|7z|gz|tgz|bz2|xz|jar|cab|iso|exe|dll|scr|bat|cmd|ps1|hta|lnk|msi)$")
MACRO_TYPES = re.compile(r"macroenabled|vbaproject|ms-office\.activex", re.IGNORECASE)
DRIVE_PATH = re.compile(r"file:/{3}[a-z]:[/\\]|[a-z]:[/\\]", re.IGNORECASE)
WEB = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
RUNNING_FIELD = re.compile(
    r"\bDDE(AUTO)?\b|\bINCLUDE(PICTURE|TEXT)\b[^<]{0,8}?(https?:|file:|\\\\)", re.IGNORECASE
)
_FIELD_TEXT = re.compile(r"<(?:\w+:)?(?:instrText|fldSimple)\b([^>]*)>([^<]*)")


def embedded_kind(name: str) -> str:
    """The ending of a document that is carried inside (a chart's workbook), else the empty string."""
    found = re.search(r"\.(docx|xlsx|pptx)$", name.lower())
    return found[1] if found else ""


def is_read(name: str) -> bool:
    """Whether the words of this part are looked at."""
    low = name.lower()
    return (
        name == TYPES_PART
        or low.endswith(".rels")
        or "externallinks/" in low
        or (low.startswith("word/") and low.endswith(".xml"))
    )


def check_names(names: list[str]) -> None:
    """Raise UploadFault for names that leave the archive, come twice, or carry code."""
    seen: set[str] = set()
    for name in names:
        low = name.lower()
        pieces = low.split("/")
        unsafe = low.startswith("/") or ".." in pieces or "\\" in low or ":" in low
        if unsafe or low in seen or any(char < " " for char in low) or len(low) > 255:
            raise UploadFault(DAMAGED)
        seen.add(low)
        if MACRO_PARTS.search(low) or OBJECT_PARTS.search(low):
            raise UploadFault(MACROS)
        if ARCHIVES.search(low):
            raise UploadFault(NESTED)


def check_parts(names: Iterable[str], parts: dict[str, bytes], ending: str) -> None:
    """Raise UploadFault unless the content types name the kind, and relations and fields stay inside."""
    if TYPES_PART not in parts:
        raise UploadFault(MISMATCH)
    types = _types(parts[TYPES_PART])
    if MACRO_TYPES.search(" ".join(types.values())):
        raise UploadFault(MACROS)
    if not _has_main(types, {f"/{name}".lower() for name in names}, ending):
        raise UploadFault(MISMATCH)
    for name, body in parts.items():
        if name.lower().endswith(".rels"):
            _check_relations(body)
        elif "externallinks/" in name.lower():
            _check_external_link(body)
        elif name != TYPES_PART:
            _check_fields(body)


def _types(body: bytes) -> dict[str, str]:
    """Part name (or "*.ending") to content type."""
    found: dict[str, str] = {}
    for element, values in _elements(body):
        if element == "Override":
            found[values.get("PartName", "")] = values.get("ContentType", "")
        elif element == "Default":
            found[f"*.{values.get('Extension', '')}"] = values.get("ContentType", "")
    return found


def _has_main(types: dict[str, str], held: set[str], ending: str) -> bool:
    """Whether the part that makes it this kind is named and there; some programs name it by its default."""
    if types.get("*.xml") == MAIN_TYPES[ending]:
        return MAIN_PARTS[ending] in held
    return any(part.lower() in held for part, kind in types.items() if kind == MAIN_TYPES[ending])


def _check_relations(body: bytes) -> None:
    for element, values in _elements(body):
        if element == "Relationship" and values.get("TargetMode", "").lower() == "external":
            kind = values.get("Type", "").rpartition("/")[2]
            _check_target(kind, unquote(values.get("Target", "")).strip())


def _check_target(kind: str, target: str) -> None:
    """Hyperlinks to the web are text; anything that is fetched by opening the document is refused.

    The path of the template on the author's own disk is taken: Word writes it into every document that was
    made from one, and nobody else's machine reaches it.
    """
    if kind == "attachedTemplate" and DRIVE_PATH.match(target):
        return
    relative = not re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE) and not target.startswith(
        ("\\", "//")
    )
    if relative and kind in ("hyperlink", "externalLinkPath", "externalLink"):
        return
    if kind == "hyperlink" and WEB.match(target):
        return
    raise UploadFault(LINKS)


def _check_external_link(body: bytes) -> None:
    if any(element in ("ddeLink", "oleLink") for element, _values in _elements(body)):
        raise UploadFault(LINKS)


def _check_fields(body: bytes) -> None:
    """Word fields that start a program or fetch a file; Word may split one field over several runs."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or body[:2] in (b"<\0", b"\0<"):
        raise UploadFault(DAMAGED)
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise UploadFault(DAMAGED)
    if b"instrText" in body or b"fldSimple" in body:
        found = _FIELD_TEXT.findall(body.decode("utf-8", "replace"))
        for text in (
            "".join(words for _simple, words in found),
            " ".join(simple for simple, _words in found),
        ):
            if RUNNING_FIELD.search(unescape(text)):
                raise UploadFault(LINKS)


def _elements(body: bytes) -> list[tuple[str, dict[str, str]]]:
    """(local name, attributes) of every element; no document type, so no entity ever expands."""
    if len(body) > MOST_XML:
        raise UploadFault(UNPACKED)
    found: list[tuple[str, dict[str, str]]] = []

    def refuse_doctype(*_about: object) -> None:
        raise UploadFault(DAMAGED)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = lambda name, values: found.append((name.rpartition(" ")[2], values))
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        raise UploadFault(DAMAGED) from None
    return found

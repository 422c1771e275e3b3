"""Marks that must be nowhere before the opening, in every spelling a leak could take."""

import base64
import json
from collections.abc import Iterator

PRICE = "48213.77"
CAPITALS = ("肆万捌仟贰佰壹拾叁元柒角柒分", "肆萬捌仟貳佰壹拾叁元柒角柒分")
TEXT = "canary-Zhimaque-芝麻雀"
FILE_NAME = "canary-roster-7f3.pdf"
FILE_TEXT = "canary inside the file 芝麻雀"


def spellings(text: str) -> Iterator[str]:
    """Return the mark as it may appear in a page: plain, JSON-escaped, without grouping."""
    yield text
    escaped = json.dumps(text)[1:-1]
    if escaped != text:
        yield escaped


def marks() -> list[str]:
    """Return every text that a page or dump is searched for."""
    price = [PRICE, "48,213.77", "48 213.77", "4821377", "48213,77", *CAPITALS]
    return [*price, *spellings(TEXT), FILE_NAME, *spellings(FILE_TEXT)]


def byte_marks() -> list[bytes]:
    """Return the marks as bytes in the encodings a dump or a file could hold them."""
    found: list[bytes] = []
    for mark in marks():
        raw = mark.encode()
        found += [raw, raw.hex().encode(), mark.encode("utf-16-le"), base64.b64encode(raw).rstrip(b"=")[:-1]]
    return found

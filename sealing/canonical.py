"""One byte form per document, so that equal documents have equal hashes."""

import json
import unicodedata
from typing import Any

MAX_INTEGER = 2**53 - 1


class NotCanonical(ValueError):
    """The document holds something that has no exact JSON form; the message names the path."""


def canonical(document: Any) -> bytes:
    """Return the document as UTF-8 JSON in the manner of RFC 8785: sorted keys, no spaces, NFC text.

    Numbers that are money or rates are strings in our documents, so floats are refused rather than
    formatted; integers stay below 2**53. Keys are ASCII codes, hence sorting by code point equals the
    RFC's sorting by UTF-16 unit.
    """
    return json.dumps(
        _checked(document, "$"), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _checked(value: Any, path: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise NotCanonical(f"{path}: integer beyond 2**53")
        return value
    if isinstance(value, (list, tuple)):
        return [_checked(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str) or not key.isascii():
                raise NotCanonical(f"{path}: key {key!r} is not an ASCII code")
        return {key: _checked(item, f"{path}.{key}") for key, item in value.items()}
    raise NotCanonical(f"{path}: {type(value).__name__} has no exact JSON form; write numbers as strings")

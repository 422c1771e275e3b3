"""Pieces that stand on page after page: made by their template once for the same content, and kept in this process.

What a piece says is in its content and its language alone, so whoever asks for the same content gets the same piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

KEPT = 2000  # pieces of some 3 kB


def piece(template: str, items: Iterable[Mapping[str, object]], label: object) -> SafeString:
    """A template of `items` and a `label`; the values of an item are texts, numbers and truths, which can be hashed."""
    content = tuple(tuple(item.items()) for item in items)
    make = _made.__wrapped__ if settings.DEBUG else _made  # a template that is being written is seen at once
    return mark_safe(make(template, get_language(), content, str(label)))  # noqa: S308  (a template escapes)


@lru_cache(maxsize=KEPT)
def _made(
    template: str, language: str | None, content: tuple[tuple[tuple[str, object], ...], ...], label: str
) -> str:
    return render_to_string(template, {"items": [dict(item) for item in content], "label": label})

"""Words carried by data in three languages: {"en": ..., "zh-hans": ..., "zh-hant": ...}."""

from collections.abc import Mapping

from django.utils.functional import lazy
from django.utils.translation import get_language

LANGUAGES = ("en", "zh-hans", "zh-hant")


def pick(words: Mapping | str | None, language: str | None = None) -> str:
    """The text in the active (or the named) language; English where that one is missing or empty."""
    if not words:
        return ""
    if isinstance(words, str):
        return words
    code = (language or get_language() or "en").lower()
    return words.get(code) or words.get("en") or next((text for text in words.values() if text), "")


pick_lazy = lazy(pick, str)


def in_all_languages(words: object) -> bool:
    """True when the words are there, not blank, in every language."""
    return isinstance(words, Mapping) and all(
        isinstance(words.get(code), str) and words[code].strip() for code in LANGUAGES
    )

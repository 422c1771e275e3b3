"""Words carried by data in three languages: {"en": ..., "zh-hans": ..., "zh-hant": ...}."""

import unicodedata
from collections.abc import Iterable, Mapping

from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext

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


def listed(items: Iterable[object]) -> str:
    """The items in one line, with the mark the language puts between the members of a list."""
    return pgettext("between the members of a list", ", ").join(str(item) for item in items)


def told_apart(names: Iterable[str]) -> list[str]:
    """The names in their order; where two are the same, the later ones carry a number."""
    found: list[str] = []
    for name in names:
        number, own = 2, name
        while own in found:
            number, own = number + 1, f"{name} ({number})"
        found.append(own)
    return found


def folded(name: str) -> str:
    """The name as people compare it: neither case nor width nor blanks nor characters without a shape tell it apart."""
    plain = unicodedata.normalize("NFKC", " ".join(name.split())).casefold()
    return " ".join("".join(char for char in plain if unicodedata.category(char) not in ("Cc", "Cf")).split())


def clauses(items: Iterable[object]) -> str:
    """The items in one line where an item may hold a list itself: a stronger mark stands between them."""
    return pgettext("between clauses", "; ").join(str(item) for item in items)


def sentences(items: Iterable[object]) -> str:
    """Whole sentences one after the other: a blank stands between them, in Chinese nothing."""
    gap = "" if (get_language() or "").startswith("zh") else " "
    return gap.join(str(item) for item in items if item)


def labelled(label: object, value: object) -> str:
    """A value after its label, with the language's colon."""
    return pgettext("a value after its label", "%(label)s: %(value)s") % {"label": label, "value": value}

"""Two languages in one workbook: the reader's and English, or for readers of English Simplified Chinese."""

from dataclasses import dataclass

from django.utils import translation

from quotes.workbook.basis import Basis, Sizes
from quotes.workbook.kinds import key
from quotes.workbook.layout import SECTION, TITLE, Item, Line, Page
from quotes.workbook.pages import pages_of
from quotes.workbook.sources import Slot
from ui.text import LANGUAGES

BETWEEN = " / "
ONE_LINE = (TITLE, SECTION)


def second_to(language: str) -> str:
    """The language beside the reader's own."""
    return "zh-hans" if language == "en" else "en"


@dataclass(frozen=True)
class Twin:
    """One cell in both languages."""

    mine: Item
    other: Item

    @property
    def slot(self) -> Slot | None:
        return self.mine.slot

    @property
    def words(self) -> tuple[str, str]:
        """Both texts; the second is empty where it says nothing new."""
        return self.mine.text, "" if self.other.text == self.mine.text else self.other.text

    @property
    def note(self) -> str:
        return self.mine.note

    @property
    def prompt(self) -> str:
        """The help in both languages, for the note that opens when the cell is selected."""
        return "\n".join(dict.fromkeys(words for words in (self.mine.note, self.other.note) if words))

    def composed(self) -> str:
        """The whole text of the cell as one reads it."""
        between = " · " if self.mine.style in ONE_LINE else "\n"
        return between.join(words for words in (*self.words, self.note) if words)

    def choices(self) -> list[tuple[str, str]]:
        """(code, words in both languages) of what can be chosen."""
        if self.mine.slot is None or self.other.slot is None:
            return []
        other = dict(self.other.slot.choices)
        return [(code, joined(words, other.get(code, ""))) for code, words in self.mine.slot.choices]

    def codes(self) -> dict[str, str]:
        """What may stand in the cell, in either language or as the code, and the code it means."""
        if self.mine.slot is None or self.other.slot is None:
            return {}
        found: dict[str, str] = {}
        for slot in (self.other.slot, self.mine.slot):
            found |= {key(words): code for code, words in slot.choices}
        found |= {key(words): code for code, words in self.choices()}
        found |= {key(code): code for code, _words in self.mine.slot.choices}
        stored = self.mine.slot.initial
        for code in [stored] if isinstance(stored, str) else stored:
            found.setdefault(key(code), code)  # no longer offered, and still the draft's own
        return found


def joined(mine: str, other: str) -> str:
    """Two texts as one entry of a list; a code that both begin with is said once."""
    code, _blank, rest = other.partition(" ")
    if rest and mine.startswith(f"{code} ") and any(char.isdigit() for char in code):
        other = rest
    return mine if not other or other == mine else f"{mine}{BETWEEN}{other}"


@dataclass(frozen=True)
class TwinLine:
    """One row in both languages."""

    line: Line
    items: tuple[Twin, ...]


@dataclass(frozen=True)
class TwinPage:
    """One sheet in both languages; its name is in the first."""

    page: Page
    lines: tuple[TwinLine, ...]


def twin_pages(basis: Basis, sizes: Sizes, language: str) -> list[TwinPage]:
    """Every sheet in the language and the one beside it."""
    if language not in LANGUAGES:
        raise ValueError(language)
    known = (language, sizes.key)
    if known not in basis.made:
        mine, other = (_in(lang, basis, sizes) for lang in (language, second_to(language)))
        basis.made[known] = [_joined(one, two) for one, two in zip(mine, other, strict=True)]
    found: list[TwinPage] = basis.made[known]
    return found


def _in(language: str, basis: Basis, sizes: Sizes) -> list[Page]:
    with translation.override(language):
        return [_settled(page) for page in pages_of(basis, sizes)]


def _settled(page: Page) -> Page:
    """Choices of a form are translated when they are read: read them while the language is on."""
    for _row, _column, slot in page.slots():
        slot.choices  # noqa: B018 - reading them settles them
    return page


def _joined(mine: Page, other: Page) -> TwinPage:
    lines = []
    for one, two in zip(mine.lines, other.lines, strict=True):
        items = tuple(Twin(a, b) for a, b in zip(one.items, two.items, strict=True))
        lines.append(TwinLine(one, items))
    return TwinPage(mine, tuple(lines))

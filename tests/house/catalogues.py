"""The message catalogues: what is missing in them, and compiling them without gettext installed.

python -m tests.house.catalogues [--compile]
"""

import re
import sys
from pathlib import Path

import polib

from tests.house.source import ROOT

LANGUAGES = ("zh_Hans", "zh_Hant")
DOMAINS = ("django", "djangojs")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogues() -> list[Path]:
    """The .po files that exist; the first domain must exist in every language."""
    return [
        path for path in (_path(lang, domain) for lang in LANGUAGES for domain in DOMAINS) if path.exists()
    ]


def _path(language: str, domain: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def faults(path: Path) -> list[str]:
    """Every gap, fuzzy entry, lost placeholder, and a compiled file that differs from its source."""
    catalogue = polib.pofile(str(path))
    found = [f"{path.name}: no translation: {entry.msgid!r}" for entry in catalogue.untranslated_entries()]
    found += [f"{path.name}: fuzzy: {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    for entry in catalogue.translated_entries():
        translations = [*entry.msgstr_plural.values()] or [entry.msgstr]
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        if any(set(PLACEHOLDER.findall(text)) != wanted for text in translations):
            found.append(f"{path.name}: placeholders differ: {entry.msgid!r}")
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or _texts(polib.mofile(str(compiled))) != _texts(catalogue):
        found.append(f"{compiled.name} is not the compiled {path.name}: make messages")
    return [f"{path.parent.parent.name}/{fault}" for fault in found]


def _texts(catalogue: "polib.POFile | polib.MOFile") -> dict[tuple[str | None, str], object]:
    return {
        (entry.msgctxt, entry.msgid): (entry.msgstr, dict(entry.msgstr_plural))
        for entry in catalogue
        if not entry.obsolete and (entry.msgstr or entry.msgstr_plural) and "fuzzy" not in entry.flags
    }


def main(arguments: list[str]) -> int:
    if "--compile" in arguments:
        for path in catalogues():
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    found = [fault for path in catalogues() for fault in faults(path)]
    print("\n".join(found[:40]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

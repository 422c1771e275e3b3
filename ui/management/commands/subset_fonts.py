"""Cut the fonts of the PDFs out of Noto Sans CJK: Latin, Greek, Cyrillic, kana and the characters of GB2312 and Big5."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand
from fontTools import subset
from fontTools.ttLib import TTFont

from ui import vendored

SIMPLIFIED_CHINESE = 2  # the face in the collection
LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2060), *range(0x20A0, 0x20C0), 0x25A1)
NAMES = (0, 1, 2, 4, 5, 6, 13, 14)  # copyright, names, version, licence
# Layout rules and vertical metrics: the PDFs use neither.
LEFT_OUT = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG")


def characters(encoding: str) -> set[int]:
    """The code points of a two-byte encoding, without its private ones."""
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    found = {ord(text) for text in (pair.decode(encoding, "ignore") for pair in pairs) if len(text) == 1}
    return {code for code in found if not 0xD800 <= code < 0xF900}


class Command(BaseCommand):
    help = "Make ui/fonts again from NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc in a folder; takes minutes."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *args, folder, **options):
        wanted = characters("gb2312") | characters("big5") | set(LATIN)
        manifest = vendored.read_manifest()
        for style in ("Regular", "Bold"):
            path = vendored.ROOT / "ui" / "fonts" / f"NotoSansSC-{style}.otf"
            cut(TTFont(folder / f"NotoSansCJK-{style}.ttc", fontNumber=SIMPLIFIED_CHINESE), wanted, path)
            self.stdout.write(f"{path.name}: {path.stat().st_size} bytes")
        vendored.renew(manifest)


def cut(font: TTFont, wanted: set[int], path: Path) -> None:
    """Keep the outlines of these characters, and nothing that a PDF does not use."""
    options = subset.Options(hinting=False, layout_features=[], name_IDs=list(NAMES), notdef_outline=True)
    options.drop_tables += LEFT_OUT
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font["head"].modified = font["head"].created  # the same bytes every time
    font.recalcTimestamp = False
    font.save(path)

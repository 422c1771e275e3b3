"""Names of files are data: shown, and offered at a download; never a path."""

import unicodedata

LONGEST = 150
NEVER = set('/\\:*?"<>|')
# Names that Windows takes for devices, whatever their ending.
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def safe_name(name: object) -> str:
    """The name as it may be shown and saved: its last part, in NFC, without control or direction characters.

    At most 150 characters, the ending kept; "file" where nothing is left.
    """
    last = str(name).replace("\\", "/").rpartition("/")[2]
    text = unicodedata.normalize("NFC", last.encode("utf-8", "replace").decode())
    text = "".join("_" if char in NEVER else char for char in text if not _hidden(char))
    text = " ".join(text.split()).lstrip(". ").rstrip(". ")
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = text, "", ""
    if stem.partition(".")[0].strip().lower() in RESERVED:
        stem = f"_{stem}"
    stem = stem[: LONGEST - len(dot + ending)].rstrip(". ")
    return f"{stem or 'file'}{dot}{ending}"


def _hidden(char: str) -> bool:
    """Control, format (right-to-left override, zero width), surrogate, private and line-separating characters."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")

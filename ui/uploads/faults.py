"""Why a file is refused, as codes; `ui.uploads.words` has the sentences."""

KIND = "kind"
MISMATCH = "mismatch"
EMPTY = "empty"
LARGE = "large"
DAMAGED = "damaged"
PASSWORD = "password"  # noqa: S105  (the name of a fault)
MACROS = "macros"
LINKS = "links"
NESTED = "nested"
UNPACKED = "unpacked"
PIXELS = "pixels"
SECOND = "second"
ACTIVE_PDF = "active_pdf"
ENCODING = "encoding"
FORMULAS = "formulas"
INFECTED = "infected"


class UploadFault(ValueError):
    """The file is not taken; `code` is one of the constants of this module."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class FileDamaged(Exception):
    """A stored file is missing or not what was stored; it is not given out."""

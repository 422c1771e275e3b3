"""Writes on quotes: drafts, files, submission; the opening as an inside piece."""

from quotes.actions.drafts import DraftConflict, read_draft, save_draft
from quotes.actions.files import attach_file, remove_file
from quotes.actions.opening import open_documents
from quotes.actions.submission import NotReady, submit_quote

__all__ = [
    "DraftConflict",
    "NotReady",
    "attach_file",
    "open_documents",
    "read_draft",
    "remove_file",
    "save_draft",
    "submit_quote",
]

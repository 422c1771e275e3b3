"""Writes on quotes: drafts, files, submission; the opening as an inside piece."""

from quotes.actions.drafts import DraftConflict, read_draft, save_draft
from quotes.actions.files import about_file, attach_file, read_file, remove_file
from quotes.actions.opening import open_documents, read_opened_file
from quotes.actions.receipts import receipt_bundle
from quotes.actions.submission import NotReady, read_revision, submit_quote

__all__ = [
    "DraftConflict",
    "NotReady",
    "about_file",
    "attach_file",
    "open_documents",
    "read_draft",
    "read_file",
    "read_opened_file",
    "read_revision",
    "receipt_bundle",
    "remove_file",
    "save_draft",
    "submit_quote",
]

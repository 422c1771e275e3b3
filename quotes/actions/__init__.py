"""Writes on quotes: drafts, files, submission; the opening as an inside piece."""

from quotes.actions.drafts import DraftConflict, read_draft, replace_draft, save_draft
from quotes.actions.files import about_file, attach_file, read_file, remove_file
from quotes.actions.opening import open_documents, read_opened_file
from quotes.actions.receipts import receipt_bundle
from quotes.actions.refusals import AddendumOpen, Busy, DraftMoved, FileNotWhole, Late, NotReady, OtherContent
from quotes.actions.submission import read_revision, submit_quote
from quotes.actions.withdrawal import withdraw_quote

__all__ = [
    "AddendumOpen",
    "Busy",
    "DraftConflict",
    "DraftMoved",
    "FileNotWhole",
    "Late",
    "NotReady",
    "OtherContent",
    "about_file",
    "attach_file",
    "open_documents",
    "read_draft",
    "read_file",
    "read_opened_file",
    "read_revision",
    "receipt_bundle",
    "remove_file",
    "replace_draft",
    "save_draft",
    "submit_quote",
    "withdraw_quote",
]

"""Reads the mail that a development start writes to files instead of sending it."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.utils.html import escape, urlize
from django.utils.safestring import SafeString

SEPARATOR = re.compile(rb"^-{79}\s*$", re.MULTILINE)
MOST = 100


@dataclass(frozen=True)
class Mail:
    """One mail as it would have been sent."""

    to: str
    subject: str
    body: str
    at: datetime | None

    @property
    def html(self) -> SafeString:
        """The text with its links clickable and everything else escaped."""
        return SafeString(urlize(escape(self.body), autoescape=False))


def newest_mails(folder: Path, limit: int = MOST) -> list[Mail]:
    """Mails in `folder`, the newest first; files that are no mail are left out."""
    files = sorted(Path(folder).glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    mails: list[Mail] = []
    for path in files[:limit]:
        mails += [mail for part in SEPARATOR.split(path.read_bytes()) if (mail := _read(part))]
    mails.sort(key=lambda mail: mail.at.timestamp() if mail.at else 0, reverse=True)
    return mails[:limit]


def _read(raw: bytes) -> Mail | None:
    message = email.message_from_bytes(raw.strip(), policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message["To"]:
        return None
    part = message.get_body(preferencelist=("plain",))
    body = part.get_content() if part else ""
    date = message["Date"].datetime if message["Date"] else None
    if date and date.tzinfo is None:  # "-0000": the moment is UTC, where it was written is not said
        date = date.replace(tzinfo=UTC)
    return Mail(to=str(message["To"]), subject=str(message["Subject"] or ""), body=body, at=date)

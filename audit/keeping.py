"""Anchors outside the database: a file the buyer keeps, to which the worker adds, and the newest head beside it."""

import os
from pathlib import Path

from django.conf import settings

from audit.chain import head
from audit.models import AuditAnchor


def anchors_file() -> Path:
    """One line per anchor: number, moment, kind, RFQ, position, hash. Only ever added to."""
    return Path(settings.AUDIT_ANCHORS_FILE)


def head_file() -> Path:
    """The newest head, written anew in every pass: a chain that was cut since is shorter than this says."""
    return anchors_file().with_suffix(".head")


def kept_files() -> list[Path]:
    """Both files, as far as they exist."""
    return [path for path in (anchors_file(), head_file()) if path.exists()]


def write_anchors() -> int:
    """Add the anchors that the file lacks, and write the head. Returns how many were added.

    The one writer is the worker. A file that is ahead of the database (an older copy was restored) is left
    alone, so that `verify_audit` shows it.
    """
    path = anchors_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    last = _last_number(path)
    rows = AuditAnchor.objects.filter(id__gt=last).order_by("id")
    lines = [
        f"{row.pk} {row.at.isoformat(timespec='seconds')} {row.kind} {row.rfq_code or '-'} {row.position} {row.hash}\n"
        for row in rows
    ]
    if lines:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
    _write_head()
    return len(lines)


def forget() -> None:
    """Remove both files: for a development database that is thrown away."""
    for path in kept_files():
        path.unlink()


def _last_number(path: Path) -> int:
    if not path.exists():
        return 0
    lines = path.read_text(encoding="utf-8").splitlines()
    return int(lines[-1].split()[0]) if lines else 0


def _write_head() -> None:
    path, newest = head_file(), head()
    if newest.position <= _known_position(path):
        return
    fresh = path.with_suffix(".head.new")
    fresh.write_text(f"{newest.position} {newest.hash}\n", encoding="utf-8")
    fresh.replace(path)


def _known_position(path: Path) -> int:
    return int(path.read_text(encoding="utf-8").split()[0]) if path.exists() else 0

"""Django's own deployment check with settings as a deployment has them. python -m tests.house.deployment"""

import os
import secrets
import subprocess
import sys

from sealing import KeyRing, ReceiptKeys
from tests.house.source import ROOT


def production() -> dict[str, str]:
    """An environment that may serve real quotes, with keys made for this run."""
    return {
        "SHORTLIST_ENV": "production",
        "SHORTLIST_SECRET_KEY": secrets.token_urlsafe(64),
        "SEALING_KEYS": KeyRing.generate(),
        "RECEIPT_KEYS": ReceiptKeys.generate(),
        "SHORTLIST_HOSTS": "shortlist.example.com",
        "SHORTLIST_BASE_URL": "https://shortlist.example.com",
        "SHORTLIST_FROM_EMAIL": "purchasing@example.com",
        "SHORTLIST_TRUSTED_PROXIES": "1",
        "DATABASE_URL": "postgresql://web:secret@db.example.com/shortlist?sslmode=verify-full",
        "DATABASE_OWNER_URL": "postgresql://owner:secret@db.example.com/shortlist?sslmode=verify-full",
        "EMAIL_URL": "smtps://user:secret@mail.example.com",
    }


def run_manage(*arguments: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """manage.py in a process of its own, with exactly these settings of Shortlist."""
    ours = ("SHORTLIST_", "DATABASE_", "BROKER_", "EMAIL_", "SEALING_", "RECEIPT_", "DJANGO_")
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**inherited, **environment}, capture_output=True, text=True)


if __name__ == "__main__":
    done = run_manage("check", "--deploy", "--fail-level", "WARNING", environment=production())
    if done.returncode:
        print(done.stdout + done.stderr)
    sys.exit(done.returncode)

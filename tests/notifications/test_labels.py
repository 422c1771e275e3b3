"""Every kind of message has a mail and a name; none has a name without a mail."""

from pathlib import Path

from django.conf import settings

from notifications.access import HIDDEN_KINDS
from notifications.labels import KINDS

MAILS = {path.name.split(".")[0] for path in Path(settings.BASE_DIR, "templates", "mail").glob("*.body.txt")}


def test_every_kind_of_mail_has_a_name() -> None:
    assert len(MAILS) > 20
    assert sorted(KINDS) == sorted(MAILS)


def test_what_is_hidden_exists() -> None:
    assert set(HIDDEN_KINDS) <= MAILS

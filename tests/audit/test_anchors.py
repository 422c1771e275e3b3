"""Anchors: heads of the hash chain that are told to people and kept in files, and what is said of them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit import keeping
from audit.actions import anchor_hour, record
from audit.chain import anchor, link_all
from audit.models import AuditAnchor, AuditEvent
from audit.tasks import link
from audit.verify import anchors_in, verify
from notifications.models import OutboxMessage
from tests import cast
from tests.audit.test_chain import NOW, write


@pytest.mark.django_db
def test_an_anchor_reaches_the_auditors_and_the_file(tmp_path: Path, settings: Any) -> None:
    settings.AUDIT_ANCHORS_FILE = tmp_path / "kept" / "anchors.txt"
    auditor = cast.auditor()
    write(3)
    row = anchor("CLOSE", rfq_code="RFQ-1", now=timezone.now())
    assert row.position == 3
    assert OutboxMessage.objects.get(kind="audit_anchor").to == auditor.email
    link()
    link()
    kept = anchors_in(settings.AUDIT_ANCHORS_FILE)
    assert [(one.position, one.hash) for one in kept] == [(3, row.hash)]
    assert verify(kept).sound and verify(kept).anchors == 2


@pytest.mark.django_db
def test_hourly_anchors_are_mailed_once_a_day(tmp_path: Path, settings: Any) -> None:
    settings.AUDIT_ANCHORS_FILE = tmp_path / "anchors.txt"
    cast.auditor()
    for hour in (0, 1, 23, 24):
        anchor_hour(now=NOW.replace(hour=0) + hour * (NOW.replace(hour=1) - NOW.replace(hour=0)))
    assert AuditAnchor.objects.filter(kind="HOURLY").count() == 4
    days = {timezone.localdate(row.at) for row in AuditAnchor.objects.all()}
    assert OutboxMessage.objects.filter(kind="audit_anchor").count() == len(days) == 2
    assert AuditEvent.objects.filter(action="audit.verified").count() == 4


@pytest.mark.django_db
def test_the_command_tells_and_answers_with_its_return_code(
    tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.AUDIT_ANCHORS_FILE = tmp_path / "anchors.txt"
    write(3)
    link_all()
    call_command("verify_audit")
    assert "3 events in the chain" in capsys.readouterr().out
    other = tmp_path / "mail.txt"
    other.write_text(f"kept by me\n2 {'ab' * 32}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit", anchors=[str(other)])
    assert ended.value.code == 1
    assert "position 2: the link is not the one of mail.txt:2" in capsys.readouterr().out
    with pytest.raises(CommandError, match="No such file"):
        call_command("verify_audit", anchors=[str(tmp_path / "nothing")])


@pytest.mark.django_db
def test_an_event_without_a_link_for_longer_than_five_seconds_is_reported() -> None:
    record("rfq.reset", by=None, now=timezone.now())
    assert verify().sound and verify().unlinked == 1
    write(1)  # long ago
    report = verify()
    assert (report.unlinked, report.overdue) == (2, 1)
    assert not report.sound and "not in the chain" in report.troubles[0]


@pytest.mark.django_db
def test_a_file_that_is_ahead_of_the_database_is_left_alone(tmp_path: Path, settings: Any) -> None:
    settings.AUDIT_ANCHORS_FILE = tmp_path / "anchors.txt"
    settings.AUDIT_ANCHORS_FILE.write_text(
        f"99 2026-01-01T00:00:00+00:00 HOURLY - 7 {'0' * 64}\n", encoding="utf-8"
    )
    keeping.head_file().write_text(f"9 {'0' * 64}\n", encoding="utf-8")
    write(2)
    anchor("HOURLY", now=NOW)
    assert keeping.write_anchors() == 0
    report = verify([known for path in keeping.kept_files() for known in anchors_in(path)])
    assert len(report.troubles) == 2 and "vouches for" in report.troubles[0]
    keeping.forget()
    assert keeping.kept_files() == []

"""One more reviewer after the publication: in the place of one who is not impartial, or beside the others."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Role
from audit.models import AuditEvent
from notifications.models import OutboxMessage
from rfqs.models import RFQ, Conflict, Duty, Part
from rfqs.queries import publication_content
from rfqs.states import RfqStatus
from scoring.actions import (
    approve_opening,
    declare_conflict,
    name_reviewer,
    release_reviewer,
    share_out,
    submit_sheet,
)
from scoring.models import Sheet
from scoring.queries.cells import EVERYTHING, assigned_cells
from scoring.queries.opening import reviewers_of, reviewers_to_name
from scoring.queries.panel_board import reviewer_lines
from tests import cast
from tests.scoring.build import closed_rfq, fill, open_part
from ui.errors import Refused

pytestmark = pytest.mark.django_db


def third() -> Any:
    return cast.person("third.reviewer@plover.example", "Kang Le", Role.REVIEWER)


def name(rfq: RFQ, reviewer: Any, by: Any = None) -> Duty:
    return name_reviewer(rfq=rfq, reviewer=reviewer, by=by or cast.buyer(), now=timezone.now())


def test_a_dead_end_of_conflicts_goes_on_with_another_reviewer(client: Client) -> None:
    rfq, now = open_part(closed_rfq(), Part.QUALITY), timezone.now()
    for sheet in Sheet.objects.all():
        declare_conflict(sheet=sheet, reason="known to me", by=sheet.reviewer, now=now)
    with pytest.raises(Refused, match="Name another one first"):
        approve_opening(rfq=rfq, part=Part.COMMERCIAL, by=cast.buyer(), now=now)
    person, page = third(), reverse("scoring:opening", args=[rfq.code])
    client.force_login(cast.buyer())
    shown = client.get(page).content.decode()
    assert "Nobody is left to score" in shown and person.name in shown
    assert cast.reviewer().name not in shown.partition('id="reviewers"')[2].partition("</form>")[0]
    post = reverse("scoring:add_reviewer", args=[rfq.code])
    assert client.post(post, {"reviewer": str(person.pk)}).headers["Location"] == page
    assert reviewers_of(rfq) == [person]
    sheet = Sheet.objects.get(reviewer=person)
    assert (sheet.stage, sheet.status) == (Sheet.Stage.FIRST, "OPEN")
    assert OutboxMessage.objects.filter(kind="opening_sheet", to=person.email).count() == 1
    row = AuditEvent.objects.get(action="duty.named")
    assert (row.rfq_code, row.detail) == (rfq.code, {"kind": "REVIEWER", "name": person.name})
    with pytest.raises(Refused, match="not done yet"):
        approve_opening(rfq=rfq, part=Part.COMMERCIAL, by=cast.buyer(), now=now)
    fill(sheet, "3")
    submit_sheet(sheet=sheet, by=person, now=now)
    rfq = open_part(rfq, Part.COMMERCIAL)
    assert [one.reviewer for one in Sheet.objects.filter(stage=Sheet.Stage.SECOND)] == [person]
    other = cast.person("fourth.reviewer@plover.example", "Lu Yan", Role.REVIEWER)
    name(rfq, other)
    assert [one.stage for one in Sheet.objects.filter(reviewer=other)] == [Sheet.Stage.SECOND]


def lines(rfq: RFQ) -> tuple[dict[str, bool], int]:
    """The reviewers on the page of the panel and whether each has a conflict; how often the database was asked."""
    with CaptureQueriesContext(connection) as asked:
        found = reviewer_lines(rfq, publication_content(rfq), {})
    return {line["name"]: line["has_conflict"] for line in found}, len(asked)


def test_who_cannot_be_named_and_by_whom() -> None:
    rfq, now = closed_rfq(), timezone.now()
    two, queries = lines(rfq)
    Conflict.objects.create(rfq=rfq, user=cast.reviewer(), reason="known to me", declared_at=now)
    name(rfq, third())
    said = {**dict.fromkeys(two, False), cast.reviewer().name: True, third().name: False}
    assert lines(rfq) == (said, queries), "as many queries for three reviewers as for two"
    assert not Sheet.objects.exists(), "there is nothing to score yet"
    no_reviewer, partial = cast.second_buyer(), cast.person("p@plover.example", "Pei", Role.REVIEWER)
    Conflict.objects.create(rfq=rfq, user=partial, reason="known to me", declared_at=now)
    for person, why in ((third(), "already"), (no_reviewer, "role"), (partial, "conflict of interest")):
        with pytest.raises(Refused, match=why):
            name(rfq, person)
    fresh = cast.person("f@plover.example", "Fan", Role.REVIEWER)
    assert list(reviewers_to_name(cast.buyer(), rfq).values()) == [fresh]
    assert reviewers_to_name(cast.approver(), rfq) == {}
    with pytest.raises(Refused, match="Only buyers"):
        name(rfq, fresh, by=cast.approver())
    Conflict.objects.create(rfq=rfq, user=cast.second_buyer(), reason="known to me", declared_at=now)
    with pytest.raises(PermissionDenied, match="conflict of interest"):
        name(rfq, fresh, by=cast.second_buyer())
    cast.organisation()
    Organisation.objects.update(profile=Organisation.Profile.STRICT)
    Duty.objects.create(rfq=rfq, user=fresh, kind=Duty.Kind.OPENER)
    with pytest.raises(Refused, match="different people"):
        name(rfq, fresh)
    rfq.status = RfqStatus.SCORED
    assert reviewers_to_name(cast.buyer(), rfq) == {}


def test_a_release_ends_the_share() -> None:
    rfq, person = closed_rfq(), cast.reviewer()
    who: dict[str, Any] = {"rfq": rfq, "reviewer": person, "by": cast.buyer(), "now": timezone.now()}
    share_out(items=["Q3"], quotes=[], **who)
    assert assigned_cells(rfq.pk, person.pk).items == {"Q3"}
    release_reviewer(reason="on leave", **who)
    name_reviewer(**who)
    assert assigned_cells(rfq.pk, person.pk) == EVERYTHING

"""A reviewer who is not impartial says so, and is out of the RFQ: quotes, sheets, scores and decisions."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from notifications.models import OutboxMessage
from quotes.access import quotes_visible_to
from rfqs.models import RFQ, Conflict, Duty, Part
from rfqs.states import RfqStatus
from scoring.access import is_chair
from scoring.actions import (
    approve_award,
    approve_opening,
    close_without_award,
    continue_with_few,
    declare_conflict,
    propose_award,
    return_to_shortlist,
    run_scores,
    save_score,
    settle_spread,
    submit_sheet,
)
from scoring.actions.exports import record_export
from scoring.models import Score, Sheet
from scoring.queries.inputs import gathered_inputs, open_sheet_count
from scoring.queries.opening import reason_against_opening
from scoring.queries.waiting import waiting
from tests import cast
from tests.scoring.build import CHEAP, DILIGENCE, closed_rfq, fill, open_part, priced_rfq, quote_of
from ui.errors import Refused

pytestmark = pytest.mark.django_db


def declare(client: Client, sheet: Sheet, **data: str) -> None:
    client.force_login(sheet.reviewer)
    url = reverse("admin:conflict", args=[sheet.pk])
    answer = client.post(url, data, headers={"accept": "text/html"})
    assert answer.status_code in (302, 303)


def opened() -> RFQ:
    return open_part(closed_rfq(), Part.QUALITY)


def test_quotes_and_sheets_are_closed_and_the_owner_is_told(client: Client) -> None:
    rfq = opened()
    sheet, vendor = Sheet.objects.get(reviewer=cast.reviewer()), quote_of(rfq, CHEAP).vendor
    client.force_login(sheet.reviewer)
    page = client.get(reverse("admin:sheet", args=[sheet.pk])).content.decode()
    assert reverse("admin:conflict", args=[sheet.pk]) in page
    asked = client.get(reverse("admin:conflict", args=[sheet.pk])).content.decode()
    assert "I am not impartial here" in asked and CHEAP in asked
    declare(client, sheet, vendor=str(vendor.pk), reason="My sister works there.")
    own = Conflict.objects.get()
    assert (own.user, own.vendor, own.reason) == (cast.reviewer(), vendor, "My sister works there.")
    assert not quotes_visible_to(cast.reviewer(), rfq).exists()
    assert quotes_visible_to(cast.second_reviewer(), rfq).count() == 2
    for url in (
        reverse("admin:sheet", args=[sheet.pk]),
        reverse("admin:score", args=[sheet.pk, quote_of(rfq, CHEAP).pk, "Q3"]),
    ):
        gone = client.get(url)
        assert gone.status_code == 403 and "You no longer review this RFQ" in gone.content.decode()
    assert CHEAP not in client.get(reverse("scoring:answers", args=["RFQ-7"])).content.decode()
    with pytest.raises(Http404):
        save_score(
            sheet=sheet,
            quote=quote_of(rfq, CHEAP),
            item="Q3",
            value=3,
            reason="",
            confidence="",
            by=cast.reviewer(),
            now=timezone.now(),
        )
    row = AuditEvent.objects.get(action="conflict.declared")
    assert (row.rfq_code, row.detail) == ("RFQ-7", {"vendor": CHEAP, "reason": "My sister works there."})
    letter = OutboxMessage.objects.get(kind="conflict_declared")
    assert letter.to == cast.buyer().email


def test_without_a_reason_nothing_happens(client: Client) -> None:
    opened()
    sheet = Sheet.objects.get(reviewer=cast.reviewer())
    client.force_login(sheet.reviewer)
    chosen = str(quote_of(sheet.rfq, CHEAP).vendor_id)
    answer = client.post(reverse("admin:conflict", args=[sheet.pk]), {"reason": " ", "vendor": chosen})
    again = answer.content.decode()
    assert answer.status_code == 422 and "Give the reason." in again and f'value="{chosen}" selected' in again
    assert not Conflict.objects.exists()
    denied = AuditEvent.objects.get(action="admin:conflict", outcome="DENIED")
    assert (denied.rfq_code, denied.detail["reason"]) == ("RFQ-7", "Give the reason.")
    client.force_login(cast.second_reviewer())
    answer = client.post(reverse("admin:conflict", args=[sheet.pk]), {"reason": "not my sheet"})
    assert answer.status_code == 404 and not Conflict.objects.exists()


def test_the_others_go_on_and_the_scores_no_longer_count(client: Client) -> None:
    rfq = opened()
    sheet = Sheet.objects.get(reviewer=cast.reviewer())
    fill(sheet, "0")
    declare_conflict(sheet=sheet, reason="known to me", by=cast.reviewer(), now=timezone.now())
    assert open_sheet_count(rfq, Sheet.Stage.FIRST) == 1
    for other in Sheet.objects.filter(status="OPEN"):
        fill(other, "4")
    hand_in(rfq)
    assert Score.objects.filter(sheet=sheet).exists(), "kept, as everything that stood"
    scores = [quote["scores"] for quote in gathered_inputs(rfq)["quotes"]]
    assert {value for items in scores for value in items.values()} == {"4"}
    open_part(rfq, Part.COMMERCIAL)
    assert [one.reviewer for one in Sheet.objects.filter(stage="SECOND")] == [cast.second_reviewer()]


def hand_in(rfq: RFQ) -> None:
    for sheet in Sheet.objects.filter(rfq=rfq, status="OPEN"):
        submit_sheet(sheet=sheet, by=sheet.reviewer, now=timezone.now())


def test_with_nobody_left_to_score_prices_stay_sealed() -> None:
    rfq = opened()
    for sheet in Sheet.objects.all():
        declare_conflict(sheet=sheet, reason="known to me", by=sheet.reviewer, now=timezone.now())
    with pytest.raises(Refused, match="Name another one first"):
        approve_opening(rfq=rfq, part=Part.COMMERCIAL, by=cast.buyer(), now=timezone.now())
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.EVALUATION


def test_it_is_never_taken_back() -> None:
    rfq = opened()
    sheet = Sheet.objects.get(reviewer=cast.reviewer())
    declare_conflict(sheet=sheet, reason="known to me", by=cast.reviewer(), now=timezone.now())
    with pytest.raises(Http404):
        declare_conflict(sheet=sheet, reason="again", by=cast.reviewer(), now=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Conflict.objects.filter(rfq=rfq).delete()


def test_a_buyer_who_reviews_is_kept_from_prices_ranking_and_award(client: Client) -> None:
    opened()
    reviewer = cast.reviewer()
    reviewer.roles = ["REVIEWER", "BUYER"]
    reviewer.save()
    sheet = Sheet.objects.get(reviewer=reviewer)
    declare_conflict(sheet=sheet, reason="known to me", by=reviewer, now=timezone.now())
    client.force_login(reviewer)
    for page in ("ranking", "award"):
        assert client.get(reverse(f"scoring:{page}", args=["RFQ-7"])).status_code == 403
    assert client.post(reverse("scoring:rank", args=["RFQ-7"])).status_code == 403
    assert CHEAP not in client.get(reverse("scoring:answers", args=["RFQ-7"])).content.decode()


def with_roles(user: User, *roles: str) -> User:
    user.roles = list(roles)
    user.save()
    return user


def test_every_act_of_an_evaluation_refuses_them_not_only_its_page() -> None:
    """Whatever role remains: views, scripts and the demo come through the same actions."""
    rfq, now = opened(), timezone.now()
    quote, by = quote_of(rfq, CHEAP), with_roles(cast.reviewer(), "REVIEWER", "BUYER", "APPROVER")
    declare_conflict(sheet=Sheet.objects.get(reviewer=by), reason="known to me", by=by, now=now)
    who = {"by": by, "now": now}
    acts = [
        lambda: approve_opening(rfq=rfq, part=Part.COMMERCIAL, **who),
        lambda: continue_with_few(rfq=rfq, reason="why", **who),
        lambda: settle_spread(rfq=rfq, quote=quote, item="Q3", value=Decimal(3), reason="why", **who),
        lambda: run_scores(rfq=rfq, **who),
        lambda: propose_award(rfq=rfq, quote=quote, reason="why", diligence=DILIGENCE, **who),
        lambda: return_to_shortlist(rfq=rfq, reason="why", **who),
        lambda: approve_award(rfq=rfq, **who),
        lambda: close_without_award(rfq=rfq, reason="why", **who),
        lambda: record_export(rfq=rfq, what="answers", form="xlsx", **who),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied, match="conflict of interest"):
            act()
    assert "conflict of interest" in reason_against_opening(by, rfq, Part.COMMERCIAL, [], now)


def test_a_word_for_the_prices_lapses_with_a_conflict() -> None:
    rfq, now = opened(), timezone.now()
    by = with_roles(cast.reviewer(), "REVIEWER", "BUYER")
    for sheet in Sheet.objects.all():
        fill(sheet, "4")
    hand_in(rfq)
    assert any("prices" in line.title for line in waiting(by, now))
    approve_opening(rfq=rfq, part=Part.COMMERCIAL, by=by, now=now)
    declare_conflict(sheet=Sheet.objects.get(reviewer=by), reason="known to me", by=by, now=now)
    assert not waiting(by, now)
    approve_opening(rfq=rfq, part=Part.COMMERCIAL, by=cast.buyer(), now=now)
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.EVALUATION, "one word that counts"
    approve_opening(rfq=rfq, part=Part.COMMERCIAL, by=cast.approver(), now=now)
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.PRICES_OPENED


def test_the_owner_steps_in_for_a_chair_who_is_not_impartial_then_any_buyer() -> None:
    rfq = opened()
    chair, owner, other = cast.reviewer(), cast.buyer(), cast.second_buyer()
    Duty.objects.create(rfq=rfq, user=chair, kind=Duty.Kind.CHAIR)
    Duty.objects.create(rfq=rfq, user=owner, kind=Duty.Kind.OWNER)
    assert [is_chair(user, rfq) for user in (chair, owner, other)] == [True, False, False]
    sheet = Sheet.objects.get(reviewer=chair)
    declare_conflict(sheet=sheet, reason="known to me", by=chair, now=timezone.now())
    assert [is_chair(user, rfq) for user in (chair, owner, other)] == [False, True, False]
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert [is_chair(user, rfq) for user in (chair, other)] == [False, True]


def test_without_any_score_left_there_is_no_ranking() -> None:
    rfq = priced_rfq()
    for reviewer in (cast.reviewer(), cast.second_reviewer()):
        sheet = Sheet.objects.filter(reviewer=reviewer).first()
        assert sheet is not None
        declare_conflict(sheet=sheet, reason="known to me", by=reviewer, now=timezone.now())
    with pytest.raises(Refused, match="no scores to rank by"):
        run_scores(rfq=rfq, by=cast.buyer(), now=timezone.now())

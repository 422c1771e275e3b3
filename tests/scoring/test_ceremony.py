"""The opening as a ceremony: whose word counts and how long, minutes, attempts, and prices after the locks."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Role
from audit.middleware import ATTEMPT
from audit.models import AuditAnchor, AuditEvent
from audit.verify import verify
from notifications.models import OutboxMessage
from quotes.models import Quote, Revision
from rfqs.models import RFQ, Duty, Part
from rfqs.states import RfqStatus
from scoring.actions import approve_opening, continue_with_few, revise_score, run_scores, settle_spread
from scoring.actions.runs import comes_out_again, still_current
from scoring.models import OpeningApproval, OpeningMinutes, Score, ScoreRevision, ScoreRun, Sheet
from scoring.policies import APPROVAL_LASTS, approval_counts
from tests import cast, deadlines
from tests.scoring.build import (
    CHEAP,
    DEAR,
    closed_rfq,
    document,
    open_part,
    priced_rfq,
    publish,
    quote_of,
    score_stage,
    scored_rfq,
    send,
)
from ui.errors import Refused

pytestmark = pytest.mark.django_db


def approve(rfq: RFQ, by: Any, part: str = Part.QUALITY) -> RFQ:
    return approve_opening(rfq=rfq, part=part, by=by, now=timezone.now())


def opened(rfq: RFQ) -> bool:
    rfq.refresh_from_db()
    return rfq.status != RfqStatus.PUBLISHED


# -- whose word counts -------------------------------------------------------------------------------


def test_a_word_counts_for_fifteen_minutes_for_its_rfq_and_part() -> None:
    rfq = closed_rfq()
    approve(rfq, cast.buyer())
    given = OpeningApproval.objects.get()
    at = given.approved_at
    assert approval_counts(given, rfq, Part.QUALITY, at + APPROVAL_LASTS)
    assert not approval_counts(given, rfq, Part.QUALITY, at + APPROVAL_LASTS + timedelta(microseconds=1))
    assert not approval_counts(given, rfq, Part.COMMERCIAL, at)
    other = RFQ(pk="00000000-0000-0000-0000-000000000000", deadline_at=rfq.deadline_at)
    assert not approval_counts(given, other, Part.QUALITY, at)
    rfq.deadline_at = at
    assert not approval_counts(given, rfq, Part.QUALITY, at)


def test_after_it_lapsed_both_approve_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    rfq = closed_rfq()
    approve(rfq, cast.buyer())
    monkeypatch.setattr("scoring.policies.APPROVAL_LASTS", timedelta(0))
    approve(rfq, cast.approver())
    assert not opened(rfq)
    monkeypatch.undo()
    approve(rfq, cast.second_buyer())
    assert opened(rfq)


@pytest.mark.parametrize("loss", ["switched off", "role taken", "duty taken"])
def test_a_word_of_somebody_who_is_no_officer_any_more_does_not_count(loss: str) -> None:
    rfq, first = closed_rfq(), cast.buyer()
    organisation = cast.organisation()
    if loss == "duty taken":
        organisation.profile = Organisation.Profile.STRICT
        organisation.save()
        for officer in (first, cast.approver(), cast.second_buyer()):
            Duty.objects.create(rfq=rfq, user=officer, kind=Duty.Kind.OPENER)
    approve(rfq, first)
    if loss == "switched off":
        first.is_active = False
        first.save()
    elif loss == "role taken":
        first.roles = [Role.REVIEWER.value]
        first.save()
    else:
        Duty.objects.filter(rfq=rfq, user=first).delete()
    approve(rfq, cast.approver())
    assert not opened(rfq)
    approve(rfq, cast.second_buyer())
    assert opened(rfq)


def test_somebody_who_was_switched_off_meanwhile_approves_nothing() -> None:
    """The session's own copy of the person still says they are an officer."""
    rfq, officer = closed_rfq(), cast.approver()
    approve(rfq, cast.buyer())
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    with pytest.raises(Refused, match="switched off"):
        approve(rfq, officer)
    type(officer).objects.filter(pk=officer.pk).update(is_active=True, roles=[Role.REVIEWER.value])
    with pytest.raises(Refused, match="Only buyers and approvers"):
        approve(rfq, officer)
    assert not opened(rfq)


def test_the_database_refuses_a_word_before_the_deadline_and_sets_its_moment() -> None:
    rfq = publish()
    send(rfq, CHEAP, document())
    row = OpeningApproval(rfq=rfq, part=Part.QUALITY, officer=cast.buyer(), approved_at=timezone.now())
    with pytest.raises(DatabaseError, match="before the deadline"), transaction.atomic():
        row.save(force_insert=True)
    late = deadlines.close(rfq)
    row = OpeningApproval(
        rfq=late, part=Part.QUALITY, officer=cast.buyer(), approved_at=timezone.now() + timedelta(days=9)
    )
    row.save(force_insert=True)
    row.refresh_from_db()
    assert abs(row.approved_at - timezone.now()) < timedelta(minutes=1)


def test_few_quotes_in_one_act_still_need_two_persons_for_prices() -> None:
    rfq = closed_rfq(need={"open_in_one_act": True}, dear=document(q7_nda="REFUSED"))
    open_part(rfq, Part.QUALITY)
    assert rfq.status == RfqStatus.QUALITY_OPENED
    continue_with_few(rfq=rfq, reason="one is enough", by=cast.buyer(), now=timezone.now())
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.EVALUATION and rfq.prices_opened_at is None


# -- the race ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_words_at_the_same_time_open_once() -> None:
    """A5: six people approve at once, one round; one opening, over exactly the quotes that were sent."""
    officers = [cast.person(f"o{n}@plover.example", f"Officer {n}", Role.BUYER) for n in range(6)]
    rfq = closed_rfq()
    gate, outcomes = threading.Barrier(len(officers)), []

    def press(person: Any) -> None:
        gate.wait()
        try:
            approve(RFQ.objects.get(pk=rfq.pk), person)
            outcomes.append("ok")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["ok"] * 2 + ["refused"] * 4
    assert OpeningMinutes.objects.filter(rfq=rfq, part=Part.QUALITY).count() == 1
    accepted = set(Revision.objects.filter(invitation__rfq=rfq).values_list("pk", flat=True))
    assert set(Quote.objects.filter(rfq=rfq).values_list("revision_id", flat=True)) == accepted
    assert OpeningApproval.objects.count() == 2


# -- fresh sign-in -----------------------------------------------------------------------------------


@pytest.fixture
def stale(client: Client) -> Iterator[Client]:
    """A session of a buyer whose sign-in is not fresh."""
    client.force_login(cast.buyer())
    return client


def press(client: Client, code: str = "RFQ-7", **typed: str) -> Any:
    return client.post(reverse("scoring:opening_approve", args=[code]), {"part": "QUALITY", **typed})


def test_an_old_session_is_asked_for_its_password_and_then_goes_on(stale: Client) -> None:
    closed_rfq()
    answer = press(stale)
    assert answer.status_code == 302 and "reauthenticate" in answer.url
    assert not OpeningApproval.objects.exists()
    stale.post(answer.url, {"password": "wrong"})
    assert not OpeningApproval.objects.exists()
    done = stale.post(answer.url, {"password": cast.PASSWORD}, follow=True)
    assert done.redirect_chain[-1][0].endswith("/rfqs/RFQ-7/opening/")
    assert OpeningApproval.objects.get().officer == cast.buyer()


def test_the_password_may_be_given_in_the_form(stale: Client) -> None:
    closed_rfq()
    page = stale.get("/rfqs/RFQ-7/opening/").content.decode()
    assert 'name="password"' in page
    asked = press(stale, password="wrong").url
    assert "reauthenticate" in asked
    assert "That password was not accepted" in stale.get(asked).content.decode()
    assert "wrong" not in str(dict(stale.session))
    assert not OpeningApproval.objects.exists()
    assert press(stale, password=cast.PASSWORD).url.endswith("/opening/")
    assert OpeningApproval.objects.count() == 1
    assert 'name="password"' not in stale.get("/rfqs/RFQ-7/opening/").content.decode()


def test_five_minutes_later_it_is_asked_again(client: Client, settings: Any) -> None:
    closed_rfq()
    cast.sign_in_afresh(client, cast.buyer())
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert "reauthenticate" in press(client).url
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    assert press(client).url.endswith("/opening/")


def test_a_code_by_mail_is_not_enough(client: Client) -> None:
    closed_rfq()
    cast.sign_in_afresh(client, cast.buyer())
    session = client.session
    session["account_authentication_methods"][0]["method"] = "code"
    session.save()
    assert "reauthenticate" in press(client).url


# -- minutes and attempts ----------------------------------------------------------------------------


def test_the_minutes_say_who_when_and_what(client: Client) -> None:
    cast.auditor()
    rfq = open_part(closed_rfq(), Part.QUALITY)
    minutes = OpeningMinutes.objects.get()
    content = minutes.content
    assert minutes.opened_at == rfq.quality_opened_at
    assert [officer["name"] for officer in content["officers"]] == ["Bai Lin", "Gao Wen"]
    assert [line["vendor"] for line in content["quotes"]] == [CHEAP, DEAR]
    stored = {
        envelope.commitment
        for revision in Revision.objects.all()
        for envelope in revision.envelopes.filter(part=Part.QUALITY)
    }
    assert {line["commitment"] for line in content["quotes"]} == stored
    assert (content["invited"], content["late"], content["withdrawn"]) == (2, 0, 0)
    anchor = AuditAnchor.objects.get(kind="OPENING")
    assert (anchor.position, anchor.hash, anchor.rfq_code) == (content["position"], content["head"], "RFQ-7")
    assert verify().sound
    assert OutboxMessage.objects.filter(kind="audit_anchor").count() == 1
    client.force_login(cast.buyer())
    page = client.get(reverse("scoring:minutes", args=["RFQ-7"])).content.decode()
    for words in ("Bai Lin", "Gao Wen", CHEAP, DEAR, content["head"], *stored):
        assert words in page
    client.force_login(cast.vendor_user())
    assert client.get(reverse("scoring:minutes", args=["RFQ-7"])).status_code == 404


def test_prices_have_minutes_of_their_own(client: Client) -> None:
    priced_rfq()
    assert set(OpeningMinutes.objects.values_list("part", flat=True)) == {"QUALITY", "COMMERCIAL"}
    client.force_login(cast.buyer())
    assert client.get(reverse("scoring:minutes", args=["RFQ-7"])).content.decode().count("<dl") == 2


def test_refused_attempts_at_sealed_content_are_on_the_opening_page(client: Client) -> None:
    """A11: three people reach for what is sealed; each attempt is one row, and the owner reads it."""
    rfq = publish()
    invitation = send(rfq, CHEAP, document())
    reaches = (
        (cast.rival_user(), reverse("quotes:answers", args=[invitation.pk, 1]), 404),
        (cast.vendor_user(), reverse("scoring:answers", args=["RFQ-7"]), 404),
        (cast.approver(), reverse("scoring:file", args=["RFQ-7", invitation.pk]), 404),
    )
    for person, url, status in reaches:
        client.force_login(person)
        assert client.get(url).status_code == status
    rows = AuditEvent.objects.filter(action=ATTEMPT, outcome="DENIED", rfq_code="RFQ-7")
    assert [row.actor_label for row in rows] == [str(person) for person, _url, _status in reversed(reaches)]
    cast.sign_in_afresh(client, cast.second_buyer())
    press(client)
    page = client.get("/rfqs/RFQ-7/opening/").content.decode()
    for words in ("Ning Bo", "Lan Xin", "Gao Wen", "Chen Mo", "Refused attempts"):
        assert words in page
    client.force_login(cast.reviewer())
    assert "Refused attempts" not in client.get("/rfqs/RFQ-7/opening/").content.decode()


def test_what_is_not_there_is_recorded_like_what_is() -> None:
    client = Client()
    client.force_login(cast.rival_user())
    client.get(reverse("quotes:answers", args=["00000000-0000-0000-0000-000000000000", 1]))
    assert AuditEvent.objects.get(action=ATTEMPT).rfq_code == ""


# -- scores after a sheet is done --------------------------------------------------------------------


def revise(
    sheet: Sheet, quote: Quote, item: str = "Q3", value: str = "4.5", reason: str = "heard more"
) -> Score:
    return revise_score(
        sheet=sheet,
        quote=quote,
        item=item,
        value=Decimal(value),
        reason=reason,
        by=sheet.reviewer,
        now=timezone.now(),
    )


def test_a_score_of_a_done_sheet_changes_by_a_revision_with_its_reason() -> None:
    rfq = open_part(closed_rfq(), Part.QUALITY)
    score_stage(rfq, Sheet.Stage.FIRST)
    sheet, quote = Sheet.objects.filter(reviewer=cast.reviewer()).get(), quote_of(rfq, CHEAP)
    with pytest.raises(Refused, match="Give the reason"):
        revise(sheet, quote, reason=" ")
    with pytest.raises(Refused, match="stands already"):
        revise(sheet, quote, value="3")
    revise(sheet, quote)
    kept = ScoreRevision.objects.filter(sheet=sheet, quote=quote, item="Q3")
    assert [(row.value, row.after_submission) for row in kept] == [
        (Decimal(3), False),
        (Decimal("4.5"), True),
    ]
    assert (kept[1].by, kept[1].reason) == (cast.reviewer(), "heard more")
    row = AuditEvent.objects.get(action="score.revised")
    assert (row.detail["before"], row.detail["after"], row.detail["reason"]) == ("3.0", "4.5", "heard more")


def test_quality_scores_stand_once_prices_are_open() -> None:
    rfq = priced_rfq()
    sheet = Sheet.objects.get(reviewer=cast.reviewer(), stage="FIRST")
    with pytest.raises(Refused, match="no longer change"):
        revise(sheet, quote_of(rfq, CHEAP))
    with pytest.raises(Refused, match="no longer change"):
        settle_spread(
            rfq=rfq,
            quote=quote_of(rfq, CHEAP),
            item="Q3",
            value=Decimal(5),
            reason="second thoughts",
            by=cast.buyer(),
            now=timezone.now(),
        )


def test_a_ranking_that_was_shown_comes_out_again_after_a_revision() -> None:
    rfq, run = scored_rfq()
    sheet = Sheet.objects.get(reviewer=cast.reviewer(), stage="SECOND")
    revise(sheet, quote_of(rfq, CHEAP), item="Q1", value="2")
    run = ScoreRun.objects.get(pk=run.pk)
    assert comes_out_again(run) and not still_current(run)
    again = run_scores(rfq=rfq, by=cast.buyer(), now=timezone.now())
    again.refresh_from_db()
    assert still_current(again) and comes_out_again(again) and again.inputs != run.inputs


def test_the_panel_offers_the_revision(client: Client) -> None:
    rfq = open_part(closed_rfq(), Part.QUALITY)
    score_stage(rfq, Sheet.Stage.FIRST)
    sheet, quote = Sheet.objects.get(reviewer=cast.reviewer()), quote_of(rfq, CHEAP)
    client.force_login(cast.reviewer())
    url = reverse("admin:score", args=[sheet.pk, quote.pk, "Q3"])
    page = client.get(url).content.decode()
    assert "A change is kept beside the score it replaces" in page and "data-autosave" not in page
    again = {"value": "4.0", "revision": "1"}
    assert client.post(url, again | {"reason": ""}).status_code == 422
    assert client.post(url, again | {"reason": "reference called"}).status_code == 302
    assert Score.objects.get(sheet=sheet, quote=quote, item="Q3").value == 4


def test_production_asks_for_the_second_factor_first(client: Client, settings: Any) -> None:
    """D4: without one the way leads to setting it up; with one and an old sign-in, to confirming it."""
    closed_rfq()
    settings.SECOND_FACTOR_REQUIRED = True
    buyer = cast.buyer()
    cast.sign_in_afresh(client, buyer)
    assert press(client).url == reverse("mfa_index")
    Authenticator.objects.create(user=buyer, type=Authenticator.Type.TOTP, data={})
    client.logout()
    client.force_login(buyer)
    assert "reauthenticate" in press(client).url
    assert not OpeningApproval.objects.exists()
    cast.sign_in_afresh(client, buyer)  # the password again is not the second factor
    assert "reauthenticate" in press(client).url
    cast.sign_in_afresh(client, buyer, "mfa")
    assert press(client).url.endswith("/opening/")
    assert OpeningApproval.objects.count() == 1

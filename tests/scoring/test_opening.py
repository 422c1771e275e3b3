"""Opening: after the deadline, by two different officers, quality first, prices after the first sheets."""

from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from accounts.roles import Role
from audit.models import AuditEvent
from notifications.models import OutboxMessage
from quotes.models import Quote
from rfqs.models import RFQ, Duty, Part
from rfqs.states import RfqStatus
from scoring.actions import approve_opening, continue_with_few
from scoring.models import GateResult, OpeningApproval, RedFlag, Sheet, TcoRun
from tests import cast
from tests.scoring.build import (
    CHEAP,
    DEAR,
    close,
    closed_rfq,
    document,
    open_part,
    priced_rfq,
    publish,
    quote_of,
    score_stage,
    send,
)
from ui.errors import Refused

pytestmark = pytest.mark.django_db


def approve(rfq: RFQ, part: str, by: Any) -> RFQ:
    return approve_opening(rfq=rfq, part=part, by=by, now=timezone.now())


def test_nothing_opens_before_the_deadline() -> None:
    rfq = publish()
    send(rfq, CHEAP, document())
    with pytest.raises(Refused, match="sealed until the deadline"):
        approve(rfq, Part.QUALITY, cast.buyer())
    assert not Quote.objects.exists()


def test_the_second_person_opens() -> None:
    rfq = closed_rfq()
    approve(rfq, Part.QUALITY, cast.buyer())
    assert not Quote.objects.exists()
    with pytest.raises(Refused, match="second person"):
        approve(rfq, Part.QUALITY, cast.buyer())
    approve(rfq, Part.QUALITY, cast.approver())
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.EVALUATION
    assert Quote.objects.filter(rfq=rfq, commercial__isnull=True).count() == 2
    assert Sheet.objects.filter(rfq=rfq, stage=Sheet.Stage.FIRST).count() == 2
    assert GateResult.objects.filter(quote__rfq=rfq, outcome="FAIL").count() == 0
    assert OutboxMessage.objects.filter(kind="opening_sheet").count() == 2
    assert OutboxMessage.objects.filter(kind="opening_notice").count() == 2
    assert AuditEvent.objects.filter(action="opening.opened").count() == 1


@pytest.mark.parametrize("person", [cast.reviewer, cast.auditor])
def test_only_buyers_and_approvers_open(person: Any) -> None:
    rfq = closed_rfq()
    with pytest.raises(Refused, match="Only buyers and approvers"):
        approve(rfq, Part.QUALITY, person())


@pytest.mark.parametrize("person", [cast.vendor_user, cast.administrator])
def test_for_others_there_is_no_such_rfq(person: Any) -> None:
    rfq = closed_rfq()
    with pytest.raises(Http404):
        approve(rfq, Part.QUALITY, person())


def test_strict_profile_wants_named_officers() -> None:
    rfq = closed_rfq()
    cast.organisation()
    Organisation.objects.update(profile=Organisation.Profile.STRICT)
    with pytest.raises(Refused, match="officers named"):
        approve(rfq, Part.QUALITY, cast.buyer())
    Duty.objects.create(rfq=rfq, user=cast.buyer(), kind=Duty.Kind.OPENER)
    approve(rfq, Part.QUALITY, cast.buyer())
    assert OpeningApproval.objects.count() == 1


def test_without_quotes_there_is_nothing_to_open() -> None:
    with pytest.raises(Refused, match="can be cancelled"):
        approve(close(publish()), Part.QUALITY, cast.buyer())


def test_without_reviewers_nothing_opens() -> None:
    rfq = closed_rfq()
    Duty.objects.filter(rfq=rfq).delete()
    with pytest.raises(Refused, match="reviewer"):
        approve(rfq, Part.QUALITY, cast.buyer())


def test_one_eligible_quote_waits_for_a_decision() -> None:
    rfq = open_part(closed_rfq(dear=document(q7_nda="REFUSED")), Part.QUALITY)
    assert rfq.status == RfqStatus.QUALITY_OPENED
    assert not Sheet.objects.exists()
    assert RedFlag.objects.get(quote=quote_of(rfq, DEAR)).code == "RF-701"
    with pytest.raises(Refused, match="reason"):
        continue_with_few(rfq=rfq, reason=" ", by=cast.buyer(), now=timezone.now())
    continue_with_few(rfq=rfq, reason="one is enough here", by=cast.buyer(), now=timezone.now())
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.EVALUATION
    assert Sheet.objects.count() == 2


def test_prices_wait_for_the_quality_sheets() -> None:
    rfq = closed_rfq()
    with pytest.raises(Refused, match="after the quality"):
        approve(rfq, Part.COMMERCIAL, cast.buyer())
    open_part(rfq, Part.QUALITY)
    with pytest.raises(Refused, match="not done yet"):
        approve(rfq, Part.COMMERCIAL, cast.buyer())
    score_stage(rfq, Sheet.Stage.FIRST)
    open_part(rfq, Part.COMMERCIAL)
    assert rfq.status == RfqStatus.PRICES_OPENED
    assert TcoRun.objects.count() == 2
    assert Sheet.objects.filter(stage=Sheet.Stage.SECOND).count() == 2


def test_a_price_that_cannot_be_computed_fails_its_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a quote is not sent any more; one that was sent before is opened all the same."""
    monkeypatch.setattr("quotes.readiness.price_faults", lambda *_given: [])
    rfq = priced_rfq(dear=document("0"))
    quote = quote_of(rfq, DEAR)
    assert GateResult.objects.get(quote=quote, code="G-11").outcome == "FAIL"
    assert "RF-107" in quote.red_flags.values_list("code", flat=True)
    assert TcoRun.objects.filter(quote=quote).count() == 0


def test_both_parts_at_once_when_the_rfq_says_so() -> None:
    rfq = open_part(closed_rfq(need={"open_in_one_act": True}), Part.QUALITY)
    assert rfq.status == RfqStatus.PRICES_OPENED
    assert Sheet.objects.count() == 4
    assert TcoRun.objects.count() == 2


def test_opened_once_is_opened() -> None:
    rfq = open_part(closed_rfq(), Part.QUALITY)
    with pytest.raises(Refused, match="opened already"):
        approve(rfq, Part.QUALITY, cast.second_buyer())


@pytest.mark.parametrize("loss", ["switched off", "role taken", "duty taken"])
def test_the_page_shows_no_approval_that_would_not_count(client: Client, loss: str) -> None:
    rfq, first, organisation = closed_rfq(), cast.buyer(), cast.organisation()
    organisation.profile = Organisation.Profile.STRICT
    organisation.save()
    for officer in (first, cast.approver()):
        Duty.objects.create(rfq=rfq, user=officer, kind=Duty.Kind.OPENER)
    approve_opening(rfq=rfq, part=Part.QUALITY, by=first, now=timezone.now())
    client.force_login(cast.approver())
    url = reverse("scoring:opening", args=["RFQ-7"])
    assert "Approve and open" in client.get(url).content.decode()
    if loss == "duty taken":
        Duty.objects.filter(rfq=rfq, user=first).delete()
    else:
        lost = {"is_active": False} if loss == "switched off" else {"roles": [Role.REVIEWER.value]}
        type(first).objects.filter(pk=first.pk).update(**lost)
    page = client.get(url).content.decode()
    assert "Approve and open" not in page and "An earlier approval has lapsed" in page

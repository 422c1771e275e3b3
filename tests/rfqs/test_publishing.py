"""Publishing freezes, names duties and tells; cancelling tells everyone who was told; a copy starts again."""

from datetime import timedelta

import pytest

from accounts.models import Organisation
from calc.documents import read_demand
from notifications.actions import unlock
from notifications.models import OutboxMessage
from rfqs import queries
from rfqs.actions.publishing import NotComplete, publish_rfq
from rfqs.actions.rfq import cancel_rfq, copy_rfq, update_basics, update_need
from rfqs.actions.weights import set_weights
from rfqs.models import Duty
from rfqs.states import RfqStatus
from tests import cast
from tests.rfqs import build
from ui.errors import Refused

pytestmark = pytest.mark.django_db


def test_a_template_and_nine_fields_are_enough():
    assert [
        check for check in queries.publication_checks(build.ready(), build.now()) if check.level == "BLOCK"
    ] == []


def test_the_demand_of_the_shop_is_the_document_of_the_engine():
    rfq = build.ready()
    demand = read_demand(queries.demand_document(rfq))
    assert (demand.channel, demand.aht_s, demand.concurrency, demand.talk_share) == ("CHAT", 300, 2, 1)
    assert demand.forecast_profile == (22667,) * 12
    assert demand.sales is not None and str(demand.sales.conversion) == "0.20"


def test_what_is_missing_is_named_with_its_place():
    rfq = build.draft("blank")
    found = {check.code: check for check in queries.publication_checks(rfq, build.now())}
    assert {"P-01", "P-03", "P-04", "P-09", "P-10"} <= set(found)
    assert found["P-03"].url == f"/rfqs/{rfq.code}/demand/"
    assert found["P-09"].url == f"/rfqs/{rfq.code}/need/#id_deadline_at"
    with pytest.raises(NotComplete) as caught:
        publish_rfq(rfq=rfq, reviewers=[cast.reviewer()], by=cast.buyer(), now=build.now())
    assert "P-10" in {check.code for check in caught.value.checks}


def test_publishing_freezes_names_duties_and_mails_each_vendor_its_own_link():
    rfq = build.published()
    content = queries.publication_content(rfq)
    assert content["demand"]["aht_s"] == "300"
    assert len(content["questions"]["questions"]) == 10
    assert content["weights"]["pillars"] == {"cost": "40", "quality": "35", "risk": "25"}
    assert content["need"]["volatility"] == "VOLATILE"
    assert rfq.sealing_keys.count() == 2
    held = {(duty.kind, duty.user.email) for duty in Duty.objects.filter(rfq=rfq)}
    buyer, reviewer = cast.buyer().email, cast.reviewer().email
    assert held == {("OWNER", buyer), ("CHAIR", buyer), ("REVIEWER", reviewer)}
    mails = OutboxMessage.objects.filter(kind="rfq_invitation")
    assert {mail.to for mail in mails} == {
        "quotes@celadon.example",
        "quotes@whale.example",
        "crane@crane.example",
    }
    bodies = [unlock(mail)[1] for mail in mails]
    links = {line for body in bodies for line in body.splitlines() if "/invitation/" in line}
    assert len(links) == 3
    assert not any("Whale" in body and "Crane" in body for body in bodies)


def test_what_is_published_no_longer_changes():
    rfq = build.published()
    with pytest.raises(Refused, match="published"):
        update_need(rfq=rfq, subject="process", values={}, by=cast.buyer(), now=build.now())
    with pytest.raises(Refused, match="published"):
        set_weights(rfq=rfq, preset="cost-led", by=cast.buyer(), now=build.now())


def test_a_short_deadline_needs_a_reason():
    rfq = build.ready(days=2)
    publish = {"rfq": rfq, "reviewers": [cast.reviewer()], "by": cast.buyer(), "now": build.now()}
    with pytest.raises(NotComplete, match="reason"):
        publish_rfq(**publish)
    assert publish_rfq(**publish, reason="The shop opens on Monday.").status == RfqStatus.PUBLISHED


def test_a_deadline_in_the_past_is_refused():
    rfq = build.draft()
    with pytest.raises(Refused, match="future"):
        update_basics(
            rfq=rfq,
            title="x",
            deadline_at=build.now() - timedelta(days=1),
            need={},
            by=cast.buyer(),
            now=build.now(),
        )


def test_somebody_besides_the_owner_must_review():
    rfq = build.ready()
    with pytest.raises(Refused, match="reviewer"):
        publish_rfq(rfq=rfq, reviewers=[], by=cast.buyer(), now=build.now())


def test_the_strict_profile_separates_people():
    rfq = build.ready()
    Organisation.objects.update(profile=Organisation.Profile.STRICT)
    people = [cast.reviewer(), cast.second_reviewer()]
    with pytest.raises(Refused, match="two opening officers"):
        publish_rfq(rfq=rfq, reviewers=people, openers=[cast.approver()], by=cast.buyer(), now=build.now())
    with pytest.raises(Refused, match="different people"):
        officers = [cast.approver(), cast.buyer()]
        publish_rfq(rfq=rfq, reviewers=people, openers=officers, by=cast.buyer(), now=build.now())
    officers = [cast.approver(), cast.second_buyer()]
    publish_rfq(rfq=rfq, reviewers=people, openers=officers, by=cast.buyer(), now=build.now())
    assert Duty.objects.filter(rfq=rfq, kind="OPENER").count() == 2


def test_cancelling_tells_every_vendor_and_no_vendor_of_a_draft():
    draft = build.ready()
    cancel_rfq(rfq=draft, reason="Not needed", by=cast.buyer(), now=build.now())
    assert OutboxMessage.objects.filter(kind="rfq_cancelled").count() == 0
    rfq = build.published()
    cancel_rfq(rfq=rfq, reason="Budget is gone", by=cast.buyer(), now=build.now())
    rfq.refresh_from_db()
    assert (rfq.status, rfq.end_reason) == (RfqStatus.CANCELLED, "Budget is gone")
    mails = OutboxMessage.objects.filter(kind="rfq_cancelled")
    assert mails.count() == 3
    assert "Budget is gone" in unlock(mails[0])[1]


def test_a_copy_is_a_draft_with_the_same_need_volumes_and_vendors():
    rfq = build.published()
    copy = copy_rfq(rfq=rfq, by=cast.buyer(), now=build.now())
    assert (copy.status, copy.code, copy.deadline_at) == (RfqStatus.DRAFT, "RFQ-2", None)
    assert copy.need == rfq.need
    assert copy.demand_lines.get().history == build.HISTORY
    assert copy.invitations.count() == 3
    assert copy.demand_lines.get().pk != rfq.demand_lines.get().pk


def test_what_ended_without_an_award_is_asked_anew_once():
    who = {"by": cast.buyer(), "now": build.now()}
    rfq = build.draft()
    with pytest.raises(Refused, match="Choose why"):
        cancel_rfq(rfq=rfq, reason="Gone", code="NONSENSE", **who)
    rfq.status = RfqStatus.CANCELLED  # says a page that was read too early; the row does not
    with pytest.raises(Refused, match="ended without an award"):
        copy_rfq(rfq=rfq, retender=True, **who)
    assert cancel_rfq(rfq=rfq, reason="Gone", code="NEED_CHANGED", **who).end_code == "NEED_CHANGED"
    anew = copy_rfq(rfq=rfq, retender=True, **who)
    assert (anew.retender_of, anew.title) == (rfq, f"{rfq.title}, asked anew")
    with pytest.raises(Refused, match=f"already, as {anew.code}"):
        copy_rfq(rfq=rfq, retender=True, **who)
    cancel_rfq(rfq=anew, reason="Gone too", **who)
    assert copy_rfq(rfq=rfq, retender=True, **who).retender_of == rfq


def test_weights_that_do_not_sum_to_100_are_refused():
    rfq = build.draft()
    own = {"cost": "50", "quality": "30", "risk": "30"}
    with pytest.raises(Refused, match="sum to 100"):
        set_weights(rfq=rfq, preset="own", pillars=own, by=cast.buyer(), now=build.now())
    assert queries.weights_of(rfq).version == 1

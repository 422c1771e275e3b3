"""Waivers: one asks, another confirms; the ranking is made again, and what has run out counts again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import Organisation
from audit.models import AuditEvent
from notifications.models import OutboxMessage
from rfqs.models import Duty
from rfqs.queries import publication_content
from scoring.actions import (
    approve_award,
    confirm_waiver,
    end_waiver,
    propose_award,
    propose_waiver,
    refuse_waiver,
    return_to_shortlist,
)
from scoring.actions.runs import comes_out_again, still_current
from scoring.models import RedFlag, ScoreRun, Waiver
from scoring.queries.memo.judgement import panel
from scoring.queries.memo.subject import Subject
from scoring.queries.memory import memory_page
from scoring.queries.ranking import board, waivers_have_moved
from scoring.rules.moved import what_moved
from scoring.states import WaiverStatus
from tests import cast
from tests.scoring.build import CHEAP, DEAR, DILIGENCE, THIRD, document, quote_of, scored_rfq
from ui.errors import Refused


def ask(rfq: Any, vendor: str, code: str, field: str = "", by: Any = None, **changes: Any) -> Waiver:
    given = {"reason": "agreed with the owner", "expires_on": localdate() + timedelta(days=30)} | changes
    quote = quote_of(rfq, vendor)
    return propose_waiver(
        rfq=rfq, quote=quote, code=code, field=field, **given, by=by or cast.buyer(), now=timezone.now()
    )


def confirm(rfq: Any, waiver: Waiver, by: Any = None) -> Waiver:
    return confirm_waiver(rfq=rfq, waiver_id=waiver.pk, by=by or cast.approver(), now=timezone.now())


def last_run(rfq: Any) -> ScoreRun:
    return ScoreRun.objects.filter(rfq=rfq).select_related("rfq").latest("number")


def ranked(run: ScoreRun) -> list[str]:
    return [row["vendor"] for row in run.result["ranking"]["rows"]]


@pytest.mark.django_db
def test_a_waiver_from_its_proposal_to_its_last_day(client: Any) -> None:
    rfq, first = scored_rfq(
        dear=document("4900", q7_ownership="VENDOR"),
        third=document("4800", q1_price_valid_until="2099-12-31"),
    )
    assert first.result["ranking"]["excluded"][0]["gates_failed"] == ["G-02"]
    for changes, words in (
        ({"reason": " "}, "reason"),
        ({"expires_on": localdate() - timedelta(days=1)}, "past"),
        ({"expires_on": localdate() + timedelta(days=4000)}, "three years"),
        ({"code": "G-13"}, "no such finding"),
        ({"by": cast.approver()}, "Only buyers"),
    ):
        with pytest.raises(Refused, match=words):
            ask(rfq, DEAR, **{"code": "G-02", **changes})

    # A gate, on its page: a quote that it held back is ranked.
    client.force_login(cast.buyer())
    page = reverse("scoring:waivers", args=[rfq.code])
    assert "G-02" in client.get(page).content.decode()
    finding = f"{quote_of(rfq, DEAR).pk}|G-02|"
    sent = {"finding": finding, "reason": "the law gives it to us", "expires_on": localdate().isoformat()}
    assert client.post(page, {**sent, "reason": ""}).status_code == 422
    assert client.post(page, sent).status_code == 302
    gate = Waiver.objects.get()
    client = cast.sign_in_afresh(Client(), cast.approver())
    where = reverse("scoring:waiver_decide", args=[rfq.code])
    client.post(where, {"waiver": "nonsense", "act": "confirm"})
    client.post(where, {"waiver": str(gate.pk), "act": "refuse", "reason": ""})
    gate.refresh_from_db()
    assert gate.status == WaiverStatus.PROPOSED
    assert still_current(first), "what is only asked for moves nothing"
    client.post(where, {"waiver": str(gate.pk), "act": "confirm"})
    assert set(ranked(last_run(rfq))) == {CHEAP, DEAR, THIRD}
    assert "waived until" in client.get(reverse("scoring:ranking", args=[rfq.code])).content.decode()
    assert f"{DEAR} passes every gate now." in what_moved(first.result, last_run(rfq).result)

    # The flag behind it, critical: its points are dropped, it stays visible, and it no longer stops an award.
    flag = RedFlag.objects.get(quote=quote_of(rfq, DEAR), code="RF-702")
    waiver = ask(rfq, DEAR, flag.code, flag.field)
    with pytest.raises(Refused, match="waiver of this finding already"):
        ask(rfq, DEAR, flag.code, flag.field)
    both = cast.buyer()
    both.roles = ["BUYER", "APPROVER"]
    both.save()
    with pytest.raises(Refused, match="You proposed"):
        confirm(rfq, waiver, both)
    with pytest.raises(Refused, match="Only approvers"):
        confirm(rfq, waiver, cast.second_buyer())
    point = transaction.savepoint()
    Organisation.objects.update_or_create(pk=cast.organisation().pk, defaults={"profile": "STRICT"})
    Duty.objects.create(rfq=rfq, user=cast.approver(), kind=Duty.Kind.REVIEWER)
    with pytest.raises(Refused, match="strict profile nobody who reviews"):
        confirm(rfq, waiver)
    RedFlag.objects.filter(pk=flag.pk).update(code="RF-107")
    with pytest.raises(Refused, match="nothing to rank"):
        ask(rfq, DEAR, "RF-107", flag.field)
    transaction.savepoint_rollback(point)
    before = {quote["vendor"]: quote for quote in last_run(rfq).inputs["quotes"]}
    confirm(rfq, waiver)
    run = last_run(rfq)
    rows = {quote["vendor"]: quote for quote in run.inputs["quotes"]}
    assert run.number == 3 and comes_out_again(run) and still_current(run) and comes_out_again(first)
    assert rows[DEAR]["flag_points"] == before[DEAR]["flag_points"] - 25
    assert rows[DEAR]["flags"] == before[DEAR]["flags"] and "waived" not in rows[CHEAP]

    # The day after its last one it counts again: the award is refused with what has moved.
    propose = {"reason": "best", "diligence": DILIGENCE, "by": cast.second_buyer(), "now": timezone.now()}
    propose_award(rfq=rfq, quote=quote_of(rfq, DEAR), **propose)
    later = timezone.now() + timedelta(days=31)
    assert waivers_have_moved(run, later) and not waivers_have_moved(run, timezone.now())
    # The memo says what the run set aside, and that this no longer holds.
    memo = Subject(rfq, run, publication_content(rfq), board(rfq, run), later)
    assert set(memo.waived.values()) == {f"waived until {row.expires_on}" for row in (waiver, gate)}
    assert "Run the ranking anew" in str(list(panel(memo)))
    assert "Run the ranking anew" not in str(list(panel(replace(memo, now=timezone.now()))))
    with pytest.raises(Refused, match=r"critical red flag.*RF-702"):
        approve_award(rfq=rfq, by=cast.approver(), now=later)
    with pytest.raises(Refused, match=rf"no longer comes out.*{DEAR} fails G-02 now"):
        approve_award(rfq=rfq, by=cast.approver(), now=timezone.now() + timedelta(days=2))
    with pytest.raises(Refused, match="award has been proposed"):
        end_waiver(rfq=rfq, waiver_id=waiver.pk, reason="x", by=cast.buyer(), now=timezone.now())
    return_to_shortlist(rfq=rfq, reason="once more", by=cast.approver(), now=timezone.now())
    for row in (waiver, gate):
        ended = end_waiver(rfq=rfq, waiver_id=row.pk, reason="wrong", by=cast.buyer(), now=timezone.now())
        assert ended.status == WaiverStatus.ENDED
    assert last_run(rfq).result == first.result
    again = ask(rfq, DEAR, flag.code, flag.field)
    refused = refuse_waiver(rfq=rfq, waiver_id=again.pk, reason="no", by=cast.approver(), now=timezone.now())
    assert refused.status == WaiverStatus.REFUSED
    with pytest.raises(Refused, match="decided already"):
        confirm(rfq, again)
    told = list(AuditEvent.objects.filter(action__startswith="waiver.").values_list("action", flat=True))
    assert [told.count(f"waiver.{act}") for act in ("proposed", "confirmed", "refused", "ended")] == [
        3,
        2,
        1,
        2,
    ]

    # With a backup: another vendor at the price that it still holds; the letters say who is what.
    cheap, third = quote_of(rfq, CHEAP), quote_of(rfq, THIRD)
    for given, words in (
        ({"backup": cheap}, "another vendor"),
        ({"backup": None}, "Choose the backup"),
        ({"form": "SPLIT", "lines": {"main": cheap}}, "nothing to split"),
        ({"form": "HALF"}, "who gets what"),
    ):
        with pytest.raises(Refused, match=words):
            propose_award(rfq=rfq, quote=cheap, **{"form": "BACKUP", **given}, **propose)
    evaluation = propose_award(rfq=rfq, quote=cheap, form="BACKUP", backup=third, **propose)
    approve_award(rfq=rfq, by=cast.approver(), now=timezone.now())
    shares = list(evaluation.shares.values_list("quote__vendor__name", "kind"))
    assert shares == [(CHEAP, "WHOLE"), (THIRD, "BACKUP")]
    letters = dict(OutboxMessage.objects.filter(kind__startswith="award").values_list("to", "kind"))
    assert sorted(letters.values()) == ["award_backup", "award_other", "award_won"]

    # Its history names every vendor that holds a part of an award, and a backup not yet.
    rfq.refresh_from_db()

    def history(quote: Any) -> str:
        return str(memory_page(cast.buyer(), [(rfq, quote)])[0]["outcome"][-1])

    assert "to this vendor" in history(cheap) and "to another vendor" in history(third)
    evaluation.shares.filter(quote=third).update(kind="LINES", lines=["line-2"])
    assert "to this vendor" in history(third) and "to another vendor" in history(quote_of(rfq, DEAR))


def test_what_has_moved_in_words() -> None:
    def result(*rows: dict[str, Any]) -> dict[str, Any]:
        ranked_rows = [row for row in rows if "rank" in row]
        return {"ranking": {"rows": ranked_rows, "excluded": [row for row in rows if "rank" not in row]}}

    one = {"vendor": "A", "rank": 1, "total": "80.00", "tco": "1", "flags": []}
    out = {"vendor": "A", "gates_failed": ["G-07"], "total_if_ignored": "80.00"}
    assert what_moved(result(one), result(one)) == []
    for after, words in (
        (one | {"total": "79.99"}, "A has 79.99 now instead of 80.00."),
        (one | {"rank": 2}, "A is number 2 now instead of 1."),
        (one | {"tco": "2"}, "Scores or costs of A have changed."),
        (one | {"flags": ["RF-304"]}, "Red flags or waivers of A have changed."),
        (out, "A fails G-07 now."),
    ):
        assert what_moved(result(one), result(after)) == [words]
    assert what_moved(result(out), result(one)) == ["A passes every gate now."]

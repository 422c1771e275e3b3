"""Visits, calls and papers beside the quotes: recorded once, struck out with a reason, read by the checks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from rfqs.models import RFQ, Duty, Part
from rfqs.states import RfqStatus
from scoring.actions import record_evidence, share_out, strike_evidence
from scoring.models import EvidenceRecord
from scoring.queries.evidence import evidence_page, gate_evidence, standing_evidence
from scoring.rules.evidence import evidence_level, is_contradicted
from tests import cast
from tests.scoring.build import CHEAP, DEAR, closed_rfq, open_part, quote_of
from ui.errors import Refused


@dataclass
class Seen:
    kind: str
    finding: str


@pytest.mark.parametrize(
    ("records", "files", "level"),
    [
        ([], False, "CLAIMED"),
        ([], True, "DOCUMENTED"),
        ([Seen("REFERENCE", "CONFIRMED")], False, "DOCUMENTED"),
        ([Seen("DEMO", "CONFIRMED"), Seen("MYSTERY", "PARTLY")], True, "DOCUMENTED"),
        ([Seen("VISIT", "CONFIRMED")], False, "VERIFIED"),
        ([Seen("VISIT", "PARTLY")], False, "CLAIMED"),
        ([Seen("VISIT", "CONTRADICTED")], True, "DOCUMENTED"),
    ],
)
def test_how_well_an_answer_is_proven(records: list[Any], files: bool, level: str) -> None:
    assert evidence_level(records, has_files=files) == level
    assert is_contradicted(records) == any(record.finding == "CONTRADICTED" for record in records)


def seen(rfq: RFQ, **changed: Any) -> EvidenceRecord:
    given = {
        "kind": "VISIT",
        "happened_on": timezone.localdate(),
        "who": "Lin, site manager",
        "notes": "Forty seats, nine of them named to us.",
        "questions": [3, 4],
        "finding": "CONFIRMED",
        "by": cast.buyer(),
        "now": timezone.now(),
    }
    return record_evidence(rfq=rfq, quote=quote_of(rfq, CHEAP), **(given | changed))


@pytest.mark.django_db
def test_recorded_struck_out_and_read_by_the_checks_before_an_award() -> None:
    rfq = open_part(closed_rfq(), Part.QUALITY)
    visit = seen(rfq)
    seen(rfq, kind="REFERENCE", by=cast.reviewer())
    papers = seen(rfq, kind="PAPERS", questions=[])
    quote = quote_of(rfq, CHEAP)
    assert {gate: len(rows) for gate, rows in gate_evidence(quote).items()} == {
        "A-01": 1,
        "A-02": 1,
        "A-03": 1,
    }
    who, now = {"by": cast.second_buyer(), "now": timezone.now()}, timezone.now()
    with pytest.raises(Refused, match="Give the reason"):
        strike_evidence(rfq=rfq, record_id=visit.pk, reason=" ", **who)
    strike_evidence(rfq=rfq, record_id=visit.pk, reason="another vendor's site", **who)
    assert [row.kind for row in standing_evidence(rfq)[quote.pk]] == ["REFERENCE", "PAPERS"]
    with pytest.raises(Refused, match="already"):
        strike_evidence(rfq=rfq, record_id=visit.pk, reason="again", **who)
    assert EvidenceRecord.objects.filter(quote=quote).count() == 3, "what was struck out stays"
    told = AuditEvent.objects.get(action="evidence.struck").detail
    assert told == {"kind": "VISIT", "vendor": CHEAP, "reason": "another vendor's site"}
    assert papers.questions == []
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"happened_on": timezone.localdate(now) + timedelta(days=1)}, "still to come"),
        ({"who": " "}, "whom you met"),
        ({"questions": [11]}, "ten questions"),
        ({"questions": []}, "Name the questions"),
        ({"kind": "RUMOUR"}, "what it was"),
        ({"by": cast.approver()}, "Buyers and reviewers"),
    ]
    for changed, why in refusals:
        with pytest.raises(Refused, match=why):
            seen(rfq, **changed)


@pytest.mark.django_db
def test_a_reviewer_strikes_out_what_is_theirs_and_the_chair_anything() -> None:
    rfq, now = open_part(closed_rfq(), Part.QUALITY), timezone.now()
    mine, other = cast.reviewer(), cast.second_reviewer()
    own, theirs, third = seen(rfq, by=mine), seen(rfq), seen(rfq)
    for person, vendor in ((mine, DEAR), (other, CHEAP)):
        share = [str(quote_of(rfq, vendor).pk)]
        share_out(rfq=rfq, reviewer=person, items=(), quotes=share, by=cast.buyer(), now=now)

    def strike(record: EvidenceRecord, by: Any) -> None:
        strike_evidence(rfq=rfq, record_id=record.pk, reason="another site", by=by, now=now)

    with pytest.raises(Refused, match="records of quotes that you score"):
        strike(theirs, mine)
    rfq.status = RfqStatus.SCORED  # for this page alone: everybody reads everything again
    offered = {line["record"].pk: line["may_strike"] for line in evidence_page(mine, rfq)["records"]}
    assert offered == {own.pk: True, theirs.pk: False, third.pk: False}
    rfq.refresh_from_db()
    strike(own, mine)
    strike(theirs, other)
    Duty.objects.create(rfq=rfq, user=mine, kind=Duty.Kind.CHAIR)
    strike(third, mine)
    assert not standing_evidence(rfq)

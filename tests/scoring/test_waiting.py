"""What the home page says of an evaluation, to whom."""

from typing import Any

import pytest
from django.utils import timezone

from rfqs.models import Part
from scoring.actions import propose_award, run_scores
from scoring.models import Sheet
from scoring.queries.waiting import waiting
from tests import cast
from tests.scoring.build import CHEAP, DILIGENCE, closed_rfq, open_part, quote_of, score_stage

pytestmark = pytest.mark.django_db


def titles(user: Any) -> list[str]:
    return [item.title for item in waiting(user, timezone.now())]


def test_each_step_waits_for_the_right_people() -> None:
    rfq = closed_rfq()
    assert titles(cast.buyer()) == ["Open the quotes of RFQ-7 Shop chat service with a colleague"]
    assert titles(cast.reviewer()) == titles(cast.auditor()) == titles(cast.vendor_user()) == []
    open_part(rfq, Part.QUALITY)
    assert titles(cast.reviewer()) == ["Score RFQ-7 Shop chat service: 18 scores are missing"]
    assert titles(cast.buyer()) == []
    score_stage(rfq, Sheet.Stage.FIRST)
    assert titles(cast.approver()) == ["Open the prices of RFQ-7 Shop chat service with a colleague"]
    open_part(rfq, Part.COMMERCIAL)
    score_stage(rfq, Sheet.Stage.SECOND)
    assert titles(cast.buyer()) == ["Rank the quotes of RFQ-7 Shop chat service"]
    run_scores(rfq=rfq, by=cast.buyer(), now=timezone.now())
    assert titles(cast.buyer()) == ["Read the ranking and propose the award of RFQ-7 Shop chat service"]
    assert titles(cast.approver()) == []
    propose_award(
        rfq=rfq,
        quote=quote_of(rfq, CHEAP),
        reason="best value",
        diligence=DILIGENCE,
        by=cast.buyer(),
        now=timezone.now(),
    )
    assert titles(cast.approver()) == ["Decide on the award of RFQ-7 Shop chat service"]
    assert titles(cast.buyer()) == []

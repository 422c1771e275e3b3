"""An awarded RFQ and the contract drafted from it."""

import pytest
from django.utils import timezone

from contracts.actions import draft_from_award
from contracts.models import Contract
from rfqs.models import RFQ
from tests import cast
from tests.contracts.build import awarded_rfq


@pytest.fixture
def rfq(db: None) -> RFQ:
    return awarded_rfq()


@pytest.fixture
def contract(rfq: RFQ) -> Contract:
    return draft_from_award(rfq=rfq, by=cast.buyer(), now=timezone.now())

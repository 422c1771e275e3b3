"""An awarded RFQ and the contract drafted from it."""

import pytest

from contracts.models import Contract
from rfqs.models import RFQ
from tests.contracts.build import awarded_rfq, drafted_contract


@pytest.fixture
def rfq(db: None, request: pytest.FixtureRequest) -> RFQ:
    """The one of the contract, where the test asks for that too: both are built once."""
    if "contract" in request.fixturenames:
        return request.getfixturevalue("contract").rfq
    return awarded_rfq()


@pytest.fixture
def contract(db: None) -> Contract:
    return drafted_contract()

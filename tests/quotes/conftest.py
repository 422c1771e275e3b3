"""A published RFQ with two invited vendors, and a whole quote to fill in."""

from typing import Any

import pytest
from django.utils import timezone

from quotes.actions import save_draft
from rfqs.models import RFQ, Invitation
from tests import cast
from tests.quotes.build import changes_of, invite, publish, whole_quote


@pytest.fixture
def rfq(db: None) -> RFQ:
    return publish()


@pytest.fixture
def vendor_user(db: None) -> Any:
    return cast.vendor_user()


@pytest.fixture
def rival_user(db: None) -> Any:
    return cast.rival_user()


@pytest.fixture
def invitation(rfq: RFQ, vendor_user: Any) -> Invitation:
    return invite(rfq, vendor_user)


@pytest.fixture
def rival_invitation(rfq: RFQ, rival_user: Any) -> Invitation:
    return invite(rfq, rival_user)


@pytest.fixture
def ready(invitation: Invitation, vendor_user: Any) -> Invitation:
    """An invitation whose draft can be sent."""
    save_draft(invitation=invitation, by=vendor_user, now=timezone.now(), changes=changes_of(whole_quote()))
    return invitation

"""Where a refused form leads back to."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.ui.test_whence import OTHERS


@pytest.mark.django_db
@pytest.mark.parametrize("referer", OTHERS)
def test_a_refused_form_leads_to_no_other_site_and_fails_on_no_referer(referer, invitation, vendor_user):
    """Nothing was sent, so there is nothing to withdraw."""
    desk = Client(raise_request_exception=False)
    desk.force_login(vendor_user)
    answer = desk.post(
        reverse("quotes:withdraw", args=[invitation.pk]),
        {"number": "1"},
        headers={"Referer": referer, "Accept": "text/html"},
    )
    assert (answer.status_code, answer["Location"]) == (303, "/")

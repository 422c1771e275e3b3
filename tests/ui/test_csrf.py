"""A form whose token is gone is refused on a page of the product, not on Django's."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_stale_form_is_answered_in_the_readers_language() -> None:
    response = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post("/accounts/login/")
    assert response.status_code == 403
    assert "The form could not be sent" in response.content.decode()
    assert "<style" not in response.content.decode()

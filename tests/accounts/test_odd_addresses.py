"""Addresses that cannot be read, where a page asks where to go next."""

from urllib.parse import quote

import pytest
from django.test import Client

ODD = (
    "//[",
    "//[::1",
    "http://[",
    "https://[::1/x",
    "http://a]",
    "//\u2100.example",
    "//evil.example",
    "/\\evil.example",
)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ODD)
def test_where_to_go_next_fails_on_no_address_and_leads_nowhere_else(address):
    anybody = Client(raise_request_exception=False)
    for page in ("/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"):
        answer = anybody.get(f"{page}?next={quote(address)}")
        assert answer.status_code == 200
        assert f'href="{address}' not in answer.content.decode()
        assert (
            anybody.post(page, {"next": address, "login": "a@b.example", "password": "x"}).status_code < 500
        )


@pytest.mark.django_db
@pytest.mark.parametrize("address", ODD)
def test_a_form_after_the_session_ended_fails_on_no_referer(address):
    answer = Client(raise_request_exception=False).post(
        "/me/sign-out-others/", headers={"Referer": address.encode("ascii", "replace").decode()}
    )
    assert answer.status_code == 302 and answer["Location"].endswith("?next=/")

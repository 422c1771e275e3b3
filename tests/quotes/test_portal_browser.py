"""The portal in a browser: typing is saved by itself, a price shows its months, and axe has no complaint."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone

from quotes.actions import save_draft
from rfqs.models import Invitation
from tests import cast
from tests.quotes.build import changes_of, invite, publish, whole_quote
from tests.quotes.test_portal_pages import draft, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def prepared(*, filled: bool) -> tuple[Invitation, Any]:
    user = cast.vendor_lead()
    invitation = invite(publish(), user)
    if filled:
        changes = changes_of(whole_quote())
        save_draft(invitation=invitation, by=user, now=timezone.now(), changes=changes)
    return invitation, user


def sign_in(page: Any, user: Any, live_server: Any) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
    page.context.add_cookies([cookie])


def test_typing_is_saved_without_a_button(page: Any, live_server: Any) -> None:
    invitation, user = prepared(filled=False)
    sign_in(page, user, live_server)
    page.goto(url(invitation, "answers", 4))
    page.locator("#id_text").fill("We listen to every call.")
    page.wait_for_selector("[data-autosave-status][data-state=saved]")
    assert draft(invitation)["answers"]["q4"]["text"] == "We listen to every call."
    page.locator("#id_text").fill("We listen to every call, twice.")
    page.wait_for_timeout(6_000)
    assert draft(invitation)["answers"]["q4"]["text"] == "We listen to every call, twice."


def test_a_line_shows_its_months_while_it_is_typed(page: Any, live_server: Any) -> None:
    invitation, user = prepared(filled=True)
    sign_in(page, user, live_server)
    page.goto(url(invitation, "line", 1))
    before = page.locator("#months tfoot").inner_text()
    page.locator("#id_unit_price").fill("9000")
    page.locator("#id_unit_price").blur()
    page.wait_for_function(
        "before => document.querySelector('#months tfoot').innerText !== before", arg=before
    )
    assert draft(invitation)["rate_lines"][0]["unit_price"] == "4800"


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_pages(new_page: Any, live_server: Any, width: int) -> None:
    invitation, user = prepared(filled=True)
    page = new_page(width=width)
    sign_in(page, user, live_server)
    for address in (
        "/portal/",
        url(invitation, "read"),
        url(invitation, "answers", 3),
        url(invitation, "prices"),
        url(invitation, "line", 1),
        url(invitation, "fees"),
        url(invitation, "terms"),
        url(invitation, "files"),
        url(invitation, "check"),
    ):
        page.goto(address)
        found = [
            (one["id"], [node["html"][:160] for node in one["nodes"]])
            for one in Axe().run(page).response["violations"]
        ]
        assert found == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address

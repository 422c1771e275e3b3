"""The portal in a browser: typing is saved by itself, a price shows its months, and axe has no complaint."""

import re
import time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from quotes.actions import save_draft
from rfqs.models import Invitation
from tests import cast
from tests.looks import too_wide, violations
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
    until = time.monotonic() + 20
    while draft(invitation)["answers"]["q4"]["text"] != "We listen to every call, twice.":
        assert time.monotonic() < until
        page.wait_for_timeout(100)


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
    """axe looks at those that the tests of the main pages do not show to it, once."""
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
        assert not too_wide(page), address
        if width == 390 and address.rstrip("/").rpartition("/")[2] in ("read", "3", "1", "files"):
            assert violations(page) == [], address


def test_typing_without_a_pause_is_saved_within_five_seconds(page: Any, live_server: Any) -> None:
    """B16: a keystroke every 0.3 s; no save waits for the hands to rest."""
    invitation, user = prepared(filled=False)
    sign_in(page, user, live_server)
    page.goto(url(invitation, "answers", 4))
    box = page.locator("#id_text")
    saves = []
    page.on("response", lambda answer: saves.append(answer) if "x-autosave" in answer.request.headers else 0)
    for number in range(18):
        box.press_sequentially(str(number % 10))
        page.wait_for_timeout(300)
    assert saves and saves[0].ok
    assert draft(invitation)["answers"]["q4"]["text"].startswith("01234")


def test_a_button_pressed_while_a_save_is_on_its_way_waits_for_it(page: Any, live_server: Any) -> None:
    """The form would else carry the version of before its own save, and be refused."""
    invitation, user = prepared(filled=False)
    sign_in(page, user, live_server)
    page.goto(url(invitation, "answers", 4))
    held: list[Any] = []

    def hold(route: Any) -> None:
        if route.request.method == "POST" and "x-autosave" in route.request.headers:
            answer = route.fetch()  # saved, and the answer is slow
            held.append(answer.status)
            page.wait_for_timeout(1_500)
            route.fulfill(response=answer)
        else:
            route.continue_()

    page.route("**/answers/4/", hold)
    page.locator("#id_text").fill("We listen to every call.")
    with page.expect_request(lambda request: "x-autosave" in request.headers):
        pass
    page.locator("#id_text").fill("We listen to every call, twice.")
    page.locator("main form[data-autosave] button.btn-primary").click()
    page.wait_for_url(f"**{url(invitation, 'answers', 5)}")
    assert held == [200]
    assert draft(invitation)["answers"]["q4"]["text"] == "We listen to every call, twice."


def test_what_is_typed_while_signed_out_is_saved_after_the_next_sign_in(
    new_page: Any, live_server: Any
) -> None:
    """B16: the text stays in the page, and goes to the server once its owner is back, in another tab."""
    invitation, user = prepared(filled=False)
    page = new_page()
    sign_in(page, user, live_server)
    page.goto(url(invitation, "answers", 4))
    page.context.clear_cookies()
    page.locator("#id_text").fill("Typed while signed out.")
    page.wait_for_selector("[data-autosave-status][data-state=failed]")
    assert "signed out" in page.locator("[data-autosave-status]").inner_text()
    sign_in(page, user, live_server)
    page.wait_for_selector("[data-autosave-status][data-state=saved]")
    assert draft(invitation)["answers"]["q4"]["text"] == "Typed while signed out."


def test_the_send_page_asks_again_by_itself_until_it_has_the_answer(browser: Any, live_server: Any) -> None:
    """B2 B3: a 503, a broken line and an answer lost after the commit make one quote, never called sent before."""
    invitation, user = prepared(filled=True)
    # A page of its own: the broken answers are complaints in the console, and wanted.
    page = browser.new_context(base_url=live_server.url, locale="en-GB").new_page()
    sign_in(page, user, live_server)
    page.goto(url(invitation, "check"))
    said, seen = [], []

    def answer(route: Any) -> None:
        seen.append(route.request.post_data)
        said.append(page.locator("[data-send-status]").inner_text() if len(seen) > 1 else "")
        if len(seen) == 1:
            route.fulfill(status=503, body="busy")
        elif len(seen) == 2:
            route.abort()
        elif len(seen) == 3:
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/send/", answer)
    page.locator("form[data-send] button[type=submit]").click()
    page.wait_for_url(f"**{url(invitation, 'sent')}")
    assert len(seen) == 4 and len(set(seen)) == 1
    assert all("Not yet confirmed" in words for words in said[1:])
    assert invitation.revisions.count() == 1
    page.context.close()


def test_sending_works_without_scripts(new_page: Any, live_server: Any) -> None:
    invitation, user = prepared(filled=True)
    page = new_page(javascript=False)
    sign_in(page, user, live_server)
    page.goto(url(invitation, "check"))
    page.locator("form[data-send] button[type=submit]").click()
    assert page.url.endswith(url(invitation, "sent"))
    page.goto(url(invitation, "withdraw"))
    page.locator("main form button[type=submit]").click()
    assert page.url.endswith(url(invitation, "sent"))
    assert invitation.revisions.get().withdrawal


def test_the_countdown_follows_the_databases_clock(new_page: Any, live_server: Any) -> None:
    """A page whose own moment is an hour off is set right by /clock."""
    invitation, user = prepared(filled=False)
    page = new_page()
    sign_in(page, user, live_server)

    def shifted(route: Any) -> None:
        answer = route.fetch()
        body = re.sub(r'(name="server-now" content=")[^"]*', r"\g<1>2020-01-01T00:00:00+00:00", answer.text())
        route.fulfill(response=answer, body=body)

    page.route(f"**{url(invitation, 'read')}", shifted)
    page.goto(url(invitation, "read"))
    page.wait_for_function("() => Math.abs(window.shortlist.serverTime() - Date.now()) < 5000")
    page.wait_for_function("() => document.querySelector('[data-deadline]').innerText.startsWith('4 ')")

"""What was typed and not sent is not left without a question."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests import cast
from tests.rfqs.build import draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_leaving_with_something_typed_asks(page: Any, live_server: Any) -> None:
    rfq = draft()
    client = Client()
    client.force_login(cast.buyer())
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    address = f"/rfqs/{rfq.code}/need/"
    page.goto(address)
    assert not asks(page)
    page.locator("[name=title]").press_sequentially("!")
    assert asks(page)
    with page.expect_navigation():
        page.locator("main form:has([name=title]) button.btn-primary").click()
    rfq.refresh_from_db()
    assert "!" in rfq.title and not asks(page)


def asks(page: Any) -> bool:
    """Whether leaving now would be put to the person: the event that the browser fires first is objected to."""
    return page.evaluate("!window.dispatchEvent(new Event('beforeunload', {cancelable: true}))")

"""The pages of contracts in a real browser: readable wide and narrow, in English and Chinese, without script."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from contracts.actions import draft_from_award
from tests import cast
from tests.contracts.build import awarded_rfq
from tests.looks import too_wide, violations

PATHS = ["", "C-1/", "C-1/terms/q6_kpis/", "C-1/terms/ct_bcp/", "C-1/sign/", "C-1/break-off/"]


def sign_in(page: Any, user: Any, url: str) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [{"name": name, "value": morsel.value, "url": url} for name, morsel in client.cookies.items()]
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "width"), [("en", 390), ("zh-hans", 1280)])
def test_axe_finds_nothing_and_nothing_overflows(
    new_page: Any, live_server: Any, language: str, width: int
) -> None:
    """axe looks at what the tests of the main pages do not show to it, once."""
    draft_from_award(rfq=awarded_rfq(), by=cast.buyer(), now=timezone.now())
    page = new_page(language=language, width=width)
    user = cast.buyer()
    user.language = language
    user.save()
    sign_in(page, user, live_server.url)
    for path in PATHS:
        page.goto(reverse("contracts:list") + path)
        assert not too_wide(page), path
        if width == 390 and path != "C-1/":
            assert violations(page) == [], path


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_drafting_and_a_round_on_a_term_without_javascript(new_page: Any, live_server: Any) -> None:
    awarded_rfq()
    page = new_page(javascript=False)
    sign_in(page, cast.buyer(), live_server.url)
    page.goto(reverse("contracts:list"))
    page.get_by_role("link", name="Draft the contract").click()
    page.get_by_role("button", name="Draft the contract").click()
    expect(page.locator("h1")).to_have_text("Shop chat service · Celadon Service")
    page.locator("#term-ct_retention_days a").first.click()
    page.get_by_label("Retention of data").fill("180")
    page.locator("select[name=status]").select_option("AGREED")
    page.get_by_role("button", name="Save the term").click()
    row = page.locator("#term-ct_retention_days")
    expect(row).to_contain_text("180 days")
    expect(row).to_contain_text("agreed")
    expect(row).to_contain_text("negotiation")

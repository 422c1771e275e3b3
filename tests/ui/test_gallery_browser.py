"""The gallery in a browser: axe, nothing wider than the screen, charts drawn, menus, the clock of the server."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.looks import too_wide, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh-hans", 390), ("zh-hant", 390)])
def test_axe_finds_nothing_and_nothing_overflows(new_page: Any, language: str, width: int) -> None:
    page = new_page(language=language, width=width)
    for path in ("/ui/components/", "/accounts/login/", "/accounts/password/reset/"):
        page.goto(path)
        assert not too_wide(page), path
        # The other Chinese differs in its characters; the small forms are given to axe in one look.
        if language == "en" or (language == "zh-hans" and path == "/ui/components/"):
            assert violations(page) == [], path


def test_charts_are_drawn_and_their_tables_open(page: Any) -> None:
    page.goto("/ui/components/")
    drawn = (
        "[...document.querySelectorAll('canvas')].map(canvas => Chart.getChart(canvas)?.data.datasets.length)"
    )
    assert page.evaluate(drawn) == [3, 5, 2, 2]
    table = page.locator("#money-data-table")
    expect(table).to_be_hidden()
    page.locator("figure", has=page.locator("#money")).get_by_text("The figures as a table").click()
    expect(table.get_by_role("row", name="Undisclosed")).to_contain_text("640,000")


def test_without_scripts_the_tables_and_the_language_menu_work(new_page: Any) -> None:
    page = new_page(javascript=False)
    page.goto("/ui/components/")
    expect(page.locator("#money")).to_be_hidden()
    page.locator(".menu summary").first.click()
    page.get_by_role("button", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_time_left_follows_the_server_and_menus_close(page: Any) -> None:
    page.goto("/ui/components/")
    left = page.locator(".time-left")
    expect(left.first).to_have_text("5 h 11 min")
    expect(left.first).to_have_attribute("data-near", "")
    expect(left.nth(1)).to_have_text("5 d 23 h")
    menu = page.locator("details.menu").first
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")

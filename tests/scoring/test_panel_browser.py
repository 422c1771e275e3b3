"""The review panel in a browser: keys and autosave work, axe has no complaint, a narrow screen is enough."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from rfqs.models import Part
from scoring.models import Score, Sheet
from tests import cast
from tests.looks import too_wide, violations
from tests.quotes.test_portal_browser import sign_in
from tests.scoring.build import CHEAP, DEAR, closed_rfq, document, open_part, score_url, sheet_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_sheet() -> Sheet:
    rfq = open_part(
        closed_rfq(cheap=document("4000"), dear=document("4321", q7_audit_log={"has": False})), Part.QUALITY
    )
    return sheet_of(rfq, cast.reviewer())


def chosen(page: Any) -> str:
    return str(page.evaluate("(document.querySelector('input[name=value]:checked') || {}).value || ''"))


def asks_before_leaving(page: Any) -> bool:
    leaving = "!window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    return bool(page.evaluate(leaving))


def test_keys_choose_a_score_and_it_is_saved(page: Any, live_server: Any) -> None:
    sheet = open_sheet()
    sign_in(page, cast.reviewer(), live_server)
    page.goto(score_url(sheet, CHEAP, "Q3"))
    page.locator("textarea[name=reason]").fill("half a reason")
    page.wait_for_selector("[data-autosave-status][data-state=failed]")
    assert asks_before_leaving(page), "a reason without a score is saved nowhere"
    page.locator("h1").click()
    seen = []
    for key in ("3", "3", "8", "ArrowUp", "ArrowDown", "ArrowDown", "0", "5"):
        page.keyboard.press(key)
        seen.append(chosen(page))
    assert seen == ["3.0", "3.5", "3.5", "4.0", "3.5", "3.0", "0.0", "5.0"]
    page.locator("textarea[name=reason]").fill("9 of 10 are named")
    page.locator("h1").click()
    assert chosen(page) == "5.0"
    page.wait_for_selector("[data-autosave-status][data-state=saved]")
    assert not asks_before_leaving(page)
    score = Score.objects.get(sheet=sheet)
    assert (score.value, score.reason) == (Decimal("5.0"), "9 of 10 are named")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_the_panel(new_page: Any, live_server: Any, width: int) -> None:
    """axe looks at what the tests of the main pages do not show to it, once."""
    sheet = open_sheet()
    page = new_page(width=width)
    sign_in(page, cast.reviewer(), live_server)
    for address in ("/admin/", reverse("admin:sheet", args=[sheet.pk]), score_url(sheet, DEAR, "Q7")):
        page.goto(address)
        assert not too_wide(page), address
        if width == 390 and "/Q7/" in address:
            assert violations(page) == [], address

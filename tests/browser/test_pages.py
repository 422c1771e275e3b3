"""The main pages on the demo's world: wide and narrow, English and Chinese; axe and the console have no complaint.

In the short form a page is loaded one way, its neighbours in the other language or at the other width, and axe looks
at it there. In the long form each is loaded all four ways, and axe looks at two.

SHOTS=1 keeps a picture of each in .var/screenshots.
"""

import os
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from demo.people import Cast
from quotes.models import Quote
from rfqs.models import Invitation
from scoring.models import Sheet
from tests.conftest import show_demo
from tests.looks import too_wide, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANGUAGES, WIDTHS = ("en", "zh-hans"), (1280, 390)
# How pages are loaded by turns; in the long form axe sees each page in the first two.
LOOKS = (("zh-hans", 390), ("en", 1280), ("en", 390), ("zh-hans", 1280))
SHOTS = Path(settings.BASE_DIR) / ".var" / "screenshots"


def pages_of(invitation: Invitation, sheet: Sheet) -> list[tuple[str, str, str]]:
    """(name, who, address)"""
    portal = f"/portal/{invitation.pk}/"
    quote = Quote.objects.filter(rfq=sheet.rfq).first()
    return [
        ("home", "buyer", "/"),
        ("need", "buyer", "/rfqs/RFQ-4/need/"),
        ("demand", "buyer", "/rfqs/RFQ-3/demand/"),
        ("publish", "buyer", "/rfqs/RFQ-4/publish/"),
        ("vendors", "buyer", "/vendors/"),
        ("ranking", "buyer", "/rfqs/RFQ-1/ranking/"),
        ("prices", "buyer", "/rfqs/RFQ-1/prices/"),
        ("award", "buyer", "/rfqs/RFQ-2/award/"),
        ("contract", "buyer", "/contracts/C-1/"),
        ("panel", "reviewer", "/admin/"),
        ("panel-sheet", "reviewer", f"/admin/sheets/{sheet.pk}/"),
        ("panel-score", "reviewer", f"/admin/sheets/{sheet.pk}/{quote.pk}/Q6/"),
        ("portal-home", "vendor", "/portal/"),
        ("portal-answers", "vendor", f"{portal}answers/6/"),
        ("portal-prices", "vendor", f"{portal}prices/"),
        ("portal-fees", "vendor", f"{portal}fees/"),
        ("portal-terms", "vendor", f"{portal}terms/"),
        ("portal-check", "vendor", f"{portal}check/"),
    ]


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_pages_are_accessible_fit_and_quiet(
    new_page: Callable[..., Any], live_server: Any, built_demo: Cast, every: bool
) -> None:
    show_demo()
    world, found, axed = world_of(built_demo), [], set()
    for language in LANGUAGES:
        User.objects.update(language=language)
        page = new_page(language=language)  # one for all: axe is compiled anew in each
        for width, who in product(WIDTHS, ("buyer", "reviewer", "vendor")):
            page.goto("about:blank")  # nobody's page asks for more with another's cookies
            page.set_viewport_size({"width": width, "height": 900})
            come_in(page, world[who], live_server.url)
            look = (language, width)
            for turn, (name, whose, address) in enumerate(pages_of(world["invitation"], world["sheet"])):
                if whose == who and (every or look == LOOKS[turn % 4]):
                    axe = look in LOOKS[:2] if every else True
                    axed |= {name} if axe else set()
                    found += faults_of(page, f"{name}-{width}-{language}", address, axe)
        page.close()  # left open, it would go on counting down
    assert found == []
    assert len(axed) == len(pages_of(world["invitation"], world["sheet"]))


def world_of(cast: Cast) -> dict[str, Any]:
    """The people and rows of the demo that the pages are about."""
    reviewer = cast.staff["reviewer"]
    return {
        "buyer": cast.staff["buyer"],
        "reviewer": reviewer,
        "vendor": cast.vendor_users["Celadon Service"],
        "invitation": Invitation.objects.get(rfq__code="RFQ-3", vendor__name="Celadon Service"),
        "sheet": Sheet.objects.get(rfq__code="RFQ-1", reviewer=reviewer, stage=Sheet.Stage.FIRST),
    }


def come_in(page: Any, user: Any, url: str) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


def faults_of(page: Any, name: str, address: str, axe: bool) -> Iterator[Any]:
    response = page.goto(address)
    if os.environ.get("SHOTS") == "1":
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
    if response.status != 200:
        yield name, response.status
    for found in violations(page) if axe else []:
        yield name, *found
    if too_wide(page):
        yield name, "scrolls sideways"

"""F3: script that people write into their texts runs neither in the review panel nor in the portal."""

from typing import Any

import pytest
from django.urls import reverse

from quotes.models import Quote
from rfqs.models import RFQ, Invitation
from scoring.models import Score, Sheet
from tests import cast
from tests.quotes.test_portal_browser import sign_in
from tests.scoring.build import CHEAP, bidder, scored_rfq
from tests.scoring.test_panel import score_url
from vendors.models import Vendor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CALL = "alert(1)"
TAGS = (
    "img src=x onerror",
    "svg onload",
    "body onload",
    "video src=x onerror",
    "details open ontoggle",
    "input autofocus onfocus",
)
BREAKS = (
    "",
    '">',
    "'>",
    "--></textarea>",
    "</title>",
    "</script>",
    "</select></option>",
    "]]>",
    "\u2028",
    "{{7*7}}",
)
PAYLOADS = [
    *(f"{end}<{tag}={CALL}>" for end in BREAKS for tag in TAGS[:4]),
    *(f"{end}<script>{CALL}</script>" for end in BREAKS),
    *(f"<{tag}='{CALL}'//" for tag in TAGS),
    *(
        f'<a href="{scheme}:{CALL}">x</a>'
        for scheme in ("javascript", "JaVaScRiPt", "java\tscript", "data:text/html,<script")
    ),
    f"<iframe srcdoc='<script>{CALL}</script>'></iframe>",
    f"<iframe src=javascript:{CALL}></iframe>",
    f"<math><mtext><script>{CALL}</script>",
    f"<object data=javascript:{CALL}>",
    f"<form action=javascript:{CALL}><button autofocus>",
    f"<meta http-equiv=refresh content='0;javascript:{CALL}'>",
    f"<base href=javascript:/a/-{CALL}//>",
    f"${{{CALL}}}",
    f"{{{{constructor.constructor('{CALL}')()}}}}",
    f"<img src=x onerror&#61;{CALL}>",
    f"＜script＞{CALL}＜/script＞",
    f"%3Cscript%3E{CALL}%3C/script%3E",
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
    f"<div hx-on:load='{CALL}' hx-get=javascript:{CALL} hx-trigger=load data-autosave>",
]
ALL = "\n".join(PAYLOADS)
SHORT = PAYLOADS[0][:80]
# What a payload would make, if it came into a page as anything but text.
PLANTED = (
    "[onerror], [onload], [ontoggle], [onfocus], iframe, object, base, math, [hx-on\\:load], "
    "script:not([src]):not([type='application/json'])"
)


def planted(value: Any) -> Any:
    """Every free text of a document replaced by all payloads."""
    if isinstance(value, dict):
        return {key: ALL if key in ("text", "note", "reason") else planted(one) for key, one in value.items()}
    return [planted(one) for one in value] if isinstance(value, list) else value


@pytest.fixture
def hostile() -> RFQ:
    """A scored RFQ in which everything that people write is a payload."""
    rfq, _run = scored_rfq()
    for quote in Quote.objects.filter(rfq=rfq):
        changed = {"quality": planted(quote.quality), "commercial": planted(quote.commercial)}
        Quote.objects.filter(pk=quote.pk).update(**changed)
    Score.objects.filter(sheet__rfq=rfq).update(reason=ALL)
    for number, vendor in enumerate(Vendor.objects.exclude(name=CHEAP)):
        name = f"{number}{SHORT}"
        names = dict.fromkeys(("en", "zh-hans", "zh-hant"), name)
        Vendor.objects.filter(pk=vendor.pk).update(name=name, name_i18n=names, notes=ALL)
    RFQ.objects.filter(pk=rfq.pk).update(title=SHORT, title_i18n={"en": SHORT})
    return rfq


class Trap:
    """Counts the dialogs that open; each is shut."""

    def __init__(self, page: Any) -> None:
        self.opened = 0
        page.on("dialog", self._shut)

    def _shut(self, dialog: Any) -> None:
        self.opened += 1
        dialog.dismiss()


def visit(page: Any, addresses: list[str]) -> int:
    """Open each page; returns on how many of them payloads stood as text."""
    shown = 0
    for address in addresses:
        assert page.goto(address).status == 200, address
        assert page.evaluate("query => document.querySelectorAll(query).length", PLANTED) == 0, address
        shown += CALL in page.locator("body").inner_text() or CALL in page.content()
    return shown


def test_no_text_runs_in_the_panel(new_page: Any, live_server: Any, hostile: RFQ) -> None:
    page = new_page()
    trap = Trap(page)
    sheet = Sheet.objects.get(rfq=hostile, reviewer=cast.reviewer(), stage="FIRST")
    sign_in(page, cast.reviewer(), live_server)
    assert (
        visit(page, ["/admin/", reverse("admin:sheet", args=[sheet.pk]), score_url(sheet, CHEAP, "Q3")]) >= 1
    )
    assert trap.opened == 0


def test_no_text_runs_in_the_portal(new_page: Any, live_server: Any, hostile: RFQ) -> None:
    page = new_page()
    trap = Trap(page)
    invitation = Invitation.objects.get(rfq=hostile, vendor__name=CHEAP)
    sign_in(page, bidder(CHEAP), live_server)
    assert visit(page, [reverse("quotes:portal"), reverse("quotes:invitation", args=[invitation.pk])]) >= 1
    assert trap.opened == 0


def test_the_trap_and_the_search_see_what_runs(browser: Any) -> None:
    """The control: the same payloads as a page of their own, without policy and escaping."""
    assert len(PAYLOADS) >= 60
    context = browser.new_context()
    page = context.new_page()
    trap = Trap(page)
    page.set_content(f"<body>{ALL}</body>")
    page.wait_for_timeout(300)
    assert trap.opened > 5
    assert page.evaluate("query => document.querySelectorAll(query).length", PLANTED) > 10
    context.close()

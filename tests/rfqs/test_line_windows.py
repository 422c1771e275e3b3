"""Service lines changed in one window while another shows a page of before: nothing lands on another line."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rfqs import queries
from rfqs.actions.lines import add_line, move_line, remove_line
from rfqs.lines import codes_of, need_of_line, was_line
from rfqs.models import RFQ
from tests import cast
from tests.rfqs import build
from tests.rfqs.test_line_pages import typed
from tests.rfqs.test_lines import HOTLINE, REST
from tests.tables import read
from ui.text import folded

GONE = "no such service line any more"


def test_names_that_look_alike_are_the_same() -> None:
    alike = ("Hotline", "ＨＯＴＬＩＮＥ", " hot\u200bline\u3000", "Hotline\u202e", "ｈｏｔｌｉｎｅ")
    assert {folded(name) for name in alike} == {"hotline"}
    assert folded("热线　二") == "热线 二" != folded("热线 三") and folded(" \u200b\t") == ""


def test_a_line_that_was_there_is_known_from_one_that_never_was() -> None:
    need = {"lines_made": 3}
    assert [was_line(need, code) for code in ("main", "line-2", "line-3", "line-4", "line-1", "x")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def hidden(page: str) -> set[str]:
    """The lines that the forms of a page say they are about."""
    return {one for one in ("main", "line-2", "line-3") if f'name="line" value="{one}"' in page}


@pytest.mark.django_db
def test_the_page_of_another_window_does_not_write_on_another_line(client: Client) -> None:
    rfq, buyer = build.ready(), cast.buyer()
    client.force_login(buyer)
    url = lambda name, *more: reverse(f"rfqs:{name}", args=[rfq.code, *more])
    pages = {name: client.get(url(*name)).content.decode() for name in (("need",), ("subject", "handling"))}
    assert [hidden(page) for page in pages.values()] == [{"main"}, {"main"}]
    assert client.get(url("demand")).content.decode().count('action="?line=main"') == 3

    act: dict[str, Any] = {"by": buyer, "now": build.now()}
    add_line(rfq=rfq, values=HOTLINE | REST, first_label="Shop chat", **act)
    move_line(rfq=rfq, line="line-2", places=-1, **act)
    was = queries.demand_line(rfq, "main").history
    client.post(f"{url('demand')}?line=main", typed([777] * 6))
    rfq = RFQ.objects.get(pk=rfq.pk)
    assert queries.demand_line(rfq, "line-2") is None
    assert queries.demand_line(rfq, "main").history == [777] * 6 != was

    basics = {"line": "main", "title": "Changed", "channel": "CHAT", "aht_s": "111", "month_1": "5"}
    shown = read(client.post(url("need"), basics, follow=True).content.decode())
    assert "in another window" in " ".join(shown.texts)

    remove_line(rfq=rfq, line="main", **act)  # the hotline is the only one left
    for name, sent in (
        (url("demand") + "?line=main", typed([888] * 6)),
        (url("forecast") + "?line=main", {f"forecast_{n}": "9" for n in range(1, 13)}),
        (url("subject", "handling"), {"line": "main", "aht_s": "99"}),
        (url("reset", "handling"), {"line": "main"}),
        (url("levers"), {"line": "main", "SELF_SERVICE": "on", "self_service_share": "20"}),
    ):
        answer = client.post(name, sent, follow=True)
        assert answer.redirect_chain == [(url("need"), 302)] and GONE in answer.content.decode(), name
    assert "in another window" in client.post(url("need"), basics, follow=True).content.decode()
    after = RFQ.objects.get(pk=rfq.pk)
    assert codes_of(after.need) == ["line-2"] and after.title == "Shop chat"
    assert need_of_line(after.need, "line-2")["volumes"]["aht_s"] == "240"
    assert queries.demand_line(after, "line-2") is None
    assert client.get(url("demand") + "?line=main", follow=True).redirect_chain == [(url("need"), 302)]
    assert client.get(url("demand") + "?line=line-9").status_code == 404

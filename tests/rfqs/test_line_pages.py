"""A buyer with two service lines: added, given volumes, refused while they are missing, published with both."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from calc.documents import read_demand
from rfqs import needs, queries
from rfqs.actions.addenda import change_need
from rfqs.actions.demand import set_demand
from rfqs.actions.lines import add_line
from rfqs.lines import ServiceLine, lines_of
from rfqs.models import RFQ
from rfqs.states import RfqStatus
from tests import cast
from tests.rfqs import build
from tests.tables import number, read

pytestmark = pytest.mark.django_db

HOTLINE = {
    "first_label": "Shop chat",
    "label": "Hotline",
    "channel": "PHONE",
    "service_types": ["IN_HOTLINE"],
    "aht_s": "240",
    "coverage": ["BUS"],
}


def typed(counts: list[int]) -> dict[str, str]:
    first = build.volumes().history_from
    months = {f"typed-month_{n}": str(count) for n, count in enumerate(counts, start=1)}
    return {"source": "typed", "typed-first_month": f"{first:%Y-%m}", "typed-basis": "MEASURED"} | months


def add_lines(rfq: RFQ, codes: list[str]) -> None:
    by, now = cast.buyer(), timezone.now()
    for code in codes:
        values = HOTLINE | {"label": f"Hotline {code}", "sells": False}
        add_line(rfq=rfq, values=values, first_label="Shop chat", by=by, now=now)
        set_demand(rfq=rfq, volumes=build.volumes(), line=code, by=by, now=now)


def test_further_lines_ask_the_database_nothing_more(client, django_assert_num_queries):
    rfq = build.ready()
    client.force_login(cast.buyer())
    pages = [reverse(f"rfqs:{name}", args=[rfq.code]) for name in ("demand", "preview")]
    add_lines(rfq, ["line-2"])
    asked = {}
    for page in pages:
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        asked[page] = len(captured)
    add_lines(rfq, ["line-3", "line-4"])
    for page in pages:
        with django_assert_num_queries(asked[page]):
            assert "Hotline line-4" in client.get(page).content.decode()


def test_a_buyer_adds_a_line_gives_its_volumes_and_publishes_both(client):
    rfq = build.ready()
    client.force_login(cast.buyer())
    url = lambda name, *more: reverse(f"rfqs:{name}", args=[rfq.code, *more])
    assert "Service lines" not in (page := client.get(url("need")).content.decode())
    assert "Add a service line" in page

    added = client.post(url("line_add"), HOTLINE)
    volumes = f"{url('demand')}?line=line-2"
    assert added.headers["Location"] == volumes
    page = client.get(url("need")).content.decode()
    assert "Shop chat" in page and "Hotline" in page and "aht_s" not in page
    assert "Two service lines have the same name" in client.post(url("line_add"), HOTLINE).content.decode()

    named = {"reviewers": [str(cast.reviewer().pk)]}
    refused = client.post(url("publish"), named).content.decode()
    assert "Hotline: The volumes of six months are missing." in refused
    assert volumes in refused and "Shop chat: The volumes" not in refused

    assert client.post(volumes, typed([9000] * 6)).headers["Location"] == volumes
    levers = {"line": "line-2", "SELF_SERVICE": "on", "self_service_share": "20"}
    assert client.post(url("levers"), levers).headers["Location"] == f"{url('estimate')}?line=line-2"
    assert queries.demand_line(rfq, "line-2").forecast == [7200] * 12
    assert queries.demand_line(rfq, "main").forecast == [22667] * 12
    client.post(url("levers_undo"), {"line": "line-2"})
    shown = read(client.get(url("estimate")).content.decode()).tables["line-costs"]
    assert [number(cell) for cell in shown.row("Together")[:1]] == [12 * (22667 + 9000)]

    assert client.post(url("publish"), named).status_code == 302
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.PUBLISHED
    content = queries.publication_content(rfq)
    assert lines_of(content) == [
        ServiceLine("main", "Shop chat", "CHAT"),
        ServiceLine("line-2", "Hotline", "PHONE"),
    ]
    demand = read_demand(content["demand"])
    assert [(line.line_id, line.channel, line.aht_s) for line in demand.lines] == [
        ("main", "CHAT", 300),
        ("line-2", "PHONE", 240),
    ]
    assert demand.forecast_profile == (22667 + 9000,) * 12
    page = client.get(url("preview")).content.decode()
    assert "Service line: Hotline" in page and "9,000" in page

    said = StringIO()
    call_command("demand", rfq.code, stdout=said)
    assert json.loads(said.getvalue()) == content["demand"]
    more = {f"forecast_{n}": "9500" for n in range(1, 13)}
    client.post(f"{url('addendum_forecast')}?line=line-2", more)
    assert "Hotline: Contacts expected in the first year" in client.get(url("addendum")).content.decode()
    page = client.get(f"{url('addendum_need', 'handling')}?line=line-2").content.decode()
    assert "Service hours of this line" in page and "What an agent of your own costs" not in page
    values = needs.subject_values(queries.proposed_need(rfq), needs.VOLUMES, "line-2")
    later = [values[needs.HOURS][0] | {"start": "10:00"}]
    values |= {needs.HOURS: later}
    when = timezone.now()
    change_need(rfq=rfq, subject="handling", values=values, line="line-2", by=cast.buyer(), now=when)
    assert "Hotline: Service hours" in client.get(url("addendum")).content.decode()
    client.post(url("addendum"), {"text": "More calls are expected.", "asks_confirmation": "on"})
    client.post(url("addendum_issue"))
    chat, hotline = read_demand(queries.publication_content(rfq)["demand"]).lines
    assert (chat, hotline.forecast_profile) == (demand.lines[0], (9500,) * 12)
    asked = queries.publication_content(rfq)["need"]["lines"]
    assert [line.get(needs.HOURS) for line in asked] == [None, later]

    client.force_login(cast.vendor_user())
    invitation = rfq.invitations.get(vendor=cast.vendor())
    page = client.get(reverse("quotes:read", args=[invitation.pk])).content.decode()
    assert "Service line: Hotline" in page and "Service line: Shop chat" in page

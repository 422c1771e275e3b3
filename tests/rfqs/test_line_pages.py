"""A buyer with two service lines: added, given volumes, refused while they are missing, published with both."""

import pytest
from django.urls import reverse

from calc.documents import read_demand
from rfqs import queries
from rfqs.lines import ServiceLine, lines_of
from rfqs.states import RfqStatus
from tests import cast
from tests.rfqs import build

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

"""The decisions around the price and the look at other assumptions: who sees them, what they say, what they keep."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from calc.documents import read_demand, read_quote
from calc.trace import trace
from rfqs.models import Conflict, Part
from scoring.models import TcoRun, WhatIf
from scoring.queries.tracing import differing
from tests import cast
from tests.scoring.build import closed_rfq, document, open_part, scored_rfq

pytestmark = pytest.mark.django_db
CANARY = "4321.09"


def page(name: str, code: str = "RFQ-7", app: str = "scoring") -> str:
    return reverse(f"{app}:{name}", args=[code])


def signed_in(user: Any) -> Client:
    return cast.sign_in_afresh(Client(), user)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_of_a_price_before_it_is_open() -> None:
    rfq = closed_rfq(dear=document(CANARY))
    client = signed_in(cast.buyer())
    for _part in (None, Part.QUALITY):
        shown = text(client, page("decisions")) + text(client, page("estimate", app="rfqs"))
        assert "4,321" not in shown
        assert "Not open yet" in shown
        assert "B07 Per contact" in shown  # the estimate needs no quote
        open_part(rfq, Part.QUALITY) if _part is None else None
    assert client.post(page("what_if_save"), {"name": "early", "growth": "9"}).status_code == 302
    assert not WhatIf.objects.exists()


def test_decisions_and_other_assumptions() -> None:
    rfq, _run = scored_rfq()
    buyer, auditor, reviewer = (signed_in(user) for user in (cast.buyer(), cast.auditor(), cast.reviewer()))
    shown = text(buyer, page("decisions"))
    for heading in ("by-volume", "hidden", "units", "peak", "leaving", "limits"):
        assert f'id="{heading}"' in shown
    assert 'id="by-volume"' in text(auditor, page("decisions"))
    assert 'id="by-volume"' not in text(reviewer, page("decisions"))
    wrong = text(buyer, page("decisions") + "?multiplier=99")
    assert "Give a number from 1 to 20." in wrong
    assert 'id="by-volume"' not in wrong

    traced = text(buyer, page("lines"))
    assert "Every month adds up to the run that was stored" in traced and 'id="line-1"' in traced
    assert buyer.get(page("lines") + "?quote=9").status_code == 404
    run = TcoRun.objects.all()[0]
    lines, months = trace(read_demand(run.demand), read_quote(run.document)), run.result["months"]
    assert differing(lines, months) == []
    months[2]["lines"]["K-01"] = "0.01"
    assert differing(lines, months[:-1]) == [3, len(months)]

    plain = text(buyer, page("prices"))
    assert "These figures are not the RFQ" not in plain
    refused = text(buyer, page("prices") + "?utilisation=100")
    assert "Give a number from 1 to 99." in refused
    assert "the figures are those of the RFQ" in refused
    looked = text(buyer, page("prices") + "?growth=-20&horizon=60&discount=5")
    assert "These figures are not the RFQ" in looked
    assert "-20%" in looked.replace("−", "-")
    assert not WhatIf.objects.exists()

    said = {"name": "Lean year", "growth": "-20", "horizon": "60"}
    assert buyer.post(page("what_if_save"), said).status_code == 302
    assert WhatIf.objects.get().values == {"growth": "-20", "horizon": "60"}
    assert AuditEvent.objects.filter(action="what_if.saved").count() == 1
    assert "growth=-20" in text(auditor, page("prices"))
    assert auditor.post(page("what_if_save"), said).status_code == 403
    assert buyer.post(page("what_if_save"), said | {"growth": "1e9"}).status_code == 302
    assert WhatIf.objects.get().values["growth"] == "-20"
    odd = said | {"name": "Odd", "growth": "-20.0", "tax_recovered": "\0" * 3}
    assert buyer.post(page("what_if_save"), odd).status_code == 302
    assert WhatIf.objects.get(name="Odd").values == {"growth": "-20", "horizon": "60", "tax_recovered": "on"}
    nameless = buyer.post(page("what_if_save"), said | {"name": " "})
    assert "growth=-20" in nameless["Location"]  # what was assumed is not lost
    assert buyer.get(page("uncertainty") + "?run=000001" + "9" * 5000).status_code == 404

    partial = cast.second_buyer()
    Conflict.objects.create(rfq=rfq, user=partial, reason="known to me", declared_at=timezone.now())
    client = signed_in(partial)
    for name in ("decisions", "uncertainty"):
        assert client.get(page(name)).status_code == 403
    assert client.post(page("prices_export")).status_code == 403


def test_the_estimate_is_computed_from_the_address() -> None:
    scored_rfq()
    client = signed_in(cast.buyer())
    url = page("estimate", app="rfqs")
    assert "no crossover within" in text(client, url)
    dear = text(client, url + "?seat=5000&uplift=50&on_costs=0")
    assert "from 28 seats on" in dear  # domain 6.4
    wrong = text(client, url + "?seat=0")
    assert "Give a number from 0.0001" in wrong
    assert "models-table" not in wrong
    lean = text(client, url + "?SELF_SERVICE=on&self_service_share=20")
    assert "off the year" in lean

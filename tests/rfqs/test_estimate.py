"""The estimate before publishing: its figures kept with the draft, the levers in the forecast and out again."""

from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from rfqs.forms.estimate import LabourForm, LeversForm, OwnForm, PricesForm, estimate_forms
from rfqs.models import RFQ
from rfqs.queries.estimate import estimate_basis, kept_fields, own_year, team_size
from tests import cast
from tests.rfqs.build import ready
from tests.tables import number, read

pytestmark = pytest.mark.django_db


def send(client: Client, name: str, rfq: RFQ, values: dict[str, str]) -> str:
    return client.post(reverse(f"rfqs:{name}", args=[rfq.code]), values, follow=True).content.decode()


def forecast(rfq: RFQ) -> list[int]:
    return list(rfq.demand_lines.get().forecast)


def test_levers_go_into_the_forecast_with_the_repeat_rate_and_out_again() -> None:
    rfq, buyer = ready(), cast.sign_in_afresh(Client(), cast.buyer())
    rfq.need["volumes"] = {**rfq.need.get("volumes", {}), "repeat_rate_now": "0.20"}
    rfq.save()
    url, before = reverse("rfqs:estimate", args=[rfq.code]), forecast(rfq)
    levers = {"SELF_SERVICE": "on", "self_service_share": "20", "TRAINING": "on", "repeat_then": "8"}
    shown = buyer.get(url, levers).content.decode()
    rows = read(shown).tables["levers-table"]
    assert [number(cell) for cell in rows.row("Now")[:12]] == before
    after = [
        int((D(count) * D("0.8") * D("1.08") / D("1.20")).quantize(D(1), "ROUND_HALF_UP")) for count in before
    ]
    assert [number(cell) for cell in rows.row("With the levers")[:12]] == after
    assert forecast(rfq) == before, "looking changes nothing"

    assert "The levers are in the forecast" in send(buyer, "levers", rfq, levers)
    rfq.refresh_from_db()
    assert forecast(rfq) == after
    assert rfq.need["volumes"]["repeat_rate_now"] == "0.08"
    assert "in the forecast already" in send(buyer, "levers", rfq, levers)
    assert "as it was before the levers" in send(buyer, "levers_undo", rfq, {})
    rfq.refresh_from_db()
    assert (forecast(rfq), rfq.need["volumes"]["repeat_rate_now"]) == (before, "0.20")
    assert not rfq.demand_lines.get().forecast_is_own
    assert AuditEvent.objects.filter(action="rfq.forecast").count() == 2
    assert "No levers are in this forecast" in send(buyer, "levers_undo", rfq, {})
    assert "change nothing" in send(buyer, "levers", rfq, {"OUTSOURCING": "on"})
    assert forecast(rfq) == before


def test_figures_are_kept_with_the_draft_and_feed_the_own_team() -> None:
    rfq, buyer = ready(), cast.sign_in_afresh(Client(), cast.buyer())
    labour = {"use_labour": "on", "agents": "10", "pay": "900000", "joiners": "10", "managers": "1"}
    page = send(buyer, "estimate_keep", rfq, {"seat": "4321", **labour, "use_labour": "\0on", "else": "x"})
    assert "Kept with the RFQ." in page and 'value="4321"' in page
    rfq.refresh_from_db()
    assert kept_fields(rfq) == {"seat": "4321", **labour}
    assert (
        'value="4321"'
        not in buyer.get(reverse("rfqs:estimate", args=[rfq.code]) + "?defaults=1").content.decode()
    )
    assert "out of range" in send(buyer, "estimate_keep", rfq, {"seat": "0"})
    rfq.refresh_from_db()
    assert kept_fields(rfq)["seat"] == "4321"
    basis = estimate_basis(rfq)
    assert basis
    forms = estimate_forms(kept_fields(rfq), basis.demand, team_size(basis.demand))
    # 900000 pay, 10 x (400 + 7 x 30), one manager at 4500 for twelve months; 6 % tax
    assert own_year(basis, forms) == (D(900000) + 6100 + 54000) * D("1.06")
    without = estimate_forms({"seat": "4321"}, basis.demand, team_size(basis.demand))
    own = own_year(basis, without)
    assert own is not None and own > 12 * 17250 + 6000 * 12
    assert own_year(basis, estimate_forms({"seat": "0"}, basis.demand, team_size(basis.demand))) is None


@pytest.mark.parametrize("form", [LeversForm, PricesForm, OwnForm, LabourForm])
def test_every_amount_says_what_it_counts(form: Any) -> None:
    plain = ("units", "agents", "joiners", "leavers", "managers", "management_posts")
    for name, field in form.base_fields.items():
        kinds = not hasattr(field, "choices") and field.widget.__class__.__name__ != "CheckboxInput"
        if kinds and name not in plain and not name.startswith("answers_"):
            assert str(getattr(field, "unit", "")), name

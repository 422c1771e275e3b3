"""The price formula of an RFQ: chosen with the weights, complete at publication, frozen, read by vendors."""

import pytest
from django.urls import reverse
from django.utils import timezone

from rfqs import queries
from rfqs.actions.addenda import change_weights
from rfqs.actions.publishing import NotComplete, publish_rfq
from rfqs.actions.rfq import copy_rfq
from rfqs.actions.weights import set_weights
from scoring import engine
from tests import cast
from tests.rfqs import build
from tests.rfqs.test_addenda import signed_in
from ui.errors import Refused

pytestmark = pytest.mark.django_db
CEILING = "1234567.89"


def test_a_formula_is_complete_at_publication_and_stays():
    rfq = build.ready()
    signed = signed_in(cast.buyer())
    page = reverse("rfqs:weights", args=[rfq.code])
    chosen = {"preset": "default", "price_formula": "baseline"}
    assert "State the cost that quotes are counted against." in signed.post(page, chosen).content.decode()
    assert signed.post(page, {**chosen, "price_formula": "linear"}).status_code == 302
    assert queries.weights_of(rfq).price_formula == "linear"

    with pytest.raises(NotComplete) as caught:
        publish_rfq(rfq=rfq, reviewers=[cast.reviewer()], by=cast.buyer(), now=timezone.now())
    (found,) = caught.value.checks
    assert str(found.sentence) == (
        "Ceiling of the total cost is missing: the price formula “Linear between best and ceiling” "
        "counts against it. State it, or choose another one."
    )
    assert found.url.endswith("#id_budget_ceiling_tco")
    rfq.refresh_from_db()
    rfq.need = rfq.need | {"budget_ceiling_tco": CEILING}
    rfq.save(update_fields=["need"])
    publish_rfq(rfq=rfq, reviewers=[cast.reviewer()], by=cast.buyer(), now=timezone.now())
    weights = engine.weights_of(queries.publication_content(rfq))
    assert (weights.price.name, str(weights.price.reference)) == ("linear", CEILING)
    stored = engine.weights_json(weights)
    assert engine.weights_of({"weights": stored}) == weights

    invitation = rfq.invitations.get(vendor__contacts__user=cast.vendor_user())
    read = signed_in(cast.vendor_user()).get(reverse("quotes:read", args=[invitation.pk])).content.decode()
    assert "Linear between best and ceiling" in read and "1,234,567" not in read and CEILING not in read
    own = signed.get(page).content.decode()
    assert "Linear between best and ceiling" in own

    copy = copy_rfq(rfq=rfq, by=cast.buyer(), now=timezone.now())
    assert queries.weights_of(copy).price_formula == "linear"


def test_what_a_formula_counts_against_is_refused_where_it_is_missing():
    rfq = build.published()
    given = {"preset": "default", "by": cast.buyer(), "now": timezone.now()}
    with pytest.raises(Refused, match="published without one"):
        change_weights(rfq=rfq, price_formula="ceiling", **given)
    draft = build.draft()
    for cost in (None, "0", "-1", "1e99", "0.001"):
        with pytest.raises(Refused, match="above 0"):
            set_weights(rfq=draft, price_formula="baseline", baseline_cost=cost, **given)
    with pytest.raises(Refused, match="no such price formula"):
        set_weights(rfq=draft, price_formula="median", **given)
    kept = set_weights(rfq=draft, price_formula="baseline", baseline_cost="12.50", **given)
    assert (
        str(engine.weights_of(queries.current_content(draft)).price.reference)
        == str(kept.baseline_cost)
        == "12.50"
    )

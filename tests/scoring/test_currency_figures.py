"""Figures of quotes in another currency on the pages: originals beside converted ones, and the rate."""

from django.template.loader import render_to_string

from calc.documents import read_demand, read_quote
from calc.tco import price
from contracts.annex import annex_of
from contracts.drafting import price_annex
from scoring.queries.money import month_table
from scoring.views.ranking_table import _costs, _vendor
from tests.calc.quotes import demand_document, quote_document

USD = {"currency": "USD", "rate": "7.1032"}


def test_pages_show_both_currencies_and_the_rate() -> None:
    demand, document = demand_document(exchange=[USD]), quote_document(currency="USD")
    priced = price(read_demand(demand), read_quote(document))
    months = render_to_string("scoring/months.html", {"months": month_table(priced), "name": "Celadon"})
    assert "287,679.60" in months and "40,500.00 USD" in months
    ranked = _vendor({"name": "Celadon", "priced": priced}) + _costs(priced)
    assert "1 USD = 7.1032 CNY" in ranked and "486,000.00 USD" in ranked and "3,452,155.20" in ranked
    panel = {"run": priced.as_json(), "currency": "CNY"}
    assert "40,500.00 USD" in render_to_string("admin/panel/prices.html", {"prices": panel})
    annex = annex_of(price_annex(document, "2", priced.as_json()))
    assert (annex["currency"], annex["quoted"]["currency"]) == ("CNY", "USD")
    assert "converted at 1 USD = 7.1032 CNY" in render_to_string("contracts/prices.html", {"annex": annex})


def test_a_quote_in_the_rfqs_currency_shows_nothing_of_it() -> None:
    priced = price(read_demand(demand_document(exchange=[USD])), read_quote(quote_document()))
    months = render_to_string("scoring/months.html", {"months": month_table(priced), "name": "Celadon"})
    ranked = _vendor({"name": "Celadon", "priced": priced}) + _costs(priced)
    assert "converted" not in months + ranked
    assert annex_of(price_annex(quote_document(), "2", priced.as_json()))["quoted"] is None

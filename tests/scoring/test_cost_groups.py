"""What a total cost is spent on: the groups sum to it, also where the buyer recovers tax."""

from decimal import Decimal as D

import pytest

from scoring.queries.money import cost_groups
from tests.calc.quotes import demand_document, run

SEATS = {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "5000"}
INVOICE = {"q2": {"q2_invoice_type": "SPECIAL_VAT"}}


@pytest.mark.parametrize(
    ("included", "recovers", "base", "tax"),
    [
        (False, False, "540000.00", "32400.00"),
        (False, True, "540000.00", "0.00"),
        (True, False, "540000.00", "0.00"),
        (True, True, "509433.96", "0.00"),
    ],
)
def test_groups_sum_to_the_total_cost(included: bool, recovers: bool, base: str, tax: str) -> None:
    demand = demand_document(vat_recoverable=recovers)
    priced = run([SEATS], demand, tax={"rate": "0.06", "included": included}, answers=INVOICE)
    groups = cost_groups(priced)
    assert sum(groups.values()) == priced.horizon_tco
    assert (groups["base"], groups["tax"]) == (D(base), D(tax))

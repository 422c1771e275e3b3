"""The form of the weights, without a page."""

from typing import Any

import pytest

from rfqs.forms.weights import WeightsForm

STORED = {"preset": "default", "cost": "40", "quality": "35", "risk": "25"}


@pytest.mark.parametrize(
    ("typed", "faulty"),
    [
        ({"preset": "default", "cost": "90", "quality": "5", "risk": "5"}, {"preset"}),
        ({"preset": "own", "cost": "39.99", "quality": "35", "risk": "25"}, {"cost"}),
        ({"preset": "own", "cost": "90", "quality": "5", "risk": "5"}, set()),
        ({"preset": "cost-led", "cost": "40", "quality": "35", "risk": "25"}, set()),
        ({"preset": "cost-led", "cost": "60", "quality": "20", "risk": "20"}, set()),
        ({"preset": "cost-led"}, set()),
    ],
)
def test_typed_weights_count_or_are_refused(typed: dict[str, Any], faulty: set[str]) -> None:
    """Before, 90, 5 and 5 beside a preset were dropped, and the page said that they were saved."""
    form = WeightsForm(typed, initial=STORED)
    assert set(form.errors) == faulty

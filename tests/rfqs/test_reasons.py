"""Reasons that are typed into an input without a form."""

from pathlib import Path

import pytest
from django.test import RequestFactory

from rfqs.views import page
from ui.errors import Refused

ROOT = Path(page.__file__).parents[2]


def test_no_view_takes_a_reason_past_its_bounds() -> None:
    """A NUL is no text for the database, and a text without end would stay in the trail for ever."""
    asked = RequestFactory()
    assert page.sent_reason(asked.post("/", {"reason": "x" * 2000})) == "x" * 2000
    for never in ("a\x00b", "x" * 2001):
        with pytest.raises(Refused, match="at most 2,000"):
            page.sent_reason(asked.post("/", {"reason": never}))
    views = ROOT.glob("*/views/*.py")
    raw = [path.name for path in views if 'POST.get("reason"' in path.read_text(encoding="utf-8")]
    assert raw == ["panel.py"], "it shows what was typed once more, and keeps nothing"

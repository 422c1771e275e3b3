"""Sample data for the gallery of components. Invented vendors; nothing here is read from the database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ui.amounts import CountField, DecimalAmountField
from ui.icons import PATHS
from ui.layouts import row, section
from ui.pagination import Page

VENDORS = ("Celadon Service", "Lighthouse Whale", "Paper Crane", "Nine Bridges")


class SampleForm(forms.Form):
    """One of each kind of field."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("As it stands in the register.")
    )
    seats = CountField(label=gettext_lazy("Seats"), least="1")
    share = DecimalAmountField(label=gettext_lazy("Share in per cent"), required=False)
    model = forms.ChoiceField(
        label=gettext_lazy("Price model"),
        choices=[("SEAT", gettext_lazy("Per seat and month")), ("CONTACT", gettext_lazy("Per contact"))],
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Channels"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("PHONE", gettext_lazy("Telephone")), ("CHAT", gettext_lazy("Chat"))],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("Travel is included in the price"), required=False)

    layout = [
        section(gettext_lazy("Who"), "name", row("seats", "share", "model")),
        section(
            gettext_lazy("What"),
            "channels",
            "note",
            "agreed",
            note=gettext_lazy("Two of these are optional."),
        ),
    ]


def context(request: HttpRequest) -> dict:
    now = timezone.now()
    return {
        "stages": stages(),
        "tab_items": tab_items(),
        "steps": steps(),
        "facts": [
            (_("Currency"), "CNY"),
            (pgettext_lazy("duration", "Term"), _("36 months")),
            {"term": "UUID", "value": "–", "note": "v4"},
        ],
        "form": SampleForm({"name": "", "seats": "0", "share": "12.5", "model": "SEAT"}),
        "draft": SampleForm(initial={"name": VENDORS[0], "seats": 9}),
        "soon": now + timedelta(hours=5, minutes=12),
        "later": now + timedelta(days=6),
        "page": Page(rows=list(range(50)), next_cursor="abc", first=False, size=50),
        "ranking": ranking(),
        "charts": charts(),
        "icons": sorted(PATHS),
    }


def stages() -> list[dict]:
    return [
        {"label": _("Need"), "state": "done", "note": "2026-03-02"},
        {"label": _("Published"), "state": "done", "note": "2026-03-09"},
        {"label": _("Quotes"), "state": "done", "note": _("4 received")},
        {"label": _("Opening"), "state": "current", "note": _("waits for a second officer")},
        {"label": _("Scores"), "state": "todo"},
        {"label": _("Ranking"), "state": "todo"},
        {"label": _("Award"), "state": "todo"},
    ]


def tab_items() -> list[dict]:
    return [
        {"label": _("Need"), "url": "#need"},
        {"label": _("Questions"), "url": "#questions", "current": True, "count": 10},
        {"label": _("Vendors"), "url": "#vendors", "count": 4},
        {"label": _("Prices"), "off": _("Prices open once the quality scores are locked.")},
    ]


def steps() -> list[dict]:
    return [
        {"label": _("1 Price model"), "url": "#1", "state": "done"},
        {"label": _("2 Extra fees"), "url": "#2", "state": "partial", "missing": 3},
        {"label": _("3 People"), "url": "#3", "state": "partial", "missing": 1, "current": True},
        {"label": _("4 Service levels"), "url": "#4", "state": "todo"},
        {"label": _("Check and send"), "url": "#check", "state": "todo", "break_before": True},
    ]


def ranking() -> list[dict]:
    totals = ("85.41", "83.11", "61.90", "")
    costs = ("2310400.50", "2455020", "2998131.25", "2120000")
    uplifts = ("0.043", "0.081", "0.412", None)
    return [
        {"rank": place, "vendor": vendor, "total": total, "tco": Decimal(cost), "uplift": uplift}
        for place, vendor, total, cost, uplift in zip(
            range(1, 5), VENDORS, totals, costs, uplifts, strict=True
        )
    ]


def charts() -> dict:
    months = [str(n) for n in range(1, 13)]
    growth = [29400, 29000, 30100, 30600, 29800, 30300, 29800, 30200, 33800, 36400, 31300, 30100]
    return {
        "bump": {
            "title": _("Three orders"),
            "label_head": _("Vendor"),
            "labels": [_("Headline price"), _("Cost over 36 months"), _("Total score")],
            "series": [
                {
                    "label": VENDORS[0],
                    "values": [3, 1, 1],
                    "notes": ["71.20", "2,310,401", "85.41"],
                    "marked": True,
                },
                {"label": VENDORS[1], "values": [2, 2, 2], "notes": ["68.00", "2,455,020", "83.11"]},
                {"label": VENDORS[2], "values": [1, 3, 3], "notes": ["59.90", "2,998,131", "61.90"]},
            ],
        },
        "stacked": {
            "title": _("What the money is made of"),
            "unit": "CNY",
            "label_head": _("Part"),
            "labels": list(VENDORS[:3]),
            "series": [
                {"label": _("Start-up"), "values": [60000, 42000, 0]},
                {"label": _("Base"), "values": [1900000, 2010000, 1650000]},
                {"label": _("Extras"), "values": [120400, 203000, 610000]},
                {"label": _("Tax"), "values": [130000, 140000, 98131]},
                {"label": _("Undisclosed"), "values": [100000, 60020, 640000], "hatched": True},
            ],
        },
        "line": {
            "title": _("Contacts by month"),
            "label_head": _("Month"),
            "labels": months,
            "series": [
                {"label": _("Forecast"), "values": growth},
                {"label": _("Capacity"), "values": [32000] * 12, "dashed": True},
            ],
        },
        "bar": {
            "title": _("Points by pillar"),
            "places": 1,
            "labels": [_("Cost"), _("Quality"), _("Risk")],
            "series": [
                {"label": VENDORS[0], "values": ["33.1", "36.3", "16.0"], "marked": True},
                {"label": VENDORS[1], "values": ["30.4", "37.7", "15.0"]},
            ],
        },
    }

"""Every action that the code records has a name people can read."""

import re
from pathlib import Path

from django.conf import settings

from audit.labels import action_label, known_actions, object_words

APPS = ("accounts", "audit", "notifications", "vendors", "rfqs", "quotes", "scoring", "contracts", "demo")
RECORDED = re.compile(r"(?:audit\.|\b)record(?:_denied)?\(\s*\"([a-z_]+\.[a-z_]+)\"")


def recorded():
    found = set()
    for app in APPS:
        for file in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            found |= set(RECORDED.findall(file.read_text(encoding="utf-8")))
    return found


def test_every_recorded_action_is_named():
    codes = recorded()
    assert "rfq.status" in codes and "staff.invited" in codes
    assert sorted(codes - {code for code, _name in known_actions()}) == []


def test_an_unknown_code_shows_itself():
    assert action_label("nobody.knows") == "nobody.knows"


def test_the_page_shows_words_and_not_ids():
    rfq, vendor = "f23244ff-4aa3-430d-b713-e51970dc5380", "e0bc9fce-1499-487b-8fbd-588771ad0c21"
    assert object_words(f"{rfq} AWARDED", None) == "AWARDED"
    assert object_words(f"{rfq} {vendor}", {"vendor": "Celadon Service"}) == "Celadon Service"
    assert object_words(f"{rfq} {vendor}", {"vendor": vendor}) == ""
    assert object_words("RFQ-5 Winter chat cover", {"vendor": "Celadon Service"}) == "RFQ-5 Winter chat cover"

"""Every action that the code records has a name people can read."""

import re
from pathlib import Path

from django.conf import settings

from audit.labels import action_label, known_actions

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

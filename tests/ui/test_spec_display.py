"""Stored values as a person reads them."""

from typing import Any

import pytest
from django.utils import translation

from ui.spec_display import as_text, shown
from ui.specs import FieldSpec

LABEL = {"en": "Share", "zh-hans": "占比", "zh-hant": "佔比"}


def spec(kind: str, **more: Any) -> FieldSpec:
    return FieldSpec.from_json({"code": "x", "type": kind, "label": LABEL, **more})


YES_NO = [
    {"code": "A", "label": {"en": "Alpha", "zh-hans": "甲", "zh-hant": "甲"}},
    {"code": "B", "label": {"en": "Beta", "zh-hans": "乙", "zh-hant": "乙"}},
]


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (spec("percent"), "0.35", "35 %"),
        (spec("percent"), "1.2", "120 %"),
        (spec("money"), "48213.70", "48,213.7"),
        (spec("int", unit={"en": "seats", "zh-hans": "席", "zh-hant": "席"}), 1200, "1,200 seats"),
        (spec("bool"), False, "no"),
        (spec("choice", choices=YES_NO), "B", "Beta"),
        (spec("multi", choices=YES_NO), ["A", "B"], "Alpha, Beta"),
        (spec("text"), "plain", "plain"),
    ],
)
def test_scalars(field: FieldSpec, value: object, text: str) -> None:
    with translation.override("en"):
        assert as_text(field, value) == text


def test_labels_follow_the_language() -> None:
    with translation.override("zh-hans"):
        assert as_text(spec("choice", choices=YES_NO), "B") == "乙"


def test_open_answers_never_look_like_zero() -> None:
    with translation.override("en"):
        assert shown(spec("money"), None).state == "MISSING"
        assert shown(spec("money"), "0").text == "0"
        assert shown(spec("money"), {"state": "NOT_DISCLOSED"}).text == "not disclosed"
        assert shown(spec("int"), {"state": "NOT_APPLICABLE", "reason": "no night"}).text.endswith("no night")


def test_lists_become_tables() -> None:
    columns = [
        {"code": "level", "type": "choice", "label": LABEL, "choices": YES_NO},
        {"code": "share", "type": "percent", "label": LABEL},
    ]
    value = [{"level": "A", "share": "0.25"}]
    with translation.override("en"):
        table = shown(spec("list", columns=columns), value)
    assert table.heads == ["Share", "Share"]
    assert table.rows == [["Alpha", "25 %"]]

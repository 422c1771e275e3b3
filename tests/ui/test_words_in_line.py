"""Lists and labels in one line take the marks of the language."""

import pytest
from django.utils.translation import override

from ui.text import clauses, labelled, listed


def test_english_marks():
    assert listed(["F04", "F05"]) == "F04, F05"
    assert clauses([labelled("Seats", 12), labelled("Term", "36 months")]) == "Seats: 12; Term: 36 months"
    assert listed([]) == ""


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_chinese_marks(language):
    with override(language):
        assert listed(["F04", "F05"]) == "F04、F05"
        assert clauses([labelled("A", 1), labelled("B", 2)]) == "A：1；B：2"

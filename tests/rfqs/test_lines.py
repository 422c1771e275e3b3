"""Service lines: their codes, and what each says."""

from rfqs.lines import MAIN, ServiceLine, lines_of, next_code


def test_an_rfq_that_names_no_line_has_one() -> None:
    assert lines_of({"demand": {"channel": "PHONE"}}) == [ServiceLine(MAIN, "", "PHONE")]
    named = [{"code": MAIN, "label": "Shop chat", "channel": "CHAT"}]
    named += [{"code": next_code(1), "label": "Hotline", "channel": "PHONE"}]
    assert [line.code for line in lines_of({"lines": named})] == ["main", "line-2"]
    assert lines_of({"lines": named})[1].label == "Hotline"

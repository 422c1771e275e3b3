"""The field-spec mechanism: strict checking, states, conditions, what is missing."""

from decimal import Decimal

import pytest

from ui import specs
from ui.specs import FieldSpec, Reader, SpecError, clean, completeness, load, missing
from ui.text import pick

L = {"en": "Label", "zh-hans": "标签", "zh-hant": "標籤"}


def one(**data):
    return load([{"code": "x", "label": L, **data}])


def paths(found):
    return [fault.path for fault in found[1]]


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ({"type": "text"}, "words"),
        ({"type": "longtext"}, "two\nlines"),
        ({"type": "bool"}, False),
        ({"type": "int", "min": "0"}, 0),
        ({"type": "decimal"}, "12.5"),
        ({"type": "percent", "min": "0", "max": "5"}, "1.2"),
        ({"type": "money"}, "4000.00"),
        ({"type": "date"}, "2026-03-31"),
        ({"type": "time"}, "24:00"),
        ({"type": "choice", "choices": [{"code": "A", "label": L}]}, "A"),
        ({"type": "multi", "choices": [{"code": "A", "label": L}]}, ["A"]),
        ({"type": "file"}, "0b9c3a"),
        ({"type": "list", "columns": [{"code": "c", "type": "int", "label": L}]}, [{"c": 1}]),
        ({"type": "object", "fields": [{"code": "c", "type": "bool", "label": L}]}, {"c": True}),
    ],
)
def test_every_type_takes_its_own_value(data, value):
    assert clean(one(**data), {"x": value}) == ({"x": value}, [])


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ({"type": "text"}, 5),
        ({"type": "text"}, "bell\x07"),
        ({"type": "text", "max_length": 3}, "four"),
        ({"type": "longtext", "min": "20"}, "too short"),
        ({"type": "bool"}, "true"),
        ({"type": "int"}, True),
        ({"type": "int"}, "3"),
        ({"type": "int", "max": "2"}, 3),
        ({"type": "decimal"}, 1.5),
        ({"type": "decimal"}, "1e3"),
        ({"type": "decimal"}, "1_000"),
        ({"type": "decimal"}, "１２"),
        ({"type": "decimal"}, " 12"),
        ({"type": "money"}, "1.005"),
        ({"type": "percent", "max": "1"}, "35"),
        ({"type": "date"}, "31.03.2026"),
        ({"type": "date"}, "2026-02-30"),
        ({"type": "time"}, "25:00"),
        ({"type": "choice", "choices": [{"code": "A", "label": L}]}, "B"),
        ({"type": "multi", "choices": [{"code": "A", "label": L}]}, ["A", "A"]),
        ({"type": "multi", "choices": [{"code": "A", "label": L}]}, "A"),
        ({"type": "list", "columns": [{"code": "c", "type": "int", "label": L}]}, {"c": 1}),
        ({"type": "object", "fields": [{"code": "c", "type": "bool", "label": L}]}, "yes"),
    ],
)
def test_a_wrong_value_is_refused_with_its_path_and_a_remedy(data, value):
    values, faults = clean(one(**data), {"x": value})
    assert values == {}
    assert [fault.path for fault in faults] == ["x"]
    assert str(faults[0].message) and str(faults[0].remedy)


def test_the_path_leads_into_rows_and_objects():
    row = {"code": "share", "type": "percent", "label": L, "max": "1"}
    rows = one(type="list", columns=[row])
    assert paths(clean(rows, {"x": [{"share": "0.5"}, {"share": "2"}]})) == ["x[1].share"]
    group = one(type="object", fields=[row])
    assert paths(clean(group, {"x": {"share": "2"}})) == ["x.share"]


def test_an_unknown_field_is_refused_at_every_level():
    rows = one(type="list", columns=[{"code": "c", "type": "int", "label": L}])
    assert paths(clean(rows, {"x": [{"c": 1, "d": 2}], "y": 1})) == ["y", "x[0].d"]


def test_shares_sum_to_one_within_the_tolerance():
    rows = one(type="list", sum_of="share", columns=[{"code": "share", "type": "percent", "label": L}])
    assert paths(clean(rows, {"x": [{"share": "0.6"}, {"share": "0.395"}]})) == []
    assert paths(clean(rows, {"x": [{"share": "0.6"}, {"share": "0.3"}]})) == ["x"]


def test_upper_limits_rise_and_only_the_last_is_open():
    columns = [{"code": "upper", "type": "int", "label": L}, {"code": "price", "type": "decimal", "label": L}]
    rows = one(type="list", ascending="upper", columns=columns)
    good = [{"upper": 1, "price": "2"}, {"upper": 3, "price": "2"}, {"price": "1"}]
    assert paths(clean(rows, {"x": good})) == []
    assert paths(clean(rows, {"x": [good[1], good[0], good[2]]})) == ["x[1].upper"]
    assert paths(clean(rows, {"x": good[:2]})) == ["x[1].upper"]
    assert paths(clean(rows, {"x": [good[2], good[2]]})) == ["x[0].upper"]


def test_a_row_may_not_come_twice():
    rows = one(type="list", unique=["c"], columns=[{"code": "c", "type": "int", "label": L}])
    assert paths(clean(rows, {"x": [{"c": 1}, {"c": 1}]})) == ["x[1]"]


def test_a_number_may_not_be_above_its_sibling():
    pair = load(
        [
            {"code": "total", "type": "int", "label": L},
            {"code": "available", "type": "int", "label": L, "not_above": "total"},
        ]
    )
    assert paths(clean(pair, {"total": 5, "available": 6})) == ["available"]
    assert paths(clean(pair, {"total": 5, "available": 5})) == []


def test_states_are_kept_apart_from_values():
    spec = one(type="bool", required="R", nd="allowed", na=True)
    undisclosed, not_applicable = (
        {"state": "NOT_DISCLOSED"},
        {"state": "NOT_APPLICABLE", "reason": "no shops"},
    )
    assert clean(spec, {"x": undisclosed}) == ({"x": undisclosed}, [])
    assert clean(spec, {"x": not_applicable}) == ({"x": not_applicable}, [])
    assert paths(clean(spec, {"x": {"state": "NOT_APPLICABLE"}})) == ["x"]
    assert paths(clean(spec, {"x": {"state": "UNKNOWN"}})) == ["x"]
    assert paths(clean(spec, {"x": undisclosed | {"value": True}})) == ["x"]


def test_nd_refused_takes_no_state_and_counts_it_as_missing():
    spec = one(type="bool", required="R", nd="refused")
    undisclosed = {"x": {"state": "NOT_DISCLOSED"}}
    assert paths(clean(spec, undisclosed)) == ["x"]
    assert missing(spec, undisclosed) == ["x"]
    assert missing(spec, {"x": False}) == []


def test_none_is_an_answer_only_where_it_is_allowed():
    column = {"code": "c", "type": "int", "label": L}
    stated = one(type="list", columns=[column], required="R", allow_none=True)
    assert clean(stated, {"x": []}) == ({"x": []}, [])
    assert missing(stated, {"x": []}) == []
    unstated = one(type="list", columns=[column], required="R")
    assert clean(unstated, {"x": []}) == ({}, [])
    assert missing(unstated, {"x": []}) == ["x"]


A_B = [{"code": "A", "label": L}, {"code": "B", "label": L}]
VOLATILE = {"field": "need.volatility", "in": ["VOLATILE"]}
CONDITIONAL = load(
    [
        {"code": "kind", "type": "choice", "label": L, "choices": A_B},
        {"code": "rule", "type": "text", "label": L, "required": "C", "when": {"field": "kind", "in": ["B"]}},
        {"code": "surge", "type": "int", "label": L, "required": "C", "required_when": VOLATILE},
    ]
)


def test_a_condition_decides_what_is_asked_and_required():
    volatile = {"need": {"volatility": "VOLATILE"}}
    assert missing(CONDITIONAL, {"kind": "A"}) == []
    assert missing(CONDITIONAL, {"kind": "B"}) == ["rule"]
    assert missing(CONDITIONAL, {"kind": "A"}, context=volatile) == ["surge"]


def test_a_field_not_asked_is_left_out_of_a_form_and_refused_in_a_document():
    values = {"kind": "A", "rule": "left over"}
    assert clean(CONDITIONAL, values) == ({"kind": "A"}, [])
    assert paths(clean(CONDITIONAL, values, document=True)) == ["rule"]


def test_conditions_of_every_form():
    assert specs.holds({"field": "a", "below": "0.8"}, {"a": "0.79"})
    assert not specs.holds({"field": "a", "below": "0.8"}, {"a": "0.8"})
    assert not specs.holds({"field": "a", "below": "0.8"}, {})
    assert specs.holds({"field": "a", "filled": True}, {"a": False})
    assert not specs.holds({"field": "a", "filled": True}, {"a": {"state": "NOT_DISCLOSED"}})
    assert specs.holds({"field": "a", "in": ["P"]}, {"a": ["O", "P"]})
    assert specs.holds({"any": [{"field": "a", "is": 1}, {"field": "b", "is": 2}]}, {"b": 2})
    assert not specs.holds({"all": [{"field": "a", "is": 1}, {"field": "b", "is": 2}]}, {"b": 2})


def test_a_half_filled_object_is_missing_its_part_and_does_not_count():
    parts = [
        {"code": "has", "type": "bool", "label": L, "required": "R"},
        {"code": "tool", "type": "text", "label": L, "required": "C", "when": {"field": "has", "is": True}},
    ]
    spec = one(type="object", required="R", fields=parts)
    assert missing(spec, {"x": {"has": True}}) == ["x.tool"]
    assert missing(spec, {"x": {"has": False}}) == []
    assert completeness(spec, {"x": {"has": True}}).share == 0
    assert completeness(spec, {"x": {"has": False}}).share == 1


def test_rows_are_missing_up_to_the_least_number():
    spec = one(type="list", required="R", min_rows=3, columns=[{"code": "c", "type": "int", "label": L}])
    assert missing(spec, {"x": [{"c": 1}]}) == ["x[1]", "x[2]"]


def test_completeness_counts_required_fields_and_not_what_is_undisclosed():
    four = load(
        [{"code": c, "type": "int", "label": L, "required": "R", "nd": "allowed", "na": True} for c in "abcd"]
    )
    values = {"a": 1, "b": {"state": "NOT_DISCLOSED"}, "c": {"state": "NOT_APPLICABLE", "reason": "none"}}
    found = completeness(four, values)
    assert (found.filled, found.required, found.share) == (2, 4, Decimal("0.5"))
    assert (found + found).required == 8


def test_protected_codes_name_their_readers_inside_parts_too():
    spec = one(
        type="list", read_by=["RF-1"], columns=[{"code": "c", "type": "int", "label": L, "read_by": ["G-1"]}]
    )
    assert specs.protected_codes(spec) == {"x": ("RF-1",), "x[].c": ("G-1",)}


def test_a_fact_with_a_home_is_gathered_and_scattered():
    spec = one(type="percent", home="operations.turnover_annual", nd="allowed")
    document = {"operations": {"turnover_annual": "1.20", "repeat_rate": "0.2"}}
    assert specs.gather(spec, {}, document) == {"x": "1.20"}
    assert specs.scatter(spec, {"x": "0.5"}, document) == (
        {},
        {"operations": {"turnover_annual": "0.5", "repeat_rate": "0.2"}},
    )
    undisclosed = {"x": {"state": "NOT_DISCLOSED"}}
    answers, changed = specs.scatter(spec, undisclosed, document)
    assert (answers, changed) == (undisclosed, {"operations": {"repeat_rate": "0.2"}})
    assert specs.gather(spec, answers, changed) == undisclosed
    assert paths(clean(spec, {"x": "0.5"}, document=True)) == ["x"]


def test_suggested_rows_come_from_the_context():
    column = {"code": "kpi", "type": "text", "label": L}
    spec = one(type="list", columns=[column], rows_from={"field": "need.core_kpis", "map": {"kpi": "kpi"}})[0]
    need = {"need": {"core_kpis": [{"kpi": "FCR", "target": "78"}]}}
    assert specs.suggested_rows(spec, need) == [{"kpi": "FCR"}]
    assert specs.suggested_rows(spec, {}) == []


@pytest.mark.parametrize(
    "data",
    [
        {"code": "x", "type": "colour", "label": L},
        {"code": "x", "type": "int", "label": L, "colour": "red"},
        {"code": "x", "type": "list", "label": L},
        {"code": "x", "type": "choice", "label": L},
        {"code": "x", "type": "int", "label": L, "required": "maybe"},
    ],
)
def test_a_malformed_spec_is_an_error(data):
    with pytest.raises(SpecError):
        load([data])


def test_a_code_may_not_come_twice():
    with pytest.raises(SpecError):
        load([{"code": "x", "type": "int", "label": L}] * 2)


def test_pick_takes_the_active_language_and_falls_back_to_english():
    assert pick(L, "zh-hant") == "標籤"
    assert pick({"en": "Label", "zh-hans": ""}, "zh-hans") == "Label"
    assert pick(None) == ""


def test_a_spec_is_read_again_only_where_its_content_changed():
    reader, data = Reader(), {"code": "a", "type": "decimal", "label": {"en": "A"}}
    first = reader.read(data)
    assert reader.read(dict(data)) is first == FieldSpec.from_json(data)
    assert reader.read(data | {"max": "3"}).max == Decimal(3)
    assert reader.read(data) == first
    with pytest.raises(SpecError):
        reader.read({"type": "number"})

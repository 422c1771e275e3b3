"""Forms from specs: what is typed comes back as stored values, or is refused and kept."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from ui.spec_forms import form_for, initial, to_values
from ui.specs import load

L = {"en": "Label", "zh-hans": "标签", "zh-hant": "標籤"}
A_B = [{"code": "A", "label": L}, {"code": "B", "label": L}]
COLUMNS = [
    {"code": "level", "type": "choice", "label": L, "choices": A_B, "required": "R"},
    {"code": "share", "type": "percent", "label": L, "min": "0", "max": "1"},
]
PARTS = [
    {"code": "has", "type": "bool", "label": L, "required": "R"},
    {"code": "cover", "type": "money", "label": L, "unit": "CNY"},
]


def specs_of(**data):
    return load([{"code": "x", "label": L, **data}])


def posted(**data):
    query = QueryDict(mutable=True)
    for key, value in data.items():
        query.setlist(key, value if isinstance(value, list) else [value])
    return query


def typed(specs, data, **more):
    form = form_for(specs, posted(**data), **more)
    return form, form.is_valid()


ROUND = [
    ({"type": "text"}, "words", {"x": "words"}),
    ({"type": "longtext"}, "two\nlines", {"x": "two\nlines"}),
    ({"type": "bool"}, False, {"x": "false"}),
    ({"type": "int"}, 0, {"x": "0"}),
    ({"type": "decimal"}, "12.5", {"x": "12.5"}),
    ({"type": "percent"}, "0.355", {"x": "35.5"}),
    ({"type": "percent", "min": "-1"}, "-0.05", {"x": "-5"}),
    ({"type": "money"}, "4000", {"x": "4000"}),
    ({"type": "date"}, "2026-03-31", {"x": "2026-03-31"}),
    ({"type": "time"}, "24:00", {"x": "24:00"}),
    ({"type": "choice", "choices": A_B}, "B", {"x": "B"}),
    ({"type": "multi", "choices": A_B}, ["A", "B"], {"x": ["A", "B"]}),
    (
        {"type": "object", "fields": PARTS},
        {"has": True, "cover": "10.50"},
        {"x.has": "true", "x.cover": "10.50"},
    ),
    (
        {"type": "list", "columns": COLUMNS},
        [{"level": "A", "share": "0.4"}, {"level": "B", "share": "0.6"}],
        {"x-rows": "2", "x-0-level": "A", "x-0-share": "40", "x-1-level": "B", "x-1-share": "60"},
    ),
]


@pytest.mark.parametrize(
    ("data", "value", "inputs"), ROUND, ids=lambda v: v.get("type") if isinstance(v, dict) else ""
)
def test_typed_values_come_back_stored_and_stored_values_are_shown(data, value, inputs):
    specs = specs_of(**data)
    form, valid = typed(specs, inputs)
    assert valid, form.errors
    expected = {"has": True, "cover": "10.5"} if data["type"] == "object" else value
    assert to_values(form) == {"x": expected}
    shown = form_for(specs, values={"x": value})
    for name, text in inputs.items():
        if name != "x-rows":
            given = shown[name].value()
            assert given == text or str(given) == text, name


@pytest.mark.parametrize(
    "text", ["1_000", "１２", "1e3", "1,234.50", " 12 ", "-5", "+5", "12.", ".5", "0x1", "NaN", "1 000"]
)
@pytest.mark.parametrize("kind", ["money", "decimal", "percent", "int"])
def test_a_bad_number_is_refused_with_the_accepted_form_and_kept(kind, text):
    form, valid = typed(specs_of(type=kind), {"x": text})
    assert not valid
    assert "digits" in str(form.errors["x"])
    assert form["x"].value() == text
    assert to_values(form) == {}


def test_too_many_decimals_are_refused_not_rounded():
    form, valid = typed(specs_of(type="money"), {"x": "1.005"})
    assert not valid and "decimals" in str(form.errors["x"])


def test_limits_are_named_as_people_read_them():
    form, valid = typed(specs_of(type="percent", max="0.5"), {"x": "60"})
    assert not valid and "50 %" in str(form.errors["x"])


STATED = {"type": "int", "nd": "allowed", "na": True, "required": "R"}


def test_states_and_reasons_are_read():
    form, valid = typed(specs_of(**STATED), {"x": "", "x__state": "NOT_DISCLOSED"})
    assert valid and to_values(form) == {"x": {"state": "NOT_DISCLOSED"}}
    form, valid = typed(specs_of(**STATED), {"x__state": "NOT_APPLICABLE", "x__reason": "no shops"})
    assert valid and to_values(form) == {"x": {"state": "NOT_APPLICABLE", "reason": "no shops"}}
    shown = initial(specs_of(**STATED), to_values(form))
    assert shown == {"x__state": "NOT_APPLICABLE", "x__reason": "no shops"}


def test_not_applicable_without_a_reason_is_refused_at_the_reason():
    form, valid = typed(specs_of(**STATED), {"x__state": "NOT_APPLICABLE"})
    assert not valid and list(form.errors) == ["x__reason"]


def test_a_state_beside_a_value_is_refused_rather_than_chosen():
    form, valid = typed(specs_of(**STATED), {"x": "4", "x__state": "NOT_DISCLOSED"})
    assert not valid and list(form.errors) == ["x__state"]


def test_nd_refused_offers_no_state():
    form = form_for(specs_of(type="int", nd="refused", required="R"))
    assert list(form.fields) == ["x"]


def test_a_list_may_be_stated_to_be_empty():
    specs = specs_of(type="list", columns=COLUMNS, allow_none=True, required="R")
    form, valid = typed(specs, {"x-rows": "1", "x__none": "on"})
    assert valid and to_values(form) == {"x": []}
    assert initial(specs, {"x": []}) == {"x__none": True}


def test_empty_rows_are_skipped_and_faults_sit_at_the_row_they_belong_to():
    specs = specs_of(type="list", columns=COLUMNS, unique=["level"])
    inputs = {"x-rows": "3", "x-1-level": "A", "x-2-level": "B", "x-2-share": "120"}
    form, valid = typed(specs, inputs)
    assert not valid and list(form.errors) == ["x-2-share"]
    form, valid = typed(specs, {"x-rows": "3", "x-0-level": "A", "x-2-level": "A"})
    assert not valid and list(form.errors) == ["x-rows"]


def test_add_row_keeps_what_was_typed_and_judges_nothing():
    specs = specs_of(type="list", columns=COLUMNS)
    form, valid = typed(specs, {"x-rows": "1", "x-0-share": "1e3", "add_row": "x"})
    assert not valid and form.adding_row == "x" and not form.errors
    assert form.rows == {"x": 4}
    assert form["x-0-share"].value() == "1e3"
    assert 'value="4"' in str(form["x-rows"])


def test_a_forged_row_count_is_held_to_the_limit():
    form, _valid = typed(specs_of(type="list", columns=COLUMNS, max_rows=5), {"x-rows": "999999999"})
    assert form.rows == {"x": 5}


def test_suggested_rows_are_shown_and_alone_are_no_answer():
    specs = specs_of(
        type="list", columns=COLUMNS, rows_from={"field": "need.levels", "map": {"level": "level"}}
    )
    context = {"need": {"levels": [{"level": "B"}]}}
    assert form_for(specs, context=context)["x-0-level"].value() == "B"
    form, valid = typed(specs, {"x-rows": "1", "x-0-level": "B"}, context=context)
    assert valid and to_values(form) == {}


def test_a_draft_may_be_half_done_and_a_strict_form_may_not():
    specs = specs_of(type="int", required="R")
    assert typed(specs, {"x": ""})[1]
    form, valid = typed(specs, {"x": ""}, strict=True)
    assert not valid and list(form.errors) == ["x"]


def test_files_are_chosen_among_those_handed_in():
    specs = specs_of(type="file")
    assert to_values(typed(specs, {"x": "f1"}, files=[("f1", "roster.pdf")])[0]) == {"x": "f1"}
    assert not typed(specs, {"x": "f2"}, files=[("f1", "roster.pdf")])[1]


def test_fields_of_another_page_and_of_another_case_are_left_out():
    specs = load(
        [
            {"code": "a", "type": "int", "label": L, "asked": "prices", "home": "rate_lines.x"},
            {"code": "b", "type": "int", "label": L, "when": {"field": "need.sales", "is": True}},
            {"code": "c", "type": "bool", "label": L},
            {"code": "d", "type": "int", "label": L, "when": {"field": "c", "is": True}},
        ]
    )
    assert [block.code for block in form_for(specs).blocks] == ["c", "d"]
    shown = form_for(specs, context={"need": {"sales": True}})
    assert [block.code for block in shown.blocks] == ["b", "c", "d"]


def test_everything_is_drawn_with_labels_help_units_and_linked_errors():
    help_text = {"en": "Say how many.", "zh-hans": "请填写数量。", "zh-hant": "請填寫數量。"}
    specs = load(
        [
            {"code": "n", "type": "int", "label": L, "help": help_text, "unit": L, "required": "R"},
            {"code": "m", "type": "multi", "label": L, "choices": A_B},
            {"code": "o", "type": "object", "label": L, "fields": PARTS, "nd": "allowed", "na": True},
            {
                "code": "r",
                "type": "list",
                "label": L,
                "help": help_text,
                "columns": COLUMNS,
                "allow_none": True,
            },
        ]
    )
    form = form_for(specs, posted(**{"n": "１２", "r-rows": "1", "r-0-level": "A", "r-0-share": "x"}))
    html = render_to_string("ui/spec_form.html", {"form": form, "valid": form.is_valid()})
    assert 'for="id_n"' in html and 'inputmode="numeric"' in html and "１２" in html
    assert 'id="id_n_error"' in html and 'id="id_n_helptext"' in html
    assert (
        'aria-describedby="id_n_helptext id_n_error"' in html
        or 'aria-describedby="id_n_error id_n_helptext"' in html
    )
    assert 'id="id_r-0-share_error"' in html and 'value="r"' in html and 'name="add_row"' in html
    assert html.count("<legend") == 3
    assert 'name="o__state"' in html and 'name="o__reason"' in html and 'name="r__none"' in html
    with translation.override("zh-hant"):
        assert "標籤" in render_to_string("ui/spec_form.html", {"form": form_for(specs)})

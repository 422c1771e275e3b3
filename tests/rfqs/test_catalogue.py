"""The catalogue: complete, in three languages; the ten questions, their answers and their protection."""

import json
import re

import pytest
from django.http import QueryDict

from calc.documents.codes import FEE_CODES, FEE_UNITS, MODEL_NAMES
from rfqs import catalogue
from rfqs.catalogue.codes import SERVICE_TYPES
from rfqs.catalogue.kpis import KPIS, SUGGESTED
from rfqs.catalogue.scopes import IN_SCOPE, OUT_OF_SCOPE
from ui import specs
from ui.spec_forms import form_for, to_values
from ui.text import LANGUAGES

# Every field of the ten questions, as the domain lists them.
FIELDS = {
    1: """q1_model_codes q1_rate_lines q1_seat_definition q1_min_seats q1_min_charge q1_min_period
        q1_min_carry_forward q1_tier_basis q1_tier_method q1_tier_table q1_step_up q1_commission q1_counting_rule
        q1_rounding q1_payment_terms q1_term_price_options q1_trial_price q1_price_valid_until""",
    2: "q2_all_in_statement q2_price_breakdown q2_invoice_type q2_tax_rate q2_tax_included",
    3: """q3_assignment q3_stores_per_agent q3_turnover_annual q3_turnover_evidence q3_avg_tenure_months
        q3_part_time_share q3_headcount_total q3_headcount_available q3_levels q3_backup_ratio q3_max_gap_minutes
        q3_gap_remedy q3_replacement_days q3_key_staff_change_notice_days q3_surge_capacity q3_surge_notice_days
        q3_languages q3_skills q3_base_pay_policy""",
    4: """q4_manual_sampling q4_full_coverage q4_dimensions q4_sensitive_rules q4_trend_alert q4_emotion_detection
        q4_latency_hours q4_qa_ratio q4_buyer_access q4_calibration q4_closing_loop q4_bot_qa""",
    5: """q5_cs_revenue_share q5_years_in_field q5_service_lines_offered q5_induction_days q5_product_training_hours
        q5_policy_training q5_exam_pass_rule q5_recurrent_hours_month q5_trainer_ratio q5_training_payer
        q5_kb_maintenance q5_ramp_days q5_incentive_system q5_tech_investment""",
    6: """q6_kpis q6_compensation q6_credit_cap q6_bonus q6_bonus_cap q6_fee_at_risk q6_repeat_failure_exit
        q6_rootcause_days q6_repeat_rate_commit q6_baseline_period q6_error_liability""",
    7: """q7_nda q7_agent_undertakings q7_insurance q7_data_location q7_access_control q7_audit_log q7_isms
        q7_incident q7_liability_cap q7_subcontractors q7_destruction q7_ownership q7_privacy_compliance""",
    8: """q8_term_months q8_trial_months q8_trial_exit_penalty q8_notice_days q8_early_penalty
        q8_penalty_exempt_reasons q8_renewal_rule q8_price_rise q8_unilateral_change q8_min_commit q8_scale
        q8_liability q8_exit_assistance q8_scope_change q8_dispute""",
    9: """q9_report_frequency q9_report_content q9_realtime q9_meetings q9_escalation q9_account_manager
        q9_problem_feedback_hours q9_voice_of_customer q9_data_feed q9_buyer_effort_hours_month q9_culture""",
    10: """q10_cases q10_similarity q10_references q10_reference_notes q10_client_retention q10_clients_count
        q10_negative q10_site_visit q10_qualification q10_memberships""",
}
BINDING = """q1_model_codes q1_rate_lines q2_tax_rate q2_tax_included q7_nda q7_destruction q7_ownership
    q8_notice_days q8_early_penalty q8_unilateral_change"""
# Simplified forms that must not stand in a Traditional text.
SIMPLIFIED = set(
    "个们这为与业专东两严丧丰临举义乌习书买乱亏亚产亲亿仅从优会传伤伦伪体侧侨债倾偿储关兴养内写军农"
    "冲决况净减凤凭击划则刚创删别剂办务动励劳势区医华协单卖卢卫厂历压厌县参双发变叙叠号叹吗听启员响问"
    "团园围国图场坏块坚处备复头夹夺奋奖妇学宁宝实审宽对寻导尔尘尝层属岁岗币师帐带帮庆库应废开异张强归"
    "当录彻忧怀态总恶悬惊惯愿戏户扩扫执报担拟拣择损换据摄敌数斋断无旧时显晋晓暂术机杀杂权条来标树样档"
    "桥检楼槛欢残毕毙汇汉沟没泪泽浅测济浏涨温湾湿满滚滞灭灯灵灾炉点炼烂热爱牵状独猎环现玛电画畅疗盐监"
    "盖盘矿码确础离种积称稳穷竞笔签简类粮紧纠红约级纪纯纳纵纷纸纹线练组细织终绍经结绕给络绝统继绩续维"
    "绿缓编缘缩网罗罚职联肃胜脉脱脸艺节荐药获营蓝虑虽补装见观规视览觉触订认计讯讨让训议记讲许论设访证"
    "评识诉词译试话询详语误说请诸读课调谁谈谢谨负财责败货质购贩贫贯贴贵费贺资赔赖赚赛赞赢赶趋车转轮软"
    "轻载较辅辆输边达迁过运还进远违连迟适选递逻邮邻郑酱释钟钥钱铁银错锁镇长门闭间闻阅队阶际陆陈险随隐"
    "难静须顶项顺预领频题颜额风飞饭饰馆验骤"
)


def words_in(value, path=""):
    """Every text of three languages in a piece of data, with its path."""
    if isinstance(value, dict):
        if set(value) & set(LANGUAGES):
            yield path, value
        else:
            for key, part in value.items():
                yield from words_in(part, f"{path}.{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from words_in(part, f"{path}[{index}]")


EVERYTHING = {
    "questions": catalogue.question_set(),
    "need": catalogue.SUBJECTS,
    "terms": catalogue.term_set(),
    "kpis": KPIS,
    "services": SERVICE_TYPES,
    "scopes": [IN_SCOPE, OUT_OF_SCOPE],
    "templates": catalogue.TEMPLATES,
    "presets": catalogue.PRESETS,
    "rest": [
        catalogue.CHANNELS,
        catalogue.COVERAGE,
        catalogue.INDUSTRIES,
        catalogue.DATA_CLASSES,
        catalogue.UNITS,
    ],
}


@pytest.mark.parametrize("part", EVERYTHING)
def test_every_text_is_there_in_three_languages(part):
    found = list(words_in(EVERYTHING[part]))
    assert len(found) > 3
    for path, words in found:
        assert set(words) == set(LANGUAGES), path
        assert all(text.strip() == text and text for text in words.values()), path


@pytest.mark.parametrize("part", EVERYTHING)
def test_traditional_texts_hold_no_simplified_forms_and_chinese_uses_its_own_punctuation(part):
    for path, words in words_in(EVERYTHING[part]):
        assert not set(words["zh-hant"]) & SIMPLIFIED, (path, words["zh-hant"])
        for code in ("zh-hans", "zh-hant"):
            assert not re.search(r"[\u4e00-\u9fff][,;:?()]|[,;:?(][\u4e00-\u9fff]", words[code]), (
                path,
                words[code],
            )


@pytest.mark.parametrize("n", range(1, 11))
def test_each_question_has_every_field_of_the_domain(n):
    content = catalogue.question_set()
    loaded = catalogue.question_specs(content, n)
    assert set(FIELDS[n].split()) <= {spec.code for spec in loaded}
    assert {spec.code for spec in loaded if spec.nd == "refused"} == {
        c for c in BINDING.split() if c.startswith(f"q{n}_")
    }
    item = catalogue.question(content, n)
    assert set(item["rubric"]) == {"0", "1", "3", "5"}
    assert item["code"] == f"q{n}" and item["pillar"] in ("COST", "QUALITY", "RISK")


def test_the_content_is_plain_json_and_a_fresh_copy():
    content = catalogue.question_set()
    assert json.loads(json.dumps(content)) == content
    content["questions"][0]["fields"].clear()
    assert catalogue.question_set()["questions"][0]["fields"]
    assert [item["leaf"] for item in catalogue.question_set()["questions"]] == [
        "C4", "C3", "K1", "K2", "K3", "K4", "R1", "R2", "R3", "K5",
    ]  # fmt: skip


def test_the_twenty_fee_lines_have_units_the_engine_prices():
    assert tuple(fee["code"] for fee in catalogue.FEES) == FEE_CODES
    for fee in catalogue.FEES:
        assert tuple(fee["units"]) == FEE_UNITS[fee["code"]]
        assert fee["default_unit"] in fee["units"]
        assert set(fee["units"]) <= {unit["code"] for unit in catalogue.UNITS}
    assert {model["code"] for model in catalogue.BILLING_MODELS} == set(MODEL_NAMES)


def test_kpis_are_the_catalogue_and_suggestions_come_from_it():
    codes = [kpi["code"] for kpi in KPIS]
    assert len(codes) == len(set(codes)) == 46
    assert {kpi["direction"] for kpi in KPIS} == {"H", "L", "CTX"}
    assert all(set(names) <= set(codes) for names in SUGGESTED.values())


READERS = """RF-101 RF-102 RF-103 RF-104 RF-105 RF-107 RF-201 RF-202 RF-203 RF-204 RF-205 RF-206 RF-301 RF-302 RF-303
    RF-304 RF-305 RF-401 RF-402 RF-403 RF-501 RF-502 RF-503 RF-601 RF-602 RF-603 RF-604 RF-701 RF-702 RF-703 RF-704
    RF-705 RF-706 RF-801 RF-802 RF-803 RF-804 RF-805 RF-806 RF-807 RF-901 RF-902 RF-903 RF-1001 RF-1002 RF-1003
    G-01 G-02 G-03 G-04 G-05 G-06 G-07 G-08 G-11 G-12 G-13 TCO"""


# -- protection --------------------------------------------------------------------------------------


def test_the_shipped_set_passes_and_its_words_may_change():
    content = catalogue.question_set()
    content["questions"][2]["title"]["en"] = "People"
    content["questions"][2]["fields"].append(
        {"code": "q3_uniform", "type": "text", "label": dict.fromkeys(LANGUAGES, "x")}
    )
    assert catalogue.check_question_set(content) == []


def fields_of(content, n):
    return catalogue.question(content, n)["fields"]


def drop(content, n, code):
    fields = fields_of(content, n)
    fields[:] = [field for field in fields if field["code"] != code]


@pytest.mark.parametrize(
    ("n", "code", "reader"),
    [(3, "q3_turnover_annual", "RF-302"), (7, "q7_ownership", "G-02"), (9, "q9_realtime", "RF-902")],
)
def test_a_field_a_rule_reads_cannot_be_removed(n, code, reader):
    content = catalogue.question_set()
    drop(content, n, code)
    faults = catalogue.check_question_set(content)
    assert [fault.path for fault in faults] == [code]
    assert reader in str(faults[0].message)


def test_a_field_nothing_reads_may_be_removed():
    content = catalogue.question_set()
    drop(content, 3, "q3_base_pay_policy")
    assert catalogue.check_question_set(content) == []


def test_neither_parts_choices_nor_the_kind_of_a_protected_field_may_go():
    for spoil, path in [
        (lambda field: field["fields"].pop(0), "q7_insurance.has"),
        (lambda field: field.update(type="text", fields=[]), "q7_insurance"),
    ]:
        content = catalogue.question_set()
        spoil(next(field for field in fields_of(content, 7) if field["code"] == "q7_insurance"))
        assert [fault.path for fault in catalogue.check_question_set(content)] == [path]
    content = catalogue.question_set()
    nda = next(field for field in fields_of(content, 7) if field["code"] == "q7_nda")
    nda["choices"] = [choice for choice in nda["choices"] if choice["code"] != "REFUSED"]
    assert [fault.path for fault in catalogue.check_question_set(content)] == ["q7_nda: REFUSED"]


def test_the_order_of_the_ten_and_the_three_languages_are_checked():
    content = catalogue.question_set()
    content["questions"].reverse()
    assert [fault.path for fault in catalogue.check_question_set(content)] == ["questions"]
    content = catalogue.question_set()
    content["questions"][4]["rubric"]["5"]["zh-hant"] = " "
    assert [fault.path for fault in catalogue.check_question_set(content)] == ["q5.rubric.5"]


@pytest.mark.parametrize("reader", READERS.split())
def test_every_flag_and_gate_finds_the_fields_it_reads_protected(reader):
    content = catalogue.question_set()
    readers = {
        name
        for n in range(1, 11)
        for names in specs.protected_codes(catalogue.question_specs(content, n)).values()
        for name in names
    }
    assert reader in readers


# -- answers -----------------------------------------------------------------------------------------

SAMPLES = {
    "text": "Words that say it",
    "longtext": "Words that say it, long enough for every rule that asks for at least fifty characters.",
    "bool": True,
    "int": 3,
    "decimal": "3",
    "percent": "0.2",
    "money": "100",
    "date": "2027-01-31",
    "time": "09:00",
    "file": "f1",
}


def sample(spec):
    """A sound value for any spec: every part filled, shares that sum to one, limits that rise."""
    if spec.type == "choice":
        return spec.choices[0].code
    if spec.type == "multi":
        return [spec.choices[0].code]
    if spec.type == "object":
        return {part.code: sample(part) for part in spec.fields if part.asked == "answers"}
    if spec.type == "list":
        count = max(spec.min_rows, 1)
        rows = [{column.code: sample(column) for column in spec.columns} for _row in range(count)]
        for index, row in enumerate(rows):
            for code in spec.unique:
                row[code] = _nth(next(c for c in spec.columns if c.code == code), index)
            if spec.sum_of:
                row[spec.sum_of] = "1" if count == 1 else str(round(1 / count, 2))
            if spec.ascending:
                row.pop(spec.ascending)
        return rows
    if spec.type in ("decimal", "int") and spec.min is not None and spec.min > 3:
        return int(spec.min) if spec.type == "int" else str(spec.min)
    return SAMPLES[spec.type]


def _nth(column, index):
    if column.type == "choice":
        return column.choices[index].code
    return index + 1 if column.type == "int" else f"Words {index}"


CONTEXT = {
    "need": {"volatility": "VOLATILE", "has_sales_target": True, "languages": [{"code": "en"}]},
    "q1_model_codes": ["B02", "B03", "B05"],
}


@pytest.mark.parametrize("n", range(1, 11))
def test_a_full_answer_is_accepted_and_complete(n):
    loaded = catalogue.question_specs(catalogue.question_set(), n)
    values = {spec.code: sample(spec) for spec in loaded}
    if n == 3:
        values["q3_assignment"] = "SHARED"
    if n == 10:
        values["q10_references"] = values["q10_references"] * 2
    cleaned, faults = specs.clean(loaded, values, context=CONTEXT)
    assert faults == []
    assert specs.missing(loaded, cleaned, context=CONTEXT) == []
    assert specs.completeness(loaded, cleaned, context=CONTEXT).share == 1
    assert specs.completeness(loaded, {}, context=CONTEXT).filled == 0


def querydict(data):
    query = QueryDict(mutable=True)
    for name, value in data.items():
        if value is True:
            value = "true" if not name.endswith("__none") else "on"
        query.setlist(name, [str(item) for item in value] if isinstance(value, list) else [str(value)])
    return query


@pytest.mark.parametrize("n", range(3, 11))
def test_an_answer_survives_its_form(n):
    loaded = catalogue.question_specs(catalogue.question_set(), n, asked="answers")
    values = {spec.code: sample(spec) for spec in loaded}
    if n == 3:
        values["q3_assignment"] = "SHARED"
    if n == 6:
        values["q6_compensation"] = []
    files = [("f1", "roster.pdf")]
    shown = form_for(loaded, values=values, context=CONTEXT, files=files)
    typed = {name: shown[name].value() for name in shown.fields}
    data = {name: value for name, value in typed.items() if value not in (None, "")}
    form = form_for(loaded, querydict(data), context=CONTEXT, files=files)
    assert form.is_valid(), form.errors
    assert to_values(form) == values


@pytest.mark.parametrize(
    ("n", "spoil", "path"),
    [
        (3, {"q3_headcount_total": 10, "q3_headcount_available": 11}, "q3_headcount_available"),
        (3, {"q3_turnover_annual": "120"}, "q3_turnover_annual"),
        (3, {"q3_levels": [{"level": "JUNIOR", "share": "0.5", "years": "1"}]}, "q3_levels"),
        (4, {"q4_dimensions": ["MOOD"]}, "q4_dimensions"),
        (4, {"q4_trend_alert": {"has": True, "alert_minutes": "60"}}, "q4_trend_alert.alert_minutes"),
        (6, {"q6_credit_cap": "10 %"}, "q6_credit_cap"),
        (7, {"q7_nda": {"state": "NOT_DISCLOSED"}}, "q7_nda"),
        (8, {"q8_term_months": 61}, "q8_term_months"),
        (10, {"q10_qualification": [{"kind": "DRIVING", "number": "1"}]}, "q10_qualification[0].kind"),
    ],
)
def test_typical_faults_are_found_with_their_path(n, spoil, path):
    _values, faults = specs.clean(catalogue.question_specs(catalogue.question_set(), n), spoil)
    assert [fault.path for fault in faults] == [path]


QUOTE = {
    "tax": {"rate": "0.06", "included": False},
    "rate_lines": [
        {"model": "B03", "unit": "CONTACT", "tier_basis": "MONTHLY_VOLUME", "tier_method": "GRADUATED",
         "tiers": [{"upper": 15000, "price": "1.90"}, {"upper": None, "price": "1.30"}], "min_charge": "20000"},
    ],
    "fee_lines": [{"code": "F18", "status": "CHARGED", "unit": "MONTHS_OF_FEE", "price": "3"}],
    "operations": {"turnover_annual": "1.20"},
    "answers": {"q3": {"q3_backup_ratio": "0.1"}, "q1": {"q1_min_period": "MONTH"}},
}  # fmt: skip


def test_answers_are_shown_with_facts_from_their_homes():
    content = catalogue.question_set()
    assert catalogue.answer_values(content, 3, QUOTE) == {
        "q3_backup_ratio": "0.1",
        "q3_turnover_annual": "1.20",
    }
    first = catalogue.answer_values(content, 1, QUOTE)
    assert (first["q1_model_codes"], first["q1_min_charge"], first["q1_min_period"]) == (
        ["B03"],
        "20000",
        "MONTH",
    )
    assert first["q1_tier_method"] == "GRADUATED" and len(first["q1_tier_table"]) == 2
    assert catalogue.answer_values(content, 2, QUOTE)["q2_tax_rate"] == "0.06"
    assert catalogue.answer_values(content, 8, QUOTE)["q8_early_penalty"] == {"kind": "MONTHS", "value": "3"}
    undisclosed = QUOTE | {"fee_lines": [{"code": "F18", "status": "NOT_DISCLOSED"}]}
    loaded = catalogue.question_specs(content, 8)
    values = catalogue.answer_values(content, 8, undisclosed)
    assert "q8_early_penalty" in specs.missing(loaded, values)


def test_the_rate_lines_decide_what_question_one_asks():
    loaded = catalogue.question_specs(catalogue.question_set(), 1)
    tiered = specs.missing(loaded, {}, context=catalogue.answer_context(QUOTE))
    assert {"q1_tier_method", "q1_counting_rule"} <= set(tiered)
    assert not {"q1_seat_definition", "q1_rounding", "q1_commission"} & set(tiered)


def test_the_shared_helpers_of_other_builders_find_no_two_homes():
    homes = [
        spec.home
        for n in range(1, 11)
        for spec in catalogue.question_specs(catalogue.question_set(), n)
        if spec.home.startswith("operations.")
    ]
    assert sorted(homes) == sorted(set(homes))
    assert {home.partition(".")[2] for home in homes} == {
        "turnover_annual", "repeat_rate", "oversight_hours_month", "startup_hours", "aht_s", "conversion",
    }  # fmt: skip

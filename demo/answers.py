"""Answers to the ten questions for the demo quotes: one complete set, moved per vendor where its story differs.

Free text is given in English and Chinese, as vendors of mixed teams write it.
"""

import copy
from collections.abc import Mapping
from typing import Any

from demo.vendors import DemoVendor

Json = dict[str, Any]


def both(english: str, chinese: str) -> str:
    """One text in two languages."""
    return f"{english}\n{chinese}"


def answers(vendor: DemoVendor, need: Mapping[str, Any], commercial: Json, files: Mapping[str, str]) -> Json:
    """Return {"q1": ..., "q10": ...} for one vendor and one RFQ.

    `files` names the ids of the attached papers: "roster", "breakdown", "licence", "bcp".
    """
    found: dict[str, Json] = {
        "q1": _q1(commercial, need),
        "q2": {
            "q2_all_in_statement": True,
            "q2_price_breakdown": files["breakdown"],
            "q2_invoice_type": "SPECIAL_VAT",
        },
        "q3": _q3(files),
        "q4": _q4(need),
        "q5": _q5(),
        "q6": _q6(need),
        "q7": _q7(need),
        "q8": _q8(),
        "q9": _q9(vendor),
        "q10": _q10(vendor, need, files),
    }
    for code, value in copy.deepcopy(vendor.shapes).items():
        found[code.split("_")[0]][code] = value
    return found


def _q1(commercial: Json, need: Mapping[str, Any]) -> Json:
    answer: Json = {
        "q1_step_up": {"kind": "NONE"},
        "q1_payment_terms": {"cycle": "MONTHLY", "days": 30, "prepayment": "0", "deposit": "0"},
        "q1_price_valid_until": "2099-12-31",
        "text": both(
            "One formula for every month; the sample months can be recomputed from the rate lines.",
            "每月同一公式计费，样例月份可按费率明细复算。",
        ),
    }
    units = {line["unit"] for line in commercial["rate_lines"]}
    if "SEAT_MONTH" in units:
        answer["q1_seat_definition"] = {
            "hours_day": "8",
            "days_month": "21.75",
            "windows": both("Shifts within the hours of the RFQ", "在询价书服务时间内排班"),
            "concurrency": "2" if need.get("channel") == "CHAT" else "1",
            "leave_cover": True,
        }
    if units & {"CONTACT", "ORDER", "SAMPLE"}:
        answer["q1_counting_rule"] = {
            "rule": both("A conversation ends after 30 idle minutes.", "会话静默 30 分钟后计为结束。"),
            "session_gap_min": 30,
            "bot_counted": False,
            "repeats_counted": True,
            "spam_counted": False,
            "transfers_counted": False,
        }
    return answer


def _q3(files: Mapping[str, str]) -> Json:
    return {
        "q3_assignment": "DEDICATED_NAMED",
        "q3_turnover_evidence": files["roster"],
        "q3_part_time_share": "0.10",
        "q3_headcount_total": 300,
        "q3_headcount_available": 60,
        "q3_levels": [
            {"level": "JUNIOR", "share": "0.60", "years": "1"},
            {"level": "INTERMEDIATE", "share": "0.30", "years": "3"},
            {"level": "SENIOR", "share": "0.10", "years": "6"},
        ],
        "q3_backup_ratio": "0.10",
        "q3_max_gap_minutes": 60,
        "q3_gap_remedy": both(
            "Twice the hourly price of every uncovered hour.", "断岗时段按小时单价的两倍抵扣。"
        ),
        "q3_replacement_days": 7,
        "q3_surge_capacity": 20,
        "q3_surge_notice_days": 14,
        "q3_languages": ["zh-CN"],
        "text": both("The team is named in the annex of the contract.", "团队名单列入合同附件。"),
    }


def _q4(need: Mapping[str, Any]) -> Json:
    scenarios = [row["scenario"] for row in need.get("sensitive_scenarios", [])]
    return {
        "q4_manual_sampling": "0.05",
        "q4_full_coverage": {"has": True, "tool": "Screening of every conversation / 全量会话筛查"},
        "q4_dimensions": [
            "ATTITUDE",
            "TONE",
            "MISSED_REPLY",
            "PROMISE_CONSISTENCY",
            "SENSITIVE_HANDLING",
            "FACT_ACCURACY",
        ],
        "q4_sensitive_rules": [
            {
                "scenario": scenario,
                "rule": "Second reader before the reply / 回复前须二次复核",
                "escalation_minutes": 15,
            }
            for scenario in scenarios
        ],
        "q4_trend_alert": {
            "has": True,
            "method": "Word groups that double within a day / 当日翻倍的词组",
            "alert_minutes": 120,
            "recipients": "Shop manager / 店铺负责人",
        },
        "q4_latency_hours": "24",
        "q4_buyer_access": True,
        "q4_closing_loop": both("Weekly list of findings with owners.", "每周问题清单，责任到人。"),
    }


def _q5() -> Json:
    return {
        "q5_cs_revenue_share": "0.75",
        "q5_years_in_field": "8",
        "q5_service_lines_offered": [{"name": "Chat / 在线客服"}, {"name": "Hotline / 热线"}],
        "q5_induction_days": 7,
        "q5_product_training_hours": "16",
        "q5_policy_training": True,
        "q5_exam_pass_rule": both("85 of 100 before going live.", "上岗考核满分 100，85 分合格。"),
        "q5_recurrent_hours_month": "4",
        "q5_training_payer": "VENDOR",
        "q5_kb_maintenance": {"owner": "SHARED", "update_hours": "24"},
        "q5_ramp_days": 15,
        "q5_incentive_system": both("Quality bonus each month.", "每月质量奖。"),
    }


def _q6(need: Mapping[str, Any]) -> Json:
    kpis = need.get("core_kpis", [])
    return {
        "q6_kpis": [
            {
                "kpi": row["kpi"],
                "committed": row["target"],
                "minimum": row["minimum"],
                "measurement": "As defined in the RFQ / 按询价书口径",
                "period": "MONTH",
                "data_source": "SHARED",
                "audit": True,
            }
            for row in kpis
        ],
        "q6_compensation": [{"kpi": row["kpi"], "step": "2", "credit_share": "0.01"} for row in kpis],
        "q6_credit_cap": "0.10",
        "q6_fee_at_risk": "0.10",
        "q6_repeat_failure_exit": {"has": True, "months": 3},
        "q6_rootcause_days": 10,
        "q6_error_liability": both(
            "We bear refunds caused by our wrong promises.", "因我方错误承诺造成的退款由我方承担。"
        ),
    }


def _q7(need: Mapping[str, Any]) -> Json:
    buyer_holds = need.get("system_owner_required") == "BUYER"
    return {
        "q7_nda": "WILL_SIGN",
        "q7_agent_undertakings": True,
        "q7_insurance": {
            "has": True,
            "kind": "Cyber and liability / 网络与责任险",
            "cover": "2000000",
            "insurer": "Jade Harbour Insurance / 玉港保险",
            "valid_until": "2099-12-31",
        },
        "q7_data_location": {"kind": "BUYER" if buyer_holds else "VENDOR", "place": "China / 中国境内"},
        "q7_access_control": {"role_based": True, "masking": True, "export_blocked": True, "mfa": True},
        "q7_audit_log": {"has": True, "retention_days": 180, "buyer_access": True},
        "q7_isms": {"has": True, "certificate": "ISO/IEC 27001"},
        "q7_incident": {
            "notice_hours": 24,
            "process": "Call, report, root cause / 通报、报告、根因",
            "incidents": 0,
        },
        "q7_liability_cap": {"kind": "LIMITED", "amount": "1000000"},
        "q7_subcontractors": [],
        "q7_destruction": {
            "has": True,
            "method": "Erasure of all copies / 全部副本删除",
            "deadline_days": 30,
            "certificate": True,
        },
        "q7_ownership": "BUYER",
        "q7_privacy_compliance": both(
            "Processing under the buyer's instructions only.", "仅按委托方指示处理个人信息。"
        ),
    }


def _q8() -> Json:
    return {
        "q8_term_months": 12,
        "q8_trial_months": 3,
        "q8_trial_exit_penalty": "0",
        "q8_notice_days": 30,
        "q8_penalty_exempt_reasons": ["SLA_FAILURE", "DATA_BREACH"],
        "q8_renewal_rule": {"kind": "BY_AGREEMENT", "notice_days": 30},
        "q8_price_rise": {"index": "As stated in the fee lines / 见费用清单", "earliest_month": 13},
        "q8_unilateral_change": False,
        "q8_scale": {"notice_days": 14, "step": 1, "down_limit": "0.20"},
        "q8_liability": {
            "vendor": "Direct damage / 直接损失",
            "buyer": "Direct damage / 直接损失",
            "symmetric": True,
        },
        "q8_exit_assistance": {"has": True, "days": 30, "kb_export": True, "data_format": "CSV"},
        "q8_scope_change": both("Written order at the listed prices.", "按价目表以书面订单执行。"),
    }


def _q9(vendor: DemoVendor) -> Json:
    return {
        "q9_report_frequency": "WEEKLY",
        "q9_report_content": ["VOLUMES", "KPIS", "QA", "COMPLAINTS"],
        "q9_realtime": {"dashboard": True, "listening": True, "delay_minutes": 5, "accounts": 3},
        "q9_meetings": [
            {"kind": "BIWEEKLY_REVIEW", "owner": vendor.contact},
            {"kind": "MONTHLY_REVIEW", "owner": vendor.contact},
            {"kind": "QUARTERLY_STRATEGY", "owner": vendor.contact},
        ],
        "q9_escalation": [
            {"level": 1, "role": "Team lead / 组长", "minutes": 15},
            {"level": 2, "role": "Project manager / 项目经理", "minutes": 60},
            {"level": 3, "role": "Managing director / 总经理", "minutes": 240},
        ],
        "q9_account_manager": {"name": vendor.contact, "dedicated": True},
        "q9_problem_feedback_hours": 8,
        "q9_data_feed": "FILE",
    }


def _q10(vendor: DemoVendor, need: Mapping[str, Any], files: Mapping[str, str]) -> Json:
    case = {
        "industry": need.get("industry", "ECOMMERCE"),
        "platform": "Tmall / 天猫",
        "channel": need.get("channel", "CHAT"),
        "depth": "VALUE_ADDED",
        "volume": 25000,
        "seats": 10,
        "start": "2023-03-01",
        "billing_model": "B01",
        "kpi_before": "FCR 70 %",
        "kpi_after": "FCR 81 %",
        "contact_allowed": True,
    }
    return {
        "q10_cases": [
            {"client": "Bamboo Lamp Home / 竹灯家居", **case},
            {"client": "River Stone Kitchen / 河石厨具", **case, "volume": 31000, "start": "2024-01-01"},
        ],
        "q10_references": [
            {
                "name": "Lin Zhudeng",
                "role": "Operations / 运营",
                "phone": "+86 571 0000 0001",
                "consent": True,
            },
            {"name": "He Shi", "role": "Customer care / 客服", "phone": "+86 571 0000 0002", "consent": True},
        ],
        "q10_clients_count": 24,
        "q10_negative": both("None known.", "无。"),
        "q10_site_visit": {"visit": True, "demo": True},
        "q10_qualification": [
            {
                "kind": "BUSINESS_LICENCE",
                "number": f"DEMO-{vendor.founded}",
                "valid_until": "2099-12-31",
                "file": files["licence"],
            }
        ],
    }

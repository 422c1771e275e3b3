"""Question 6, how service quality is assessed and what is paid when it is missed."""

from rfqs.catalogue.billing import PERIODS
from rfqs.catalogue.codes import DATA_SOURCES, KPI_CHOICES
from rfqs.catalogue.words import CNY, DAYS, MONTHS, SECONDS, YES_WHEN_TRUE, T, asked, field, must, part

FROM_CORE_KPIS = {"field": "need.core_kpis", "map": {"kpi": "kpi"}}

FIELDS = [
    must(
        "q6_kpis",
        "list",
        T("KPI commitments", "KPI 承诺", "KPI 承諾"),
        help=T(
            "One row for every core KPI of the RFQ, each with a number in the unit of the KPI (78 for 78 %).",
            "询价书的每个核心 KPI 填一行，数值按该 KPI 的单位填写（78% 填 78）。",
            "詢價書的每個核心 KPI 填一行，數值按該 KPI 的單位填寫（78% 填 78）。",
        ),
        read_by=["RF-601", "RF-603", "G-12"],
        rows_from=FROM_CORE_KPIS,
        columns=[
            part("kpi", "choice", T("KPI", "指标", "指標"), choices=KPI_CHOICES, read_by=["G-12"]),
            part(
                "committed",
                "decimal",
                T("Committed value", "承诺值", "承諾值"),
                min="0",
                read_by=["RF-601", "G-12"],
            ),
            part("minimum", "decimal", T("Minimum", "最低值", "最低值"), min="0"),
            part("measurement", "text", T("How it is measured", "计算口径", "計算口徑")),
            part("period", "choice", T("Period", "周期", "週期"), choices=PERIODS),
            part(
                "data_source",
                "choice",
                T("Data source", "数据来源", "資料來源"),
                choices=DATA_SOURCES,
                read_by=["RF-603"],
            ),
            part("audit", "bool", T("The buyer may audit", "企业可审计", "企業可稽核")),
        ],
        unique=["kpi"],
    ),
    must(
        "q6_compensation",
        "list",
        T("Compensation when missed", "不达标补偿", "不達標補償"),
        help=T(
            "What is credited for each step below the minimum. Choose “None” where nothing is paid.",
            "每低于最低值一档，抵扣多少。不补偿时选“无”。",
            "每低於最低值一檔，抵扣多少。不補償時選「無」。",
        ),
        allow_none=True,
        read_by=["RF-602", "RF-604"],
        rows_from=FROM_CORE_KPIS,
        columns=[
            part("kpi", "choice", T("KPI", "指标", "指標"), choices=KPI_CHOICES),
            part("step", "decimal", T("One step", "每档差距", "每檔差距"), min="0"),
            field(
                "credit_share",
                "percent",
                T("Credit, share of the monthly fee", "抵扣月费比例", "抵扣月費比例"),
                min="0",
                max="1",
            ),
            field("credit_amount", "money", T("Credit, amount", "抵扣金额", "抵扣金額"), min="0", unit=CNY),
        ],
    ),
    must(
        "q6_credit_cap",
        "percent",
        T("Cap of all credits, share of the monthly fee", "补偿上限（占月费）", "補償上限（占月費）"),
        min="0",
        max="1",
        read_by=["RF-604"],
    ),
    asked(
        "q6_bonus",
        "list",
        T("Bonus", "奖励", "獎勵"),
        columns=[
            part("kpi", "choice", T("KPI", "指标", "指標"), choices=KPI_CHOICES),
            part("above", "decimal", T("Paid above", "高于此值奖励", "高於此值獎勵"), min="0"),
            part(
                "bonus_share",
                "percent",
                T("Bonus, share of the monthly fee", "奖励月费比例", "獎勵月費比例"),
                min="0",
                max="1",
            ),
        ],
    ),
    asked("q6_bonus_cap", "percent", T("Cap of all bonuses", "奖励上限", "獎勵上限"), min="0", max="1"),
    must(
        "q6_fee_at_risk",
        "percent",
        T("Share of the fee that depends on performance", "与绩效挂钩的费用占比", "與績效掛鉤的費用占比"),
        min="0",
        max="1",
    ),
    must(
        "q6_repeat_failure_exit",
        "object",
        T("Right to leave after repeated failure", "连续不达标解约权", "連續不達標解約權"),
        fields=[
            part("has", "bool", T("Granted", "是否给予", "是否給予")),
            field(
                "months",
                "int",
                T("After months below the minimum", "连续不达标月数", "連續不達標月數"),
                required="C",
                when=YES_WHEN_TRUE,
                min="1",
                max="12",
                unit=MONTHS,
            ),
        ],
    ),
    must(
        "q6_rootcause_days",
        "int",
        T("Days to a correction plan", "整改时限", "整改時限"),
        min="0",
        max="365",
        unit=DAYS,
    ),
    must(
        "q6_repeat_rate_commit",
        "percent",
        T("Committed repeat-contact rate", "重复联系率承诺", "重複聯絡率承諾"),
        help=T(
            "It changes the volume your price is computed on; undisclosed, no adjustment is made.",
            "它会影响用于计算价格的业务量；未披露则不作调整。",
            "它會影響用於計算價格的業務量；未披露則不作調整。",
        ),
        min="0",
        max="0.9",
        home="operations.repeat_rate",
        read_by=["TCO"],
    ),
    asked(
        "q6_aht_commit",
        "decimal",
        T("Committed handling time", "平均处理时长承诺", "平均處理時長承諾"),
        help=T(
            "Only if you commit to one of your own; otherwise the RFQ's handling time counts.",
            "仅在承诺自己的处理时长时填写，否则按询价书的处理时长计算。",
            "僅在承諾自己的處理時長時填寫，否則按詢價書的處理時長計算。",
        ),
        min="10",
        max="7200",
        unit=SECONDS,
        home="operations.aht_s",
        read_by=["TCO"],
    ),
    asked(
        "q6_conversion_commit",
        "percent",
        T("Committed conversion rate", "转化率承诺", "轉化率承諾"),
        when={"field": "need.has_sales_target", "is": True},
        min="0",
        max="1",
        home="operations.conversion",
        read_by=["TCO"],
    ),
    asked(
        "q6_baseline_period", "int", T("Baseline period", "基线期", "基線期"), min="0", max="24", unit=MONTHS
    ),
    must(
        "q6_error_liability",
        "longtext",
        T("Who pays for a wrong promise or refund", "错误承诺的赔付责任", "錯誤承諾的賠付責任"),
    ),
]

QUESTION = {
    "n": 6,
    "code": "q6",
    "title": T("Service-quality assessment", "服务质量考核", "服務品質考核"),
    "ask": T(
        "Which KPIs do you commit to (response time, satisfaction, conversion)? What "
        "compensation is paid when they are missed?",
        "考核哪些指标（响应时间、满意度、转化率）？不达标如何补偿？",
        "考核哪些指標（回應時間、滿意度、轉化率）？不達標如何補償？",
    ),
    "why": T(
        "A KPI without a number, or without a consequence, is a wish. Figures measured only "
        "by the vendor cannot be checked.",
        "没有数字、没有后果的指标只是愿望。只由服务商统计的数据无法核对。",
        "沒有數字、沒有後果的指標只是願望。只由服務商統計的數據無法核對。",
    ),
    "good": T(
        "Every core KPI with a number, data from the buyer's or a shared system, automatic "
        "credits, a right to leave.",
        "每个核心 KPI 都有数值，数据来自企业或双方共用的系统，自动抵扣，有解约权。",
        "每個核心 KPI 都有數值，資料來自企業或雙方共用的系統，自動抵扣，有解約權。",
    ),
    "bad": T(
        "“Best effort”, KPIs measured by the vendor alone, vague fines.",
        "“尽力而为”，指标只由服务商统计，罚则含糊。",
        "「盡力而為」，指標只由服務商統計，罰則含糊。",
    ),
    "evidence": T(
        "KPI reports of three months, the SLA annex.",
        "三个月的 KPI 报告、SLA 附件。",
        "三個月的 KPI 報告、SLA 附件。",
    ),
    "rubric": {
        "0": T("No KPI.", "没有 KPI。", "沒有 KPI。"),
        "1": T(
            "KPI names without numbers, or no compensation.",
            "有指标无数值，或没有补偿。",
            "有指標無數值，或沒有補償。",
        ),
        "3": T(
            "Numbers for all core KPIs at or above the minimum, credits defined, cap of at least 5 %.",
            "所有核心 KPI 都有数值且不低于最低值，写明抵扣，上限不低于 5%。",
            "所有核心 KPI 都有數值且不低於最低值，寫明抵扣，上限不低於 5%。",
        ),
        "5": T(
            "Meets the targets, audited data, automatic credits with a cap of at least 10 %, a "
            "right to leave after repeated failure, error liability accepted, bonus tied to "
            "improvement.",
            "达到目标值，数据可审计，自动抵扣且上限不低于 10%，连续不达标可解约，承担错误赔付责任，"
            "奖励与改进挂钩。",
            "達到目標值，資料可稽核，自動抵扣且上限不低於 10%，連續不達標可解約，承擔錯誤賠付責任，"
            "獎勵與改進掛鉤。",
        ),
    },
    "pillar": "QUALITY",
    "secondary": ["COST"],
    "leaf": "K4",
    "fields": FIELDS,
}

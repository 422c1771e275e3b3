"""The need, who the buyer is (domain 3.1)."""

from rfqs.catalogue.codes import (
    BUILD_MODES,
    BUSINESS_TYPES,
    INDUSTRIES,
    STAGES,
)
from rfqs.catalogue.words import CNY, PER_HOUR, C, T, field, part

STRATEGIC_ROLES = [
    C("COST_CENTRE", "Cost centre", "成本中心", "成本中心"),
    C("VALUE_SOURCE", "Source of value", "价值来源", "價值來源"),
    C("CORE_BUSINESS", "Core business", "核心业务", "核心業務"),
]
PROJECT_NATURES = [
    C("LONG_TERM", "Long-term", "长期", "長期"),
    C("TEMPORARY", "Temporary", "临时", "臨時"),
    C("SEASONAL", "Seasonal", "季节性", "季節性"),
    C("PROJECT", "Project", "项目", "專案"),
]
CRITICALITIES = [C("NORMAL", "Normal", "一般", "一般"), C("CRITICAL", "Critical", "关键", "關鍵")]
HORIZONS = [
    C("12", "12 months", "12 个月", "12 個月"),
    C("24", "24 months", "24 个月", "24 個月"),
    C("36", "36 months", "36 个月", "36 個月"),
    C("48", "48 months", "48 个月", "48 個月"),
    C("60", "60 months", "60 个月", "60 個月"),
]
CONTEXT = [
    part(
        "company_stage",
        "choice",
        T("Stage of the company", "发展阶段", "發展階段"),
        choices=STAGES,
        default="GROWTH",
        read_by=["DR"],
    ),
    field("is_sme", "bool", T("Small or medium-sized company", "中小企业", "中小企業"), default=False),
    part(
        "business_type",
        "list",
        T("Kind of business", "业务特性", "業務特性"),
        help=T(
            "The shares sum to 100 %. The largest decides which rules apply.",
            "占比合计 100%，占比最大者决定适用规则。",
            "占比合計 100%，占比最大者決定適用規則。",
        ),
        columns=[
            part("type", "choice", T("Kind", "类型", "類型"), choices=BUSINESS_TYPES),
            part("share", "percent", T("Share", "占比", "占比"), min="0", max="1"),
        ],
        unique=["type"],
        sum_of="share",
        max_rows=3,
        default=[{"type": "SERVICE", "share": "1"}],
        read_by=["DR"],
    ),
    part(
        "has_sales_target",
        "bool",
        T("There is a sales target", "有销售转化需求", "有銷售轉化需求"),
        help=T(
            "If yes, the sales data are needed too.",
            "选“是”时还需填写销售数据。",
            "選「是」時還需填寫銷售資料。",
        ),
        default=False,
        read_by=["DR", "TCO"],
    ),
    part(
        "industry",
        "choice",
        T("Industry", "行业", "行業"),
        choices=INDUSTRIES,
        default="ECOMMERCE",
        read_by=["RF-1001"],
    ),
    field("industry_note", "text", T("Industry, in words", "行业说明", "行業說明")),
    part(
        "data_sensitive",
        "bool",
        T("The trade is sensitive about data", "数据敏感行业", "資料敏感行業"),
        help=T(
            "Yes by default in finance and insurance.",
            "金融、保险行业默认为“是”。",
            "金融、保險行業預設為「是」。",
        ),
        default=False,
        read_by=["DR"],
    ),
    part(
        "build_mode_considered",
        "multi",
        T("Ways considered", "考虑的建设模式", "考慮的建設模式"),
        choices=BUILD_MODES,
        default=["OUTSOURCED"],
    ),
    part(
        "purpose",
        "longtext",
        T("Purpose", "外包目的", "外包目的"),
        help=T(
            "Aim and scope in 20 to 2000 characters.",
            "用 20 至 2000 字说明目的与范围。",
            "用 20 至 2000 字說明目的與範圍。",
        ),
        min="20",
        max_length=2000,
        default=T(
            "We want a professional partner for our customer service who keeps quality steady in "
            "peaks and quiet months at a cost we can plan.",
            "希望由专业服务商承接客服工作，在旺季和淡季都保持稳定的服务质量，并使成本可预算、可控制。",
            "希望由專業服務商承接客服工作，在旺季和淡季都保持穩定的服務品質，並使成本可預算、可控制。",
        ),
    ),
    part(
        "strategic_role",
        "choice",
        T("Role of customer service", "战略定位", "策略定位"),
        choices=STRATEGIC_ROLES,
        default="COST_CENTRE",
        read_by=["W-CORE", "DR"],
    ),
    part(
        "project_nature",
        "choice",
        T("Nature of the project", "项目性质", "專案性質"),
        choices=PROJECT_NATURES,
        default="LONG_TERM",
        read_by=["DR"],
    ),
    field(
        "project_end_date",
        "date",
        T("End of the project", "项目结束日期", "專案結束日期"),
        required="C",
        when={"field": "project_nature", "in": ["TEMPORARY"]},
    ),
    part(
        "criticality",
        "choice",
        T("Criticality", "关键程度", "關鍵程度"),
        help=T(
            "Critical: vendors must hand in a continuity plan.",
            "选“关键”时，服务商须提交业务连续性计划。",
            "選「關鍵」時，服務商須提交業務持續性計畫。",
        ),
        choices=CRITICALITIES,
        default="NORMAL",
        read_by=["G-10"],
    ),
    field("budget_monthly", "money", T("Budget a month", "月预算", "月預算"), min="0.01", unit=CNY),
    field(
        "budget_ceiling_tco",
        "money",
        T("Ceiling of the total cost", "总拥有成本上限", "總擁有成本上限"),
        min="0.01",
        unit=CNY,
        read_by=["G-09"],
    ),
    field(
        "hard_ceiling",
        "bool",
        T("A quote above the ceiling is knocked out", "超出上限即淘汰", "超出上限即淘汰"),
        default=False,
        read_by=["G-09"],
    ),
    part(
        "buyer_hourly_cost",
        "money",
        T("Cost of an hour of our own staff", "内部工时成本", "內部工時成本"),
        min="0.01",
        max="100000",
        unit=PER_HOUR,
        default="80",
        read_by=["TCO"],
    ),
    part(
        "horizon_months",
        "choice",
        T("Horizon of the calculation", "测算周期", "測算週期"),
        choices=HORIZONS,
        default="36",
        read_by=["TCO", "C1"],
    ),
]

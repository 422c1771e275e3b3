"""Contract terms on scope, service levels and the trial (domain 9.1 to 9.3)."""

from rfqs.catalogue.codes import DEPTHS, PROVIDERS, PROVISION_ITEMS, RESOURCE_MODES
from rfqs.catalogue.words import C, T, clause, part

MEASURED_BY = [
    C("BUYER", "Buyer", "企业", "企業"),
    C("SHARED", "Both, on shared data", "双方，基于共用数据", "雙方，基於共用資料"),
    C("VENDOR", "Vendor", "服务商", "服務商"),
]
REVIEWS = [C("BIWEEKLY", "Every two weeks", "每两周", "每兩週"), C("MONTHLY", "Monthly", "每月", "每月")]

START = [
    clause(
        "scope",
        "ct_scope_in",
        "longtext",
        "R",
        T("In scope", "范围内", "範圍內"),
        from_need="service_lines.in_scope",
        read_by=["G-06"],
    ),
    clause(
        "scope",
        "ct_scope_out",
        "longtext",
        "R",
        T("Out of scope", "范围外", "範圍外"),
        from_need="service_lines.out_of_scope",
    ),
    clause(
        "scope",
        "ct_depth",
        "choice",
        "R",
        T("Depth of service", "服务深度", "服務深度"),
        choices=DEPTHS,
        from_need="depth_requested",
        read_by=["RF-1001"],
    ),
    clause(
        "scope",
        "ct_resource_mode",
        "choice",
        "R",
        T("Resources", "资源投入", "資源投入"),
        choices=RESOURCE_MODES,
        from_need="resource_mode_requested",
        read_by=["G-05"],
    ),
    clause(
        "scope",
        "ct_provision_matrix",
        "object",
        "R",
        T("Who provides what", "资源提供清单", "資源提供清單"),
        fields=[
            part(
                item["code"],
                "choice",
                item["label"],
                choices=PROVIDERS,
                **({"read_by": ["G-05"]} if item["code"] == "SYSTEM" else {}),
            )
            for item in PROVISION_ITEMS
        ],
        from_need="provision_matrix",
        read_by=["G-05"],
    ),
    clause(
        "scope",
        "ct_acceptance",
        "longtext",
        "A",
        T("Acceptance", "验收标准", "驗收標準"),
        from_need="acceptance_criteria",
        proposed=T(
            "The service is accepted when every core KPI is at or above its minimum for two months running.",
            "所有核心 KPI 连续两个月不低于最低值，即视为验收通过。",
            "所有核心 KPI 連續兩個月不低於最低值，即視為驗收通過。",
        ),
    ),
    clause(
        "scope",
        "ct_responsibility",
        "longtext",
        "A",
        T("Who is responsible for what", "责任分工", "責任分工"),
        proposed=T(
            "The buyer supplies policies, scripts and access; the vendor supplies staff, shifts, "
            "training and quality inspection; both keep the knowledge base current.",
            "企业提供政策、话术与权限；服务商负责人员、排班、培训与质检；知识库由双方共同更新。",
            "企業提供政策、話術與權限；服務商負責人員、排班、培訓與質檢；知識庫由雙方共同更新。",
        ),
    ),
    clause(
        "scope",
        "ct_change_control",
        "longtext",
        "R",
        T("Change of volume or scope", "变更管理", "變更管理"),
        proposed=T(
            "A change is agreed in writing before work starts, at the unit prices of the quote.",
            "变更须在实施前书面确认，按报价单价计费。",
            "變更須在實施前書面確認，按報價單價計費。",
        ),
    ),
    clause(
        "sla",
        "ct_measurement",
        "choice",
        "R",
        T("Who measures the KPIs", "KPI 由谁统计", "KPI 由誰統計"),
        choices=MEASURED_BY,
        proposed="SHARED",
        read_by=["RF-603"],
    ),
    clause(
        "sla",
        "ct_qa_clause",
        "longtext",
        "R",
        T("Quality inspection", "质检条款", "質檢條款"),
        proposed=T(
            "Every conversation is screened; the listed sensitive scenarios are escalated at "
            "once; the buyer may sample and re-score at any time.",
            "全量质检；所列敏感场景立即升级；企业可随时抽检并复评。",
            "全量質檢；所列敏感場景立即升級；企業可隨時抽檢並複評。",
        ),
    ),
    clause(
        "sla",
        "ct_improvement",
        "longtext",
        "O",
        T("Yearly improvement", "年度改进", "年度改進"),
        proposed=T(
            "Targets are reviewed once a year on the data of the past twelve months.",
            "每年依据过去十二个月的数据复核目标。",
            "每年依據過去十二個月的數據覆核目標。",
        ),
    ),
    clause(
        "trial",
        "ct_pilot_scope",
        "longtext",
        "R",
        T("What the pilot covers", "试点范围", "試點範圍"),
        from_need="pilot_scope",
        proposed=T(
            "Part of the business first; the rest follows when the core KPIs are met.",
            "先试点部分业务；核心 KPI 达标后再扩大。",
            "先試點部分業務；核心 KPI 達標後再擴大。",
        ),
    ),
    clause(
        "trial",
        "ct_pilot_kpis",
        "longtext",
        "A",
        T("KPIs of the pilot", "试点 KPI", "試點 KPI"),
        proposed=T(
            "The core KPIs apply; in the first month the minimum counts as the target.",
            "适用核心 KPI；首月以最低值作为目标。",
            "適用核心 KPI；首月以最低值作為目標。",
        ),
    ),
    clause(
        "trial",
        "ct_pilot_price",
        "longtext",
        "O",
        T("Price of the pilot", "试点价格", "試點價格"),
        help=T(
            "State no amount here: the price stands in question 1.",
            "此处不写金额：价格见第 1 题。",
            "此處不寫金額：價格見第 1 題。",
        ),
        proposed=T(
            "The trial price of question 1 applies; without one the prices of the quote.",
            "适用第 1 题的试用期价格；未填写则按报价执行。",
            "適用第 1 題的試用期價格；未填寫則按報價執行。",
        ),
        home="answers.q1.q1_trial_price",
    ),
    clause(
        "trial",
        "ct_price_after_trial",
        "longtext",
        "R",
        T("Price after the trial", "试用后价格", "試用後價格"),
        help=T("State no amount here.", "此处不写金额。", "此處不寫金額。"),
        proposed=T(
            "The prices of the quote apply unchanged after the trial.",
            "试用结束后按报价执行，价格不变。",
            "試用結束後按報價執行，價格不變。",
        ),
    ),
    clause(
        "trial",
        "ct_pilot_review",
        "choice",
        "A",
        T("Review in the pilot", "试点复盘", "試點覆盤"),
        choices=REVIEWS,
        proposed="BIWEEKLY",
    ),
]

"""The need, quality and data (domain 3.4 and 3.5)."""

from rfqs.catalogue.codes import DATA_SOURCES, KPI_CHOICES
from rfqs.catalogue.words import CNY, DAYS, C, T, field, part

DIRECTIONS = [
    C("H", "Higher is better", "越高越好", "越高越好"),
    C("L", "Lower is better", "越低越好", "越低越好"),
]
CATEGORIES = [
    C("IDENTITY", "Identity", "身份信息", "身分資訊"),
    C("CONTACT", "Contact data", "联系方式", "聯絡方式"),
    C("ORDER", "Orders", "订单", "訂單"),
    C("PAYMENT", "Payment", "支付信息", "支付資訊"),
    C("RECORDING", "Recordings and chats", "录音与会话记录", "錄音與會話紀錄"),
    C("BACK_OFFICE", "Shop back office", "店铺后台", "店鋪後台"),
]
SENSITIVITIES = [C("LOW", "Low", "低", "低"), C("MID", "Medium", "中", "中"), C("HIGH", "High", "高", "高")]
CONTROLS = [
    C("BUYER_CONTROLLED", "Stays under our control", "由企业自控", "由企業自控"),
    C("VENDOR_MAY_HOLD", "The vendor may hold it", "服务商可持有", "服務商可持有"),
    C("MASKED_ONLY", "Masked only", "仅限脱敏后使用", "僅限去識別化後使用"),
]
SYSTEM_OWNERS = [
    C("BUYER", "Buyer", "企业", "企業"),
    C("VENDOR", "Vendor", "服务商", "服務商"),
    C("EITHER", "Either", "均可", "均可"),
]

QUALITY = [
    part(
        "core_kpis",
        "list",
        T("Core KPIs", "核心 KPI", "核心 KPI"),
        help=T(
            "Three to five. Values in the unit of the KPI (78 for 78 %); the weights sum to 100 %.",
            "三至五个。数值按 KPI 的单位填写（78% 填 78），权重合计 100%。",
            "三至五個。數值按 KPI 的單位填寫（78% 填 78），權重合計 100%。",
        ),
        min_rows=3,
        max_rows=5,
        unique=["kpi"],
        sum_of="weight",
        read_by=["G-12", "RF-601"],
        columns=[
            part("kpi", "choice", T("KPI", "指标", "指標"), choices=KPI_CHOICES, read_by=["G-12"]),
            part("target", "decimal", T("Target", "目标值", "目標值"), min="0"),
            part("minimum", "decimal", T("Minimum", "最低值", "最低值"), min="0", read_by=["G-12"]),
            part("direction", "choice", T("Direction", "方向", "方向"), choices=DIRECTIONS, read_by=["G-12"]),
            part("weight", "percent", T("Weight", "权重", "權重"), min="0", max="1"),
            part("must", "bool", T("Must be met", "必达", "必達"), read_by=["G-12"]),
            field("condition", "text", T("Condition", "条件", "條件"), max_length=100),
            part("measurement", "text", T("How it is measured", "计算口径", "計算口徑")),
            part("data_source", "choice", T("Data source", "数据来源", "資料來源"), choices=DATA_SOURCES),
        ],
        default=[
            {
                "kpi": "FCR",
                "target": "78",
                "minimum": "72",
                "direction": "H",
                "weight": "0.4",
                "must": True,
                "measurement": T(
                    "issues solved in the first contact / issues, monthly",
                    "首次接触解决的问题数 ÷ 问题总数，按月",
                    "首次接觸解決的問題數 ÷ 問題總數，按月",
                ),
                "data_source": "BUYER",
            },
            {
                "kpi": "CSAT",
                "target": "90",
                "minimum": "86",
                "direction": "H",
                "weight": "0.3",
                "must": True,
                "measurement": T(
                    "satisfied answers / answers, at least 30 a month",
                    "满意评价数 ÷ 评价总数，每月不少于 30 份",
                    "滿意評價數 ÷ 評價總數，每月不少於 30 份",
                ),
                "data_source": "SHARED",
            },
            {
                "kpi": "ART",
                "target": "30",
                "minimum": "45",
                "direction": "L",
                "weight": "0.3",
                "must": True,
                "measurement": T(
                    "mean of reply time less request time, monthly",
                    "回复时间减请求时间的平均值，按月",
                    "回覆時間減請求時間的平均值，按月",
                ),
                "data_source": "BUYER",
            },
        ],
    ),
    field(
        "monitored_kpis", "multi", T("KPIs also watched", "其他监测指标", "其他監測指標"), choices=KPI_CHOICES
    ),
    part(
        "qa_full_coverage_required",
        "bool",
        T("Every conversation is screened", "要求全量质检", "要求全量質檢"),
        help=T(
            "A sample of 1 to 5 % leaves about 95 % unseen.",
            "抽检 1% 至 5% 意味着约 95% 的对话无人查看。",
            "抽檢 1% 至 5% 意味著約 95% 的對話無人查看。",
        ),
        default=True,
    ),
    part(
        "sensitive_scenarios",
        "list",
        T("Sensitive scenarios", "敏感场景", "敏感場景"),
        columns=[part("scenario", "text", T("Scenario", "场景", "場景"))],
        unique=["scenario"],
        max_rows=20,
        default=[
            {"scenario": T("Refund", "退款", "退款")},
            {"scenario": T("Compensation", "赔偿", "賠償")},
            {"scenario": T("Complaint escalation", "投诉升级", "投訴升級")},
            {"scenario": T("Promise about delivery", "发货与送达承诺", "發貨與送達承諾")},
        ],
        read_by=["RF-402"],
    ),
    field(
        "acceptance_criteria",
        "longtext",
        T("Acceptance criteria", "验收标准", "驗收標準"),
        help=T(
            "Needed for end-to-end service and for full resources; at least 50 characters.",
            "全流程外包或全资源外包必填，不少于 50 字。",
            "全流程外包或全資源外包必填，不少於 50 字。",
        ),
        min="50",
        required="C",
        required_when={
            "any": [
                {"field": "depth_requested", "in": ["END_TO_END"]},
                {"field": "resource_mode_requested", "in": ["FULL_RESOURCE"]},
            ]
        },
    ),
    field(
        "baseline_current",
        "list",
        T("Where we stand today", "当前水平", "目前水準"),
        columns=[
            part("kpi", "choice", T("KPI", "指标", "指標"), choices=KPI_CHOICES),
            part("value", "decimal", T("Value", "数值", "數值"), min="0"),
        ],
        unique=["kpi"],
    ),
]

DATA = [
    part(
        "data_items",
        "list",
        T("Data the vendor works with", "数据清单", "資料清單"),
        min_rows=1,
        max_rows=30,
        read_by=["G-05"],
        columns=[
            part("name", "text", T("Data", "数据", "資料")),
            part("category", "choice", T("Category", "类别", "類別"), choices=CATEGORIES),
            part("sensitivity", "choice", T("Sensitivity", "敏感度", "敏感度"), choices=SENSITIVITIES),
            part(
                "control", "choice", T("Control", "管控方式", "管控方式"), choices=CONTROLS, read_by=["G-05"]
            ),
            field(
                "reason",
                "text",
                T("Reason", "理由", "理由"),
                required="C",
                required_when={
                    "all": [
                        {"field": "sensitivity", "in": ["HIGH"]},
                        {"field": "control", "in": ["VENDOR_MAY_HOLD"]},
                    ]
                },
            ),
        ],
        default=[
            {
                "name": T("Customer contact data", "客户联系方式", "客戶聯絡方式"),
                "category": "CONTACT",
                "sensitivity": "MID",
                "control": "VENDOR_MAY_HOLD",
            },
            {
                "name": T("Orders", "订单信息", "訂單資訊"),
                "category": "ORDER",
                "sensitivity": "MID",
                "control": "VENDOR_MAY_HOLD",
            },
        ],
    ),
    part(
        "system_owner_required",
        "choice",
        T("Who must own the system", "系统归属要求", "系統歸屬要求"),
        help=T(
            "The buyer, where any data stays under our control.",
            "如有数据由企业自控，必须为企业。",
            "如有資料由企業自控，必須為企業。",
        ),
        choices=SYSTEM_OWNERS,
        default="EITHER",
    ),
    field(
        "compliance_refs",
        "longtext",
        T("Laws and rules to satisfy", "须遵守的法律与行业规定", "須遵守的法律與行業規定"),
    ),
    part(
        "nda_required",
        "bool",
        T("Confidentiality agreement required", "要求签署保密协议", "要求簽署保密協議"),
        default=True,
        read_by=["G-01"],
    ),
    part("insurance_required", "bool", T("Insurance required", "要求投保", "要求投保"), default=False),
    field(
        "insurance_min_cover",
        "money",
        T("Least sum insured", "最低保额", "最低保額"),
        required="C",
        when={"field": "insurance_required", "is": True},
        min="0.01",
        unit=CNY,
    ),
    part(
        "audit_log_required",
        "bool",
        T("Audit log of behaviour required", "要求行为审计日志", "要求行為稽核日誌"),
        default=True,
    ),
    part(
        "destruction_deadline_days",
        "int",
        T("Data destroyed within", "数据销毁时限", "資料銷毀時限"),
        min="1",
        max="180",
        unit=DAYS,
        default=30,
        read_by=["G-03"],
    ),
]

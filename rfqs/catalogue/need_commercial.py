"""The need, sales data, the commercial frame and the process (domain 3.6, 3.7, promises 0)."""

from rfqs.catalogue.billing import BILLING_MODELS, INVOICE_TYPES
from rfqs.catalogue.currencies import OTHER_CURRENCIES
from rfqs.catalogue.words import CNY, DAYS, MONTHS, PER_UNIT, C, T, field, part

SELLING = {"field": "has_sales_target", "is": True}
TRIAL = {"field": "trial_required", "is": True}
ANY_MODEL = C("OPEN", "Any model", "不限", "不限")
GUARDS = [C("CMPL", "Complaint rate", "客诉率", "客訴率"), C("RTN", "Return rate", "退货率", "退貨率")]
WEEKS = T("weeks", "周", "周")


def _sale(code: str, kind: str, label: dict, **more: object) -> dict:
    return field(code, kind, label, required="C", when=SELLING, **more)


SALES = [
    _sale(
        "presale_share",
        "percent",
        T("Share of pre-sales enquiries", "售前咨询占比", "售前諮詢占比"),
        min="0",
        max="1",
        read_by=["TCO"],
    ),
    _sale(
        "conversion_now",
        "percent",
        T("Conversion today", "当前转化率", "目前轉化率"),
        min="0",
        max="1",
        read_by=["TCO"],
    ),
    _sale(
        "average_order_value",
        "money",
        T("Average order value", "客单价", "客單價"),
        min="0.01",
        unit=CNY,
        read_by=["TCO"],
    ),
    _sale(
        "gross_margin", "percent", T("Gross margin", "毛利率", "毛利率"), min="0", max="1", read_by=["TCO"]
    ),
    field(
        "attribution_window_days",
        "int",
        T("Attribution window", "归因天数", "歸因天數"),
        when=SELLING,
        min="0",
        max="30",
        unit=DAYS,
        default=7,
    ),
    field("refund_rate", "percent", T("Refund rate", "退款率", "退款率"), when=SELLING, min="0", max="1"),
    field(
        "commission_rate_max",
        "percent",
        T("Highest commission", "提成上限", "提成上限"),
        when=SELLING,
        min="0",
        max="0.5",
    ),
    field(
        "overselling_guard",
        "object",
        T("Guard against overselling", "过度销售防线", "過度銷售防線"),
        help=T(
            "Commission stops when this rate is exceeded.", "超过该比率时停付提成。", "超過該比率時停付提成。"
        ),
        when=SELLING,
        fields=[
            part("kpi", "choice", T("KPI", "指标", "指標"), choices=GUARDS),
            part("ceiling", "percent", T("Ceiling", "上限", "上限"), min="0", max="1"),
        ],
    ),
]

COMMERCIAL = [
    part(
        "billing_models_allowed",
        "multi",
        T("Charging models allowed", "允许的计费方式", "允許的計費方式"),
        choices=[*BILLING_MODELS, ANY_MODEL],
        exclusive=["OPEN"],
        default=["OPEN"],
        read_by=["P-06"],
    ),
    field(
        "elastic_budget",
        "money",
        T(
            "Reserve for promotions and sudden traffic",
            "大促与突发流量的弹性预算",
            "大促與突發流量的彈性預算",
        ),
        min="0",
        unit=CNY,
        read_by=["P-07"],
    ),
    part(
        "trial_required",
        "bool",
        T("Trial period required", "要求试合作期", "要求試合作期"),
        default=True,
        read_by=["G-07", "RF-806"],
    ),
    field(
        "trial_min_months",
        "int",
        T("Shortest trial", "试合作期下限", "試合作期下限"),
        required="C",
        when=TRIAL,
        min="0",
        max="24",
        unit=MONTHS,
        default=3,
        read_by=["G-07"],
    ),
    field(
        "trial_max_months",
        "int",
        T("Longest trial", "试合作期上限", "試合作期上限"),
        required="C",
        when=TRIAL,
        min="0",
        max="24",
        unit=MONTHS,
        default=6,
        read_by=["G-07"],
    ),
    field(
        "trial_reason",
        "text",
        T("Reason for another trial length", "采用其他试合作期的理由", "採用其他試合作期的理由"),
        help=T(
            "Needed when the trial is not within 3 to 6 months.",
            "试合作期不在 3 至 6 个月之内时必填。",
            "試合作期不在 3 至 6 個月之內時必填。",
        ),
        when=TRIAL,
    ),
    field(
        "pilot_scope",
        "longtext",
        T("What the pilot covers", "试点范围", "試點範圍"),
        when=TRIAL,
        default=T(
            "One channel and one shift first; the rest follows when the core KPIs are met.",
            "先从一个渠道、一个班次开始；核心 KPI 达标后再扩大。",
            "先從一個渠道、一個班次開始；核心 KPI 達標後再擴大。",
        ),
    ),
    part(
        "contract_term_months",
        "int",
        T("Contract term", "合同期限", "合約期限"),
        min="1",
        max="60",
        unit=MONTHS,
        default=12,
    ),
    field("start_date", "date", T("Start", "启动日期", "啟動日期")),
    field(
        "launch_deadline_weeks",
        "int",
        T("Launch within", "上线时限", "上線時限"),
        min="0",
        max="104",
        unit=WEEKS,
        default=4,
        read_by=["DR"],
    ),
    part(
        "renewal_cap_max",
        "percent",
        T("Highest price rise at renewal, a year", "续约年涨幅上限", "續約年漲幅上限"),
        min="0",
        max="1",
        default="0.05",
        read_by=["RF-802"],
    ),
    part(
        "termination_notice_max_days",
        "int",
        T("Longest notice of termination", "解约通知期上限", "解約通知期上限"),
        min="0",
        max="365",
        unit=DAYS,
        default=60,
    ),
    part(
        "quote_validity_days",
        "int",
        T("Quotes stay valid for", "报价有效天数", "報價有效天數"),
        min="1",
        max="365",
        unit=DAYS,
        default=60,
        read_by=["VALIDITY"],
    ),
    part(
        "invoice_type",
        "choice",
        T("Invoice needed", "发票类型", "發票類型"),
        choices=INVOICE_TYPES,
        default="SPECIAL_VAT",
    ),
    part(
        "vat_recoverable",
        "bool",
        T("We recover VAT", "可抵扣增值税", "可抵扣增值稅"),
        help=T(
            "If yes, quotes with a special VAT invoice are compared net of tax.",
            "选“是”时，开具专用发票的报价按不含税比较。",
            "選「是」時，開具專用發票的報價按不含稅比較。",
        ),
        default=False,
        read_by=["TCO"],
    ),
    field(
        "exchange",
        "list",
        T("Other currencies for quotes", "允许的其他报价币种", "允許的其他報價幣別"),
        help=T(
            "Leave it empty and every quote is in CNY. The rates are frozen with the publication; every invoice "
            "is converted at them.",
            "留空则一律以人民币报价。汇率随发布冻结，各期账单均按此折算。",
            "留空則一律以人民幣報價。匯率隨發布凍結，各期帳單均按此折算。",
        ),
        max_rows=10,
        unique=["currency"],
        columns=[
            part("currency", "choice", T("Currency", "币种", "幣別"), choices=OTHER_CURRENCIES),
            part(
                "rate",
                "decimal",
                T("Rate", "汇率", "匯率"),
                unit=PER_UNIT,
                min="0.000001",
                max="1000000",
                places=6,
            ),
            part("source", "text", T("Source of the rate", "汇率来源", "匯率來源"), max_length=200),
            part("on", "date", T("Rate of", "汇率日期", "匯率日期")),
        ],
        read_by=["TCO"],
    ),
    part(
        "publish_weights",
        "bool",
        T("Vendors see the weights", "向服务商公布权重", "向服務商公布權重"),
        default=True,
    ),
    part(
        "debrief_names_winner",
        "bool",
        T("Result letters name the chosen vendor", "结果通知公布中选服务商", "結果通知公布中選服務商"),
        help=T(
            "Every vendor reads this in the RFQ before it quotes.",
            "服务商报价之前可在询价书中看到此项。",
            "服務商報價之前可在詢價書中看到此項。",
        ),
        default=False,
    ),
    part(
        "debrief_shows_price",
        "bool",
        T("Result letters tell the chosen price", "结果通知公布中选价格", "結果通知公布中選價格"),
        help=T(
            "What is payable in the first year, tax included. No other quote's price is ever told.",
            "即首年应付金额（含税）。其他服务商的价格一律不公布。",
            "即首年應付金額（含稅）。其他服務商的價格一律不公布。",
        ),
        default=False,
    ),
]

PROCESS = [
    part(
        "open_in_one_act",
        "bool",
        T("Answers and prices are opened in one act", "答复与价格一次开启", "答覆與價格一次開啟"),
        help=T(
            "No is safer: prices stay sealed until the scores of the answers are locked.",
            "选“否”更稳妥：答复评分锁定之前，价格保持密封。",
            "選「否」更穩妥：答覆評分鎖定之前，價格保持密封。",
        ),
        default=False,
    ),
    part(
        "veil_vendors",
        "bool",
        T("Reviewers see no names of vendors", "评审人看不到服务商名称", "評審人看不到服務商名稱"),
        help=T(
            "Until the ranking they read of Vendor A, Vendor B. Logos inside files stay as they are.",
            "排名生成之前，只显示“服务商 A”“服务商 B”。文件内部的标识保持原样。",
            "排名產生之前，只顯示「服務商 A」「服務商 B」。檔案內部的標識保持原樣。",
        ),
        default=False,
    ),
    part(
        "reviewers_minimum",
        "int",
        T("Reviewers for each question", "每题评审人数", "每題評審人數"),
        min="1",
        max="9",
        default=1,
    ),
    part(
        "spread_most",
        "decimal",
        T("Most by which reviewers may differ", "评审人之间允许的最大分差", "評審人之間允許的最大分差"),
        help=T(
            "In points from 0 to 5. What is further apart is settled by the chair, with a reason.",
            "按 0 至 5 分计。分差超过此值的，由评审组长说明理由后裁定。",
            "按 0 至 5 分計。分差超過此值的，由評審組長說明理由後裁定。",
        ),
        min="0.5",
        max="4.5",
        places=1,
        default="1.5",
    ),
    part(
        "capacity_gate",
        "bool",
        T("Too few available agents knock a quote out", "可用人数不足即淘汰", "可用人數不足即淘汰"),
        default=False,
        read_by=["G-13"],
    ),
    part(
        "hide_submissions",
        "bool",
        T("Nobody sees before the deadline who has submitted", "截止前隐藏提交状态", "截止前隱藏提交狀態"),
        default=False,
    ),
    part(
        "second_factor_required",
        "bool",
        T("Vendors need a second factor to submit", "服务商提交须双重验证", "服務商提交須雙重驗證"),
        default=False,
    ),
    field(
        "short_deadline_reason",
        "text",
        T("Reason for a short deadline", "截止期较短的理由", "截止期較短的理由"),
        read_by=["P-09"],
    ),
    field(
        "old_history_reason",
        "text",
        T("Reason for an old history", "采用较早数据的理由", "採用較早資料的理由"),
        read_by=["P-03"],
    ),
]

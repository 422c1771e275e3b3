"""Question 1, the charging model: its price facts live in the rate lines, the rest in the answers."""

from rfqs.catalogue.billing import (
    BILLING_MODELS,
    BY_MINUTE,
    BY_VOLUME,
    COMMISSION,
    COMMISSION_BASES,
    CYCLES,
    PERIODS,
    ROUNDING,
    SEAT_BASED,
    STEP_UP,
    TIER_BASES,
    TIER_METHODS,
    TIERED,
    UNITS,
)
from rfqs.catalogue.codes import KPI_CHOICES
from rfqs.catalogue.words import (
    CNY,
    DAYS,
    HOURS,
    MINUTES,
    MONTHS,
    SEATS,
    T,
    asked,
    binding,
    field,
    must,
    part,
)

FIELDS = [
    binding(
        "q1_model_codes",
        "multi",
        T("Charging model", "计费方式", "計費方式"),
        choices=BILLING_MODELS,
        home="rate_lines.model",
        asked="prices",
        read_by=["RF-103", "RF-104", "RF-105", "RF-107", "C4"],
    ),
    binding(
        "q1_rate_lines",
        "list",
        T("Rate lines", "费率明细", "費率明細"),
        help=T(
            "One line per part of the service that has its own price.",
            "每一项单独计价的服务填一行。",
            "每一項單獨計價的服務填一行。",
        ),
        columns=[
            part("model", "choice", T("Model", "计费方式", "計費方式"), choices=BILLING_MODELS),
            part("unit", "choice", T("Unit", "单位", "單位"), choices=UNITS),
            field("unit_price", "decimal", T("Unit price", "单价", "單價"), min="0"),
        ],
        min_rows=1,
        home="rate_lines",
        asked="prices",
        read_by=["TCO", "G-11", "RF-107"],
    ),
    asked(
        "q1_seat_definition",
        "object",
        T("What one seat means", "坐席定义", "坐席定義"),
        help=T(
            "The hours and days one billed seat covers. Without it two seat prices cannot be compared.",
            "一个计费坐席覆盖的小时数与天数。没有这一定义，坐席单价无法比较。",
            "一個計費坐席覆蓋的小時數與天數。沒有這一定義，坐席單價無法比較。",
        ),
        required="C",
        when=SEAT_BASED,
        read_by=["RF-103"],
        fields=[
            part(
                "hours_day",
                "decimal",
                T("Hours a day", "每日小时数", "每日小時數"),
                min="1",
                max="24",
                unit=HOURS,
            ),
            part(
                "days_month",
                "decimal",
                T("Days a month", "每月天数", "每月天數"),
                min="1",
                max="31",
                unit=DAYS,
            ),
            part("windows", "text", T("Time windows covered", "覆盖时段", "覆蓋時段")),
            field(
                "concurrency", "decimal", T("Chats at once", "并发接待数", "並發接待數"), min="1", max="20"
            ),
            part("leave_cover", "bool", T("Cover during leave included", "含休假替补", "含休假替補")),
        ],
    ),
    asked(
        "q1_min_seats",
        "int",
        T("Minimum seats", "最低坐席数", "最低坐席數"),
        required="C",
        when=SEAT_BASED,
        min="0",
        max="100000",
        unit=SEATS,
        home="rate_lines.min_qty",
        asked="prices",
        read_by=["RF-101", "TCO"],
    ),
    must(
        "q1_min_charge",
        "money",
        T("Minimum charge", "最低消费", "最低消費"),
        min="0",
        unit=CNY,
        home="rate_lines.min_charge",
        asked="prices",
        read_by=["RF-101", "TCO"],
    ),
    must(
        "q1_min_period",
        "choice",
        T("Period of the minimum", "最低消费的结算周期", "最低消費的結算週期"),
        choices=PERIODS,
        home="rate_lines.min_period",
        asked="prices",
        read_by=["TCO"],
    ),
    must(
        "q1_min_carry_forward",
        "bool",
        T("Unused minimum is carried forward", "未用完的最低消费可结转", "未用完的最低消費可結轉"),
        home="rate_lines.min_carry_forward",
        asked="prices",
        read_by=["RF-101", "TCO"],
    ),
    asked(
        "q1_tier_basis",
        "choice",
        T("Bands counted on", "阶梯依据", "階梯依據"),
        required="C",
        when=TIERED,
        choices=TIER_BASES,
        home="rate_lines.tier_basis",
        asked="prices",
        read_by=["RF-107", "TCO"],
    ),
    asked(
        "q1_tier_method",
        "choice",
        T("Band arithmetic", "阶梯算法", "階梯算法"),
        required="C",
        when=TIERED,
        choices=TIER_METHODS,
        home="rate_lines.tier_method",
        asked="prices",
        read_by=["RF-107", "TCO"],
    ),
    asked(
        "q1_tier_table",
        "list",
        T("Bands", "阶梯表", "階梯表"),
        required="C",
        when=TIERED,
        columns=[
            field("upper", "int", T("Up to", "上限", "上限"), min="1"),
            part("price", "decimal", T("Price", "单价", "單價"), min="0"),
        ],
        ascending="upper",
        home="rate_lines.tiers",
        asked="prices",
        read_by=["RF-102", "TCO"],
    ),
    must(
        "q1_step_up",
        "object",
        T("Step-up price", "阶梯涨价", "階梯漲價"),
        help=T(
            "Any rule by which the price goes up with volume or with time, renewal apart.",
            "续约涨价之外，任何随业务量或时间上涨的约定。",
            "續約漲價之外，任何隨業務量或時間上漲的約定。",
        ),
        read_by=["RF-102"],
        fields=[
            part("kind", "choice", T("Rule", "类型", "類型"), choices=STEP_UP, read_by=["RF-102"]),
            field(
                "rule",
                "longtext",
                T("All steps", "全部档位", "全部檔位"),
                required="C",
                when={"field": "kind", "in": ["BY_VOLUME", "BY_TIME"]},
            ),
        ],
    ),
    asked(
        "q1_commission",
        "object",
        T("Commission", "提成", "提成"),
        required="C",
        when=COMMISSION,
        home="rate_lines.commission",
        asked="prices",
        read_by=["RF-104", "RF-105", "TCO"],
        fields=[
            part("base", "choice", T("Counted on", "计提基数", "計提基數"), choices=COMMISSION_BASES),
            field("rate", "percent", T("Rate", "比例", "比例"), min="0", max="0.5"),
            field("fee", "money", T("Fee per success", "每件金额", "每件金額"), min="0", unit=CNY),
            field(
                "attribution_days",
                "int",
                T("Attribution window", "归因天数", "歸因天數"),
                min="0",
                max="30",
                unit=DAYS,
            ),
            field("clawback", "bool", T("Taken back on refund", "退款时扣回", "退款時扣回")),
            field(
                "cap",
                "money",
                T("Cap a month", "每月上限", "每月上限"),
                min="0",
                unit=CNY,
                read_by=["RF-104"],
            ),
            field(
                "quality_gate",
                "choice",
                T("Quality gate", "质量门槛", "品質門檻"),
                choices=KPI_CHOICES,
                read_by=["RF-104"],
            ),
        ],
    ),
    asked(
        "q1_counting_rule",
        "object",
        T("What counts as one contact", "计量口径", "計量口徑"),
        help=T(
            "Say how contacts are told apart and which of them are billed.",
            "说明如何区分一次接触，以及哪些接触计费。",
            "說明如何區分一次接觸，以及哪些接觸計費。",
        ),
        required="C",
        when=BY_VOLUME,
        fields=[
            part("rule", "longtext", T("Rule in words", "文字说明", "文字說明")),
            part(
                "session_gap_min",
                "int",
                T("Gap that opens a new session", "会话间隔", "會話間隔"),
                min="0",
                max="10080",
                unit=MINUTES,
            ),
            part(
                "bot_counted",
                "bool",
                T("Contacts solved by the bot are counted", "机器人接待计量", "機器人接待計量"),
            ),
            part(
                "repeats_counted", "bool", T("Repeated contacts are counted", "重复联系计量", "重複聯絡計量")
            ),
            part("spam_counted", "bool", T("Spam is counted", "垃圾信息计量", "垃圾資訊計量")),
            part("transfers_counted", "bool", T("Transfers are counted", "转接计量", "轉接計量")),
        ],
    ),
    asked(
        "q1_rounding",
        "choice",
        T("Rounding of time", "计时取整", "計時取整"),
        required="C",
        when=BY_MINUTE,
        choices=ROUNDING,
        home="rate_lines.rounding",
        asked="prices",
        read_by=["TCO"],
    ),
    must(
        "q1_payment_terms",
        "object",
        T("Payment terms", "付款方式", "付款方式"),
        fields=[
            part("cycle", "choice", T("Invoice cycle", "结算周期", "結算週期"), choices=CYCLES),
            part("days", "int", T("Days to pay", "付款期限", "付款期限"), min="0", max="120", unit=DAYS),
            part("prepayment", "money", T("Prepayment", "预付款", "預付款"), min="0", unit=CNY),
            part("deposit", "money", T("Deposit", "押金", "押金"), min="0", unit=CNY),
        ],
    ),
    asked(
        "q1_term_price_options",
        "list",
        T("Price by contract length", "长短期价差", "長短期價差"),
        columns=[
            part(
                "months", "int", T("Contract length", "合同期限", "合約期限"), min="1", max="60", unit=MONTHS
            ),
            part("change", "percent", T("Price change", "价格变化", "價格變化"), min="-1", max="2"),
        ],
        unique=["months"],
    ),
    asked(
        "q1_trial_price",
        "object",
        T("Price during the trial", "试用期价格", "試用期價格"),
        fields=[
            part("months", "int", T("Months", "月数", "月數"), min="0", max="12", unit=MONTHS),
            part(
                "discount", "percent", T("Discount", "折扣（降价比例）", "折扣（降價比例）"), min="0", max="1"
            ),
        ],
        read_by=["X-08"],
    ),
    must(
        "q1_price_valid_until",
        "date",
        T("Price valid until", "报价有效期至", "報價有效期至"),
        help=T(
            "Not before the deadline plus the validity the RFQ asks for.",
            "不得早于截止时间加询价书要求的有效天数。",
            "不得早於截止時間加詢價書要求的有效天數。",
        ),
        read_by=["VALIDITY"],
    ),
]

QUESTION = {
    "n": 1,
    "code": "q1",
    "title": T("Charging model", "收费模式细节", "收費模式細節"),
    "ask": T(
        "How do you charge: fixed seat, base plus commission, by volume, or mixed? Is there "
        "a minimum consumption or a step-up price?",
        "按固定坐席、底薪加提成、咨询量还是混合计费？是否有最低消费或阶梯涨价？",
        "按固定坐席、底薪加提成、諮詢量還是混合計費？是否有最低消費或階梯漲價？",
    ),
    "why": T(
        "Two quotes are comparable only when every parameter of the price is known. A "
        "minimum that bites in the quiet months or a price that rises later can turn a cheap "
        "offer into a dear one.",
        "只有价格的每个参数都明确，报价才可比较。淡季仍要付的最低消费，或日后上涨的单价，都可"
        "能让便宜的报价变贵。",
        "只有價格的每個參數都明確，報價才可比較。淡季仍要付的最低消費，或日後上漲的單價，都可"
        "能讓便宜的報價變貴。",
    ),
    "good": T(
        "One formula per service line with every parameter filled, the band arithmetic "
        "named, the minimum stated or “none”, and a worked example for a trough, an average "
        "and a peak month that we can reproduce.",
        "每条服务线一个公式，参数齐全；写明阶梯算法；写明最低消费或“无”；给出淡季、平均、旺季"
        "三个月的算例，且我方能复算。",
        "每條服務線一個公式，參數齊全；寫明階梯算法；寫明最低消費或「無」；給出淡季、平均、旺"
        "季三個月的算例，且我方能重算。",
    ),
    "bad": T(
        "“Depends on volume”, a starting price (“from …”), a mixed model without a rule for what goes where.",
        "“视业务量而定”、起步价（“××元起”）、混合计费却没有划分规则。",
        "「視業務量而定」、起步價（「××元起」）、混合計費卻沒有劃分規則。",
    ),
    "evidence": T(
        "Standard rate card, a sample invoice (redacted), the price annex of the contract.",
        "标准价目表、发票样本（隐去客户信息）、合同价格附件。",
        "標準價目表、發票樣本（隱去客戶資訊）、合約價格附件。",
    ),
    "rubric": {
        "0": T(
            "No answer, or the price cannot be computed from the answer.",
            "未作答，或无法据此算出价格。",
            "未作答，或無法據此算出價格。",
        ),
        "1": T(
            "Model named; key parameters missing (no minimum, band arithmetic, seat definition "
            "or counting rule).",
            "写明计费方式，但缺少关键参数（最低消费、阶梯算法、坐席定义或计量口径）。",
            "寫明計費方式，但缺少關鍵參數（最低消費、階梯算法、坐席定義或計量口徑）。",
        ),
        "3": T(
            "Computable for all service lines; minimum and step rules stated; one parameter "
            "unclear, or the model fits the volatility class only partly.",
            "所有服务线均可计算；写明最低消费与涨价规则；有一个参数不清，或计费方式与业务波动只部分匹配。",
            "所有服務線均可計算；寫明最低消費與漲價規則；有一個參數不清，或計費方式與業務波動只部分匹配。",
        ),
        "5": T(
            "Fully computable; the vendor's three sample months match our engine within 1 %; no "
            "or a fair minimum that does not bite in the trough; no step-up; the model or a "
            "priced alternative is one the rule table recommends.",
            "完全可计算；服务商的三个样例月与我方计算相差不超过 1%；没有最低消费，或最低消费合理"
            "且淡季不触发；无阶梯涨价；计费方式或另行报价的备选方案符合规则表的推荐。",
            "完全可計算；服務商的三個樣例月與我方計算相差不超過 1%；沒有最低消費，或最低消費合理"
            "且淡季不觸發；無階梯漲價；計費方式或另行報價的備選方案符合規則表的推薦。",
        ),
    },
    "pillar": "COST",
    "secondary": ["RISK"],
    "leaf": "C4",
    "fields": FIELDS,
}

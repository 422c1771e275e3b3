"""Billing models, units and the choices of a price (domain 5)."""

from rfqs.catalogue.words import C

BILLING_MODELS = [
    C("B01", "Fixed seat fee", "固定坐席费", "固定坐席費"),
    C("B02", "Base plus commission", "底薪+提成", "底薪+提成"),
    C("B03", "Tiered", "阶梯式计费", "階梯式計費"),
    C("B04", "Pay as you go", "按需付费", "按需付費"),
    C("B05", "Per talk minute", "按通话时长计费", "按通話時長計費"),
    C("B06", "Per working hour", "按工时计费", "按工時計費"),
    C("B07", "Per contact", "按服务量计费", "按服務量計費"),
    C("B08", "Package plus overage", "月包+超额按量", "月包+超額按量"),
    C("B09", "Pure commission", "纯佣金", "純佣金"),
    C("B10", "Fixed fee", "固定费用", "固定費用"),
    C("B11", "Performance-linked", "按绩效计费", "按績效計費"),
    C("B12", "Project", "项目制结算", "專案制結算"),
    C("B13", "Hybrid billing", "混合计费", "混合計費"),
    C("B14", "Hosted rental", "托管租用", "託管租用"),
    C("B15", "Cost build-up", "成本加成", "成本加成"),
    C("B16", "Phased and trial", "阶段性付费与试用", "階段性付費與試用"),
]
UNITS = [
    C("SEAT_MONTH", "CNY per seat and month", "元/席·月", "元/席·月"),
    C("CONTACT", "CNY per contact", "元/次", "元/次"),
    C("MINUTE", "CNY per minute", "元/分钟", "元/分鐘"),
    C("HOUR", "CNY per hour", "元/小时", "元/小時"),
    C("DAY", "CNY per day", "元/天", "元/天"),
    C("HEAD", "CNY per head", "元/人", "元/人"),
    C("MONTH", "CNY per month", "元/月", "元/月"),
    C("QUARTER", "CNY per quarter", "元/季度", "元/季度"),
    C("SAMPLE", "CNY per sample", "元/样本", "元/樣本"),
    C("ORDER", "CNY per order", "元/单", "元/單"),
    C("EVENT", "CNY per event", "元/场", "元/場"),
    C("ITEM", "CNY per item", "元/项", "元/項"),
    C("ONCE", "CNY once", "元（一次性）", "元（一次性）"),
    C("PERCENT", "% of the base fee", "占基础费用的 %", "占基礎費用的 %"),
    C("RATE_PER_YEAR", "% a year", "%/年", "%/年"),
    C("MONTHS_OF_FEE", "months of fee", "个月费用", "個月費用"),
]
INVOICE_TYPES = [
    C("SPECIAL_VAT", "Special VAT invoice", "增值税专用发票", "增值稅專用發票"),
    C("ORDINARY", "Ordinary invoice", "普通发票", "普通發票"),
    C("NONE", "No invoice", "不开发票", "不開發票"),
]
TIER_BASES = [
    C("DAILY_AVG_VOLUME", "Average contacts a day", "日均咨询量", "日均諮詢量"),
    C("MONTHLY_VOLUME", "Contacts a month", "月咨询量", "月諮詢量"),
    C("MINUTES", "Minutes", "通话分钟数", "通話分鐘數"),
    C("SEATS", "Seats", "坐席数", "坐席數"),
]
TIER_METHODS = [
    C(
        "GRADUATED",
        "Each band's price for the units inside that band",
        "超额累进：各档单价只用于该档内的量",
        "超額累進：各檔單價只用於該檔內的量",
    ),
    C(
        "ALL_UNITS",
        "The reached band's price for all units",
        "全额累进：达到某档后全部按该档单价",
        "全額累進：達到某檔後全部按該檔單價",
    ),
]
COMMISSION_BASES = [
    C("REVENUE", "Sales revenue", "销售额", "銷售額"),
    C("SURPLUS", "Sales surplus", "销售盈余", "銷售盈餘"),
    C("SUCCESS_COUNT", "Number of successes", "成功件数", "成功件數"),
    C("CONVERSION_LIFT", "Gain in conversion", "转化提升", "轉化提升"),
]
STEP_UP = [
    C("NONE", "No step-up", "无阶梯涨价", "無階梯漲價"),
    C("BY_VOLUME", "The price rises with volume", "随业务量上涨", "隨業務量上漲"),
    C("BY_TIME", "The price rises with time", "随时间上涨", "隨時間上漲"),
]
PERIODS = [
    C("MONTH", "Month", "月", "月"),
    C("QUARTER", "Quarter", "季度", "季度"),
    C("YEAR", "Year", "年", "年"),
]
ROUNDING = [
    C("PER_SECOND", "By the second", "按秒计", "按秒計"),
    C("PER_6S", "By six seconds", "按 6 秒计", "按 6 秒計"),
    C("PER_STARTED_MINUTE", "By the started minute", "不足一分钟按一分钟计", "不足一分鐘按一分鐘計"),
]
CYCLES = [
    C("MONTHLY", "Monthly", "按月", "按月"),
    C("QUARTERLY", "Quarterly", "按季度", "按季度"),
    C("STAGED", "By stage", "按阶段", "按階段"),
]

# When a price field of question 1 is asked; `units`, `tiered`, `commissioned` are read from the rate lines.
SEAT_BASED = {
    "any": [
        {"field": "q1_model_codes", "in": ["B01", "B02", "B14"]},
        {"field": "units", "in": ["SEAT_MONTH"]},
    ]
}
TIERED = {"any": [{"field": "q1_model_codes", "in": ["B03"]}, {"field": "tiered", "is": True}]}
COMMISSION = {
    "any": [{"field": "q1_model_codes", "in": ["B02", "B09"]}, {"field": "commissioned", "is": True}]
}
BY_VOLUME = {
    "any": [
        {"field": "q1_model_codes", "in": ["B03", "B07", "B08"]},
        {"field": "units", "in": ["CONTACT", "ORDER", "SAMPLE"]},
    ]
}
BY_MINUTE = {"any": [{"field": "q1_model_codes", "in": ["B05"]}, {"field": "units", "in": ["MINUTE"]}]}

"""Question 8, contract flexibility."""

from rfqs.catalogue.words import CNY, DAYS, MONTHS, YES_WHEN_TRUE, C, T, asked, binding, field, must, part

PENALTY = [
    C("NONE", "None", "无", "無"),
    C("MONTHS", "Months of fee", "若干月费用", "若干月費用"),
    C("PERCENT", "Share of the yearly fee", "年费比例", "年費比例"),
    C("FIXED", "Fixed amount", "固定金额", "固定金額"),
]
EXEMPT = [
    C("SLA_FAILURE", "Service levels missed", "服务水平不达标", "服務水準不達標"),
    C("DATA_BREACH", "Data breach", "数据泄露", "資料洩漏"),
    C("VENDOR_CHANGE", "Change of control at the vendor", "服务商重大变更", "服務商重大變更"),
    C("BUYER_BUSINESS_END", "The buyer ends the business", "企业终止该业务", "企業終止該業務"),
]
RENEWAL = [
    C("AUTO", "Automatic", "自动续约", "自動續約"),
    C("BY_AGREEMENT", "By agreement", "协商续约", "協商續約"),
]

FIELDS = [
    must("q8_term_months", "int", T("Contract term", "合同期限", "合約期限"), min="1", max="60", unit=MONTHS),
    must(
        "q8_trial_months",
        "int",
        T("Trial period", "试合作期", "試合作期"),
        help=T("0 means there is none.", "0 表示没有。", "0 表示沒有。"),
        min="0",
        max="24",
        unit=MONTHS,
        read_by=["G-07", "RF-806"],
    ),
    must(
        "q8_trial_exit_penalty",
        "money",
        T("Charge for leaving in the trial", "试用期解约费", "試用期解約費"),
        min="0",
        unit=CNY,
        read_by=["CT"],
    ),
    binding(
        "q8_notice_days",
        "int",
        T("Notice period", "解约通知期", "解約通知期"),
        min="0",
        max="730",
        unit=DAYS,
        read_by=["G-08", "CT"],
    ),
    binding(
        "q8_early_penalty",
        "object",
        T("Early-termination penalty", "提前解约罚金", "提前解約罰金"),
        home="fee_lines.F18",
        asked="fees",
        read_by=["RF-801", "TCO", "G-08"],
        fields=[
            part("kind", "choice", T("Kind", "形式", "形式"), choices=PENALTY),
            field("value", "decimal", T("Value", "数值", "數值"), min="0"),
        ],
    ),
    must(
        "q8_penalty_exempt_reasons",
        "multi",
        T("Reasons that waive the penalty", "免罚情形", "免罰情形"),
        choices=EXEMPT,
        allow_none=True,
        read_by=["CT"],
    ),
    must(
        "q8_renewal_rule",
        "object",
        T("Renewal", "续约规则", "續約規則"),
        read_by=["RF-804"],
        fields=[
            part("kind", "choice", T("Rule", "方式", "方式"), choices=RENEWAL, read_by=["RF-804"]),
            part(
                "notice_days",
                "int",
                T("Notice against renewal", "不续约通知期", "不續約通知期"),
                min="0",
                max="365",
                unit=DAYS,
                read_by=["RF-804"],
            ),
        ],
    ),
    must(
        "q8_price_rise",
        "object",
        T("Price rise at renewal", "续约涨价规则", "續約漲價規則"),
        help=T(
            "The yearly rise itself stands in fee line F20.",
            "每年涨幅本身在费用项目 F20 中填写。",
            "每年漲幅本身在費用項目 F20 中填寫。",
        ),
        read_by=["RF-802"],
        fields=[
            field(
                "cap",
                "percent",
                T("Cap a year", "每年上限", "每年上限"),
                min="0",
                max="1",
                home="fee_lines.F20.price",
                asked="fees",
                read_by=["RF-802", "TCO"],
            ),
            part("index", "text", T("Index or reason", "参照指数或理由", "參照指數或理由")),
            part(
                "earliest_month",
                "int",
                T("Not before contract month", "最早生效月份", "最早生效月份"),
                min="1",
                max="60",
            ),
        ],
    ),
    binding(
        "q8_unilateral_change",
        "bool",
        T(
            "The vendor may change prices alone or reserves interpretation",
            "单方调价或保留最终解释权",
            "單方調價或保留最終解釋權",
        ),
        read_by=["RF-803", "G-11", "G-08"],
    ),
    must(
        "q8_min_commit",
        "money",
        T("Minimum commitment", "最低消费承诺", "最低消費承諾"),
        help=T(
            "Shown from the rate lines of question 1.", "取自第 1 题的费率明细。", "取自第 1 題的費率明細。"
        ),
        min="0",
        unit=CNY,
        home="rate_lines.min_charge",
        asked="prices",
        read_by=["RF-101"],
    ),
    must(
        "q8_scale",
        "object",
        T("Adding and removing seats", "增减坐席规则", "增減坐席規則"),
        fields=[
            part("notice_days", "int", T("Notice", "提前通知", "提前通知"), min="0", max="365", unit=DAYS),
            part("step", "int", T("Smallest step", "最小增减数", "最小增減數"), min="1", max="10000"),
            part(
                "down_limit",
                "percent",
                T("Reduction free of charge up to", "免费缩减上限", "免費縮減上限"),
                min="0",
                max="1",
            ),
        ],
    ),
    must(
        "q8_liability",
        "object",
        T("Liability for breach", "违约责任", "違約責任"),
        read_by=["RF-805"],
        fields=[
            part("vendor", "text", T("Vendor's liability", "服务商责任", "服務商責任"), max_length=2000),
            part("buyer", "text", T("Buyer's liability", "企业责任", "企業責任"), max_length=2000),
            part("symmetric", "bool", T("Equal on both sides", "双方对等", "雙方對等"), read_by=["RF-805"]),
        ],
    ),
    must(
        "q8_exit_assistance",
        "object",
        T("Help at the exit", "退出协助", "退出協助"),
        read_by=["RF-807"],
        fields=[
            part("has", "bool", T("Offered", "是否提供", "是否提供"), read_by=["RF-807"]),
            field(
                "days",
                "int",
                T("Duration", "天数", "天數"),
                required="C",
                when=YES_WHEN_TRUE,
                min="0",
                max="365",
                unit=DAYS,
            ),
            field(
                "fee",
                "money",
                T("Fee", "费用", "費用"),
                min="0",
                unit=CNY,
                home="fee_lines.F19.price",
                asked="fees",
                read_by=["TCO"],
            ),
            field(
                "kb_export",
                "bool",
                T("Knowledge base handed over", "移交知识库", "移交知識庫"),
                required="C",
                when=YES_WHEN_TRUE,
            ),
            field(
                "data_format",
                "text",
                T("Format of exported data", "数据导出格式", "資料匯出格式"),
                required="C",
                when=YES_WHEN_TRUE,
            ),
        ],
    ),
    must(
        "q8_scope_change",
        "longtext",
        T("Additional services and how they are priced", "追加服务条款及计价方式", "追加服務條款及計價方式"),
    ),
    asked("q8_dispute", "longtext", T("Settlement of disputes", "争议解决", "爭議解決")),
]

QUESTION = {
    "n": 8,
    "code": "q8",
    "title": T("Contract flexibility", "合同灵活性", "合約靈活性"),
    "ask": T(
        "What are the conditions of termination, the price rule at renewal, and the liability for breach?",
        "解约条件、续约价格规则、违约责任分别是什么？",
        "解約條件、續約價格規則、違約責任分別是什麼？",
    ),
    "why": T(
        "What leaving costs decides how strong you are when service slips. A rise without a "
        "cap eats the saving within two years.",
        "解约成本决定了服务下滑时企业的主动权。没有上限的涨价，两年就能吃掉节省的费用。",
        "解約成本決定了服務下滑時企業的主動權。沒有上限的漲價，兩年就能吃掉節省的費用。",
    ),
    "good": T(
        "Short notice, no or a small penalty, a capped rise, help at the exit.",
        "通知期短，没有罚金或罚金小，涨幅有上限，协助退出。",
        "通知期短，沒有罰金或罰金小，漲幅有上限，協助退出。",
    ),
    "bad": T(
        "Long lock-in, silent renewal, prices reserved for the vendor.",
        "长期锁定，到期自动续约，价格由服务商说了算。",
        "長期鎖定，到期自動續約，價格由服務商說了算。",
    ),
    "evidence": T("The full draft contract.", "完整的合同草案。", "完整的合約草案。"),
    "rubric": {
        "0": T(
            "No draft, or the vendor may change the price at will.",
            "没有合同草案，或服务商可随意调价。",
            "沒有合約草案，或服務商可隨意調價。",
        ),
        "1": T(
            "Penalty above 2 months, or a rise without a cap.",
            "罚金超过 2 个月费用，或涨价没有上限。",
            "罰金超過 2 個月費用，或漲價沒有上限。",
        ),
        "3": T(
            "Penalty of at most 1 month, rise capped at 5 %, trial of 3 months.",
            "罚金不超过 1 个月费用，涨幅上限不超过 5%，试用 3 个月。",
            "罰金不超過 1 個月費用，漲幅上限不超過 5%，試用 3 個月。",
        ),
        "5": T(
            "No penalty after notice of at most 30 days, cap of at most 3 %, trial of 3 to 6 "
            "months without penalty, free reduction within 20 %, exit assistance included, equal "
            "liability.",
            "提前不超过 30 天通知即无罚金，涨幅上限不超过 3%，3 至 6 个月试用且无罚金，20% 以内免"
            "费缩减，含退出协助，责任对等。",
            "提前不超過 30 天通知即無罰金，漲幅上限不超過 3%，3 至 6 個月試用且無罰金，20% 以內免"
            "費縮減，含退出協助，責任對等。",
        ),
    },
    "pillar": "RISK",
    "secondary": ["COST"],
    "leaf": "R2",
    "fields": FIELDS,
}

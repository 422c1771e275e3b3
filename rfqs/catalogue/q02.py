"""Question 2, extra charges: the twenty fee lines and the tax treatment."""

from rfqs.catalogue.billing import INVOICE_TYPES, UNITS
from rfqs.catalogue.fees import FEES
from rfqs.catalogue.words import CNY, C, T, binding, field, must, part

FEE_STATUS = [
    C("INCLUDED", "Included in the price", "已含在价格中", "已含在價格中"),
    C("CHARGED", "Charged separately", "另行收费", "另行收費"),
    C("NOT_APPLICABLE", "Not applicable", "不适用", "不適用"),
    C("NOT_DISCLOSED", "Not disclosed", "未披露", "未披露"),
]
FEE_CHOICES = [{"code": fee["code"], "label": fee["label"]} for fee in FEES]

FIELDS = [
    must(
        "q2_fee_lines",
        "list",
        T("Fee lines", "费用清单", "費用清單"),
        columns=[
            part("code", "choice", T("Fee line", "费用项目", "費用項目"), choices=FEE_CHOICES),
            part("status", "choice", T("Status", "状态", "狀態"), choices=FEE_STATUS),
            field("unit", "choice", T("Unit", "单位", "單位"), choices=UNITS),
            field("price", "decimal", T("Price", "价格", "價格"), min="0"),
            field("trigger", "text", T("When it is charged", "触发条件", "觸發條件")),
            field("cap", "money", T("Cap", "上限", "上限"), min="0", unit=CNY),
            field("included_quantity", "decimal", T("Included quantity", "包含数量", "包含數量"), min="0"),
            field("note", "text", T("Note", "备注", "備註")),
        ],
        unique=["code"],
        home="fee_lines",
        asked="fees",
        read_by=["TCO", "C2", "RF-201", "RF-202", "RF-203", "RF-204", "RF-205", "RF-206"],
    ),
    must(
        "q2_all_in_statement",
        "bool",
        T("No other charge will be raised", "承诺不再收取其他费用", "承諾不再收取其他費用"),
        help=T(
            "Yes: the prices and fee lines of this quote are complete.",
            "选“是”即声明：本报价的价格与费用清单是完整的。",
            "選「是」即聲明：本報價的價格與費用清單是完整的。",
        ),
        read_by=["X-02"],
    ),
    must(
        "q2_price_breakdown",
        "file",
        T("Full fee breakdown", "完整费用明细", "完整費用明細"),
        help=T(
            "Hand in the file first, then choose it here.",
            "先上传文件，再在此选择。",
            "先上傳檔案，再在此選擇。",
        ),
    ),
    must(
        "q2_invoice_type",
        "choice",
        T("Invoice type", "发票类型", "發票類型"),
        choices=INVOICE_TYPES,
        read_by=["TCO"],
    ),
    binding(
        "q2_tax_rate",
        "percent",
        T("Tax rate", "税率", "稅率"),
        min="0",
        max="1",
        home="tax.rate",
        asked="fees",
        read_by=["TCO", "RF-202", "G-08"],
    ),
    binding(
        "q2_tax_included",
        "bool",
        T("Prices include tax", "价格是否含税", "價格是否含稅"),
        home="tax.included",
        asked="fees",
        read_by=["TCO", "RF-202", "G-08"],
    ),
]

QUESTION = {
    "n": 2,
    "code": "q2",
    "title": T("Extra charges", "额外费用", "額外費用"),
    "ask": T(
        "Are peak surge staffing, event overtime, training, software tools and invoice tax "
        "points charged separately?",
        "大促增员、活动加班、培训、软件工具、发票税点是否另行收费？",
        "大促增員、活動加班、培訓、軟體工具、發票稅點是否另行收費？",
    ),
    "why": T(
        "What the headline price leaves out often adds a fifth to a half. A line that is "
        "silent is not free: it is counted with a loading.",
        "标价之外的费用常常再加两成到五成。不写明不等于免费：未披露的项目会按比例加计。",
        "標價之外的費用常常再加兩成到五成。不寫明不等於免費：未披露的項目會按比例加計。",
    ),
    "good": T(
        "All twenty lines answered, caps and included quantities stated, the all-in statement signed.",
        "二十项全部作答，写明上限与包含数量，签署全包声明。",
        "二十項全部作答，寫明上限與包含數量，簽署全包聲明。",
    ),
    "bad": T(
        "“Normally none”, “to be agreed”, a low headline with silent lines.",
        "“一般没有”“另议”，标价很低而多项沉默。",
        "「一般沒有」「另議」，標價很低而多項沉默。",
    ),
    "evidence": T(
        "Price breakdown, last year's invoices of a comparable client (redacted), the fee "
        "annex of the draft contract.",
        "费用明细、可比客户上一年度的发票（隐去客户信息）、合同草案的费用附件。",
        "費用明細、可比客戶上一年度的發票（隱去客戶資訊）、合約草案的費用附件。",
    ),
    "rubric": {
        "0": T(
            "Refuses, or answers fewer than 5 lines.",
            "拒绝作答，或作答不足 5 项。",
            "拒絕作答，或作答不足 5 項。",
        ),
        "1": T(
            "Disclosure below 0.85, or tax treatment unknown, or loaded first-year uplift of 50 % or more.",
            "披露完整度低于 0.85，或税务处理不明，或含加计的首年上浮不低于 50%。",
            "披露完整度低於 0.85，或稅務處理不明，或含加計的首年上浮不低於 50%。",
        ),
        "3": T(
            "Disclosure at least 0.90; peak surge, overtime, training, tools and tax points all "
            "answered; loaded uplift below 35 %.",
            "披露完整度不低于 0.90；增员、加班、培训、工具、税点全部作答；含加计的上浮低于 35%。",
            "披露完整度不低於 0.90；增員、加班、培訓、工具、稅點全部作答；含加計的上浮低於 35%。",
        ),
        "5": T(
            "Every line disclosed, caps on every variable extra, the all-in statement signed, "
            "loaded uplift at most 15 %.",
            "全部披露，每项变动费用均有上限，已签署全包声明，含加计的上浮不超过 15%。",
            "全部披露，每項變動費用均有上限，已簽署全包聲明，含加計的上浮不超過 15%。",
        ),
    },
    "pillar": "COST",
    "secondary": ["RISK"],
    "leaf": "C3",
    "fields": FIELDS,
}

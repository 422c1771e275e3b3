"""The contract terms of domain 9: what the RFQ proposes, to be accepted, or what a vendor has to state.

required: R in a quote, A at award, O optional. `proposed` is the RFQ's wording or value; `from_need` takes it from
the need. Prices have their home in the price pages: no term carries one, so that the answers stay free of prices.
"""

from rfqs.catalogue.terms_run import RUN
from rfqs.catalogue.terms_start import START
from rfqs.catalogue.words import T

GROUPS = [
    {
        "code": "scope",
        "label": T("Scope and service content", "服务范围", "服務範圍"),
        "hint": T(
            "Freeze the scope before the price; ask for a price list for changes.",
            "先定范围再谈价格；索取变更价目表。",
            "先定範圍再談價格；索取變更價目表。",
        ),
    },
    {
        "code": "sla",
        "label": T("SLA and quality", "服务水平与质量", "服務水準與品質"),
        "hint": T(
            "Trade price for a higher fee at risk; review targets after the trial with real data.",
            "以更高的绩效挂钩比例换价格；试用后用真实数据复核目标。",
            "以更高的績效掛鉤比例換價格；試用後用真實數據覆核目標。",
        ),
    },
    {
        "code": "trial",
        "label": T("Trial and pilot", "试合作期与试点", "試合作期與試點"),
        "hint": T(
            "Ask for a free exit with 15 days' notice in the trial.",
            "争取试用期内提前 15 天通知即可免费退出。",
            "爭取試用期內提前 15 天通知即可免費退出。",
        ),
    },
    {
        "code": "data",
        "label": T("Data handling", "数据处理", "資料處理"),
        "hint": T(
            "A system of your own removes most of the cost of leaving.",
            "使用自有系统可免去大部分退出成本。",
            "使用自有系統可免去大部分退出成本。",
        ),
    },
    {
        "code": "term",
        "label": T("Term and renewal", "合同期限与续约", "合約期限與續約"),
        "hint": T(
            "Ask for 12 months plus options at fixed prices.",
            "争取 12 个月加固定价格的续约选择权。",
            "爭取 12 個月加固定價格的續約選擇權。",
        ),
    },
    {
        "code": "continuity",
        "label": T("Contingency and continuity", "应急与业务连续性", "應急與業務連續性"),
        "hint": T(
            "Ask for the last test report; keep a second vendor warm for key business.",
            "索取最近一次演练报告；关键业务保留第二家服务商。",
            "索取最近一次演練報告；關鍵業務保留第二家服務商。",
        ),
    },
    {
        "code": "services",
        "label": T("Additional services", "附加服务", "附加服務"),
        "hint": T(
            "Ask for a rate card and an order form with the buyer's signature.",
            "索取价目表和须企业签字的订单。",
            "索取價目表和須企業簽字的訂單。",
        ),
    },
    {
        "code": "governance",
        "label": T("Governance", "沟通机制", "溝通機制"),
        "hint": T(
            "Write the calendar, the chair and the settlement of credits into an annex.",
            "把会议日历、主持人与抵扣结算写入附件。",
            "把會議日曆、主持人與抵扣結算寫入附件。",
        ),
    },
    {
        "code": "knowledge",
        "label": T("Knowledge transfer and training", "知识移交与培训", "知識移交與培訓"),
        "hint": T(
            "Let the knowledge base be edited in your own system from day one.",
            "从第一天起在企业自有系统中维护知识库。",
            "從第一天起在企業自有系統中維護知識庫。",
        ),
    },
]

TERMS = [*START, *RUN]

"""What each service covers in words: the start of the scope text of an RFQ, for the buyer to sharpen."""

from rfqs.catalogue.words import T

IN_SCOPE = {
    "IN_HOTLINE": T(
        "Answering calls to the hotline, giving information and creating tickets.",
        "接听热线来电，解答咨询，登记工单并跟进到有结果为止。",
        "接聽熱線來電，解答諮詢，登記工單並跟進到有結果為止。",
    ),
    "IN_PRESALES": T(
        "Answering questions about products, stock, prices and promotions before the purchase.",
        "解答售前关于商品、库存、价格与优惠活动的咨询，协助顾客下单。",
        "解答售前關於商品、庫存、價格與優惠活動的諮詢，協助顧客下單。",
    ),
    "IN_AFTERSALES": T(
        "Handling returns, exchanges, repairs and refunds by the buyer's policies.",
        "按企业政策受理退货、换货、维修与退款，跟进至处理完毕。",
        "按企業政策受理退貨、換貨、維修與退款，跟進至處理完畢。",
    ),
    "IN_APPOINT": T(
        "Booking, changing and confirming after-sales appointments.",
        "受理售后服务的预约、改约与确认，并及时通知相关人员。",
        "受理售後服務的預約、改約與確認，並及時通知相關人員。",
    ),
    "IN_TECH": T(
        "Helping customers to use products and solving first-level technical problems.",
        "指导顾客使用产品，解决一线技术问题，必要时转交二线。",
        "指導顧客使用產品，解決一線技術問題，必要時轉交二線。",
    ),
    "IN_ORDER": T(
        "Taking and changing orders, answering questions on dispatch and delivery.",
        "受理与修改订单，解答发货、物流与签收方面的咨询。",
        "受理與修改訂單，解答發貨、物流與簽收方面的諮詢。",
    ),
    "IN_UPSELL": T(
        "Offering fitting products to customers who contact us, by the agreed script.",
        "按约定话术，向来访顾客推荐合适的产品与服务，不作夸大。",
        "按約定話術，向來訪顧客推薦合適的產品與服務，不作誇大。",
    ),
    "IN_COMPLAINT": T(
        "Receiving, solving and escalating complaints within the agreed times.",
        "在约定时限内受理、解决并按规定升级各类顾客投诉。",
        "在約定時限內受理、解決並按規定升級各類顧客投訴。",
    ),
    "IN_RETENTION": T(
        "Talking to customers who want to leave and offering the agreed remedies.",
        "与有流失意向的顾客沟通，在授权范围内提出挽留方案。",
        "與有流失意向的顧客溝通，在授權範圍內提出挽留方案。",
    ),
    "OUT_TELESALES": T(
        "Calling customers from lists we supply and offering products by script.",
        "按企业提供的名单外呼，依话术介绍产品，如实记录结果。",
        "按企業提供的名單外呼，依話術介紹產品，如實記錄結果。",
    ),
    "OUT_FOLLOWUP": T(
        "Calling or writing to customers after a service to ask for their opinion.",
        "服务结束后回访顾客，了解意见，记录并反馈问题。",
        "服務結束後回訪顧客，瞭解意見，記錄並回饋問題。",
    ),
    "OUT_LEADS": T(
        "Finding and qualifying potential customers by the agreed criteria.",
        "按约定标准挖掘并筛选潜在客户，登记线索并移交销售。",
        "按約定標準挖掘並篩選潛在客戶，登記線索並移交銷售。",
    ),
    "OUT_CLEANSE": T(
        "Checking and correcting customer records that we supply.",
        "核对并更正企业提供的客户资料，标记无效与重复的记录。",
        "核對並更正企業提供的客戶資料，標記無效與重複的紀錄。",
    ),
    "OUT_COLLECT": T(
        "Reminding customers of payments that are due, within the law.",
        "在法律许可范围内，提醒顾客支付到期款项并记录承诺。",
        "在法律許可範圍內，提醒顧客支付到期款項並記錄承諾。",
    ),
    "OUT_RESEARCH": T(
        "Carrying out surveys by the agreed questionnaire and delivering valid samples.",
        "按约定问卷开展调查，交付有效样本与原始记录供核查。",
        "按約定問卷開展調查，交付有效樣本與原始紀錄供核查。",
    ),
    "OUT_INVITE": T(
        "Inviting people to meetings and confirming who will come.",
        "按名单邀请参会人员，确认到会情况并按时提醒与更新。",
        "按名單邀請參會人員，確認到會情況並按時提醒與更新。",
    ),
    "OUT_CSAT": T(
        "Asking customers about their satisfaction by the agreed questionnaire.",
        "按约定问卷调查顾客满意度，按月汇总结果与改进建议。",
        "按約定問卷調查顧客滿意度，按月彙總結果與改進建議。",
    ),
}
OUT_OF_SCOPE = T(
    "Decisions on product policy, legal disputes and press enquiries stay with us.",
    "产品政策的决定、法律纠纷与媒体问询由企业自行处理，不在服务范围内。",
    "產品政策的決定、法律糾紛與媒體問詢由企業自行處理，不在服務範圍內。",
)

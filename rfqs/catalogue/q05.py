"""Question 5, training and focus."""

from rfqs.catalogue.words import DAYS, HOURS, YEARS, C, T, asked, must, part

PARTIES = [
    C("BUYER", "Buyer", "企业", "企業"),
    C("VENDOR", "Vendor", "服务商", "服務商"),
    C("SHARED", "Shared", "双方共担", "雙方共擔"),
]

FIELDS = [
    must(
        "q5_cs_revenue_share",
        "percent",
        T("Share of revenue from customer-service outsourcing", "客服外包收入占比", "客服外包收入占比"),
        min="0",
        max="1",
        read_by=["RF-503"],
    ),
    must(
        "q5_years_in_field",
        "decimal",
        T("Years in this field", "从业年限", "從業年限"),
        min="0",
        max="100",
        unit=YEARS,
    ),
    must(
        "q5_service_lines_offered",
        "list",
        T("Main lines of business", "主营业务", "主營業務"),
        columns=[part("name", "text", T("Line of business", "业务", "業務"))],
        max_rows=20,
    ),
    must(
        "q5_induction_days",
        "int",
        T("Induction before the first shift", "岗前培训天数", "崗前培訓天數"),
        min="0",
        max="365",
        unit=DAYS,
        read_by=["RF-502"],
    ),
    must(
        "q5_product_training_hours",
        "decimal",
        T("Training on our products", "产品专项培训", "產品專項培訓"),
        min="0",
        max="2000",
        unit=HOURS,
        read_by=["RF-501"],
    ),
    must(
        "q5_policy_training",
        "bool",
        T("Training on brand and special policies", "品牌与特殊政策培训", "品牌與特殊政策培訓"),
    ),
    must("q5_exam_pass_rule", "longtext", T("Exam before going live", "上岗考核", "上崗考核")),
    must(
        "q5_recurrent_hours_month",
        "decimal",
        T("Training on the job, a month", "每月在岗培训", "每月在崗培訓"),
        min="0",
        max="200",
        unit=HOURS,
    ),
    asked(
        "q5_trainer_ratio",
        "decimal",
        T("Agents per trainer", "每名讲师对应客服人数", "每名講師對應客服人數"),
        min="1",
        max="10000",
    ),
    must(
        "q5_training_payer",
        "choice",
        T("Who pays for training", "培训费承担", "培訓費承擔"),
        help=T(
            "It must agree with the fee lines for initial and replacement training.",
            "须与培训费、补员培训费两个费用项目一致。",
            "須與培訓費、補員培訓費兩個費用項目一致。",
        ),
        choices=PARTIES,
        read_by=["X-03"],
    ),
    must(
        "q5_kb_maintenance",
        "object",
        T("Upkeep of the knowledge base", "知识库维护", "知識庫維護"),
        fields=[
            part("owner", "choice", T("Owner", "负责方", "負責方"), choices=PARTIES),
            part(
                "update_hours",
                "decimal",
                T("Updated within, after a policy change", "政策变更后更新时限", "政策變更後更新時限"),
                min="0",
                max="720",
                unit=HOURS,
            ),
        ],
    ),
    must(
        "q5_ramp_days",
        "int",
        T("Days until a newcomer is fully productive", "新人上手周期", "新人上手週期"),
        min="0",
        max="365",
        unit=DAYS,
    ),
    asked(
        "q5_incentive_system",
        "longtext",
        T("Incentive system", "激励体系", "激勵體系"),
        required="C",
        required_when={"field": "need.has_sales_target", "is": True},
    ),
    asked(
        "q5_tech_investment",
        "longtext",
        T("Investment in technology", "技术投入", "技術投入"),
        help=T("AI, data tools, roadmap.", "智能化、数据工具、发展规划。", "智能化、資料工具、發展規劃。"),
    ),
]

QUESTION = {
    "n": 5,
    "code": "q5",
    "title": T("Training and focus", "培训与专注度", "培訓與專注度"),
    "ask": T(
        "Is the company focused on customer-service outsourcing? What is the training "
        "system? Will there be training on our products?",
        "公司是否专注客服外包？培训体系如何？是否针对我们的产品做专项培训？",
        "公司是否專注客服外包？培訓體系如何？是否針對我們的產品做專項培訓？",
    ),
    "why": T(
        "Agents who do not know the product give wrong answers, and wrong answers come back "
        "as repeated contacts, complaints and returns.",
        "不懂产品的客服会答错，答错会变成重复联系、投诉和退货。",
        "不懂產品的客服會答錯，答錯會變成重複聯絡、投訴和退貨。",
    ),
    "good": T(
        "Customer service is the core business; a product course with an exam; a named owner "
        "of the knowledge base.",
        "客服外包是核心业务；有产品课程和考核；知识库有明确的负责人。",
        "客服外包是核心業務；有產品課程和考核；知識庫有明確的負責人。",
    ),
    "bad": T("A side business, a one-off induction.", "副业，一次性的岗前培训。", "副業，一次性的崗前培訓。"),
    "evidence": T(
        "Course plan, exam sheets, revenue split, site visit.",
        "课程计划、试卷、收入构成、实地考察。",
        "課程計畫、試卷、收入構成、實地考察。",
    ),
    "rubric": {
        "0": T("No training.", "没有培训。", "沒有培訓。"),
        "1": T(
            "Generic induction only, no product course.",
            "只有通用岗前培训，没有产品课程。",
            "只有通用崗前培訓，沒有產品課程。",
        ),
        "3": T(
            "A product course with an exam before going live, monthly refresh, customer service "
            "is a main business.",
            "上线前有产品课程和考核，每月复训，客服外包是主营业务之一。",
            "上線前有產品課程和考核，每月複訓，客服外包是主營業務之一。",
        ),
        "5": T(
            "As 3, plus a curriculum the buyer approves, upkeep of the knowledge base within 24 "
            "hours of a policy change, ramp time committed, focus share of at least 70 %, "
            "development path and incentives described.",
            "在 3 分基础上：课程由企业认可，政策变更后 24 小时内更新知识库，承诺上手周期，客服外"
            "包收入占比不低于 70%，写明成长路径与激励。",
            "在 3 分基礎上：課程由企業認可，政策變更後 24 小時內更新知識庫，承諾上手週期，客服外"
            "包收入占比不低於 70%，寫明成長路徑與激勵。",
        ),
    },
    "pillar": "QUALITY",
    "secondary": ["COST"],
    "leaf": "K3",
    "fields": FIELDS,
}

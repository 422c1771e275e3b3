"""Question 10, cases and reputation."""

from rfqs.catalogue.billing import BILLING_MODELS
from rfqs.catalogue.codes import CHANNELS, DEPTHS, INDUSTRIES
from rfqs.catalogue.words import SEATS, C, T, asked, field, must, part

QUALIFICATIONS = [
    C("BUSINESS_LICENCE", "Business licence", "营业执照", "營業執照"),
    C(
        "CALL_CENTRE_LICENCE",
        "Call-centre service licence",
        "呼叫中心业务经营许可证",
        "呼叫中心業務經營許可證",
    ),
    C("LABOUR_DISPATCH", "Labour dispatch licence", "劳务派遣许可证", "勞務派遣許可證"),
    C(
        "SECURITY_CERTIFICATE",
        "Information security certificate",
        "信息安全管理体系认证",
        "資訊安全管理體系認證",
    ),
    C("QUALITY_CERTIFICATE", "Quality management certificate", "质量管理体系认证", "品質管理體系認證"),
    C("OTHER", "Other", "其他", "其他"),
]

FIELDS = [
    must(
        "q10_cases",
        "list",
        T("Cases", "案例", "案例"),
        help=T(
            "Choose cases like ours: same trade, similar volume, same channel, same depth.",
            "请选与我们相近的案例：同行业、相近业务量、同渠道、同服务深度。",
            "請選與我們相近的案例：同行業、相近業務量、同渠道、同服務深度。",
        ),
        min_rows=1,
        max_rows=10,
        read_by=["RF-1001"],
        columns=[
            part("client", "text", T("Client", "客户", "客戶")),
            part(
                "industry", "choice", T("Industry", "行业", "行業"), choices=INDUSTRIES, read_by=["RF-1001"]
            ),
            field("platform", "text", T("Platform", "平台", "平台")),
            part("channel", "choice", T("Channel", "渠道", "渠道"), choices=CHANNELS, read_by=["RF-1001"]),
            part("depth", "choice", T("Depth", "服务深度", "服務深度"), choices=DEPTHS, read_by=["RF-1001"]),
            part(
                "volume", "int", T("Contacts a month", "月业务量", "月業務量"), min="0", read_by=["RF-1001"]
            ),
            field("seats", "int", T("Seats", "坐席数", "坐席數"), min="0", unit=SEATS),
            part("start", "date", T("From", "开始", "開始")),
            field("end", "date", T("To", "结束", "結束")),
            field(
                "billing_model", "choice", T("Charging model", "计费方式", "計費方式"), choices=BILLING_MODELS
            ),
            field("kpi_before", "text", T("KPI before", "合作前 KPI", "合作前 KPI")),
            field("kpi_after", "text", T("KPI after", "合作后 KPI", "合作後 KPI")),
            part("contact_allowed", "bool", T("The client may be contacted", "可联系该客户", "可聯絡該客戶")),
        ],
    ),
    asked(
        "q10_similarity",
        "int",
        T("Similarity to our need", "相似度", "相似度"),
        min="0",
        max="4",
        asked="computed",
        read_by=["RF-1001"],
    ),
    must(
        "q10_references",
        "list",
        T("References", "客户证明人", "客戶證明人"),
        help=T(
            "At least two clients we may call.", "至少两位可电话核实的客户。", "至少兩位可電話核實的客戶。"
        ),
        min_rows=2,
        max_rows=10,
        read_by=["RF-1002", "A-01"],
        columns=[
            part("name", "text", T("Name", "姓名", "姓名")),
            part("role", "text", T("Company and role", "公司与职务", "公司與職務")),
            field("phone", "text", T("Telephone", "电话", "電話"), max_length=40),
            part(
                "consent", "bool", T("Agrees to a call", "同意接听回访", "同意接聽回訪"), read_by=["RF-1002"]
            ),
        ],
    ),
    asked(
        "q10_reference_notes",
        "longtext",
        T("Notes of the calls", "回访记录", "回訪紀錄"),
        asked="review",
        read_by=["A-01"],
    ),
    asked(
        "q10_client_retention",
        "percent",
        T("Share of clients that renew", "客户续约率", "客戶續約率"),
        min="0",
        max="1",
    ),
    must(
        "q10_clients_count", "int", T("Number of clients", "合作商家数", "合作商家數"), min="0", max="1000000"
    ),
    must("q10_negative", "longtext", T("Disputes and bad press", "负面舆情与纠纷", "負面輿情與糾紛")),
    must(
        "q10_site_visit",
        "object",
        T("Visit and demonstration", "实地考察与系统演示", "實地考察與系統演示"),
        read_by=["RF-1003", "A-02"],
        fields=[
            part(
                "visit", "bool", T("A visit is welcome", "接受实地考察", "接受實地考察"), read_by=["RF-1003"]
            ),
            part(
                "demo",
                "bool",
                T("The system is demonstrated", "提供系统演示", "提供系統演示"),
                read_by=["RF-1003"],
            ),
        ],
    ),
    must(
        "q10_qualification",
        "list",
        T("Qualifications", "经营资质", "經營資質"),
        max_rows=20,
        read_by=["G-04", "A-03"],
        columns=[
            part("kind", "choice", T("Kind", "类型", "類型"), choices=QUALIFICATIONS),
            part("number", "text", T("Number", "编号", "編號")),
            field("valid_until", "date", T("Valid until", "有效期至", "有效期至")),
            field("file", "file", T("File", "文件", "檔案")),
        ],
    ),
    asked(
        "q10_memberships",
        "longtext",
        T("Standing in the trade", "行业口碑", "行業口碑"),
        help=T("Associations, forums, awards.", "协会、论坛、奖项。", "協會、論壇、獎項。"),
    ),
]

QUESTION = {
    "n": 10,
    "code": "q10",
    "title": T("Cases and reputation", "案例与口碑", "案例與口碑"),
    "ask": T(
        "Is there a case of a similar shop? What do cooperating merchants say?",
        "有没有类似店铺的案例？合作商家评价如何？",
        "有沒有類似店鋪的案例？合作商家評價如何？",
    ),
    "why": T(
        "Work done for someone like you is the best forecast. Former clients tell what brochures leave out.",
        "为同类企业做过的工作是最好的预测。前客户会说出宣传册没写的事。",
        "為同類企業做過的工作是最好的預測。前客戶會說出宣傳冊沒寫的事。",
    ),
    "good": T(
        "Same trade and size, clients who answer the phone.",
        "同行业、同规模，客户愿意接听电话。",
        "同行業、同規模，客戶願意接聽電話。",
    ),
    "bad": T("Logos only.", "只有一排商标。", "只有一排商標。"),
    "evidence": T(
        "Cover page of a contract, a KPI report, calls with two clients (also former ones), a visit.",
        "合同封面、KPI 报告、与两位客户通话（含前客户）、实地考察。",
        "合約封面、KPI 報告、與兩位客戶通話（含前客戶）、實地考察。",
    ),
    "rubric": {
        "0": T("None.", "没有。", "沒有。"),
        "1": T("Client list only.", "只有客户名单。", "只有客戶名單。"),
        "3": T(
            "One comparable case with figures, two contactable references.",
            "一个有数据的可比案例，两位可联系的证明人。",
            "一個有數據的可比案例，兩位可聯絡的證明人。",
        ),
        "5": T(
            "Three comparable cases with figures before and after, references confirm cost and "
            "quality, visit done, renewals shown.",
            "三个可比案例且有前后数据，证明人确认成本与质量，已实地考察，有续约证明。",
            "三個可比案例且有前後數據，證明人確認成本與品質，已實地考察，有續約證明。",
        ),
    },
    "pillar": "QUALITY",
    "secondary": ["RISK"],
    "leaf": "K5",
    "fields": FIELDS,
}

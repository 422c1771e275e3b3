"""Question 7, data security."""

from rfqs.catalogue.words import CNY, DAYS, HOURS, YES_WHEN_TRUE, C, T, binding, field, must, part

NDA = [
    C("SIGNED", "Already signed", "已签署", "已簽署"),
    C("WILL_SIGN", "Will sign", "愿意签署", "願意簽署"),
    C("REFUSED", "Refused", "拒绝签署", "拒絕簽署"),
]
LOCATIONS = [
    C("BUYER", "At the buyer", "企业", "企業"),
    C("VENDOR", "At the vendor", "服务商", "服務商"),
    C("HOST", "At a host", "托管方", "託管方"),
    C("MIXED", "In several places", "多处存放", "多處存放"),
]
OWNERSHIP = [
    C("BUYER", "Buyer", "企业", "企業"),
    C("SHARED", "Shared", "双方共有", "雙方共有"),
    C("VENDOR", "Vendor", "服务商", "服務商"),
]
LIABILITY = [
    C("LIMITED", "Up to an amount", "有上限", "有上限"),
    C("UNLIMITED", "Unlimited", "无上限", "無上限"),
]

FIELDS = [
    binding(
        "q7_nda",
        "choice",
        T("Confidentiality agreement", "保密协议", "保密協議"),
        choices=NDA,
        read_by=["G-01", "RF-701", "G-08"],
    ),
    must(
        "q7_agent_undertakings",
        "bool",
        T("Every agent signs an undertaking", "员工签署保密承诺", "員工簽署保密承諾"),
        read_by=["RF-706"],
    ),
    must(
        "q7_insurance",
        "object",
        T("Insurance", "保险", "保險"),
        read_by=["RF-704"],
        fields=[
            part("has", "bool", T("Insured", "已投保", "已投保"), read_by=["RF-704"]),
            field("kind", "text", T("Kind of policy", "险种", "險種"), required="C", when=YES_WHEN_TRUE),
            field(
                "cover",
                "money",
                T("Sum insured", "保额", "保額"),
                required="C",
                when=YES_WHEN_TRUE,
                min="0",
                unit=CNY,
            ),
            field("insurer", "text", T("Insurer", "保险公司", "保險公司"), required="C", when=YES_WHEN_TRUE),
            field(
                "valid_until",
                "date",
                T("Valid until", "有效期至", "有效期至"),
                required="C",
                when=YES_WHEN_TRUE,
            ),
        ],
    ),
    must(
        "q7_data_location",
        "object",
        T("Where data is kept", "数据存放", "資料存放"),
        read_by=["G-05"],
        fields=[
            part("kind", "choice", T("Kept", "存放方", "存放方"), choices=LOCATIONS, read_by=["G-05"]),
            field("place", "text", T("Place", "地点", "地點")),
        ],
    ),
    must(
        "q7_access_control",
        "object",
        T("Access control", "权限管控", "權限管控"),
        read_by=["RF-705"],
        fields=[
            part("role_based", "bool", T("Rights by role", "按角色授权", "按角色授權"), read_by=["RF-705"]),
            part("masking", "bool", T("Personal data masked", "个人信息脱敏", "個人資訊去識別化")),
            part("export_blocked", "bool", T("Export blocked", "禁止导出", "禁止匯出")),
            part("mfa", "bool", T("Second factor at sign-in", "登录双重验证", "登入雙重驗證")),
        ],
    ),
    must(
        "q7_audit_log",
        "object",
        T("Audit log of behaviour", "行为审计", "行為稽核"),
        read_by=["RF-705"],
        fields=[
            part("has", "bool", T("Kept", "是否留存", "是否留存"), read_by=["RF-705"]),
            field(
                "retention_days",
                "int",
                T("Retention", "留存天数", "留存天數"),
                required="C",
                when=YES_WHEN_TRUE,
                min="1",
                max="3650",
                unit=DAYS,
            ),
            field(
                "buyer_access",
                "bool",
                T("Open to the buyer", "企业可查阅", "企業可查閱"),
                required="C",
                when=YES_WHEN_TRUE,
            ),
        ],
    ),
    must(
        "q7_isms",
        "object",
        T("Information security management", "信息安全管理制度", "資訊安全管理制度"),
        fields=[
            part("has", "bool", T("In force", "已建立", "已建立")),
            field("certificate", "text", T("Certificate", "认证", "認證")),
            field("valid_until", "date", T("Valid until", "有效期至", "有效期至")),
        ],
    ),
    must(
        "q7_incident",
        "object",
        T("Handling of a leak", "泄露应急", "洩漏應急"),
        read_by=["CT"],
        fields=[
            part(
                "notice_hours",
                "int",
                T("Notice to the buyer within", "通知企业时限", "通知企業時限"),
                min="0",
                max="720",
                unit=HOURS,
                read_by=["CT"],
            ),
            part("process", "text", T("Process", "处理流程", "處理流程"), max_length=2000),
            part(
                "incidents",
                "int",
                T("Incidents in the last 3 years", "近三年事件数", "近三年事件數"),
                min="0",
                max="1000",
            ),
        ],
    ),
    must(
        "q7_liability_cap",
        "object",
        T("Liability for a leak", "泄露赔偿上限", "洩漏賠償上限"),
        fields=[
            part("kind", "choice", T("Limit", "限额", "限額"), choices=LIABILITY),
            field(
                "amount",
                "money",
                T("Amount", "金额", "金額"),
                required="C",
                when={"field": "kind", "in": ["LIMITED"]},
                min="0",
                unit=CNY,
            ),
        ],
    ),
    must(
        "q7_subcontractors",
        "list",
        T("Subcontractors", "分包方", "分包方"),
        help=T(
            "Everyone else who touches the data. Choose “None” where there is nobody.",
            "其他接触数据的各方。没有时选“无”。",
            "其他接觸資料的各方。沒有時選「無」。",
        ),
        allow_none=True,
        columns=[
            part("name", "text", T("Name", "名称", "名稱")),
            part("task", "text", T("Task", "承担工作", "承擔工作")),
        ],
    ),
    binding(
        "q7_destruction",
        "object",
        T("Data destruction", "数据销毁", "資料銷毀"),
        help=T(
            "How data is erased at the end of the contract.",
            "合同结束时如何清除数据。",
            "合約結束時如何清除資料。",
        ),
        read_by=["G-03", "RF-703", "G-08"],
        fields=[
            part(
                "has", "bool", T("There is a process", "有销毁流程", "有銷毀流程"), read_by=["G-03", "RF-703"]
            ),
            field("method", "text", T("Method", "方式", "方式"), required="C", when=YES_WHEN_TRUE),
            field(
                "deadline_days",
                "int",
                T("Within", "时限", "時限"),
                required="C",
                when=YES_WHEN_TRUE,
                min="0",
                max="3650",
                unit=DAYS,
                read_by=["G-03"],
            ),
            field(
                "certificate",
                "bool",
                T("With a certificate", "出具证明", "出具證明"),
                required="C",
                when=YES_WHEN_TRUE,
            ),
        ],
    ),
    binding(
        "q7_ownership",
        "choice",
        T("Who owns the data", "数据归属", "資料歸屬"),
        choices=OWNERSHIP,
        read_by=["G-02", "RF-702", "G-08"],
    ),
    must("q7_privacy_compliance", "longtext", T("Compliance with privacy law", "隐私合规", "隱私合規")),
]

QUESTION = {
    "n": 7,
    "code": "q7",
    "title": T("Data security", "数据安全措施", "資料安全措施"),
    "ask": T(
        "How are shop and customer data protected? Is there a confidentiality agreement and insurance?",
        "如何保护店铺和客户数据？是否签保密协议、是否投保？",
        "如何保護店鋪和客戶資料？是否簽保密協議、是否投保？",
    ),
    "why": T(
        "Agents see names, addresses and orders. A leak hits the buyer's customers and its "
        "name, whoever caused it.",
        "客服能看到姓名、地址和订单。一旦泄露，受损的是企业的客户和声誉，不论由谁造成。",
        "客服能看到姓名、地址和訂單。一旦洩漏，受損的是企業的客戶和聲譽，不論由誰造成。",
    ),
    "good": T(
        "The buyer owns the data, access is masked, logs are open to the buyer, insurance, a "
        "certificate of destruction.",
        "数据归企业所有，脱敏访问，日志对企业开放，有保险，出具销毁证明。",
        "資料歸企業所有，去識別化存取，日誌對企業開放，有保險，出具銷毀證明。",
    ),
    "bad": T("“We are careful.”", "“我们很注意。”", "「我們很注意。」"),
    "evidence": T(
        "Text of the NDA, policy, certificate, insurance schedule, sample of the audit log, "
        "penetration test report.",
        "保密协议文本、管理制度、认证证书、保单、审计日志样本、渗透测试报告。",
        "保密協議文本、管理制度、認證證書、保單、稽核日誌樣本、滲透測試報告。",
    ),
    "rubric": {
        "0": T(
            "Refuses NDA, ownership or destruction.",
            "拒绝保密协议、数据归属或数据销毁。",
            "拒絕保密協議、資料歸屬或資料銷毀。",
        ),
        "1": T(
            "NDA only, no technical measures.", "只有保密协议，没有技术措施。", "只有保密協議，沒有技術措施。"
        ),
        "3": T(
            "NDA, access control, logs, destruction with a deadline, notice of incidents.",
            "有保密协议、权限管控、日志、限期销毁和事件通知。",
            "有保密協議、權限管控、日誌、限期銷毀和事件通知。",
        ),
        "5": T(
            "As 3, plus insurance covering the buyer, masking and blocked export, the buyer's "
            "access to logs, a certificate of destruction, certified security management, "
            "liability above the yearly fee.",
            "在 3 分基础上：保险覆盖企业，脱敏并禁止导出，企业可查日志，出具销毁证明，安全管理通"
            "过认证，赔偿上限高于年费。",
            "在 3 分基礎上：保險覆蓋企業，去識別化並禁止匯出，企業可查日誌，出具銷毀證明，安全管"
            "理通過認證，賠償上限高於年費。",
        ),
    },
    "pillar": "RISK",
    "secondary": [],
    "leaf": "R1",
    "fields": FIELDS,
}

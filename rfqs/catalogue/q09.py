"""Question 9, communication and oversight."""

from rfqs.catalogue.words import HOURS, MINUTES, C, T, asked, field, must, part

FREQUENCIES = [
    C("DAILY", "Daily", "每日", "每日"),
    C("WEEKLY", "Weekly", "每周", "每週"),
    C("BIWEEKLY", "Every two weeks", "每两周", "每兩週"),
    C("MONTHLY", "Monthly", "每月", "每月"),
    C("QUARTERLY", "Quarterly", "每季度", "每季度"),
]
CONTENTS = [
    C("VOLUMES", "Volumes and peaks", "业务量与高峰", "業務量與高峰"),
    C("KPIS", "KPI results", "KPI 结果", "KPI 結果"),
    C("QA", "QA findings", "质检结果", "質檢結果"),
    C("COMPLAINTS", "Complaints", "投诉情况", "投訴情況"),
    C("STAFFING", "Staffing and turnover", "人员与流动", "人員與流動"),
    C("COST", "Cost and invoice", "费用与账单", "費用與帳單"),
    C("TRENDS", "Product and logistics trends", "商品与物流趋势", "商品與物流趨勢"),
    C("ACTIONS", "Actions and their state", "改进措施与进度", "改進措施與進度"),
]
MEETINGS = [
    C("BIWEEKLY_REVIEW", "Biweekly review", "双周复盘", "雙週覆盤"),
    C("MONTHLY_REVIEW", "Monthly review", "月度复盘会议", "月度覆盤會議"),
    C("QUARTERLY_STRATEGY", "Quarterly strategy talk", "季度战略沟通", "季度策略溝通"),
    C("ANNUAL_EVALUATION", "Annual evaluation", "年度服务评估", "年度服務評估"),
]
FEEDS = [
    C("NONE", "None", "无", "無"),
    C("FILE", "Files", "文件", "檔案"),
    C("API", "Interface", "接口", "介面"),
]

FIELDS = [
    must(
        "q9_report_frequency",
        "choice",
        T("Report", "报告频率", "報告頻率"),
        choices=FREQUENCIES,
        read_by=["RF-901"],
    ),
    must("q9_report_content", "multi", T("What the report holds", "报告内容", "報告內容"), choices=CONTENTS),
    must(
        "q9_realtime",
        "object",
        T("Live monitoring", "实时监控", "即時監控"),
        read_by=["RF-902"],
        fields=[
            part("dashboard", "bool", T("Dashboard", "数据看板", "資料看板"), read_by=["RF-902"]),
            part(
                "listening",
                "bool",
                T("Listening in, view of chats", "监听或查看会话", "監聽或查看對話"),
                read_by=["RF-902"],
            ),
            field("delay_minutes", "int", T("Delay", "延迟", "延遲"), min="0", max="10080", unit=MINUTES),
            field(
                "accounts",
                "int",
                T("Accounts for the buyer", "企业账号数", "企業帳號數"),
                min="0",
                max="10000",
            ),
        ],
    ),
    must(
        "q9_meetings",
        "list",
        T("Meetings", "会议", "會議"),
        allow_none=True,
        columns=[
            part("kind", "choice", T("Meeting", "会议", "會議"), choices=MEETINGS),
            part("owner", "text", T("Owner", "负责人", "負責人")),
        ],
        unique=["kind"],
    ),
    must(
        "q9_escalation",
        "list",
        T("Escalation levels", "问题升级机制", "問題升級機制"),
        help=T(
            "At least three levels, each with minutes.",
            "至少三级，每级写明分钟数。",
            "至少三級，每級寫明分鐘數。",
        ),
        allow_none=True,
        min_rows=3,
        max_rows=10,
        read_by=["RF-903"],
        columns=[
            part("level", "int", T("Level", "级别", "級別"), min="1", max="10"),
            part("role", "text", T("Role", "角色", "角色")),
            part("minutes", "int", T("Within", "时限", "時限"), min="0", max="43200", unit=MINUTES),
        ],
        unique=["level"],
    ),
    must(
        "q9_account_manager",
        "object",
        T("Account manager", "专属负责人", "專屬負責人"),
        fields=[
            part("name", "text", T("Name", "姓名", "姓名")),
            part("dedicated", "bool", T("Dedicated to us", "专属本项目", "專屬本專案")),
        ],
    ),
    must(
        "q9_problem_feedback_hours",
        "int",
        T("Problems are reported within", "问题反馈时限", "問題回饋時限"),
        min="0",
        max="720",
        unit=HOURS,
    ),
    asked(
        "q9_voice_of_customer",
        "object",
        T("Customer feedback and insight", "客户反馈与数据洞察", "客戶回饋與資料洞察"),
        fields=[
            part("content", "text", T("Content", "内容", "內容"), max_length=2000),
            field("frequency", "choice", T("How often", "频率", "頻率"), choices=FREQUENCIES),
        ],
    ),
    asked("q9_data_feed", "choice", T("Data feed", "数据接口", "資料介面"), choices=FEEDS),
    must(
        "q9_buyer_effort_hours_month",
        "decimal",
        T(
            "Management time needed from the buyer, a month",
            "每月需企业投入的管理时间",
            "每月需企業投入的管理時間",
        ),
        help=T(
            "It is counted in the total cost at the buyer's hourly rate.",
            "按企业内部工时成本计入总成本。",
            "按企業內部工時成本計入總成本。",
        ),
        min="0",
        max="2000",
        unit=HOURS,
        home="operations.oversight_hours_month",
        read_by=["TCO"],
    ),
    must(
        "q9_startup_hours",
        "decimal",
        T(
            "Time needed from the buyer until the start",
            "启动阶段需企业投入的时间",
            "啟動階段需企業投入的時間",
        ),
        min="0",
        max="10000",
        unit=HOURS,
        home="operations.startup_hours",
        read_by=["TCO"],
    ),
    asked("q9_culture", "longtext", T("Idea of service", "服务理念", "服務理念")),
]

QUESTION = {
    "n": 9,
    "code": "q9",
    "title": T("Communication and oversight", "沟通与监督", "溝通與監督"),
    "ask": T(
        "How often are there regular reports? How do we watch service quality in real time?",
        "定期报告的频率如何？我们怎样实时监督服务质量？",
        "定期報告的頻率如何？我們怎樣即時監督服務品質？",
    ),
    "why": T(
        "What is seen once a month is corrected once a month. Time the buyer must spend on "
        "steering is part of the price.",
        "一个月看一次，就只能一个月改一次。企业投入的管理时间也是价格的一部分。",
        "一個月看一次，就只能一個月改一次。企業投入的管理時間也是價格的一部分。",
    ),
    "good": T(
        "A live dashboard, a biweekly review in the pilot, levels of escalation with minutes.",
        "实时看板，试点期双周复盘，升级层级附分钟数。",
        "即時看板，試點期雙週覆盤，升級層級附分鐘數。",
    ),
    "bad": T("A monthly PDF only.", "只有每月一份 PDF。", "只有每月一份 PDF。"),
    "evidence": T(
        "Sample report, demonstration of the screen, minutes of a meeting.",
        "报告样本、系统演示、会议纪要。",
        "報告樣本、系統演示、會議紀要。",
    ),
    "rubric": {
        "0": T("No report, no access.", "没有报告，不开放访问。", "沒有報告，不開放查看。"),
        "1": T(
            "Report on request, no live view.", "索要才有报告，没有实时查看。", "索要才有報告，沒有即時查看。"
        ),
        "3": T(
            "Weekly or biweekly report, read-only dashboard, escalation list.",
            "每周或每两周报告，只读看板，有升级清单。",
            "每週或每兩週報告，唯讀看板，有升級清單。",
        ),
        "5": T(
            "Live view and recordings, biweekly in the pilot plus monthly, quarterly and annual "
            "meetings, three escalation levels with minutes, feedback within one working day, a "
            "data feed.",
            "实时查看与录音，试点期双周会加月度、季度、年度会议，三级升级附分钟数，一个工作日内反"
            "馈，有数据接口。",
            "即時查看與錄音，試點期雙週會加月度、季度、年度會議，三級升級附分鐘數，一個工作日內回"
            "饋，有資料介面。",
        ),
    },
    "pillar": "RISK",
    "secondary": ["QUALITY"],
    "leaf": "R3",
    "fields": FIELDS,
}

"""The need, what is to be done (domain 3.2)."""

from rfqs.catalogue.codes import (
    AGENT_LEVELS,
    ASSIGNMENTS,
    CHANNELS,
    COVERAGE,
    DEPTHS,
    LANGUAGES,
    OPEN,
    PROVIDERS,
    PROVISION_ITEMS,
    RESOURCE_MODES,
    SCOPES,
    SERVICE_TYPE_CHOICES,
    WEEKDAYS,
)
from rfqs.catalogue.words import C, T, field, part

EITHER = C("EITHER", "Either", "均可", "均可")
HYBRID_PATTERNS = [
    C(
        "H1",
        "Buyer: system and data rights; vendor: site, equipment, people",
        "企业出系统并保留数据权；服务商出场地、设备、人员",
        "企業出系統並保留資料權；服務商出場地、設備、人員",
    ),
    C(
        "H2",
        "Buyer: site; vendor: rented equipment and posted staff",
        "企业出场地；服务商出租设备并派驻人员",
        "企業出場地；服務商出租設備並派駐人員",
    ),
    C("OTHER", "Other", "其他", "其他"),
]
SYSTEM_NEEDS = [
    C("CUSTOM_REPORTS", "Custom reports", "自定义报表", "自定義報表"),
    C("INTEGRATION", "Integration with named systems", "与指定系统对接", "與指定系統對接"),
    C("DATA_ANALYSIS", "Data analysis", "数据分析", "資料分析"),
]
FORMS = [
    C("AGENCY", "Agency", "代理模式", "代理模式"),
    C("COOPERATION", "Cooperation", "合作模式", "合作模式"),
    C("TURNKEY", "Turnkey", "交钥匙模式", "交鑰匙模式"),
]
HYBRID = {"field": "resource_mode_requested", "in": ["HYBRID"]}

SCOPE = [
    part(
        "service_lines",
        "list",
        T("Services", "服务内容", "服務內容"),
        help=T(
            "What is in scope and what is not, in at least 20 characters each: exact words avoid disputes.",
            "分别写明范围内与范围外的工作，各不少于 20 字：写得准确可避免争议。",
            "分別寫明範圍內與範圍外的工作，各不少於 20 字：寫得準確可避免爭議。",
        ),
        min_rows=1,
        max_rows=20,
        unique=["type", "channel"],
        read_by=["G-06", "RF-107"],
        columns=[
            part(
                "type",
                "choice",
                T("Service", "服务类型", "服務類型"),
                choices=SERVICE_TYPE_CHOICES,
                read_by=["G-06"],
            ),
            part(
                "channel",
                "choice",
                T("Channel", "渠道", "渠道"),
                choices=CHANNELS,
                read_by=["G-06", "RF-1001"],
            ),
            field("description", "text", T("Description", "说明", "說明"), max_length=1000),
            part("in_scope", "text", T("In scope", "范围内", "範圍內"), min="20", max_length=2000),
            part("out_of_scope", "text", T("Out of scope", "范围外", "範圍外"), min="20", max_length=2000),
        ],
    ),
    part(
        "scope",
        "multi",
        T("Extent", "外包范围", "外包範圍"),
        choices=SCOPES,
        exclusive=["FULL"],
        default=["FULL"],
        read_by=["DR"],
    ),
    field("cooperation_form", "choice", T("Form of cooperation", "合作形态", "合作形態"), choices=FORMS),
    part(
        "depth_requested",
        "choice",
        T("Depth of service", "服务深度", "服務深度"),
        choices=[*DEPTHS, OPEN],
        default="OPEN",
        read_by=["RF-1001"],
    ),
    part(
        "resource_mode_requested",
        "choice",
        T("Resources", "资源投入", "資源投入"),
        choices=[*RESOURCE_MODES, OPEN],
        default="OPEN",
        read_by=["G-05"],
    ),
    field(
        "hybrid_pattern",
        "choice",
        T("Pattern of the split", "混合方式", "混合方式"),
        choices=HYBRID_PATTERNS,
        required="C",
        when=HYBRID,
    ),
    field(
        "provision_matrix",
        "object",
        T("Who provides what", "资源提供清单", "資源提供清單"),
        required="C",
        when=HYBRID,
        fields=[part(item["code"], "choice", item["label"], choices=PROVIDERS) for item in PROVISION_ITEMS],
        read_by=["G-05"],
    ),
    field(
        "owns_system",
        "bool",
        T("We own a customer-service system", "已有自有客服系统", "已有自有客服系統"),
        default=False,
        read_by=["DR"],
    ),
    part(
        "standard_share",
        "percent",
        T("Share of standard enquiries", "标准化咨询占比", "標準化諮詢占比"),
        min="0",
        max="1",
        default="0.80",
        read_by=["DR"],
    ),
    field(
        "complexity_notes",
        "longtext",
        T("What the complex enquiries are", "复杂问题说明", "複雜問題說明"),
        required="C",
        required_when={"field": "standard_share", "below": "0.8"},
    ),
    field(
        "complaint_rate", "percent", T("Complaint rate", "客诉率", "客訴率"), min="0", max="1", read_by=["DR"]
    ),
    field(
        "high_value_rules",
        "longtext",
        T("Rules for high-value customers", "高价值客户规则", "高價值客戶規則"),
        required="C",
        required_when={"field": "scope", "in": ["PARTIAL_VALUE"]},
    ),
    part(
        "languages",
        "list",
        T("Languages", "语言", "語言"),
        columns=[
            part("code", "choice", T("Language", "语言", "語言"), choices=LANGUAGES),
            part("share", "percent", T("Share of volume", "业务量占比", "業務量占比"), min="0", max="1"),
        ],
        unique=["code"],
        sum_of="share",
        default=[{"code": "zh-CN", "share": "1"}],
        read_by=["G-06", "DR"],
    ),
    part(
        "coverage_windows",
        "list",
        T("Service hours", "服务时间", "服務時間"),
        help=T(
            "Windows do not overlap. Round the clock stands alone, from 00:00 to 24:00.",
            "各时段不得重叠。全天候须单独填写，从 00:00 到 24:00。",
            "各時段不得重疊。全天候須單獨填寫，從 00:00 到 24:00。",
        ),
        max_rows=14,
        columns=[
            part("kind", "choice", T("Window", "时段", "時段"), choices=COVERAGE),
            part("weekdays", "multi", T("Days", "星期", "星期"), choices=WEEKDAYS),
            part("start", "time", T("From", "开始", "開始")),
            part("end", "time", T("To", "结束", "結束")),
            part(
                "positions",
                "int",
                T("Least staffed positions", "最少在岗坐席", "最少在崗坐席"),
                min="0",
                max="10000",
            ),
        ],
        default=[
            {
                "kind": "BUS",
                "weekdays": ["1", "2", "3", "4", "5"],
                "start": "09:00",
                "end": "18:00",
                "positions": 1,
            }
        ],
        read_by=["G-06", "TCO", "DR"],
    ),
    part(
        "assignment_requested",
        "choice",
        T("Dedicated or shared agents", "专人专店或共享", "專人專店或共享"),
        choices=[*ASSIGNMENTS, EITHER],
        default="EITHER",
        read_by=["RF-301", "DR"],
    ),
    field(
        "skill_levels",
        "list",
        T("Levels of agents", "人员级别", "人員級別"),
        columns=[
            part("level", "choice", T("Level", "级别", "級別"), choices=AGENT_LEVELS),
            part("share", "percent", T("Share", "占比", "占比"), min="0", max="1"),
        ],
        unique=["level"],
        sum_of="share",
    ),
    field("industry_knowledge", "longtext", T("Industry knowledge needed", "行业知识要求", "行業知識要求")),
    field(
        "system_needs",
        "multi",
        T("Systems and reports", "系统与报表需求", "系統與報表需求"),
        help=T(
            "Each of them is asked for in the fee lines.",
            "每一项都会在费用清单中询价。",
            "每一項都會在費用清單中詢價。",
        ),
        choices=SYSTEM_NEEDS,
    ),
    field(
        "system_names",
        "text",
        T("Systems to link", "需对接的系统", "需對接的系統"),
        required="C",
        when={"field": "system_needs", "in": ["INTEGRATION"]},
    ),
    part(
        "dual_centre",
        "bool",
        T("An own centre stays beside the vendor's", "内外呼叫中心并存", "內外呼叫中心並存"),
        default=False,
    ),
    field(
        "integration_requirements",
        "longtext",
        T("How the two centres work together", "两个中心的整合要求", "兩個中心的整合要求"),
        help=T(
            "Same live customer data and history, equal quality, and a customer can reach either one.",
            "共享实时客户数据与历史记录，服务质量一致，客户可联系任一中心。",
            "共享即時客戶資料與歷史紀錄，服務品質一致，客戶可聯絡任一中心。",
        ),
        required="C",
        when={"field": "dual_centre", "is": True},
    ),
    part(
        "unneeded_features_confirmed",
        "bool",
        T("No service is asked for that we do not need", "确认未要求不需要的服务", "確認未要求不需要的服務"),
        default=True,
    ),
]

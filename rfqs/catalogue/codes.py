"""Stable codes with their names: service taxonomy, staffing, coverage, weight presets (domain 2)."""

from rfqs.catalogue.kpis import KPIS
from rfqs.catalogue.words import C, T

KPI_CHOICES = [{"code": kpi["code"], "label": kpi["label"]} for kpi in KPIS]

CHANNELS = [
    C("PHONE", "Telephone", "电话", "電話"),
    C("CHAT", "Online chat", "在线客服", "線上客服"),
    C("EMAIL", "E-mail", "邮件", "郵件"),
    C("SOCIAL", "Social media", "社交媒体", "社群媒體"),
    C("SELF", "Self-service", "自助服务", "自助服務"),
    C("BOT", "AI assistant", "智能客服", "智能客服"),
]
VOICE, TEXT, PHONE = ["PHONE", "CHAT", "EMAIL", "SOCIAL"], ["CHAT", "EMAIL", "SOCIAL"], ["PHONE"]


def _service(code: str, label: dict, direction: str, channels: list[str]) -> dict:
    return {"code": code, "label": label, "direction": direction, "channels": channels}


SERVICE_TYPES = [
    _service("IN_HOTLINE", T("Hotline enquiries", "热线咨询", "熱線諮詢"), "INBOUND", PHONE),
    _service("IN_PRESALES", T("Pre-sales enquiries", "售前咨询", "售前諮詢"), "INBOUND", VOICE),
    _service(
        "IN_AFTERSALES",
        T("After-sales (returns, exchanges, repairs)", "售后服务（退换修）", "售後服務（退換修）"),
        "INBOUND",
        VOICE,
    ),
    _service("IN_APPOINT", T("After-sales appointment", "售后服务预约", "售後服務預約"), "INBOUND", VOICE),
    _service("IN_TECH", T("Technical support", "技术支持", "技術支援"), "INBOUND", VOICE),
    _service("IN_ORDER", T("Order processing and order status", "订单处理", "訂單處理"), "INBOUND", VOICE),
    _service(
        "IN_UPSELL", T("Value-added product marketing", "产品增值营销", "產品增值行銷"), "INBOUND", VOICE
    ),
    _service(
        "IN_COMPLAINT", T("Complaint handling and escalation", "投诉处理", "投訴處理"), "INBOUND", VOICE
    ),
    _service("IN_RETENTION", T("Customer retention", "客户挽留", "客戶挽留"), "INBOUND", VOICE),
    _service("OUT_TELESALES", T("Telephone marketing", "电话营销", "電話行銷"), "OUTBOUND", PHONE),
    _service("OUT_FOLLOWUP", T("Customer follow-up", "客户回访", "客戶回訪"), "OUTBOUND", VOICE),
    _service("OUT_LEADS", T("Finding potential customers", "挖掘潜客", "挖掘潛客"), "OUTBOUND", VOICE),
    _service("OUT_CLEANSE", T("Data cleansing", "数据清洗", "資料清洗"), "OUTBOUND", VOICE),
    _service("OUT_COLLECT", T("Collection of payments", "财务催缴", "財務催繳"), "OUTBOUND", VOICE),
    _service(
        "OUT_RESEARCH",
        T("Market research, telephone survey", "市场调研、电话调查", "市場調研、電話調查"),
        "OUTBOUND",
        VOICE,
    ),
    _service("OUT_INVITE", T("Meeting invitations", "会议邀请", "會議邀請"), "OUTBOUND", VOICE),
    _service("OUT_CSAT", T("Satisfaction survey", "客户满意度调查", "客戶滿意度調查"), "OUTBOUND", VOICE),
]
SERVICE_TYPE_CHOICES = [{"code": item["code"], "label": item["label"]} for item in SERVICE_TYPES]

LANGUAGES = [
    C("zh-CN", "Mandarin Chinese", "普通话", "普通話"),
    C("yue", "Cantonese", "粤语", "粵語"),
    C("zh-TW", "Chinese (Taiwan)", "中文（台湾）", "中文（台灣）"),
    C("en", "English", "英语", "英語"),
    C("ja", "Japanese", "日语", "日語"),
    C("ko", "Korean", "韩语", "韓語"),
    C("fr", "French", "法语", "法語"),
    C("de", "German", "德语", "德語"),
    C("es", "Spanish", "西班牙语", "西班牙語"),
    C("pt", "Portuguese", "葡萄牙语", "葡萄牙語"),
    C("ru", "Russian", "俄语", "俄語"),
    C("ar", "Arabic", "阿拉伯语", "阿拉伯語"),
    C("th", "Thai", "泰语", "泰語"),
    C("vi", "Vietnamese", "越南语", "越南語"),
    C("id", "Indonesian", "印尼语", "印尼語"),
    C("ms", "Malay", "马来语", "馬來語"),
]

COVERAGE = [
    C("BUS", "Business hours", "工作时间", "工作時間"),
    C("EXT", "Extended hours (evening)", "延长时段（晚间）", "延長時段（晚間）"),
    C("WKD", "Weekend", "周末", "週末"),
    C("HOL", "Public holidays", "法定节假日", "法定節假日"),
    C("NIGHT", "Night", "夜间", "夜間"),
    C("H24", "Round the clock, every day", "7×24 小时全天候", "7×24 小時全天候"),
    C("TZ", "Several time zones", "跨时区", "跨時區"),
]
WEEKDAYS = [
    C("1", "Monday", "周一", "週一"),
    C("2", "Tuesday", "周二", "週二"),
    C("3", "Wednesday", "周三", "週三"),
    C("4", "Thursday", "周四", "週四"),
    C("5", "Friday", "周五", "週五"),
    C("6", "Saturday", "周六", "週六"),
    C("7", "Sunday", "周日", "週日"),
]

INDUSTRIES = [
    C("ECOMMERCE", "E-commerce and retail", "电商零售", "電商零售"),
    C("CONSUMER_GOODS", "Consumer goods", "消费品", "消費品"),
    C("APPLIANCE", "Appliances and electronics", "家电与电子", "家電與電子"),
    C("FINANCE", "Banking and finance", "银行与金融", "銀行與金融"),
    C("INSURANCE", "Insurance", "保险", "保險"),
    C("TELECOM", "Telecommunications", "通信运营", "通訊營運"),
    C("TRAVEL", "Travel and hotels", "旅游酒店", "旅遊酒店"),
    C("LOGISTICS", "Logistics", "物流", "物流"),
    C("EDUCATION", "Education", "教育培训", "教育培訓"),
    C("HEALTH", "Health", "医疗健康", "醫療健康"),
    C("AUTOMOTIVE", "Automotive", "汽车", "汽車"),
    C("REAL_ESTATE", "Real estate", "房地产", "不動產"),
    C("SOFTWARE", "Software and internet", "软件与互联网", "軟體與網路"),
    C("GAMES", "Games and entertainment", "游戏娱乐", "遊戲娛樂"),
    C("PUBLIC", "Public sector", "政府与公共服务", "政府與公共服務"),
    C("OTHER", "Other", "其他", "其他"),
]
DATA_SENSITIVE_INDUSTRIES = ("FINANCE", "INSURANCE")

STAGES = [
    C("STARTUP", "Start-up", "初创", "初創"),
    C("GROWTH", "Growth", "成长", "成長"),
    C("MATURE", "Mature", "成熟", "成熟"),
]
BUSINESS_TYPES = [
    C("SALES", "Sales", "销售导向", "銷售導向"),
    C("SERVICE", "Service assurance", "服务保障", "服務保障"),
    C("PROFESSIONAL", "Professional", "专业型", "專業型"),
]
DEPTHS = [
    C("BASIC", "Basic response", "基础应答外包", "基礎應答外包"),
    C("VALUE_ADDED", "Value-added", "增值服务外包", "增值服務外包"),
    C("END_TO_END", "End to end", "全流程外包", "全流程外包"),
]
RESOURCE_MODES = [
    C("STAFF_ONLY", "Staff only", "人力外包", "人力外包"),
    C("FULL_RESOURCE", "Full resource", "全资源外包", "全資源外包"),
    C("HYBRID", "Hybrid resource", "混合资源外包", "混合資源外包"),
]
OPEN = C("OPEN", "Open: vendors propose", "开放，由服务商提出", "開放，由服務商提出")
PROVISION_ITEMS = [
    C("AGENTS", "Agents", "客服人员", "客服人員"),
    C("SITE", "Site", "场地", "場地"),
    C("EQUIPMENT", "Computers and equipment", "电脑与设备", "電腦與設備"),
    C("SYSTEM", "Customer-service system and CRM", "客服系统与 CRM", "客服系統與 CRM"),
    C("LINES", "Telecom lines", "通信线路", "通訊線路"),
    C("TRAINING", "Training", "培训", "培訓"),
    C("SUPERVISION", "Daily supervision", "日常管理", "日常管理"),
    C("DATA_STORE", "Customer data store", "客户数据存储", "客戶資料儲存"),
    C("RECORDS", "Communication records", "通信记录", "通訊紀錄"),
]
PROVIDERS = [C("B", "Buyer", "企业", "企業"), C("V", "Vendor", "服务商", "服務商")]
PROVISION = {
    "STAFF_ONLY": dict(zip([i["code"] for i in PROVISION_ITEMS], "VBBBBBBBB", strict=True)),
    "FULL_RESOURCE": dict(zip([i["code"] for i in PROVISION_ITEMS], "VVVVVVVVV", strict=True)),
}
SCOPES = [
    C("FULL", "Everything goes out", "完全外包", "完全外包"),
    C("PARTIAL_CHANNEL", "Certain channels only", "部分渠道", "部分渠道"),
    C("PARTIAL_WINDOW", "Certain hours only", "部分时段", "部分時段"),
    C("PARTIAL_OVERFLOW", "Overflow only", "仅溢出部分", "僅溢出部分"),
    C("PARTIAL_VALUE", "Low-value contacts only", "仅低价值业务", "僅低價值業務"),
    C(
        "PARTIAL_TYPE",
        "Basic enquiries out, core complaints in-house",
        "基础咨询外包、核心投诉自留",
        "基礎諮詢外包、核心投訴自留",
    ),
    C("PLATFORM_RENT", "Rented platform, own agents", "租用平台、自有人员", "租用平台、自有人員"),
]
BUILD_MODES = [
    C("IN_HOUSE", "In-house build", "自建", "自建"),
    C("OUTSOURCED", "Outsourced centre", "外包", "外包"),
    C("HOSTED", "Hosted centre", "托管", "託管"),
]
ASSIGNMENTS = [
    C("DEDICATED_NAMED", "Dedicated, named agents", "专人专店", "專人專店"),
    C("DEDICATED_POOL", "Dedicated seats, changing agents", "专席（不固定人）", "專席（不固定人）"),
    C("SHARED", "Shared team", "共享客服", "共享客服"),
]
AGENT_LEVELS = [
    C("JUNIOR", "Junior", "初级客服", "初級客服"),
    C("INTERMEDIATE", "Intermediate", "中级客服", "中級客服"),
    C("SENIOR", "Senior", "高级客服", "高級客服"),
    C("EXPERT", "Expert", "资深专家", "資深專家"),
]

PRESETS = [
    {
        "code": "default",
        "label": T("Balanced", "均衡", "均衡"),
        "for": T("Mixed needs", "综合需求", "綜合需求"),
        "weights": {"cost": "40", "quality": "35", "risk": "25"},
    },
    {
        "code": "cost-led",
        "label": T("Cost-led", "成本优先", "成本優先"),
        "for": T("Simple, low-risk, price-driven", "简单、低风险、看重价格", "簡單、低風險、看重價格"),
        "weights": {"cost": "60", "quality": "20", "risk": "20"},
    },
    {
        "code": "quality-led",
        "label": T("Quality-led", "质量优先", "品質優先"),
        "for": T("Service assurance", "服务保障", "服務保障"),
        "weights": {"cost": "25", "quality": "50", "risk": "25"},
    },
    {
        "code": "risk-led",
        "label": T("Risk-led", "风险优先", "風險優先"),
        "for": T("Finance, insurance, sensitive data", "金融、保险、敏感数据", "金融、保險、敏感資料"),
        "weights": {"cost": "25", "quality": "30", "risk": "45"},
    },
]
DATA_SOURCES = [
    C("BUYER", "Buyer's system", "企业系统", "企業系統"),
    C("SHARED", "Shared system", "双方共用系统", "雙方共用系統"),
    C("VENDOR", "Vendor's system", "服务商系统", "服務商系統"),
]

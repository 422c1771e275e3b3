"""RFQ templates: partial needs over the defaults, so that nine fields are enough."""

from collections.abc import Mapping

from rfqs.catalogue.need import data_class, in_language, need_defaults, service_line
from rfqs.catalogue.words import T

_CHAT_KPIS = [
    (
        "FCR",
        "78",
        "72",
        "H",
        "0.3",
        T(
            "issues solved in the first contact / issues, monthly",
            "首次接触解决的问题数 ÷ 问题总数，按月",
            "首次接觸解決的問題數 ÷ 問題總數，按月",
        ),
        "BUYER",
    ),
    (
        "ART",
        "30",
        "45",
        "L",
        "0.2",
        T(
            "mean of reply time less request time, monthly",
            "回复时间减请求时间的平均值，按月",
            "回覆時間減請求時間的平均值，按月",
        ),
        "BUYER",
    ),
    (
        "CSAT",
        "90",
        "86",
        "H",
        "0.3",
        T(
            "satisfied answers / answers, at least 30 a month",
            "满意评价数 ÷ 评价总数，每月不少于 30 份",
            "滿意評價數 ÷ 評價總數，每月不少於 30 份",
        ),
        "SHARED",
    ),
    (
        "CONV",
        "20",
        "18",
        "H",
        "0.2",
        T(
            "orders / pre-sales enquiries, attributed within 7 days",
            "7 天内归因订单数 ÷ 售前咨询数",
            "7 天內歸因訂單數 ÷ 售前諮詢數",
        ),
        "BUYER",
    ),
]
_HOTLINE_KPIS = [
    (
        "FCR",
        "80",
        "74",
        "H",
        "0.4",
        T(
            "issues solved in the first call / issues, monthly",
            "首次来电解决的问题数 ÷ 问题总数，按月",
            "首次來電解決的問題數 ÷ 問題總數，按月",
        ),
        "BUYER",
    ),
    (
        "CSAT",
        "90",
        "85",
        "H",
        "0.3",
        T(
            "satisfied answers / answers, at least 30 a month",
            "满意评价数 ÷ 评价总数，每月不少于 30 份",
            "滿意評價數 ÷ 評價總數，每月不少於 30 份",
        ),
        "SHARED",
    ),
    (
        "SL",
        "80",
        "75",
        "H",
        "0.3",
        T(
            "calls answered within 20 s / calls offered, monthly",
            "20 秒内接起的通数 ÷ 呼入总数，按月",
            "20 秒內接起的通數 ÷ 呼入總數，按月",
        ),
        "SHARED",
    ),
]


def _kpi_rows(rows: list[tuple]) -> list[dict]:
    names = ("kpi", "target", "minimum", "direction", "weight", "measurement", "data_source")
    return [dict(zip(names, row, strict=True)) | {"must": True} for row in rows]


def _everyday(kind: str, start: str, end: str, positions: int) -> list[dict]:
    days = ["1", "2", "3", "4", "5", "6", "7"]
    return [{"kind": kind, "weekdays": days, "start": start, "end": end, "positions": positions}]


TEMPLATES = [
    {
        "code": "shop-chat",
        "name": T("Shop chat service", "店铺在线客服", "店鋪線上客服"),
        "description": T(
            "Online chat for a shop: pre-sales, orders and after-sales, with promotion peaks and "
            "a sales target.",
            "店铺在线客服：售前、订单与售后，有大促高峰和销售目标。",
            "店鋪線上客服：售前、訂單與售後，有大促高峰和銷售目標。",
        ),
        "services": [("IN_PRESALES", "CHAT"), ("IN_ORDER", "CHAT"), ("IN_AFTERSALES", "CHAT")],
        "data_class": "STANDARD",
        "demand": {"channel": "CHAT", "aht_s": "300", "concurrency": "2", "talk_share": "1"},
        "need": {
            "company_stage": "GROWTH",
            "is_sme": True,
            "industry": "ECOMMERCE",
            "business_type": [{"type": "SALES", "share": "0.6"}, {"type": "SERVICE", "share": "0.4"}],
            "has_sales_target": True,
            "depth_requested": "VALUE_ADDED",
            "standard_share": "0.80",
            "coverage_windows": _everyday("EXT", "09:00", "24:00", 1),
            "core_kpis": _kpi_rows(_CHAT_KPIS),
            "presale_share": "0.45",
            "conversion_now": "0.20",
            "average_order_value": "180",
            "gross_margin": "0.30",
            "overselling_guard": {"kpi": "CMPL", "ceiling": "0.02"},
        },
    },
    {
        "code": "after-sales-hotline",
        "name": T("After-sales hotline", "售后服务热线", "售後服務熱線"),
        "description": T(
            "A telephone line around the clock for enquiries, after-sales and complaints, on the "
            "buyer's own CRM.",
            "全天候售后电话：咨询、售后与投诉，使用企业自有 CRM。",
            "全天候售後電話：諮詢、售後與投訴，使用企業自有 CRM。",
        ),
        "services": [("IN_HOTLINE", "PHONE"), ("IN_AFTERSALES", "PHONE"), ("IN_COMPLAINT", "PHONE")],
        "data_class": "SELF_CONTROLLED",
        "demand": {"channel": "PHONE", "aht_s": "240", "concurrency": "1", "talk_share": "0.90"},
        "need": {
            "company_stage": "GROWTH",
            "is_sme": True,
            "industry": "APPLIANCE",
            "business_type": [{"type": "SERVICE", "share": "1"}],
            "criticality": "CRITICAL",
            "owns_system": True,
            "depth_requested": "VALUE_ADDED",
            "standard_share": "0.80",
            "coverage_windows": _everyday("H24", "00:00", "24:00", 2),
            "core_kpis": _kpi_rows(_HOTLINE_KPIS),
        },
    },
    {
        "code": "blank",
        "name": T("Blank", "空白", "空白"),
        "description": T(
            "Sensible defaults only; choose the services yourself.",
            "仅含通用默认值，服务内容自行选择。",
            "僅含通用預設值，服務內容自行選擇。",
        ),
        "services": [],
        "data_class": "STANDARD",
        "demand": {"channel": "CHAT", "aht_s": "300", "concurrency": "1", "talk_share": "1"},
        "need": {},
    },
]


def template(code: str) -> dict:
    """The template; KeyError when there is none."""
    for item in TEMPLATES:
        if item["code"] == code:
            return item
    raise KeyError(code)


def template_need(code: str, language: str = "en") -> dict:
    """The whole need a template starts with: defaults, data class, services, and its own values."""
    item = template(code)
    need = need_defaults(language) | data_class(item["data_class"], language)
    if item["services"]:
        need["service_lines"] = [service_line(kind, channel, language) for kind, channel in item["services"]]
    return need | in_language(item["need"], language)


def differing(need: Mapping, code: str, language: str = "en") -> set[str]:
    """Codes of fields that differ from the template, for the counts of "Change defaults"."""
    start = template_need(code, language)
    return {key for key in set(need) | set(start) if need.get(key) != start.get(key)}

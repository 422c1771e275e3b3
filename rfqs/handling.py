"""How a contact is handled and when many come: the fields beside the volumes (domain 3.3), as specs."""

from functools import cache

from rfqs.catalogue.codes import WEEKDAYS
from rfqs.catalogue.words import SECONDS, C, T, field, part
from ui import specs
from ui.specs import FieldSpec

CHAT = {"field": "channel", "in": ["CHAT"]}
PHONE = {"field": "channel", "in": ["PHONE"]}
WEEKDAY_ROWS = [{"code": item["code"], "label": item["label"]} for item in WEEKDAYS]

HANDLING = [
    part(
        "aht_s",
        "decimal",
        T("Handling time of a contact", "平均处理时长", "平均處理時長"),
        unit=SECONDS,
        min="10",
        max="7200",
        read_by=["TCO"],
    ),
    field(
        "concurrency",
        "decimal",
        T("Chats at once", "并发接待数", "同時接待數"),
        required="C",
        when=CHAT,
        min="1",
        max="10",
        read_by=["TCO"],
    ),
    field(
        "talk_share",
        "percent",
        T("Share of talking in the handling time", "通话占比", "通話占比"),
        required="C",
        when=PHONE,
        min="0.01",
        max="1",
        read_by=["TCO"],
    ),
    field(
        "repeat_rate_now",
        "percent",
        T("Repeat contacts today", "当前重复联系率", "目前重複聯絡率"),
        help=T(
            "Leave it empty when it is not known: quotes are then compared without it.",
            "不清楚可留空，此时比较不作重复联系调整。",
            "不清楚可留空，此時比較不作重複聯絡調整。",
        ),
        min="0",
        max="0.9",
        read_by=["TCO"],
    ),
    field(
        "annual_growth",
        "percent",
        T("Growth a year", "年增长率", "年增長率"),
        min="-0.5",
        max="3",
        default="0",
        read_by=["TCO"],
    ),
    field(
        "peak_windows",
        "list",
        T("Busy hours", "业务高峰时段", "業務尖峰時段"),
        max_rows=14,
        columns=[
            part("weekdays", "multi", T("Days", "星期", "星期"), choices=WEEKDAY_ROWS),
            part("start", "time", T("From", "开始", "開始")),
            part("end", "time", T("To", "结束", "結束")),
        ],
        read_by=["P-04"],
    ),
    field(
        "peak_windows_none",
        "bool",
        T("There are no busy hours", "无明显高峰时段", "無明顯尖峰時段"),
        read_by=["P-04"],
    ),
    field(
        "peak_events",
        "list",
        T("Promotions and sudden traffic", "大促与突发流量", "大促與突發流量"),
        help=T(
            "How many times the usual volume comes. Twice or more makes the volumes volatile.",
            "填写为平时业务量的几倍；达到两倍及以上即视为剧烈波动。",
            "填寫為平時業務量的幾倍；達到兩倍及以上即視為劇烈波動。",
        ),
        max_rows=24,
        columns=[
            part("name", "text", T("Event", "活动", "活動")),
            field("start", "date", T("From", "开始", "開始")),
            field("end", "date", T("To", "结束", "結束")),
            part(
                "multiplier",
                "decimal",
                T("Times the usual volume", "为平时的倍数", "為平時的倍數"),
                min="1",
                max="100",
            ),
        ],
        read_by=["DR", "C5"],
    ),
    field(
        "promo_months",
        "multi",
        T("Months with promotions", "促销月份", "促銷月份"),
        help=T(
            "Months of the contract, the first is 1. Left empty, months of one and a half times the "
            "average count.",
            "按合同月份填写，首月为 1；留空时取达到均值 1.5 倍的月份。",
            "按合約月份填寫，首月為 1；留空時取達到均值 1.5 倍的月份。",
        ),
        choices=[C(str(n), f"Month {n}", f"第 {n} 个月", f"第 {n} 個月") for n in range(1, 13)],
        read_by=["TCO"],
    ),
    part(
        "paid_hours",
        "decimal",
        T("Paid hours of an agent a month", "每人每月计薪工时", "每人每月計薪工時"),
        min="1",
        max="744",
        default="174",
        read_by=["TCO"],
    ),
    part(
        "utilisation",
        "percent",
        T("Utilisation of agents", "坐席利用率", "坐席利用率"),
        min="0.01",
        max="1",
        default="0.68",
        read_by=["TCO"],
    ),
    field(
        "floor_seats",
        "int",
        T("Least seats, whatever the volume", "最低坐席数", "最低坐席數"),
        min="0",
        max="100000",
        default=0,
        read_by=["TCO"],
    ),
    field(
        "durations",
        "list",
        T("How long contacts last", "单次处理时长分布", "單次處理時長分布"),
        help=T(
            "Where prices by the minute are rounded up, short and long contacts cost differently. Leave it "
            "empty when only the average is known.",
            "按分钟计费并向上取整时，长短接触的费用不同；只知道平均值时可留空。",
            "按分鐘計費並向上取整時，長短接觸的費用不同；只知道平均值時可留空。",
        ),
        max_rows=60,
        sum_of="share",
        columns=[
            part("seconds", "decimal", T("Seconds", "秒数", "秒數"), min="1", max="86400"),
            part("share", "percent", T("Share of contacts", "占比", "占比"), min="0.0001", max="1"),
        ],
        read_by=["TCO"],
    ),
    *(
        field(f"{window}_share", "percent", label, min="0", max="1", read_by=["TCO"])
        for window, label in (
            ("night", T("Contacts at night", "夜间接触占比", "夜間接觸占比")),
            ("weekend", T("Contacts at weekends", "周末接触占比", "週末接觸占比")),
            ("holiday", T("Contacts on public holidays", "法定节假日接触占比", "國定假日接觸占比")),
        )
    ),
    field(
        "own_seat_cost",
        "money",
        T("What an agent of your own costs a month", "自有坐席月成本", "自有坐席月成本"),
        help=T(
            "Counts where a vendor only rents out seats and your own people work on them.",
            "服务商仅出租坐席、由本公司人员值守时计入。",
            "服務商僅出租坐席、由本公司人員值守時計入。",
        ),
        min="0",
        max="1000000",
        read_by=["TCO"],
    ),
    part(
        "service_level",
        "percent",
        T("Contacts answered in time", "按时接起的占比", "按時接起的占比"),
        help=T(
            "For the staffing page; what a vendor promises in its KPIs takes its place.",
            "用于人力测算页；服务商在 KPI 中的承诺优先。",
            "用於人力測算頁；服務商在 KPI 中的承諾優先。",
        ),
        min="0.01",
        max="0.99",
        default="0.80",
        read_by=["W-SEATS"],
    ),
    part(
        "answer_within_s",
        "decimal",
        T("Answered within", "接起时限", "接起時限"),
        unit=SECONDS,
        min="0",
        max="3600",
        default="20",
        read_by=["W-SEATS"],
    ),
    part(
        "max_occupancy",
        "percent",
        T("Highest occupancy of agents", "最高占用率", "最高占用率"),
        help=T(
            "Nobody works every minute of the day; 100 % sets no limit.",
            "没有人能每分钟都在处理；填 100% 即不设上限。",
            "沒有人能每分鐘都在處理；填 100% 即不設上限。",
        ),
        min="0.3",
        max="1",
        default="0.85",
        read_by=["W-SEATS"],
    ),
    part(
        "shrinkage",
        "percent",
        T("Paid time away from contacts", "人力损耗率", "人力損耗率"),
        help=T(
            "Leave, breaks, training, meetings. A vendor may state its own.",
            "休假、休息、培训、会议等；服务商可填写自己的数值。",
            "休假、休息、培訓、會議等；服務商可填寫自己的數值。",
        ),
        min="0",
        max="0.9",
        default="0.30",
        read_by=["W-SEATS"],
    ),
    field(
        "patience_s",
        "decimal",
        T("How long people wait before they hang up", "平均放弃等待时间", "平均放棄等待時間"),
        help=T(
            "On average. Left empty, nobody hangs up (Erlang C); given, some do (Erlang A).",
            "平均值。留空表示无人挂断（Erlang C）；填写则计入放弃（Erlang A）。",
            "平均值。留空表示無人掛斷（Erlang C）；填寫則計入放棄（Erlang A）。",
        ),
        unit=SECONDS,
        min="5",
        max="3600",
        read_by=["W-SEATS"],
    ),
]
DEFAULTS = {
    "annual_growth": "0",
    "paid_hours": "174",
    "utilisation": "0.68",
    "floor_seats": 0,
    "service_level": "0.80",
    "answer_within_s": "20",
    "max_occupancy": "0.85",
    "shrinkage": "0.30",
}
PEAKS = [{"weekdays": ["1", "2", "3", "4", "5"], "start": "10:00", "end": "12:00"}]


@cache
def _loaded() -> tuple[FieldSpec, ...]:
    return tuple(specs.load(HANDLING))


def handling_specs() -> list[FieldSpec]:
    """The fields of need["volumes"]."""
    return list(_loaded())

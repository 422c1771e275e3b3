"""The twenty fee lines of question 2, in their fixed order."""

from calc.documents.codes import FEE_UNITS
from rfqs.catalogue.words import T


def _fee(code: str, label: dict, unit: str, help: dict) -> dict:
    return {"code": code, "label": label, "units": list(FEE_UNITS[code]), "default_unit": unit, "help": help}


FEES = [
    _fee(
        "F01",
        T("Peak surge seats", "高峰期增员费", "高峰期增員費"),
        "SEAT_MONTH",
        T("Extra seats in a peak month.", "高峰月份临时增加的坐席。", "高峰月份臨時增加的坐席。"),
    ),
    _fee(
        "F02",
        T("Promotion overtime", "活动加班费", "活動加班費"),
        "HOUR",
        T(
            "Overtime in promotion months; state the hours per seat.",
            "大促月份的加班；请写明每席小时数。",
            "大促月份的加班；請寫明每席小時數。",
        ),
    ),
    _fee(
        "F03",
        T("Night, weekend and holiday allowance", "夜班与节假日津贴", "夜班與節假日津貼"),
        "MONTH",
        T("Allowance for unsocial hours.", "夜间、周末、节假日的津贴。", "夜間、週末、節假日的津貼。"),
    ),
    _fee(
        "F04",
        T("Initial training", "培训费", "培訓費"),
        "HEAD",
        T(
            "Training before going live and of surge staff.",
            "上线前及增员人员的培训。",
            "上線前及增員人員的培訓。",
        ),
    ),
    _fee(
        "F05",
        T("Replacement recruitment and training", "补员招聘与培训费", "補員招聘與培訓費"),
        "HEAD",
        T("For each leaver who is replaced.", "每补充一名离职人员。", "每補充一名離職人員。"),
    ),
    _fee(
        "F06",
        T("Software tools", "软件工具费", "軟體工具費"),
        "SEAT_MONTH",
        T("Licences charged on.", "转收的软件许可费。", "轉收的軟體授權費。"),
    ),
    _fee(
        "F07",
        T("Invoice tax points", "发票税点", "發票稅點"),
        "PERCENT",
        T(
            "Whether tax is added on invoicing; the rate itself is stated once under tax.",
            "开票是否另加税点；税率在税务一栏填写一次。",
            "開票是否另加稅點；稅率在稅務一欄填寫一次。",
        ),
    ),
    _fee(
        "F08",
        T("Set-up", "初始设置费用", "初始設定費用"),
        "ONCE",
        T("One-off start fee.", "一次性启动费用。", "一次性啟動費用。"),
    ),
    _fee(
        "F09",
        T("System integration", "系统对接费", "系統對接費"),
        "ONCE",
        T("Linking the buyer's and the vendor's systems.", "对接双方系统。", "對接雙方系統。"),
    ),
    _fee(
        "F10",
        T("Data migration in, requirement mapping", "数据迁移与需求梳理", "資料遷移與需求梳理"),
        "ONCE",
        T(
            "Moving data in and mapping requirements at the start.",
            "启动时的数据迁入与需求梳理。",
            "啟動時的資料遷入與需求梳理。",
        ),
    ),
    _fee(
        "F11",
        T("Communications", "通话费", "通話費"),
        "MINUTE",
        T("Call charges; say who bears them.", "通信费用；请写明由谁承担。", "通訊費用；請寫明由誰承擔。"),
    ),
    _fee(
        "F12",
        T("Management fee", "管理费", "管理費"),
        "PERCENT",
        T(
            "A monthly amount, or a share of the base fee.",
            "每月金额，或占基础费用的比例。",
            "每月金額，或占基礎費用的比例。",
        ),
    ),
    _fee(
        "F13",
        T("Technical support, maintenance, upgrade", "技术支持、维护与升级", "技術支援、維護與升級"),
        "EVENT",
        T("Work on systems during the contract.", "合同期内的系统支持。", "合約期內的系統支援。"),
    ),
    _fee(
        "F14",
        T("Custom reports, data analysis", "自定义报表与数据分析", "自定義報表與資料分析"),
        "MONTH",
        T("Reports beyond the standard ones.", "标准报表以外的报告。", "標準報表以外的報告。"),
    ),
    _fee(
        "F15",
        T("Fines for failed QA or KPI", "质检不达标罚款", "質檢不達標罰款"),
        "EVENT",
        T(
            "Say who pays whom. A fine paid by the buyer is a red flag.",
            "写明由谁支付。由企业支付的罚款是风险信号。",
            "寫明由誰支付。由企業支付的罰款是風險訊號。",
        ),
    ),
    _fee(
        "F16",
        T("Minimum-consumption top-up", "最低消费补差", "最低消費補差"),
        "MONTH",
        T(
            "Whether a shortfall is charged; the minimum itself stands in the rate line.",
            "不足是否补差；最低消费金额在费率明细中填写。",
            "不足是否補差；最低消費金額在費率明細中填寫。",
        ),
    ),
    _fee(
        "F17",
        T("Additional services", "追加服务", "追加服務"),
        "ITEM",
        T(
            "State a price list; “to be agreed” is a red flag.",
            "请附价目；“另议”是风险信号。",
            "請附價目；「另議」是風險訊號。",
        ),
    ),
    _fee(
        "F18",
        T("Early termination", "提前解约罚金", "提前解約罰金"),
        "MONTHS_OF_FEE",
        T(
            "The charge for leaving before the end of the term.",
            "合同期满前解约的费用。",
            "合約期滿前解約的費用。",
        ),
    ),
    _fee(
        "F19",
        T(
            "Exit: handover, data migration out, destruction",
            "退出：知识移交、数据迁出、销毁",
            "退出：知識移交、資料遷出、銷毀",
        ),
        "ONCE",
        T(
            "Everything charged at the end of the contract.",
            "合同结束时的全部收费。",
            "合約結束時的全部收費。",
        ),
    ),
    _fee(
        "F20",
        T("Renewal price increase", "续约涨价", "續約漲價"),
        "RATE_PER_YEAR",
        T("The yearly rise at renewal.", "续约时每年的涨幅。", "續約時每年的漲幅。"),
    ),
]

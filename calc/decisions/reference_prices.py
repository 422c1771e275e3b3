"""What each charging model is assumed to cost before any vendor is asked, and where that was read."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Prices:
    """Reference prices, editable; where each default comes from stands in `SOURCES`. Money before tax."""

    seat: Decimal = Decimal(4500)
    peak_uplift: Decimal = Decimal("0.25")
    base_seat: Decimal = Decimal(2000)
    commission: Decimal = Decimal("0.02")
    tier_1: Decimal = Decimal("1.75")
    tier_2: Decimal = Decimal("1.35")
    tier_3: Decimal = Decimal("1.00")
    tier_1_daily: int = 200
    tier_2_daily: int = 500
    agent_day: Decimal = Decimal(300)
    minute: Decimal = Decimal("0.95")
    hour: Decimal = Decimal(28)
    contact: Decimal = Decimal("1.75")
    package_contact: Decimal = Decimal("2.80")
    package_share: Decimal = Decimal("0.80")
    overage: Decimal = Decimal("3.00")
    pure_commission: Decimal = Decimal("0.10")
    fixed_seat: Decimal = Decimal("5764.71")
    bonus: Decimal = Decimal("0.02")
    hybrid_seat: Decimal = Decimal(3800)
    hybrid_contact: Decimal = Decimal("0.90")
    hosted_seat: Decimal = Decimal(300)
    call_minute: Decimal = Decimal("0.20")
    built_pay: Decimal = Decimal(3200)
    built_management: Decimal = Decimal(700)
    built_profit: Decimal = Decimal("0.15")
    trial_discount: Decimal = Decimal("0.10")
    trial_months: int = 3
    working_days: Decimal = Decimal("21.75")


# Where the default of each price was read: articles by their tag in the domain description, price lists by address.
SOURCES = {
    "seat": "S2:28",
    "peak_uplift": "lihui01.cn",
    "base_seat": "yujianseo.com/tuiguangzs/5771.html",
    "commission": "goldkefu.com/news/757.html",
    "tier_1": "insight.xiaoduoai.com",
    "tier_2": "insight.xiaoduoai.com",
    "tier_3": "insight.xiaoduoai.com",
    "tier_1_daily": "insight.xiaoduoai.com",
    "tier_2_daily": "insight.xiaoduoai.com",
    "agent_day": "goldkefu.com/news/757.html",
    "hour": "beatwenan.com/shangganwenan/93717.html",
    "contact": "yujianseo.com/tuiguangzs/5771.html",
    "pure_commission": "insight.xiaoduoai.com",
    "hybrid_seat": "insight.xiaoduoai.com",
    "hybrid_contact": "insight.xiaoduoai.com",
    "call_minute": "S4/D2:28",
}

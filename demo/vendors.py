"""The six invented vendors of the demo: registry entries, people, and what sets their answers apart."""

from dataclasses import dataclass, field
from typing import Any

PASSWORD = "thimble-demo-2026"  # noqa: S105  the demo's one password, printed at every start


@dataclass(frozen=True)
class DemoVendor:
    """One vendor: `key` is its name in the quote files; `shapes` moves single answers off the common ones."""

    key: str
    zh_hans: str
    zh_hant: str
    contact: str
    email: str
    city: str
    positions: tuple[str, ...]
    seats_total: int
    founded: int
    shapes: dict[str, Any] = field(default_factory=dict)


VENDORS = (
    DemoVendor(
        key="Paper Crane Calls",
        zh_hans="纸鹤呼叫",
        zh_hant="紙鶴呼叫",
        contact="何志远 He Zhiyuan",
        email="sales@papercrane.example",
        city="Hefei",
        positions=("REGIONAL",),
        seats_total=420,
        founded=2012,
        shapes={
            "q3_backup_ratio": "0",
            "q4_manual_sampling": "0.03",
            "q4_full_coverage": {"has": False},
            "q4_dimensions": ["ATTITUDE", "TONE"],
            "q2_all_in_statement": False,
            "q8_trial_exit_penalty": "4000",
            "q8_notice_days": 60,
            "q10_client_retention": "0.55",
        },
    ),
    DemoVendor(
        key="Celadon Service",
        zh_hans="青瓷服务",
        zh_hant="青瓷服務",
        contact="秦慈云 Qin Ciyun",
        email="bids@celadon.example",
        city="Hangzhou",
        positions=("SPECIALIST", "BRAND"),
        seats_total=860,
        founded=2009,
        shapes={
            "q4_manual_sampling": "0.05",
            "q7_insurance": {"has": False},
            "q8_notice_days": 30,
        },
    ),
    DemoVendor(
        key="Popping Candy Support",
        zh_hans="跳跳糖客服",
        zh_hant="跳跳糖客服",
        contact="陶小棠 Tao Xiaotang",
        email="hello@poppingcandy.example",
        city="Changsha",
        positions=("TECH_LED",),
        seats_total=300,
        founded=2018,
        shapes={
            "q3_assignment": "SHARED",
            "q3_stores_per_agent": "4",
            "q4_manual_sampling": "0.10",
            "q4_full_coverage": {"has": False},
            "q7_access_control": {"role_based": False, "masking": True, "export_blocked": True, "mfa": False},
            "q9_escalation": [],
        },
    ),
    DemoVendor(
        key="Mooncake Box Growth",
        zh_hans="月饼盒增长",
        zh_hant="月餅盒增長",
        contact="岳冰禾 Yue Binghe",
        email="team@mooncakebox.example",
        city="Guangzhou",
        positions=("SPECIALIST",),
        seats_total=260,
        founded=2016,
        shapes={"q5_incentive_system": "Team bonus on attributed orders / 按归属订单计发团队奖金"},
    ),
    DemoVendor(
        key="Oolong Surge",
        zh_hans="乌龙应急",
        zh_hant="烏龍應急",
        contact="吴龙映 Wu Longying",
        email="desk@oolongsurge.example",
        city="Xiamen",
        positions=("REGIONAL", "TECH_LED"),
        seats_total=510,
        founded=2019,
        shapes={
            "q3_assignment": "SHARED",
            "q3_stores_per_agent": "8",
            "q3_max_gap_minutes": {"state": "NOT_DISCLOSED"},
            "q4_manual_sampling": "0.03",
            "q4_full_coverage": {"has": False},
            "q5_product_training_hours": "0",
            "q6_compensation": [],
            "q6_credit_cap": "0",
            "q6_fee_at_risk": "0",
            "q8_notice_days": 7,
        },
    ),
    DemoVendor(
        key="Lighthouse Whale",
        zh_hans="灯塔鲸全程",
        zh_hant="燈塔鯨全程",
        contact="邓婧 Deng Jing",
        email="rfq@lighthousewhale.example",
        city="Shanghai",
        positions=("BRAND", "TECH_LED"),
        seats_total=1900,
        founded=2004,
        shapes={
            "q4_manual_sampling": "0.20",
            "q6_bonus": [{"kpi": "CSAT", "above": "94", "bonus_share": "0.03"}],
            "q6_bonus_cap": "0.05",
            "q10_client_retention": "0.93",
        },
    ),
)

BY_KEY = {vendor.key: vendor for vendor in VENDORS}

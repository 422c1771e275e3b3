"""Small builders the catalogue is written with. They return plain JSON data: nothing here knows a rule."""

from typing import Any


def T(en: str, hans: str, hant: str) -> dict:
    """The same words in the three languages."""
    return {"en": en, "zh-hans": hans, "zh-hant": hant}


def C(code: str, en: str, hans: str, hant: str) -> dict:
    """One choice."""
    return {"code": code, "label": T(en, hans, hant)}


def field(code: str, kind: str, label: dict, **more: Any) -> dict:
    """One field spec; empty extras are left out."""
    return {"code": code, "type": kind, "label": label, **{k: v for k, v in more.items() if v is not None}}


def asked(code: str, kind: str, label: dict, **more: Any) -> dict:
    """A sub-answer of the ten questions; "not disclosed" and "not applicable" are offered by default."""
    more.setdefault("nd", "allowed")
    if more["nd"] == "allowed":
        more.setdefault("na", True)
    return field(code, kind, label, **more)


def must(code: str, kind: str, label: dict, **more: Any) -> dict:
    """A required sub-answer."""
    return asked(code, kind, label, required="R", **more)


def binding(code: str, kind: str, label: dict, **more: Any) -> dict:
    """ND!: required, and "not disclosed" is not accepted for submission."""
    return asked(code, kind, label, required="R", nd="refused", **more)


def part(code: str, kind: str, label: dict, **more: Any) -> dict:
    """A required part of an object or a required column of a list."""
    return field(code, kind, label, required="R", **more)


def clause(group: str, code: str, kind: str, required: str, label: dict, **more: Any) -> dict:
    """A contract term."""
    return field(code, kind, label, required=required, group=group, **more)


CNY = T("CNY", "元", "人民幣元")
PER_UNIT = T("CNY for one unit", "元/1 单位外币", "人民幣元/1 單位外幣")
PER_HOUR = T("CNY/hour", "元/小时", "人民幣元/小時")
DAYS = T("days", "天", "天")
MONTHS = T("months", "个月", "個月")
YEARS = T("years", "年", "年")
HOURS = T("hours", "小时", "小時")
MINUTES = T("minutes", "分钟", "分鐘")
SECONDS = T("seconds", "秒", "秒")
SEATS = T("seats", "席", "席")
HEADS = T("people", "人", "人")
PER_YEAR = T("% a year", "%/年", "%/年")
YES_WHEN_TRUE = {"field": "has", "is": True}

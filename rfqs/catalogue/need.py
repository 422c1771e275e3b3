"""The need: its subjects, their fields, their defaults. Volumes have a page and a check of their own."""

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any

from rfqs.catalogue import need_commercial, need_context, need_quality, need_scope
from rfqs.catalogue.codes import SERVICE_TYPES
from rfqs.catalogue.scopes import IN_SCOPE, OUT_OF_SCOPE
from rfqs.catalogue.words import C, T
from ui import specs
from ui.specs import FieldSpec
from ui.text import LANGUAGES, pick

SUBJECTS: list[dict[str, Any]] = [
    {"code": "context", "label": T("Context", "企业背景", "企業背景"), "fields": need_context.CONTEXT},
    {"code": "scope", "label": T("Service scope", "服务范围", "服務範圍"), "fields": need_scope.SCOPE},
    {
        "code": "quality",
        "label": T("Quality targets", "质量目标", "品質目標"),
        "fields": need_quality.QUALITY,
    },
    {
        "code": "data",
        "label": T("Data and security", "数据与安全", "資料與安全"),
        "fields": need_quality.DATA,
    },
    {"code": "sales", "label": T("Sales data", "销售数据", "銷售資料"), "fields": need_commercial.SALES},
    {
        "code": "commercial",
        "label": T("Commercial frame", "商务条件", "商務條件"),
        "fields": need_commercial.COMMERCIAL,
    },
    {"code": "process", "label": T("Process", "流程", "流程"), "fields": need_commercial.PROCESS},
]
# What else lies in the need of an RFQ: pages of their own, and what is worked out from them.
BESIDE = ("volumes", "volatility", "lines", "lines_made")

DATA_CLASSES = [
    C(
        "STANDARD",
        "Standard: the vendor may hold contact and order data",
        "一般：服务商可持有联系方式与订单",
        "一般：服務商可持有聯絡方式與訂單",
    ),
    C(
        "MASKED",
        "Masked: the vendor sees masked data only",
        "脱敏：服务商只能看到脱敏数据",
        "去識別化：服務商只能看到去識別化資料",
    ),
    C(
        "SELF_CONTROLLED",
        "Self-controlled: data stays in our own system",
        "自控：数据留在企业自有系统内",
        "自控：資料留在企業自有系統內",
    ),
]
_CONTROL_OF = {"STANDARD": "VENDOR_MAY_HOLD", "MASKED": "MASKED_ONLY", "SELF_CONTROLLED": "BUYER_CONTROLLED"}


@cache
def _loaded(subject: str) -> tuple[FieldSpec, ...]:
    for item in SUBJECTS:
        if item["code"] == subject:
            return tuple(specs.load(item["fields"]))
    raise KeyError(subject)


def need_specs(subject: str | None = None) -> list[FieldSpec]:
    """The fields of one subject, or of all. Conditions look across subjects: pass the need as `context`."""
    if subject is not None:
        return list(_loaded(subject))
    return [spec for item in SUBJECTS for spec in _loaded(item["code"])]


def need_defaults(language: str = "en") -> dict:
    """The default of every field that has one, its words in one language."""
    return in_language(specs.defaults(need_specs()), language)


def service_line(code: str, channel: str, language: str = "en") -> dict:
    """A row of `service_lines` with the catalogue's scope words."""
    return {
        "type": code,
        "channel": channel,
        "in_scope": pick(IN_SCOPE[code], language),
        "out_of_scope": pick(OUT_OF_SCOPE, language),
    }


def service_type(code: str) -> dict:
    """{"code", "label", "direction", "channels"}; KeyError when unknown."""
    for item in SERVICE_TYPES:
        if item["code"] == code:
            return copy.deepcopy(item)
    raise KeyError(code)


def data_class(code: str, language: str = "en") -> dict:
    """The need fields behind one of DATA_CLASSES: data items, owner of the system, sensitivity."""
    control = _CONTROL_OF[code]
    own = control == "BUYER_CONTROLLED"
    items = need_defaults(language)["data_items"]
    return {
        "data_items": [
            item | {"control": control, "sensitivity": "HIGH" if own else "MID"} for item in items
        ],
        "system_owner_required": "BUYER" if own else "EITHER",
        "data_sensitive": own,
    }


def data_class_of(need: Mapping) -> str:
    """The data class that describes the need best: the strictest control among its items."""
    controls = {item.get("control") for item in need.get("data_items", ())}
    for code in ("SELF_CONTROLLED", "MASKED"):
        if _CONTROL_OF[code] in controls:
            return code
    return "STANDARD"


def in_language(value: Any, language: str) -> Any:
    """A deep copy with every text of three languages replaced by the one asked for."""
    if isinstance(value, Mapping):
        if set(value) == set(LANGUAGES):
            return pick(value, language)
        return {key: in_language(part, language) for key, part in value.items()}
    if isinstance(value, list):
        return [in_language(part, language) for part in value]
    return value

"""Finding one entry of the catalogue by its code."""

from collections.abc import Iterable, Mapping

from rfqs.catalogue.fees import FEES
from rfqs.catalogue.kpis import KPIS
from ui.text import pick


def _by_code(entries: Iterable[Mapping], code: str) -> dict:
    for entry in entries:
        if entry["code"] == code:
            return dict(entry)
    raise KeyError(code)


def kpi(code: str) -> dict:
    """{"code", "label", "formula", "unit", "direction"}; KeyError when unknown."""
    return _by_code(KPIS, code)


def fee(code: str) -> dict:
    """{"code", "label", "units", "default_unit", "help"}; KeyError when unknown."""
    return _by_code(FEES, code)


def label_of(choices: Iterable[Mapping], code: str) -> str:
    """The name of a code in the active language; the code itself when it is not among the choices."""
    for entry in choices:
        if entry["code"] == code:
            return pick(entry["label"])
    return code

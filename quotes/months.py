"""What a quote bills in the trough, an average and the peak month of the first year, line by line, in its currency."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from calc.documents import DocumentError, read_demand, read_quote
from calc.money import round_cents, round_whole
from calc.tco import Month, price

YEAR = 12
LINES = {
    "K-01": _("Base fee"),
    "K-16": _("Minimum top-up"),
    "K-27": _("Commission"),
    "K-28": _("Bonus"),
    "K-11": _("Surge seats"),
    "K-12": _("Promotion overtime"),
    "K-13": _("Night and holiday allowance"),
    "K-07": _("Initial training"),
    "K-14": _("Replacement training"),
    "K-10": _("Software tools"),
    "K-05": _("Set-up"),
    "K-04": _("System integration"),
    "K-08": _("Data migration in"),
    "K-02": _("Communications"),
    "K-03": _("Management fee"),
    "K-23": _("Technical support"),
    "K-21": _("Custom reports"),
    "K-15": _("Fines"),
    "K-20": _("Additional services"),
    "K-40": _("Exit"),
    "K-19": _("Tax"),
}


@dataclass(frozen=True)
class Column:
    """One of the three months; `month` is None for the average."""

    label: str
    month: int | None
    volume: int
    seats: int | None
    payable: Decimal


@dataclass(frozen=True)
class ThreeMonths:
    """Columns and rows of the table; `faults` say why there is none."""

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, str, tuple[Decimal, ...]], ...] = ()
    faults: tuple[Any, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.columns)


def three_months(demand: dict[str, Any], whole: dict[str, Any]) -> ThreeMonths:
    """Price the document and pick the months of least and of most contacts, and the mean of the twelve."""
    try:
        year = price(read_demand(demand), read_quote(whole)).months[:YEAR]
    except DocumentError as error:
        return ThreeMonths(faults=tuple(error.faults))
    trough, peak = min(year, key=_volume), max(year, key=_volume)
    columns = (
        _column(_("Trough"), trough),
        Column(
            str(_("Average")),
            None,
            round_whole(Decimal(sum(month.volume for month in year)) / YEAR),
            None,
            _mean([month.written.payable for month in year]),
        ),
        _column(_("Peak"), peak),
    )
    codes = [code for code in LINES if any(month.written.lines.get(code) for month in year)]
    rows = tuple((code, str(LINES[code]), _cells(code, trough, year, peak)) for code in codes)
    return ThreeMonths(columns, rows)


def _volume(month: Month) -> int:
    return month.volume


def _column(label: Any, month: Month) -> Column:
    return Column(str(label), month.month, month.volume, month.seats_needed, month.written.payable)


def _cells(code: str, trough: Month, year: Any, peak: Month) -> tuple[Decimal, ...]:
    zero = Decimal(0)
    average = _mean([month.written.lines.get(code, zero) for month in year])
    return trough.written.lines.get(code, zero), average, peak.written.lines.get(code, zero)


def _mean(amounts: list[Decimal]) -> Decimal:
    return round_cents(sum(amounts, Decimal(0)) / YEAR)

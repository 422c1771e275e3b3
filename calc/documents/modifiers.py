"""What a rate line may carry beside its price: commission, collar, stages, trial, surcharges, staff for events.

Each is a small frozen value with its reader and writer; `calc.documents.rate_lines` puts them together.
Shares are fractions of 1, money is in the currency of the quote, months are contract months from 1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from calc.documents.codes import BETTER, COMMISSION_BASES, MAX_MONTH, WINDOWS
from calc.documents.reader import Reader
from calc.money import ONE, ZERO, exact, round_places

T = TypeVar("T")

METRICS = 12
STAGES = 24


@dataclass(frozen=True)
class Commission:
    """Commission of a B02 or B09 line: a rate of a money base, or a fee per success; cap and floor a month.

    `success_rate` is the share of the forecast contacts that succeed, in place of the sales figures of the
    demand. `clawback`: refunded sales pay nothing. `quality_gate`: the KPI without which nothing is paid.
    """

    base: str
    rate: Decimal | None
    fee: Decimal | None
    cap: Decimal | None
    attribution_days: int | None
    clawback: bool | None
    quality_gate: str | None
    floor: Decimal | None = None
    success_rate: Decimal | None = None


@dataclass(frozen=True)
class Metric:
    """One KPI of a collar: `expected` is what the vendor counts on, None is on target."""

    kpi: str
    weight: Decimal
    target: Decimal
    span: Decimal
    better: str
    expected: Decimal | None


@dataclass(frozen=True)
class Performance:
    """A collar: at most `share` of the fee is added or taken off (domain 5.3, B11)."""

    share: Decimal
    metrics: tuple[Metric, ...]


@dataclass(frozen=True)
class Stage:
    """A part of a project's price and the contract month in which it falls due."""

    share: Decimal
    month: int


@dataclass(frozen=True)
class Trial:
    """The first `months` cost `discount` less."""

    months: int
    discount: Decimal


@dataclass(frozen=True)
class Surcharge:
    """A rise of the price in a window; `share` of the contacts counts where the buyer names none."""

    window: str
    rate: Decimal
    share: Decimal | None


@dataclass(frozen=True)
class EventStaff:
    """Temporary seats in promotion months; without `seats` those needed beyond the base seats.

    At least `min_days` are billed; `days` counts where the buyer does not say how long a promotion lasts.
    """

    seats: int | None
    days: int | None
    hours_per_day: Decimal | None
    min_days: int
    notice_days: int


@dataclass(frozen=True)
class BuildUp:
    """Open book for a seat and month: labour, other cost, and the profit on them (domain 5.3, B15)."""

    pay: Decimal
    management: Decimal
    welfare: Decimal
    training: Decimal
    profit: Decimal

    @property
    def price(self) -> Decimal:
        """The seat price, four decimals."""
        with exact():
            cost = self.pay + self.management + self.welfare + self.training
            return round_places(cost * (ONE + self.profit), 4)


# -- commission ---------------------------------------------------------------------------------------------


def read_commission(reader: Reader) -> Commission | None:
    if not reader.has("commission"):
        reader.uncomputable(
            "commission",
            "is missing in a line that is paid by commission",
            "state base and rate, or use another model",
        )
        return None
    child = reader.child("commission")
    if child is None:
        return None
    if not child.has("base"):
        child.uncomputable("base", "is missing", f"name one of {', '.join(COMMISSION_BASES)}")
    base = child.opt_choice("base", COMMISSION_BASES) or ""
    commission = Commission(
        base=base,
        rate=child.opt_amount("rate", high="0.5"),
        fee=child.opt_amount("fee"),
        cap=child.opt_amount("cap", places=2),
        attribution_days=child.opt_count("attribution_days", high=365),
        clawback=child.opt_flag("clawback"),
        quality_gate=child.opt_text("quality_gate", limit=200),
        floor=child.opt_amount("floor", places=2),
        success_rate=child.opt_amount("success_rate", high="1"),
    )
    child.finish()
    if child.ok:
        _check_commission(child, commission)
    return commission


def _check_commission(reader: Reader, commission: Commission) -> None:
    allowed = {"SUCCESS_COUNT": ("fee",), "CONVERSION_LIFT": ("rate", "fee")}.get(commission.base, ("rate",))
    given = [key for key in ("rate", "fee") if getattr(commission, key) is not None]
    if len(given) != 1 or given[0] not in allowed:
        reader.uncomputable(
            allowed[0],
            f"a commission on {commission.base} needs exactly one of: {', '.join(allowed)}",
            "state that one and leave the other out",
        )
    if commission.success_rate is not None and commission.base != "SUCCESS_COUNT":
        reader.add(
            "success_rate", f"has no meaning for a commission on {commission.base}", "use SUCCESS_COUNT"
        )
    if commission.floor is not None and commission.cap is not None and commission.cap < commission.floor:
        reader.add("cap", f"{commission.cap} is below the floor {commission.floor}", "correct one of the two")


# -- performance --------------------------------------------------------------------------------------------


def read_performance(reader: Reader, *, required: bool) -> Performance | None:
    if required and not reader.has("performance"):
        reader.uncomputable(
            "performance", "is missing in a B11 line", "state the share at risk and the metrics, or use B10"
        )
        return None
    child = reader.child("performance") if reader.has("performance") else None
    if child is None:
        return None
    share = child.amount("share", high="1", above=True)
    found = Performance(share, tuple(_each(child, "metrics", METRICS, _metric)))
    child.finish()
    _sum_to_one(child, "metrics", [metric.weight for metric in found.metrics])
    return found


def _metric(reader: Reader) -> Metric:
    return Metric(
        kpi=reader.opt_text("kpi", limit=60, required=True) or "",
        weight=reader.amount("weight", high="1", above=True),
        target=reader.amount("target"),
        span=reader.amount("span", above=True),
        better=reader.opt_choice("better", BETTER) or BETTER[0],
        expected=reader.opt_amount("expected"),
    )


# -- stages, trial, surcharges ------------------------------------------------------------------------------


def read_stages(reader: Reader, *, required: bool) -> tuple[Stage, ...]:
    if not reader.has("stages"):
        if required:
            reader.uncomputable(
                "stages",
                "is missing: nothing says when the price falls due",
                "list the stages with share and month; one stage of 1 is enough",
            )
        return ()
    stages = _each(reader, "stages", STAGES, _stage)
    _sum_to_one(reader, "stages", [stage.share for stage in stages])
    return tuple(stages)


def _stage(reader: Reader) -> Stage:
    share = reader.amount("share", high="1", above=True)
    return Stage(share, reader.opt_count("month", low=1, high=MAX_MONTH, required=True) or 1)


def read_trial(reader: Reader, *, required: bool) -> Trial | None:
    if required and not reader.has("trial"):
        reader.uncomputable("trial", "is missing", "state months and discount of the trial, or use B10")
        return None
    child = reader.child("trial") if reader.has("trial") else None
    if child is None:
        return None
    trial = Trial(
        child.opt_count("months", low=1, high=24, required=True) or 1, child.amount("discount", high="1")
    )
    child.finish()
    return trial


def read_surcharges(reader: Reader) -> tuple[Surcharge, ...]:
    found = _each(reader, "surcharges", len(WINDOWS), _surcharge) if reader.has("surcharges") else []
    named = [one.window for one in found]
    if len(set(named)) != len(named):
        reader.add("surcharges", "name a window twice", "give every window once")
    return tuple(found)


def _surcharge(reader: Reader) -> Surcharge:
    return Surcharge(
        reader.choice("window", WINDOWS),
        reader.amount("rate", high="5"),
        reader.opt_amount("share", high="1"),
    )


# -- events, cost build-up ----------------------------------------------------------------------------------


def read_event(reader: Reader, unit: str) -> EventStaff | None:
    child = reader.child("event") if reader.has("event") else None
    if child is None:
        return None
    event = EventStaff(
        seats=child.opt_count("seats", low=1, high=100_000),
        days=child.opt_count("days", low=1, high=31),
        hours_per_day=child.opt_amount("hours_per_day", high="24", above=True) if unit == "HOUR" else None,
        min_days=child.opt_count("min_days", high=31) or 0,
        notice_days=child.opt_count("notice_days", high=365) or 0,
    )
    if unit == "HOUR" and not child.has("hours_per_day"):
        child.uncomputable("hours_per_day", "is missing in a line billed by the hour", "state hours a day")
    child.finish()
    return event


def read_build_up(reader: Reader) -> BuildUp | None:
    if not reader.has("build_up"):
        reader.uncomputable(
            "build_up", "is missing in a B15 line", "state pay, management and profit, or use B01"
        )
        return None
    child = reader.child("build_up")
    if child is None:
        return None
    found = BuildUp(
        pay=child.amount("pay", places=2),
        management=child.amount("management", places=2),
        welfare=child.opt_amount("welfare", places=2) or ZERO,
        training=child.opt_amount("training", places=2) or ZERO,
        profit=child.amount("profit", high="5"),
    )
    child.finish()
    return found


# -- lists --------------------------------------------------------------------------------------------------


def _each(reader: Reader, key: str, most: int, read: Callable[[Reader], T]) -> list[T]:
    """Every entry of a list of objects, at least one and at most `most`."""
    form = f"give a list of one to {most} objects"
    entries = reader.items(key, required=True, form=form)
    if entries is None:
        return []
    if not 1 <= len(entries) <= most:
        reader.add(key, f"holds {len(entries)} entries", form)
        return []
    found = []
    for index, entry in enumerate(entries):
        child = Reader(entry, f"{reader.at(key)}[{index}]", reader.faults)
        found.append(read(child))
        child.finish()
    return found


def _sum_to_one(reader: Reader, key: str, shares: Sequence[Decimal]) -> None:
    if shares and reader.ok and sum(shares, ZERO) != ONE:
        what = "weights" if key == "metrics" else "shares"
        reader.add(key, f"have {what} that sum to {sum(shares, ZERO)}, not to 1", f"make the {what} sum to 1")


# -- writing ------------------------------------------------------------------------------------------------


def write_plain(value: object, names: Sequence[str]) -> dict[str, object]:
    """The named fields of a value that are stated: decimals as texts, counts, flags and words as they are."""
    stated = {name: getattr(value, name) for name in names if getattr(value, name) not in (None, "")}
    return {name: str(item) if isinstance(item, Decimal) else item for name, item in stated.items()}


def write_commission(commission: Commission) -> dict[str, object]:
    names = ("base", "rate", "fee", "cap", "floor", "success_rate")
    return write_plain(commission, (*names, "attribution_days", "clawback", "quality_gate"))


def write_performance(found: Performance) -> dict[str, object]:
    names = ("kpi", "weight", "target", "span", "better", "expected")
    return {"share": str(found.share), "metrics": [write_plain(metric, names) for metric in found.metrics]}

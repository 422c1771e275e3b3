"""Rate lines of a quote: one billing model each, with exactly the fields that model is priced from."""

from dataclasses import dataclass
from decimal import Decimal

from calc.documents.codes import (
    APPLIES_TO,
    COUNTED_UNITS,
    HOUR_BASES,
    MAX_MONTH,
    MODEL_NAMES,
    MODEL_UNITS,
    PERIODS,
    PRICED_OTHERWISE,
    ROUNDINGS,
    TIER_BASES,
    TIER_METHODS,
    WINDOWS,
)
from calc.documents.modifiers import (
    BuildUp,
    Commission,
    EventStaff,
    Performance,
    Stage,
    Surcharge,
    Trial,
    read_build_up,
    read_commission,
    read_event,
    read_performance,
    read_stages,
    read_surcharges,
    read_trial,
    write_commission,
    write_performance,
    write_plain,
)
from calc.documents.reader import Reader


@dataclass(frozen=True)
class Tier:
    """A band: contacts (or minutes, or seats) up to and including `upper`; None is the open last band."""

    upper: int | None
    price: Decimal


@dataclass(frozen=True)
class RateLine:
    """One rate line; fields a model does not use are None, False or empty."""

    model: str
    unit: str
    id: str = ""
    line: str = ""
    note: str = ""
    window: str = ""
    applies_to: str = "ALL"
    unit_price: Decimal | None = None
    fixed_fee: Decimal | None = None
    included_qty: int = 0
    min_qty: int = 0
    min_charge: Decimal | None = None
    cap: Decimal | None = None
    expected_qty: Decimal | None = None
    expected_bonus: Decimal | None = None
    rounding: str = ""
    wrap_up_s: Decimal | None = None
    tier_basis: str = ""
    tier_method: str = ""
    tiers: tuple[Tier, ...] = ()
    commission: Commission | None = None
    min_period: str = "MONTH"
    min_carry_forward: bool = False
    min_seconds: Decimal | None = None
    rollover_months: int = 0
    hour_basis: str = ""
    minute_price: Decimal | None = None
    build_up: BuildUp | None = None
    samples: int | None = None
    invalid_share: Decimal | None = None
    stages: tuple[Stage, ...] = ()
    trial: Trial | None = None
    performance: Performance | None = None
    surcharges: tuple[Surcharge, ...] = ()
    event: EventStaff | None = None
    valid_from: int = 1
    valid_to: int = MAX_MONTH

    @property
    def bills_base_seats(self) -> bool:
        """Billed by the seat-month for the base seats (not for a window or an event of its own)."""
        return self.unit == "SEAT_MONTH" and self.applies_to in ("ALL", "BASE")


def read_rate_line(reader: Reader) -> RateLine | None:
    """One rate line, or None where its model is unknown or no model of a line (a fault is noted)."""
    model = reader.choice("model", tuple(MODEL_NAMES))
    if not reader.ok:
        return None
    if model not in MODEL_UNITS:
        _refuse_model(reader, model)
        return None
    unit = reader.choice("unit", MODEL_UNITS[model])
    if not reader.ok:
        return None
    applies_to = reader.opt_choice("applies_to", APPLIES_TO) or "ALL"
    tier_basis, tier_method, tiers = _tiering(reader, unit) if model == "B03" else ("", "", ())
    minutes = unit == "MINUTE" or (model == "B14" and reader.has("minute_price"))
    window = reader.opt_text("window") or ""
    build_up = read_build_up(reader) if model == "B15" else None
    event = read_event(reader, unit) if model == "B04" and unit in ("HOUR", "DAY") else None
    stages = _stages(reader, model, unit)
    line = RateLine(
        model=model,
        unit=unit,
        id=reader.opt_text("id", limit=60) or "",
        line=reader.opt_text("line", limit=60) or "",
        note=reader.opt_text("note") or "",
        window=window,
        applies_to=applies_to,
        unit_price=_unit_price(reader, model, build_up),
        fixed_fee=_fixed_fee(reader, model),
        included_qty=_included(reader) if model == "B08" else 0,
        min_qty=reader.opt_count("min_qty", high=10_000_000) or 0,
        min_charge=reader.opt_amount("min_charge", places=2),
        cap=reader.opt_amount("cap", places=2),
        expected_qty=_expected_qty(reader, unit, _settled(reader, model, applies_to, window, event, stages)),
        expected_bonus=reader.opt_amount("expected_bonus", high="1"),
        rounding=_rounding(reader) if minutes else "",
        wrap_up_s=reader.opt_amount("wrap_up_s", high="7200") if minutes else None,
        tier_basis=tier_basis,
        tier_method=tier_method,
        tiers=tiers,
        commission=read_commission(reader) if model in ("B02", "B09") else None,
        min_period=reader.opt_choice("min_period", tuple(PERIODS)) or "MONTH",
        min_carry_forward=reader.opt_flag("min_carry_forward") or False,
        min_seconds=reader.opt_amount("min_seconds", high="7200") if minutes else None,
        rollover_months=(reader.opt_count("rollover_months", high=12) or 0) if model == "B08" else 0,
        hour_basis=_hour_basis(reader) if model == "B06" else "",
        minute_price=reader.opt_amount("minute_price") if model == "B14" else None,
        build_up=build_up,
        samples=_samples(reader, stages) if model == "B12" else None,
        invalid_share=reader.opt_amount("invalid_share", high="1") if model == "B12" else None,
        stages=stages,
        trial=read_trial(reader, required=model == "B16" and unit == "MONTH"),
        performance=read_performance(reader, required=model == "B11"),
        surcharges=read_surcharges(reader),
        event=event,
        valid_from=reader.opt_count("valid_from", low=1, high=MAX_MONTH) or 1,
        valid_to=reader.opt_count("valid_to", low=1, high=MAX_MONTH) or MAX_MONTH,
    )
    reader.finish()
    if reader.ok:
        _check_line(reader, line)
    return line


def write_rate_line(line: RateLine) -> dict[str, object]:
    """The document of a rate line; what it does not use is left out."""
    plain: dict[str, object] = {"model": line.model, "unit": line.unit, "applies_to": line.applies_to}
    texts = ("id", "line", "note", "window", "rounding", "tier_basis", "tier_method", "hour_basis")
    plain |= write_plain(line, texts)
    numbers = ("unit_price", "fixed_fee", "min_charge", "cap", "expected_qty", "expected_bonus", "wrap_up_s")
    more = ("min_seconds", "minute_price", "samples", "invalid_share")
    plain |= write_plain(line, (*(name for name in numbers if not _computed(line, name)), *more))
    if line.model == "B08":
        plain["included_qty"] = line.included_qty
    optional = ("min_qty", "rollover_months", "min_carry_forward")
    plain |= {name: getattr(line, name) for name in optional if getattr(line, name)}
    unusual = (("min_period", "MONTH"), ("valid_from", 1), ("valid_to", MAX_MONTH))
    plain |= {name: getattr(line, name) for name, usual in unusual if getattr(line, name) != usual}
    return plain | _write_parts(line)


def _write_parts(line: RateLine) -> dict[str, object]:
    """What is an object or a list inside a rate line."""
    plain: dict[str, object] = {}
    if line.tiers:
        plain["tiers"] = [{"upper": tier.upper, "price": str(tier.price)} for tier in line.tiers]
    if line.commission:
        plain["commission"] = write_commission(line.commission)
    if line.performance:
        plain["performance"] = write_performance(line.performance)
    if line.stages:
        plain["stages"] = [write_plain(stage, ("share", "month")) for stage in line.stages]
    if line.trial:
        plain["trial"] = write_plain(line.trial, ("months", "discount"))
    if line.surcharges:
        plain["surcharges"] = [write_plain(one, ("window", "rate", "share")) for one in line.surcharges]
    if line.event:
        names = ("seats", "days", "hours_per_day", "min_days", "notice_days")
        plain["event"] = write_plain(line.event, names)
    if line.build_up:
        plain["build_up"] = write_plain(line.build_up, ("pay", "management", "welfare", "training", "profit"))
    return plain


def _computed(line: RateLine, name: str) -> bool:
    return name == "unit_price" and line.model == "B15"


def _refuse_model(reader: Reader, model: str) -> None:
    """B13 is the only known model that is not the model of a line."""
    remedy = 'give each part its own rate line, the overflow with applies_to "OVERFLOW"'
    reader.uncomputable("model", f"{model} ({MODEL_NAMES[model]}) is several lines", remedy)


def _unit_price(reader: Reader, model: str, build_up: BuildUp | None) -> Decimal | None:
    if build_up is not None:
        return build_up.price
    return None if model in PRICED_OTHERWISE else reader.amount("unit_price")


def _fixed_fee(reader: Reader, model: str) -> Decimal | None:
    if model == "B08":
        return reader.amount("fixed_fee", places=2)
    return reader.opt_amount("fixed_fee", places=2) if model == "B07" else None


def _included(reader: Reader) -> int:
    return reader.opt_count("included_qty", required=True) or 0


def _rounding(reader: Reader) -> str:
    if not reader.has("rounding"):
        reader.uncomputable("rounding", "is missing", f"choose one of {', '.join(ROUNDINGS)}")
        return ROUNDINGS[0]
    return reader.choice("rounding", ROUNDINGS)


def _hour_basis(reader: Reader) -> str:
    if not reader.has("hour_basis"):
        reader.uncomputable(
            "hour_basis",
            "is missing: nothing says which hours count",
            f"state one of {', '.join(HOUR_BASES)}",
        )
        return HOUR_BASES[0]
    return reader.choice("hour_basis", HOUR_BASES)


def _samples(reader: Reader, stages: tuple[Stage, ...]) -> int | None:
    samples = reader.opt_count("samples", low=1)
    if stages and samples is None and not reader.faulty("samples"):
        reader.uncomputable(
            "samples", "is missing: the stages are parts of it", "state the samples of the project"
        )
    return samples


def _stages(reader: Reader, model: str, unit: str) -> tuple[Stage, ...]:
    if model == "B12":
        return read_stages(reader, required=reader.has("samples"))
    return read_stages(reader, required=True) if (model, unit) == ("B16", "ONCE") else ()


def _settled(
    reader: Reader,
    model: str,
    applies_to: str,
    window: str,
    event: EventStaff | None,
    stages: tuple[Stage, ...],
) -> str:
    """How the quantity is known: DEMAND, STATED, or EITHER (the demand may say, else the line)."""
    unit = reader.get("unit")
    if event is not None or stages or model == "B09" or (model == "B12" and reader.has("samples")):
        return "DEMAND"
    at_contact = model == "B06" and reader.get("hour_basis") != "LOGGED"
    if applies_to == "WINDOW" and window in WINDOWS and (at_contact or unit in ("CONTACT", "MINUTE")):
        return "EITHER"
    if applies_to in ("WINDOW", "EVENT"):
        return "STATED"
    return "STATED" if unit in COUNTED_UNITS and not at_contact else "DEMAND"


def _expected_qty(reader: Reader, unit: str, settled: str) -> Decimal | None:
    quantity = reader.opt_quantity("expected_qty")
    if settled == "STATED" and not reader.has("expected_qty"):
        reader.uncomputable(
            "expected_qty",
            f"is missing: the quantity of this {unit} line follows from nothing else",
            "state the units a month",
        )
    if settled == "DEMAND" and quantity is not None:
        reader.add(
            "expected_qty", f"does not belong here: the demand gives the quantity of {unit}", "leave it out"
        )
    return quantity


def _tiering(reader: Reader, unit: str) -> tuple[str, str, tuple[Tier, ...]]:
    """Basis, method and bands; nothing is assumed where the vendor is silent."""
    for key, choices in (("tier_basis", tuple(TIER_BASES)), ("tier_method", TIER_METHODS)):
        if not reader.has(key):
            reader.uncomputable(key, "is missing", f"state one of {', '.join(choices)}")
    basis = reader.opt_choice("tier_basis", tuple(TIER_BASES)) or ""
    method = reader.opt_choice("tier_method", TIER_METHODS) or ""
    if basis and TIER_BASES[basis] != unit:
        reader.add("tier_basis", f"{basis} does not go with the unit {unit}", f"use unit {TIER_BASES[basis]}")
    return basis, method, _tiers(reader)


def _tiers(reader: Reader) -> tuple[Tier, ...]:
    form = "list the bands from low to high, each with upper and price, the last with upper null"
    entries = reader.items("tiers", required=True, form=form)
    if entries is None:
        return ()
    if not entries:
        reader.add("tiers", "is empty", form)
    tiers: list[Tier] = []
    floor = 0
    for index, entry in enumerate(entries):
        band = Reader(entry, f"{reader.at('tiers')}[{index}]", reader.faults)
        upper = band.opt_count("upper", low=1)
        tiers.append(Tier(upper, band.amount("price")))
        band.finish()
        last = index == len(entries) - 1
        if band.has("upper") and last:
            band.add(
                "upper", "closes the last band", "write null: volume above the last limit has a price too"
            )
        if not band.has("upper") and not last:
            band.add("upper", "is missing or null before the last band", "write the band's highest quantity")
        if upper is not None:
            if upper <= floor:
                band.add("upper", f"{upper} is not above the band before it ({floor})", form)
            floor = max(floor, upper)
    return tuple(tiers)


def _check_line(reader: Reader, line: RateLine) -> None:
    if line.applies_to == "OVERFLOW" and line.unit not in ("CONTACT", "MINUTE"):
        reader.add(
            "applies_to", f"OVERFLOW cannot be billed by {line.unit}", "use the unit CONTACT or MINUTE"
        )
    if line.min_charge is not None and line.cap is not None and line.cap < line.min_charge:
        reader.add(
            "cap", f"{line.cap} is below the minimum charge {line.min_charge}", "correct one of the two"
        )
    if line.valid_from > line.valid_to:
        reader.add(
            "valid_to",
            f"{line.valid_to} comes before valid_from {line.valid_from}",
            "name the first and the last contract month, for example 1 and 12",
        )
    if line.expected_bonus is not None and line.performance is not None:
        reader.add("expected_bonus", "stands beside a collar that says the same", "leave one of the two out")
    if line.event is not None and line.applies_to != "EVENT":
        reader.add("event", f"does not go with applies_to {line.applies_to}", 'write applies_to "EVENT"')
    if line.min_charge is None and (line.min_carry_forward or line.min_period != "MONTH"):
        key = "min_carry_forward" if line.min_carry_forward else "min_period"
        reader.add(key, "has no meaning without min_charge", "state the minimum charge, or leave it out")
    if line.stages and line.trial is not None:
        reader.add("trial", "has no meaning for a price paid in stages", "leave it out")
    if line.trial is not None and line.trial.months < line.valid_from:
        message = f"ends in contract month {line.trial.months}, before valid_from {line.valid_from}"
        reader.add("trial", message, "write the price of those months as lines with valid_from and valid_to")
    for index, stage in enumerate(line.stages):
        if not line.valid_from <= stage.month <= line.valid_to:
            message = f"{stage.month} is outside of the term, months {line.valid_from} to {line.valid_to}"
            reader.add(f"stages[{index}].month", message, "leave valid_from and valid_to out, or correct one")
    _check_idle(reader, line)


def _check_idle(reader: Reader, line: RateLine) -> None:
    """What would be read but could move no price is refused: nobody may think that it counts."""
    if line.min_qty and (line.unit in ("MONTH", "QUARTER", "ONCE", "ORDER") or line.stages or line.event):
        what = (
            "a line of stages" if line.stages else "an event" if line.event else f"a price by the {line.unit}"
        )
        remedy = "write min_days in the event" if line.event else "leave it out, or state min_charge"
        reader.add("min_qty", f"has no meaning for {what}", remedy)
    if line.model != "B09":
        return
    if line.applies_to != "ALL":
        reader.add("applies_to", "a pure commission counts on all contacts", "leave it out")
    if line.cap is not None:
        reader.add("cap", "the line has no fee but its commission", "write the cap in the commission")
    for key in ("expected_bonus", "performance", "trial", "surcharges"):
        if getattr(line, key):
            reader.add(key, "has no meaning for a line that is paid by commission alone", "leave it out")

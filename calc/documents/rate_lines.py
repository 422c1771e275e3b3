"""Rate lines of a quote: one billing model each, with exactly the fields that model is priced from."""

from dataclasses import dataclass
from decimal import Decimal

from calc.documents.codes import (
    APPLIES_TO,
    COMMISSION_BASES,
    COUNTED_UNITS,
    MODEL_NAMES,
    MODEL_UNITS,
    ROUNDINGS,
    TIER_BASES,
    TIER_METHODS,
)
from calc.documents.reader import Reader


@dataclass(frozen=True)
class Tier:
    """A band: contacts (or minutes, or seats) up to and including `upper`; None is the open last band."""

    upper: int | None
    price: Decimal


@dataclass(frozen=True)
class Commission:
    """Commission of a B02 line: a rate of a money base, or a fee per success; `cap` is money a month."""

    base: str
    rate: Decimal | None
    fee: Decimal | None
    cap: Decimal | None
    attribution_days: int | None
    clawback: bool | None
    quality_gate: str | None


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

    @property
    def bills_base_seats(self) -> bool:
        """Billed by the seat-month for the base seats (not for a window or an event of its own)."""
        return self.unit == "SEAT_MONTH" and self.applies_to in ("ALL", "BASE")


def read_rate_line(reader: Reader) -> RateLine | None:
    """One rate line, or None where its model is unknown or not priced yet (a fault is noted)."""
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
    minute = unit == "MINUTE"
    line = RateLine(
        model=model,
        unit=unit,
        id=reader.opt_text("id", limit=60) or "",
        line=reader.opt_text("line", limit=60) or "",
        note=reader.opt_text("note") or "",
        window=reader.opt_text("window") or "",
        applies_to=applies_to,
        unit_price=None if model == "B03" else reader.amount("unit_price"),
        fixed_fee=_fixed_fee(reader, model),
        included_qty=_included(reader) if model == "B08" else 0,
        min_qty=reader.opt_count("min_qty", high=10_000_000) or 0,
        min_charge=reader.opt_amount("min_charge", places=2),
        cap=reader.opt_amount("cap", places=2),
        expected_qty=_expected_qty(reader, unit, applies_to),
        expected_bonus=reader.opt_amount("expected_bonus", high="1"),
        rounding=_rounding(reader) if minute else "",
        wrap_up_s=reader.opt_amount("wrap_up_s", high="7200") if minute else None,
        tier_basis=tier_basis,
        tier_method=tier_method,
        tiers=tiers,
        commission=_commission(reader) if model == "B02" else None,
    )
    _refuse_validity(reader)
    reader.finish()
    _check_line(reader, line)
    return line


def write_rate_line(line: RateLine) -> dict[str, object]:
    """The document of a rate line."""
    plain: dict[str, object] = {"model": line.model, "unit": line.unit, "applies_to": line.applies_to}
    texts = ("id", "line", "note", "window", "rounding", "tier_basis", "tier_method")
    plain |= {key: getattr(line, key) for key in texts if getattr(line, key)}
    numbers = ("unit_price", "fixed_fee", "min_charge", "cap", "expected_qty", "expected_bonus", "wrap_up_s")
    plain |= {key: str(getattr(line, key)) for key in numbers if getattr(line, key) is not None}
    if line.model == "B08":
        plain["included_qty"] = line.included_qty
    if line.min_qty:
        plain["min_qty"] = line.min_qty
    if line.tiers:
        plain["tiers"] = [{"upper": tier.upper, "price": str(tier.price)} for tier in line.tiers]
    if line.commission:
        plain["commission"] = _write_commission(line.commission)
    return plain


def _refuse_model(reader: Reader, model: str) -> None:
    if model == "B13":
        remedy = 'give each part its own rate line, the overflow with applies_to "OVERFLOW"'
    else:
        remedy = f"quote one of {', '.join(MODEL_UNITS)}"
    reader.uncomputable("model", f"{model} ({MODEL_NAMES[model]}) cannot be priced yet", remedy)


def _refuse_validity(reader: Reader) -> None:
    for key in ("valid_from", "valid_to"):
        if reader.has(key):
            reader.uncomputable(
                key, "a rate line for part of the term cannot be priced yet", "leave it out and use F20"
            )


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


def _expected_qty(reader: Reader, unit: str, applies_to: str) -> Decimal | None:
    counted = unit in COUNTED_UNITS or applies_to in ("WINDOW", "EVENT")
    quantity = reader.opt_quantity("expected_qty")
    if counted and not reader.has("expected_qty"):
        reader.uncomputable(
            "expected_qty",
            f"is missing: the quantity of a {unit} line for {applies_to} follows from nothing else",
            "state the units a month",
        )
    if not counted and quantity is not None:
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


def _commission(reader: Reader) -> Commission | None:
    if not reader.has("commission"):
        reader.uncomputable("commission", "is missing in a B02 line", "state base and rate, or use B01")
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


def _check_line(reader: Reader, line: RateLine) -> None:
    if line.applies_to == "OVERFLOW" and line.unit not in ("CONTACT", "MINUTE"):
        reader.add(
            "applies_to", f"OVERFLOW cannot be billed by {line.unit}", "use the unit CONTACT or MINUTE"
        )
    if line.min_charge is not None and line.cap is not None and line.cap < line.min_charge:
        reader.add(
            "cap", f"{line.cap} is below the minimum charge {line.min_charge}", "correct one of the two"
        )


def _write_commission(commission: Commission) -> dict[str, object]:
    amounts = ("rate", "fee", "cap")
    plain: dict[str, object] = {"base": commission.base}
    plain |= {key: str(getattr(commission, key)) for key in amounts if getattr(commission, key) is not None}
    rest = ("attribution_days", "clawback", "quality_gate")
    return plain | {key: getattr(commission, key) for key in rest if getattr(commission, key) is not None}

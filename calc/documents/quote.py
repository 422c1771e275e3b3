"""The quote document: rate lines, the twenty fee lines, tax, seats and the vendor's own operation."""

from dataclasses import dataclass
from decimal import Decimal

from calc.documents.codes import (
    COUNTED_UNITS,
    DIRECTIONS,
    FEE_CODES,
    FEE_UNITS,
    METERED_UNITS,
    PAYERS,
    QUOTE_SCHEMA,
    SPECIAL_VAT,
    STATUS_ONLY,
    STATUSES,
)
from calc.documents.currencies import read_currency
from calc.documents.faults import DocumentError, Fault
from calc.documents.rate_lines import RateLine, read_rate_line, write_rate_line
from calc.documents.reader import Reader

STARTUP_HOURS = Decimal(80)


@dataclass(frozen=True)
class Tax:
    """Invoice tax: `rate` on top of the prices, unless they include it."""

    rate: Decimal
    included: bool

    @property
    def on_top(self) -> Decimal:
        return Decimal(0) if self.included else self.rate


@dataclass(frozen=True)
class FeeLine:
    """One of F01 to F20; `price` and `unit` only where CHARGED."""

    code: str
    status: str
    unit: str = ""
    price: Decimal | None = None
    hours_per_seat: Decimal | None = None
    expected_qty: Decimal | None = None
    included_quantity: Decimal | None = None
    cap: Decimal | None = None
    base: Decimal | None = None
    payer: str = ""
    direction: str = ""
    trigger: str = ""
    note: str = ""

    @property
    def charged(self) -> bool:
        return self.status == "CHARGED" and self.price is not None


@dataclass(frozen=True)
class Operations:
    """What the vendor states or commits to; None is unknown or not disclosed."""

    turnover_annual: Decimal | None = None
    repeat_rate: Decimal | None = None
    oversight_hours_month: Decimal | None = None
    startup_hours: Decimal = STARTUP_HOURS
    aht_s: Decimal | None = None
    conversion: Decimal | None = None


@dataclass(frozen=True)
class Quote:
    """One quote; `answers` and `contract_terms` are kept as they came.

    `line_seats` are the base seats by service line, where there are several; `base_seats` is their sum.
    """

    currency: str
    tax: Tax
    base_seats: int
    rate_lines: tuple[RateLine, ...]
    fee_lines: tuple[FeeLine, ...]
    operations: Operations
    answers: dict[str, object]
    contract_terms: dict[str, object]
    line_seats: tuple[tuple[str, int], ...] = ()

    def fee(self, code: str) -> FeeLine:
        """The fee line `code`; a missing one is not disclosed."""
        for line in self.fee_lines:
            if line.code == code:
                return line
        return FeeLine(code, "NOT_DISCLOSED")

    @property
    def disclosure(self) -> Decimal:
        """Share of the twenty fee lines that are disclosed, 0 to 1 in steps of 0.05."""
        open_lines = sum(self.fee(code).status != "NOT_DISCLOSED" for code in FEE_CODES)
        return Decimal(open_lines) / len(FEE_CODES)

    @property
    def seats(self) -> int:
        """Billed base seats: the minimum of a seat line takes the place of fewer base seats, everywhere."""
        return max([self.base_seats, *(line.min_qty for line in self.rate_lines if line.bills_base_seats)])

    @property
    def escalation(self) -> Decimal:
        """Price rise a year from F20; 0 where it is not charged."""
        line = self.fee("F20")
        return line.price if line.charged and line.price is not None else Decimal(0)

    @property
    def special_invoice(self) -> bool:
        """The vendor answers that it issues special VAT invoices, whose tax a buyer may recover."""
        answered = self.answers.get("q2")
        return isinstance(answered, dict) and answered.get("q2_invoice_type") == SPECIAL_VAT

    @property
    def has_overflow(self) -> bool:
        return any(line.applies_to == "OVERFLOW" for line in self.rate_lines)


def read_quote(data: object) -> Quote:
    """Read a quote document; raises `DocumentError` with every fault found."""
    faults: list[Fault] = []
    reader = Reader(data, "", faults)
    reader.expect("schema", QUOTE_SCHEMA)
    quote = Quote(
        currency=read_currency(reader, "currency"),
        tax=_tax(reader),
        base_seats=_base_seats(reader, line_seats := _line_seats(reader)),
        rate_lines=_rate_lines(reader),
        fee_lines=_fee_lines(reader),
        operations=_operations(reader),
        answers=reader.opaque("answers"),
        contract_terms=reader.opaque("contract_terms"),
        line_seats=line_seats,
    )
    reader.finish()
    _check_seats(reader, quote)
    if faults:
        raise DocumentError(faults)
    return quote


def write_quote(quote: Quote) -> dict[str, object]:
    """The document of `quote`; reading it gives the same quote again."""
    operations = quote.operations
    names = (
        "turnover_annual",
        "repeat_rate",
        "oversight_hours_month",
        "startup_hours",
        "aht_s",
        "conversion",
    )
    return {
        "schema": QUOTE_SCHEMA,
        "currency": quote.currency,
        "tax": {"rate": str(quote.tax.rate), "included": quote.tax.included},
        "base_seats": quote.base_seats,
        "rate_lines": [write_rate_line(line) for line in quote.rate_lines],
        "fee_lines": [_write_fee(line) for line in quote.fee_lines],
        "operations": {
            name: str(getattr(operations, name)) for name in names if getattr(operations, name) is not None
        },
        "answers": quote.answers,
        "contract_terms": quote.contract_terms,
        **({"line_seats": dict(quote.line_seats)} if quote.line_seats else {}),
    }


def _line_seats(reader: Reader) -> tuple[tuple[str, int], ...]:
    """Base seats by service line; the names are checked against the demand when the quote is priced."""
    child = reader.child("line_seats") if reader.has("line_seats") else None
    if child is None:
        return ()
    found = tuple((code, child.opt_count(code, high=100_000) or 0) for code in child.data)
    child.finish()
    return found


def _base_seats(reader: Reader, by_line: tuple[tuple[str, int], ...]) -> int:
    stated, summed = reader.opt_count("base_seats", high=100_000), sum(seats for _line, seats in by_line)
    if by_line and stated is not None and stated != summed:
        reader.add("base_seats", f"is {stated}, the lines have {summed}", "make them sum up, or leave it out")
    return summed if by_line else stated or 0


def _tax(reader: Reader) -> Tax:
    child = reader.child("tax", required=True)
    if child is None:
        return Tax(Decimal(0), True)
    tax = Tax(child.amount("rate", high="1"), child.opt_flag("included", required=True) is True)
    child.finish()
    return tax


def _rate_lines(reader: Reader) -> tuple[RateLine, ...]:
    form = "give at least one rate line"
    entries = reader.items("rate_lines", required=True, form=form)
    if entries is None:
        return ()
    if not entries:
        reader.uncomputable("rate_lines", "is empty", form)
    lines: list[RateLine] = []
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        child = Reader(entry, f"rate_lines[{index}]", reader.faults)
        line = read_rate_line(child)
        if line is None:
            continue
        lines.append(line)
        if line.id and line.id in seen:
            child.add("id", f"{line.id!r} is used twice", "give every rate line its own id")
        seen.add(line.id)
    return tuple(lines)


def _fee_lines(reader: Reader) -> tuple[FeeLine, ...]:
    entries = reader.items("fee_lines", required=True, form="list the fee lines F01 to F20") or []
    lines: dict[str, FeeLine] = {}
    for index, entry in enumerate(entries):
        child = Reader(entry, f"fee_lines[{index}]", reader.faults)
        line = _fee_line(child)
        if line is None:
            continue
        if line.code in lines:
            child.add("code", f"{line.code} is given twice", "give every fee line once")
        lines[line.code] = line
    return tuple(lines[code] for code in sorted(lines))


def _fee_line(reader: Reader) -> FeeLine | None:
    code = reader.choice("code", FEE_CODES)
    status = reader.choice("status", STATUSES)
    if not reader.ok:
        return None
    charged = status == "CHARGED"
    required = charged and code not in STATUS_ONLY
    unit = reader.opt_choice("unit", FEE_UNITS[code], required=required) or ""
    price = _fee_price(reader, code, unit, charged, required)
    line = FeeLine(
        code=code,
        status=status,
        unit=unit,
        price=price,
        hours_per_seat=reader.opt_amount("hours_per_seat", high="744") if code == "F02" else None,
        expected_qty=reader.opt_quantity("expected_qty") if _counted(code, unit) else None,
        included_quantity=reader.opt_quantity("included_quantity"),
        cap=reader.opt_amount("cap", places=2),
        base=reader.opt_amount("base", places=2) if code == "F18" else None,
        payer=_payer(reader, charged) if code == "F11" else "",
        direction=(reader.opt_choice("direction", DIRECTIONS) or "") if code == "F15" else "",
        trigger=reader.opt_text("trigger") or "",
        note=reader.opt_text("note") or "",
    )
    reader.finish()
    if charged and line.included_quantity is not None and unit not in METERED_UNITS:
        reader.add("included_quantity", f"has no meaning for the unit {unit}", "leave it out")
    return line


def _fee_price(reader: Reader, code: str, unit: str, charged: bool, required: bool) -> Decimal | None:
    if charged:
        highest = {"PERCENT": "1", "RATE_PER_YEAR": "3", "MONTHS_OF_FEE": "60"}.get(unit, "9999999999")
        return reader.opt_amount("price", high=highest, required=required)
    if reader.has("price"):
        reader.add(
            "price", f"{code} is not CHARGED, so it has no price", "leave the price out, or write CHARGED"
        )
    return None


def _counted(code: str, unit: str) -> bool:
    """Units whose quantity the vendor states; overtime hours follow from seats and promotion months."""
    return unit in COUNTED_UNITS and not (code == "F02" and unit == "HOUR")


def _payer(reader: Reader, charged: bool) -> str:
    if charged and not reader.has("payer"):
        reader.add("payer", "is missing", f"say who pays for calls: one of {', '.join(PAYERS)}")
    return reader.opt_choice("payer", PAYERS) or ""


def _operations(reader: Reader) -> Operations:
    child = reader.child("operations")
    if child is None:
        return Operations()
    startup = _stated(child, "startup_hours", "100000")
    operations = Operations(
        turnover_annual=_stated(child, "turnover_annual", "20"),
        repeat_rate=_stated(child, "repeat_rate", "0.9"),
        oversight_hours_month=_stated(child, "oversight_hours_month", "100000"),
        startup_hours=STARTUP_HOURS if startup is None else startup,
        aht_s=_stated(child, "aht_s", "7200", low="10"),
        conversion=_stated(child, "conversion", "1"),
    )
    child.finish()
    return operations


def _stated(reader: Reader, key: str, high: str, low: str = "0") -> Decimal | None:
    """A value, or None where the vendor says {"state": "NOT_DISCLOSED"} (or NOT_APPLICABLE)."""
    value = reader.get(key)
    if isinstance(value, dict):
        state = Reader(value, reader.at(key), reader.faults)
        state.choice("state", ("NOT_DISCLOSED", "NOT_APPLICABLE"))
        state.opt_text("reason")
        state.finish()
        return None
    return reader.opt_amount(key, low=low, high=high)


def _check_seats(reader: Reader, quote: Quote) -> None:
    """Seats and overflow need a number of seats to count from."""
    if quote.seats or reader.faulty("base_seats"):
        return
    for index, line in enumerate(quote.rate_lines):
        if line.bills_base_seats or line.applies_to in ("OVERFLOW", "BASE"):
            what = "is billed by the seat" if line.bills_base_seats else f"applies to {line.applies_to}"
            reader.uncomputable("base_seats", f"is 0, yet rate_lines[{index}] {what}", "state the base seats")
            return


def _write_fee(line: FeeLine) -> dict[str, object]:
    plain: dict[str, object] = {"code": line.code, "status": line.status}
    texts = ("unit", "payer", "direction", "trigger", "note")
    plain |= {key: getattr(line, key) for key in texts if getattr(line, key)}
    numbers = ("price", "hours_per_seat", "expected_qty", "included_quantity", "cap", "base")
    return plain | {key: str(getattr(line, key)) for key in numbers if getattr(line, key) is not None}

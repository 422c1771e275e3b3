"""What a quote costs: months, invoices and figures, and their form in the documents."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from calc.money import MONTHS_A_YEAR, ONE, ZERO, exact, round_cents, round_places, to_text


@dataclass(frozen=True)
class Invoice:
    """What the vendor writes in a currency of its own: the rounded lines of a month and their sum."""

    lines: dict[str, Decimal]
    payable: Decimal

    def as_json(self) -> dict[str, object]:
        lines = {item: to_text(amount, 2) for item, amount in self.lines.items()}
        return {"lines": lines, "payable": to_text(self.payable, 2)}


@dataclass(frozen=True)
class Quoted:
    """The figures of a quote in its own currency, of which one unit is `rate` in that of the RFQ, `home`."""

    currency: str
    home: str
    rate: Decimal
    headline: Decimal
    year1_payable: Decimal
    exit_cost: Decimal

    def as_json(self) -> dict[str, object]:
        return {
            "currency": self.currency,
            "home": self.home,
            "rate": f"{self.rate:f}",
            "headline": to_text(self.headline, 2),
            "year1_payable": to_text(self.year1_payable, 2),
            "exit_cost": to_text(self.exit_cost, 2),
        }


@dataclass(frozen=True)
class LinePart:
    """One of several service lines in a month: `amount` is what its own rate lines come to, before tax.

    It is in the currency of the RFQ and rounded once; what is charged for all lines is in none of the parts.
    """

    code: str
    volume: int
    contacts: int
    seats_needed: int
    surge_seats: int
    amount: Decimal

    def as_json(self) -> dict[str, object]:
        return {**vars(self), "amount": to_text(self.amount, 2)}


@dataclass(frozen=True)
class Month:
    """One month of a run; `lines` are the vendor's rounded lines without those of zero.

    Money is in the currency of the RFQ. Where the quote has another, `invoice` is what the vendor writes: it is
    converted as a whole, and `lines` are its parts, each up to the cent that makes them sum to it.
    """

    month: int
    volume: int
    contacts: int
    seats_needed: int
    surge_seats: int
    lines: dict[str, Decimal]
    vendor_payable: Decimal
    buyer_internal: Decimal
    undisclosed_loading: Decimal
    idle_cost: Decimal
    tax_recovered: Decimal = ZERO
    invoice: Invoice | None = None
    parts: tuple[LinePart, ...] = ()

    @property
    def written(self) -> Invoice:
        """The invoice as the vendor writes it."""
        return self.invoice or Invoice(self.lines, self.vendor_payable)

    @property
    def cost(self) -> Decimal:
        """What the month costs the buyer in all."""
        return self.vendor_payable - self.tax_recovered + self.buyer_internal + self.undisclosed_loading

    def as_json(self) -> dict[str, object]:
        return {
            "month": self.month,
            "volume": self.volume,
            "contacts": self.contacts,
            "seats_needed": self.seats_needed,
            "surge_seats": self.surge_seats,
            "lines": {item: to_text(amount, 2) for item, amount in self.lines.items()},
            "vendor_payable": to_text(self.vendor_payable, 2),
            "buyer_internal": to_text(self.buyer_internal, 2),
            "undisclosed_loading": to_text(self.undisclosed_loading, 2),
        } | self._more()

    def _more(self) -> dict[str, object]:
        """What few months have."""
        more: dict[str, object] = {}
        if self.tax_recovered:
            more["tax_recovered"] = to_text(self.tax_recovered, 2)
        if self.invoice is not None:
            more["invoice"] = self.invoice.as_json()
        return more | ({"parts": [part.as_json() for part in self.parts]} if self.parts else {})


def by_line(months: Sequence[Month]) -> list[LinePart]:
    """What each of several service lines asks over the months and what its rate lines come to; seats are the most."""
    return [
        LinePart(
            code=parts[0].code,
            volume=sum(part.volume for part in parts),
            contacts=sum(part.contacts for part in parts),
            seats_needed=max(part.seats_needed for part in parts),
            surge_seats=max(part.surge_seats for part in parts),
            amount=sum((part.amount for part in parts), ZERO),
        )
        for parts in zip(*(month.parts for month in months), strict=True)
    ]


@dataclass(frozen=True)
class Priced:
    """A quote priced against a demand; `uplift_y1`, `elasticity` and `tco_per_contact` are unrounded.

    The figures of the first year leave exit items out, whatever the horizon. Money is in the currency of the RFQ;
    `quoted` are the figures of a quote in another one. Of several service lines `headlines` are what the prices of each
    come to in its average month; what is for the contract as a whole is in none of them.
    """

    headline: Decimal
    headline_base: Decimal
    year1_payable: Decimal
    year1_cost: Decimal
    uplift_y1: Decimal
    disclosure: Decimal
    loaded_uplift: Decimal
    tco: dict[int, Decimal]
    tco_per_contact: Decimal
    elasticity: Decimal
    exit_cost: dict[int, Decimal]
    value_credit: Decimal
    idle_cost: Decimal
    horizon_months: int
    months: tuple[Month, ...]
    warnings: tuple[str, ...]
    quoted: Quoted | None = None
    headlines: dict[str, Decimal] = field(default_factory=dict)

    @property
    def rate(self) -> Decimal:
        """What one unit of the quote's currency is in that of the RFQ."""
        return ONE if self.quoted is None else self.quoted.rate

    @property
    def average_month(self) -> Decimal:
        """What the vendor is paid in a month of the first year, on average."""
        with exact():
            return round_cents(self.year1_payable / MONTHS_A_YEAR)

    @property
    def horizon_tco(self) -> Decimal:
        return self.tco[self.horizon_months]

    @property
    def loaded_uplift_shown(self) -> Decimal:
        """The loaded uplift at its four decimals, as the scorecard and the flags take it."""
        return round_places(self.loaded_uplift, 4)

    @property
    def peak_seats(self) -> int:
        """Highest seats needed in the first year."""
        return max(month.seats_needed for month in self.months[:MONTHS_A_YEAR])

    def as_json(self) -> dict[str, object]:
        """The form of documents.md: money two decimals, rates and per contact four, disclosure two."""
        return {
            "headline": to_text(self.headline, 2),
            "year1_payable": to_text(self.year1_payable, 2),
            "uplift_y1": to_text(self.uplift_y1, 4),
            "disclosure": to_text(self.disclosure, 2),
            "loaded_uplift": to_text(self.loaded_uplift, 4),
            "tco": {str(horizon): to_text(amount, 2) for horizon, amount in self.tco.items()},
            "tco_per_contact": to_text(self.tco_per_contact, 4),
            "elasticity": to_text(self.elasticity, 4),
            "exit_cost": {str(month): to_text(amount, 2) for month, amount in self.exit_cost.items()},
            "months": [month.as_json() for month in self.months],
            **({} if self.quoted is None else {"quoted": self.quoted.as_json()}),
        }

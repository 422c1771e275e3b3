"""Claims and limits held against the source figures (domain 6.3): savings, sampling, turnover, commission."""

from dataclasses import dataclass
from decimal import Decimal

from calc.documents import Demand, Quote
from calc.money import MONTHS_A_YEAR, ONE, ZERO, exact, round_cents, round_places
from calc.tco import Priced

CLAIMED = (Decimal("0.30"), Decimal("0.40"))  # N-01: what basic outsourcing is said to save
OVERRUN = (Decimal("0.20"), Decimal("0.50"))  # N-13: what is paid above the quote
BASE_SHARE = (Decimal("0.40"), Decimal("0.85"))  # domain 5.5, B02
SMALL_SAMPLE = Decimal("0.05")  # N-10


def paid_of_own_cost(saving: Decimal, uplift: Decimal) -> Decimal:
    """What is paid in the end relative to the own team: (1 - s)(1 + u), four decimals."""
    return round_places((ONE - saving) * (ONE + uplift), 4)


def implied_own_cost(price: Decimal, saving: Decimal) -> Decimal:
    """The own agent's monthly cost that a price and a claimed saving imply: p / (1 - s), in cents."""
    with exact():
        return round_cents(price / (ONE - saving))


def paid_range(price: Decimal) -> tuple[Decimal, Decimal]:
    """What a quoted price comes to, by the observed overrun."""
    return price * (ONE + OVERRUN[0]), price * (ONE + OVERRUN[1])


@dataclass(frozen=True)
class Saving:
    """A quote against the own team over the first year, in cents; shares unrounded.

    `at_quote` is the saving its headline promises, `in_fact` what the priced year leaves of it.
    """

    own_year: Decimal
    headline_year: Decimal
    paid_year: Decimal

    @property
    def at_quote(self) -> Decimal:
        with exact():
            return ONE - self.headline_year / self.own_year

    @property
    def in_fact(self) -> Decimal:
        with exact():
            return ONE - self.paid_year / self.own_year

    @property
    def vanishes(self) -> bool:
        """True when the headline promises a saving and the year shows none."""
        return self.at_quote > 0 >= self.in_fact


def saving(priced: Priced, own_year: Decimal) -> Saving | None:
    """None where the own team is said to cost nothing: there is nothing to save from.

    Buyer's own time and loading count as paid: they are part of what the vendor really costs. Exit items do not, as in
    every figure of the first year (domain 6.2): a contract of twelve months saves as much in it as a longer one.
    """
    if own_year <= 0:
        return None
    return Saving(own_year, priced.headline * MONTHS_A_YEAR, priced.year1_cost)


@dataclass(frozen=True)
class Turnover:
    """Leavers of a year on the base seats; `billed` is what F05 adds, `carried` what a head costs beyond that."""

    leavers: Decimal
    billed: Decimal
    cost: Decimal

    @property
    def carried(self) -> Decimal:
        """What the vendor carries, and will want back: never below 0."""
        return max(ZERO, self.cost - self.billed)


def turnover(quote: Quote, priced: Priced, per_head: Decimal) -> Turnover | None:
    """Cost of replacing leavers in the first year; None where turnover is not disclosed or no seat is quoted."""
    rate = quote.operations.turnover_annual
    if rate is None or not quote.seats:
        return None
    with exact():
        leavers = quote.seats * rate
        billed = sum((m.lines.get("K-14", ZERO) for m in priced.months[:MONTHS_A_YEAR]), ZERO)
        return Turnover(leavers, billed, round_cents(leavers * per_head))


@dataclass(frozen=True)
class BlindSpot:
    """Contacts of an average month nobody checks; `share` 0 to 1. `screened`: a machine reads all of them."""

    share: Decimal
    unseen: int
    screened: bool

    @property
    def small_sample(self) -> bool:
        return not self.screened and self.share >= ONE - SMALL_SAMPLE


def blind_spot(contacts_month: int, sampled: Decimal | None, screened: bool) -> BlindSpot | None:
    """What quality checks do not see; None where the vendor does not say how much it samples."""
    if sampled is None and not screened:
        return None
    share = ZERO if screened else ONE - min(ONE, sampled or ZERO)
    with exact():
        return BlindSpot(share, int(contacts_month * share), screened)


@dataclass(frozen=True)
class Guardrail:
    """The commission of a quote: the base's share of base and commission, and what holds overselling back."""

    base_share: Decimal
    commission_year: Decimal
    capped: bool
    clawback: bool
    quality_gate: bool
    above_limit: bool

    @property
    def balanced(self) -> bool:
        low, high = BASE_SHARE
        return low <= self.base_share <= high

    @property
    def missing(self) -> tuple[str, ...]:
        """CAP, CLAWBACK, QUALITY_GATE where the quote has none; RATE where it is above the buyer's limit."""
        held = {
            "CAP": self.capped,
            "CLAWBACK": self.clawback,
            "QUALITY_GATE": self.quality_gate,
            "RATE": not self.above_limit,
        }
        return tuple(name for name, there in held.items() if not there)


def guardrail(
    demand: Demand, quote: Quote, priced: Priced, rate_max: Decimal | None = None
) -> Guardrail | None:
    """None for a quote without commission."""
    terms = [line.commission for line in quote.rate_lines if line.commission]
    if not terms or not any(line.sales for line in demand.lines or (demand,)):
        return None
    year = priced.months[:MONTHS_A_YEAR]
    commission = sum((month.lines.get("K-27", ZERO) for month in year), ZERO)
    base = sum((month.lines.get("K-01", ZERO) + month.lines.get("K-16", ZERO) for month in year), ZERO)
    with exact():
        share = base / (base + commission) if base + commission else ZERO
    return Guardrail(
        base_share=share,
        commission_year=commission,
        capped=all(one.cap is not None for one in terms),
        clawback=all(one.clawback for one in terms),
        quality_gate=all(one.quality_gate for one in terms),
        above_limit=rate_max is not None and any((one.rate or ZERO) > rate_max for one in terms),
    )

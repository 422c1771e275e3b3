"""The seats a published need takes, and the seats a quote's own promise takes; no rows and no clock.

Both are Erlang over the week of the need (`calc.workforce.seats`). The price of a quote is another matter: it is computed with
the planning formula (domain 3.3), which goes by the month and knows no waiting time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from calc.money import ZERO, exact, round_cents, round_whole
from calc.workforce import staffing
from calc.workforce.erlang import StaffingError, Target
from calc.workforce.seats import Plan, Profile, Rules, by_shares, flat, level_of, plan, read_profile
from rfqs.hours import APART
from rfqs.lines import content_of_line, lines_of
from scoring.rules.findings import Case
from scoring.rules.reading import answer, decimal, fee, operation, rate_lines

Json = Mapping[str, Any]
# Somebody waits for the answer; the rest is a backlog that is worked off.
WAITING_CHANNELS = ("PHONE", "CHAT")
# The highest share that is staffed for: a promise of 100 % would need endless agents.
MOST_SHARE = Fraction(99, 100)
PROMISED, ASKED = "PROMISED", "ASKED"


@dataclass(frozen=True)
class Basis:
    """What the need says about staffing: the week, the hours, the terms, the contacts of an average month."""

    profile: Profile
    windows: tuple[Json, ...]
    rules: Rules
    month_contacts: int
    peak_contacts: int
    utilisation: Decimal

    def plan(self) -> Plan:
        return plan(self.profile, self.rules, Fraction(self.month_contacts), self.windows)

    def peak_plan(self) -> Plan:
        """The month of the highest forecast."""
        return plan(self.profile, self.rules, Fraction(self.peak_contacts), self.windows)


@dataclass(frozen=True)
class Held:
    """A quote's seats against the seats its own promise needs, in an average month."""

    offered: int
    planned: int
    rules: Rules
    contacts: int
    promise: str
    plan: Plan
    sustained: Fraction | None
    missing_fee: Decimal | None

    @property
    def missing(self) -> int:
        return max(0, self.plan.seats - self.offered)

    @property
    def filled(self) -> Fraction:
        """Hours of contact work over the hours that the offered seats are there."""
        return self.plan.work_hours_month / (self.offered * self.rules.seat_hours)


def fraction(value: object, default: str = "0") -> Fraction:
    """A stored number as a fraction; the default where nothing is stored."""
    return Fraction(str(value)) if value not in (None, "") else Fraction(default)


def basis_of(content: Json) -> Basis:
    """Read the need; raises `StaffingError` naming what is missing."""
    demand, need = content.get("demand") or {}, content.get("need") or {}
    forecast = [int(one) for one in demand.get("forecast_profile") or []]
    if not any(forecast):
        raise StaffingError("contacts", "give the volumes first")
    if demand.get("channel") not in WAITING_CHANNELS:
        raise StaffingError("channel", "only telephone and chat are staffed by waiting time")
    if not demand.get("aht_s"):
        raise StaffingError("aht_s", "give the handling time of a contact")
    windows = tuple(row for row in need.get("coverage_windows") or [] if row.get("kind") not in APART)
    return Basis(
        profile=profile_of(content, windows),
        windows=windows,
        rules=_rules(demand, need),
        month_contacts=round_whole(Decimal(sum(forecast)) / len(forecast)),
        peak_contacts=max(forecast),
        utilisation=Decimal(str(demand.get("utilisation") or "0.68")),
    )


def bases_of(content: Json) -> dict[str, Basis]:
    """The basis of each service line by its code; lines that cannot be staffed by waiting time are left out."""
    found = {}
    for line in lines_of(content):
        try:
            found[line.code] = basis_of(content_of_line(content, line.code))
        except StaffingError:
            continue
    return found


def profile_of(content: Json, windows: tuple[Json, ...]) -> Profile:
    """The week of the upload; else its shares of hours and weekdays; else the same in all service hours."""
    history = content.get("history") or {}
    peaks = history.get("peaks") or {}
    if history.get("profile"):
        return read_profile(history["profile"])
    if peaks.get("hour_share") and peaks.get("weekday_share"):
        return by_shares(peaks["hour_share"], peaks["weekday_share"])
    return flat(windows)


def _rules(demand: Json, need: Json) -> Rules:
    volumes = need.get("volumes") or {}
    patience = volumes.get("patience_s")
    return Rules(
        aht_s=fraction(demand.get("aht_s")),
        target=target_of({row.get("kpi"): row.get("target") for row in need.get("core_kpis") or []}, volumes),
        concurrency=fraction(demand.get("concurrency"), "1"),
        max_occupancy=fraction(volumes.get("max_occupancy"), "0.85"),
        shrinkage=fraction(volumes.get("shrinkage"), "0.30"),
        patience_s=fraction(patience) if patience else None,
        paid_hours=fraction(demand.get("paid_hours"), "174"),
        floor_seats=int(demand.get("floor_seats") or 0),
    )


def target_of(kpis: Json, volumes: Json) -> Target:
    """The target in a list of KPI figures: the service level, else the first or the average response time.

    Without any of them the need's own share. A level counts in percent; the seconds are the need's.
    """
    within = fraction(volumes.get("answer_within_s"), "20")
    level = decimal(kpis.get("SL"))
    if level is not None and level > 0:
        share = Fraction(level) / 100 if level > 1 else Fraction(level)
        return Target(within, min(share, MOST_SHARE))
    wait = next((found for code in ("FRT", "ART") if (found := decimal(kpis.get(code)))), None)
    if wait is not None and wait > 0:
        return Target(Fraction(wait))
    return Target(within, min(fraction(volumes.get("service_level"), "0.80"), MOST_SHARE))


def has_promise(kpis: Json) -> bool:
    return any((decimal(kpis.get(code)) or 0) > 0 for code in ("SL", "FRT", "ART"))


def held(case: Case, basis: Basis, *, sustained: bool = True) -> Held | None:
    """Hold a quote's seats against its promise; None where it offers no seats (it carries the risk itself).

    What too few seats can keep is worked out for the page alone: it takes ten times as long as the rest.
    """
    seats = int(decimal(case.quote.get("base_seats")) or 0)
    least = max((int(decimal(line.get("min_qty")) or 0) for line in rate_lines(case)), default=0)
    offered = max(seats, least) if seats else 0
    if not offered:
        return None
    committed = {str(row.get("kpi")): row.get("committed") for row in answer(case, "q6_kpis").rows}
    rules = promised_rules(case, basis, committed)
    contacts = _contacts(case, basis)
    found = plan(basis.profile, rules, Fraction(contacts), basis.windows, levels=sustained)
    enough = offered >= found.seats or not sustained
    return Held(
        offered=offered,
        planned=planned_seats(basis, rules, contacts),
        rules=rules,
        contacts=contacts,
        promise=PROMISED if has_promise(committed) else ASKED,
        plan=found,
        sustained=None
        if enough
        else level_of(offered, basis.profile, rules, Fraction(contacts), basis.windows),
        missing_fee=_missing_fee(case, found.seats - offered),
    )


def promised_rules(case: Case, basis: Basis, committed: Json) -> Rules:
    """The terms of the need with the vendor's own figures in their place.

    Where the seat price covers leave the vendor replaces who is away, so nothing is taken off a seat's hours
    unless the vendor states a shrinkage.
    """
    rules, definition = basis.rules, answer(case, "q1_seat_definition")
    aht = operation(case, "aht_s").number
    stated, day, days = (
        answer(case, "q3_shrinkage").number,
        definition.part("hours_day").number,
        definition.part("days_month").number,
    )
    covered = definition.part("leave_cover").value is True
    shrinkage = Fraction(stated) if stated is not None else Fraction(0) if covered else rules.shrinkage
    return replace(
        rules,
        aht_s=Fraction(aht) if aht else rules.aht_s,
        shrinkage=shrinkage,
        paid_hours=min(Fraction(744), Fraction(day * days)) if day and days else rules.paid_hours,
        target=target_of(committed, case.need.get("volumes") or {})
        if has_promise(committed)
        else rules.target,
    )


def _contacts(case: Case, basis: Basis) -> int:
    """Contacts of an average month with the vendor's repeats (domain 3.3); plain where a rate is unknown."""
    own, now = operation(case, "repeat_rate").number, decimal(case.demand.get("repeat_rate_now"))
    if own is None or now is None:
        return basis.month_contacts
    with exact():
        return round_whole(basis.month_contacts * (1 + own) / (1 + now))


def planned_seats(basis: Basis, rules: Rules, contacts: int) -> int:
    """The planning formula of domain 3.3, with which every price is computed."""
    hours, concurrency, aht = (
        Decimal(one.numerator) / one.denominator
        for one in (basis.rules.paid_hours, rules.concurrency, rules.aht_s)
    )
    seconds = staffing.seat_seconds(hours, basis.utilisation, concurrency)
    return staffing.whole_seats([contacts], aht, seconds, rules.floor_seats)[0]


def _missing_fee(case: Case, missing: int) -> Decimal | None:
    """What the missing seats cost a month, before tax: at the surge price where there is one, else at the base."""
    if missing <= 0:
        return ZERO
    surge = fee(case, "F01")
    price = decimal(surge.get("price")) if surge.get("unit") == "SEAT_MONTH" else None
    if price is None:
        lines = (line for line in rate_lines(case) if line.get("unit") == "SEAT_MONTH")
        price = next((decimal(line.get("unit_price")) for line in lines), None)
    return None if price is None else round_cents(price * missing)

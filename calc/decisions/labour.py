"""What a team costs and delivers: the labour-cost calculation (domain 7).

A year of a team: heads and their movement, traffic by type, use of the paid hours, cost, cost of an answer. Every
figure is exact but one: answers of another length are converted to the reference length and cut to whole answers
(domain 7.5), as the calculation this one restores did.
"""

from dataclasses import dataclass
from decimal import Decimal

from calc.money import MONTHS_A_YEAR, ONE, ZERO, exact, floor, round_cents

HOURS_A_DAY = Decimal(8)
DAYS_A_MONTH = Decimal("21.75")
TOTAL, TAXED_TOTAL = "TOTAL", "TAXED_TOTAL"
# Calls x seconds and the measured minutes may differ by rounding of the seconds; beyond this they contradict.
MINUTES_TOLERANCE = Decimal("0.01")


class LabourError(ValueError):
    """Figures that describe no team; the message names the field and the remedy."""


@dataclass(frozen=True)
class Traffic:
    """One type of contact: answers of the year, mean seconds of talk, and the minutes where they were measured."""

    answers: int
    seconds: Decimal
    minutes: Decimal | None = None

    @property
    def talk_minutes(self) -> Decimal:
        """The measured minutes; answers x seconds / 60 where nothing was measured. Exact."""
        return self.answers * self.seconds / 60 if self.minutes is None else self.minutes

    @property
    def contradicts(self) -> bool:
        """True when the measured minutes are not what the mean length makes of the answers (domain 7.2)."""
        if self.minutes is None:
            return False
        return abs(self.answers * self.seconds / 60 - self.minutes) > MINUTES_TOLERANCE * self.minutes


@dataclass(frozen=True)
class Team:
    """A team's year. Money in one currency; `pay` is what all staff but the managers cost, with on-costs."""

    agents: Decimal
    joiners: int
    leavers: int
    pay: Decimal
    recruit_fee: Decimal
    training_days: Decimal
    training_allowance: Decimal
    managers: int
    manager_pay: Decimal
    tax_rate: Decimal
    traffic: tuple[Traffic, ...]
    reference_s: Decimal
    hours_a_day: Decimal = HOURS_A_DAY
    days_a_month: Decimal = DAYS_A_MONTH
    management_posts: int | None = None
    unit_cost_basis: str = TAXED_TOTAL


@dataclass(frozen=True)
class Labour:
    """What comes of a team; ratios are unrounded, None where nothing stands below the line."""

    recruitment: Decimal
    training: Decimal
    management: Decimal
    total: Decimal
    taxed_total: Decimal
    talk_minutes: Decimal
    staff_minutes: Decimal
    utilisation: Decimal
    converted: tuple[int, ...]
    net_change: int
    turnover_annual: Decimal
    joiner_rate: Decimal
    per_answer: Decimal | None
    per_minute: Decimal | None
    per_agent_month: Decimal
    warnings: tuple[str, ...]

    @property
    def converted_total(self) -> int:
        return sum(self.converted)

    @property
    def turnover_monthly(self) -> Decimal:
        with exact():
            return self.turnover_annual / MONTHS_A_YEAR


def recruitment(joiners: int, fee: Decimal) -> Decimal:
    """Joiners x fee a head (domain 7.4)."""
    return joiners * fee


def training(joiners: int, days: Decimal, allowance: Decimal) -> Decimal:
    """Joiners x days x allowance a day; neither pay nor trainer nor material is in it (domain 7.4)."""
    return joiners * days * allowance


def management(heads: int, pay: Decimal) -> Decimal:
    """Managers' pay of a year."""
    return pay * MONTHS_A_YEAR * heads


def converted(answers: int, seconds: Decimal, reference_s: Decimal) -> int:
    """Answers of `seconds` as answers of `reference_s`, cut to whole ones (domain 7.5)."""
    with exact():
        return floor(answers * seconds / reference_s)


def labour(team: Team) -> Labour:
    """The whole calculation; raises `LabourError` for figures no team can have."""
    _check(team)
    with exact():
        hired = recruitment(team.joiners, team.recruit_fee)
        trained = training(team.joiners, team.training_days, team.training_allowance)
        managed = management(team.managers, team.manager_pay)
        total = team.pay + hired + trained + managed
        taxed = round_cents(total * (ONE + team.tax_rate))
        counted = tuple(converted(one.answers, one.seconds, team.reference_s) for one in team.traffic)
        talk = sum((one.talk_minutes for one in team.traffic), ZERO)
        staff = team.agents * team.hours_a_day * team.days_a_month * MONTHS_A_YEAR * 60
        counts = taxed if team.unit_cost_basis == TAXED_TOTAL else total
        return Labour(
            recruitment=hired,
            training=trained,
            management=managed,
            total=total,
            taxed_total=taxed,
            talk_minutes=talk,
            staff_minutes=staff,
            utilisation=talk / staff,
            converted=counted,
            net_change=team.joiners - team.leavers,
            turnover_annual=team.leavers / team.agents,
            joiner_rate=team.joiners / team.agents,
            per_answer=counts / sum(counted) if sum(counted) else None,
            per_minute=counts / talk if talk else None,
            per_agent_month=counts / team.agents / MONTHS_A_YEAR,
            warnings=_warnings(team, talk > staff),
        )


def _check(team: Team) -> None:
    above: dict[str, Decimal] = {
        "agents": team.agents,
        "reference_s": team.reference_s,
        "hours_a_day": team.hours_a_day,
        "days_a_month": team.days_a_month,
    }
    for name, value in above.items():
        if not value > 0:
            raise LabourError(f"{name}: is {value}; give a number above 0")
    if team.hours_a_day > 24 or team.days_a_month > 31:
        raise LabourError("hours_a_day, days_a_month: a day has 24 hours, a month 31 days at most")
    if team.unit_cost_basis not in (TOTAL, TAXED_TOTAL):
        raise LabourError(f"unit_cost_basis: write {TOTAL} or {TAXED_TOTAL}")
    counts = (team.joiners, team.leavers, team.managers)
    amounts = (team.pay, team.recruit_fee, team.training_days, team.training_allowance, team.manager_pay)
    below = min(counts) < 0 or min(*amounts, team.tax_rate) < 0
    if below or any(one.answers < 0 or one.seconds < 0 for one in team.traffic):
        raise LabourError("no figure of a team is below 0")


def _warnings(team: Team, over_full: bool) -> tuple[str, ...]:
    """W-POSTS: posts are counted but not paid for (domain 7.7). W-MINUTES n: type n contradicts itself."""
    found = [f"W-MINUTES {number}" for number, one in enumerate(team.traffic, start=1) if one.contradicts]
    if team.management_posts is not None and team.management_posts != team.managers:
        found.insert(0, "W-POSTS")
    return tuple(found + (["W-OVERFULL"] if over_full else []))


def replacement_a_month(turnover_annual: Decimal, per_head: Decimal, heads: Decimal = ONE) -> Decimal:
    """Recruiting and training of those who replace leavers, a month: heads x turnover / 12 x cost a head."""
    with exact():
        return heads * turnover_annual * per_head / MONTHS_A_YEAR

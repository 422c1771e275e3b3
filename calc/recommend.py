"""Which depth, resource mode, billing base, overlay, scope and term suit a need (domain 10.5).

A table of rules with points that add up; each point keeps the rule it comes from, so that the page can say
why. Advice without points stands beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

DEPTH, RESOURCE, BILLING, OVERLAY, SCOPE, TERM = "D", "R", "B", "O", "S", "T"
DIMENSIONS = (DEPTH, RESOURCE, BILLING, OVERLAY, SCOPE, TERM)
# Billing option -> the models of domain 5 that carry it out.
BILLING_MODELS = {
    "FIXED_SEAT": ("B01", "B10"),
    "BASE_COMMISSION": ("B02", "B09"),
    "TIERED": ("B03",),
    "ON_DEMAND": ("B04", "B05", "B06", "B07"),
    "PROJECT": ("B12",),
    "HYBRID": ("B13",),
}
HYBRID_GAP = 1


@dataclass(frozen=True)
class Facts:
    """What the rules ask about a need; codes as in domain 3.1, `volatility` as in 3.3."""

    stage: str
    business_type: str
    volatility: str
    has_sales_target: bool = False
    temporary: bool = False
    data_self_controlled: bool = False
    own_system: bool = False
    round_the_clock: bool = False
    multilingual: bool = False
    simple: bool = False
    launch_within_two_weeks: bool = False
    dedicated_store: bool = False
    high_value_contacts: bool = False
    core_business: bool = False
    seasonal: bool = False
    needs_agents_without_budget: bool = False
    needs_platform_only: bool = False
    rapidly_changing: bool = False
    first_contract: bool = False


@dataclass(frozen=True)
class Rule:
    """One row of the table: when it holds, its points as (dimension, option, points) and its advice code."""

    id: str
    holds: Callable[[Facts], bool]
    points: tuple[tuple[str, str, int], ...] = ()
    advice: str = ""


@dataclass(frozen=True)
class Option:
    """One option of a dimension: its points and the rules that gave them."""

    code: str
    points: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Advice:
    """A hint without points: rule, stable code, and its English sentence."""

    rule: str
    code: str
    text: str


@dataclass(frozen=True)
class Hybrid:
    """Base seats at a fixed fee, what exceeds them tiered or on demand; `gap` is why it is proposed."""

    base: str
    overflow: str
    gap: int


@dataclass(frozen=True)
class Recommendation:
    """Options per dimension, best first (equal points in order of code)."""

    options: dict[str, tuple[Option, ...]]
    advice: tuple[Advice, ...]
    hybrid: Hybrid | None

    def top(self, dimension: str) -> tuple[Option, ...]:
        """The option or options with the most points."""
        options = self.options[dimension]
        return tuple(option for option in options if option.points == options[0].points)

    @property
    def models(self) -> frozenset[str]:
        """Billing models the table speaks for (publication check P-06)."""
        codes = [option.code for option in self.options[BILLING] if option.points > 0]
        if self.hybrid:
            codes.append("HYBRID")
        return frozenset(model for code in codes for model in BILLING_MODELS[code])


ADVICE = {
    "CHECK_INCENTIVES": "Check the vendor's incentive system and sales management.",
    "SLA_FCR_CSAT": "The SLA must hold first contact resolution and satisfaction, with assessment.",
    "CHECK_EXPERTISE": "Check industry experience and the background of the staff.",
    "W-CORE": "Service is the core of the business: consider keeping it in-house.",
    "ELASTIC_PLANS": "Prefer elastic plans that cost nothing in the low season.",
    "OUTSOURCED": "Agents and a 24-hour line without a budget of your own speak for outsourcing.",
    "HOSTED": "Only the platform is missing: a hosted one is enough.",
    "SHORT_AT_HIGHER_PRICE": "Demand changes fast: a short or on-demand term is worth its higher price.",
    "TRIAL": "First contract with this vendor: agree a trial of three to six months.",
}

RULES = (
    Rule("DR-01", lambda f: f.stage == "STARTUP", (("B", "TIERED", 2), ("B", "ON_DEMAND", 2))),
    Rule("DR-02", lambda f: f.stage == "STARTUP", (("R", "FULL_RESOURCE", 2),)),
    Rule("DR-03", lambda f: f.stage == "STARTUP", (("D", "BASIC", 1), ("T", "SHORT_OR_TRIAL", 1))),
    Rule(
        "DR-04",
        lambda f: f.stage == "GROWTH" and (f.business_type == "SALES" or f.has_sales_target),
        (("B", "BASE_COMMISSION", 2),),
    ),
    Rule("DR-05", lambda f: f.stage == "GROWTH", (("B", "TIERED", 1),)),
    Rule("DR-06", lambda f: f.stage == "GROWTH", (("R", "HYBRID", 2), ("D", "VALUE_ADDED", 1))),
    Rule("DR-07", lambda f: f.stage == "MATURE", (("S", "PARTIAL", 2), ("D", "BASIC", 2))),
    Rule(
        "DR-08",
        lambda f: f.stage == "MATURE",
        (("T", "LONG", 2), ("B", "FIXED_SEAT", 1), ("R", "STAFF_ONLY", 1)),
    ),
    Rule(
        "DR-09",
        lambda f: f.business_type == "SALES",
        (("B", "BASE_COMMISSION", 3), ("D", "VALUE_ADDED", 1)),
        "CHECK_INCENTIVES",
    ),
    Rule(
        "DR-10",
        lambda f: f.business_type == "SERVICE",
        (("O", "PERFORMANCE", 2), ("D", "VALUE_ADDED", 2)),
        "SLA_FCR_CSAT",
    ),
    Rule(
        "DR-11",
        lambda f: f.business_type == "PROFESSIONAL",
        (("B", "PROJECT", 5), ("D", "VALUE_ADDED", 4)),
        "CHECK_EXPERTISE",
    ),
    Rule("DR-12", lambda f: f.volatility == "STABLE", (("B", "FIXED_SEAT", 2), ("T", "LONG", 1))),
    Rule("DR-13", lambda f: f.volatility == "MODERATE", (("B", "TIERED", 2),)),
    Rule(
        "DR-14",
        lambda f: f.volatility == "VOLATILE",
        (("B", "TIERED", 2), ("B", "ON_DEMAND", 1), ("D", "END_TO_END", 2)),
    ),
    Rule(
        "DR-15",
        lambda f: f.temporary,
        (("B", "ON_DEMAND", 3), ("R", "FULL_RESOURCE", 2), ("T", "SHORT_OR_TRIAL", 2)),
    ),
    Rule(
        "DR-16",
        lambda f: f.data_self_controlled,
        (("R", "STAFF_ONLY", 3), ("R", "HYBRID", 2), ("R", "FULL_RESOURCE", -3)),
    ),
    Rule("DR-17", lambda f: f.own_system, (("R", "HYBRID", 2),)),
    Rule("DR-18", lambda f: f.round_the_clock, (("B", "FIXED_SEAT", 1),)),
    Rule("DR-19", lambda f: f.multilingual, (("D", "END_TO_END", 2),)),
    Rule("DR-20", lambda f: f.simple, (("D", "BASIC", 2),)),
    Rule("DR-21", lambda f: f.launch_within_two_weeks, (("R", "FULL_RESOURCE", 2),)),
    Rule("DR-22", lambda f: f.dedicated_store, (("B", "FIXED_SEAT", 1),)),
    Rule("DR-23", lambda f: f.high_value_contacts, (("S", "PARTIAL", 2),)),
    Rule("DR-24", lambda f: f.core_business, advice="W-CORE"),
    Rule("DR-25", lambda f: f.seasonal, advice="ELASTIC_PLANS"),
    Rule("DR-26", lambda f: f.needs_agents_without_budget, advice="OUTSOURCED"),
    Rule("DR-26", lambda f: f.needs_platform_only, advice="HOSTED"),
    Rule("DR-27", lambda f: f.rapidly_changing, advice="SHORT_AT_HIGHER_PRICE"),
    Rule("DR-28", lambda f: f.first_contract, advice="TRIAL"),
)


def recommend(facts: Facts) -> Recommendation:
    """Add up the points of every rule that holds, with the reason of each."""
    reasons: dict[str, dict[str, list[tuple[str, int]]]] = {dimension: {} for dimension in DIMENSIONS}
    advice: list[Advice] = []
    for rule in RULES:
        if not rule.holds(facts):
            continue
        for dimension, option, points in rule.points:
            reasons[dimension].setdefault(option, []).append((rule.id, points))
        if rule.advice:
            advice.append(Advice(rule.id, rule.advice, ADVICE[rule.advice]))
    options = {dimension: _ordered(found) for dimension, found in reasons.items()}
    return Recommendation(options, tuple(advice), _hybrid(options[BILLING]))


def _ordered(found: dict[str, list[tuple[str, int]]]) -> tuple[Option, ...]:
    options = [
        Option(code, sum(points for _, points in given), tuple(given)) for code, given in found.items()
    ]
    return tuple(sorted(options, key=lambda option: (-option.points, option.code)))


def _hybrid(billing: tuple[Option, ...]) -> Hybrid | None:
    """Proposed where the two best billing options are at most one point apart."""
    if len(billing) < 2 or billing[0].points - billing[1].points > HYBRID_GAP:
        return None
    points = {option.code: option.points for option in billing}
    overflow = "ON_DEMAND" if points.get("ON_DEMAND", 0) > points.get("TIERED", 0) else "TIERED"
    return Hybrid("FIXED_SEAT", overflow, billing[0].points - billing[1].points)

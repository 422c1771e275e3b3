"""The cost estimate of an RFQ before any quote: models at reference prices, the three ways to build, the levers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from calc.decisions import build_modes, labour, levers, reference
from calc.decisions.reference_prices import Prices
from calc.documents import Demand, DocumentError, read_demand
from calc.money import round_cents
from rfqs.catalogue.billing import BILLING_MODELS
from rfqs.lines import demand_of_line, label_of_line, levers_key
from rfqs.models import RFQ
from rfqs.queries.content import content_of, demand_line, demand_rows
from ui.text import pick

PART_LABELS = {
    "base": pgettext_lazy("part of a price", "Base"),
    "peaks": pgettext_lazy("part of a price", "Peak months"),
    "commission": pgettext_lazy("part of a price", "Commission and bonus"),
    "own": pgettext_lazy("part of a price", "Own staff and centre"),
}
REASONS = {
    reference.NEEDS_PHONE: gettext_lazy("Talk time is counted on the phone only."),
    reference.NEEDS_SALES: gettext_lazy("The need has no sales figures to take a commission of."),
    reference.NOT_BY_CONTACT: gettext_lazy("Paid by sample or stage: contacts do not tell its cost."),
}
MODE_LABELS = {
    "IN_HOUSE": gettext_lazy("In-house"),
    "OUTSOURCED": gettext_lazy("Outsourced"),
    "HOSTED": gettext_lazy("Hosted"),
}
MOST_A_YEAR = Decimal(99_999_999_999)  # what the form of the decisions takes
SIZES = (5, 10, 20, 50, 100, 200)


@dataclass(frozen=True)
class Basis:
    """What the estimate starts from: the demand, the models that are allowed, and the buyer's hour."""

    demand: Demand
    models: tuple[str, ...]
    currency: str


def estimate_basis(rfq: RFQ, line: str = "") -> Basis | None:
    """None while volumes or handling time are missing: then there is nothing to count.

    Of one service line where it is named, else of all of them together.
    """
    if not demand_rows(rfq) and not rfq.published_at:
        return None
    content = content_of(rfq)
    try:
        demand = read_demand(demand_of_line(content["demand"], line) if line else content["demand"])
    except DocumentError:
        return None
    allowed = set((content.get("need") or {}).get("billing_models_allowed") or ["OPEN"])
    known = [model["code"] for model in BILLING_MODELS]
    models = tuple(code for code in known if code in allowed or "OPEN" in allowed)
    return Basis(demand, models, demand.currency)


def team_size(demand: Demand) -> tuple[int, int]:
    """Agents for the average month and contacts of the year: what the labour form starts from."""
    found = reference.compare(demand, Prices(), ())
    return found.seats, found.contacts


def model_label(code: str) -> str:
    if code == reference.IN_HOUSE:
        return _("In-house, own agents")
    return next((f"{code} {pick(model['label'])}" for model in BILLING_MODELS if model["code"] == code), code)


def levered(demand: Demand, form: Any) -> tuple[Demand, levers.Effect]:
    """The demand with the forecast the levers leave, and what they did to it.

    Levers act on one service line; on several at once nothing is done to the forecast.
    """
    if demand.lines:
        return demand, levers.effect(demand.forecast_profile, {})
    found = levers.effect(
        demand.forecast_profile, form.deflections, demand.repeat_rate_now, form.repeat_aimed
    )
    return replace(demand, forecast_profile=found.after), found


def team_of(data: Mapping[str, Any]) -> labour.Team:
    """The team the labour form describes."""
    traffic = tuple(
        labour.Traffic(data[f"answers_{n}"], data[f"seconds_{n}"], data[f"minutes_{n}"])
        for n in (1, 2, 3)
        if data[f"answers_{n}"]
    )
    names = ("joiners", "leavers", "pay", "recruit_fee", "training_days", "training_allowance", "managers")
    rest = ("agents", "manager_pay", "tax_rate", "reference_s", "management_posts", "unit_cost_basis")
    return labour.Team(traffic=traffic, **{name: data[name] for name in (*names, *rest)})


def lever_rows(effect: levers.Effect, repeat_then: Decimal | None, demand: Demand) -> dict[str, Any] | None:
    """What the levers would change in the RFQ; None where nothing."""
    if not effect.spared:
        return None
    return {
        "months": range(1, len(effect.before) + 1),
        "before": effect.before,
        "after": effect.after,
        "year_before": sum(effect.before),
        "year_after": sum(effect.after),
        "repeat_now": demand.repeat_rate_now,
        "repeat_then": repeat_then,
    }


def own_agent(own: Mapping[str, Decimal], data: Mapping[str, Any]) -> tuple[labour.Labour, Decimal, bool]:
    """The labour calculation, what an own agent costs a month, and whether that comes from the calculation."""
    worked = labour.labour(team_of(data))
    if data["use_labour"]:
        return worked, round_cents(worked.per_agent_month), True
    return (
        worked,
        build_modes.agent_month(own["wage"], own["on_costs"], own["turnover"], own["per_head"]),
        False,
    )


def own_year(basis: Basis, forms: Mapping[str, Any]) -> Decimal | None:
    """What the own team costs a year by a kept estimate; None where the estimate no longer holds.

    The total of the labour form where that is to count, else the in-house line without the investment, which a
    team that is there has made.
    """
    if not all(form.is_valid() for form in forms.values()):
        return None
    data = forms["labour_form"].cleaned_data
    worked, agent, by_labour = own_agent(forms["own_form"].cleaned_data, data)
    if by_labour:
        total = worked.taxed_total if data["unit_cost_basis"] == "TAXED_TOTAL" else worked.total
        return min(round_cents(total), MOST_A_YEAR)
    team = reference.OwnTeam(agent, forms["own_form"].build)
    found = reference.compare(basis.demand, forms["prices_form"].prices, (), team)
    return min(found.rows[0].total - team.build.invested, MOST_A_YEAR)


def kept_fields(rfq: RFQ) -> dict[str, str]:
    """The estimate's figures that are kept with the RFQ, as they were typed."""
    return dict(rfq.estimate.get("fields") or {})


def levers_taken(rfq: RFQ, line: str) -> dict[str, Any] | None:
    """The forecast of a line before and after the levers in it; None where none are, or it was changed since."""
    row, kept = demand_line(rfq, line), rfq.estimate.get(levers_key(line))
    if row is None or not kept or list(row.forecast) != kept["after"]:
        return None
    return {"months": list(enumerate(zip(kept["before"], kept["after"], strict=True), start=1)), **kept}


def comparison_view(found: reference.Comparison, currency: str) -> dict[str, Any]:
    """Rows, sentence and chart of the models."""
    counted = [row for row in found.rows if row.is_computed]
    rows: list[dict[str, Any]] = [
        {
            "label": model_label(row.model),
            "own": row.model == reference.IN_HOUSE,
            "total": row.total,
            "month": row.total / 12,
            "peak": max(row.months),
            "trough": min(row.months),
            "per_contact": row.total / found.contacts if found.contacts else None,
            "parts": [row.parts.get(part) for part in PART_LABELS],
            "base_share": row.base_share,
        }
        for row in counted
    ]
    left = [
        {"label": model_label(r.model), "reason": REASONS[r.reason]} for r in found.rows if not r.is_computed
    ]
    chart = {
        "title": _("Twelve months under every allowed model, at reference prices"),
        "unit": currency,
        "places": 2,
        "labels": [_("In-house") if row["own"] else row["label"].split(" ")[0] for row in rows],
        "label_head": _("Part"),
        "series": [
            {"label": str(label), "values": [row.parts.get(part, Decimal(0)) for row in counted]}
            for part, label in PART_LABELS.items()
            if any(row.parts.get(part) for row in counted)
        ],
    }
    return {"found": found, "rows": rows, "left": left, "chart": chart, "part_labels": PART_LABELS.values()}


def line_costs(rfq: RFQ, found: list[reference.Comparison], demand: Demand) -> dict[str, Any]:
    """The cheapest model of each service line and what they come to together, own staff left aside."""
    rows: list[dict[str, Any]] = []
    for line, one in zip(demand.lines, found, strict=True):
        best = next((row for row in one.rows if row.is_computed and row.model != reference.IN_HOUSE), None)
        rows.append(
            {
                "label": label_of_line(rfq.need, line.line_id),
                "contacts": one.contacts,
                "seats": one.seats,
                "model": model_label(best.model) if best else "–",
                "total": best.total if best else None,
            }
        )
    totals = [row["total"] for row in rows if row["total"] is not None]
    return {"rows": rows, "total": sum(totals, Decimal(0)) if len(totals) == len(rows) else None}


def modes_view(modes: build_modes.Modes, seats: int, currency: str) -> dict[str, Any]:
    """The three ways to build: crossovers in words and totals by size."""
    crossings = (
        build_modes.in_house_beats_outsourced(modes),
        build_modes.hosted_beats_outsourced(modes),
        build_modes.in_house_beats_hosted(modes),
    )
    sizes = sorted({*SIZES, seats})
    totals = {size: modes.totals(size) for size in sizes}
    return {
        "modes": modes,
        "sentences": [_crossing(one) for one in crossings],
        "labels": list(MODE_LABELS.values()),
        "rows": [
            {
                "seats": size,
                "here": size == seats,
                "totals": [totals[size][mode] for mode in MODE_LABELS],
                "cheapest": MODE_LABELS[min(totals[size], key=lambda mode: totals[size][mode])],
            }
            for size in sizes
        ],
        "chart": {
            "title": _("Cost over %(months)s months by number of seats") % {"months": modes.months},
            "unit": currency,
            "labels": sizes,
            "label_head": _("Seats"),
            "series": [
                {"label": str(label), "values": [totals[size][mode] for size in sizes]}
                for mode, label in MODE_LABELS.items()
            ],
        },
    }


def _crossing(one: build_modes.Crossover) -> str:
    words = {"first": MODE_LABELS[one.first], "second": MODE_LABELS[one.second], "seats": one.seats}
    if one.seats is None:
        return _("%(first)s against %(second)s: no crossover within %(most)s seats.") % {
            **words,
            "most": f"{one.most:,}",
        }
    if one.until is not None:
        return _("%(first)s costs less than %(second)s up to %(until)s seats, not beyond.") % {
            **words,
            "until": one.until,
        }
    if not one.seats:
        return _("%(first)s costs less than %(second)s at every size.") % words
    return _("%(first)s costs no more than %(second)s from %(seats)s seats on.") % words

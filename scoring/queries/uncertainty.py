"""What a simulation is made from, and what its page says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from calc.simulation.simulate import Flip, Outcome, most_scenarios
from quotes.models import Quote
from rfqs.models import RFQ
from scoring import drawn
from scoring.engine import price_documents
from scoring.models import Simulation
from scoring.queries.inputs import gathered_inputs
from scoring.states import SimulationStatus
from ui.text import listed, told_apart

Json = dict[str, Any]
SHOWN = 10  # earlier runs on the page


def simulation_inputs(rfq: RFQ) -> Json:
    """Demand and the quotes that pass the gates and can be priced, as the ranking calls them; and who is left out."""
    found = gathered_inputs(rfq)
    outcomes = price_documents(found["demand"], [quote["document"] for quote in found["quotes"]])
    quotes, left_out = [], []
    for quote, outcome in zip(found["quotes"], outcomes, strict=True):
        named = {"vendor": quote["vendor"], "quote": quote["quote"]}
        if quote["gates_failed"]:
            left_out.append({**named, "why": "gate"})
        elif outcome.priced is None:
            left_out.append({**named, "why": "price"})
        else:
            quotes.append({**named, "document": quote["document"]})
    return {"demand": found["demand"], "quotes": quotes, "left_out": left_out}


def get_simulation(rfq: RFQ, number: int) -> Simulation:
    """Return one run of the RFQ; 404 where there is none. Callers have come through the RFQ's door."""
    rows = Simulation.objects.select_related("created_by", "rfq", "repeats")
    found = rows.filter(rfq=rfq, number=number).first()
    if found is None:
        raise Http404
    return found


def get_simulation_by_id(simulation_id: UUID) -> Simulation:
    """The same by its id, for what has just started it."""
    return Simulation.objects.select_related("created_by", "rfq").get(pk=simulation_id)


def simulations_of(rfq: RFQ) -> list[Simulation]:
    """The last runs of an RFQ, newest first, without what they were made from."""
    rows = Simulation.objects.filter(rfq=rfq).select_related("created_by").defer("inputs", "result")
    return list(rows[:SHOWN])


def uncertainty_page(run: Simulation) -> Json:
    """Everything the page says of one run; figures only where it is done."""
    names = _shown_names(run)
    page: Json = {
        "run": run,
        "busy": run.status in (SimulationStatus.QUEUED, SimulationStatus.RUNNING),
        "left_out": _left_out(run.inputs["left_out"], names),
        "gated": _gated(run, names),
        "currency": run.inputs["demand"].get("currency", ""),
    }
    if run.status == SimulationStatus.FAILED:
        page["trouble"] = _trouble(run)
    if run.status == SimulationStatus.DONE:
        page["same"] = run.repeats and run.equals(run.repeats)
        page |= outcome_figures(run, drawn.outcome_of(run.result), names)
    return page


def _trouble(run: Simulation) -> str:
    """Why a run failed, in the reader's language; nothing where only the server's log knows."""
    place = run.trouble.partition(":")[0].partition("[")[0]
    quotes = len(run.inputs["quotes"])
    words = {
        "": "",
        "ranges": _(
            "In some futures a quote costs more than 100 billion, which cannot be drawn to the cent. "
            "Lower the volumes, or narrow the ranges."
        ),
        "count": _(
            "%(count)s futures of %(quotes)s quotes are too many for one run. Choose at most %(most)s futures."
        ),
    }
    other = _(
        "The stored inputs cannot be priced (%(place)s). Start another run: it takes the quotes as they are now."
    )
    return words.get(place, other) % {
        "count": f"{run.count:,}",
        "quotes": quotes,
        "most": f"{most_scenarios(quotes):,}",
        "place": place,
    }


def _shown_names(run: Simulation) -> dict[str, str]:
    """What the run calls each vendor, to what the reader calls it."""
    rows = [*run.inputs["quotes"], *run.inputs["left_out"]]
    quotes = Quote.objects.filter(pk__in=[row["quote"] for row in rows]).select_related("vendor")
    vendors = {str(quote.pk): quote.vendor for quote in quotes}
    labels = told_apart(vendors[row["quote"]].label for row in rows)
    return {row["vendor"]: label for row, label in zip(rows, labels, strict=True)}


def outcome_figures(run: Simulation, outcome: Outcome, names: Mapping[str, str]) -> Json:
    """Spreads over the RFQ's horizon with a common scale, chances, regret, and where the order changes."""
    horizon = int(run.inputs["demand"]["horizon_months"])
    quoted = _quoted(run, horizon)
    rows: list[Json] = [
        {
            "vendor": names[one.key],
            "quoted": quoted.get(one.key),
            "spread": one.tco[horizon],
            "cheapest": one.cheapest[horizon],
            "regret": one.regret[horizon],
            "years": [(months, one.tco[months], one.cheapest[months]) for months in outcome.horizons],
        }
        for one in sorted(outcome.vendors, key=lambda one: one.tco[horizon].p50)
    ]
    likeliest = max(rows, key=lambda row: row["cheapest"])
    for row in rows:
        row["marked"] = row is likeliest
    return {
        "horizon": horizon,
        "horizons": outcome.horizons,
        "rows": rows,
        "least": min(row["spread"].p10 for row in rows),
        "most": max(row["spread"].p90 for row in rows),
        "sentence": _sentence(run, likeliest, horizon),
        "flips": [_flip(flip, names) for flip in outcome.flips],
        "flip_sentence": _flip_sentence(
            [_flip(flip, names) for flip in outcome.flips], names[outcome.cheapest_at_forecast]
        ),
        "chances": {
            "title": _("How often each vendor is the cheapest"),
            "unit": "%",
            "places": 2,
            "label_head": _("Horizon"),
            "labels": [row["vendor"] for row in rows],
            "series": [
                {
                    "label": _("%(months)s months") % {"months": months},
                    "values": [chance * 100 for chance in _column(rows, position)],
                    "marked": months == horizon,
                }
                for position, months in enumerate(outcome.horizons)
            ],
        },
    }


def _column(rows: Sequence[Json], position: int) -> list[Decimal]:
    return [row["years"][position][2] for row in rows]


def _quoted(run: Simulation, horizon: int) -> dict[str, Decimal]:
    """Total cost on the forecast as it stands, by vendor."""
    outcomes = price_documents(run.inputs["demand"], [quote["document"] for quote in run.inputs["quotes"]])
    return {
        quote["vendor"]: outcome.priced.tco[horizon]
        for quote, outcome in zip(run.inputs["quotes"], outcomes, strict=True)
        if outcome.priced
    }


def _sentence(run: Simulation, likeliest: Json, horizon: int) -> str:
    return _(
        "%(vendor)s is the cheapest over %(months)s months in %(share)s %% of %(count)s futures. "
        "Whoever chooses it pays %(regret)s %(currency)s more on average than the cheapest of each future costs."
    ) % {
        "vendor": likeliest["vendor"],
        "months": horizon,
        "share": f"{likeliest['cheapest'] * 100:.2f}",
        "count": f"{run.count:,}",
        "regret": f"{likeliest['regret']:,.2f}",
        "currency": run.inputs["demand"].get("currency", ""),
    }


def _flip(flip: Flip, names: Mapping[str, str]) -> Flip:
    return replace(flip, before=names[flip.before], after=names[flip.after])


def _flip_sentence(flips: Sequence[Flip], cheapest: str) -> str:
    if not flips:
        return _("%(vendor)s stays the cheapest at every volume from a tenth to four times the forecast.") % {
            "vendor": cheapest
        }
    nearest = min(flips, key=lambda flip: abs(flip.multiple - 1))
    if nearest.multiple >= 1:
        words = _(
            "From %(multiple)s times the forecast, %(volume)s contacts a month, %(after)s is cheaper than %(before)s."
        )
    else:
        words = _(
            "Below %(multiple)s times the forecast, %(volume)s contacts a month, %(before)s is cheaper than %(after)s."
        )
    return words % {
        "multiple": f"{nearest.multiple:.2f}",
        "volume": f"{nearest.monthly_volume:,.0f}",
        "before": nearest.before,
        "after": nearest.after,
    }


def _gated(run: Simulation, names: Mapping[str, str]) -> str:
    """Who is paid a commission only where quality holds: nobody knows that beforehand, so it counts as met."""
    found = [
        names[quote["vendor"]]
        for quote in run.inputs["quotes"]
        if any((line.get("commission") or {}).get("quality_gate") for line in quote["document"]["rate_lines"])
    ]
    if not found:
        return ""
    return _("Commissions with a quality gate count as earned in every future: %(vendors)s.") % {
        "vendors": listed(found)
    }


def _left_out(rows: Sequence[Json], names: Mapping[str, str]) -> list[str]:
    words = {
        "gate": _("Left out, as they fail a gate: %(vendors)s."),
        "price": _("Left out, as they cannot be priced: %(vendors)s."),
    }
    return [
        sentence % {"vendors": listed([names[row["vendor"]] for row in rows if row["why"] == why])}
        for why, sentence in words.items()
        if any(row["why"] == why for row in rows)
    ]

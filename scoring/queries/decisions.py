"""The decisions around the price, for one page: every figure from the opened quotes as they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc.decisions import claims, ledger
from calc.decisions.by_volume import AtVolume, by_volume, flips
from calc.decisions.leaving import ExitCurve, exit_curve
from calc.decisions.stress import Peak, Promise, Stress, stress
from calc.documents import FEE_CODES, Demand, DocumentError, Quote, read_demand, read_quote
from calc.tco import Priced, price
from quotes import queries as quote_queries
from quotes.months import LINES
from quotes.service_lines import service_names
from rfqs.catalogue.fees import FEES
from rfqs.models import RFQ
from rfqs.queries import publication_content
from scoring.access import readable_quotes
from scoring.engine import case_of, priced_part
from scoring.rules import Case
from scoring.rules.reading import answer, decimal
from ui.figures import grouped
from ui.text import listed, pick, told_apart

Json = dict[str, Any]
MOST_VENDORS = 12
STATES = {
    ledger.INCLUDED: gettext_lazy("included"),
    ledger.PRICED: gettext_lazy("priced"),
    ledger.NOT_APPLICABLE: gettext_lazy("not applicable"),
    ledger.UNDISCLOSED: gettext_lazy("undisclosed"),
}
GUARDS = {
    "CAP": gettext_lazy("no cap"),
    "CLAWBACK": gettext_lazy("no claw-back for refunds"),
    "QUALITY_GATE": gettext_lazy("no quality gate"),
    "RATE": gettext_lazy("rate above the limit of the need"),
}


@dataclass(frozen=True)
class Offer:
    """One opened quote with its price, and what its answers promise."""

    name: str
    quote: Quote
    priced: Priced
    case: Case


@dataclass(frozen=True)
class Offers:
    """The demand and every quote that can be priced; `unpriced` names the others."""

    demand: Demand
    content: Json
    rows: tuple[Offer, ...]
    unpriced: tuple[str, ...]

    @property
    def quotes(self) -> dict[str, Quote]:
        return {offer.name: offer.quote for offer in self.rows}


def offers_of(user: Any, rfq: RFQ) -> Offers:
    """Read and price the opened quotes that the person may read, in order of vendor."""
    content = publication_content(rfq)
    demand = read_demand(content["demand"])
    quotes = readable_quotes(user, rfq)
    names = told_apart(quote.vendor.label for quote in quotes)
    rows: list[Offer] = []
    unpriced: list[str] = []
    for name, row in zip(names, quotes, strict=True):
        document = quote_queries.whole_document(row)
        try:
            quote = read_quote(priced_part(document))
            rows.append(Offer(name, quote, price(demand, quote), case_of(content, document)))
        except DocumentError:
            unpriced.append(name)
    return Offers(demand, content, tuple(rows), tuple(unpriced))


def highest_month(demand: Demand) -> int:
    """The month of the highest forecast, from 1."""
    volumes = demand.forecast_profile
    return volumes.index(max(volumes)) + 1


def decisions_page(offers: Offers, asked: Mapping[str, Any]) -> Json:
    """Every section; `asked` holds the clean assumptions of the stress form."""
    if not offers.rows:
        return {"unpriced": offers.unpriced}
    return {
        "unpriced": offers.unpriced,
        "currency": offers.demand.currency,
        "months": offers.demand.horizon_months,
        "volume": _by_volume(offers),
        "ledger": _ledger(offers),
        "units": _units(offers),
        "stress": _stress(offers, asked),
        "leaving": _leaving(offers),
        "limits": _limits(offers, asked),
    }


def _by_volume(offers: Offers) -> Json:
    found = by_volume(offers.demand, offers.quotes)
    turns = flips(offers.demand, offers.quotes, found)
    return {
        "rows": [{"at": one, "totals": [one.totals[o.name] for o in offers.rows]} for one in found],
        "names": [offer.name for offer in offers.rows],
        "sentences": _turns(offers, found, turns),
        "chart": {
            "title": _("Total cost over %(months)s months by volume")
            % {"months": offers.demand.horizon_months},
            "unit": offers.demand.currency,
            "label_head": _("Vendor"),
            "labels": [f"{one.factor.normalize():f} ×" for one in found],
            "series": [
                {"label": offer.name, "values": [one.totals[offer.name] for one in found]}
                for offer in offers.rows
            ],
        },
    }


def _turns(offers: Offers, found: Sequence[AtVolume], turns: Sequence[Any]) -> list[str]:
    low, high = (f"{one.factor.normalize():f}" for one in (found[0], found[-1]))
    if not turns:
        words = {"name": found[0].cheapest, "low": low, "high": high}
        return [
            _("%(name)s is cheapest at every volume from %(low)s to %(high)s times the forecast.") % words
        ]
    year = sum(offers.demand.forecast_profile)
    return [
        _("%(before)s is cheapest up to about %(contacts)s contacts a year, then %(after)s.")
        % {"before": turn.before, "after": turn.after, "contacts": grouped(year * turn.low, 0)}
        for turn in turns
    ]


def _ledger(offers: Offers) -> Json:
    found = {o.name: ledger.ledger(offers.demand, o.quote, o.priced) for o in offers.rows}
    labels = {line["code"]: pick(line["label"]) for line in FEES}
    return {
        "names": list(found),
        "rows": [
            {
                "code": code,
                "label": labels.get(code, code),
                "cells": [
                    {"state": STATES[entry.state], "open": entry.state == ledger.UNDISCLOSED, "entry": entry}
                    for entry in (one.entries[number] for one in found.values())
                ],
            }
            for number, code in enumerate(FEE_CODES)
        ],
        "totals": list(found.values()),
        "chart": {
            "title": _("What comes on top of the rate lines"),
            "unit": offers.demand.currency,
            "places": 2,
            "label_head": _("Part"),
            "labels": list(found),
            "series": [
                {"label": _("Priced"), "values": [one.priced for one in found.values()]},
                {
                    "label": _("Undisclosed, imputed"),
                    "values": [one.imputed for one in found.values()],
                    "hatched": True,
                },
            ],
        },
    }


def _resolved(offer: Offer) -> Decimal | None:
    """The share of contacts the vendor commits to resolve at the first contact (FCR), as a fraction."""
    for row in answer(offer.case, "q6_kpis").rows:
        share = decimal(row.get("committed"))
        if row.get("kpi") == "FCR" and share:
            return share / 100 if share > 1 else share
    return None


def _units(offers: Offers) -> list[Json]:
    return [
        {
            "name": offer.name,
            "costs": ledger.unit_costs(offers.demand, offer.quote, offer.priced, _resolved(offer)),
            "resolved": _resolved(offer),
            # Several service lines have no one handling time: each counts at the buyer's own.
            "aht": None if offers.demand.lines else offer.quote.operations.aht_s or offers.demand.aht_s,
        }
        for offer in offers.rows
    ]


def promise_of(offer: Offer) -> Promise:
    seats = answer(offer.case, "q3_surge_capacity").number
    notice = answer(offer.case, "q3_surge_notice_days").number
    return Promise(None if seats is None else int(seats), None if notice is None else int(notice))


def _stress(offers: Offers, asked: Mapping[str, Any]) -> Json:
    peak = Peak(asked["month"], asked["multiplier"], asked["notice"])
    names = service_names(offers.content)
    rows: list[dict[str, Any]] = []
    for offer in offers.rows:
        promise = promise_of(offer)
        found = stress(offers.demand, offer.quote, promise, peak, offer.priced)
        items = [{"label": LINES[item], "amount": amount} for item, amount in found.costs.items()]
        rows.append(
            {
                "name": offer.name,
                "found": found,
                "promise": promise,
                "verdict": _verdict(found),
                "items": items,
                "parts": [{"name": names[one.code], "found": one} for one in found.parts if names],
            }
        )
    return {
        "peak": peak,
        "several": bool(offers.demand.lines),
        "rows": rows,
        "chart": {
            "title": _("Contacts of the peak month"),
            "unit": _("contacts"),
            "label_head": _("Part"),
            "labels": [row["name"] for row in rows],
            "series": [
                {"label": _("Served"), "values": [r["found"].contacts - r["found"].unmet for r in rows]},
                {"label": _("Unmet"), "values": [r["found"].unmet for r in rows], "hatched": True},
            ],
        },
    }


def _verdict(found: Stress) -> str:
    if not found.by_seats:
        return _("Counted by volume: it takes what comes, but promises no seats for it.")
    if not found.asked:
        return _("The base seats are enough.")
    if found.unknown:
        return _("Surge seats or their notice are not disclosed: nothing can be counted on.")
    if found.late:
        return _("The notice is too short: no extra seat comes in time.")
    if found.unmet:
        return _("The promised seats are not enough.")
    return _("Every contact is served.")


def _leaving(offers: Offers) -> Json:
    curves: list[tuple[Offer, ExitCurve, int | None]] = []
    for offer in offers.rows:
        notice = answer(offer.case, "q8_notice_days").number
        days = None if notice is None else int(notice)
        curves.append((offer, exit_curve(offer.quote, offer.priced, days or 0), days))
    shown = [n for n in (6, 12, 18, 24, 36, 48) if n < offers.demand.horizon_months]
    return {
        "shown": shown,
        "rows": [
            {
                "name": offer.name,
                "curve": curve,
                "notice": days,
                "cells": [curve.months[number - 1] for number in shown],
            }
            for offer, curve, days in curves
        ],
        "chart": {
            "title": _("What leaving costs at the end of each month, notice included"),
            "unit": offers.demand.currency,
            "label_head": _("Vendor"),
            "labels": list(range(1, offers.demand.horizon_months)),
            "series": [
                {"label": offer.name, "values": [m.with_notice for m in curve.months[:-1]]}
                for offer, curve, _days in curves
            ],
        },
    }


def _limits(offers: Offers, asked: Mapping[str, Any]) -> list[Json]:
    rate_max = decimal((offers.content.get("need") or {}).get("commission_rate_max"))
    month = round(sum(offers.demand.forecast_profile) / 12)
    found = []
    for offer in offers.rows:
        screened = answer(offer.case, "q4_full_coverage").part("has").value is True
        guard = claims.guardrail(offers.demand, offer.quote, offer.priced, rate_max)
        found.append(
            {
                "name": offer.name,
                "turnover": claims.turnover(offer.quote, offer.priced, asked["per_head"]),
                "rate": offer.quote.operations.turnover_annual,
                "blind": claims.blind_spot(month, answer(offer.case, "q4_manual_sampling").number, screened),
                "guard": guard,
                "missing": listed(GUARDS[code] for code in guard.missing) if guard else "",
                "saving": claims.saving(offer.priced, asked["own_year"]) if asked["own_year"] else None,
            }
        )
    return found

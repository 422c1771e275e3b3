"""What an RFQ says: need with its defaults, demand for the engine, and the frozen publication."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from accounts.prepared import Prepared
from calc.demand import MODERATE, STABLE, VOLATILE, Volatility, classify, default_profile, peaks
from calc.documents import WINDOWS
from calc.price_formula import LOWEST
from calc.workforce import staffing
from rfqs import catalogue, needs
from rfqs.lines import MAIN, codes_of, label_of_line, need_of_line
from rfqs.models import RFQ, DemandLine, Publication, WeightSet
from ui.once import once


def newest_publication(rfq: RFQ) -> Publication:
    """Return the version that counts now: the first one, or that of the last addendum. Raises for a draft."""
    publication = rfq.publications.first()
    if publication is None:
        raise ValueError(f"{rfq.code} is not published")
    return publication


def publication_content(rfq: RFQ) -> dict[str, Any]:
    """Return what was published last, frozen: need, demand, questions, terms, weights. Raises for a draft."""
    content: dict[str, Any] = newest_publication(rfq).content
    return content


def newest_publication_id() -> Subquery:
    """For a query of invitations: the id that `shared_publication` takes; NULL for a draft."""
    versions = Publication.objects.filter(rfq=OuterRef("rfq")).order_by("-version")
    return Subquery(versions.values("pk")[:1])


@lru_cache(maxsize=32)
def shared_publication(publication_id: UUID) -> Publication:
    """One for reading only: one copy serves all requests of this process, its questions parsed once.

    A publication is frozen in the database and its id is random, so what was read once stays true.
    """
    publication = Publication.objects.get(pk=publication_id)
    asked = catalogue.FrozenQuestions(publication.content["questions"])
    publication.content = {**publication.content, "questions": asked}
    return publication


def shared_content(rfq: RFQ) -> dict[str, Any]:
    """What `publication_content` returns, for reading only. Raises for a draft."""
    newest = _newest_id(rfq)
    if newest is None:
        raise ValueError(f"{rfq.code} is not published")
    content: dict[str, Any] = shared_publication(newest).content
    return content


@once(lambda rfq: rfq.pk)
def _newest_id(rfq: RFQ) -> UUID | None:
    return next((pk for (pk,) in _newest.values(rfq.pk)), None)


_newest = Prepared(lambda rfq: Publication.objects.filter(rfq=rfq).order_by("-version").values_list("pk")[:1])


CLASSES = (STABLE, MODERATE, VOLATILE)
# What a demand document says once for all lines.
SHARED = (
    "schema",
    "currency",
    "horizon_months",
    "buyer_hourly_cost",
    "vat_recoverable",
    "exchange",
    "own_seat_cost",
)


Rows = Mapping[str, DemandLine]


def demand_rows(rfq: RFQ) -> dict[str, DemandLine]:
    """The volumes by the code of their service line; lines without any are not in it."""
    return {row.line: row for row in rfq.demand_lines.all()}


def demand_line(rfq: RFQ, line: str = "") -> DemandLine | None:
    """The volumes of a service line, of the first one unless it is named, or None while none are given."""
    return demand_rows(rfq).get(line or codes_of(rfq.need)[0])


def weights_of(rfq: RFQ) -> WeightSet | None:
    """The newest weights."""
    return rfq.weight_sets.first()


def need_of(rfq: RFQ, rows: Rows | None = None) -> dict[str, Any]:
    """The need with every default filled in, and what follows from it: channel and volatility class.

    `rows` are its volumes (`demand_rows`) where they have been read already, here and below.

    Of several lines the channel is the first one's, and the class that of the line that swings most: seats and
    prices follow each line by itself, so a calm one does not steady another.
    """
    need = needs.with_defaults(rfq.need)
    need["channel"] = needs.channel(need_of_line(need, codes_of(need)[0]))
    found = [one.cls for one in volatilities(rfq, rows).values()]
    if found:
        need["volatility"] = max(found, key=CLASSES.index)
    return need


def volatilities(rfq: RFQ, rows: Rows | None = None) -> dict[str, Volatility]:
    """The class of each service line that has its six months, by code."""
    need, rows = needs.with_defaults(rfq.need), demand_rows(rfq) if rows is None else rows
    found = {code: volatility_of(need_of_line(need, code), rows.get(code)) for code in codes_of(need)}
    return {code: one for code, one in found.items() if one is not None}


def volatility_of(need: dict[str, Any], line: DemandLine | None) -> Volatility | None:
    """The class of six months, None without them; an event of twice the volume makes it VOLATILE.

    `need` is that of one line (`need_of_line`), with its defaults.
    """
    if line is None or len(line.history) != 6 or not any(line.history):
        return None
    events = need["volumes"].get("peak_events") or []
    return classify(line.history, [Decimal(e["multiplier"]) for e in events if e.get("multiplier")])


def demand_document(rfq: RFQ, rows: Rows | None = None) -> dict[str, Any]:
    """The demand in the form the engine reads. Without volumes a profile is empty and is refused there."""
    need, rows = needs.with_defaults(rfq.need), demand_rows(rfq) if rows is None else rows
    codes = codes_of(need)
    flat = [_flat_demand(rfq, need_of_line(need, code), rows.get(code)) for code in codes]
    if len(flat) == 1:
        return flat[0]
    shared = {key: next((one[key] for one in flat if key in one), None) for key in SHARED}
    lines = [
        {"id": code} | {key: value for key, value in one.items() if key not in SHARED}
        for code, one in zip(codes, flat, strict=True)
    ]
    return {key: value for key, value in shared.items() if value is not None} | {"lines": lines}


def _flat_demand(rfq: RFQ, need: dict[str, Any], line: DemandLine | None) -> dict[str, Any]:
    """The demand document of a need of one line."""
    volumes, channel = need["volumes"], needs.channel(need)
    phone = channel == "PHONE"
    document = {
        "schema": "shortlist/demand/1",
        "channel": channel,
        "currency": rfq.currency,
        "horizon_months": int(need.get("horizon_months") or 36),
        "forecast_profile": list(line.forecast) if line else [],
        "annual_growth": volumes.get("annual_growth") or "0",
        "aht_s": str(volumes.get("aht_s") or ""),
        "talk_share": (volumes.get("talk_share") or "0.90") if phone else "1",
        "concurrency": (volumes.get("concurrency") or "1") if channel == "CHAT" else "1",
        "paid_hours": volumes.get("paid_hours") or "174",
        "utilisation": volumes.get("utilisation") or "0.68",
        "floor_seats": int(volumes.get("floor_seats") or 0),
        "repeat_rate_now": volumes.get("repeat_rate_now"),
        "promo_months": needs.promo_months(need, line.forecast if line else []),
        "sales": _sales(need),
        "buyer_hourly_cost": str(need.get("buyer_hourly_cost") or "80"),
    }
    return document | _known(need)


def _known(need: dict[str, Any]) -> dict[str, Any]:
    """What the engine can count with beyond the averages, where the buyer states it."""
    volumes = need["volumes"]
    shares = {window: volumes.get(f"{window.lower()}_share") for window in WINDOWS}
    known = {
        "vat_recoverable": need.get("vat_recoverable") or None,
        "exchange": need.get("exchange") or None,
        "promo_days": needs.promo_days(need),
        "own_seat_cost": volumes.get("own_seat_cost"),
        "window_shares": {window: str(share) for window, share in shares.items() if share is not None}
        or None,
        "durations": [
            {"seconds": str(row["seconds"]), "share": str(row["share"])}
            for row in volumes.get("durations") or []
        ]
        or None,
    }
    return {key: value for key, value in known.items() if value is not None}


def _sales(need: dict[str, Any]) -> dict[str, str] | None:
    if not need.get("has_sales_target"):
        return None
    sales = {
        "presale_share": need.get("presale_share"),
        "conversion": need.get("conversion_now"),
        "average_order_value": need.get("average_order_value"),
        "gross_margin": need.get("gross_margin"),
    }
    known = {key: str(value) for key, value in sales.items() if value}
    if len(known) < len(sales):
        return None
    return known | ({"refund_rate": str(need["refund_rate"])} if need.get("refund_rate") else {})


def current_content(rfq: RFQ) -> dict[str, Any]:
    """What would be published now: the content of the publication, made from the draft."""
    rows = demand_rows(rfq)
    need = need_of(rfq, rows)
    weights, terms = weights_of(rfq), needs.proposed_terms(need)
    return {
        "rfq": {
            "code": rfq.code,
            "title": rfq.title,
            "title_i18n": rfq.title_i18n,
            "currency": rfq.currency,
            "deadline_at": rfq.deadline_at.isoformat() if rfq.deadline_at else None,
            "template": rfq.template,
        },
        "need": need,
        "demand": demand_document(rfq, rows),
        "history": history_facts(rfq, rows),
        "questions": rfq.question_set.content if rfq.question_set else needs.shipped_questions(),
        "terms": terms,
        "weights": {
            "preset": weights.preset if weights else "default",
            "pillars": weights.pillars if weights else {},
            "leaves": weights.leaves if weights else {},
            "price_formula": weights.price_formula if weights else LOWEST,
            "baseline_cost": str(weights.baseline_cost) if weights and weights.baseline_cost else None,
            "published": bool(need.get("publish_weights", True)),
        },
        "kpis": need.get("core_kpis") or [],
        "service": {"channel": need["channel"], "lines": need.get("service_lines") or []},
    } | _named_lines(need)


def _named_lines(need: dict[str, Any]) -> dict[str, Any]:
    """`lines` of the content, as `rfqs.lines.lines_of` reads it; nothing for an RFQ with the one line "main"."""
    codes = codes_of(need)
    if codes == [MAIN]:
        return {}
    return {
        "lines": [
            {
                "code": code,
                "label": label_of_line(need, code),
                "channel": needs.channel(need_of_line(need, code)),
            }
            for code in codes
        ]
    }


def content_of(rfq: RFQ) -> dict[str, Any]:
    """What vendors read: the publication, or what it would be now."""
    return publication_content(rfq) if rfq.published_at else current_content(rfq)


def history_facts(rfq: RFQ, rows: Rows) -> dict[str, Any]:
    """The months, class, peaks and planned seats of the volumes, as vendors read them.

    With several service lines {"lines": {code: the same of that line}}, lines without volumes left out.
    """
    need, codes = needs.with_defaults(rfq.need), codes_of(rfq.need)
    found = {code: line_facts(rfq, need_of_line(need, code), rows.get(code)) for code in codes}
    if len(codes) == 1:
        return found[codes[0]]
    return {"lines": {code: facts for code, facts in found.items() if facts}}


def line_facts(rfq: RFQ, need: dict[str, Any], line: DemandLine | None) -> dict[str, Any]:
    """The months, class, peaks and planned seats of one line, whose need is given; empty without volumes."""
    if line is None or not line.history:
        return {}
    found = volatility_of(need, line)
    months = needs.month_names(line.history_from, len(line.history))
    facts: dict[str, Any] = {
        "basis": line.basis,
        "months": [[month, count] for month, count in zip(months, line.history, strict=True)],
        "forecast": list(line.forecast),
        "class": found.cls if found else "",
        "growing": bool(found and found.growing),
        "peaks": (line.evidence or {}).get("peaks") or {},
        "profile": (line.evidence or {}).get("profile") or {},
        "peak_months": [
            [peak.month, str(peak.multiple)] for peak in peaks(line.forecast or default_profile(line.history))
        ],
    }
    return facts | _seats(_flat_demand(rfq, need, line), line, facts["peaks"])


def _seats(document: dict[str, Any], line: DemandLine, peak: dict[str, Any]) -> dict[str, Any]:
    """Seats by the month, and how many contacts are handled at once in the busiest interval."""
    try:
        aht, concurrency = Decimal(document["aht_s"]), Decimal(document["concurrency"])
        paid, used = Decimal(document["paid_hours"]), Decimal(document["utilisation"])
        cap = staffing.capacity(paid, used, concurrency, aht)
        per_seat = staffing.seat_seconds(paid, used, concurrency)
    except ArithmeticError:
        return {}
    floor = document["floor_seats"]
    found: dict[str, Any] = {
        "capacity": str(cap.quantize(Decimal("0.01"))),
        "seats": staffing.whole_seats(line.history, aht, per_seat, floor),
        "forecast_seats": staffing.whole_seats(line.forecast, aht, per_seat, floor),
    }
    if interval := peak.get("interval"):
        seconds = Decimal(60) * peak["step_minutes"]
        at_once = Decimal(interval["contacts"]) * aht / seconds
        found["at_once"] = int((at_once / concurrency).to_integral_value(rounding="ROUND_CEILING"))
    return found

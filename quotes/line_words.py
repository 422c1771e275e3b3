"""What a rate line says beside its sentence, in words: for lists, the sent quote, the printed page, the buyer."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from calc.billing.tiers import cliffs
from calc.documents import DocumentError
from calc.documents.rate_lines import read_rate_line
from calc.documents.reader import Reader
from calc.money import exact
from quotes import billing
from quotes.forms.fields import amount_text, percent_text
from rfqs.catalogue.codes import KPI_CHOICES
from ui.text import clauses, labelled, pick

Line = Mapping[str, Any]


def further_words(line: Line, currency: str) -> list[str]:
    """Whole sentences, in the order in which they change the price."""
    return [
        *_rows(line, currency),
        *_minimum(line),
        *_amounts(line, currency),
        *_windows(line),
        *_event(line),
        *_term(line),
        *([str(line["note"])] if line.get("note") else []),
    ]


def cliff_words(line: Line, currency: str) -> list[str]:
    """Where more contacts cost less in all (W-INVERSION), one sentence for each limit of the bands."""
    read = read_rate_line(Reader(dict(line), "line", []))
    if read is None or not read.tiers:
        return []
    try:
        with exact():
            found = cliffs(read)
    except DocumentError:
        return []
    return [
        _(
            "%(limit)s units cost %(at_limit)s %(currency)s, one more costs %(beyond)s: every month from "
            "%(dearer)s to %(limit)s units costs more than that."
        )
        % {
            "limit": amount_text(one.limit, 0),
            "at_limit": amount_text(one.at_limit),
            "beyond": amount_text(one.beyond),
            "dearer": amount_text(one.dearer_from, 0),
            "currency": currency,
        }
        for one in found
    ]


def _rows(line: Line, currency: str) -> Iterator[str]:
    bands = []
    for tier in line.get("tiers") or []:
        upper = tier.get("upper")
        head = _("up to %(upper)s") % {"upper": amount_text(upper, 0)} if upper is not None else _("above")
        bands.append(labelled(head, f"{amount_text(tier.get('price'))} {currency}"))
    stages = [
        _("%(share)s %% in month %(month)s")
        % {"share": percent_text(stage.get("share")), "month": stage.get("month")}
        for stage in line.get("stages") or []
    ]
    names = {kpi["code"]: pick(kpi["label"]) for kpi in KPI_CHOICES}
    metrics = [_metric(one, names) for one in (line.get("performance") or {}).get("metrics") or []]
    for parts in (bands, stages, metrics):
        if parts:
            yield _("%(bands)s.") % {"bands": clauses(parts)}


def _metric(one: Line, names: Mapping[str, str]) -> str:
    words = {
        "kpi": names.get(str(one.get("kpi")), one.get("kpi")),
        "weight": percent_text(one.get("weight")),
        "target": one.get("target"),
        "span": one.get("span"),
        "better": billing.BETTER_WORDS.get(str(one.get("better") or "HIGHER"), ""),
    }
    text = _("%(kpi)s counts %(weight)s %%, target %(target)s, span %(span)s, %(better)s") % words
    if one.get("expected"):
        text += _(" (%(value)s expected)") % {"value": one["expected"]}
    return text


def _minimum(line: Line) -> Iterator[str]:
    if line.get("min_charge") and line.get("model") != "B07":
        amount = amount_text(line["min_charge"])
        period = line.get("min_period", "MONTH")
        if period == "MONTH":
            yield _("Minimum charge a month: %(amount)s.") % {"amount": amount}
        else:
            words = {"period": billing.PERIOD_WORDS.get(period, period), "amount": amount}
            yield _("Minimum charge %(period)s: %(amount)s.") % words
    if line.get("min_carry_forward"):
        yield _("A top-up to the minimum counts towards later periods.")


def _amounts(line: Line, currency: str) -> Iterator[str]:
    if line.get("cap"):
        yield _("Cap a month: %(amount)s.") % {"amount": amount_text(line["cap"])}
    if line.get("expected_bonus"):
        yield _("Bonus expected: %(rate)s %%.") % {"rate": percent_text(line["expected_bonus"])}
    floor = (line.get("commission") or {}).get("floor")
    if floor and line.get("model") != "B09":
        yield _("Commission at least %(amount)s %(currency)s a month.") % {
            "amount": amount_text(floor),
            "currency": currency,
        }
    if line.get("expected_qty"):
        yield _("Expected units a month: %(count)s.") % {"count": amount_text(line["expected_qty"], 0)}
    if line.get("min_seconds"):
        yield _("At least %(count)s seconds of each contact are billed.") % {
            "count": amount_text(line["min_seconds"], 0)
        }
    if line.get("rollover_months"):
        yield _("Unused contacts stay valid for %(count)s months, the oldest are used first.") % {
            "count": line["rollover_months"]
        }


def _windows(line: Line) -> Iterator[str]:
    if line.get("applies_to", "ALL") != "ALL":
        yield _("For %(part)s.") % {"part": billing.APPLIES_WORDS.get(line["applies_to"], "")}
    if line.get("window"):
        yield _("Hours: %(window)s.") % {"window": billing.WINDOW_WORDS.get(line["window"], line["window"])}
    for one in line.get("surcharges") or []:
        label = billing.SURCHARGE_WORDS.get(one.get("window"), one.get("window"))
        text = labelled(str(label), percent_text(one.get("rate")))
        if one.get("share"):
            share = billing.SHARE_WORDS.get(one.get("window"), one.get("window"))
            text = clauses([text, labelled(str(share), percent_text(one["share"]))])
        yield _("%(bands)s.") % {"bands": text}


def _event(line: Line) -> Iterator[str]:
    event = line.get("event")
    if not event:
        return
    found = []
    for key, label in (
        ("seats", _("Temporary seats")),
        ("days", _("Days a promotion lasts")),
        ("hours_per_day", _("Hours a day")),
        ("min_days", _("Days billed at least")),
        ("notice_days", _("Days of notice you need")),
    ):
        if event.get(key):
            found.append(labelled(label, amount_text(event[key], 0)))
    if not event.get("seats"):
        found.insert(0, _("as many temporary seats as a promotion month needs"))
    yield _("%(bands)s.") % {"bands": clauses(found)}


def _term(line: Line) -> Iterator[str]:
    trial = line.get("trial")
    if trial:
        yield _("The first %(months)s months cost %(discount)s %% less.") % {
            "months": trial.get("months"),
            "discount": percent_text(trial.get("discount")),
        }
    first, last = line.get("valid_from"), line.get("valid_to")
    if first or last:
        yield _("This price holds for contract months %(first)s to %(last)s.") % {
            "first": first or 1,
            "last": last or _("the end"),
        }

"""The months of one quote line by line: where each quantity comes from, what is carried over, what it comes to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from calc import trace as tracing
from calc.documents import DocumentError, RateLine, read_demand, read_quote
from calc.trace import LineTrace, Step
from quotes import display
from quotes import queries as quote_queries
from quotes.models import Quote
from quotes.service_lines import several_lines
from rfqs.models import RFQ
from rfqs.queries import publication_content
from scoring.engine import priced_part
from scoring.models import TcoRun
from ui.figures import MISSING, grouped, trimmed

Json = dict[str, Any]
ZERO = Decimal(0)
SOURCES = {
    tracing.SEATS: gettext_lazy("Quantity: the base seats, whatever the need."),
    tracing.CONTACTS: gettext_lazy("Quantity: the contacts of the month, repeats included."),
    tracing.MINUTES: gettext_lazy("Quantity: the contacts of the month x the minutes billed for one."),
    tracing.HOURS: gettext_lazy("Quantity: the contacts of the month x the hours of work on one."),
    tracing.BASE: gettext_lazy("Quantity: what the base seats can handle of the month's contacts."),
    tracing.OVERFLOW: gettext_lazy("Quantity: the contacts beyond what the base seats can handle."),
    tracing.WINDOW: gettext_lazy("Quantity: the share of the contacts that falls into the window."),
    tracing.STATED: gettext_lazy("Quantity: as the quote states it, every month."),
    tracing.EVENT: gettext_lazy("Quantity: temporary seats x days of the promotion, in promotion months."),
    tracing.STAGES: gettext_lazy("Quantity: what the stages due in the month deliver."),
    tracing.ONCE: gettext_lazy("Quantity: one a month."),
    tracing.SALES: gettext_lazy("Paid by commission: on the forecast's sales, not on repeated contacts."),
}
# K-01, K-16, K-27 and K-28: what rate lines make of an invoice.
PARTS = (("K-01", "charged"), ("K-16", "top_up"), ("K-27", "commission"), ("K-28", "bonus"))


@dataclass(frozen=True)
class Column:
    """A column of one line's table: its head, a unit, and the text of a month."""

    label: str
    cell: Callable[[Step], str]
    unit: str = ""


def trace_page(quotes: list[Quote], labels: list[str], number: int, rfq: RFQ) -> Json:
    """The lines of the quote in place `number`, the choice of the others, and whether the stored run agrees."""
    quote = quotes[number - 1]
    content = publication_content(rfq)
    document = quote_queries.whole_document(quote)
    page: Json = {
        "name": labels[number - 1],
        "number": number,
        "choices": [{"number": place, "label": label} for place, label in enumerate(labels, start=1)],
        "currency": document.get("currency") or content["demand"].get("currency", ""),
    }
    try:
        lines = tracing.trace(read_demand(content["demand"]), read_quote(priced_part(document)))
    except DocumentError:
        return page
    said = display.rate_lines(document.get("rate_lines") or [], document, several_lines(content))
    run = TcoRun.objects.filter(quote=quote).first()
    return page | {
        "lines": [_shown(line, words) for line, words in zip(lines, said, strict=True)],
        "run": run,
        "differing": differing(lines, run.result["months"]) if run else [],
    }


def differing(lines: tuple[LineTrace, ...], stored: list[Mapping[str, Any]]) -> list[int]:
    """Months in which the lines do not add up to those of a stored run, or which only one of the two has."""
    traced = [[line.steps[place] for line in lines] for place in range(len(lines[0].steps))] if lines else []
    return [
        place
        for place, (steps, month) in enumerate(zip_longest(traced, stored), start=1)
        if not steps or not month or _sums(steps) != _stored(month)
    ]


def _sums(steps: list[Step]) -> list[Decimal]:
    return [sum((getattr(step, name) for step in steps), ZERO) for _item, name in PARTS]


def _stored(month: Mapping[str, Any]) -> list[Decimal]:
    written = month.get("invoice", month)["lines"]  # a quote in another currency bills in its own
    return [Decimal(written.get(item, "0")) for item, _name in PARTS]


def _shown(traced: LineTrace, words: Mapping[str, Any]) -> Json:
    columns = columns_of(traced)
    return {
        "label": words["label"],
        "text": words["text"],
        "source": SOURCES[traced.source],
        "gated": bool(traced.line.commission and traced.line.commission.quality_gate),
        "heads": columns,
        "rows": [
            {
                "month": step.month,
                "cells": [column.cell(step) if step.in_force else MISSING for column in columns],
                "amount": step.amount,
            }
            for step in traced.steps
        ],
        "total": traced.total,
    }


def columns_of(traced: LineTrace) -> list[Column]:
    """The columns that say something in at least one month, in the order in which the amount comes about."""
    line, steps = traced.line, traced.steps
    found: list[Column] = []
    if traced.source != tracing.SALES:
        if any(step.used != step.quantity for step in steps):
            found.append(Column(_("There was"), lambda step: trimmed(step.used, 4)))
        found.append(Column(_("Billed quantity"), lambda step: trimmed(step.quantity, 4), _unit(line)))
        found += _bands(steps) if line.tiers else [Column(_("Price"), lambda step: trimmed(step.price, 4))]
    if any(step.minutes is not None for step in steps):
        found.append(Column(_("Minutes"), lambda step: trimmed(step.minutes or ZERO, 4)))
    found += _package(steps)
    found += _changes(steps)
    found.append(Column(_("Fee"), _fee))
    found += _minimum(steps)
    for label, name in ((_("Top-up"), "top_up"), (_("Commission"), "commission"), (_("Bonus"), "bonus")):
        if any(getattr(step, name) for step in steps):
            found.append(Column(label, _amount_of(name)))
    return found


def _unit(line: RateLine) -> str:
    return {
        "SEAT_MONTH": _("seats"),
        "CONTACT": _("contacts"),
        "MINUTE": _("minutes"),
        "HOUR": _("hours"),
        "DAY": _("agent-days"),
        "SAMPLE": _("samples"),
    }.get(line.unit, "")


def _amount_of(name: str) -> Callable[[Step], str]:
    """How a column shows one amount of every step."""
    return lambda step: grouped(getattr(step, name), 2)


def _part_of_band(upper: Any) -> Callable[[Step], str]:
    """How a column shows the part of the quantity in one band and its price."""

    def shown(step: Step) -> str:
        parts = (band for band in step.bands if band.upper == upper and band.quantity)
        found = next(parts, None)
        return f"{trimmed(found.quantity, 2)} × {trimmed(found.price, 4)}" if found else MISSING

    return shown


def _bands(steps: tuple[Step, ...]) -> list[Column]:
    """One column for each band that is reached: the part of the quantity x its price of the year."""
    uppers = sorted(
        {band.upper for step in steps for band in step.bands}, key=lambda upper: (upper is None, upper or 0)
    )
    return [
        Column(
            _("Up to %(limit)s") % {"limit": grouped(Decimal(upper), 0)}
            if upper
            else pgettext("band", "Above"),
            _part_of_band(upper),
        )
        for upper in uppers
    ]


def _package(steps: tuple[Step, ...]) -> list[Column]:
    if not any(step.package for step in steps):
        return []

    def of(name: str) -> Callable[[Step], str]:
        return lambda step: trimmed(Decimal(getattr(step.package, name)), 2) if step.package else MISSING

    found = [Column(_("In the package"), of("included")), Column(_("Beyond it"), of("beyond"))]
    if any(step.package and (step.package.rolled or step.package.left) for step in steps):
        found.insert(0, Column(_("Rolled over"), of("rolled")))
        found.append(Column(_("Left for later"), of("left")))
    return found


def _changes(steps: tuple[Step, ...]) -> list[Column]:
    found = []
    if any(step.raised for step in steps):
        found.append(Column(_("Surcharges"), lambda step: f"+{trimmed(step.raised * 100, 4)}%"))
    if any(step.discount for step in steps):
        found.append(Column(_("Trial discount"), lambda step: f"−{trimmed(step.discount * 100, 2)}%"))
    return found


def _fee(step: Step) -> str:
    text = grouped(step.charged, 2)
    return _("%(amount)s (cap)") % {"amount": text} if step.is_capped else text


def _minimum(steps: tuple[Step, ...]) -> list[Column]:
    """What the period has come to, its minimum in its last month, and the credit that is carried forward."""
    known = [step.minimum for step in steps if step.minimum]
    if not known:
        return []
    found = [
        Column(_("Period so far"), lambda step: grouped(step.minimum.spent, 2) if step.minimum else MISSING),
        Column(
            _("Minimum due"),
            lambda step: (
                grouped(step.minimum.due, 2) if step.minimum and step.minimum.due is not None else MISSING
            ),
        ),
    ]
    if any(one.credit or one.credit_before for one in known):
        found += [
            Column(
                _("Paid from credit"),
                lambda step: grouped(step.minimum.drawn, 2) if step.minimum else MISSING,
            ),
            Column(
                _("Credit left"), lambda step: grouped(step.minimum.credit, 2) if step.minimum else MISSING
            ),
        ]
    return found

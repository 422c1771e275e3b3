"""The staffing page: seats by interval of the need, and the vendors' seats once prices are open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc.workforce.erlang import StaffingError
from calc.workforce.seats import DAYS, FLAT, HOURS, MOST_AT_ONCE, Interval, Plan, Rules
from quotes import queries as quote_queries
from rfqs.lines import content_of_line, lines_of
from rfqs.models import RFQ
from rfqs.queries import content_of, publication_content
from rfqs.queries.pages import WEEKDAYS
from scoring.access import readable_quotes
from scoring.engine import case_of, price_documents
from scoring.rules import Case
from scoring.rules.remarks import understaffed
from scoring.rules.sentences import flag_sentence
from scoring.staffing import PROMISED, Basis, Held, bases_of, basis_of, held, planned_seats
from ui.figures import grouped, trimmed
from ui.text import told_apart

Json = dict[str, Any]
HOUR = 60
# What to change, by the field that a `StaffingError` names.
REMEDIES = {
    "contacts": gettext_lazy("Give the volumes; the seats follow from them."),
    "at_once": gettext_lazy(
        "More than {most} contacts would be there at once. Check the volumes, the handling time and the patience."
    ),
    "aht_s": gettext_lazy("Give a handling time of 1 to 86,400 seconds; the seats follow from it."),
    "channel": gettext_lazy(
        "This channel is worked off as a backlog. Only telephone and chat wait in a queue."
    ),
    "coverage_windows": gettext_lazy(
        "Give service hours in which contacts come; the seats follow from them."
    ),
    "shrinkage": gettext_lazy("Paid time away from contacts is 0 to 90%; above that nobody is left to work."),
    "concurrency": gettext_lazy("One agent works on 1 to 20 chats at once."),
    "paid_hours": gettext_lazy("A seat is paid for 1 to 744 hours a month."),
    "within_s": gettext_lazy("The promised time is 0 to 86,400 seconds; an average wait is more than 0."),
    "patience_s": gettext_lazy(
        "Patience is 1 second to 100 handling times; leave it out where nobody hangs up."
    ),
    "max_occupancy": gettext_lazy("The highest occupancy is above 0 and at most 100%."),
}
OTHER_REMEDY = gettext_lazy("The week of the uploaded file cannot be read; upload the file again.")


def remedy_of(error: StaffingError) -> Any:
    """What to change, in the reader's language; the error itself speaks to programs."""
    return format_lazy(REMEDIES.get(error.field, OTHER_REMEDY), most=grouped(Decimal(MOST_AT_ONCE), 0))


SOURCES = {
    FLAT: gettext_lazy(
        "Assumption: no interval counts were uploaded, so the contacts are spread evenly over the service hours. "
        "Real peaks need more seats than this; upload counts by interval to see them."
    ),
    HOURS: gettext_lazy(
        "Assumption: only shares by hour and by weekday are known, so every weekday has the same hours. Upload the "
        "file again to keep its week by interval."
    ),
}


def staffing_page(rfq: RFQ, line: str = "") -> Json:
    """Seats, the week by hour and the terms of a service line; without volumes what to give first."""
    content = content_of(rfq)
    lines = [one.code for one in lines_of(content)]
    rows = _lines(content) if len(lines) > 1 else []
    shown = {"lines": rows, "total": {key: _sum(row[key] for row in rows) for key in ("seats", "planned")}}
    return shown | _line_page(content_of_line(content, line or lines[0]))


def _lines(content: Json) -> list[Json]:
    """Seats of every line in an average month, by waiting time and by the planning formula."""
    bases = bases_of(content)
    rows = []
    for line in lines_of(content):
        basis = bases.get(line.code)
        try:
            seats = basis.plan().seats if basis else None
        except StaffingError:
            seats = None
        planned = planned_seats(basis, basis.rules, basis.month_contacts) if basis else None
        rows.append({"label": line.label, "seats": seats, "planned": planned})
    return rows


def _sum(seats: Iterable[int | None]) -> int | None:
    """None where a line has no figure: a sum without it would be too low."""
    found = list(seats)
    return None if None in found else sum(one or 0 for one in found)


def _line_page(content: Json) -> Json:
    try:
        basis = basis_of(content)
        week = basis.plan()
        peak = basis.peak_plan()
    except StaffingError as error:
        return {"lacking": remedy_of(error), "field": error.field}
    hours = by_hour(week)
    return {
        "basis": basis,
        "week": week,
        "peak_month": peak,
        "planned": planned_seats(basis, basis.rules, basis.month_contacts),
        "planned_peak": planned_seats(basis, basis.rules, basis.peak_contacts),
        "source": SOURCES.get(basis.profile.source, ""),
        "terms": terms_of(basis.rules),
        "peak_at": moment_of(week.peak),
        "unstaffed": Decimal(str(float(week.unstaffed_share))) if week.unstaffed_share else None,
        "hours": hours,
        "days": [WEEKDAYS[day - 1] for day in DAYS if any(row["cells"][day - 1] for row in hours)],
        "rows": joined([_row(row, hours) for row in hours]),
        "chart": chart_of(week, hours),
    }


def moment_of(one: Interval) -> str:
    clock = f"{one.minute // HOUR:02d}:{one.minute % HOUR:02d}"
    return _("%(day)s %(clock)s") % {"day": WEEKDAYS[one.weekday - 1], "clock": clock}


def by_hour(week: Plan) -> list[Json]:
    """The most agents at once in each hour of each weekday, with the load of that hour; hours in order."""
    cells: Mapping[int, dict[int, list[Interval]]] = defaultdict(lambda: defaultdict(list))
    for one in week.intervals:
        cells[one.minute // HOUR][one.weekday].append(one)
    return [
        {"hour": f"{hour:02d}:00", "cells": [_cell(cells[hour].get(day)) for day in DAYS]}
        for hour in sorted(cells)
    ]


def _cell(found: list[Interval] | None) -> Json | None:
    if not found:
        return None
    load = float(sum(one.load for one in found) / len(found))
    people = sum(one.agents for one in found)
    return {
        "agents": max(one.agents for one in found),
        "rostered": max(one.rostered for one in found),
        "load": load,
        "occupancy": sum(one.occupancy * one.agents for one in found) / people if people else 0.0,
        "level": min(one.level for one in found),
    }


def _row(row: Json, hours: list[Json]) -> Json:
    open_ = [day for day in DAYS if any(one["cells"][day - 1] for one in hours)]
    return {"hour": row["hour"], "cells": [row["cells"][day - 1] for day in open_]}


def joined(rows: list[Json]) -> list[Json]:
    """Hours in a row with the same agents as one row, from the first to the end of the last."""
    found: list[Json] = []
    for row in rows:
        agents = [cell and cell["agents"] for cell in row["cells"]]
        end = f"{int(row['hour'][:2]) + 1:02d}:00"
        if found and found[-1]["agents"] == agents and found[-1]["end"] == row["hour"]:
            found[-1]["end"] = end
        else:
            found.append({"hour": row["hour"], "end": end, "agents": agents})
    return found


def chart_of(week: Plan, hours: list[Json]) -> Json:
    """Agents by hour: the weekday with the busiest interval, and the mean of all open days."""
    busiest = week.peak.weekday
    own = [row["cells"][busiest - 1] for row in hours]
    means = [[cell["agents"] for cell in row["cells"] if cell] for row in hours]
    return {
        "title": _("Agents at once by hour"),
        "unit": _("agents"),
        "places": 1,
        "labels": [row["hour"] for row in hours],
        "label_head": _("Day"),
        "series": [
            {
                "label": str(WEEKDAYS[busiest - 1]),
                "values": [cell and cell["agents"] for cell in own],
                "marked": True,
            },
            {
                "label": _("Mean of the days"),
                "values": [round(sum(one) / len(one), 1) if one else None for one in means],
                "dashed": True,
            },
        ],
    }


def terms_of(rules: Rules) -> list[tuple[object, object]]:
    """The terms of staffing, for reading."""
    return [
        (_("Promise"), promise_text(rules)),
        (_("Handling time"), _("%(seconds)s s") % {"seconds": _plain(rules.aht_s)}),
        (_("Contacts at once by one agent"), _plain(rules.concurrency)),
        (_("Highest occupancy"), _percent(rules.max_occupancy)),
        (_("Paid time away from contacts"), _percent(rules.shrinkage)),
        (_("Paid hours of a seat a month"), _plain(rules.paid_hours)),
        (_("Patience"), patience_text(rules)),
    ]


def promise_text(rules: Rules) -> str:
    within = _plain(rules.target.within_s)
    if rules.target.share is None:
        return _("answered after %(seconds)s s on average") % {"seconds": within}
    return _("%(share)s within %(seconds)s s") % {"share": _percent(rules.target.share), "seconds": within}


def patience_text(rules: Rules) -> str:
    if rules.patience_s is None:
        return _("nobody hangs up (Erlang C)")
    return _("%(seconds)s s on average (Erlang A)") % {"seconds": _plain(rules.patience_s)}


def _plain(value: Any) -> str:
    return trimmed(Decimal(value.numerator) / value.denominator, 2)


def _percent(value: Any) -> str:
    return f"{trimmed(Decimal(value.numerator) * 100 / value.denominator, 2)}%"


def vendors_compared(user: Any, rfq: RFQ, line: str = "") -> Json:
    """Every visible quote's seats on a line against its own promise. The caller has seen that prices are open."""
    content = publication_content(rfq)
    line = line or lines_of(content)[0].code
    try:
        basis = basis_of(content_of_line(content, line))
    except StaffingError as error:
        return {"lacking": remedy_of(error)}
    quotes = readable_quotes(user, rfq)
    documents = [quote_queries.whole_document(quote) for quote in quotes]
    outcomes = price_documents(content["demand"], documents)
    labels = told_apart(quote.vendor.label for quote in quotes)
    cases = [case_of(content, *pair).alone(line) for pair in zip(documents, outcomes, strict=True)]
    rows = [_compared(str(label), case, basis) for label, case in zip(labels, cases, strict=True)]
    short = [row for row in rows if row.get("sentence")]
    return {"vendors": rows, "short": short, "currency": content["demand"].get("currency", "")}


def _compared(label: str, case: Case, basis: Basis) -> Json:
    try:
        found = held(case, basis)
    except StaffingError as error:
        return {"vendor": label, "fault": format_lazy(_("Cannot be staffed: {why}"), why=remedy_of(error))}
    if found is None:
        return {"vendor": label}
    finding = understaffed(case, found)
    return {
        "vendor": label,
        "found": found,
        "promise": promise_text(found.rules),
        "own_promise": found.promise == PROMISED,
        "aht": _plain(found.rules.aht_s),
        "hours": _plain(found.rules.seat_hours),
        "sustained": _sustained(found),
        "missing": found.missing,
        "sentence": flag_sentence(finding.code, finding.params) if finding else "",
    }


def _sustained(found: Held) -> str:
    if not found.missing:
        return grouped(Decimal(str(found.plan.level * 100)), 1) + "%"
    if found.sustained is None:
        return _("the queue never ends")
    return _percent(found.sustained)

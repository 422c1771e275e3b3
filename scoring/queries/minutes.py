"""The minutes of an RFQ's openings, as values for the page and as a PDF that says the same."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rfqs.models import RFQ, Part
from scoring.models import OpeningMinutes
from ui.pdf import Document, zone_of
from ui.text import listed

Json = dict[str, Any]


def minutes_of(rfq: RFQ) -> list[Json]:
    """The minutes of an RFQ's openings, in order; moments as moments. `facts` are what page and PDF both say."""
    return [_shown(rfq, row) for row in OpeningMinutes.objects.filter(rfq=rfq)]


def _shown(rfq: RFQ, row: OpeningMinutes) -> Json:
    one = {
        **row.content,
        "part": Part(row.part).label,
        "opened_at": row.opened_at,
        "deadline_at": datetime.fromisoformat(row.content["deadline_at"]),
        "officers": officers_of(row),
        "quotes": [
            {**line, "received_at": datetime.fromisoformat(line["received_at"])}
            for line in row.content["quotes"]
        ],
    }
    return one | {"facts": _facts(f"{rfq.code} {rfq.label}", one)}


def officers_of(minutes: OpeningMinutes | None) -> list[Json]:
    """Who opened, as the minutes have it."""
    rows = minutes.content["officers"] if minutes else []
    return [{"name": row["name"], "approved_at": datetime.fromisoformat(row["approved_at"])} for row in rows]


def minutes_document(rfq: RFQ, minutes: list[Json], now: datetime) -> Document:
    """The minutes to be kept or signed on paper, in the active language; times in the active zone."""
    name = f"{rfq.code} {rfq.label}"
    document = Document(_("Minutes of the opening"), foot=name, made_at=now)
    for one in minutes:
        document.heading(_("Minutes of the opening: %(part)s") % {"part": one["part"]})
        document.facts(one["facts"])
        document.table(
            (_("Vendor"), pgettext("when", "Received"), _("Version"), _("Commitment")),
            [_line(quote) for quote in one["quotes"]],
            widths=(30, 25, 12, 40),
            figures=(2,),
        )
    zone = zone_of(localtime(now))
    document.paragraph(
        _("Times are those of %(zone)s, read from the clock of the database.") % {"zone": zone}
    )
    return document


def _facts(name: str, one: Json) -> list[tuple[str, object]]:
    approved = [
        _("%(name)s approved at %(at)s") % {"name": officer["name"], "at": _moment(officer["approved_at"])}
        for officer in one["officers"]
    ]
    left = one.get("left_sealed") or []
    clock = _("by the clock of the database")
    return [
        (_("RFQ"), name),
        (_("Deadline"), _moment(one["deadline_at"])),
        (_("Opened at"), f"{_moment(one['opened_at'])} {clock}"),
        (_("Opened by"), "\n".join(approved)),
        (_("Vendors invited"), one["invited"]),
        (_("Declined"), one["declined"]),
        (_("Quotes opened"), len(one["quotes"])),
        *([(_("Left sealed: an addendum was not confirmed"), listed(left))] if left else []),
        (_("Quotes withdrawn"), one["withdrawn"]),
        (_("Refused as late"), one["late"]),
        (_("Head of the audit trail"), f"{one['position']} {one['head']}"),
    ]


def _line(quote: Json) -> tuple[object, ...]:
    received = localtime(quote["received_at"])
    commitment = f"{quote['commitment']} {_('fits')}"
    return quote["vendor"], f"{received:%Y-%m-%d %H:%M:%S.%f}", quote["revision"], commitment


def _moment(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M:%S}"

"""Who may get what of an award? `check_x` raises the reason."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from quotes.models import Quote
from scoring.models import AwardShape
from ui.errors import Refused
from ui.text import listed

CALLS = 2


def check_form(form: str, lines: Sequence[str]) -> None:
    """A form that exists; one service line is not split."""
    if form not in AwardShape.values:
        raise Refused(_("Choose who gets what: one vendor, a vendor with a backup, or a split."))
    if form == AwardShape.SPLIT and len(lines) < 2:
        raise Refused(_("This RFQ has one service line, so there is nothing to split."))


def check_backup(quote: Quote, backup: Quote | None) -> Quote:
    """Another quote than the one that is awarded; returned, as it is there."""
    if backup is None:
        raise Refused(_("Choose the backup."))
    if backup.pk == quote.pk:
        raise Refused(_("The backup is another vendor than the one that is awarded."))
    return backup


def check_price_hold(name: str, holds_until: date | None, today: date) -> None:
    """A backup stands by at the price it quoted, as long as it said or the RFQ asked."""
    if holds_until is None:
        raise Refused(
            _(
                "%(vendor)s did not say until when its price holds, and the RFQ did not ask. Award without a backup."
            )
            % {"vendor": name}
        )
    if holds_until < today:
        raise Refused(
            _("The price of %(vendor)s held until %(day)s. A backup needs a price that still holds.")
            % {"vendor": name, "day": holds_until.isoformat()}
        )


def check_split(lines: Mapping[str, str], given: Mapping[str, Any]) -> None:
    """Every line goes to one quote, and not all to the same; `lines` are their names by code."""
    missing = [name for line, name in lines.items() if given.get(line) is None]
    if missing:
        raise Refused(_("Choose a vendor for every service line: %(lines)s.") % {"lines": listed(missing)})
    if unknown := sorted(given.keys() - set(lines)):
        raise Refused(_("There is no service line %(lines)s.") % {"lines": listed(unknown)})
    if len({quote.pk for quote in given.values()}) < 2:
        raise Refused(_("All lines go to one vendor: that is no split. Choose one vendor for everything."))


def check_main(main: Any, given: Mapping[str, Any]) -> None:
    """The quote whose checks are typed has a part of the split."""
    if main.pk not in {quote.pk for quote in given.values()}:
        raise Refused(_("The quote that is chosen first gets no service line. Choose one that does."))


def check_diligence(name: str, checked: Mapping[str, Any], today: date) -> None:
    """A-01 to A-03 for one quote, typed with the proposal or recorded as evidence before.

    One reference that is named twice is one, and a visit that is still to come has shown nothing.
    """
    calls = [call for call in checked.get("references") or [] if call.get("name") and call.get("notes")]
    if len({" ".join(call["name"].split()).casefold() for call in calls}) < CALLS:
        raise Refused(_("%(vendor)s: call two references and note what they said (A-01).") % {"vendor": name})
    seen = checked.get("seen") or {}
    if seen.get("kind") not in ("VISIT", "DEMO") or not seen.get("on"):
        raise Refused(
            _("%(vendor)s: visit the vendor or see a demonstration, and note the day (A-02).")
            % {"vendor": name}
        )
    if str(seen["on"]) > today.isoformat():
        raise Refused(_("This day is still to come. Record what has happened."))
    if not (checked.get("qualification") or {}).get("verified"):
        raise Refused(_("%(vendor)s: verify the vendor's qualification (A-03).") % {"vendor": name})


def check_ranked(quotes: Iterable[Any], ranked: Sequence[str]) -> None:
    for quote in quotes:
        if str(quote.pk) not in ranked:
            raise Refused(_("This quote fails a gate and is not ranked, so it cannot be awarded."))

"""Why a quote was not accepted, in words; and what the database's refusals mean."""

from datetime import datetime

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from quotes import readiness
from rfqs import gate
from ui.context import zone_text
from ui.errors import Refused


class NotReady(Refused):
    """Something must be mended first; `gaps` lists it."""

    def __init__(self, message: str, gaps: list[readiness.Gap]) -> None:
        super().__init__(message)
        self.gaps = gaps


class Late(Refused):
    """After the deadline by the database's clock: both moments, as they were compared."""

    def __init__(self, at: datetime, deadline: datetime) -> None:
        self.at, self.deadline = at, deadline
        arrived, over = exact(at, deadline)
        super().__init__(
            _(
                "Too late: the deadline was %(deadline)s and this attempt arrived at %(arrived)s (%(zone)s). "
                "It is not accepted and nobody will read it."
            )
            % {"deadline": over, "arrived": arrived, "zone": zone_text()}
        )


class AddendumOpen(Refused):
    """An addendum that asks for it is not confirmed yet."""

    def __init__(self, number: int) -> None:
        super().__init__(
            _("Confirm addendum %(number)s first: a quote counts only with it. Nothing was sent.")
            % {"number": number}
        )


class OtherContent(Refused):
    """The key of a form that was sent before, with other content."""

    def __init__(self) -> None:
        super().__init__(
            _("This form was sent before with other content. What was sent then stands; nothing was changed.")
        )


class DraftMoved(Refused):
    """The draft is not what the page showed when its form was made."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The draft was changed since this page was shown, so nothing was sent. Check it, then send again."
            )
        )


class FileNotWhole(Refused):
    """A file of the quote is not stored whole; `name` is the vendor's name for it."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _(
                "The file %(name)s is not stored whole, so nothing was sent. Remove it, attach it again, then send."
            )
            % {"name": name}
        )


class Busy(Refused):
    """Not known to have been written: the same form may be sent again and makes no second quote."""

    def __init__(self) -> None:
        super().__init__(_("Not confirmed yet. Send the same form again: it cannot make a second quote."))


def exact(at: datetime, deadline: datetime) -> tuple[str, str]:
    """Both moments in the reader's zone, to the second; to the microsecond where the second is the same."""
    shown = [localtime(moment) for moment in (at, deadline)]
    same = shown[0].replace(microsecond=0) == shown[1].replace(microsecond=0)
    form = "%Y-%m-%d %H:%M:%S.%f" if same else "%Y-%m-%d %H:%M:%S"
    return shown[0].strftime(form), shown[1].strftime(form)


def refusal_of(error: DatabaseError | InterfaceError) -> Refused | None:
    """What to tell the vendor; None for a fault that is no refusal."""
    state = gate.state_of(error)
    if state in (gate.LATE, gate.OPENED):
        return Late(*gate.times_of(error))
    if state == gate.NOT_OPEN:
        return Refused(_("This RFQ is not open for quotes. Nothing was sent."))
    if state in gate.BUSY or isinstance(error, OperationalError | InterfaceError):
        return Busy()
    return None

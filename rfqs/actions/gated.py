"""What the database refuses about time, as a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError
from django.utils.translation import gettext as _

from rfqs import gate
from ui.errors import Refused


@contextmanager
def gated() -> Iterator[None]:
    """Around a transaction: the gate's refusals become Refused, other faults pass."""
    try:
        yield
    except OperationalError as error:
        raise Refused(_("The RFQ is busy. Nothing was changed; try again.")) from error
    except DatabaseError as error:
        sentence = _sentence(gate.state_of(error))
        if not sentence:
            raise
        raise Refused(sentence) from error


def _sentence(state: str) -> str:
    return {
        gate.LATE: _("The deadline has passed. Nothing was changed."),
        gate.OPENED: _("The deadline has passed. Nothing was changed."),
        gate.NOT_OPEN: _("This RFQ is not open for quotes. Nothing was changed."),
        gate.DEADLINE_STAYS: _("The deadline has passed. It no longer moves."),
        gate.QUESTIONS_OVER: _("The deadline for questions has passed."),
    }.get(state, "")

"""A11: nobody is shown content of a quote without a row saying so: every page of an opened RFQ, as everybody.

In the short form each page is asked for by one who may, in turn, and once prices are open by everybody else until
both parts are on record for them: after that nothing of theirs could be missing. In the long form everybody comes.
"""

from collections.abc import Iterator

import pytest

from audit.models import AuditEvent
from config.doors import DOORS, ROLE_COLUMNS
from demo import panel
from demo.build import fill_sheets, open_part
from quotes.actions.reading import READ
from quotes.models import Quote
from rfqs.models import Part
from scoring.models import Sheet
from tests.house import canaries
from tests.house.stages import arguments
from tests.house.walker import Answer, ask, routes
from tests.patience import lift_limits
from tests.world import VENDOR, World, close

QUALITY = [canaries.TEXT.encode(), canaries.FILE_NAME.encode(), canaries.FILE_TEXT.encode()]
PRICES = [canaries.PRICE.encode(), b"48,213.77"]
READERS = ("buyer", "approver", "reviewer", "auditor")
STAFF = [role for role in ROLE_COLUMNS if role not in ("anonymous", "vendor", "colleague", "removed")]
# Where a quote's content could stand; what was agreed is a document of its own, with its own trail.
ABOUT_QUOTES = ("rfqs:", "scoring:", "admin:", "audit:", "quotes:")


def read_so_far(world: World) -> set[tuple[str, str]]:
    """(person, part) of the marked vendor's quote that are on record."""
    quote = Quote.objects.get(rfq=world.sealed, vendor=world.cast.vendors[VENDOR])
    rows = list(AuditEvent.objects.filter(action=READ, object_id=str(quote.pk)))
    found = {(row.actor_id, row.detail["part"]) for row in rows}
    assert len(found) == len(rows), "each first reading is one row"
    return found


def read_by(world: World, role: str) -> set[tuple[str, str]]:
    """What is on record of somebody who has read both parts."""
    return {(str(world.user(role).pk), part) for part in Part.values}


def asked(world: World, stage: str, every: bool) -> Iterator[tuple[Answer, str]]:
    for turn, route in enumerate(routes()):
        if not route.name.startswith(ABOUT_QUOTES):
            continue
        readers = [role for role in STAFF if DOORS[route.name].get(role) == 200]
        if not every:
            known = read_so_far(world)
            new = [role for role in READERS if not known >= read_by(world, role)] if stage == "prices" else []
            readers = [role for role in readers if role in (readers[turn % len(readers)], *new)]
        path = route.path(arguments(world, route.name, stage))
        for role in readers:
            yield ask(world, route.name, role, path), str(world.user(role).pk)


def unrecorded(world: World, stage: str, every: bool) -> tuple[list[str], int]:
    """Answers with a mark whose reader is not on record, and how many answers had one."""
    missing, marked = [], 0
    lift_limits()
    for answer, person in asked(world, stage, every):
        for part, marks in ((Part.QUALITY, QUALITY), (Part.COMMERCIAL, PRICES)):
            if any(mark in answer.body for mark in marks):
                marked += 1
                missing += [] if (person, part) in read_so_far(world) else [f"{answer.name}: {part}"]
    return missing, marked


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_every_page_that_shows_content_is_on_record(visited: World, every: bool) -> None:
    world = visited
    close(world.sealed)
    open_part(world.cast, world.sealed, Part.QUALITY)
    assert read_so_far(world) == set()
    missing, marked = unrecorded(world, "quality", every)
    assert (missing, marked > (4 if every else 0)) == ([], True)
    assert {part for _person, part in read_so_far(world)} == {"QUALITY"}
    fill_sheets(world.sealed, Sheet.Stage.FIRST, panel.RFQ_2)
    open_part(world.cast, world.sealed, Part.COMMERCIAL)
    missing, marked = unrecorded(world, "prices", every)
    assert (missing, marked > (8 if every else 4)) == ([], True), marked
    assert read_so_far(world) == set().union(*(read_by(world, role) for role in READERS))

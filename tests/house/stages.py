"""One RFQ through all its states, by the real actions, with the arguments of the URLs that exist in each."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

import scoring.actions as scoring
from calc.simulation.scenarios import DEFAULTS
from config.doors import DOORS, ONLY_IN, STATES
from demo import judging, panel
from demo.build import decide, fill_sheets, open_part
from quotes.models import Inquiry, OpenedFile, Quote
from rfqs.actions.rfq import cancel_rfq
from rfqs.models import RFQ, Part
from scoring.actions.simulations import carry_out, start_simulation
from scoring.models import EvidenceRecord, Sheet
from tests.world import DECLINED, RIVAL, VENDOR, World, clarify, close, published


def through(world: World) -> Iterator[str]:
    """Move the sealed RFQ on, and say after each step where it stands; a draft comes first."""
    buyer, cancelled = world.cast.staff["buyer"], _cancelled(world)
    world.special["cancelled"] = {"rfq": cancelled}
    yield "draft"
    yield "open"
    yield "cancelled"
    close(world.sealed)
    yield "closed"
    open_part(world.cast, world.sealed, Part.QUALITY)
    judging.ask(world.cast, world.sealed)
    judging.see(world.cast, world.sealed)
    yield "quality"
    judging.explain(world.cast, world.sealed)
    fill_sheets(world.sealed, Sheet.Stage.FIRST, panel.RFQ_2)
    open_part(world.cast, world.sealed, Part.COMMERCIAL)
    _simulated(world)
    yield "prices"
    fill_sheets(world.sealed, Sheet.Stage.SECOND, panel.RFQ_2)
    world.sealed.refresh_from_db()
    scoring.run_scores(rfq=world.sealed, by=buyer, now=timezone.now())
    yield "scored"
    decide(world.cast, world.sealed, RIVAL)
    yield "awarded"


def subject(world: World, stage: str) -> RFQ:
    """The RFQ that is in this state now."""
    if stage == "cancelled":
        return world.special["cancelled"]["rfq"]
    return world.draft if stage == "draft" else world.sealed


def _cancelled(world: World) -> RFQ:
    deadline = timezone.now() + timedelta(days=14)
    rfq = published(world.cast, deadline, (VENDOR, RIVAL, DECLINED))
    clarify(world.cast, rfq)
    return cancel_rfq(rfq=rfq, reason="Not needed any more", by=world.cast.staff["buyer"], now=timezone.now())


def _simulated(world: World) -> None:
    """One finished simulation, so that there is something to cancel and to reproduce."""
    asked_for = {"ranges": DEFAULTS.as_json(), "count": 20, "seed": 1}
    world.sealed.refresh_from_db()
    row = start_simulation(rfq=world.sealed, by=world.cast.staff["buyer"], now=timezone.now(), **asked_for)
    carry_out(row.pk, timezone.now)


def arguments(world: World, route: str, stage: str) -> dict[str, Any]:
    """The route's arguments, about the RFQ of this state wherever it has such a thing."""
    if stage not in world.things:
        world.things[stage] = _things(world, stage)
    found = dict(world.things[stage])
    if route.startswith("contracts:") and route != "contracts:draft":
        del found["code"], found["rfq_code"]
    file = found.pop("opened_file", None)
    if route.startswith("scoring:") and file:
        found["file_id"] = file
    return world.arguments(route) | found


def _things(world: World, stage: str) -> dict[str, Any]:
    """What there is of the RFQ of this state. A state is as it was entered, as long as requests are undone."""
    rfq = subject(world, stage)
    invitation = rfq.invitations.filter(vendor=world.cast.vendors[VENDOR]).first() or rfq.invitations.first()
    quote = Quote.objects.filter(rfq=rfq, vendor=world.cast.vendors[VENDOR]).first()
    sheet = Sheet.objects.filter(
        rfq=rfq, reviewer=world.cast.staff["reviewer"], stage=Sheet.Stage.FIRST
    ).first()
    attachment = rfq.attachments.first()
    question, answer = rfq.vendor_questions.filter(status="OPEN").first(), rfq.clarifications.first()
    addendum = rfq.addenda.filter(status="ISSUED").first()
    inquiry = Inquiry.objects.filter(quote__rfq=rfq).first()
    record = EvidenceRecord.objects.filter(quote__rfq=rfq).first()
    file = quote and OpenedFile.objects.filter(quote=quote).first()
    found = {
        "code": rfq.code,
        "rfq_code": rfq.code,
        "opened_file": file and file.pk,
        "invitation_id": invitation and invitation.pk,
        "quote_id": quote and quote.pk,
        "sheet_id": sheet and sheet.pk,
        "attachment_id": attachment and attachment.pk,
        "question_id": question and question.pk,
        "clarification_id": answer and answer.pk,
        "addendum_id": addendum and addendum.pk,
        "inquiry_id": inquiry and inquiry.pk,
        "record_id": record and record.pk,
    }
    return {name: value for name, value in found.items() if value}


def about_one_rfq(arguments: tuple[str, ...], stage: str, method: str) -> bool:
    """True for URLs that can answer otherwise in another state, and whose things exist in this one.

    A draft has no invitation; to the cancelled RFQ nothing was written, but it could be tried.
    """
    if stage == "draft":
        return bool({"code", "rfq_code"} & set(arguments)) and "invitation_id" not in arguments
    names = {"code", "rfq_code", "sheet_id", "invitation_id"}
    if stage == "cancelled" and method == "GET":
        names.remove("invitation_id")
    return bool(names & set(arguments))


def expected(route: str, role: str, stage: str) -> int:
    """The answer to a GET in this state, from the tables of config/doors.py."""
    column = "spare" if stage == "draft" and role == "reviewer" else role
    status = DOORS[route][column]
    return 404 if status == 200 and stage not in ONLY_IN.get(route, STATES) else status

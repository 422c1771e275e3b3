"""Ask for a simulation, work it out chunk by chunk, cancel it.

The row is the truth: a worker that dies leaves it running and silent, and the next one begins it again from its
seed, which gives the same bytes.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

import audit.actions as audit
from calc import ENGINE
from calc.documents import DocumentError
from rfqs.access import get_rfq, require_impartial
from rfqs.models import RFQ
from scoring import drawn
from scoring.actions.locking import lock_to_judge
from scoring.models import Simulation
from scoring.policies import (
    check_can_cancel_simulation,
    check_can_repeat_simulation,
    check_can_simulate,
)
from scoring.queries.uncertainty import simulation_inputs
from scoring.states import SimulationStatus

log = logging.getLogger(__name__)
AT_ONCE = 2_000  # scenarios: so many are worked out within the page
SILENT = timedelta(seconds=60)
ATTEMPTS = 3  # a run that ends its worker is not begun for ever
RUNNING = (SimulationStatus.QUEUED, SimulationStatus.RUNNING)


class Cancelled(Exception):
    """Somebody has asked that this run end."""


@transaction.atomic(durable=True)
def start_simulation(
    *, rfq: RFQ, ranges: dict[str, Any], count: int, seed: int, by: Any, now: datetime
) -> Simulation:
    """Store what is to be drawn, with the quotes and the demand as they are now; a worker is told of a large one.

    `ranges` as `calc.simulation.scenarios.Ranges.as_json` gives them. Refuses before the prices are open, while another
    run is under way, where no quote can be priced, and people who are no buyers.
    """
    locked = lock_to_judge(rfq, by)
    inputs = simulation_inputs(locked)
    check_can_simulate(locked, by, busy=_is_busy(locked), quotes=len(inputs["quotes"]))
    row = _queued(locked, seed=seed, count=count, ranges=ranges, inputs=inputs, by=by, now=now)
    if count > AT_ONCE:
        transaction.on_commit(lambda: _tell_worker(row.pk))
    return row


def _is_busy(rfq: RFQ) -> bool:
    return Simulation.objects.filter(rfq=rfq, status__in=RUNNING).exists()


def _queued(rfq: RFQ, *, by: Any, now: datetime, **drawn_from: Any) -> Simulation:
    """A waiting run with the next number, and the audit row of its start."""
    last = Simulation.objects.filter(rfq=rfq).first()
    row = Simulation.objects.create(
        rfq=rfq,
        number=last.number + 1 if last else 1,
        engine=ENGINE,
        created_at=now,
        created_by=by,
        **drawn_from,
    )
    detail = {"number": row.number, "scenarios": row.count}
    audit.record("simulation.started", by=by, now=now, obj=row, rfq_code=rfq.code, detail=detail)
    return row


def _tell_worker(simulation_id: UUID) -> None:
    """A broker that is away costs half a minute: the clock looks for waiting runs too."""
    try:
        current_app.send_task("scoring.tasks.simulate", [str(simulation_id)])
    except OperationalError as away:
        log.warning("The broker is away; simulation %s waits for the clock: %s", simulation_id, away)


def carry_out(simulation_id: UUID, clock: Callable[[], datetime]) -> None:
    """Work a run out, unless another worker is at it or it has ended; says how far it is after each chunk."""
    row = _claimed(simulation_id, clock())
    if row is None:
        return
    if row.attempts > ATTEMPTS:
        _end(row.pk, SimulationStatus.FAILED, "", clock())
        return

    def on_chunk(done: int, _total: int) -> None:
        if _noted(row.pk, done, clock()):
            raise Cancelled

    try:
        result = drawn.outcome_text(row.inputs, row.ranges, seed=row.seed, count=row.count, on_chunk=on_chunk)
    except Cancelled:
        _end(row.pk, SimulationStatus.CANCELLED, "", clock())
    except DocumentError as error:
        _end(row.pk, SimulationStatus.FAILED, "", clock(), trouble=error.faults[0].path)
    except Exception:
        log.exception("Simulation %s failed", row.pk)
        _end(row.pk, SimulationStatus.FAILED, "", clock())
    else:
        _end(row.pk, SimulationStatus.DONE, result, clock())


def carry_out_waiting(clock: Callable[[], datetime]) -> int:
    """Work out what waits, and what a worker has left silent; returns how many."""
    found = list(
        Simulation.objects.filter(status__in=RUNNING).order_by("created_at").values_list("pk", flat=True)
    )
    for pk in found:
        carry_out(pk, clock)
    return len(found)


@transaction.atomic(durable=True)
def _claimed(simulation_id: UUID, now: datetime) -> Simulation | None:
    row = (
        Simulation.objects.select_for_update(skip_locked=True)
        .filter(pk=simulation_id, status__in=RUNNING)
        .first()
    )
    if row is None or (row.touched_at is not None and now - row.touched_at < SILENT):
        return None
    row.status, row.touched_at, row.done = SimulationStatus.RUNNING, now, 0
    row.attempts += 1
    row.save(update_fields=["status", "touched_at", "done", "attempts"])
    return row


@transaction.atomic(durable=True)
def _noted(simulation_id: UUID, done: int, now: datetime) -> bool:
    """Say how far the run is; returns whether it is to end, or another worker has ended it."""
    row = Simulation.objects.select_for_update().get(pk=simulation_id)
    if row.status != SimulationStatus.RUNNING:
        return True
    row.done, row.touched_at = done, now
    row.save(update_fields=["done", "touched_at"])
    return row.cancel_asked


@transaction.atomic(durable=True)
def _end(
    simulation_id: UUID, status: SimulationStatus, result: str, now: datetime, trouble: str = ""
) -> None:
    rows = Simulation.objects.select_for_update(of=("self",))
    row = rows.select_related("rfq", "created_by", "repeats__rfq").get(pk=simulation_id)
    if row.status != SimulationStatus.RUNNING:
        return  # another worker was quicker; the bytes are the same
    row.status, row.result, row.trouble, row.finished_at = status, result, trouble, now
    row.save(update_fields=["status", "result", "trouble", "finished_at"])
    detail = {"number": row.number, "status": str(status)}
    audit.record("simulation.finished", by=None, now=now, obj=row, rfq_code=row.rfq.code, detail=detail)
    if row.repeats is not None and status == SimulationStatus.DONE:
        _record_reproduced(row.repeats, row.equals(row.repeats), row.created_by, now)


def reproduce_simulation(*, simulation: Simulation, by: Any, now: datetime) -> bool:
    """Draw a small stored run again from its own inputs; True when engine and every byte are the same.

    For at most `AT_ONCE` scenarios, the larger ones are for `repeat_simulation`. Drawing may take a second, and a
    transaction is cut off after a few: it holds the audit row alone.
    """
    get_rfq(by, simulation.rfq.code)
    require_impartial(by, simulation.rfq)
    check_can_repeat_simulation(simulation, by, busy=False)
    again = drawn.outcome_text(
        simulation.inputs, simulation.ranges, seed=simulation.seed, count=simulation.count
    )
    same = simulation.engine == ENGINE and again == simulation.result
    with transaction.atomic(durable=True):
        _record_reproduced(simulation, same, by, now)
    return same


@transaction.atomic(durable=True)
def repeat_simulation(*, simulation: Simulation, by: Any, now: datetime) -> Simulation:
    """Have a worker draw a large stored run again, as a run of its own that is compared with it in the end."""
    locked = lock_to_judge(simulation.rfq, by)
    old = Simulation.objects.get(pk=simulation.pk, rfq=locked)
    check_can_repeat_simulation(old, by, busy=_is_busy(locked))
    drawn_from = {"seed": old.seed, "count": old.count, "ranges": old.ranges, "inputs": old.inputs}
    row = _queued(locked, **drawn_from, repeats=old, by=by, now=now)
    transaction.on_commit(lambda: _tell_worker(row.pk))
    return row


def _record_reproduced(simulation: Simulation, same: bool, by: Any, now: datetime) -> None:
    detail = {"number": simulation.number, "equal": same}
    rfq_code = simulation.rfq.code
    audit.record("simulation.reproduced", by=by, now=now, obj=simulation, rfq_code=rfq_code, detail=detail)


@transaction.atomic(durable=True)
def cancel_simulation(*, simulation: Simulation, by: Any, now: datetime) -> Simulation:
    """Mark a run to end: at once where it waits, else at its next chunk."""
    locked = lock_to_judge(simulation.rfq, by)
    row = Simulation.objects.select_for_update(of=("self",)).get(pk=simulation.pk, rfq=locked)
    check_can_cancel_simulation(row, by)
    row.cancel_asked = True
    if row.status == SimulationStatus.QUEUED:
        row.status, row.finished_at = SimulationStatus.CANCELLED, now
    row.save(update_fields=["cancel_asked", "status", "finished_at"])
    detail = {"number": row.number}
    audit.record("simulation.cancelled", by=by, now=now, obj=row, rfq_code=locked.code, detail=detail)
    return row

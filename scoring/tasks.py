"""Celery: simulations that are too large for a page. The row is the truth; a task twice or never loses nothing."""

from uuid import UUID

from celery import shared_task

from audit import clocks
from scoring.actions.simulations import carry_out, carry_out_waiting


@shared_task
def simulate(simulation_id: str) -> None:
    """Work one run out."""
    carry_out(UUID(simulation_id), clocks.now)


@shared_task
def simulate_waiting() -> int:
    """Work out what nobody has begun, or what somebody has left in the middle."""
    return carry_out_waiting(clocks.now)

"""Simulations: asked for, worked out by page or worker, cancelled, repeated; the page says what came of it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from audit.models import AuditEvent
from calc.documents import DocumentError, Fault
from calc.simulation.scenarios import DEFAULTS
from rfqs.models import RFQ
from scoring.actions import cancel_simulation, start_simulation
from scoring.actions.simulations import AT_ONCE, SILENT, _noted, carry_out, carry_out_waiting
from scoring.forms.simulations import DRIVERS, ENDS, SimulationForm
from scoring.models import GateResult, Simulation
from scoring.queries.uncertainty import uncertainty_page
from scoring.states import SimulationStatus
from tests import cast, tables
from tests.scoring.build import CHEAP, DEAR, closed_rfq, document, priced_rfq
from ui.errors import Refused

pytestmark = pytest.mark.django_db
URL = "scoring:uncertainty"


def started(rfq: RFQ, count: int = 500, seed: int = 7) -> Simulation:
    return start_simulation(
        rfq=rfq, ranges=DEFAULTS.as_json(), count=count, seed=seed, by=cast.buyer(), now=timezone.now()
    )


def worked_out(run: Simulation) -> Simulation:
    carry_out(run.pk, timezone.now)
    run.refresh_from_db()
    return run


def sent(**changed: str) -> dict[str, str]:
    """What the form sends when nobody touches it."""
    ranges = DEFAULTS.as_json()
    values = {
        f"{driver.name}_{end}": value
        for driver in DRIVERS
        for end, value in zip(ENDS, ranges[driver.name], strict=True)
    }
    return {**values, "count": "1000", "seed": "1", **changed}


def client_of(user: Any) -> Client:
    return cast.sign_in_afresh(Client(), user)


def test_a_small_run_answers_within_the_page_and_comes_out_again() -> None:
    rfq = priced_rfq(third=document("4400"))
    url, buyer = reverse(URL, args=[rfq.code]), client_of(cast.buyer())
    assert "No future has been drawn yet" in buyer.get(url).content.decode()
    assert buyer.post(url, sent()).status_code == 302
    run = Simulation.objects.get(rfq=rfq)
    assert (run.status, run.done, run.count) == (SimulationStatus.DONE, 1000, 1000)
    page = buyer.get(url).content.decode()
    spreads = tables.read(page).tables["spreads"]
    rows = {name: spreads.row(name) for name in spreads.names()}
    assert set(rows) == {CHEAP, DEAR, "Celadon Service"}
    shares = {name: tables.number(row[5]) for name, row in rows.items()}
    assert (
        abs(sum(shares.values()) - 1) < Decimal("0.0003")
        and max(shares, key=lambda name: shares[name]) == CHEAP
    )
    for row in rows.values():
        p10, p50, p90 = (tables.number(cell) for cell in row[1:4])
        assert 0 < p10 <= p50 <= p90
    assert CHEAP in page.split('class="verdict"')[1][:400]
    again = reverse("scoring:simulation_reproduce", args=[rfq.code, run.number])
    assert "every byte is the same" in buyer.post(again, follow=True).content.decode()
    Simulation.objects.update(result=run.result.replace("1", "2", 1))
    assert "differs from the stored one" in buyer.post(again, follow=True).content.decode()


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    rfq = priced_rfq()
    first, second, other = (worked_out(started(rfq, seed=seed)) for seed in (7, 7, 8))
    assert first.result == second.result != other.result


def test_a_run_is_cancelled_at_its_next_chunk_and_at_once_where_it_waits() -> None:
    rfq = priced_rfq()
    waiting = cancel_simulation(simulation=started(rfq), by=cast.buyer(), now=timezone.now())
    assert worked_out(waiting).status == SimulationStatus.CANCELLED
    running = started(rfq, count=50_000)
    told: list[int] = []

    def clock() -> Any:
        row = Simulation.objects.get(pk=running.pk)
        told.append(row.done)
        if row.status == SimulationStatus.RUNNING and len(told) == 2:
            cancel_simulation(simulation=row, by=cast.approver(), now=timezone.now())
        return timezone.now()

    carry_out(running.pk, clock)
    running.refresh_from_db()
    assert running.status == SimulationStatus.CANCELLED and 0 < running.done < running.count
    assert running.result == ""
    with pytest.raises(Refused):
        cancel_simulation(simulation=running, by=cast.buyer(), now=timezone.now())
    assert list(
        AuditEvent.objects.filter(action__startswith="simulation.")
        .order_by("at")
        .values_list("action", flat=True)
    ) == [
        "simulation.started",
        "simulation.cancelled",
        "simulation.started",
        "simulation.cancelled",
        "simulation.finished",
    ]


def test_a_worker_that_fell_silent_is_followed_by_another_and_nobody_works_twice() -> None:
    rfq = priced_rfq()
    run = started(rfq, count=5_000)
    Simulation.objects.filter(pk=run.pk).update(status="RUNNING", touched_at=timezone.now(), done=9)
    assert worked_out(run).status == SimulationStatus.RUNNING, "somebody is at it"
    Simulation.objects.filter(pk=run.pk).update(touched_at=timezone.now() - SILENT - timedelta(seconds=1))
    assert carry_out_waiting(timezone.now) == 1
    run.refresh_from_db()
    assert (run.status, run.done) == (SimulationStatus.DONE, 5_000)
    assert _noted(run.pk, 9, timezone.now()), "the first one wakes up, and stops"
    run.refresh_from_db()
    assert run.done == 5_000


def test_a_run_that_ends_its_worker_again_and_again_fails_in_the_end() -> None:
    run = started(priced_rfq(), count=5_000)
    killed = patch("scoring.actions.simulations.drawn.outcome_text", side_effect=SystemExit)
    for _attempt in range(3):
        with killed, pytest.raises(SystemExit):
            carry_out(run.pk, timezone.now)
        Simulation.objects.filter(pk=run.pk).update(touched_at=timezone.now() - 2 * SILENT)
    assert worked_out(run).status == SimulationStatus.FAILED


@pytest.mark.django_db(transaction=True)
def test_a_large_run_goes_to_a_worker_and_waits_for_the_clock_where_the_broker_is_away() -> None:
    rfq = priced_rfq()
    with patch("scoring.actions.simulations.current_app.send_task") as send:
        run = started(rfq, count=10_000)
    send.assert_called_once_with("scoring.tasks.simulate", [str(run.pk)])
    cancel_simulation(simulation=run, by=cast.buyer(), now=timezone.now())
    with patch("scoring.actions.simulations.current_app.send_task", side_effect=OperationalError("away")):
        assert started(rfq, count=10_000).status == SimulationStatus.QUEUED
    page = client_of(cast.buyer()).get(reverse(URL, args=[rfq.code])).content.decode()
    assert "of 10,000 futures" in page and "A run is under way." in page


@pytest.mark.django_db(transaction=True)
def test_a_large_run_is_drawn_again_by_a_worker_and_compared() -> None:
    rfq = priced_rfq()
    with patch("scoring.actions.simulations.current_app.send_task"):
        run = worked_out(started(rfq, count=AT_ONCE + 500))
    url = reverse(URL, args=[rfq.code])
    again = reverse("scoring:simulation_reproduce", args=[rfq.code, run.number])
    auditor = client_of(cast.auditor())
    with (
        patch(
            "scoring.actions.simulations.drawn.outcome_text", side_effect=AssertionError("within the page")
        ),
        patch("scoring.actions.simulations.current_app.send_task") as send,
    ):
        assert auditor.post(again).status_code == 302
        repeated = Simulation.objects.get(repeats=run)
        send.assert_called_once_with("scoring.tasks.simulate", [str(repeated.pk)])
        page = auditor.post(again, follow=True).content.decode()
        assert "Run 1 is being drawn again" in page and "under way" in page
    assert worked_out(repeated).result == run.result
    assert "Run 1, drawn again from the same seed" in auditor.get(url).content.decode()
    Simulation.objects.filter(pk=run.pk).update(result=run.result.replace("1", "2", 1))
    assert "differs from the stored" in auditor.get(url).content.decode()
    told = AuditEvent.objects.get(action="simulation.reproduced")
    assert told.detail == {"number": 1, "equal": True}


def test_why_a_run_failed_is_said_in_the_readers_language() -> None:
    rfq = priced_rfq()
    run = started(rfq, count=5_000)
    fault = DocumentError([Fault("ranges", "too much", "less")])
    with patch("scoring.actions.simulations.drawn.outcome_text", side_effect=fault):
        assert worked_out(run).trouble == "ranges"
    assert "100 billion" in uncertainty_page(run)["trouble"]
    Simulation.objects.filter(pk=run.pk).update(trouble="rate_lines[0].tiers: is missing; state it")
    run.refresh_from_db()
    assert "(rate_lines)" in uncertainty_page(run)["trouble"]


def test_what_stands_in_the_way_is_told_and_nothing_typed_is_lost() -> None:
    rfq = priced_rfq()
    url, buyer = reverse(URL, args=[rfq.code]), client_of(cast.buyer())
    for changed, words in (
        ({"level_low": "1.2"}, "The lowest value is above the highest."),
        ({"level_likely": "2"}, "must lie between the lowest and the highest"),
        ({"level_high": "1e9"}, "Write a number such as -0.05"),
        ({"level_high": "999"}, "Give a number from 0.05 to 10."),
        ({"growth_low": "-9"}, "Give a number from -0.4 to 3."),
        ({"count": "10000000"}, "10000000 is not one of the available choices"),
        ({"seed": "-1"}, "Write digits 0 to 9 only"),
    ):
        answer = buyer.post(url, sent(**changed))
        page = answer.content.decode()
        assert answer.status_code == 422 and words in page, (changed, words)
        (name, value), *_rest = changed.items()
        assert f'value="{value}"' in page or name == "count"
    assert not Simulation.objects.exists()
    form = SimulationForm(sent(growth_low="-0.1"))
    assert form.is_valid() and form.ranges and form.ranges.as_json()["growth"][0] == "-0.1"
    started(rfq)
    answer = buyer.post(url, sent(level_low="0.5"))
    assert answer.status_code == 409 and "under way" in answer.content.decode()
    assert 'value="0.5"' in answer.content.decode()


def test_before_the_prices_are_open_there_is_nothing_to_draw() -> None:
    rfq = closed_rfq()
    client = client_of(cast.buyer())
    assert "once the prices are open" in client.get(reverse(URL, args=[rfq.code])).content.decode()
    assert client.post(reverse(URL, args=[rfq.code]), sent()).status_code == 404
    with pytest.raises(Refused):
        started(rfq)


def test_a_quote_that_fails_a_gate_or_cannot_be_priced_is_left_out_by_name() -> None:
    rfq = priced_rfq()
    GateResult.objects.update_or_create(
        quote=rfq.quotes.get(vendor__name=DEAR),
        code="G-01",
        defaults={"outcome": "FAIL", "decided_at": timezone.now()},
    )
    run = worked_out(started(rfq))
    assert [quote["vendor"] for quote in run.inputs["quotes"]] == [CHEAP]
    page = client_of(cast.auditor()).get(reverse(URL, args=[rfq.code])).content.decode()
    assert f"Left out, as they fail a gate: {DEAR}." in page
    assert "Draw the futures" not in page, "an auditor reads"

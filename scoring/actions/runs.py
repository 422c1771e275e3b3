"""Rank: gather, compute, store; and prove later that a stored run comes out again."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions as audit
from calc import ENGINE
from rfqs.access import get_rfq, require_impartial
from rfqs.actions.marks import mark_status
from rfqs.models import RFQ
from rfqs.queries import publication_content
from rfqs.states import RfqStatus
from scoring import engine
from scoring.actions.locking import lock_to_judge
from scoring.models import Evaluation, ScoreRun, Sheet
from scoring.policies import check_can_run_scores, check_is_scored
from scoring.policies.judging import check_covered
from scoring.queries.cells import thin_count
from scoring.queries.inputs import done_sheet_count, gathered_inputs, open_sheet_count, open_spreads
from scoring.states import EvaluationStatus


@transaction.atomic(durable=True)
def run_scores(*, rfq: RFQ, by: Any, now: datetime) -> ScoreRun:
    """Store a new score run with its inputs, weights and engine; the RFQ is scored from then on.

    Refuses while a sheet is open or a spread is unsettled, where no sheet counts, people who are no buyers, and
    (403) whoever has declared a conflict of interest. The award keeps the run it was proposed on.
    """
    locked = lock_to_judge(rfq, by)
    open_sheets = open_sheet_count(locked, Sheet.Stage.FIRST, Sheet.Stage.SECOND)
    check_can_run_scores(locked, by, open_sheets, len(open_spreads(locked)))
    check_is_scored(done_sheet_count(locked))
    check_covered(thin_count(locked))
    run = _store(locked, by, now)
    if locked.status == RfqStatus.PRICES_OPENED:
        mark_status(locked, RfqStatus.SCORED, by=by, now=now)
    evaluation, _created = Evaluation.objects.get_or_create(rfq=locked)
    if evaluation.status == EvaluationStatus.SHORTLIST:
        evaluation.score_run = run
        evaluation.save(update_fields=["score_run"])
    audit.record("score.run", by=by, now=now, obj=run, rfq_code=locked.code, detail={"number": run.number})
    return run


def rank_again(rfq: RFQ, *, by: Any, now: datetime) -> ScoreRun | None:
    """Inside piece: what a ranking was made from has moved, so a new run is stored; None where none stands yet.

    Nobody is asked for a role here: whoever moved it was. Sheets and spreads that are open again wait for theirs.
    """
    evaluation = Evaluation.objects.filter(rfq=rfq).first()
    if rfq.status != RfqStatus.SCORED or evaluation is None or evaluation.score_run_id is None:
        return None
    if open_sheet_count(rfq, Sheet.Stage.FIRST, Sheet.Stage.SECOND) or open_spreads(rfq):
        return None
    run = _store(rfq, by, now)
    evaluation.score_run = run
    evaluation.save(update_fields=["score_run"])
    audit.record("score.run", by=by, now=now, obj=run, rfq_code=rfq.code, detail={"number": run.number})
    return run


def _store(rfq: RFQ, by: Any, now: datetime) -> ScoreRun:
    inputs = gathered_inputs(rfq, now=now)
    weights = engine.weights_json(engine.weights_of(publication_content(rfq)))
    result = engine.run_result(rfq.code, engine.evaluate(inputs, weights))
    last = ScoreRun.objects.filter(rfq=rfq).first()
    return ScoreRun.objects.create(
        rfq=rfq,
        number=last.number + 1 if last else 1,
        engine=ENGINE,
        weights=weights,
        inputs=inputs,
        result=result,
        created_at=now,
        created_by=by,
    )


@transaction.atomic(durable=True)
def reproduce_run(*, run: ScoreRun, by: Any, now: datetime) -> bool:
    """Compute a stored run again from its own inputs; True when engine and every figure are the same."""
    get_rfq(by, run.rfq.code)
    require_impartial(by, run.rfq)
    same = run.engine == ENGINE and comes_out_again(run)
    detail = {"number": run.number, "equal": same}
    audit.record("score.reproduced", by=by, now=now, obj=run, rfq_code=run.rfq.code, detail=detail)
    return same


def comes_out_again(run: ScoreRun) -> bool:
    """The stored inputs give the stored result."""
    return _plain(engine.run_result(run.rfq.code, engine.evaluate(run.inputs, run.weights))) == run.result


def still_current(run: ScoreRun, now: datetime | None = None) -> bool:
    """What is stored now, ranked now, is what the run says."""
    return ranked_now(run, now) == run.result


def ranked_now(run: ScoreRun, now: datetime | None = None) -> Any:
    """What the run's RFQ would store at this moment, under the names and weights of the run."""
    evaluated = engine.evaluate(gathered_inputs(run.rfq, run.called, now), run.weights)
    return _plain(engine.run_result(run.rfq.code, evaluated))


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value))

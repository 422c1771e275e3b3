"""States: each has its row in the tables, and nothing moves where the table does not lead."""

from itertools import product
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from config.reference import MACHINES
from contracts.actions import _move as move_contract
from contracts.states import TRANSITIONS as CONTRACT_TRANSITIONS
from contracts.states import ContractStatus
from rfqs.actions.marks import mark_invitation, mark_status
from rfqs.models import RFQ
from rfqs.states import INVITATION_TRANSITIONS, TRANSITIONS, InvitationStatus, RfqStatus
from scoring.actions.award import _move as move_evaluation
from scoring.states import EVALUATION_TRANSITIONS, EvaluationStatus

names = [title for title, *_rest in MACHINES]


@pytest.mark.parametrize(("title", "choices", "transitions", "owners"), MACHINES, ids=names)
def test_every_state_has_transitions_an_owner_and_a_label(title, choices, transitions, owners):
    assert list(transitions) == list(choices) == list(owners)
    assert all(target in choices for targets in transitions.values() for target in targets)
    assert all(state.label and owners[state] for state in choices)


@pytest.mark.parametrize(("title", "choices", "transitions", "owners"), MACHINES, ids=names)
def test_every_state_is_reached_from_the_first(title, choices, transitions, owners):
    reached, edge = set(), [next(iter(choices))]
    while edge:
        state = edge.pop()
        if state not in reached:
            reached.add(state)
            edge += transitions[state]
    assert reached == set(choices)


class Still(SimpleNamespace):
    """A row that remembers what was saved, without a table."""

    def save(self, update_fields):
        self.saved = update_fields


def moves(machine, table):
    return [(source, target, target in table[source]) for source, target in product(machine, machine)]


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "target", "allowed"), moves(RfqStatus, TRANSITIONS))
def test_an_rfq_moves_along_its_table_only(source, target, allowed, monkeypatch):
    monkeypatch.setattr(RFQ, "save", lambda self, update_fields: None)
    rfq = RFQ(code="RFQ-1", status=source)
    if allowed:
        assert mark_status(rfq, target, by=None, now=timezone.now()).status == target
        return
    with pytest.raises(ValueError, match="does not move"):
        mark_status(rfq, target, by=None, now=timezone.now())
    assert rfq.status == source


@pytest.mark.django_db
@pytest.mark.parametrize(("source", "target", "allowed"), moves(InvitationStatus, INVITATION_TRANSITIONS))
def test_an_invitation_moves_along_its_table_only(source, target, allowed):
    invitation = Still(status=source)
    if allowed or source == target:
        assert mark_invitation(invitation, target, by=None, now=timezone.now()).status == target
        return
    with pytest.raises(ValueError, match="does not move"):
        mark_invitation(invitation, target, by=None, now=timezone.now())
    assert invitation.status == source


@pytest.mark.parametrize(("source", "target", "allowed"), moves(EvaluationStatus, EVALUATION_TRANSITIONS))
def test_an_evaluation_moves_along_its_table_only(source, target, allowed):
    evaluation = Still(status=source)
    if allowed:
        move_evaluation(evaluation, target)
        assert evaluation.status == target
        return
    with pytest.raises(ValueError, match="does not move"):
        move_evaluation(evaluation, target)
    assert evaluation.status == source


@pytest.mark.parametrize(("source", "target", "allowed"), moves(ContractStatus, CONTRACT_TRANSITIONS))
def test_a_contract_moves_along_its_table_only(source, target, allowed):
    contract = Still(status=source)
    if allowed:
        move_contract(contract, target, [])
        assert (contract.status, contract.saved) == (target, ["status"])
        return
    with pytest.raises(ValueError, match="does not move"):
        move_contract(contract, target, [])
    assert contract.status == source


@pytest.mark.django_db(transaction=True)
def test_inside_pieces_refuse_to_run_alone():
    assert not transaction.get_connection().in_atomic_block
    with pytest.raises(RuntimeError):
        mark_status(RFQ(status=RfqStatus.DRAFT), RfqStatus.PUBLISHED, by=None, now=timezone.now())

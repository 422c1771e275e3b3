"""Random sequences of everything people do around an opening, beside a model in plain Python.

A4, A5, A12, C3: no part opens without two different, still entitled people whose words came after the deadline
and have not lapsed; prices never before every quality sheet is in and settled; what was opened is what was
accepted; the scores that stand are the last of their revisions.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.chain import link_all
from audit.verify import verify
from quotes.models import Quote, Revision
from rfqs.gate import database_now
from rfqs.models import RFQ, Part
from rfqs.states import RfqStatus
from scoring import policies
from scoring.actions import approve_opening, revise_score, settle_spread, submit_sheet
from scoring.models import OpeningMinutes, Score, ScoreRevision, Sheet
from tests import cast, deadlines
from tests.scoring.build import CHEAP, DEAR, document, fill, publish, send
from tests.trials import trials
from ui.errors import Refused

SEED = 20261122
STEPS = 40
OFFICERS = ("buyer", "second_buyer", "approver")
PEOPLE = (*OFFICERS, "reviewer")


@dataclass
class Model:
    """What must be true, kept without looking at the database."""

    passed: bool = False
    entitled: set[str] = field(default_factory=lambda: set(OFFICERS))
    words: dict[str, set[str]] = field(default_factory=lambda: {part: set() for part in Part.values})
    opened: set[str] = field(default_factory=set)
    sheets_in: set[str] = field(default_factory=set)
    apart: bool = False

    def may_approve(self, who: str, part: str) -> bool:
        if not self.passed or who not in self.entitled or part in self.opened or who in self.words[part]:
            return False
        if part == Part.QUALITY:
            return True
        return Part.QUALITY in self.opened and len(self.sheets_in) == 2 and not self.apart

    def approve(self, who: str, part: str) -> None:
        if self.words[part] & self.entitled:
            self.opened.add(part)
        self.words[part].add(who)


class Sequence:
    def __init__(
        self, rfq: RFQ, people: dict[str, User], draw: random.Random, patch: pytest.MonkeyPatch
    ) -> None:
        self.rfq, self.draw, self.patch = rfq, draw, patch
        self.model, self.cut = Model(), database_now()
        self.people = people
        self.did: Counter[str] = Counter()

    def run(self) -> None:
        rules = (*[self.approve] * 5, self.score, self.score, self.settle, self.revise)
        rare = (self.tick, self.tick, self.lapse, self.revoke, self.restore, self.restore, self.restore)
        for _step in range(STEPS):
            rule = self.draw.choice(rare if self.draw.random() < 0.2 else rules)
            rule()
            self.check()

    # -- rules ----------------------------------------------------------------------------------------

    def approve(self) -> None:
        who, part = (
            self.draw.choice(PEOPLE),
            self.draw.choice([Part.COMMERCIAL, self.next_part(), self.next_part()]),
        )
        allowed, before = self.model.may_approve(who, part), set(self.model.opened)
        moment = database_now()  # so that a word lapses exactly where the model says
        self.patch.setattr(policies, "APPROVAL_LASTS", moment - self.cut)
        self.patch.setattr("scoring.actions.opening.database_now", lambda: moment)
        worked = self.attempt(
            lambda: approve_opening(rfq=self.rfq, part=part, by=self.people[who], now=timezone.now())
        )
        assert worked == allowed, (who, part, self.model)
        if worked:
            self.model.approve(who, part)
        if Part.COMMERCIAL in self.model.opened - before:
            sheets = Sheet.objects.filter(rfq=self.rfq, stage="FIRST")
            assert all(sheet.status == "SUBMITTED" for sheet in sheets)
        self.did["opened"] += len(self.model.opened - before)

    def next_part(self) -> str:
        return Part.COMMERCIAL if Part.QUALITY in self.model.opened else Part.QUALITY

    def tick(self) -> None:
        if not self.model.passed:
            deadlines.close(self.rfq)
            self.model.passed, self.cut = True, database_now()

    def lapse(self) -> None:
        """Fifteen minutes go by: words given until now are older than a word may be."""
        self.cut = database_now()
        self.model.words = {part: set() for part in Part.values}

    def revoke(self) -> None:
        who = self.draw.choice(OFFICERS)
        User.objects.filter(pk=self.people[who].pk).update(is_active=False)
        self.model.entitled.discard(who)

    def restore(self) -> None:
        who = self.draw.choice(OFFICERS)
        User.objects.filter(pk=self.people[who].pk).update(is_active=True)
        self.model.entitled.add(who)

    def score(self) -> None:
        sheet = Sheet.objects.filter(rfq=self.rfq, stage="FIRST", status="OPEN").order_by("?").first()
        if sheet is None or Part.COMMERCIAL in self.model.opened:
            return
        high = self.draw.random() < 0.5
        fill(sheet, "3", Q4="5" if high else "3")
        submit_sheet(sheet=sheet, by=sheet.reviewer, now=timezone.now())
        self.model.sheets_in.add(str(sheet.pk))
        self.model.apart = self.spread()

    def settle(self) -> None:
        quote = Quote.objects.filter(rfq=self.rfq).order_by("?").first()
        if quote is None:
            return
        worked = self.attempt(
            lambda: settle_spread(
                rfq=self.rfq,
                quote=quote,
                item="Q4",
                value=Decimal(4),
                reason="talked",
                by=self.people["buyer"],
                now=timezone.now(),
            )
        )
        apart = (quote.pk, "Q4") in self.far_apart()
        assert worked == (apart and Part.COMMERCIAL not in self.model.opened)
        self.model.apart = self.spread()

    def revise(self) -> None:
        score = Score.objects.filter(sheet__rfq=self.rfq, sheet__stage="FIRST").order_by("?").first()
        if score is None:
            return
        value = self.draw.choice([half for half in policies.HALVES if half != score.value])
        sheet = Sheet.objects.get(pk=score.sheet_id)
        worked = self.attempt(
            lambda: revise_score(
                sheet=sheet,
                quote=score.quote,
                item=score.item,
                value=value,
                reason="why",
                by=sheet.reviewer,
                now=timezone.now(),
            )
        )
        assert worked == (Part.COMMERCIAL not in self.model.opened)
        self.did["revised"] += worked
        self.model.apart = self.spread()

    # -- what holds -----------------------------------------------------------------------------------

    def far_apart(self) -> set[tuple[Any, str]]:
        """What two sheets score more than 1.5 apart, counted by hand."""
        values: dict[Any, list[Decimal]] = {}
        for row in Score.objects.filter(sheet__rfq=self.rfq, sheet__stage="FIRST", sheet__status="SUBMITTED"):
            if row.item not in ("FIT", "WILL"):
                values.setdefault((row.quote_id, row.item), []).append(row.value)
        return {key for key, found in values.items() if max(found) - min(found) > Decimal("1.5")}

    def spread(self) -> bool:
        """Something is far apart that nobody has settled."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_id, item FROM scoring_consensus")
            return bool(self.far_apart() - set(cursor.fetchall()))

    def attempt(self, act: Any) -> bool:
        try:
            act()
        except Refused:
            return False
        return True

    def check(self) -> None:
        self.rfq.refresh_from_db()
        rows = list(OpeningMinutes.objects.filter(rfq=self.rfq))
        assert sorted(row.part for row in rows) == sorted(self.model.opened)
        assert (self.rfq.status != RfqStatus.PUBLISHED) == (Part.QUALITY in self.model.opened)
        for row in rows:
            names = [officer["name"] for officer in row.content["officers"]]
            assert len(set(names)) == len(names) >= 2
            moments = [datetime.fromisoformat(officer["approved_at"]) for officer in row.content["officers"]]
            assert self.rfq.deadline_at and all(moment > self.rfq.deadline_at for moment in moments)
        quotes = Quote.objects.filter(rfq=self.rfq)
        accepted = set(Revision.objects.filter(invitation__rfq=self.rfq).values_list("pk", flat=True))
        expected = accepted if Part.QUALITY in self.model.opened else set()
        assert set(quotes.values_list("revision_id", flat=True)) == expected
        if Part.COMMERCIAL not in self.model.opened:
            assert not quotes.filter(commercial__isnull=False).exists()
        last = {
            (row.sheet_id, row.quote_id, row.item): row.value
            for row in ScoreRevision.objects.exclude(sheet=None)
        }
        assert {(row.sheet_id, row.quote_id, row.item): row.value for row in Score.objects.all()} == last


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("n", [3, pytest.param(2_000, marks=pytest.mark.prove)])
def test_no_sequence_opens_what_it_must_not(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sequence in a transaction of its own that is rolled back: the quotes are sent once."""
    rfq = publish()
    send(rfq, CHEAP, document("4000"))
    send(rfq, DEAR, document("5000"))
    people = {name: getattr(cast, name)() for name in PEOPLE}
    did: Counter[str] = Counter()
    played = 0
    for trial in trials("ceremony", n, SEED):
        played += 1
        transaction.set_autocommit(False)
        sequence = Sequence(RFQ.objects.get(pk=rfq.pk), people, random.Random(SEED + trial), monkeypatch)
        if trial % 4:
            sequence.tick()
        sequence.run()
        link_all()
        assert verify().sound
        did += sequence.did
        transaction.rollback()
        transaction.set_autocommit(True)
    assert did["opened"] >= played // 2 and did["revised"] >= played // 2, did

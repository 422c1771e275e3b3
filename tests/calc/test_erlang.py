"""Agents by waiting time: worked figures, an independent chain, arrays like single intervals, refusals."""

import random
import time
from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.birth_death import abandoned, average_wait, late_share
from calc.workforce import erlang, erlang_many
from calc.workforce.erlang import StaffingError, Target, Work, agents_needed, service

EIGHTY_IN_20 = Target(F(20), F(80, 100))
HUNDRED = Work(F(100), F(180), F(1800))


def test_a_hundred_contacts_in_half_an_hour_need_fourteen_agents():
    assert agents_needed(HUNDRED, EIGHTY_IN_20) == 14
    level = service(HUNDRED, 14, F(20)).level
    assert 0.88835 <= level < 0.88836  # 88.83 % without what follows
    assert round(service(HUNDRED, 13, F(20)).level, 4) == 0.7956


def test_the_occupancy_cap_counts_in_fractions():
    """84.15 / 0.85 is 99 exactly; in floats it is a little more, and the ceiling 100."""
    calls = Work(F(374), F(405), F(1800))
    assert float(calls.load) / 0.85 > 99
    assert agents_needed(calls, EIGHTY_IN_20, F(85, 100)) == 99
    many = erlang_many.agents_needed(np.array([374.0]), np.array([405.0]), 1800.0, EIGHTY_IN_20, F(85, 100))
    assert many.tolist() == [99]


@pytest.mark.parametrize(
    ("aht", "patience", "percent"), [(600, 60, 1), (60, 1, 80), (240, 1, 50), (600, 30, 50)]
)
def test_thin_staff_of_patient_people_is_the_same_in_arrays(aht, patience, percent):
    """A promise that is kept by far fewer agents than there is load: no figure of the closed form overflows."""
    contacts, target = F(4000), Target(F(20), F(percent, 100))
    one = agents_needed(Work(contacts, F(aht), F(300), F(patience)), target)
    given_ = np.array([4000.0]), np.array([float(aht)]), 300.0, target
    assert erlang_many.agents_needed(*given_, patience_s=float(patience)).tolist() == [one]


def test_a_figure_on_the_line_is_kept():
    """One agent, load 1/2: everybody waits with 1/2, so 0 s for a half is kept by one agent, exactly."""
    half = Work(F(5), F(180), F(1800))
    assert agents_needed(half, Target(F(0), F(1, 2))) == 1
    assert agents_needed(half, Target(F(0), F(500_000_001, 1_000_000_000))) == 2
    assert agents_needed(half, Target(F(180))) == 1  # the average wait is 0.5 x 180 / 0.5 = 180 s
    assert agents_needed(half, Target(F(180) - F(1, 10**12))) == 2
    arrays = np.array([5.0]), np.array([180.0]), 1800.0
    assert erlang_many.agents_needed(*arrays, Target(F(0), F(1, 2))).tolist() == [1]
    assert erlang_many.agents_needed(*arrays, Target(F(180))).tolist() == [1]


def sampled(count, seed):
    draw = random.Random(seed)
    for _ in range(count):
        load = draw.choice([0.3, 1.0, 3.7, 9.5])
        aht = draw.choice([60, 180, 305])
        yield F(load).limit_denominator(100) * 1800 / aht, F(aht), F(draw.choice([10, 45, 120, 600]))


def test_erlang_a_equals_a_birth_death_chain_in_sampled_intervals():
    for contacts, aht, patience in sampled(7, seed=7):
        work = Work(contacts, aht, F(1800), patience)
        agents = agents_needed(work, EIGHTY_IN_20)
        chain = float(work.load), float(aht / patience)
        late = [late_share(chain[0], n, chain[1], float(F(20) / aht)) for n in (agents, agents - 1) if n]
        assert late[0] <= 0.2 + 1e-9 and all(one > 0.2 - 1e-9 for one in late[1:])
        found = service(work, agents, F(20))
        assert found.level == pytest.approx(1 - late[0], abs=1e-7)
        assert found.abandoned == pytest.approx(abandoned(chain[0], agents, chain[1]), abs=1e-9)
        assert found.average_wait_s == pytest.approx(
            average_wait(chain[0], agents, chain[1]) * float(aht), abs=1e-6
        )


def test_erlang_c_equals_the_chain_without_impatience():
    for contacts, aht, _patience in sampled(4, seed=11):
        work = Work(contacts, aht, F(1800))
        agents = agents_needed(work, EIGHTY_IN_20)
        found = service(work, agents, F(20))
        late = late_share(float(work.load), agents, 0.0, float(F(20) / aht))
        assert found.level == pytest.approx(1 - late, abs=1e-7)
        wait = average_wait(float(work.load), agents, 0.0) * float(aht)
        assert found.average_wait_s == pytest.approx(wait, rel=1e-6, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(
    contacts=st.integers(0, 4000),
    aht=st.integers(10, 900),
    patience=st.none() | st.integers(5, 600),
    share=st.sampled_from([F(1, 2), F(8, 10), F(95, 100)]),
    within=st.sampled_from([0, 10, 20, 60]),
    cap=st.sampled_from([F(1), F(85, 100), F(7, 10)]),
)
def test_arrays_say_what_single_intervals_say_and_more_work_never_needs_fewer(
    contacts, aht, patience, share, within, cap
):
    if patience is not None:
        patience = min(patience, 100 * aht)
    target = Target(F(within), share)
    one = lambda count: agents_needed(
        Work(F(count), F(aht), F(1800), None if patience is None else F(patience)), target, cap
    )
    both = np.array([contacts, contacts + 7], float), np.array([aht, aht], float)
    many = erlang_many.agents_needed(*both, 1800.0, target, cap, patience)
    assert many.tolist() == [one(contacts), one(contacts + 7)]
    assert many[0] <= many[1]


def test_ten_thousand_intervals_at_once_are_the_single_ones():
    draw = np.random.default_rng(20261122)
    contacts, aht = draw.integers(0, 900, 10_000).astype(float), draw.integers(60, 600, 10_000).astype(float)
    found = erlang_many.agents_needed(contacts, aht, 1800.0, EIGHTY_IN_20)
    patient = erlang_many.agents_needed(contacts, aht, 1800.0, EIGHTY_IN_20, patience_s=90.0)
    assert (patient <= found).all()
    for row in range(0, 10_000, 101):
        work = Work(F(int(contacts[row])), F(int(aht[row])), F(1800))
        assert found[row] == agents_needed(work, EIGHTY_IN_20)
        waiting = Work(work.contacts, work.aht_s, work.interval_s, F(90))
        assert patient[row] == agents_needed(waiting, EIGHTY_IN_20)


@pytest.mark.prove
def test_erlang_a_equals_the_chain_in_three_hundred_intervals():
    """n = 300, seed 2026: loads up to 60 Erlang, patience of 5 s to 20 minutes."""
    draw = random.Random(2026)
    for _ in range(300):
        aht, patience = F(draw.randrange(30, 600)), F(draw.randrange(5, 1200))
        work = Work(F(draw.randrange(1, 61)) * 1800 / aht, aht, F(1800), min(patience, 100 * aht))
        target = Target(F(draw.choice([0, 10, 20, 60])), F(draw.choice([50, 80, 90, 95]), 100))
        agents, ease = agents_needed(work, target), float(aht / work.patience_s)
        line, within = float(1 - target.share), float(target.within_s / aht)
        assert late_share(float(work.load), agents, ease, within) <= line + 1e-8
        assert agents == 1 or late_share(float(work.load), agents - 1, ease, within) > line - 1e-8


BAD = [
    (lambda: Work(F(-1), F(180), F(1800)), "contacts"),
    (lambda: Work(F(100), F(0), F(1800)), "aht_s"),
    (lambda: Work(F(100), F(180), F(0)), "interval_s"),
    (lambda: Work(F(10**9), F(180), F(60)), "contacts"),
    (lambda: Work(F(100), F(180), F(1800), F(0)), "patience_s"),
    (lambda: Target(F(20), F(1)), "share"),
    (lambda: Target(F(20), F(0)), "share"),
    (lambda: Target(F(0)), "within_s"),
    (lambda: agents_needed(HUNDRED, EIGHTY_IN_20, F(0)), "max_occupancy"),
    (lambda: agents_needed(HUNDRED, EIGHTY_IN_20, F(101, 100)), "max_occupancy"),
    (lambda: service(HUNDRED, 10, F(20)), "agents"),
    (lambda: service(HUNDRED, 0, F(20)), "agents"),
]


@pytest.mark.parametrize(("act", "field"), BAD)
def test_figures_that_cannot_be_staffed_are_refused_by_name(act, field):
    with pytest.raises(StaffingError) as refused:
        act()
    assert refused.value.field == field
    assert len(refused.value.remedy) > 20


def test_too_few_agents_are_told_how_many_at_least():
    with pytest.raises(StaffingError, match="at least 11"):
        service(HUNDRED, 10, F(20))


def test_arrays_name_the_row():
    ok = np.array([10.0, 20.0])
    for contacts, aht, field in (
        (np.array([1.0, np.nan]), ok, r"contacts\[1\]"),
        (np.array([-1.0, 2.0]), ok, r"contacts\[0\]"),
        (ok, np.array([10.0, 0.0]), r"aht_s\[1\]"),
        (np.array([1.0, 1e9]), np.array([10.0, 3600.0]), r"contacts\[1\]"),
        (np.array([1.0]), ok, "contacts"),
    ):
        with pytest.raises(StaffingError, match=field):
            erlang_many.agents_needed(contacts, aht, 1800.0, EIGHTY_IN_20)


def test_the_largest_load_is_a_bounded_run():
    """A million Erlang, an overload, a thousand million contacts: answered or refused within a second of work."""
    begun = time.process_time()
    largest = Work(F(10**7), F(180), F(1800))
    assert 1_000_000 < agents_needed(largest, EIGHTY_IN_20) < 1_001_000
    assert agents_needed(largest, EIGHTY_IN_20, F(1)) == agents_needed(largest, EIGHTY_IN_20)
    assert agents_needed(Work(F(10**7), F(180), F(1800), F(1_800)), Target(F(20), F(1, 100))) < 1_000_000
    assert service(Work(F(5), F(180), F(1800)), 5000, F(20)).level == 1.0
    assert erlang.agents_needed(Work(F(0), F(180), F(1800)), EIGHTY_IN_20) == 0
    assert time.process_time() - begun < 2

"""A week of intervals to seats: hours, the busiest interval, floors, what lies outside, what seats keep."""

from dataclasses import replace
from fractions import Fraction as F

import pytest

from calc.workforce.erlang import StaffingError, Target, Work, agents_needed
from calc.workforce.seats import COARSE, Profile, Rules, by_shares, flat, level_of, plan, read_profile

EVERY_DAY = [str(day) for day in range(1, 8)]
H24 = [{"kind": "H24", "weekdays": EVERY_DAY, "start": "00:00", "end": "24:00", "positions": 2}]
RULES = Rules(F(240), Target(F(20), F(80, 100)))
CLOSED = (0, 0)


def office_week(step=5, counts=None):
    """09:00 to 11:00 on workdays, four weeks of them."""
    many = 120 // step
    row = tuple(counts or [40] * many)
    return Profile(step, 540, (4,) * 5 + CLOSED, (row,) * 5 + ((0,) * many,) * 2)


def test_a_hotline_round_the_clock_needs_more_seats_than_its_average_says():
    """RFQ-2 of domain 12.3: 30,000 calls of 240 s. The planning formula says 17 seats."""
    found = plan(flat(H24), RULES, F(30000), H24)
    assert {one.agents for one in found.intervals} == {5}
    assert agents_needed(Work(F(30000, 1461), F(240), F(1800)), RULES.target) == 5
    assert found.hours_month == 5 * F(1461, 2)  # 730.5 hours a month
    assert found.seats_by_hours == 30  # 3,652.5 hours at 121.8 a seat
    assert found.seats_by_peak == 8  # 5 agents at 30 % away
    assert found.seats == 30
    assert plan(flat(H24), replace(RULES, shrinkage=F(0)), F(30000), H24).seats == 21
    assert plan(flat(H24), replace(RULES, floor_seats=40), F(30000), H24).seats == 40


def test_the_busiest_interval_can_need_more_than_the_hours():
    found = plan(office_week(), RULES, F(2000))
    assert found.seats == found.seats_by_peak > found.seats_by_hours
    assert found.peak.rostered == -(-found.peak.agents * 10 // 7)


def test_chats_share_an_agent_and_the_occupancy_counts_in_chats():
    one = plan(office_week(), RULES, F(9000)).peak
    two = plan(office_week(), replace(RULES, concurrency=F(2)), F(9000)).peak
    assert two.agents == -(-one.agents // 2)
    assert two.occupancy <= 0.85 and one.occupancy <= 0.85
    odd = plan(office_week(), replace(RULES, concurrency=F(5, 2)), F(9000)).peak
    assert odd.agents == -(-one.agents * 2 // 5)


def test_hours_over_midnight_belong_to_both_days():
    """Friday 22:00 to 06:00 is two hours of Friday and six of Saturday; Sunday's rest is Monday's."""
    night = [{"weekdays": ["5", "7"], "start": "22:00", "end": "06:00", "positions": 2}]
    found = plan(flat(night), RULES, F(500), night)
    hours = {
        day: sorted(one.minute // 60 for one in found.intervals if one.weekday == day) for day in range(1, 8)
    }
    early, late = [hour for hour in range(6) for _half in "ab"], [22, 22, 23, 23]
    assert hours == {5: late, 6: early, 7: late, 1: early, 2: [], 3: [], 4: []}
    assert not found.unstaffed_share


def test_a_week_of_absurd_intervals_is_refused_and_a_large_one_takes_a_moment():
    """With patience a sum for every interval took minutes; all at once they are the same agents."""
    row = [[40 + (7 * index + 11 * day) % 53 for index in range(288)] for day in range(7)]
    busy = Profile(5, 0, (6,) * 7, tuple(map(tuple, row)))
    patient = replace(RULES, patience_s=F(60))
    found = plan(busy, patient, F(10**6))
    one = found.intervals[5]
    work = Work(one.contacts, F(240), F(300), F(60))
    assert one.agents == agents_needed(work, RULES.target, RULES.max_occupancy)
    assert plan(busy, patient, F(10**6), levels=False).seats == found.seats
    for contacts, rules in ((10**9, RULES), (10**8, replace(RULES, patience_s=F(24000)))):
        with pytest.raises(StaffingError, match="above 20,000") as refused:
            plan(busy, rules, F(contacts))
        assert refused.value.field == "at_once"


def test_open_intervals_without_contacts_keep_their_positions_and_closed_ones_are_named():
    late = [{"kind": "EXT", "weekdays": ["1"], "start": "10:00", "end": "12:00", "positions": 3}]
    found = plan(office_week(60, [30, 10]), RULES, F(500), late)
    assert [(one.weekday, one.minute) for one in found.intervals] == [(1, 600), (1, 660)]
    assert [one.contacts > 0 for one in found.intervals] == [True, False]
    assert all(one.agents >= 3 for one in found.intervals)
    # Of 40 contacts a day on five days, 10 on Mondays are inside.
    assert found.unstaffed_share == F(19, 20)


def test_longer_intervals_hold_the_same_contacts():
    week = office_week(5, range(1, 25))
    coarse = week.coarser()
    assert coarse.step == COARSE
    assert coarse.totals[0] == (21, 57, 93, 129)
    assert coarse.week == week.week
    assert coarse.coarser() is coarse
    assert read_profile(week.as_json()) == week


def test_what_seats_keep_rises_with_the_seats_and_is_kept_by_the_plan():
    contacts, week = F(60_000), office_week()
    needed = plan(week.coarser(), replace(RULES, max_occupancy=F(1)), contacts).seats
    assert level_of(needed, week, RULES, contacts) >= F(80, 100)
    below = level_of(needed - 1, week, RULES, contacts)
    assert below is None or below < F(80, 100)
    assert level_of(1, week, RULES, contacts) is None


def test_shares_of_hours_and_weekdays_make_a_week():
    week = by_shares([0.0] * 9 + [0.25] * 4 + [0.0] * 11, [0.2] * 5 + [0.0] * 2)
    assert week.mean(1, 9) == week.mean(5, 12) > 0
    assert week.mean(6, 9) == week.mean(1, 8) == 0


BAD = [
    (lambda: flat([]), "coverage_windows"),
    (lambda: office_week(7, [1]), "step"),
    (lambda: Profile(60, 0, (1,) * 7, ((1,) * 25,) * 7), "first"),
    (lambda: Profile(60, 0, (1,) * 7, ((0,) * 24,) * 7), "totals"),
    (lambda: Profile(60, 0, (1,) * 6, ((1,) * 24,) * 7), "totals"),
    (lambda: replace(RULES, shrinkage=F(95, 100)), "shrinkage"),
    (lambda: replace(RULES, concurrency=F(1, 2)), "concurrency"),
    (lambda: replace(RULES, paid_hours=F(0)), "paid_hours"),
    (lambda: plan(flat(H24), RULES, F(2 * 10**9), H24), "contacts"),
    (lambda: plan(office_week(), RULES, F(10**9)), "at_once"),
]


@pytest.mark.parametrize(("act", "field"), BAD)
def test_what_cannot_be_planned_is_refused_by_name(act, field):
    with pytest.raises(StaffingError) as refused:
        act()
    assert refused.value.field == field

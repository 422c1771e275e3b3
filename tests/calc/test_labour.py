"""The labour-cost calculation: every figure of domain 7, and what makes no team."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from calc.decisions.labour import (
    TOTAL,
    LabourError,
    Team,
    Traffic,
    converted,
    labour,
    management,
    recruitment,
    replacement_a_month,
    training,
)
from calc.money import round_places

JOINERS = (25, 89, 47, 19, 1, 65, 49, 29, 17, 32, 18, 28)
LEAVERS = (33, 47, 32, 25, 31, 32, 75, 49, 58, 30, 31, 35)
SECOND = Traffic(164509, D(33), D(87746))
THIRD = Traffic(2495951, D(120), D(5227716))


def team(**changes: object) -> Team:
    """The team of domain 7.6, with the invented pay, calls and minutes of its formula chain."""
    known = Team(
        agents=D(404),
        joiners=sum(JOINERS),
        leavers=sum(LEAVERS),
        pay=D(18000000),
        recruit_fee=D(400),
        training_days=D(7),
        training_allowance=D(30),
        managers=9,
        manager_pay=D(4500),
        tax_rate=D("0.06"),
        traffic=(Traffic(40000000, D(43), D(28666667)), SECOND, THIRD),
        reference_s=D(43),
        management_posts=63,
    )
    return replace(known, **changes)  # type: ignore[arg-type]  # the tests name the fields


def test_the_items_that_reproduce() -> None:
    hired, trained, managed = recruitment(419, D(400)), training(419, D(7), D(30)), management(9, D(4500))
    assert (hired, trained, managed) == (167600, 87990, 486000)
    assert labour(team(pay=D(0))).total == 741590
    assert converted(164509, D(33), D(43)) == 126251
    assert converted(2495951, D(120), D(43)) == 6965444  # 6965444.65: cut, not rounded


def test_movement() -> None:
    found = labour(team())
    assert (sum(JOINERS), sum(LEAVERS), found.net_change) == (419, 478, -59)
    rates = (found.turnover_annual, found.turnover_monthly, found.joiner_rate)
    assert [round_places(rate, 4) for rate in rates] == [D("1.1832"), D("0.0986"), D("1.0371")]
    assert round_places(replacement_a_month(D("1.1832"), D(610)), 2) == D("60.15")


def test_known_part_of_the_traffic() -> None:
    found = labour(team(traffic=(SECOND, THIRD)))
    assert (found.talk_minutes, found.converted_total) == (5315462, 7091695)
    assert found.warnings == ("W-POSTS", "W-MINUTES 1", "W-MINUTES 2")  # 90480 and 4991902 minutes by length
    assert Traffic(164509, D(33)).talk_minutes == D("90479.95")


@pytest.mark.parametrize(
    ("days", "staff", "talk"),
    [
        ("20.83", 48472243, 32961125),
        ("21", 48867840, 33230131),
        ("21.75", 50613120, 34416922),
        ("22", 51194880, 34812518),
    ],
)
def test_staff_minutes_by_days_of_a_month(days: str, staff: int, talk: int) -> None:
    found = labour(team(days_a_month=D(days)))
    assert int(round_places(found.staff_minutes, 0)) == staff
    assert int(round_places(found.staff_minutes * D("0.68"), 0)) == talk


def test_the_whole_chain() -> None:
    found = labour(team())
    assert (found.total, found.taxed_total) == (18741590, D("19866085.40"))
    assert (found.converted_total, found.talk_minutes) == (47091695, 33982129)
    shown = (found.per_answer, found.per_minute, found.utilisation)
    assert [round_places(one or D(0), 4) for one in shown] == [D("0.4219"), D("0.5846"), D("0.6714")]
    untaxed = labour(team(unit_cost_basis=TOTAL))
    assert round_places(untaxed.per_answer or D(0), 4) == D("0.3980")
    assert round_places(found.per_agent_month, 2) == round_places(D("19866085.40") / 404 / 12, 2)


def test_posts_that_agree_and_a_team_that_talks_longer_than_it_works() -> None:
    assert "W-POSTS" not in labour(team(management_posts=9)).warnings
    assert "W-OVERFULL" in labour(team(agents=D(100))).warnings
    empty = labour(team(traffic=()))
    assert (empty.per_answer, empty.per_minute, empty.utilisation) == (None, None, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"agents": D(0)},
        {"reference_s": D(0)},
        {"hours_a_day": D(25)},
        {"days_a_month": D(32)},
        {"pay": D(-1)},
        {"traffic": (Traffic(-1, D(30)),)},
        {"unit_cost_basis": "NET"},
    ],
)
def test_no_such_team(change: dict[str, object]) -> None:
    with pytest.raises(LabourError, match=r"give|most|write|below"):
        labour(team(**change))

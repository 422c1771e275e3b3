"""Service hours of the nine fields never overlap, and none that were written are lost."""

from rfqs.catalogue.need_checks import need_faults
from rfqs.hours import EVERY_DAY, WEEKEND, WORKDAYS, windows_of

EVENINGS = {"kind": "EXT", "weekdays": EVERY_DAY, "start": "09:00", "end": "24:00", "positions": 2}


def rows(*windows: dict) -> list[tuple]:
    return [(row["kind"], row["weekdays"], row["start"], row["end"]) for row in windows]


def test_a_weekend_added_to_long_days_takes_its_hours_from_them() -> None:
    assert rows(*windows_of([EVENINGS], ["EXT", "WKD"])) == [
        ("EXT", WORKDAYS, "09:00", "24:00"),
        ("EXT", WEEKEND, "18:00", "24:00"),
        ("WKD", WEEKEND, "09:00", "18:00"),
    ]


def test_office_hours_leave_the_evening_to_the_long_day() -> None:
    assert rows(*windows_of([EVENINGS], ["EXT", "BUS"])) == [
        ("EXT", WEEKEND, "09:00", "24:00"),
        ("EXT", WORKDAYS, "18:00", "24:00"),
        ("BUS", WORKDAYS, "09:00", "18:00"),
    ]


def test_hours_that_do_not_meet_stay_as_they_were_written() -> None:
    assert windows_of([EVENINGS], ["EXT", "NIGHT"])[0] == EVENINGS


def test_kinds_no_longer_chosen_go_and_other_windows_stay() -> None:
    promotion = {"kind": "PROMO", "weekdays": WEEKEND, "start": "20:00", "end": "24:00"}
    assert windows_of([EVENINGS, promotion], ["BUS"]) == [promotion, *windows_of([], ["BUS"])]
    assert rows(*windows_of([EVENINGS, promotion], ["H24"])) == [("H24", EVERY_DAY, "00:00", "24:00")]


def test_holidays_and_other_time_zones_keep_days_and_clocks_of_their_own() -> None:
    written = windows_of([], ["BUS", "HOL", "TZ"])
    assert rows(*written) == [
        ("BUS", WORKDAYS, "09:00", "18:00"),
        ("HOL", EVERY_DAY, "09:00", "18:00"),
        ("TZ", WORKDAYS, "09:00", "18:00"),
    ]
    assert [fault.path for fault in need_faults({"coverage_windows": written})] == []
    twice = need_faults({"coverage_windows": [*written, written[1]]})
    assert [fault.path for fault in twice] == ["coverage_windows[3]"]

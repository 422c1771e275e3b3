"""Volatility, months from dated rows, forecast, seats (domain 3.3)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from calc.demand import HistoryError, classify, default_profile, forecast, last_six, months_of, peaks
from calc.money import exact
from calc.workforce import staffing

D = Decimal


@pytest.mark.parametrize(
    ("history", "figures", "cls", "growing"),
    [
        (
            (18000, 21000, 39000, 17500, 18500, 22000),
            ("22666.67", "0.3301", "0.3295", "1.7109", "-0.0113"),
            "VOLATILE",
            False,
        ),
        (
            (29400, 30100, 30600, 29800, 30300, 29800),
            ("30000.00", "0.0129", "0.0126", "1.0209", "0.0017"),
            "STABLE",
            False,
        ),
        (
            (8000, 9200, 10100, 11500, 12600, 14600),
            ("11000.00", "0.1992", "0.0236", "1.0292", "0.1158"),
            "STABLE",
            True,
        ),
        (
            (10000, 12000, 14000, 9000, 11000, 10000),
            ("11000.00", "0.1485", "0.1441", "1.2596", "-0.0208"),
            "MODERATE",
            False,
        ),
    ],
)
def test_volatility_table(
    history: tuple[int, ...], figures: tuple[str, ...], cls: str, growing: bool
) -> None:
    found = classify(history)
    assert tuple(str(v) for v in (found.mean, found.cv, found.cv_d, found.pmr_d, found.trend)) == figures
    assert (found.cls, found.growing, found.shrinking) == (cls, growing, False)
    assert not found.guarded


def test_an_event_of_twice_the_volume_makes_any_history_volatile() -> None:
    calm = (29400, 30100, 30600, 29800, 30300, 29800)
    assert classify(calm, [D("1.99")]).cls == "STABLE"
    assert classify(calm, [D("1.2"), D(2)]).cls == "VOLATILE"


def test_raw_figures_guard_a_fit_that_reaches_zero() -> None:
    # Falls to nothing: the fitted last month is below 0, so the raw peak 3000/916.67 counts.
    found = classify((3000, 1500, 700, 300, 0, 0))
    assert found.guarded
    assert found.cv_d == found.cv
    assert found.pmr_d == D("3.2727")
    assert (found.cls, found.shrinking) == ("VOLATILE", True)


def test_a_history_on_the_threshold_is_still_stable() -> None:
    # No slope; deviations -100, 0, 200, 0, -100, 0 around 1000 make cv_d 0.10 and pmr_d 1.20 exactly.
    history = (900, 1000, 1200, 1000, 900, 1000)
    found = classify(history)
    assert (found.cv_d, found.pmr_d, found.trend) == (D("0.1000"), D("1.2000"), D(0))
    assert found.cls == "STABLE"
    assert classify((899, 1000, 1202, 1000, 899, 1000)).cls == "MODERATE"
    # The same, two and a half times as wide: cv_d 0.25 and pmr_d 1.50 are not volatile yet.
    assert classify((750, 1000, 1500, 1000, 750, 1000)).cls == "MODERATE"
    assert classify((749, 1000, 1502, 1000, 749, 1000)).cls == "VOLATILE"


@pytest.mark.parametrize("history", [(), (1, 2, 3, 4, 5), (0,) * 6, (1, 1, 1, 1, 1, -1)])
def test_a_history_is_six_months_with_contacts(history: tuple[int, ...]) -> None:
    with pytest.raises(HistoryError, match="6 months"):
        classify(history)


# -- rows -> months -----------------------------------------------------------------------------------------


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def test_rows_become_months_and_the_broken_ones_are_named() -> None:
    rows = [(day, 10) for day in days(date(2025, 1, 15), date(2025, 8, 20))]
    history = months_of([*rows, (date(2025, 3, 1), 5)])
    assert [(str(month), month.contacts) for month in history.months] == [
        *(("2025-02", 280), ("2025-03", 315), ("2025-04", 300)),
        *(("2025-05", 310), ("2025-06", 300), ("2025-07", 310)),
    ]
    assert [str(month) for month in history.left_out] == ["2025-01", "2025-08"]
    assert [month.contacts for month in last_six(history)] == [280, 315, 300, 310, 300, 310]


def test_a_desk_closed_at_weekends_has_whole_months() -> None:
    # 3 March 2025 is a Monday, the first day of business of that month; 29 August the last Friday.
    rows = [(day, 1) for day in days(date(2025, 3, 3), date(2025, 8, 29)) if day.weekday() < 5]
    assert str(months_of(rows).months[0]) == "2025-03"
    assert len(months_of(rows).months) == 6
    assert months_of(rows).left_out == ()


def test_a_holiday_week_is_named_and_a_longer_gap_breaks_the_month() -> None:
    rows = [(day, 1) for day in days(date(2025, 1, 1), date(2025, 7, 31))]
    week = [row for row in rows if not date(2025, 5, 1) <= row[0] <= date(2025, 5, 7)]
    may = months_of(week).months[4]
    assert (str(may), len(may.missing_days), may.missing_days[0]) == ("2025-05", 7, date(2025, 5, 1))
    longer = [row for row in rows if not date(2025, 5, 1) <= row[0] <= date(2025, 5, 8)]
    history = months_of(longer)
    assert [str(month) for month in history.left_out] == ["2025-05"]
    with pytest.raises(HistoryError, match="2025-05"):
        last_six(history)


def test_too_few_months_and_negative_counts_are_refused() -> None:
    with pytest.raises(HistoryError, match="hold 1"):
        last_six(months_of([(day, 1) for day in days(date(2025, 1, 1), date(2025, 1, 31))]))
    with pytest.raises(HistoryError, match="2025-01-01"):
        months_of([(date(2025, 1, 1), -1)])
    assert months_of([]).months == ()


# -- forecast and seats -------------------------------------------------------------------------------------


def test_forecast_grows_by_contract_year() -> None:
    profile = (20000, 14000, 18000, 18000, 21000, 39000, 17500, 18500, 22000, 24000, 52000, 26000)
    volumes = forecast(profile, D("0.08"), 36)
    assert (volumes[0], volumes[13], volumes[35]) == (20000, 15120, 30326)
    assert sum(volumes[:12]) == 290000
    assert default_profile((1, 2, 2, 2, 2, 2)) == (2,) * 12
    assert [(peak.month, peak.multiple) for peak in peaks(profile)] == [(6, D("1.6138")), (11, D("2.1517"))]


@pytest.mark.parametrize(
    ("concurrency", "aht", "capacity", "contacts", "seats"),
    [("2", "300", "2839.68", 24167, 9), ("1", "240", "1774.80", 30000, 17)],
)
def test_seats_by_utilisation(concurrency: str, aht: str, capacity: str, contacts: int, seats: int) -> None:
    hours, used, at_once, aht_s = D(174), D("0.68"), D(concurrency), D(aht)
    assert staffing.capacity(hours, used, at_once, aht_s) == D(capacity)
    per_seat = staffing.seat_seconds(hours, used, at_once)
    assert staffing.whole_seats([contacts], aht_s, per_seat) == [seats]
    assert staffing.whole_seats([contacts], aht_s, per_seat, floor_seats=40) == [40]


def test_seats_at_the_edge_of_capacity() -> None:
    edge = [0, 1, 100, 101, 201, 202]
    assert staffing.whole_seats(edge, D(2), D(201)) == [0, 1, 1, 2, 2, 3]  # 100.5 contacts a seat
    assert [staffing.handled(D(seats), D(2), D(201)) for seats in (1, 2)] == [100, 201]


@pytest.mark.parametrize("aht", ["7", "210", "240", "301"])
def test_a_load_of_exactly_n_seats_needs_n_and_is_handled_by_n(aht: str) -> None:
    """425952 seconds a seat: divided by 7 or 301 the capacity has no last digit."""
    per_seat = staffing.seat_seconds(D(174), D("0.68"), D(1))
    exactly = [(int(per_seat) * n, int(D(aht)) * n) for n in range(1, 400)]
    with exact():
        for contacts, seats in exactly:
            assert staffing.whole_seats([contacts, contacts + 1], D(aht), per_seat) == [seats, seats + 1]
            assert staffing.handled(D(seats), D(aht), per_seat) == contacts

"""Volumes from text and files: months, what is left out, what is missing, and one message per fault."""

import time
from datetime import date, datetime, timedelta

import pytest

from calc.workforce.seats import read_profile
from rfqs.volumes import VolumeFaults, Volumes, read_file, read_text, read_typed

TODAY = date(2026, 11, 22)
MONTHS = [f"2026-{m:02d}" for m in range(4, 11)]


def table(rows: list[tuple[str, object]], head: str = "month,contacts") -> str:
    return "\n".join([head, *(f"{moment},{count}" for moment, count in rows)])


def faults(text: str) -> list[str]:
    with pytest.raises(VolumeFaults) as caught:
        read_text(text, today=TODAY)
    return caught.value.sentences


def intervals(start: date, end: date, *, weekends: bool = False) -> list[tuple[str, int]]:
    """Five-minute counts from 09:00 to 11:00, busiest at ten."""
    rows = []
    day = start
    while day <= end:
        if weekends or day.isoweekday() < 6:
            for step in range(24):
                at = datetime(day.year, day.month, day.day, 9) + timedelta(minutes=5 * step)  # noqa: DTZ001  (as a file has it)
                rows.append((f"{at:%Y-%m-%d %H:%M}", 12 if at.hour == 10 else 3))
        day += timedelta(1)
    return rows


def test_months_keep_their_order_and_the_last_six_are_the_history():
    found = read_text(table([(m, n) for n, m in enumerate(MONTHS, start=1)]), today=TODAY)
    assert found.history == [2, 3, 4, 5, 6, 7]
    assert found.history_from == date(2026, 5, 1)
    assert [count for _month, count in found.months] == [1, 2, 3, 4, 5, 6, 7]
    assert not found.needs_confirmation


def test_the_running_month_is_left_out_and_named():
    rows = [(m, 5) for m in [*MONTHS, "2026-11"]]
    found = read_text(table(rows), today=TODAY)
    assert [item["month"] for item in found.left_out] == ["2026-11"]
    assert found.months[-1][0] == date(2026, 10, 1)


def test_five_minute_counts_become_months_with_peaks_and_closed_days():
    rows = intervals(date(2026, 3, 2), date(2026, 9, 16))
    found = read_file(table(rows, "interval_start,contacts").encode(), today=TODAY)
    workdays = {"2026-03": 22, "2026-04": 22, "2026-05": 21, "2026-06": 22, "2026-07": 23, "2026-08": 21}
    assert found.history == [days * (12 * 3 + 12 * 12) for days in workdays.values()]
    assert found.closed_weekdays == [6, 7]
    assert [item["month"] for item in found.left_out] == ["2026-09"]
    assert found.left_out[0]["to"] == "2026-09-16"
    assert found.peaks["step_minutes"] == 5
    assert found.peaks["hour"]["contacts"] == 144
    assert found.peaks["hour_share"][10] == 0.8
    assert not found.needs_confirmation


def test_intervals_are_kept_as_an_average_week():
    rows = intervals(date(2026, 3, 2), date(2026, 9, 16))
    week = read_profile(read_file(table(rows, "interval_start,contacts").encode(), today=TODAY).profile)
    assert (week.step, week.first, week.days) == (5, 540, (27, 26, 26, 26, 26, 0, 0))
    assert sum(week.days) == 131  # the workdays of the six whole months
    assert week.mean(1, 0) == 3 and week.mean(5, 12) == 12 and week.mean(6, 0) == 0
    assert week.week == 5 * (12 * 3 + 12 * 12)


@pytest.mark.parametrize(("minutes", "grid"), [(5, 5), (10, 30), (15, 15), (20, 60), (30, 30), (60, 60)])
def test_rows_of_any_length_come_to_the_finest_grid_they_fit(minutes, grid):
    day, rows = date(2026, 4, 1), []
    while day < date(2026, 10, 1):
        rows += [(f"{day} {m // 60:02d}:{m % 60:02d}", 4) for m in range(480, 600, minutes)]
        day += timedelta(1)
    week = read_profile(read_text(table(rows), today=TODAY).profile)
    assert (week.step, week.first, len(week.totals[0])) == (grid, 480, 120 // grid)
    assert week.mean(3, 0) == 4 * grid // minutes


def test_columns_are_guessed_and_told_apart_by_name_or_by_number():
    rows = [f"{month}-01,7,{n}" for n, month in enumerate(MONTHS, start=1)]
    named = read_text("\n".join(["month,queue,contacts", *rows]), today=TODAY)
    assert named.history == [2, 3, 4, 5, 6, 7] and not named.was_guessed
    guessed = read_text("\n".join(["begin,n", *(row.replace(",7,", ",") for row in rows)]), today=TODAY)
    assert guessed.history == [2, 3, 4, 5, 6, 7] and guessed.was_guessed
    assert (guessed.columns["time"], guessed.columns["contacts"]) == ("begin", "n")
    unnamed = "\n".join(["begin,queue,n", *rows])
    assert "Several columns" in faults(unnamed)[0]
    numbered = read_text(unnamed, today=TODAY, columns=(None, 3))
    assert numbered.history == [2, 3, 4, 5, 6, 7] and numbered.was_guessed
    assert not read_text(unnamed, today=TODAY, columns=(1, 3)).was_guessed
    with pytest.raises(VolumeFaults, match="3 columns"):
        read_text(unnamed, today=TODAY, columns=(1, 4))


def test_missing_days_and_intervals_are_listed():
    rows = intervals(date(2026, 4, 1), date(2026, 9, 30))
    gone = [row for row in rows if not row[0].startswith("2026-05-13") and row[0] != "2026-06-10 09:30"]
    found = read_text(table(gone), today=TODAY)
    assert found.needs_confirmation
    assert found.missing_days == ["2026-05-13"]
    assert found.missing_intervals == ["2026-06-10 09:30"]
    assert Volumes.from_json(found.as_json()) == found


def test_daily_counts_with_chinese_heading_and_gbk():
    day, rows = date(2026, 4, 1), []
    while day < date(2026, 10, 1):
        rows.append((f"{day.year}年{day.month}月{day.day}日", 10))
        day += timedelta(1)
    found = read_file(table(rows, "日期,咨询量").encode("gbk"), today=TODAY)
    assert found.grain == "DAY"
    assert found.history == [300, 310, 300, 310, 310, 300]


def test_every_faulty_cell_is_named_with_row_and_column():
    rows = [("2026-04", -2), ("2026-05", "2.5"), ("2026-13", 7), ("2026-07", ""), ("2026-08", "1,200")]
    found = faults("month\tcontacts\n" + "\n".join(f"{m}\t{n}" for m, n in rows))
    assert found == [
        "Row 2, column contacts: -2 is negative: contacts are counted from 0",
        "Row 3, column contacts: 2.5 is a fraction: contacts are whole numbers",
        "Row 4, column month: “2026-13” is not a time: write 2026-05, 2026-05-31 or 2026-05-31 09:30",
        "Row 5, column contacts: the number of contacts is missing",
        "Row 6, column contacts: “1,200” is not a number of contacts: write digits only, as in 12500",
    ]


def test_a_missing_month_between_first_and_last():
    rows = [(m, 5) for m in MONTHS if m != "2026-07"]
    assert faults(table(rows)) == [
        "2026-07 is missing between the first and the last month: add it, with 0 if nothing came"
    ]


def test_a_month_twice():
    rows = [(m, 5) for m in [*MONTHS, "2026-06"]]
    assert faults(table(rows)) == ["Row 9: 2026-06 appears twice, first in row 4"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The table is empty."),
        ("month,contacts", "The table has a heading but no rows."),
        ("just\nwords", "This is not a table"),
        ("a,b\nx,1\ny,2", "No time column found"),
        ("month,calls,chats\n2026-04,1,2\n2026-05,1,2", "Several columns could be the contacts"),
        (table([("2026-09", 1), ("2026-10", 1)]), "Six whole months are needed; the table holds 2."),
        (table([(m, 0) for m in MONTHS]), "At least one of the last six months must have contacts."),
    ],
)
def test_what_is_no_table_of_volumes(text, sentence):
    assert sentence in faults(text)[0]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04broken", "The spreadsheet does not open"),
        (b"\x1f\x8b\x08\x00data", "The file is compressed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "This is not a table but a file of another kind"),
        (b"month,contacts\n2026-04,5\n\xff\xff,3", "Row 3: The file is not UTF-8"),
    ],
)
def test_files_of_the_wrong_kind(data, sentence):
    with pytest.raises(VolumeFaults) as caught:
        read_file(data, today=TODAY)
    assert sentence in caught.value.sentences[0]


def test_two_million_rows_are_refused_at_once():
    data = b"2026-05-31 09:30,12\n" * 2_000_000
    begun = time.perf_counter()
    with pytest.raises(VolumeFaults, match=r"300,000 rows"):
        read_file(data, today=TODAY)
    assert time.perf_counter() - begun < 1


def test_a_spreadsheet(tmp_path):
    import xlsxwriter

    path = tmp_path / "volumes.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["月份", "咨询量"])
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        for n, month in enumerate(MONTHS, start=1):
            sheet.write_datetime(n, 0, datetime.fromisoformat(f"{month}-01"), style)
            sheet.write_number(n, 1, n * 100)
    found = read_file(path.read_bytes(), today=TODAY)
    assert found.history == [200, 300, 400, 500, 600, 700]


def test_typed_months_must_be_over():
    assert read_typed(date(2026, 5, 1), [1, 2, 3, 4, 5, 6], today=TODAY).history == [1, 2, 3, 4, 5, 6]
    with pytest.raises(VolumeFaults, match="must be over"):
        read_typed(date(2026, 6, 1), [1, 2, 3, 4, 5, 6], today=TODAY)

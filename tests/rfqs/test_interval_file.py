"""A call centre's own export: 27,716 five-minute counts of 164 weekdays, from the file to the seats on the page."""

import time
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rfqs.volumes import read_file
from tests import cast
from tests.rfqs import build
from tests.tables import read

FIRST = date(2025, 3, 5)  # a Wednesday, so that March is not whole
DAYS = 164
STEPS = 169  # 07:00 to 21:00; the last interval ends at 21:05
# Calls in an interval, by month; twice as many from 10:00 to 11:00.
CALLS = {3: 170, 4: 180, 5: 181, 6: 179, 7: 198, 8: 180, 9: 182, 10: 150}
BUSY_STEPS = 12
MONTHS = [22 * 181 * 180, 22 * 181 * 181, 21 * 181 * 179, 23 * 181 * 198, 21 * 181 * 180, 22 * 181 * 182]


def weekdays() -> list[date]:
    days = (FIRST + timedelta(n) for n in range(2 * DAYS))
    return [day for day in days if day.isoweekday() < 6][:DAYS]


def export() -> bytes:
    rows = ["interval_start,contacts"]
    for day in weekdays():
        start = datetime(day.year, day.month, day.day, 7)  # noqa: DTZ001  (as a file has it)
        for step in range(STEPS):
            at = start + timedelta(minutes=5 * step)
            calls = CALLS[day.month] * (2 if at.hour == 10 else 1)
            rows.append(f"{at:%Y-%m-%d %H:%M},{calls}")
    return "\n".join(rows).encode()


def test_the_file_becomes_six_whole_months():
    data = export()
    assert data.count(b"\n") == DAYS * STEPS == 27_716
    began = time.monotonic()
    found = read_file(data, today=date(2026, 11, 22))
    assert time.monotonic() - began < 10
    assert found.history == MONTHS
    assert found.history_from == date(2025, 4, 1)
    ends = Counter(day.month for day in weekdays())
    assert [(item["month"], item["from"], item["to"], item["contacts"]) for item in found.left_out] == [
        ("2025-03", "2025-03-05", "2025-03-31", ends[3] * 181 * 170),
        ("2025-10", "2025-10-01", f"{weekdays()[-1]}", ends[10] * 181 * 150),
    ]
    assert found.closed_weekdays == [6, 7]
    assert not found.needs_confirmation
    assert found.peaks["step_minutes"] == 5
    assert found.peaks["interval"]["contacts"] == 2 * 198
    assert found.peaks["hour"]["contacts"] == BUSY_STEPS * 2 * 198


@pytest.mark.django_db
def test_uploaded_it_shows_months_class_peaks_and_seats(client):
    rfq = build.draft("after-sales-hotline")
    client.force_login(cast.buyer())
    file = SimpleUploadedFile("calls.csv", export(), content_type="text/csv")
    address = reverse("rfqs:demand", args=[rfq.code])
    sent = {"source": "upload", "upload-file": file, "upload-basis": "MEASURED"}
    assert client.post(address, sent).status_code == 302
    assert rfq.demand_lines.get().history == MONTHS
    page = read(client.get(address).content.decode())
    table = page.tables["month-rows"]
    # 240 s a call: a seat handles 1774.8 calls a month (domain 3.3).
    seats = [-(-count * 10 // 17748) for count in MONTHS]
    assert [tuple(table.row(name)) for name in table.names()] == [
        (f"{count:,}", str(need)) for count, need in zip(MONTHS, seats, strict=True)
    ]
    assert "stable" in page.texts
    # 396 calls in the busiest five minutes, four minutes each: 317 people on the telephone.
    assert page.texts[page.texts.index("Seats busy at once, at most") + 1] == "317"
    assert "2025-07" in table.names()

"""Every page of an RFQ: it works, outsiders get 404, insiders without the right 403, typed text stays."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calc.scorecard import WEIGHTS
from rfqs import queries
from rfqs.models import RFQ
from rfqs.states import RfqStatus
from tests import cast, samples
from tests.rfqs import build

pytestmark = pytest.mark.django_db

PAGES = [
    "detail",
    "need",
    "preview",
    "print",
    "questions",
    "demand",
    "weights",
    "vendors",
    "files",
    "clarifications",
    "publish",
]
WRITES = ["need", "demand", "weights", "vendors", "files", "publish", "copy", "cancel", "forecast"]


def get(client, name: str, rfq: RFQ, *more: object):
    return client.get(reverse(f"rfqs:{name}", args=[rfq.code, *more]))


def post(client, name: str, rfq: RFQ, data: dict | None = None, *more: object):
    return client.post(reverse(f"rfqs:{name}", args=[rfq.code, *more]), data or {})


def basics(**changes: object) -> dict:
    values = {
        "title": "Shop chat",
        "industry": "ECOMMERCE",
        "company_stage": "GROWTH",
        "service_types": ["IN_PRESALES", "IN_ORDER", "IN_AFTERSALES"],
        "channel": "CHAT",
        "aht_s": "300",
        "coverage": ["EXT"],
        "data_class": "STANDARD",
    }
    return values | changes


def test_every_page_of_a_draft_and_of_a_published_rfq(client):
    client.force_login(cast.buyer())
    for rfq in (build.ready(), build.published()):
        for name in PAGES:
            response = get(client, name, rfq)
            assert response.status_code == 200, name
            assert rfq.code in response.content.decode(), name
        for subject in ("context", "scope", "handling", "quality", "data", "sales", "commercial", "process"):
            assert get(client, "subject", rfq, subject).status_code == 200, subject
    assert get(client, "subject", rfq, "nothing").status_code == 404


def test_outsiders_get_404_and_readers_403_on_writing(client):
    rfq = build.published()
    for outsider in (cast.vendor_user(), cast.second_reviewer(), cast.administrator()):
        client.force_login(outsider)
        assert {get(client, name, rfq).status_code for name in PAGES} == {404}
        assert {post(client, name, rfq).status_code for name in WRITES} == {404}
    for reader in (cast.approver(), cast.auditor(), cast.reviewer()):
        client.force_login(reader)
        assert {get(client, name, rfq).status_code for name in PAGES} == {200}
        assert {post(client, name, rfq).status_code for name in WRITES} == {403}
    client.logout()
    assert get(client, "detail", rfq).status_code == 302


def test_the_list_costs_the_same_with_one_and_with_three_rows(client):
    client.force_login(cast.buyer())
    counts = []
    for more in (1, 2):
        [build.draft() for _n in range(more)]
        client.get(reverse("rfqs:list"))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = client.get(reverse("rfqs:list"))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert page.content.decode().count("Shop chat") == 3


def test_the_list_is_filtered_by_stage_and_searched(client):
    client.force_login(cast.buyer())
    build.published()
    build.draft()
    text = client.get(reverse("rfqs:list"), {"stage": "draft"}).content.decode()
    assert "RFQ-2" in text and "RFQ-1" not in text
    text = client.get(reverse("rfqs:list"), {"q": "nothing like it"}).content.decode()
    assert "Nothing fits this search" in text
    client.force_login(cast.vendor_user())
    assert client.get(reverse("rfqs:list")).status_code == 404


def test_a_new_rfq_starts_from_a_template(client):
    client.force_login(cast.buyer())
    done = client.post(reverse("rfqs:new"), {"template": "after-sales-hotline", "title": ""})
    rfq = RFQ.objects.get()
    assert done.headers["Location"] == reverse("rfqs:need", args=["RFQ-1"])
    assert (rfq.title, rfq.need["criticality"]) == ("After-sales hotline", "CRITICAL")
    client.force_login(cast.approver())
    assert client.get(reverse("rfqs:new")).status_code == 403


def test_the_nine_fields_are_saved_together(client):
    rfq = build.draft("blank")
    client.force_login(cast.buyer())
    cast.vendor_user()
    deadline = (build.now() + timedelta(days=20)).strftime("%Y-%m-%dT10:00")
    first = build.volumes().history_from
    months = {f"month_{n}": str(count) for n, count in enumerate(build.HISTORY, start=1)}
    data = basics(
        deadline_at=deadline, first_month=f"{first:%Y-%m}", vendors=[str(cast.vendor().pk)], **months
    )
    assert post(client, "need", rfq, data).status_code == 302
    rfq.refresh_from_db()
    assert [row["type"] for row in rfq.need["service_lines"]] == data["service_types"]
    assert rfq.need["coverage_windows"][0]["kind"] == "EXT"
    assert rfq.need["volumes"]["aht_s"] == "300"
    assert rfq.demand_lines.get().history == build.HISTORY
    assert rfq.invitations.get().vendor == cast.vendor()
    assert rfq.deadline_at is not None


def test_a_past_deadline_is_refused_at_its_field_and_what_was_typed_stays(client):
    rfq = build.draft()
    client.force_login(cast.buyer())
    page = post(
        client, "need", rfq, basics(title="Night desk", deadline_at="2020-01-01T10:00")
    ).content.decode()
    assert "The deadline must lie in the future." in page
    assert 'value="Night desk"' in page
    rfq.refresh_from_db()
    assert (rfq.title, rfq.deadline_at) == ("Shop chat", None)


def test_a_subject_is_saved_counted_as_differing_and_reset(client):
    rfq = build.draft()
    client.force_login(cast.buyer())
    page = get(client, "subject", rfq, "process")
    stored = page.context["form"].initial.items()
    data = {name: str(value).lower() for name, value in stored if value is not None}
    assert post(client, "subject", rfq, data | {"reviewers_minimum": "2"}, "process").status_code == 302
    rfq.refresh_from_db()
    assert rfq.need["reviewers_minimum"] == 2
    assert "1 field differs" in get(client, "need", rfq).content.decode()
    post(client, "reset", rfq, {}, "process")
    rfq.refresh_from_db()
    assert rfq.need["reviewers_minimum"] == 1


def test_weights_that_do_not_sum_to_100_are_refused_at_the_field(client):
    rfq = build.draft()
    client.force_login(cast.buyer())
    page = post(client, "weights", rfq, {"preset": "own", "cost": "50", "quality": "30", "risk": "30"})
    assert "they sum to 110" in page.content.decode()
    assert 'value="50"' in page.content.decode()
    assert post(client, "weights", rfq, {"preset": "risk-led"}).status_code == 302
    assert queries.weights_of(rfq).pillars == {"cost": "25", "quality": "30", "risk": "45"}


def upload(client, rfq: RFQ, text: str):
    file = SimpleUploadedFile("volumes.csv", text.encode())
    return post(client, "demand", rfq, {"source": "upload", "upload-file": file, "upload-basis": "MEASURED"})


def days(gone: tuple[str, ...] = ()) -> str:
    rows, day = ["date,contacts"], date(2026, 3, 1)
    while day < date(2026, 9, 1):
        if day.isoformat() not in gone:
            rows.append(f"{day},100")
        day += timedelta(1)
    return "\n".join(rows)


def test_an_upload_shows_months_class_peaks_and_advice(client):
    rfq = build.draft()
    client.force_login(cast.buyer())
    assert upload(client, rfq, days()).status_code == 302
    assert rfq.demand_lines.get().history == [3100, 3000, 3100, 3000, 3100, 3100]
    page = get(client, "demand", rfq).content.decode()
    assert "stable" in page and "2026-08" in page and "DR-04" in page


def test_missing_days_are_listed_and_taken_only_when_confirmed(client):
    rfq = build.draft()
    client.force_login(cast.buyer())
    page = upload(client, rfq, days(gone=("2026-05-13",)))
    assert "2026-05-13" in page.content.decode()
    assert not rfq.demand_lines.exists()
    token = page.context["pending_token"]
    other = build.draft()
    post(client, "demand_confirm", other, {"pending": token, "confirm": "1"})
    assert not other.demand_lines.exists()
    post(client, "demand_confirm", rfq, {"pending": token, "confirm": "1"})
    assert rfq.demand_lines.get().history[2] == 3000


def test_a_faulty_table_is_refused_whole_and_stays_in_the_box(client):
    rfq = build.draft()
    client.force_login(cast.buyer())
    data = {
        "source": "paste",
        "paste-table": "month,contacts\n2026-01,-5\n2026-02,7",
        "paste-basis": "MEASURED",
    }
    page = post(client, "demand", rfq, data).content.decode()
    assert "Row 2, column contacts: -5 is negative" in page
    assert "2026-02,7" in page
    assert not rfq.demand_lines.exists()


def test_the_forecast_is_the_buyers_own_until_the_average_is_back(client):
    rfq = build.ready()
    client.force_login(cast.buyer())
    own = {f"forecast_{n}": str(n * 1000) for n in range(1, 13)}
    post(client, "forecast", rfq, own)
    assert rfq.demand_lines.get().forecast[11] == 12000
    page = post(client, "forecast", rfq, own | {"forecast_3": "1,000"}).content.decode()
    assert "digits only" in page and 'value="1,000"' in page
    post(client, "forecast", rfq, {"average": "1"})
    assert rfq.demand_lines.get().forecast == [22667] * 12


def test_files_are_attached_and_read_by_the_right_people(client):
    rfq = build.ready()
    client.force_login(cast.buyer())
    bad = post(client, "files", rfq, {"file": SimpleUploadedFile("run.html", b"<script>")})
    assert "not accepted" in bad.content.decode()
    post(client, "files", rfq, {"file": SimpleUploadedFile("script.pdf", samples.pdf())})
    file = rfq.attachments.get()
    got = get(client, "file", rfq, file.pk)
    assert got.content == samples.pdf()
    assert got["Content-Disposition"].startswith('attachment; filename="script.pdf"')
    with file.file.open("rb") as stored:
        assert samples.pdf()[:20] not in stored.read()
    client.force_login(cast.vendor_user())
    assert get(client, "file", rfq, file.pk).status_code == 404


def test_publishing_through_the_page(client):
    rfq = build.ready()
    client.force_login(cast.buyer())
    cast.reviewer()
    assert "at least one reviewer" in post(client, "publish", rfq).content.decode()
    done = post(client, "publish", rfq, {"reviewers": [str(cast.reviewer().pk)]})
    assert done.status_code == 302
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.PUBLISHED
    assert "changes only by an addendum" in get(client, "need", rfq).content.decode()


def test_vendors_are_searched_added_and_removed(client):
    rfq = build.draft()
    client.force_login(cast.buyer())
    cast.vendor_user(), cast.rival_user()
    page = client.get(reverse("rfqs:vendors", args=[rfq.code]), {"q": "celadon"}).content.decode()
    assert "Celadon Service" in page and "Lighthouse Whale" not in page
    post(client, "vendors", rfq, {"vendors": [str(cast.vendor().pk)]})
    invitation = rfq.invitations.get()
    post(client, "vendor_remove", rfq, {}, invitation.pk)
    assert not rfq.invitations.exists()


def test_cancelling_needs_a_reason(client):
    rfq = build.published()
    client.force_login(cast.buyer())
    assert "This field is required" in post(client, "cancel", rfq, {"reason": ""}).content.decode()
    assert post(client, "cancel", rfq, {"reason": "No budget", "code": "OVER_BUDGET"}).status_code == 302
    rfq.refresh_from_db()
    assert rfq.status == RfqStatus.CANCELLED


def test_before_the_opening_the_page_shows_no_more_than_a_status(client):
    rfq = build.published()
    row = rfq.invitations.get(vendor=cast.vendor())
    row.status = "SUBMITTED"
    row.save(update_fields=["status"])
    view = queries.invitation_view(rfq, datetime.now(tz=build.now().tzinfo))
    assert [str(one["status"]) for one in view] == ["Quote submitted", "Invited", "Invited"]


def test_a_vendor_reads_neither_budgets_nor_margins(client):
    rfq = build.draft()
    client.force_login(cast.buyer())
    need = rfq.need | {"budget_ceiling_tco": "1234567.89", "gross_margin": "0.37"}
    RFQ.objects.filter(pk=rfq.pk).update(need=need)
    preview, paper = (get(client, name, rfq).content.decode() for name in ("preview", "print"))
    assert "234,567" not in preview and "37 %" not in preview and "Gross margin" not in preview
    assert "Ceiling of the total cost" in paper and "Gross margin" in paper


def test_the_preview_follows_what_is_typed_and_stores_nothing(client):
    rfq = build.draft()
    client.force_login(cast.buyer())
    page = client.get(reverse("rfqs:need", args=[rfq.code])).content.decode()
    assert "What vendors will read" in page and "needed to publish" in page
    url = reverse("rfqs:live_preview", args=[rfq.code])
    typed = {"title": "Chat at night", "channel": "CHAT", "coverage": ["NIGHT", "HOL"], "aht_s": "5"}
    shown = client.post(url, typed).content.decode()
    assert "Chat at night" in shown and "Public holidays" in shown and "<html" not in shown
    assert "Budget" not in shown
    rfq.refresh_from_db()
    assert rfq.title == "Shop chat" and rfq.need["coverage_windows"][0]["kind"] != "NIGHT"
    client.force_login(cast.approver())
    assert client.post(url, typed).status_code == 403


def test_the_overview_leads_on_and_says_who_answered(client):
    rfq = build.published()
    client.force_login(cast.buyer())
    page = client.get(reverse("rfqs:detail", args=[rfq.code])).content.decode()
    assert "Paper Crane" in page and "Invited" in page
    assert f"/messages/?about={rfq.code}" in page and f"/audit/?rfq={rfq.code}" in page
    draft = build.draft()
    page = client.get(reverse("rfqs:detail", args=[draft.code])).content.decode()
    assert f'href="{reverse("rfqs:publish", args=[draft.code])}"' in page and "btn-primary" in page


def test_criteria_of_ones_own_make_weights_of_ones_own(client):
    client.force_login(cast.buyer())
    rfq = build.draft()
    leaves = {f"leaf_{code}": f"{weight}" for code, weight in WEIGHTS.items()}
    wrong = post(client, "weights", rfq, {"preset": "cost-led", **leaves, "leaf_C1": "30"})
    assert "The criteria must sum to 100; they sum to 108." in wrong.content.decode()
    moved = {**leaves, "leaf_C1": "20", "leaf_K1": "10"}
    assert post(client, "weights", rfq, {"preset": "cost-led", **moved}).status_code == 302
    stored = queries.weights_of(rfq)
    assert (stored.preset, stored.pillars["cost"]) == ("own", "60")
    assert (stored.leaves["C1"], stored.leaves["K1"]) == ("20", "10")
    assert post(client, "weights", rfq, {"preset": "risk-led", **leaves}).status_code == 302
    assert queries.weights_of(rfq).preset == "risk-led"

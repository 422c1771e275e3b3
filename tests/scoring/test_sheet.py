"""What a page of scores reads by statements that are made once is what the ORM and the doors give."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.roles import Role
from rfqs.models import RFQ, Part
from rfqs.queries import content
from scoring import access
from scoring.actions import declare_conflict, share_out
from scoring.models import RedFlag, Sheet
from scoring.queries import cells, panel_board
from scoring.queries import sheet as sheets
from scoring.queries.sheet import columns_of, grid, readable_columns
from tests import cast
from tests.scoring.build import CHEAP, closed_rfq, fill, open_part, quote_of, sheet_of, submit_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def rfq() -> RFQ:
    return open_part(closed_rfq(), Part.QUALITY)


def test_the_hot_readings_equal_the_orm(rfq: RFQ) -> None:
    mine, other = cast.reviewer(), cast.second_reviewer()
    cheap = str(quote_of(rfq, CHEAP).pk)
    who = {"by": cast.buyer(), "now": timezone.now()}
    share_out(rfq=rfq, reviewer=mine, items=["Q3"], quotes=[cheap], **who)
    whole, sheet = (rfq.pk,), sheet_of(rfq, other)
    fill(sheet, "3")
    submit_sheet(sheet=sheet, by=other, now=timezone.now())
    hot: dict[str, tuple[Any, tuple[Any, ...]]] = {
        "publication": (content._newest, whole),
        "share": (cells._share, (rfq.pk, mine.pk)),
        "shares": (cells._shares, whole),
        "holders": (cells._holders, whole),
        "quotes": (cells._quotes, whole),
        "chairs": (access._named_chairs, whole),
        "names": (sheets._named, whole),
        "scores": (sheets._scored, (sheet.pk,)),
        "flags": (sheets._flagged, whole),
        "reviewers": (panel_board._reviewers, whole),
        "declared": (panel_board._declared, whole),
        "sheets": (panel_board._sheets, whole),
        "given": (panel_board._given, whole),
        "conflicts": (panel_board._partial, whole),
        "settled": (panel_board._settled, whole),
    }
    for name, (prepared, ids) in hot.items():
        expected = list(prepared.queryset(*ids))
        assert sorted(prepared.values(*ids), key=str) == sorted(expected, key=str), name
        assert expected or name in ("chairs", "conflicts", "settled", "flags"), name
    assert access.find_sheet(other, sheet.pk) == sheet and access.find_sheet(mine, sheet.pk) is None


def test_a_sheet_lists_the_quotes_its_door_gives_and_nobody_elses(rfq: RFQ) -> None:
    mine, other = cast.reviewer(), cast.second_reviewer()
    cheap = str(quote_of(rfq, CHEAP).pk)
    who = {"by": cast.buyer(), "now": timezone.now()}
    share_out(rfq=rfq, reviewer=mine, items=["Q3"], quotes=[cheap], **who)
    for person, count in ((mine, 1), (other, 2)):
        sheet = sheet_of(rfq, person)
        door = [quote.pk for quote in access.quotes_on(person, sheet)]
        assert [column.id for column in columns_of(person, sheet)] == door and len(door) == count
        readable = {quote.pk for quote in access.readable_quotes(person, rfq)}
        assert {column.id for column in readable_columns(person, rfq)} == readable
    assert readable_columns(cast.vendor_user(), rfq) == []
    sheet = sheet_of(rfq, other)
    declare_conflict(sheet=sheet, reason="known to me", by=other, now=timezone.now())
    assert columns_of(other, sheet) == [] == readable_columns(other, rfq)


def test_whoever_reviews_no_more_has_no_sheet(rfq: RFQ) -> None:
    mine = cast.reviewer()
    sheet = sheet_of(rfq, mine)
    assert access.find_sheet(mine, sheet.pk) == sheet
    mine.roles = [Role.ADMINISTRATOR]
    assert access.find_sheet(mine, sheet.pk) is None


def test_under_letters_too_a_sheet_lists_its_own_share_alone(
    rfq: RFQ, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("is_veiled", "is_veiled_rfq"):
        monkeypatch.setattr(sheets, name, lambda *_given: True)
    mine, quote = cast.reviewer(), quote_of(rfq, CHEAP)
    who = {"by": cast.buyer(), "now": timezone.now()}
    share_out(rfq=rfq, reviewer=mine, items=["Q3"], quotes=[str(quote.pk)], **who)
    (own,) = columns_of(mine, sheet_of(rfq, mine))
    assert own.id == quote.pk and own.label.startswith("Vendor ") and [own] == readable_columns(mine, rfq)
    assert [
        one.label for one in columns_of(cast.second_reviewer(), sheet_of(rfq, cast.second_reviewer()))
    ] == [
        "Vendor A",
        "Vendor B",
    ]


def test_flags_that_come_with_prices_are_counted_on_the_second_sheet_alone(rfq: RFQ) -> None:
    quote, sheet = quote_of(rfq, CHEAP), sheet_of(rfq, cast.reviewer())
    RedFlag.objects.filter(quote=quote).delete()
    for code, part in (("RF-301", Part.QUALITY), ("RF-302", Part.QUALITY), ("RF-303", Part.COMMERCIAL)):
        given = {"severity": "MINOR", "points": 1, "question": 3, "part": part, "raised_at": timezone.now()}
        RedFlag.objects.create(quote=quote, code=code, **given)

    def counted() -> int:
        (column,) = [one for one in grid(sheet.reviewer, sheet).columns if one.id == quote.pk]
        return column.flags[3]

    assert counted() == 2
    sheet.stage = Sheet.Stage.SECOND
    assert counted() == 3

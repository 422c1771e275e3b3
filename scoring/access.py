"""The doors to sheets and decisions: a reviewer's own sheets, nobody else's."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from accounts.prepared import Prepared
from accounts.roles import Role, has_role
from quotes.access import quotes_visible_to
from quotes.models import OpenedFile, Quote
from rfqs.access import get_rfq, has_conflict, has_duty, invitations_visible_to, require_impartial
from rfqs.models import RFQ, Conflict, Duty, Invitation
from scoring.models import DebriefLetter, EvidenceRecord, Sheet
from scoring.policies.judging import WHILE_SCORED
from scoring.queries.cells import EVERYTHING, Cells, assigned_cells
from scoring.queries.inquiries import inquiry_number
from scoring.queries.veil import is_veiled, nameless_files, veiled
from scoring.states import SheetStatus
from ui.once import once


def sheets_visible_to(user: Any) -> QuerySet[Sheet]:
    """The person's own sheets; a reviewer never reads another's, not even that it exists."""
    if not has_role(user, Role.REVIEWER):
        return Sheet.objects.none()
    return _own_sheets(user.pk)


def _own_sheets(person: UUID) -> QuerySet[Sheet]:
    return Sheet.objects.filter(reviewer=person).exclude(status=SheetStatus.GIVEN_BACK).select_related("rfq")


_own_sheet = Prepared(lambda person, sheet: _own_sheets(person).filter(pk=sheet))


def get_sheet(user: Any, sheet_id: UUID, *, lock: bool = False) -> Sheet:
    """Return one own sheet, locked where asked; 404 otherwise."""
    sheets = sheets_visible_to(user)
    if lock:
        sheets = sheets.select_for_update(of=("self",))
    sheet = sheets.filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404
    return sheet


def find_sheet(user: Any, sheet_id: UUID) -> Sheet | None:
    """One own sheet; None where `get_lost_sheet` has more to say than 404."""
    return _own_sheet.first(user.pk, sheet_id) if has_role(user, Role.REVIEWER) else None


def get_lost_sheet(user: Any, sheet_id: UUID) -> Sheet:
    """A sheet that was the person's own and no longer is, for the page that says so; 404 for anybody else."""
    mine = Sheet.objects.filter(reviewer=user, status=SheetStatus.GIVEN_BACK, pk=sheet_id)
    sheet = mine.select_related("rfq").first()
    if sheet is None:
        raise Http404
    return sheet


def quotes_on(user: Any, sheet: Sheet) -> QuerySet[Quote]:
    """The quotes that are assigned on a sheet, in order of vendor; prices are deferred on a quality sheet."""
    quotes = quotes_visible_to(user, sheet.rfq).order_by("vendor__name")
    if ids := cells_on(sheet).quotes:
        quotes = quotes.filter(pk__in=ids)
    return quotes.defer("commercial") if sheet.stage == Sheet.Stage.FIRST else quotes


def get_quote_on(user: Any, sheet: Sheet, quote_id: UUID) -> Quote:
    """Return one quote of an own sheet; 404 otherwise."""
    quote = quotes_on(user, sheet).filter(pk=quote_id).first()
    if quote is None:
        raise Http404
    quote.rfq = sheet.rfq
    return quote


def cells_on(sheet: Sheet) -> Cells:
    """What the holder of a sheet scores; read once."""
    if sheet.cells is None:
        sheet.cells = assigned_cells(sheet.rfq_id, sheet.reviewer_id)
    found: Cells = sheet.cells
    return found


def limits_of(user: Any, rfq: RFQ) -> Cells:
    """What a person may read of the opened quotes: a reviewer while scoring what is assigned, others everything.

    A chair who scores a part settles the whole.
    """
    if rfq.status not in WHILE_SCORED or has_role(user, Role.BUYER, Role.APPROVER, Role.AUDITOR):
        return EVERYTHING
    if has_duty(user, rfq, Duty.Kind.CHAIR):
        return EVERYTHING
    return assigned_cells(rfq.pk, user.pk)


def readable_quotes(user: Any, rfq: RFQ, *related: str) -> list[Quote]:
    """The opened quotes as this person is shown them: those assigned, and without names where the RFQ says so.

    `related` are fetched with them, beside their files.
    """
    limits = limits_of(user, rfq)
    quotes = [
        quote
        for quote in quotes_visible_to(user, rfq).prefetch_related("files", *related)
        if limits.has_quote(quote.pk)
    ]
    if not is_veiled(user, rfq):
        return quotes
    for quote in (found := veiled(rfq, quotes)):
        nameless_files(quote, list(quote.files.all()))
    return found


def require_names(user: Any, rfq: RFQ) -> None:
    """403 on pages that name vendors, for reviewers who are not to know them yet."""
    if is_veiled(user, rfq):
        raise PermissionDenied(
            _("Vendors are not named to reviewers before the ranking. Your sheets are in the panel.")
        )


def files_of(user: Any, quote: Quote, part: str) -> QuerySet[OpenedFile]:
    """Opened files of one part of a quote, for those who may read the quote."""
    seen = quotes_visible_to(user, quote.rfq).filter(pk=quote.pk)
    return OpenedFile.objects.filter(quote__in=seen, part=part)


def get_opened_file(user: Any, rfq: RFQ, file_id: UUID) -> OpenedFile:
    """Return one opened file of a quote the person may read; 404 otherwise."""
    rows = OpenedFile.objects.filter(quote__in=quotes_visible_to(user, rfq), pk=file_id)
    file = rows.select_related("quote__vendor").first()
    if file is None or not _is_assigned_file(limits_of(user, rfq), file):
        raise Http404
    return file


def shown_name(user: Any, rfq: RFQ, file: OpenedFile) -> str:
    """What a file is called when it is handed out: its own name, or a number where it could name the vendor."""
    if not is_veiled(user, rfq):
        return str(file.name)
    return str(nameless_files(file.quote, [file])[0].name)


def _is_assigned_file(limits: Cells, file: OpenedFile) -> bool:
    """A file of an assigned quote that an assigned question names; others only where all questions are assigned."""
    if not limits.has_quote(file.quote_id):
        return False
    if not limits.items:
        return True
    numbers = [inquiry_number(item) for item in limits.items]
    asked = file.quote.inquiries.filter(question__in=[number for number in numbers if number is not None])
    parts = [file.quote.quality, file.quote.commercial or {}]
    mine = [part["answers"].get(item.lower()) for part in parts if "answers" in part for item in limits.items]
    return str(file.file_id) in json.dumps(mine) or any(str(file.pk) in one.files for one in asked)


def get_evidence(user: Any, rfq: RFQ, record_id: UUID) -> EvidenceRecord:
    """Return one record of what was seen of a quote the person may read; 404 otherwise."""
    rows = EvidenceRecord.objects.filter(quote__in=quotes_visible_to(user, rfq), pk=record_id)
    record = rows.select_related("quote__vendor").first()
    if record is None:
        raise Http404
    return record


def may_strike(user: Any, rfq: RFQ) -> Callable[[EvidenceRecord], bool]:
    """Which records this person may strike out; what it takes to say so is read once for all of them.

    Buyers and the chair any; a reviewer what they recorded themselves, and what bears on a quote that they score.
    """
    if has_role(user, Role.BUYER) or is_chair(user, rfq):
        return lambda _record: True
    scored = assigned_cells(rfq.pk, user.pk) if has_duty(user, rfq, Duty.Kind.REVIEWER) else None
    return lambda record: (
        record.recorded_by_id == user.pk or (scored is not None and scored.has_quote(record.quote_id))
    )


def letters_for(user: Any, invitation: Invitation) -> QuerySet[DebriefLetter]:
    """The result letters of the user's own vendor on one invitation, newest first; nothing for anybody else."""
    own = invitations_visible_to(user).filter(pk=invitation.pk)
    mine = DebriefLetter.objects.filter(
        quote__rfq__in=own.values("rfq"), quote__vendor__in=own.values("vendor")
    )
    return mine.select_related("quote__vendor", "quote__rfq")


def get_panel_member(rfq: RFQ, person_id: UUID) -> User:
    """Return a reviewer of the RFQ to whoever came through its door; 404 otherwise."""
    duties = Duty.objects.filter(rfq=rfq, kind=Duty.Kind.REVIEWER, user=person_id)
    duty = duties.select_related("user").first()
    if duty is None:
        raise Http404
    return duty.user


def get_rfq_as(user: Any, code: str, *roles: str) -> RFQ:
    """Return one RFQ for somebody who may decide on it: 404 for outsiders, 403 without one of the roles."""
    rfq = get_rfq(user, code)
    if not has_role(user, *roles):
        raise PermissionDenied(_("This is decided by others."))
    require_impartial(user, rfq)
    return rfq


@once(lambda: ())
def is_strict() -> bool:
    """Whether the organisation works by the strict profile."""
    return Organisation.objects.filter(profile=Organisation.Profile.STRICT).exists()


def scored_blindly_by(user: Any) -> list[str]:
    """Codes of the RFQs that a person reviews and that are not ranked: what others gave is not theirs to read yet."""
    if not has_role(user, Role.REVIEWER):
        return []
    duties = Duty.objects.filter(user=user.pk, kind=Duty.Kind.REVIEWER, rfq__status__in=WHILE_SCORED)
    return list(duties.values_list("rfq__code", flat=True))


def reviews_too(user: Any, rfq: RFQ) -> bool:
    """Whether the person scores this RFQ in a house in which nobody who scores decides."""
    return is_strict() and has_duty(user, rfq, Duty.Kind.REVIEWER)


def is_chair(user: Any, rfq: RFQ) -> bool:
    """The named chair; the owner where nobody is named (domain 11.4).

    Whoever is not impartial, or was switched off, chairs nothing: the owner steps in, in the end any buyer.
    """
    if has_conflict(user, rfq):
        return False
    named = _chairs(rfq)
    for kind in (Duty.Kind.CHAIR, Duty.Kind.OWNER):
        if holders := {person for held, person, is_able in named if held == kind and is_able}:
            return user.pk in holders
    if not named:
        return bool(user.pk == rfq.created_by_id)
    return has_role(user, Role.BUYER)


@once(lambda rfq: rfq.pk)
def _chairs(rfq: RFQ) -> list[tuple[Any, ...]]:
    """(duty, person, whether they can chair) of everybody who is named chair or owner."""
    return _named_chairs.values(rfq.pk)


_named_chairs = Prepared(
    lambda rfq: Duty.objects.filter(rfq=rfq, kind__in=(Duty.Kind.CHAIR, Duty.Kind.OWNER)).values_list(
        "kind",
        "user",
        Q(user__is_active=True) & ~Exists(Conflict.objects.filter(rfq=rfq, user=OuterRef("user"))),
    )
)

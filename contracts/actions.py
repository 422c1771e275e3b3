"""What happens to a contract: drafted from an award, negotiated term by term, signed or broken off."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

import audit.actions as audit
import notifications.actions as notifications
from contracts.access import require_drafter, require_writer
from contracts.drafting import draft_terms, price_annex, share_of
from contracts.models import Contract, ContractTerm
from contracts.policies import (
    check_can_break_off,
    check_can_draft,
    check_can_edit,
    check_can_sign,
    hold_threshold,
    to_contract,
)
from contracts.queries import Hold, price_holds
from contracts.states import TRANSITIONS, ContractStatus
from contracts.terms import rises, term_specs
from quotes.models import Quote
from quotes.queries import whole_document
from rfqs.access import has_conflict
from rfqs.models import RFQ, Conflict, Duty
from rfqs.queries import shared_content
from scoring.actions import reopen_after_break_off
from scoring.models import TcoRun
from scoring.queries.awards import Awardee
from ui.errors import Refused
from ui.specs import is_state
from ui.specs.values import is_empty
from ui.text import LANGUAGES

CODE_LOCK = 7305
SETTLED_BY_HAND = (
    ContractTerm.Status.OFFERED,
    ContractTerm.Status.AGREED,
    ContractTerm.Status.REJECTED,
)


# -- drafting ----------------------------------------------------------------------------------------


@transaction.atomic(durable=True)
def draft_from_award(*, rfq: RFQ, quote_id: str = "", by: Any, now: datetime) -> Contract:
    """Write the draft contract of an awarded RFQ: terms, flags beside them, and the prices as values.

    Of several vendors that were awarded `quote_id` names one; else the first that has no contract yet is drafted.
    Refuses without an approved award, beside a live contract with the vendor, without a stored cost run, people who are no buyers
    and whoever has declared a conflict of interest (403). Sends nothing.
    """
    locked = RFQ.objects.select_for_update(no_key=True).get(pk=rfq.pk)
    require_drafter(by, locked)
    check_can_draft(locked)
    awardee = _awardee(locked, quote_id)
    quote = awardee.quote
    run = TcoRun.objects.filter(quote=quote).order_by("-created_at").first()
    if run is None:
        raise Refused(_("The winning quote has no stored cost run. Run the ranking first."))
    contract = _write_contract(locked, awardee, run, by, now)
    missing = _write_terms(contract, quote, now)
    audit.record(
        "contract.drafted",
        by=by,
        now=now,
        obj=contract,
        rfq_code=locked.code,
        detail={"vendor": str(quote.vendor), "missing": missing},
    )
    return contract


def _awardee(rfq: RFQ, quote_id: str) -> Awardee:
    found = [one for one in to_contract(rfq) if quote_id in ("", str(one.quote.pk))]
    if not found:
        raise Refused(_("This vendor has a contract already, or no part of the award."))
    return found[0]


def _write_contract(rfq: RFQ, awardee: Awardee, run: TcoRun, by: Any, now: datetime) -> Contract:
    quote = awardee.quote
    titles = {code: _title(rfq, quote, code) for code in LANGUAGES}
    whole, result, alone = share_of(run.demand, whole_document(quote), run.result, awardee.lines)
    return Contract.objects.create(
        code=_next_code(),
        rfq=rfq,
        quote=quote,
        vendor=quote.vendor,
        title=f"{rfq.title} · {quote.vendor.name}"[:200],
        title_i18n=titles,
        prices=price_annex(whole, run.engine, result) | ({"of_lines": True} if alone else {}),
        lines=awardee.lines,
        owner=_owner(rfq, by),
        created_at=now,
        created_by=by,
    )


def _title(rfq: RFQ, quote: Quote, language: str) -> str:
    subject = rfq.title_i18n.get(language) or rfq.title
    partner = quote.vendor.name_i18n.get(language) or quote.vendor.name
    return f"{subject} · {partner}"[:200]


def _owner(rfq: RFQ, by: Any) -> Any:
    """The person with the duty; else the owner of the RFQ; else whoever started or drafts it. Never one who is not impartial."""
    out = Conflict.objects.filter(rfq=rfq).values("user")
    duties = Duty.objects.filter(rfq=rfq, user__is_active=True).exclude(user__in=out)
    for kind in (Duty.Kind.CONTRACT_OWNER, Duty.Kind.OWNER):
        duty = duties.filter(kind=kind).select_related("user").order_by("id").first()
        if duty is not None:
            return duty.user
    return by if has_conflict(rfq.created_by, rfq) else rfq.created_by


def _next_code() -> str:
    """C-1, C-2, ...: one at a time, so that no two contracts take the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [CODE_LOCK])
    numbered = Contract.objects.filter(code__regex=r"^C-[0-9]{1,9}$")
    last = numbered.aggregate(last=Max(Cast(Substr("code", 3), IntegerField())))["last"]
    return f"C-{(last or 0) + 1}"


def _write_terms(contract: Contract, quote: Quote, now: datetime) -> int:
    """Write the terms; returns how many of them have no value yet."""
    flags = list(quote.red_flags.values("code", "severity", "params"))
    drafts = draft_terms(shared_content(contract.rfq), whole_document(quote), flags)
    ContractTerm.objects.bulk_create(
        ContractTerm(
            contract=contract,
            group=draft.group,
            code=draft.code,
            position=position,
            offered=draft.offered,
            value=draft.value,
            note=draft.note,
            status=draft.status,
            required=draft.required,
            flags=draft.flags,
            updated_at=now,
        )
        for position, draft in enumerate(drafts, start=1)
    )
    return sum(draft.value is None for draft in drafts)


# -- negotiation -------------------------------------------------------------------------------------


@transaction.atomic(durable=True)
def edit_term(
    *,
    contract: Contract,
    code: str,
    value: Any,
    note: str,
    clause_ref: str,
    status: str,
    by: Any,
    now: datetime,
) -> ContractTerm:
    """Write the outcome of a round on one term; a value other than the quote's comes from negotiation.

    `value` is already clean by its spec. Refuses a settled contract, a status that is not set by hand,
    a term without a value, and a price above the quote's. Sends nothing.
    """
    locked = _lock(contract, by)
    check_can_edit(locked)
    term = ContractTerm.objects.select_for_update().get(contract=locked, code=code)
    _check_outcome(locked, term, value, status)
    before = _state_of(term)
    term.value, term.status = value, status
    term.note, term.clause_ref, term.updated_at = note.strip(), clause_ref.strip(), now
    sources = ContractTerm.Source
    term.source = sources.QUOTE if value == term.offered else sources.NEGOTIATION
    term.save(update_fields=["value", "status", "note", "clause_ref", "source", "updated_at"])
    audit.record(
        "contract.term_edited",
        by=by,
        now=now,
        obj=locked,
        rfq_code=locked.rfq.code,
        detail={"term": code, "before": before, "after": _state_of(term)},
    )
    return term


def _lock(contract: Contract, by: Any) -> Contract:
    rows = Contract.objects.select_for_update(of=("self",)).select_related("rfq", "vendor")
    locked = rows.get(pk=contract.pk)
    require_writer(by, locked)
    return locked


def _check_outcome(contract: Contract, term: ContractTerm, value: Any, status: str) -> None:
    if status not in SETTLED_BY_HAND:
        raise Refused(_("A term is open, agreed or rejected."))
    without = is_empty(value) and value != []
    if without or (is_state(value) and value["state"] != "NOT_APPLICABLE"):
        raise Refused(_("Give the value of the term, or say that it does not apply."))
    spec = term_specs(shared_content(contract.rfq))[term.code]
    if rises(spec, term.offered, value):
        raise Refused(_("After the award a price may only fall: it stays at or below the quote."))


def _state_of(term: ContractTerm) -> dict[str, Any]:
    return {
        "value": term.value,
        "status": str(term.status),
        "note": term.note,
        "clause": term.clause_ref,
    }


@transaction.atomic(durable=True)
def mark_signed(*, contract: Contract, signed_on: date, by: Any, now: datetime) -> Contract:
    """Record the signature; every offered term counts as agreed, and from here on the terms stand.

    Refuses missing and rejected terms, and a day of signature before the draft or in the future.
    """
    locked = _lock(contract, by)
    check_can_sign(locked)
    if signed_on > localdate(now):
        raise Refused(_("The day of signature lies in the future."))
    if signed_on < localdate(locked.created_at):
        raise Refused(_("The day of signature lies before the draft of this contract."))
    offered = locked.terms.filter(status=ContractTerm.Status.OFFERED)
    agreed = offered.update(status=ContractTerm.Status.AGREED, updated_at=now)
    locked.signed_on, locked.signed_at, locked.signed_by = signed_on, now, by
    _move(locked, ContractStatus.SIGNED, ["signed_on", "signed_at", "signed_by"])
    audit.record(
        "contract.signed",
        by=by,
        now=now,
        obj=locked,
        rfq_code=locked.rfq.code,
        detail={"signed_on": signed_on.isoformat(), "agreed_as_offered": agreed},
    )
    return locked


@transaction.atomic(durable=True)
def break_off(*, contract: Contract, reason: str, by: Any, now: datetime) -> Contract:
    """End the negotiation without a contract; the RFQ returns to its shortlist for the next-ranked vendor.

    The reason stays with the contract. Refuses a signed contract. Sends nothing.
    """
    locked = _lock(contract, by)
    check_can_break_off(locked)
    if not reason.strip():
        raise Refused(_("Give the reason why the negotiation ended."))
    locked.ended_at, locked.ended_by, locked.end_reason = now, by, reason.strip()
    _move(locked, ContractStatus.BROKEN_OFF, ["ended_at", "ended_by", "end_reason"])
    why = f"{locked.code} · {locked.vendor}: {reason.strip()}"
    reopen_after_break_off(locked.rfq, reason=why, by=by, now=now, quote=locked.quote)
    audit.record(
        "contract.broken_off",
        by=by,
        now=now,
        obj=locked,
        rfq_code=locked.rfq.code,
        detail={"reason": reason.strip()},
    )
    return locked


def _move(contract: Contract, to: str, fields: list[str]) -> None:
    if to not in TRANSITIONS[contract.status]:
        raise ValueError(f"a contract does not move from {contract.status} to {to}")
    contract.status = to
    contract.save(update_fields=["status", *fields])


# -- reminding ---------------------------------------------------------------------------------------


@transaction.atomic(durable=True)
def remind_of_price_holds(*, now: datetime) -> int:
    """Mail whoever is to sign, in their language, that a price soon holds no more; returns how many were told.

    Once for each person and threshold (`policies.HOLD_DAYS`): called again it queues nothing anew.
    """
    today = localdate(now)
    holds = [(hold, hold_threshold((hold.until - today).days)) for hold in price_holds(today)]
    due = [(hold, threshold) for hold, threshold in holds if threshold is not None]
    return sum(
        _remind(hold, threshold, person, now) for hold, threshold in due for person in _minding(hold.rfq)
    )


def _minding(rfq: RFQ) -> list[Any]:
    """The contract owner and the owner of the RFQ; else whoever started it. Never one who is not impartial."""
    out = Conflict.objects.filter(rfq=rfq).values("user")
    kinds = (Duty.Kind.CONTRACT_OWNER, Duty.Kind.OWNER)
    duties = Duty.objects.filter(rfq=rfq, kind__in=kinds, user__is_active=True).exclude(user__in=out)
    people = {duty.user_id: duty.user for duty in duties.select_related("user").order_by("id")}
    return list(people.values()) or [_owner(rfq, rfq.created_by)]


def _remind(hold: Hold, threshold: int, person: Any, now: datetime) -> bool:
    """Queue the one message; False where it is there already."""
    once = f"price_hold:{hold.quote.pk}:{hold.until.isoformat()}:{threshold}:{person.pk}"
    if notifications.is_queued(once):
        return False
    notifications.queue(
        "price_hold",
        to=person.email,
        language=person.language,
        now=now,
        user=person,
        about=f"rfq:{hold.rfq.code}",
        once=once,
        context={
            "rfq": hold.rfq,
            "name": person.name,
            "vendor": hold.quote.vendor,
            "day": hold.until.isoformat(),
            "backup": hold.backup,
            "ended": threshold == 0,
        },
    )
    return True

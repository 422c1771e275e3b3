"""Read models: the list of contracts, one contract as its page shows it, and RFQs that wait for theirs."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from contracts.access import contracts_visible_to
from contracts.catalogue import GROUPS
from contracts.models import Contract, ContractTerm
from contracts.policies import OPEN, REQUIRED, is_open, to_contract
from contracts.remarks import remark_on
from contracts.states import ContractStatus
from contracts.terms import proposed_values, shown_term, term_specs
from quotes.models import Quote, TermOffer
from quotes.service_lines import several_lines
from rfqs.access import rfqs_to_judge
from rfqs.lines import ServiceLine
from rfqs.models import RFQ
from rfqs.queries import shared_content
from rfqs.states import RfqStatus
from scoring.models import AwardShare
from scoring.queries.awards import awardees, line_names, standing_backups, with_uncontracted_share
from scoring.queries.diligence import price_holds_until
from scoring.rules.sentences import flag_sentence
from ui.spec_display import Shown
from ui.specs import FieldSpec
from ui.text import listed, pick

REMIND_BEFORE = timedelta(days=14)
STATUS_TONES = {
    ContractTerm.Status.OFFERED: "",
    ContractTerm.Status.AGREED: "good",
    ContractTerm.Status.REJECTED: "block",
    ContractTerm.Status.NOT_DISCLOSED: "decision",
    ContractTerm.Status.MISSING: "decision",
}
CONTRACT_TONES = {
    ContractStatus.NEGOTIATION: "active",
    ContractStatus.SIGNED: "good",
    ContractStatus.BROKEN_OFF: "quiet",
}


@dataclass(frozen=True)
class FlagView:
    """A red flag in words."""

    code: str
    severity: str
    title: str


@dataclass(frozen=True)
class TermView:
    """One term ready for a template."""

    code: str
    label: str
    value: Shown
    status: str
    status_label: str
    tone: str
    required: str
    source_label: str
    negotiated: bool
    deviates: bool
    proposed: Shown
    offered: Shown
    note: str
    clause_ref: str
    remark: str
    flags: list[FlagView]
    is_open: bool
    url: str


@dataclass(frozen=True)
class GroupView:
    """A chapter with its terms; `open_count` of them still block the signature."""

    code: str
    label: str | Promise
    terms: list[TermView]
    open_count: int


def contract_list(user: Any, *, search: str = "", status: str = "") -> QuerySet[Contract]:
    """The contracts a person may read, with `missing` required terms counted; newest first by the caller."""
    open_now = Q(terms__required__in=REQUIRED, terms__status__in=OPEN)
    rows = contracts_visible_to(user).annotate(missing=Count("terms", filter=open_now))
    if status in ContractStatus.values:
        rows = rows.filter(status=status)
    for word in search.split()[:8]:
        rows = rows.filter(
            Q(code__icontains=word)
            | Q(title__icontains=word)
            | Q(title_i18n__icontains=word)
            | Q(rfq__code__icontains=word)
            | Q(vendor__search__icontains=word)
        )
    return rows


def rfqs_to_draft(user: Any) -> QuerySet[RFQ]:
    """Awarded RFQs in which a vendor has no contract in negotiation or signed."""
    live = Contract.objects.exclude(status=ContractStatus.BROKEN_OFF).values("quote")
    return with_uncontracted_share(rfqs_to_judge(user), live).order_by("code")


def backups_to_mind(user: Any, today: date) -> list[AwardShare]:
    """Backups whose price hold ends within two weeks, or has ended, before the winner has signed."""
    signed = Contract.objects.filter(status=ContractStatus.SIGNED).values("rfq")
    open_still = rfqs_to_judge(user).exclude(pk__in=signed)
    return list(standing_backups(open_still, today + REMIND_BEFORE))


@dataclass(frozen=True)
class Hold:
    """A price that soon holds no more, or holds no more, while the contract is not signed."""

    rfq: RFQ
    quote: Quote
    until: date
    backup: bool


def price_holds(today: date) -> list[Hold]:
    """Of every awarded RFQ: the vendors that are to sign and have not, and the backup until one has."""
    signed = Contract.objects.filter(status=ContractStatus.SIGNED)
    awarded, until = RFQ.objects.filter(status=RfqStatus.AWARDED), today + REMIND_BEFORE
    backups = standing_backups(awarded.exclude(pk__in=signed.values("rfq")), until)
    found = [
        Hold(share.evaluation.rfq, share.quote, share.holds_until, backup=True)
        for share in backups
        if share.holds_until is not None
    ]
    done = set(signed.values_list("quote", flat=True))
    for rfq in with_uncontracted_share(awarded, signed.values("quote")):
        content = shared_content(rfq)
        for quote in (one.quote for one in awardees(rfq) if one.quote.pk not in done):
            day = price_holds_until(rfq, quote, content)
            if day is not None and day <= until:
                found.append(Hold(rfq, quote, day, backup=False))
    return found


def to_settle(user: Any) -> QuerySet[Contract]:
    """The person's own contracts in negotiation, with their terms."""
    rows = contracts_visible_to(user).filter(owner=user, status=ContractStatus.NEGOTIATION)
    return rows.prefetch_related("terms").order_by("created_at")


def winners_of(rfq: RFQ) -> list[dict[str, Any]]:
    """The vendors a contract is still to be drafted with: {"id", "vendor", "lines"}."""
    awarded = list(to_contract(rfq))
    content = shared_content(rfq) if awarded else {}
    return [
        {"id": str(one.quote.pk), "vendor": one.quote.vendor, "lines": line_names(content, one.lines)}
        for one in awarded
    ]


def service_lines_of(contract: Contract) -> list[ServiceLine]:
    """The service lines of the contract's RFQ, where there are several."""
    return several_lines(shared_content(contract.rfq))


def lines_covered(contract: Contract) -> str:
    """The service lines of a contract by name; nothing where it covers the whole RFQ."""
    return listed(line_names(shared_content(contract.rfq), contract.lines)) if contract.lines else ""


def groups_of(contract: Contract) -> list[GroupView]:
    """The terms by group, in the order of the catalogue."""
    specs, proposed, offers = _sources(contract)
    views: dict[str, list[TermView]] = {group.code: [] for group in GROUPS}
    for term in contract.terms.all():
        view = _term_view(contract, term, specs[term.code], proposed.get(term.code), offers.get(term.code))
        views.setdefault(term.group, []).append(view)
    return [
        GroupView(group.code, group.label, views[group.code], sum(v.is_open for v in views[group.code]))
        for group in GROUPS
    ]


def term_view(contract: Contract, term: ContractTerm) -> TermView:
    """One term in words."""
    specs, proposed, offers = _sources(contract)
    return _term_view(contract, term, specs[term.code], proposed.get(term.code), offers.get(term.code))


def term_spec(contract: Contract, term: ContractTerm) -> FieldSpec:
    """The spec of one term."""
    return term_specs(shared_content(contract.rfq))[term.code]


def _sources(contract: Contract) -> tuple[dict[str, FieldSpec], dict[str, Any], dict[str, TermOffer]]:
    content = shared_content(contract.rfq)
    offers = {offer.code: offer for offer in contract.quote.term_offers.all()}
    return term_specs(content), proposed_values(content), offers


def _term_view(
    contract: Contract, term: ContractTerm, spec: FieldSpec, proposed: Any, offer: TermOffer | None
) -> TermView:
    undisclosed = term.status == ContractTerm.Status.NOT_DISCLOSED
    return TermView(
        code=term.code,
        label=pick(spec.label),
        value=shown_term(spec, term.offered if undisclosed else term.value),
        status=term.status,
        status_label=term.get_status_display(),
        tone=STATUS_TONES[ContractTerm.Status(term.status)],
        required=term.required,
        source_label=term.get_source_display(),
        negotiated=term.source == ContractTerm.Source.NEGOTIATION,
        deviates=offer is not None and offer.status == TermOffer.Status.DEVIATION,
        proposed=shown_term(spec, proposed),
        offered=shown_term(spec, term.offered),
        note=term.note,
        clause_ref=term.clause_ref,
        remark=remark_on(term.code, term.value) if term.value is not None else "",
        flags=[flag_view(flag) for flag in term.flags],
        is_open=is_open(term),
        url=reverse("contracts:term", args=[contract.code, term.code]),
    )


def flag_view(flag: dict[str, Any]) -> FlagView:
    """A stored flag in the reader's language."""
    return FlagView(flag["code"], flag["severity"], flag_sentence(flag["code"], flag.get("params") or {}))


def further_flags(contract: Contract) -> list[FlagView]:
    """Red flags of the quote that stand beside no term."""
    beside = {flag["code"] for flags in contract.terms.values_list("flags", flat=True) for flag in flags}
    rows = contract.quote.red_flags.exclude(code__in=beside).values("code", "severity", "params")
    return [flag_view(dict(row)) for row in rows]


def file_choices(contract: Contract) -> list[tuple[str, str]]:
    """(id, name) of the files that came with the quote."""
    return [(str(file.file_id), file.name) for file in contract.quote.files.all()]


def status_choices() -> list[tuple[str, str]]:
    """States of a contract for the filter, all of them first."""
    return [("", _("All states")), *((str(code), str(label)) for code, label in ContractStatus.choices)]

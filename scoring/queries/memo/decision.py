"""The decision, what speaks against it, what is still open, and what was checked."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from quotes.models import TermOffer
from quotes.terms import Term, offer_text, proposed_terms
from quotes.terms import open_terms as unanswered
from rfqs.catalogue import proposed_value
from rfqs.states import RfqStatus
from scoring.models import AwardShape, AwardShare, Evaluation, EvidenceRecord, RedFlag
from scoring.queries.awards import chosen_quotes, line_names
from scoring.queries.by_line import split_costs
from scoring.queries.memo.subject import Subject, lines
from scoring.queries.ranking import verdict
from scoring.queries.waivers import finding_of, rows_of
from scoring.rules.sentences import flag_sentence
from scoring.states import EvaluationStatus
from ui.papers import Block, Facts, Heading, Paragraph, moment, table
from ui.templatetags.figures import cents
from ui.text import labelled, listed


def decided(subject: Subject) -> Iterator[Block]:
    """What was decided by whom, in the sentence of the ranking page and the proposer's own words."""
    evaluation = subject.evaluation
    yield Heading(_("Decision"))
    yield Paragraph(_where_it_stands(subject, evaluation))
    yield Paragraph(verdict(subject.shown, subject.shown.ranking))
    if evaluation and evaluation.quote_id:
        yield Facts(tuple(_facts(evaluation, subject.content)))
    if evaluation and evaluation.return_reason:
        yield Facts(((_("Sent back with the reason"), evaluation.return_reason),))
    if subject.rfq.end_reason:
        yield Facts(((_("Reason"), subject.rfq.end_reason),))


def _where_it_stands(subject: Subject, evaluation: Evaluation | None) -> str:
    if subject.rfq.status == RfqStatus.NO_AWARD:
        return _("The RFQ was closed without an award.")
    if subject.rfq.status == RfqStatus.CANCELLED:
        return _("The RFQ was cancelled.")
    if evaluation is None or evaluation.quote_id is None:
        return _("No award has been proposed.")
    params = {"vendor": listed(subject.name_of[UUID(quote)] for quote in chosen_quotes(evaluation))}
    if evaluation.status == EvaluationStatus.AWARDED:
        return _("The award goes to %(vendor)s.") % params
    if evaluation.status == EvaluationStatus.AWARD_PROPOSED:
        return _("An award to %(vendor)s is proposed and waits for its approval.") % params
    return _("An award to %(vendor)s was proposed and sent back.") % params


def _facts(evaluation: Evaluation, content: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield _("Reason"), evaluation.reason
    if evaluation.proposed_by:
        yield _("Proposed by"), f"{evaluation.proposed_by.name} · {moment(evaluation.proposed_at)}"
    if evaluation.approved_by:
        yield _("Approved by"), f"{evaluation.approved_by.name} · {moment(evaluation.approved_at)}"
    for share in evaluation.shares.select_related("quote__vendor"):
        if share.kind != AwardShare.Kind.WHOLE:
            yield str(share.get_kind_display()), _share(share, line_names(content, share.lines))
    if evaluation.form == AwardShape.SPLIT and evaluation.score_run:
        given = [(str(share.quote_id), share.lines) for share in evaluation.shares.all()]
        if found := split_costs(evaluation.score_run.inputs, given):
            label = _("Cost of the split over %(months)s months") % {"months": found["months"]}
            yield label, cents(found["total"], found["currency"])
    if evaluation.score_run:
        number = {"number": evaluation.score_run.number}
        yield _("Ranking"), _("stored run %(number)s") % number


def _share(share: AwardShare, lines: Sequence[str]) -> str:
    """What one vendor gets of an award that is not whole; `lines` are the names of its service lines."""
    name = share.quote.vendor.label
    told = [labelled(name, listed(lines)) if lines else name]
    if share.holds_until:
        told.append(_("price held until %(day)s") % {"day": share.holds_until.isoformat()})
    return listed([*told, *([share.end_reason] if share.end_reason else [])])


def flags(subject: Subject) -> Iterator[Block]:
    """Every red flag of every quote, in words."""
    yield Heading(_("Red flags and waivers"))
    rows = []
    found = RedFlag.objects.filter(quote__in=[quote.pk for quote in subject.quotes.values()])
    place = {subject.quotes[vendor].pk: number for number, vendor in enumerate(subject.ordered)}
    for flag in sorted(found, key=lambda flag: (place[flag.quote_id], flag.question, flag.code, flag.pk)):
        sentence = flag_sentence(flag.code, flag.params)
        severity = flag.get_severity_display()
        if words := subject.waived.get(finding_of(flag)):
            sentence = f"{sentence} ({words})"
        rows.append((subject.name_of[flag.quote_id], flag.code, severity, flag.points, sentence))
    if rows:
        heads = (_("Vendor"), _("Code"), _("Severity"), _("Red-flag points"), _("What was found"))
        yield table("", heads, rows, widths=(38, 17, 17, 15, 83), figures=(3,))
    else:
        yield Paragraph(_("No quote carries a red flag."))
    yield from _waivers(subject)


def _waivers(subject: Subject) -> Iterator[Block]:
    """Every exception that was asked for, who confirmed or refused it, and until when it holds."""
    rows = [
        (
            subject.name_of[row.quote_id],
            row.code,
            row.get_status_display(),
            row.expires_on.isoformat(),
            labelled(row.proposed_by.name, row.reason),
            labelled(row.decided_by.name, row.answer or "–") if row.decided_by else "–",
        )
        for row in rows_of(subject.rfq)
    ]
    if rows:
        heads = (_("Vendor"), _("Code"), _("State"), _("Until"), _("Asked for by"), _("Decided by"))
        title = _("Waivers of red flags and gates")
        yield table(title, heads, rows, widths=(28, 18, 20, 20, 50, 34))


def open_terms(subject: Subject) -> Iterator[Block]:
    """Terms that the proposed quote, or the leading one, does not take as they are."""
    vendor = _in_question(subject)
    yield Heading(_("Terms still open"))
    if vendor is None:
        yield Paragraph(_("No quote passes every gate, so there are no terms to settle."))
        return
    quote = subject.quotes[vendor]
    offers = quote.quality.get("contract_terms") or {}
    rows = [
        (term.group_label, term.label, term.proposed or "–", offer_text(term, offers.get(term.code)))
        for term in _left(subject, offers)
    ]
    name = {"vendor": subject.name_of[quote.pk]}
    if not rows:
        yield Paragraph(_("%(vendor)s takes every term as the RFQ proposes it.") % name)
        return
    yield Paragraph(_("%(vendor)s does not take these terms as the RFQ proposes them.") % name)
    heads = (_("Chapter"), _("Term"), _("The RFQ proposes"), _("The quote says"))
    yield table("", heads, rows, widths=(28, 38, 50, 54))


def _in_question(subject: Subject) -> str | None:
    evaluation, ranking = subject.evaluation, subject.shown.ranking
    if evaluation and evaluation.quote_id:
        return next(name for name, quote in subject.quotes.items() if quote.pk == evaluation.quote_id)
    return ranking.rows[0].vendor if ranking.rows else None


def _left(subject: Subject, offers: dict[str, Any]) -> list[Term]:
    missing = {term.code for term in unanswered(subject.content, offers)}
    return [
        term
        for term in proposed_terms(subject.content)
        if term.code in missing or _differs(term, offers.get(term.code) or {})
    ]


def _differs(term: Term, offer: dict[str, Any]) -> bool:
    """Whether an answered term is not taken as proposed; the same value without a remark is."""
    if offer.get("status", TermOffer.Status.ACCEPTED) in (TermOffer.Status.ACCEPTED, TermOffer.Status.STATED):
        return False
    same = offer.get("value") is not None and offer.get("value") == proposed_value(term.item)
    return not same or bool(offer.get("note"))


def checks(subject: Subject) -> Iterator[Block]:
    """What was checked before the award (domain 10.3, A-01 to A-03), and the evidence on record."""
    yield from _diligence(subject)
    rows = [
        (
            subject.name_of[row.quote_id],
            row.get_kind_display(),
            row.happened_on.isoformat(),
            row.get_finding_display(),
            labelled(row.who, row.notes),
        )
        for row in EvidenceRecord.objects.filter(quote__rfq=subject.rfq, struck_at__isnull=True)
    ]
    if rows:
        yield Heading(_("Evidence beside the quotes"))
        heads = (_("Vendor"), _("Kind"), _("Day"), _("Finding"), _("Who, and what was seen"))
        yield table("", heads, rows, widths=(30, 26, 20, 32, 62))


def _diligence(subject: Subject) -> Iterator[Block]:
    evaluation = subject.evaluation
    if evaluation is None or not evaluation.diligence.get("references"):
        return
    others = evaluation.diligence.get("others") or {}
    yield Heading(_("Checked before the award"))
    if others:
        yield Paragraph(subject.name_of[evaluation.quote_id])
    yield _checks_of(evaluation.diligence)
    for quote, found in others.items():
        yield Paragraph(subject.name_of[UUID(quote)])
        yield _checks_of(found)


def _checks_of(found: Mapping[str, Any]) -> Facts:
    """A-01 to A-03 of one quote."""
    seen, papers = found.get("seen") or {}, found.get("qualification") or {}
    kind = _("Visit on site") if seen.get("kind") == "VISIT" else _("Demonstration")
    calls = [labelled(call.get("name", ""), call.get("notes", "")) for call in found["references"]]
    return Facts(
        (
            (_("References called"), lines(calls)),
            (kind, lines(filter(None, (seen.get("on"), seen.get("note"))))),
            (_("Qualification"), lines(filter(None, (_("verified"), papers.get("note"))))),
        )
    )

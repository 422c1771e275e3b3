"""What a vendor promised and scored in earlier RFQs: history for people who read those RFQs, and no more.

A row per RFQ whose quote the person may read now, through the doors of that RFQ; prices where they are open, scores
where its ranking may be read. Nothing here is read by a gate, a flag, a score or a run.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from accounts.roles import Role, has_role
from calc import scorecard
from quotes import documents
from quotes.access import prices_are_visible, quotes_visible_to
from quotes.models import Quote
from quotes.readiness import answers_with_homes
from rfqs import catalogue
from rfqs.access import rfqs_to_judge
from rfqs.models import RFQ
from rfqs.queries import publication_content
from rfqs.states import QUALITY_IS_OPEN, RfqStatus
from scoring.models import Evaluation, ScoreRun, TcoRun
from scoring.queries.awards import chosen_quotes
from scoring.rubrics import in_order, item_of
from ui.figures import MISSING
from ui.spec_display import ShownField, shown_fields
from ui.templatetags.figures import cents, points
from ui.text import labelled
from vendors.models import Vendor

Json = dict[str, Any]
MOST = 20  # RFQs on the page, the newest first
# What one comes back to: how it is staffed and checked, what it commits to, how one gets out.
KEY_ANSWERS = (
    *("q3_assignment", "q3_turnover_annual", "q3_backup_ratio", "q3_replacement_days"),
    *("q4_manual_sampling", "q4_full_coverage", "q5_product_training_hours"),
    *("q6_kpis", "q6_credit_cap", "q7_ownership", "q8_trial_months", "q8_notice_days", "q8_price_rise"),
    *("q9_report_frequency", "q9_realtime", "q9_meetings", "q10_similarity"),
)


def remembered(user: Any, vendor: Vendor) -> list[tuple[RFQ, Quote]]:
    """The opened quotes of a vendor that this person may read, the newest RFQ first."""
    asked = Quote.objects.filter(vendor=vendor).values("rfq")
    found = []
    for rfq in (
        rfqs_to_judge(user).filter(pk__in=asked, status__in=QUALITY_IS_OPEN).order_by("-created_at")[:MOST]
    ):
        quote = quotes_visible_to(user, rfq).filter(vendor=vendor).first()
        if quote is not None:
            found.append((rfq, quote))
    return found


def memory_page(user: Any, found: Iterable[tuple[RFQ, Quote]]) -> list[Json]:
    """What each of these quotes promised, cost and scored."""
    scored = has_role(user, Role.BUYER, Role.APPROVER, Role.AUDITOR)
    return [_one(rfq, quote, scored=scored) for rfq, quote in found]


def _one(rfq: RFQ, quote: Quote, *, scored: bool) -> Json:
    content = publication_content(rfq)
    open_prices = prices_are_visible(rfq)
    run = ScoreRun.objects.filter(rfq=rfq).first() if scored and open_prices else None
    return {
        "rfq": rfq,
        "quote": quote,
        "status": RfqStatus(rfq.status).label,
        "answers": _answers(content, quote),
        "prices": _prices(quote, *_basis(content)) if open_prices else [],
        "outcome": _outcome(rfq, quote, run),
        "scores": _scores(content, run, quote),
        "sealed": not open_prices,
    }


def _answers(content: Mapping[str, Any], quote: Quote) -> list[ShownField]:
    """The key answers in words, in the order of the questions; what was not asked is left out.

    An answer that has its home among the prices is there once they are open.
    """
    whole = documents.merged(quote.quality, quote.commercial)
    found: list[ShownField] = []
    for question in content["questions"]["questions"]:
        number = question["n"]
        given = answers_with_homes(content, number, whole)
        specs = catalogue.question_specs(content["questions"], number)
        found += shown_fields(
            [spec for spec in specs if spec.code in KEY_ANSWERS and spec.code in given], given
        )
    return found


def _basis(content: Mapping[str, Any]) -> tuple[str, str]:
    """The horizon in months and the currency of an RFQ."""
    demand = content["demand"]
    return str(demand.get("horizon_months", "")), str(demand.get("currency", ""))


def _row(run: ScoreRun | None, quote: Quote) -> Json | None:
    """What the newest run says of a quote in its result."""
    if run is None:
        return None
    name = run.called.get(str(quote.pk))
    rows = run.result["ranking"]["rows"] + run.result["ranking"]["excluded"]
    return next((row for row in rows if row["vendor"] == name), None)


def _prices(quote: Quote, months: str, currency: str) -> list[tuple[str, str]]:
    """The price's headline and what it came to, as it was computed when the prices were opened."""
    run = TcoRun.objects.filter(quote=quote).first()
    if run is None:
        return [(_("Price"), _("could not be computed"))]
    found = [
        (_("Headline a month"), cents(run.result["headline"], currency)),
        (_("First year payable"), cents(run.result["year1_payable"], currency)),
    ]
    if months in run.result["tco"]:
        label = _("Total cost, %(months)s months") % {"months": months}
        found.append((label, cents(run.result["tco"][months], currency)))
    return found


def _outcome(rfq: RFQ, quote: Quote, run: ScoreRun | None) -> list[tuple[str, str]]:
    row = _row(run, quote)
    found = []
    if row is not None and row.get("total") is not None:
        of = len(run.result["ranking"]["rows"]) if run else 0
        place = _("%(rank)s of %(count)s") % {"rank": row["rank"], "count": of}
        found = [(_("Total"), points(row["total"])), (_("Place"), place)]
    if row is not None and row.get("gates_failed"):
        found.append((_("Gates failed"), " ".join(row["gates_failed"])))
    if run is not None and rfq.status == RfqStatus.AWARDED:
        evaluation = Evaluation.objects.filter(rfq=rfq).first()
        won = evaluation is not None and str(quote.pk) in chosen_quotes(evaluation)
        found.append((_("Award"), _("to this vendor") if won else _("to another vendor")))
    return found


def _scores(content: Mapping[str, Any], run: ScoreRun | None, quote: Quote) -> list[tuple[str, str]]:
    if run is None:
        return []
    mine = next((one for one in run.inputs["quotes"] if one["quote"] == str(quote.pk)), None)
    if mine is None:
        return []
    return [
        (
            labelled(item, item_of(content, item).title),
            points(scorecard.shown(Fraction(mine["scores"][item]))) if item in mine["scores"] else MISSING,
        )
        for item in in_order(set(mine["scores"]))
    ]

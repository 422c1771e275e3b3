"""The result letter of a quote that was not chosen: what is put into it at its release, and how it reads.

In it: the own scores and those of the chosen quote, question by question; which gate the own quote failed; what
stood out in the own answers; which of the two costs the buyer less. The chosen vendor's name and its price only
where the RFQ says so. Never: another bidder, how many there were, a place or a total (with the own total cost they
would tell the lowest one), a reviewer, a reason of the panel, a figure of the engine.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Organisation
from calc import scorecard
from quotes.models import Quote
from rfqs.models import RFQ, Invitation, Part
from rfqs.queries import publication_content
from rfqs.states import RfqStatus
from scoring import engine
from scoring.labels import PILLAR_LABELS
from scoring.models import DebriefLetter, Evaluation, RedFlag
from scoring.queries.awards import chosen_quotes, holders_of, line_names
from scoring.queries.inputs import PANEL_ITEMS
from scoring.rubrics import in_order, item_of
from scoring.rules.sentences import flag_sentence, gate_name
from ui.figures import grouped
from ui.papers import Block, Facts, Heading, Paper, Paragraph, moment, table
from ui.templatetags.figures import cents, points
from ui.text import labelled, listed, pick

Json = dict[str, Any]
ITEMS = in_order(PANEL_ITEMS)
# Flags whose sentence holds a figure of other quotes.
ABOUT_OTHERS = ("RF-106",)


def letters_to_write(rfq: RFQ, evaluation: Evaluation) -> list[tuple[Quote, Json]]:
    """Every quote but the chosen one with the content of its letter, from the run that was awarded on."""
    run = evaluation.score_run
    if run is None or evaluation.quote_id is None:
        return []
    evaluated = engine.evaluate(run.inputs, run.weights)
    content = publication_content(rfq)
    rows = {str(quote.pk): quote for quote in Quote.objects.filter(rfq=rfq).select_related("vendor")}
    chosen = next(name for quote, name in run.called.items() if quote == str(evaluation.quote_id))
    winners = chosen_quotes(evaluation)
    told = _told(content, evaluated, [rows[quote] for quote in winners], _lines_of(evaluation))
    holders = {str(quote) for quote in holders_of(evaluation)}
    flags = _flags(rfq)
    return [
        (
            rows[quote],
            told | _own(content, evaluated, name, chosen, len(winners)) | {"flags": flags.get(quote, [])},
        )
        for quote, name in run.called.items()
        if quote not in holders
    ]


def _lines_of(evaluation: Evaluation) -> dict[str, list[str]]:
    """The service lines that each quote of a split award gets, by code."""
    return {str(share.quote_id): list(share.lines) for share in evaluation.shares.all() if share.lines}


def _told(
    content: Mapping[str, Any],
    evaluated: engine.Evaluated,
    chosen: list[Quote],
    lines: Mapping[str, list[str]],
) -> Json:
    """What every letter of the RFQ says."""
    need, weights = content.get("need") or {}, content.get("weights") or {}
    named = [
        {"name": quote.vendor.name, "name_i18n": quote.vendor.name_i18n}
        | ({"lines": line_names(content, lines[str(quote.pk)])} if str(quote.pk) in lines else {})
        for quote in chosen
    ]
    return {
        "winners": named if need.get("debrief_names_winner") else [],
        "shared": len(chosen) > 1,
        "weights": evaluated.weights.as_json() if weights.get("published") else None,
        "currency": evaluated.inputs["demand"].get("currency", ""),
    }


def _own(
    content: Mapping[str, Any], evaluated: engine.Evaluated, name: str, chosen: str, winners: int
) -> Json:
    """Where several vendors share the award, the scores beside are those of the main one, and no costs compare."""
    own, other = evaluated.quote(name), evaluated.quote(chosen)
    return {
        "gates": own["gates_failed"],
        "scores": [
            {"item": item, "own": own["scores"].get(item), "chosen": other["scores"].get(item)}
            for item in ITEMS
        ],
        "cost": _cost(content, evaluated, name, chosen) if winners == 1 else None,
    }


def _cost(content: Mapping[str, Any], evaluated: engine.Evaluated, name: str, chosen: str) -> Json | None:
    """Which of the two costs the buyer less over the horizon; amounts only where the RFQ says so."""
    own, other = evaluated.priced(name), evaluated.priced(chosen)
    if own is None or other is None:
        return None
    difference = other.horizon_tco - own.horizon_tco
    found: Json = {
        "months": own.horizon_months,
        "chosen": "LOWER" if difference < 0 else "HIGHER" if difference > 0 else "EQUAL",
    }
    if (content.get("need") or {}).get("debrief_shows_price"):
        found["first_year"] = {"own": str(own.year1_payable), "chosen": str(other.year1_payable)}
    return found


def _flags(rfq: RFQ) -> dict[str, list[Json]]:
    """Flags on answers, by quote; those on prices hold figures of the engine and stay inside."""
    found: dict[str, list[Json]] = {}
    rows = RedFlag.objects.filter(quote__rfq=rfq, part=Part.QUALITY).exclude(code__in=ABOUT_OTHERS)
    for flag in rows:
        found.setdefault(str(flag.quote_id), []).append({"code": flag.code, "params": flag.params})
    return found


def released_letters(rfq: RFQ, evaluation: Evaluation | None) -> dict[Any, DebriefLetter]:
    """The letters released on the award as it stands, by quote."""
    if evaluation is None or evaluation.approved_at is None:
        return {}
    rows = DebriefLetter.objects.filter(quote__rfq=rfq, awarded_at=evaluation.approved_at)
    return {row.quote_id: row for row in rows.select_related("released_by")}


# -- how it reads ----------------------------------------------------------------------------------------------


def letter_paper(rfq: RFQ, quote: Quote, content: Json, *, awarded_at: datetime, made_at: datetime) -> Paper:
    """The letter in the reader's language; `made_at` is its release, or the moment of a preview."""
    return Paper(
        name=f"{rfq.code}-result",
        title=_("Result: %(title)s") % {"title": rfq.label},
        foot=f"{rfq.code} {rfq.label}",
        made_at=made_at,
        blocks=tuple(_blocks(rfq, quote, content, awarded_at)),
    )


def _blocks(rfq: RFQ, quote: Quote, content: Json, awarded_at: datetime) -> Iterator[Block]:
    buyer = Organisation.objects.first()
    yield Facts(
        (
            (_("From"), buyer.label if buyer else "–"),
            (_("To"), quote.vendor.label),
            (_("RFQ"), f"{rfq.code} {rfq.label}"),
            (_("Decided"), moment(awarded_at)),
        )
    )
    yield Paragraph(_opening(content))
    if content["gates"]:
        names = listed(labelled(code, gate_name(code)) for code in content["gates"])
        yield Paragraph(_("Your quote was not ranked, because it fails: %(gates)s.") % {"gates": names})
    yield Paragraph(
        _(
            "This letter holds no places, totals or figures of other quotes: from them prices could be computed "
            "that are confidential."
        ),
        quiet=True,
    )
    published = publication_content(rfq)
    titles = {item: item_of(published, item).title for item in ITEMS}
    yield from _scores(content["scores"], titles, shared=content["shared"])
    yield from _strengths(content["scores"], titles)
    yield from _costs(content)
    yield from _weights(content)
    yield from _found(content["flags"])


def _opening(content: Json) -> str:
    if content["winners"]:
        names = listed(_winner(one) for one in content["winners"])
        return _("Thank you for your quote. The award goes to %(vendor)s.") % {"vendor": names}
    if content["shared"]:
        return _("Thank you for your quote. Other quotes were chosen this time, by service line.")
    return _("Thank you for your quote. Another quote was chosen this time.")


def _winner(one: Json) -> str:
    """A chosen vendor; of a split award with the service lines it gets."""
    name = pick(one["name_i18n"]) or one["name"]
    if not one.get("lines"):
        return name
    return _("%(vendor)s (%(lines)s)") % {"vendor": name, "lines": listed(one["lines"])}


def _scores(scores: list[Json], titles: Mapping[str, str], *, shared: bool) -> Iterator[Block]:
    yield Heading(_("Scores"))
    if shared:
        yield Paragraph(
            _("Several quotes share the service lines; the scores beside yours are those of the main one.")
        )
    yield Paragraph(_("From 0 to 5: what the panel settled, else the mean of its reviewers."), quiet=True)
    rows = [
        (
            titles[row["item"]] if row["item"] == "BCP" else labelled(row["item"], titles[row["item"]]),
            _score(row["own"]),
            _score(row["chosen"]),
        )
        for row in scores
    ]
    heads = (_("Question"), pgettext("letter", "Your quote"), _("Chosen quote"))
    yield table("", heads, rows, widths=(110, 30, 30), figures=(1, 2))


def _score(stored: str | None) -> str:
    return "–" if stored is None else points(scorecard.shown(Fraction(stored)))


def _strengths(scores: list[Json], titles: Mapping[str, str]) -> Iterator[Block]:
    """The relative strengths of both sides in words, the widest difference first."""
    gaps = [
        (titles[row["item"]], Fraction(row["own"]) - Fraction(row["chosen"]))
        for row in scores
        if row["own"] is not None and row["chosen"] is not None
    ]
    better = sorted((gap for gap in gaps if gap[1] > 0), key=lambda gap: -gap[1])
    worse = sorted((gap for gap in gaps if gap[1] < 0), key=lambda gap: gap[1])
    equal = [title for title, gap in gaps if gap == 0]
    yield Heading(_("Relative strengths"))
    if better:
        yield Paragraph(_("Your quote scored higher on %(list)s.") % {"list": _points(better)})
    if worse:
        yield Paragraph(_("The chosen quote scored higher on %(list)s.") % {"list": _points(worse)})
    if equal:
        yield Paragraph(_("Both scored the same on %(list)s.") % {"list": listed(equal)})


def _points(gaps: list[tuple[str, Fraction]]) -> str:
    return listed(f"{title} (+{grouped(scorecard.shown(abs(gap)), 2)})" for title, gap in gaps)


def _costs(content: Json) -> Iterator[Block]:
    cost = content["cost"]
    if cost is None:
        return
    words = {
        "LOWER": _(
            "Over %(months)s months the chosen quote costs the buyer less than yours, all charges included."
        ),
        "HIGHER": _(
            "Over %(months)s months the chosen quote costs the buyer more than yours, all charges included."
        ),
        "EQUAL": _("Over %(months)s months both quotes cost the buyer the same, all charges included."),
    }
    yield Heading(_("Cost"))
    yield Paragraph(words[cost["chosen"]] % {"months": cost["months"]})
    if year := cost.get("first_year"):
        pairs = ((pgettext("letter", "Your quote"), year["own"]), (_("Chosen quote"), year["chosen"]))
        rows = [(label, cents(amount)) for label, amount in pairs]
        head = _("Payable in the first year, %(currency)s") % {"currency": content["currency"]}
        yield table("", (_("Quote"), head), rows, widths=(110, 60), figures=(1,))


def _weights(content: Json) -> Iterator[Block]:
    if content["weights"]:
        shares = [
            f"{PILLAR_LABELS[name]} {points(content['weights'][name], 0)}%"
            for name in PILLAR_LABELS
            if name in content["weights"]
        ]
        yield Facts(((_("Weights"), listed(shares)),))


def _found(flags: list[Json]) -> Iterator[Block]:
    if flags:
        yield Heading(_("What stood out in your answers"))
        rows = [(flag["code"], flag_sentence(flag["code"], flag["params"])) for flag in flags]
        yield table("", (_("Code"), _("What was found")), rows, widths=(25, 145))


# -- for whom --------------------------------------------------------------------------------------------------


def debrief_lines(rfq: RFQ) -> Json:
    """The quotes that get a letter, and what has been released on the award as it stands."""
    evaluation = Evaluation.objects.filter(rfq=rfq).select_related("quote__vendor").first()
    released = released_letters(rfq, evaluation)
    quotes = Quote.objects.filter(rfq=rfq).select_related("vendor").order_by("vendor__name")
    holders = holders_of(evaluation) if evaluation else set()
    losing = [quote for quote in quotes if evaluation and quote.pk not in holders]
    need = publication_content(rfq).get("need") or {}
    return {
        "evaluation": evaluation,
        "released": released,
        "first": next(iter(released.values()), None),
        "lines": [{"quote": quote, "letter": released.get(quote.pk)} for quote in losing],
        "names_winner": bool(need.get("debrief_names_winner")),
        "shows_price": bool(need.get("debrief_shows_price")),
    }


def preview_of(rfq: RFQ, quote: Quote, now: datetime) -> Paper | None:
    """The letter of one quote as it was released, or as it would be now; None for the chosen one."""
    evaluation = Evaluation.objects.filter(rfq=rfq).select_related("score_run").first()
    if evaluation is None or evaluation.approved_at is None:
        return None
    letter = released_letters(rfq, evaluation).get(quote.pk)
    if letter is not None:
        return letter_of(letter)
    content = {one.pk: found for one, found in letters_to_write(rfq, evaluation)}.get(quote.pk)
    if content is None:
        return None
    return letter_paper(rfq, quote, content, awarded_at=evaluation.approved_at, made_at=now)


def letter_of(letter: DebriefLetter) -> Paper:
    """A released letter in the reader's language."""
    quote = letter.quote
    return letter_paper(
        quote.rfq, quote, letter.content, awarded_at=letter.awarded_at, made_at=letter.released_at
    )


OPEN, CHOSEN, BACKUP, RELEASED = "OPEN", "CHOSEN", "BACKUP", "RELEASED"
WAITING, NONE, NO_QUOTE = "WAITING", "NONE", "NO_QUOTE"


def outcome_for(invitation: Invitation, letter: DebriefLetter | None) -> str:
    """What a vendor may know of the decision on its own quote; nothing before it has been told."""
    rfq = invitation.rfq
    if letter is not None and rfq.status != RfqStatus.AWARDED:
        return RELEASED
    if rfq.status not in (RfqStatus.AWARDED, RfqStatus.NO_AWARD):
        return OPEN
    quote = Quote.objects.filter(rfq=rfq, vendor=invitation.vendor_id).first()
    if quote is None:
        return NO_QUOTE
    if rfq.status == RfqStatus.NO_AWARD:
        return NONE
    evaluation = Evaluation.objects.filter(rfq=rfq).first()
    if evaluation is not None and quote.pk in holders_of(evaluation):
        return CHOSEN if str(quote.pk) in chosen_quotes(evaluation) else BACKUP
    return RELEASED if letter is not None else WAITING

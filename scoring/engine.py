"""From stored documents and panel scores to a ranking; no rows and no clock, so a run can be repeated."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from calc import ENGINE, scorecard
from calc.documents import HORIZONS, Demand, DocumentError, Fault, Quote, read_demand, read_quote
from calc.price_formula import BASELINE, LOWEST, USUAL, WITH_REFERENCE, PriceFormula
from calc.tco import Priced, price
from quotes.service_lines import service_names
from scoring.rules import Case

Json = dict[str, Any]

# Reviewers score these; the first sheet is blind to prices, the second is not.
FIRST_ITEMS = ("Q3", "Q4", "Q5", "Q6", "Q7", "Q8", "Q9", "Q10", "BCP", "FIT", "WILL")
SECOND_ITEMS = ("Q1", "Q2")
OPTIONAL_ITEMS = ("FIT", "WILL")
CONTINUITY = "BCP"
# What the engine reads of a quote; answers and terms are judged by people and rules instead.
PRICED_FIELDS = (
    "schema",
    "currency",
    "tax",
    "base_seats",
    "line_seats",
    "rate_lines",
    "fee_lines",
    "operations",
)
# The one answer it reads: with a special invoice a buyer may recover the tax.
INVOICE_ANSWER = "q2_invoice_type"
SHOWN_HORIZONS = (12, 36, 60)


@dataclass(frozen=True)
class Outcome:
    """A quote after the engine: priced, or the faults that keep it from being priced."""

    priced: Priced | None
    faults: tuple[Fault, ...] = ()


def priced_part(document: Mapping[str, Any]) -> Json:
    """The part of a quote document that the engine reads."""
    part = {key: document[key] for key in PRICED_FIELDS if key in document}
    invoice = ((document.get("answers") or {}).get("q2") or {}).get(INVOICE_ANSWER)
    answers = {"q2": {INVOICE_ANSWER: invoice}} if invoice else {}
    return {**part, "answers": answers, "contract_terms": {}}


def price_documents(demand: Mapping[str, Any], documents: Iterable[Mapping[str, Any]]) -> list[Outcome]:
    """Price every document against the demand; one that cannot be priced says why."""
    read = read_demand(dict(demand))
    outcomes = []
    for document in documents:
        try:
            outcomes.append(outcome_of(read, read_quote(priced_part(document))))
        except DocumentError as error:
            outcomes.append(Outcome(None, tuple(error.faults)))
    return outcomes


def outcome_of(demand: Demand, quote: Quote, horizons: Sequence[int] = HORIZONS) -> Outcome:
    """Price one quote that has been read; `horizons` as `calc.tco.price` takes them."""
    try:
        return Outcome(price(demand, quote, horizons=horizons))
    except DocumentError as error:
        return Outcome(None, tuple(error.faults))


def case_of(
    content: Mapping[str, Any],
    document: Mapping[str, Any],
    outcome: Outcome | None = None,
    headlines: Sequence[Decimal] = (),
) -> Case:
    """What the rules see of one quote; without an outcome the prices are still sealed."""
    return Case(
        need=content.get("need") or {},
        quote=document,
        terms=proposed_terms(content),
        demand=content.get("demand") or {},
        priced=outcome.priced if outcome else None,
        faults=outcome.faults if outcome else (),
        headlines=headlines,
        prices_open=outcome is not None,
        lines=service_names(content),
    )


def proposed_terms(content: Mapping[str, Any]) -> Json:
    """The RFQ's contract terms by code."""
    published = content.get("terms") or {}
    return {term["code"]: term.get("proposed") for term in published.get("terms", [])}


def weights_of(content: Mapping[str, Any]) -> scorecard.Weights:
    """The weights that were published, and the price formula; the default preset where none were."""
    given = content.get("weights") or {}
    pillars = given.get("pillars") or {key: given[key] for key in scorecard.PILLARS if key in given}
    price_formula = _price_formula(given, content.get("need") or {})
    if not pillars:
        return replace(scorecard.preset("default"), price=price_formula)
    leaves = given.get("leaves") or scorecard.WEIGHTS
    return scorecard.Weights(
        str(given.get("preset") or "default"),
        {key: Decimal(str(pillars[key])) for key in scorecard.PILLARS},
        {key: Decimal(str(value)) for key, value in leaves.items()},
        price_formula,
    )


def _price_formula(given: Mapping[str, Any], need: Mapping[str, Any]) -> PriceFormula:
    """The formula of stored or published weights; a publication states its ceiling in the need."""
    name = str(given.get("price_formula") or LOWEST)
    if name not in WITH_REFERENCE:
        return USUAL
    stated = given.get("baseline_cost") if name == BASELINE else need.get("budget_ceiling_tco")
    reference = given.get("price_reference") or stated
    return PriceFormula(name, Decimal(str(reference)) if reference else None)


def weights_json(weights: scorecard.Weights) -> Json:
    """The weights as a run stores them; the usual price formula goes without saying."""
    leaves = {key: f"{value.normalize():f}" for key, value in weights.leaves.items()}
    return {"preset": weights.name, "pillars": weights.as_json(), "leaves": leaves, **_formula_json(weights)}


def _formula_json(weights: scorecard.Weights) -> Json:
    price_formula = weights.price
    if price_formula == USUAL:
        return {}
    return {"price_formula": price_formula.name, "price_reference": str(price_formula.reference)}


def panel_score(values: Sequence[Decimal], consensus: Decimal | None) -> Fraction | None:
    """The settled score where there is one, else the mean of the reviewers; exact."""
    if consensus is not None:
        return Fraction(consensus)
    return sum((Fraction(value) for value in values), Fraction(0)) / len(values) if values else None


def candidates_of(inputs: Mapping[str, Any], outcomes: Sequence[Outcome]) -> list[scorecard.Candidate]:
    """The scorecard's candidates from the stored inputs of a run."""
    return [_candidate(quote, outcome) for quote, outcome in zip(inputs["quotes"], outcomes, strict=True)]


def _candidate(quote: Mapping[str, Any], outcome: Outcome) -> scorecard.Candidate:
    priced = outcome.priced
    return scorecard.Candidate(
        vendor=quote["vendor"],
        tco=priced.horizon_tco if priced else None,
        loaded_uplift=priced.loaded_uplift_shown if priced else None,
        elasticity=priced.elasticity if priced else None,
        scores={item: Fraction(value) for item, value in quote["scores"].items()},
        flag_points=quote["flag_points"],
        gates_failed=tuple(quote["gates_failed"]),
        value_credit=priced.value_credit if priced else Decimal(0),
        fit=_fit(quote.get("fit")),
        submitted_at=datetime.fromisoformat(quote["submitted_at"]),
    )


def _fit(stored: str | None) -> Decimal | None:
    if not stored:
        return None
    exact = Fraction(stored)
    return Decimal(exact.numerator) / exact.denominator


@dataclass(frozen=True)
class Evaluated:
    """One set of inputs, priced and ready to be ranked under any weights."""

    inputs: Mapping[str, Any]
    weights: scorecard.Weights
    outcomes: list[Outcome]
    candidates: list[scorecard.Candidate]

    def ranking(self, preset: str = "", *, value_credit: bool = False) -> scorecard.Ranking:
        """The ranking under a preset, or under the RFQ's own weights; each is worked out once."""
        found = self._rankings.get((preset, value_credit))
        if found is None:
            weights = self._under_preset(preset) if preset else self.weights
            found = self.ranking_under(weights, value_credit=value_credit)
            self._rankings[preset, value_credit] = found
        return found

    @cached_property
    def _rankings(self) -> dict[tuple[str, bool], scorecard.Ranking]:
        return {}

    def _under_preset(self, name: str) -> scorecard.Weights:
        """The preset's pillars with the RFQ's criteria; the usual ones where a pillar that weighs nothing in the RFQ
        has none.
        """
        weights = replace(self.weights, name=name, pillars=scorecard.PRESETS[name])
        if scorecard.check_weights(weights):
            return replace(weights, leaves=dict(scorecard.WEIGHTS))
        return weights

    def ranking_under(self, weights: scorecard.Weights, *, value_credit: bool = False) -> scorecard.Ranking:
        """The ranking under any weights."""
        return self._card(weights.price, value_credit=value_credit).rank(weights)

    def _card(self, formula: PriceFormula, *, value_credit: bool) -> scorecard.Scorecard:
        """The leaves, worked out once for a price formula, with or without the value credit."""
        found = self._cards.get((formula, value_credit))
        if found is None:
            found = scorecard.Scorecard(
                self.candidates, formula, volatility=self.inputs["volatility"], value_credit=value_credit
            )
            self._cards[formula, value_credit] = found
        return found

    @cached_property
    def _cards(self) -> dict[tuple[PriceFormula, bool], scorecard.Scorecard]:
        return {}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {quote["vendor"]: place for place, quote in enumerate(self.inputs["quotes"])}

    def priced(self, vendor: str) -> Priced | None:
        return self.outcomes[self._places[vendor]].priced

    def quote(self, vendor: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.inputs["quotes"][self._places[vendor]]
        return found


def evaluate(inputs: Mapping[str, Any], weights: Mapping[str, Any]) -> Evaluated:
    """Price the stored documents again and make the scorecard's candidates."""
    outcomes = price_documents(inputs["demand"], [quote["document"] for quote in inputs["quotes"]])
    return Evaluated(inputs, weights_of({"weights": weights}), outcomes, candidates_of(inputs, outcomes))


def ranking_document(code: str, evaluated: Evaluated, preset: str = "") -> Json:
    """The ranking in the form of documents.md; another price formula than the usual one is named beside the weights."""
    ranking = evaluated.ranking(preset)
    return {
        "rfq": code,
        "preset": ranking.weights.name,
        "weights": ranking.weights.as_json(),
        **_formula_json(ranking.weights),
        "engine": ENGINE,
        "rows": [_row(evaluated, row) for row in ranking.rows],
        "excluded": [row.as_json() for row in ranking.excluded],
    }


def _row(evaluated: Evaluated, row: scorecard.Row) -> Json:
    quote, priced = evaluated.quote(row.vendor), evaluated.priced(row.vendor)
    shown: Json = row.as_json()
    if priced is not None:
        money = priced.as_json()
        horizons = sorted({*SHOWN_HORIZONS, priced.horizon_months})
        tco: Any = money["tco"]
        shown["tco"] = {str(months): tco[str(months)] for months in horizons}
        for key in ("headline", "year1_payable", "loaded_uplift"):
            shown[key] = money[key]
    shown |= {"flags": list(quote["flags"]), "gates_failed": list(quote["gates_failed"])}
    if quote.get("waived"):
        shown["waived"] = [one["code"] for one in quote["waived"]]
    return shown


def run_result(code: str, evaluated: Evaluated) -> Json:
    """What a run stores: the ranking under its own weights and under each preset."""
    return {
        "ranking": ranking_document(code, evaluated),
        "presets": {name: ranking_document(code, evaluated, name) for name in scorecard.PRESETS},
    }

"""Contradictions: what a person states twice, in words and in numbers, and not the same both times.

Each rule is a small pure function over the document; a finding says what stands where, and which page to
mend it on. They are hints: nothing here keeps a quote from being sent.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from calc.documents import FEE_CODES
from quotes.service_lines import seats_stated
from ui.figures import grouped
from ui.specs import is_state
from ui.text import listed

Document = dict[str, Any]
SEAT_MODELS = ("B01", "B02")


@dataclass(frozen=True)
class Contradiction:
    """`pages` are (URL name, question number or None) of the two places that do not agree.

    The sentence reads the same to the vendor that writes and to the buyer that compares. `question` and `fields` are
    what the vendor would be asked to explain.
    """

    code: str
    sentence: str
    pages: tuple[tuple[str, int | None], ...]
    question: int = 0
    fields: tuple[str, ...] = ()


def contradictions(whole: Document) -> list[Contradiction]:
    """Every contradiction of a draft, in the order of the questions."""
    return [finding for rule in RULES for finding in rule(whole)]


def _answer(whole: Document, number: int, code: str) -> Any:
    value = ((whole.get("answers") or {}).get(f"q{number}") or {}).get(code)
    return None if is_state(value) else value


def _fee(whole: Document, code: str) -> dict[str, Any]:
    for line in whole.get("fee_lines") or []:
        if line.get("code") == code:
            return dict(line)
    return {}


def _lines(whole: Document) -> list[dict[str, Any]]:
    return list(whole.get("rate_lines") or [])


def _models(whole: Document) -> set[str]:
    return {str(line.get("model")) for line in _lines(whole)}


def stated_models(whole: Document) -> Iterator[Contradiction]:
    """Models ticked in question 1 of an imported document against the rate lines."""
    stated = set(_answer(whole, 1, "q1_model_codes") or []) - {"B13"}
    if stated and _lines(whole) and stated != _models(whole):
        yield Contradiction(
            "X-01",
            _("Question 1 names %(stated)s, the rate lines are %(lines)s.")
            % {"stated": listed(sorted(stated)), "lines": listed(sorted(_models(whole)))},
            (("answers", 1), ("prices", None)),
            1,
            ("q1_model_codes",),
        )


def all_in(whole: Document) -> Iterator[Contradiction]:
    """“No other charge will be raised” beside lines that are not disclosed."""
    if _answer(whole, 2, "q2_all_in_statement") is not True:
        return
    stated = {line.get("code"): line.get("status") for line in whole.get("fee_lines") or []}
    silent = [code for code in FEE_CODES if stated.get(code, "NOT_DISCLOSED") == "NOT_DISCLOSED"]
    if silent:
        yield Contradiction(
            "X-02",
            _("Question 2 promises that no other charge will be raised, yet leaves open: %(codes)s.")
            % {"codes": listed(silent)},
            (("answers", 2), ("fees", None)),
            2,
            ("q2_all_in_statement",),
        )


def training(whole: Document) -> Iterator[Contradiction]:
    """Who pays for training, in question 5 and in the fee lines."""
    payer = _answer(whole, 5, "q5_training_payer")
    charged = [code for code in ("F04", "F05") if _fee(whole, code).get("status") == "CHARGED"]
    if payer == "VENDOR" and charged:
        yield Contradiction(
            "X-03",
            _("Question 5 says that the vendor pays for training, yet %(codes)s is charged.")
            % {"codes": listed(charged)},
            (("answers", 5), ("fees", None)),
            5,
            ("q5_training_payer",),
        )
    if payer == "BUYER" and _fee(whole, "F04").get("status") in ("INCLUDED", "NOT_APPLICABLE"):
        yield Contradiction(
            "X-03",
            _("Question 5 says the buyer pays for training, yet F04 is not charged."),
            (("answers", 5), ("fees", None)),
            5,
            ("q5_training_payer",),
        )


def minimum(whole: Document) -> Iterator[Contradiction]:
    """The minimum in F16 and in the rate lines; question 8 shows the latter."""
    charged = [line for line in _lines(whole) if Decimal(str(line.get("min_charge") or 0)) > 0]
    if charged and _fee(whole, "F16").get("status") == "NOT_APPLICABLE":
        yield Contradiction(
            "X-04",
            _("F16 says a minimum top-up does not apply, yet a rate line has a minimum charge of %(amount)s.")
            % {"amount": grouped(Decimal(str(charged[0]["min_charge"])), 2)},
            (("fees", None), ("prices", None)),
            1,
            ("q1_min_charge",),
        )


def dedicated(whole: Document) -> Iterator[Contradiction]:
    """Named people are promised, but nothing in the price counts seats."""
    assignment = _answer(whole, 3, "q3_assignment")
    seats = any(line.get("unit") == "SEAT_MONTH" for line in _lines(whole))
    if assignment == "DEDICATED_NAMED" and _lines(whole) and not seats and not seats_stated(whole):
        yield Contradiction(
            "X-05",
            _("Question 3 promises named people for this client alone, but no seats are stated."),
            (("answers", 3), ("prices", None)),
            3,
            ("q3_assignment",),
        )
    if assignment == "SHARED" and _models(whole) & set(SEAT_MODELS):
        yield Contradiction(
            "X-05",
            _("Question 3 says the team is shared, yet whole seats are charged every month."),
            (("answers", 3), ("prices", None)),
            3,
            ("q3_assignment",),
        )


def tax_points(whole: Document) -> Iterator[Contradiction]:
    """F07 says tax is charged on top, the prices say they include it, or the other way round."""
    tax, status = whole.get("tax") or {}, _fee(whole, "F07").get("status")
    if tax.get("included") is True and status == "CHARGED":
        yield Contradiction(
            "X-06",
            _("Prices include tax, yet F07 says that tax points are charged."),
            (("prices", None), ("fees", None)),
            2,
            ("q2_invoice_type",),
        )
    on_top = tax.get("included") is False and Decimal(str(tax.get("rate") or 0)) > 0
    if on_top and status in ("INCLUDED", "NOT_APPLICABLE"):
        yield Contradiction(
            "X-06",
            _("Tax comes on top of the prices, yet F07 does not say it is charged."),
            (("prices", None), ("fees", None)),
            2,
            ("q2_invoice_type",),
        )


def step_up(whole: Document) -> Iterator[Contradiction]:
    """“No step-up” beside bands that get dearer."""
    stated = _answer(whole, 1, "q1_step_up")
    if not isinstance(stated, dict) or stated.get("kind") != "NONE":
        return
    for line in _lines(whole):
        prices = [Decimal(str(tier["price"])) for tier in line.get("tiers") or [] if tier.get("price")]
        if any(later > earlier for earlier, later in pairwise(prices)):
            yield Contradiction(
                "X-07",
                _("Question 1 says there is no step-up, yet a higher band costs more per unit."),
                (("answers", 1), ("prices", None)),
                1,
                ("q1_step_up",),
            )


def trial(whole: Document) -> Iterator[Contradiction]:
    """A price for the trial beside a contract without one."""
    price = _answer(whole, 1, "q1_trial_price")
    months = price.get("months") if isinstance(price, dict) else None
    agreed = _answer(whole, 8, "q8_trial_months")
    if months is not None and agreed is not None and int(months) > int(agreed):
        yield Contradiction(
            "X-08",
            _("Question 1 prices a trial of %(months)s months, question 8 offers %(agreed)s.")
            % {"months": months, "agreed": agreed},
            (("answers", 1), ("answers", 8)),
            8,
            ("q8_trial_months",),
        )


RULES: tuple[Callable[[Document], Iterator[Contradiction]], ...] = (
    stated_models,
    all_in,
    training,
    minimum,
    dedicated,
    tax_points,
    step_up,
    trial,
)

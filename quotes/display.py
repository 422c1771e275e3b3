"""Values of a quote document as words, for conflicts, the sent quote and the printed page."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calc.capitals import capitals
from quotes import billing
from quotes.forms.fees import CHARGED, DIRECTIONS, IN_PERCENT, PAYERS, STATUSES
from quotes.forms.fields import amount_text, percent_text
from quotes.forms.rate_lines import sentence_of
from quotes.line_words import cliff_words, further_words
from quotes.models import Inquiry
from quotes.readiness import answers_with_homes
from quotes.service_lines import name_in, several_lines
from quotes.terms import Term, offer_text, proposed_terms
from rfqs import catalogue
from rfqs.catalogue.fees import FEES
from rfqs.lines import ServiceLine
from ui.spec_display import Shown, ShownField, shown_fields
from ui.text import clauses, labelled, pick

CONTINUITY_TERMS = ("ct_bcp", "ct_contingency", "ct_multi_vendor", "ct_vendor_insolvency")


def described(
    content: Mapping[str, Any], path: str, value: Any, whole: Mapping[str, Any]
) -> list[dict[str, str]]:
    """The value at a path of the document as rows of label and text."""
    if path.startswith("answers.q") and isinstance(value, Mapping):
        return _answers(content, path, value)
    if path == "rate_lines":
        return rate_lines(value or [], whole, several_lines(content))
    if path == "line_seats":
        return seats_rows({"line_seats": value}, several_lines(content))
    if path == "fee_lines":
        return [
            {"label": row["label"], "text": row["text"]}
            for row in fee_rows(value or [], str(whole.get("currency", "")))
        ]
    if path == "contract_terms":
        return term_rows(content, value or {})
    if isinstance(value, Mapping):
        return [{"label": f"{path}.{key}", "text": str(item)} for key, item in value.items()]
    return [{"label": path, "text": "–" if value is None else str(value)}]


def _answers(content: Mapping[str, Any], path: str, value: Mapping[str, Any]) -> list[dict[str, str]]:
    number = int(path.rpartition("q")[2])
    specs = catalogue.question_specs(content["questions"], number, asked="answers")
    rows = [
        {"label": field.label, "text": field.value.text}
        for field in shown_fields(specs, value)
        if field.value.state != "MISSING"
    ]
    if value.get("text"):
        rows.append({"label": _("In your own words"), "text": str(value["text"])})
    return rows


def answer_fields(content: Mapping[str, Any], number: int, whole: Mapping[str, Any]) -> list[ShownField]:
    """Every field of a question that is typed on its page, with its value in words."""
    values = answers_with_homes(content, number, dict(whole))
    specs = catalogue.question_specs(content["questions"], number)
    return shown_fields([spec for spec in specs if spec.asked == "answers"], values)


def asked_fields(
    content: Mapping[str, Any], inquiry: Inquiry, whole: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The fields a question of the panel names: code, label, and what the quote says to each (`Shown`)."""
    if inquiry.question == Inquiry.CONTINUITY:
        offers = whole.get("contract_terms") or {}
        return [
            {"code": term.code, "label": term.label, "quoted": Shown(offer_text(term, offers.get(term.code)))}
            for term in continuity_terms(content)
            if term.code in inquiry.fields
        ]
    return [
        {"code": field.code, "label": field.label, "quoted": field.value}
        for field in answer_fields(content, inquiry.question, whole)
        if field.code in inquiry.fields
    ]


def rate_lines(
    lines: list[dict[str, Any]], whole: Mapping[str, Any], services: Sequence[ServiceLine] = ()
) -> list[dict[str, Any]]:
    """Each rate line as its filled sentence; bands and further fields follow it, `warnings` say its cliffs.

    Where the RFQ has several service lines (`services`), the label says which the price is for.
    """
    currency = str(whole.get("currency", ""))
    rows = []
    for line in lines:
        text = str(sentence_of(line, dict(whole), currency))
        for further in further_words(line, currency):
            text += f" {further}"
        rows.append(
            {"label": _model_label(line, services), "text": text, "warnings": cliff_words(line, currency)}
        )
    return rows


def _model_label(line: Mapping[str, Any], services: Sequence[ServiceLine]) -> str:
    """The billing model of a rate line; of several service lines with the one it is for."""
    model = billing.MODELS.get(str(line.get("model")))
    label = str(model.title) if model else str(line.get("model"))
    if not services:
        return label
    return _("%(model)s (%(line)s)") % {"model": label, "line": name_in(services, line.get("line"))}


def seats_rows(whole: Mapping[str, Any], services: Sequence[ServiceLine]) -> list[dict[str, str]]:
    """The base seats as stated: of the quote, or of each service line."""
    by_line = whole.get("line_seats") or {}
    if not by_line:
        return [{"label": _("Seats"), "text": str(whole["base_seats"])}] if whole.get("base_seats") else []
    return [
        {"label": _("Seats (%(line)s)") % {"line": name_in(services, code)}, "text": str(seats)}
        for code, seats in by_line.items()
    ]


def fee_rows(lines: list[dict[str, Any]], currency: str = "") -> list[dict[str, str]]:
    """All twenty fee lines with status and, where charged, the price in words."""
    stated = {line.get("code"): line for line in lines}
    rows = []
    for fee in FEES:
        line = stated.get(fee["code"], {"status": "NOT_DISCLOSED"})
        rows.append(
            {
                "code": fee["code"],
                "label": f"{fee['code']} {pick(fee['label'])}",
                "status": line["status"],
                "text": _fee_text(line, currency),
            }
        )
    return rows


def _fee_text(line: Mapping[str, Any], currency: str) -> str:
    status = str(STATUSES.get(line["status"], line["status"]))
    priced = line["status"] == CHARGED and line.get("price") is not None
    found = [labelled(status, _price_text(line, currency)) if priced else status]
    for key, words in (("payer", PAYERS), ("direction", DIRECTIONS)):
        if line.get(key):
            found.append(str(words.get(line[key], line[key])))
    for key, label in (
        ("hours_per_seat", _("hours per seat")),
        ("expected_qty", _("expected a month")),
        ("included_quantity", _("included")),
        ("cap", _("at most a month")),
        ("base", _("counted on")),
    ):
        if line.get(key):
            found.append(labelled(label, amount_text(line[key], 2 if key in ("cap", "base") else 0)))
    return clauses(found) + (f" ({line['note']})" if line.get("note") else "")


def _price_text(line: Mapping[str, Any], currency: str) -> str:
    unit = line.get("unit", "")
    words = billing.UNIT_WORDS.get(unit, unit)
    if unit in IN_PERCENT:
        return f"{percent_text(line['price'])} {words}"
    if unit == "MONTHS_OF_FEE":
        return f"{amount_text(line['price'], 0)} {words}"
    if unit == "ONCE":
        return f"{amount_text(line['price'])} {currency} {words}"
    return _("%(price)s %(currency)s per %(unit)s") % {
        "price": amount_text(line["price"]),
        "currency": currency,
        "unit": words,
    }


def term_rows(
    content: Mapping[str, Any], offers: Mapping[str, Any], terms: Sequence[Term] | None = None
) -> list[dict[str, str]]:
    """Every proposed term, or each of those given, with what the vendor says to it."""
    asked = proposed_terms(content) if terms is None else terms
    return [{"label": term.label, "text": offer_text(term, offers.get(term.code))} for term in asked]


def continuity_terms(content: Mapping[str, Any]) -> list[Term]:
    """The proposed terms that tell how the work goes on when something breaks (domain 9.9)."""
    return [term for term in proposed_terms(content) if term.code.startswith(CONTINUITY_TERMS)]


_ECHOED = ("unit_price", "fixed_fee", "minute_price", "min_charge", "cap")
_ECHOED_INSIDE = {
    "commission": ("fee", "floor", "cap"),
    "build_up": ("pay", "welfare", "training", "management"),
}
_NOT_MONEY = (*IN_PERCENT, "MONTHS_OF_FEE")


def echoed(
    whole: Mapping[str, Any], currency: str, services: Sequence[ServiceLine] = ()
) -> list[dict[str, str]]:
    """Every price of the quote as it was understood: grouped, and for readers of Chinese in capital numerals.

    Shown before sending, so that a slipped digit is seen by the person who typed it.
    """
    rows = []
    for line in whole.get("rate_lines") or []:
        label = _model_label(line, services)
        amounts = [line[key] for key in _ECHOED if line.get(key)]
        for name, keys in _ECHOED_INSIDE.items():
            inside = line.get(name) or {}
            amounts += [inside[key] for key in keys if inside.get(key)]
        amounts += [tier["price"] for tier in line.get("tiers") or [] if tier.get("price")]
        rows += [_echo(label, amount, currency) for amount in amounts]
    labels = {fee["code"]: f"{fee['code']} {pick(fee['label'])}" for fee in FEES}
    for line in whole.get("fee_lines") or []:
        if line.get("status") == CHARGED and line.get("unit") not in _NOT_MONEY and line.get("price"):
            rows.append(_echo(labels.get(line["code"], line["code"]), line["price"], currency))
    return rows


def _echo(label: str, amount: str, currency: str) -> dict[str, str]:
    return {"label": label, "text": f"{amount_text(amount)} {currency}", "spelled": spelled(amount, currency)}


def spelled(amount: str, currency: str) -> str:
    """人民币大写 for readers of Chinese, where the amount has at most two decimals; else nothing."""
    language = get_language() or ""
    if currency != "CNY" or not language.startswith("zh"):
        return ""
    try:
        return capitals(Decimal(amount), traditional=language == "zh-hant")
    except (ValueError, ArithmeticError):
        return ""

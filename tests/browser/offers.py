"""What the two vendors of the journey offer: one by the seat, one by graduated bands of contacts."""

from dataclasses import dataclass, field
from typing import Any

from demo.answers import answers
from demo.terms import contract_terms
from demo.vendors import BY_KEY
from quotes.readiness import answers_with_homes
from rfqs import catalogue
from ui.spec_forms.form import initial

OPERATIONS = {"turnover_annual": "0.35", "repeat_rate": "0.09", "oversight_hours_month": "20"}


@dataclass(frozen=True)
class Offer:
    """`key` names the demo vendor whose story the answers follow."""

    key: str
    model: str
    unit: str
    line: dict[str, Any]
    fees: dict[str, Any]
    basics: dict[str, Any] = field(
        default_factory=lambda: {"tax_rate": "6", "tax_included": "false", "base_seats": "8"}
    )

    def typed_answers(self, number: int, content: Any, files: dict[str, str]) -> dict[str, Any]:
        """The inputs of one question's page."""
        lines = {"rate_lines": [{"unit": self.unit}]}
        whole = {
            "answers": answers(BY_KEY[self.key], content["need"], lines, files),
            "operations": OPERATIONS,
        }
        asked = catalogue.question_specs(content["questions"], number, asked="answers")
        values = answers_with_homes(content, number, whole)
        typed = initial(asked, values)
        return {name: value for name, value in typed.items() if value is not None} | {
            "text": values.get("text") or f"第{number}题：以合同附件为准。"
        }

    def typed_terms(self, content: Any, files: dict[str, str]) -> dict[str, Any]:
        """The inputs of the terms that ask for a statement; the rest is accepted with one button."""
        offers = contract_terms(BY_KEY[self.key], content["terms"], content["need"], files["bcp"])
        typed: dict[str, Any] = {}
        for term in content["terms"]["terms"]:
            offer = offers.get(term["code"], {})
            if offer.get("status") == "STATED":
                shown = initial([catalogue.term_spec(term)], {term["code"]: offer["value"]})
                typed[f"{term['code']}-status"] = "STATED"
                typed |= {f"{term['code']}-{name}": value for name, value in shown.items()}
        return typed


BY_SEAT = Offer(
    key="Celadon Service",
    model="B01",
    unit="SEAT_MONTH",
    line={"unit_price": "5200", "base_seats": "8", "min_qty": "6"},
    fees={
        "F01-status": "CHARGED",
        "F01-unit": "SEAT_MONTH",
        "F01-price": "6500",
        "F02-status": "CHARGED",
        "F02-unit": "HOUR",
        "F02-price": "40",
        "F02-hours_per_seat": "16",
    },
)
BY_BANDS = Offer(
    key="Lighthouse Whale",
    model="B03",
    unit="CONTACT",
    line={
        "tier_basis": "MONTHLY_VOLUME",
        "tier_method": "GRADUATED",
        "tier-0-upper": "15000",
        "tier-0-price": "2.60",
        "tier-1-upper": "30000",
        "tier-1-price": "2.10",
        "tier-2-price": "1.80",
    },
    fees={"F08-status": "CHARGED", "F08-unit": "ONCE", "F08-price": "12000"},
)

"""How rules read a document: three states of an answer, "no" apart from "missing" (domain 9.13, end)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from scoring.rules.findings import Case

VALUE, ABSENT, NOT_DISCLOSED, NOT_APPLICABLE = "VALUE", "ABSENT", "NOT_DISCLOSED", "NOT_APPLICABLE"


@dataclass(frozen=True)
class Said:
    """What a vendor said in one place."""

    state: str
    value: Any = None

    @property
    def given(self) -> bool:
        """There is a value, be it false or zero."""
        return self.state == VALUE

    @property
    def missing(self) -> bool:
        """Nothing usable: absent, empty or not disclosed. "Not applicable" is an answer."""
        return self.state in (ABSENT, NOT_DISCLOSED) or (self.given and self.value in ("", None, [], {}))

    @property
    def is_no(self) -> bool:
        """False, zero or an empty list; never something that is not disclosed."""
        if not self.given:
            return False
        return self.value in (False, [], {}) or self.number == 0

    @property
    def number(self) -> Decimal | None:
        if not self.given or isinstance(self.value, bool | list | dict):
            return None
        try:
            return Decimal(str(self.value))
        except InvalidOperation:
            return None

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """The rows of a list answer."""
        if not isinstance(self.value, list):
            return []
        return [row for row in self.value if isinstance(row, Mapping)]

    def part(self, name: str) -> "Said":
        """A part of an object answer; an answer without the object has none of its parts."""
        if not self.given or not isinstance(self.value, Mapping):
            return Said(ABSENT if self.given else self.state)
        return said(self.value.get(name))


def said(value: Any) -> Said:
    """Wrap a stored value: {"state": ...} is a state, None is absent."""
    if value is None:
        return Said(ABSENT)
    if isinstance(value, Mapping) and "state" in value:
        return Said(str(value["state"]))
    return Said(VALUE, value)


def answer(case: Case, field: str) -> Said:
    """A sub-answer by its field code, such as "q3_backup_ratio"."""
    question = field.partition("_")[0]
    return said((case.quote.get("answers") or {}).get(question, {}).get(field))


def operation(case: Case, name: str) -> Said:
    """A fact whose home is `operations`."""
    return said((case.quote.get("operations") or {}).get(name))


def term(case: Case, code: str) -> Said:
    """A contract term as offered: an accepted one has the value that the RFQ proposes."""
    offer = (case.quote.get("contract_terms") or {}).get(code)
    if not isinstance(offer, Mapping):
        return Said(ABSENT)
    status = offer.get("status")
    if status == "ACCEPTED":
        proposed = case.terms.get(code)
        if isinstance(proposed, Mapping) and "value" in proposed:
            proposed = proposed["value"]
        return said(proposed)
    return said(offer.get("value")) if status in ("DEVIATION", "STATED") else Said(NOT_DISCLOSED)


def rate_lines(case: Case) -> list[Mapping[str, Any]]:
    return list(case.quote.get("rate_lines") or [])


def fee(case: Case, code: str) -> Mapping[str, Any]:
    """A fee line; one that is missing counts as not disclosed."""
    for line in case.quote.get("fee_lines") or []:
        if line.get("code") == code:
            return dict(line)
    return {"code": code, "status": "NOT_DISCLOSED"}


def decimal(value: Any) -> Decimal | None:
    return said(value).number


def rows_of(case: Case, field: str) -> list[Mapping[str, Any]]:
    """Rows of a list in the need."""
    return [row for row in case.need.get(field) or [] if isinstance(row, Mapping)]


def codes_of(case: Case, field: str, key: str) -> list[str]:
    """Codes in the need, written as plain codes or as rows with `key`."""
    found = case.need.get(field) or []
    if isinstance(found, str):
        found = [found]
    return [str(row.get(key, "")) if isinstance(row, Mapping) else str(row) for row in found]

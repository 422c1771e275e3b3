"""What a workbook is made from and read against: one vendor's draft of one RFQ, as it is now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from quotes import documents
from quotes.forms.basics import allowed_currencies
from quotes.forms.line_tables import TABLES
from quotes.service_lines import several_lines
from quotes.terms import proposed_terms
from rfqs import catalogue
from rfqs.lines import ServiceLine
from ui.specs import FieldSpec
from ui.text import told_apart

MOST_LINES = 12
LEAST_LINES, SPARE_LINES = 6, 2
LEAST_BANDS, SPARE_BANDS, MOST_BANDS = 6, 3, 60
LEAST_ROWS, SPARE_ROWS = 8, 3


@dataclass(frozen=True)
class Basis:
    """`content` is the publication, `whole` the joined draft, `files` (id, name) of what is attached."""

    invitation: str
    rfq_code: str
    rfq_title: str
    vendor: str
    deadline: str
    publication: int
    content: Mapping[str, Any]
    whole: documents.Document
    files: tuple[tuple[str, str], ...] = ()
    made: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)  # sheets made of it already

    @cached_property
    def lines(self) -> list[ServiceLine]:
        """The service lines of the RFQ, where there are several."""
        return several_lines(self.content)

    @property
    def currency(self) -> str:
        return str(self.whole.get("currency", ""))

    @property
    def money(self) -> str:
        """What amounts are in, in words: with several currencies allowed the one that the sheet itself names."""
        if len(allowed_currencies(self.content)) > 1:
            return _("the quote's currency")
        return self.currency


def basis_of(desk: Any, publication: int, deadline: str) -> Basis:
    """The basis of one vendor person's desk (`quotes.views.desk`)."""
    names = told_apart(name for _id, name in desk.file_choices)
    return Basis(
        invitation=str(desk.invitation.pk),
        rfq_code=desk.rfq.code,
        rfq_title=desk.rfq.label,
        vendor=str(desk.invitation.vendor),
        deadline=deadline,
        publication=publication,
        content=desk.content,
        whole=desk.whole,
        files=tuple((number, name) for (number, _name), name in zip(desk.file_choices, names, strict=True)),
    )


@dataclass(frozen=True)
class Sizes:
    """How many rate lines, rows of the tables under them (bands) and rows of each list a template has room for."""

    lines: int
    bands: int
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def key(self) -> tuple[Any, ...]:
        return self.lines, self.bands, tuple(sorted(self.rows.items()))

    def as_json(self) -> dict[str, Any]:
        return {"lines": self.lines, "bands": self.bands, "rows": dict(self.rows)}


def sizes_for(basis: Basis) -> Sizes:
    """Room for what the draft holds and some more."""
    stored = [line for line in basis.whole.get("rate_lines") or [] if isinstance(line, Mapping)]
    bands = max((len(table.stored(line)) for line in stored for table in TABLES.values()), default=0)
    rows = {key: _rows(spec, value) for key, spec, value in _lists(basis)}
    return Sizes(
        lines=min(max(LEAST_LINES, len(stored) + SPARE_LINES), max(MOST_LINES, len(stored))),
        bands=min(max(LEAST_BANDS, bands + SPARE_BANDS), MOST_BANDS),
        rows=rows,
    )


def sizes_stated(basis: Basis, stated: Any) -> Sizes | None:
    """The sizes a filled workbook names, None where no template ever had them."""
    limits = {key: spec.max_rows for key, spec, _value in _lists(basis)}
    if not isinstance(stated, Mapping) or not isinstance(stated.get("rows"), Mapping):
        return None
    rows = stated["rows"]
    lines, bands = stated.get("lines"), stated.get("bands")
    if set(rows) != set(limits) or not all(_within(rows[key], limits[key]) for key in limits):
        return None
    if not (isinstance(lines, int) and isinstance(bands, int)):
        return None
    most = max(MOST_LINES, len(basis.whole.get("rate_lines") or []))
    if not (_within(lines, most) and _within(bands, MOST_BANDS)):
        return None
    return Sizes(lines, bands, dict(rows))


def _within(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= max(most, 1)


def _lists(basis: Basis) -> list[tuple[str, FieldSpec, Any]]:
    """(key, spec, stored value) of every list that is typed, in questions and in terms."""
    found = []
    answers = basis.whole.get("answers") or {}
    for question in basis.content["questions"]["questions"]:
        number = question["n"]
        own = answers.get(f"q{number}") or {}
        for spec in catalogue.question_specs(basis.content["questions"], number, asked="answers"):
            if spec.type == "list":
                found.append((f"q{number}.{spec.code}", spec, own.get(spec.code)))
    offers = basis.whole.get("contract_terms") or {}
    for term in proposed_terms(basis.content):
        if term.spec.type == "list":
            found.append((f"value.{term.code}", term.spec, (offers.get(term.code) or {}).get("value")))
    return found


def _rows(spec: FieldSpec, value: Any) -> int:
    stored = len(value) if isinstance(value, list) else 0
    return max(1, min(max(LEAST_ROWS, spec.min_rows, stored + SPARE_ROWS), spec.max_rows))

"""A publication without a database, and random quotes for it: whatever the portal's own forms accept."""

import copy
import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from calc.documents import FEE_CODES
from quotes import billing, documents
from quotes.forms.fees import FeesForm
from quotes.terms import proposed_terms
from quotes.workbook import Basis, kinds, sources
from quotes.workbook.basis import Sizes
from rfqs import catalogue
from tests.calc.demo_cases import case
from ui import specs
from ui.spec_forms.form import asked_parts
from ui.specs import FieldSpec

NEED = {
    "title": "Shop chat service",
    "service_types": ["PRESALES"],
    "core_kpis": [{"kpi": catalogue.KPIS[0]["code"]}],
}
FILES = (("file-1", "roster.pdf"), ("file-2", "licence.pdf"), ("file-3", "licence.pdf (2)"))
PIECES = (
    "=1+1", "+86 138 0000", "-5", "@SUM(A1)", "合同期内", "“另议”", "a;b", "x,y", "_x000D_", "'quoted", "line\nline", "007",
    "1e5", "TRUE", "3/4", "2026-05-01", "50%", "é", "🙂", "<b>&amp;", "#REF!", "\ttab", "http://a.example", "{=A1}",
)  # fmt: skip


def content(numbers: tuple[int, ...] = tuple(range(1, 11)), terms: int = 99) -> dict[str, Any]:
    """A publication that asks some of the questions and proposes the first few terms."""
    asked = catalogue.question_set()
    asked["questions"] = [one for one in asked["questions"] if one["n"] in numbers]
    proposed = catalogue.term_set(NEED)
    proposed["terms"] = proposed["terms"][:terms]
    return {
        "need": NEED,
        "demand": case("RFQ-1")["demand"],
        "questions": catalogue.FrozenQuestions(asked),
        "terms": proposed,
        "weights": {},
    }


def basis(published: Mapping[str, Any], whole: documents.Document | None = None, **other: Any) -> Basis:
    about: dict[str, Any] = {
        "invitation": "11111111-1111-4111-8111-111111111111",
        "rfq_code": "RFQ-7",
        "rfq_title": "Shop chat service",
        "vendor": "Celadon Service",
        "deadline": "2026-12-01 18:00",
        "publication": 1,
        "files": FILES,
    }
    return Basis(**{**about, **other}, content=published, whole=whole or nothing_yet())


def nothing_yet() -> documents.Document:
    return documents.merged(
        documents.empty(documents.QUALITY, "CNY"), documents.empty(documents.COMMERCIAL, "CNY")
    )


def changed(whole: documents.Document, changes: Mapping[str, Any]) -> documents.Document:
    """The draft after the changes, without the empty places that taking a value away leaves behind."""
    after = copy.deepcopy(whole)
    for path, value in changes.items():
        documents.put(after, path, value)
    after["answers"] = {key: value for key, value in after.get("answers", {}).items() if value}
    return {key: value for key, value in after.items() if value not in ({}, [], None)}


def random_quote(rng: random.Random, published: Mapping[str, Any]) -> documents.Document:
    whole = nothing_yet()
    share = rng.choice((0.1, 0.5, 0.9))
    if rng.random() < 0.9:
        whole["tax"] = {"rate": rng.choice(("0", "0.06", "0.0625", "0.13")), "included": rng.random() < 0.5}
        codes = [line["code"] for line in published.get("lines") or []]
        seats = {code: rng.randrange(1, 400) for code in codes}
        whole |= {"line_seats": seats} if seats else {"base_seats": rng.randrange(1, 400)}
    empty = basis(published, whole)
    whole["rate_lines"] = [_rate_line(rng, empty) for _n in range(rng.randrange(0, 5))]
    whole["fee_lines"] = _fee_lines(rng, share)
    for question in published["questions"]["questions"]:
        _answer(rng, published, question["n"], whole, share)
    whole["contract_terms"] = _terms(rng, published, share)
    return changed(whole, {})


def _rate_line(rng: random.Random, empty: Basis) -> dict[str, Any]:
    sizes = Sizes(1, rng.choice((4, 7)), {})
    models = rng.sample(list(billing.MODELS), 4)
    for attempt in range(40):
        model = models[attempt // 10]
        shape = sources.rate_form(empty, model, sources.more_bands(sizes))
        data = {name: _typed(rng, field, rng.choice((0.1, 0.3))) for name, field in shape.fields.items()}
        data |= sources.hidden_data(shape) | {"base_seats": str(empty.whole.get("base_seats", ""))}
        if "line" in shape.fields:
            data["line"] = rng.choice([line.code for line in empty.lines])
        data |= _bands(rng, shape)
        form = sources.rate_form(empty, model, data)
        if form.is_valid():
            return form.line()
    return {"model": "B01", "unit": "SEAT_MONTH", "unit_price": "4800", "applies_to": "ALL"}


def _bands(rng: random.Random, shape: Any) -> dict[str, str]:
    """Rows that go with each other; chance alone makes none."""
    found = {name: "" for name in shape.fields if sources.ROW.match(name)}
    if not shape.table or rng.random() < 0.2:
        return found
    prefix, used = (
        shape.table.prefix,
        range(rng.randrange(1, shape.rows + 1) if shape.table.prefix == "tier" else 2),
    )
    for row in used:
        last = row == used[-1]
        values = {
            "tier": {"price": _amount(rng, 4), "upper": "" if last else str(1000 * (row + 1))},
            "stage": {"share": "35.5" if last else "64.5", "month": str(3 * row + 1)},
            "metric": {"weight": "40" if last else "60", "target": "0.85", "span": "0.1", "better": "LOWER"}
            | {
                "kpi": kinds.choices_of(shape.fields.get("metric-0-kpi"))[row][0]
                if prefix == "metric"
                else ""
            },
        }[prefix]
        found |= {f"{prefix}-{row}-{column}": value for column, value in values.items()}
    return found


def _typed(rng: random.Random, field: Any, share: float) -> Any:
    kind = kinds.kind_of(field)
    if not field.required and rng.random() > share:
        return [] if kind == kinds.MULTI else ""
    if kind in (kinds.CHOICE, kinds.MULTI):
        codes = [code for code, _words in kinds.choices_of(field)]
        return rng.choice(codes) if kind == kinds.CHOICE else rng.sample(codes, 1)
    if kind == kinds.DAY:
        return _day(rng)
    if kind == kinds.TEXT:
        return _text(rng, 60)
    if kind == kinds.PERCENT:
        return plain(Decimal(rng.randrange(0, 5000)) / 100)
    return str(rng.randrange(1, 60)) if kind == kinds.WHOLE else _amount(rng, kinds.places_of(field))


def _amount(rng: random.Random, places: int) -> str:
    digits = rng.randrange(1, 10 ** rng.choice((2, 4, 7, 9)))
    return plain(Decimal(digits).scaleb(-rng.randrange(0, min(places, 4) + 1)))


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}" if number else "0"


def _day(rng: random.Random) -> str:
    return (date(2025, 1, 1) + timedelta(days=rng.randrange(0, 4000))).isoformat()


def _text(rng: random.Random, most: int) -> str:
    words = " ".join(rng.choice(PIECES) for _n in range(rng.randrange(1, 5)))
    return words[:most].strip() or "-"


def _fee_lines(rng: random.Random, share: float) -> list[dict[str, Any]]:
    shape = FeesForm()
    data: dict[str, Any] = {}
    for name, field in shape.fields.items():
        data[name] = _typed(rng, field, share)
        if name.endswith("-unit") and not data[name]:
            data[name] = field.initial
        if name.endswith("-price"):
            data[name] = plain(Decimal(rng.randrange(1, 6000)) / 100)
    form = FeesForm(data)
    form.is_valid()
    lines: list[dict[str, Any]] = form.sound_lines([])
    return [line for line in lines if line["code"] in FEE_CODES]


def _answer(
    rng: random.Random, published: Mapping[str, Any], number: int, whole: documents.Document, share: float
) -> None:
    asked = catalogue.question_specs(published["questions"], number, asked="answers")
    values = {spec.code: _value(rng, spec) for spec in asked if rng.random() < share}
    context = catalogue.answer_context(whole, published["need"])
    sound, faults = specs.clean(asked, values, context=context)
    for fault in faults:
        sound.pop(fault.path.partition(".")[0].partition("[")[0], None)
    sound, _faults = specs.clean(asked, sound, context=context)
    answers, document = specs.scatter(asked, sound, whole)
    if rng.random() < share:
        answers["text"] = _text(rng, 300)
    if answers:
        whole["answers"][f"q{number}"] = answers
    for spec in asked:
        if spec.home:
            documents.put(whole, spec.home, documents.get(document, spec.home))


def _value(rng: random.Random, spec: FieldSpec) -> Any:
    if spec.has_state and rng.random() < 0.15:
        if spec.na and rng.random() < 0.5:
            return {"state": specs.NOT_APPLICABLE, "reason": _text(rng, 80)}
        return {"state": specs.NOT_DISCLOSED} if spec.nd == "allowed" else None
    if spec.allow_none and rng.random() < 0.1:
        return []
    if spec.type == "object":
        return {part.code: _value(rng, part) for part in asked_parts(spec) if rng.random() < 0.8} or None
    if spec.type == "list":
        rows = range(rng.randrange(1, min(spec.max_rows, 14) + 1))
        columns = asked_parts(spec)
        made = [{c.code: _scalar(rng, c) for c in columns if rng.random() < 0.8} for _row in rows]
        suggested = set(spec.rows_from["map"]) if spec.rows_from else set()
        return [row for row in made if set(row) - suggested]  # a suggestion alone is no answer
    return _scalar(rng, spec)


def _scalar(rng: random.Random, spec: FieldSpec) -> Any:
    if spec.type in ("choice", "multi"):
        codes = list(spec.choice_codes)
        return rng.choice(codes) if spec.type == "choice" else rng.sample(codes, rng.randrange(1, 3))
    if spec.type in ("text", "longtext"):
        return _text(rng, min(spec.max_length or 300, 300))
    if spec.type == "bool":
        return rng.random() < 0.5
    if spec.type == "date":
        return _day(rng)
    if spec.type == "file":
        return rng.choice(FILES)[0]
    if spec.type == "time":
        return f"{rng.randrange(24):02}:{rng.randrange(60):02}"
    low, high = int((spec.min or 0) * 100), int((spec.max if spec.max is not None else 5000) * 100)
    number = Decimal(rng.randrange(low, high + 1)) / 100
    return int(number) if spec.type == "int" else plain(round(number, min(spec.places, 2)))


def _terms(rng: random.Random, published: Mapping[str, Any], share: float) -> dict[str, Any]:
    found = {}
    for term in proposed_terms(published):
        if rng.random() > share:
            continue
        status = rng.choice(
            ("STATED", "NOT_DISCLOSED") if term.states else ("ACCEPTED", "DEVIATION", "NOT_DISCLOSED")
        )
        offer: dict[str, Any] = {"status": status}
        if status in ("STATED", "DEVIATION"):
            offer["value"] = _value(rng, term.spec)
        if rng.random() < 0.5:
            offer["note"] = _text(rng, 200)
        sound, faults = catalogue.clean_offer(term.item, offer, published["need"])
        if sound and not faults and not specs.is_state(sound.get("value")):
            found[term.code] = sound
    return found

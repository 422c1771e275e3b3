"""The question set: its content, its protection, and the answers as a page or a rule sees them."""

import copy
from collections.abc import Iterable, Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rfqs.catalogue import q01, q02, q03, q04, q05, q06, q07, q08, q09, q10
from rfqs.catalogue.fees import FEES
from ui import specs
from ui.specs import Fault, FieldSpec
from ui.text import in_all_languages

VERSION = "1"
FAMILY = (q01, q02, q03, q04, q05, q06, q07, q08, q09, q10)
FREE_TEXT_LENGTH = 3000
RUBRIC_SCORES = ("0", "1", "3", "5")


def question_set() -> dict:
    """The shipped content: {"version", "questions": [{n, code, title, ask, why, good, bad, evidence, rubric,
    pillar, secondary, leaf, fields}], "fees": [...]}. A fresh copy each time.
    """
    return {
        "version": VERSION,
        "text_length": FREE_TEXT_LENGTH,
        "questions": [copy.deepcopy(module.QUESTION) for module in FAMILY],
        "fees": copy.deepcopy(FEES),
    }


def question(content: Mapping, n: int) -> dict:
    """The question with the number n; KeyError when there is none."""
    for item in content["questions"]:
        if item["n"] == n:
            return item
    raise KeyError(n)


class FrozenQuestions(dict):
    """A question set that never changes any more, so that the fields of a question are parsed once."""

    def __init__(self, content: Mapping) -> None:
        super().__init__(content)
        self._parsed: dict[int, tuple[FieldSpec, ...]] = {}

    def specs_of(self, n: int) -> tuple[FieldSpec, ...]:
        if n not in self._parsed:
            self._parsed[n] = tuple(specs.load(question(self, n)["fields"]))
        return self._parsed[n]


def question_specs(content: Mapping, n: int, *, asked: str | None = None) -> list[FieldSpec]:
    """The fields of a question; `asked` keeps those of one page ("answers", "prices", "fees", "review")."""
    loaded: Iterable[FieldSpec]
    if isinstance(content, FrozenQuestions):
        loaded = content.specs_of(n)
    else:
        loaded = specs.load(question(content, n)["fields"])
    return [spec for spec in loaded if asked is None or spec.asked == asked]


def answer_context(document: Mapping, need: Mapping | None = None) -> dict:
    """What conditions look at besides the answers: the need, and facts of the rate lines."""
    lines = _rate_lines(document)
    return {
        "need": dict(need or {}),
        "q1_model_codes": _distinct(lines, "model"),
        "units": _distinct(lines, "unit"),
        "tiered": any(line.get("tiers") for line in lines),
        "commissioned": any(line.get("commission") for line in lines),
    }


def answer_values(content: Mapping, n: int, document: Mapping) -> dict:
    """The sub-answers of a question with every fact fetched from its home in the quote document."""
    answers = document.get("answers", {}).get(f"q{n}", {})
    loaded = question_specs(content, n)
    own = {spec.code: answers[spec.code] for spec in loaded if spec.code in answers}
    values = specs.gather(loaded, own, document)
    for spec in loaded:
        if spec.home and spec.asked != "answers" and not specs.is_state(values.get(spec.code)):
            values.pop(spec.code, None)
            found = _from_lines(spec, document)
            if found not in (None, []):
                values[spec.code] = found
    return values


def _from_lines(spec: FieldSpec, document: Mapping) -> object:
    place, _dot, key = spec.home.partition(".")
    if place == "rate_lines":
        return _from_rate_lines(spec, key, _rate_lines(document))
    if place == "fee_lines":
        fees = [fee for fee in document.get("fee_lines", ()) if isinstance(fee, Mapping)]
        if not key:
            return fees
        fee = next((fee for fee in fees if fee.get("code") == key), None)
        return _penalty(fee) if fee else None
    return specs.lookup(spec.home, document)


def _penalty(fee: Mapping) -> dict:
    """Fee line F18 in the words of question 8: {"kind", "value"}, or the state when it is not disclosed."""
    if fee.get("status") == specs.NOT_DISCLOSED:
        return {"state": specs.NOT_DISCLOSED}
    if fee.get("status") != "CHARGED":
        return {"kind": "NONE"}
    kinds = {"MONTHS_OF_FEE": "MONTHS", "PERCENT": "PERCENT"}
    return {"kind": kinds.get(str(fee.get("unit")), "FIXED"), "value": fee.get("price")}


# What a rate line says by leaving a field out: no minimum, and one that holds for the month alone.
UNSTATED = {"min_charge": "0", "min_qty": 0, "min_period": "MONTH", "min_carry_forward": False}


def _from_rate_lines(spec: FieldSpec, key: str, lines: list[Mapping]) -> object:
    if not key:
        return [dict(line) for line in lines]
    found = [line[key] for line in lines if line.get(key) is not None]
    if spec.type == "multi":
        return _distinct(lines, key)
    if not found and lines:
        return UNSTATED.get(key)
    return found[0] if found else None


def _rate_lines(document: Mapping) -> list[Mapping]:
    return [line for line in document.get("rate_lines", ()) if isinstance(line, Mapping)]


def _distinct(lines: list[Mapping], key: str) -> list:
    return list(dict.fromkeys(line[key] for line in lines if line.get(key)))


def check_question_set(content: Mapping) -> list[Fault]:
    """Faults of an edited question set: the order is fixed and what a rule reads must stay as it is."""
    given = content.get("questions", [])
    if [item.get("n") for item in given] != [module.QUESTION["n"] for module in FAMILY]:
        message = _("The ten questions and their order are fixed.")
        return [Fault("questions", message, _("Put every question back in its place."))]
    faults: list[Fault] = []
    for mine, theirs in zip([module.QUESTION for module in FAMILY], given, strict=True):
        try:
            loaded = specs.load(theirs.get("fields", ()))
        except specs.SpecError as error:
            faults.append(Fault(theirs.get("code", "?"), error.message, error.remedy))
            continue
        faults.extend(_wording_faults(theirs))
        faults.extend(_protected_faults(specs.load(mine["fields"]), loaded, ""))
    return faults


def _wording_faults(item: Mapping) -> list[Fault]:
    remedy = _("Write it in English, Simplified and Traditional Chinese.")
    faults = [
        Fault(f"{item['code']}.{key}", _("A language is missing."), remedy)
        for key in ("title", "ask", "why", "good", "bad", "evidence")
        if not in_all_languages(item.get(key))
    ]
    for score in RUBRIC_SCORES:
        if not in_all_languages(item.get("rubric", {}).get(score)):
            faults.append(Fault(f"{item['code']}.rubric.{score}", _("A language is missing."), remedy))
    return faults


def _protected_faults(shipped: list[FieldSpec], given: list[FieldSpec], prefix: str) -> list[Fault]:
    """A field with readers must be there, of the same type and at the same home, with all its choices."""
    there = {spec.code: spec for spec in given}
    faults: list[Fault] = []
    for spec in shipped:
        if not specs.protected_codes([spec]):
            continue
        path, other = prefix + spec.code, there.get(spec.code)
        if other is None or (other.type, other.home, other.nd) != (spec.type, spec.home, spec.nd):
            faults.append(_lost(path, spec))
            continue
        gone = [code for code in spec.choice_codes if code not in other.choice_codes]
        if spec.read_by and gone:
            faults.append(_lost(f"{path}: {', '.join(gone)}", spec))
        faults.extend(_protected_faults(list(spec.parts), list(other.parts), f"{path}."))
    return faults


def _lost(path: str, spec: FieldSpec) -> Fault:
    readers = ", ".join(
        spec.read_by or sorted({r for rs in specs.protected_codes([spec]).values() for r in rs})
    )
    return Fault(
        path,
        format_lazy(_("This field is read by {readers} and cannot be removed or changed."), readers=readers),
        _("Put it back as it was; its words may be changed."),
    )

"""The shape of a field spec, read from JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

SCALAR_TYPES = {"text", "longtext", "bool", "int", "decimal", "percent", "money", "date", "time", "file"}
TYPES = SCALAR_TYPES | {"choice", "multi", "list", "object"}
REQUIRED = frozenset("RCO")


class SpecError(ValueError):
    """The data does not describe a field: what is wrong with it, and what to do; both in the reader's language."""

    def __init__(self, message: object, remedy: object) -> None:
        super().__init__(message, remedy)
        self.message, self.remedy = message, remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}"


@dataclass(frozen=True)
class Choice:
    code: str
    label: Mapping[str, str]


@dataclass(frozen=True)
class FieldSpec:
    """One field.

    required  R always, C when `required_when` (or, without it, `when`) holds, O never.
    when      the condition under which the field is asked at all.
    nd        "allowed": the vendor may say "not disclosed"; "refused": not at submission (ND!); "": no state.
    na        the vendor may say "not applicable" with a reason.
    home      the path in the quote document where the fact is kept instead of in the answers.
    asked     the page that asks it ("answers", "prices", "fees", "terms", "computed", "review").
    allow_none  "none" is an answer of its own: an empty list that was stated.
    read_by   the rules, gates, flags and engines that read the value: such a field is protected.
    """

    code: str
    type: str
    label: Mapping[str, str]
    help: Mapping[str, str] | None = None
    required: str = "O"
    when: Mapping | None = None
    required_when: Mapping | None = None
    nd: str = ""
    na: bool = False
    unit: Mapping[str, str] | str = ""
    choices: tuple[Choice, ...] = ()
    min: Decimal | None = None
    max: Decimal | None = None
    max_length: int | None = None
    places: int = 4
    columns: tuple["FieldSpec", ...] = ()
    fields: tuple["FieldSpec", ...] = ()
    min_rows: int = 0
    max_rows: int = 60
    sum_of: str = ""
    unique: tuple[str, ...] = ()
    ascending: str = ""
    not_above: str = ""
    rows_from: Mapping | None = None
    home: str = ""
    asked: str = "answers"
    read_by: tuple[str, ...] = ()
    default: object = None
    exclusive: tuple[str, ...] = ()
    allow_none: bool = False
    source: Mapping = field(default_factory=dict, compare=False, repr=False)

    @property
    def parts(self) -> tuple["FieldSpec", ...]:
        """The specs inside: columns of a list, fields of an object."""
        return self.columns or self.fields

    @property
    def has_state(self) -> bool:
        return self.nd == "allowed" or self.na

    @property
    def choice_codes(self) -> tuple[str, ...]:
        return tuple(choice.code for choice in self.choices)

    @classmethod
    def from_json(cls, data: Mapping) -> "FieldSpec":
        code = data.get("code") if isinstance(data, Mapping) else None
        if not code or data.get("type") not in TYPES:
            told = format_lazy(_("A field has no code or no known type: {field}"), field=f"{data!r:.120}")
            raise SpecError(
                told,
                format_lazy(
                    _("Give it a code and one of these types: {types}."), types=", ".join(sorted(TYPES))
                ),
            )
        unknown = set(data) - set(cls.__dataclass_fields__) | ({"source"} & set(data))
        if unknown:
            told = format_lazy(
                _("Field {code} has unknown keys: {keys}"), code=code, keys=", ".join(sorted(unknown))
            )
            raise SpecError(told, _("Take them out."))
        _check(data)
        return cls(**_arguments(data), source=dict(data))


def _arguments(data: Mapping) -> dict:
    args = dict(data)
    args["choices"] = tuple(Choice(c["code"], c["label"]) for c in data.get("choices", ()))
    args["columns"] = tuple(load(data.get("columns", ())))
    args["fields"] = tuple(load(data.get("fields", ())))
    for key in ("min", "max"):
        if data.get(key) is not None:
            args[key] = Decimal(data[key])
    for key in ("read_by", "unique", "exclusive"):
        args[key] = tuple(data.get(key, ()))
    if data["type"] == "money":
        args.setdefault("places", 2)
    return args


def _check(data: Mapping) -> None:
    code, kind = data["code"], data["type"]
    if data.get("required", "O") not in REQUIRED:
        raise SpecError(
            format_lazy(_("Field {code} does not say whether it is required."), code=code),
            _("Write R (required), C (under a condition) or O (optional)."),
        )
    if data.get("nd", "") not in ("", "allowed", "refused"):
        raise SpecError(
            format_lazy(_("Field {code} does not say whether it may stay undisclosed."), code=code),
            _("Write allowed or refused, or leave it out."),
        )
    if kind in ("choice", "multi") and not data.get("choices"):
        raise SpecError(
            format_lazy(_("Field {code} has no choices."), code=code), _("Give it at least one choice.")
        )
    if kind == "list" and not data.get("columns"):
        raise SpecError(
            format_lazy(_("Field {code} has no columns."), code=code), _("Give it at least one column.")
        )
    if kind == "object" and not data.get("fields"):
        raise SpecError(
            format_lazy(_("Field {code} has no parts."), code=code), _("Give it at least one part.")
        )


def load(specs: Iterable[Mapping]) -> list[FieldSpec]:
    """Read specs from JSON data; raises SpecError naming the field that is wrong."""
    loaded = [spec if isinstance(spec, FieldSpec) else FieldSpec.from_json(spec) for spec in specs]
    codes = [spec.code for spec in loaded]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        told = format_lazy(_("The same code twice: {codes}"), codes=", ".join(twice))
        raise SpecError(told, _("Give every field a code of its own."))
    return loaded


class Reader:
    """Reads specs from JSON data, and one that comes again with the same content only once.

    It remembers the newest content of each code, for reading only.
    """

    def __init__(self) -> None:
        self._read: dict[str, tuple[dict, FieldSpec]] = {}

    def read(self, data: dict) -> FieldSpec:
        """The spec; raises SpecError as `load` does."""
        known = self._read.get(data.get("code", ""))
        if known is None or known[0] != data:
            known = self._read[data.get("code", "")] = (data, load([data])[0])
        return known[1]

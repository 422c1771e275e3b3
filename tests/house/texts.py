"""Every translatable text of the code, found without gettext: what the catalogues must hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from tests.house.source import ROOT

CALLS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
}
CALL = re.compile(r"\b(n?p?gettext|_)\(")
FOLDERS = (
    *("accounts", "audit", "config", "contracts", "demo", "notifications", "quotes", "rfqs", "scoring", "ui"),
    "vendors",
)


def texts() -> set[str]:
    """Return every msgid that stands in Python code or templates."""
    found: set[str] = set()
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            found.update(_of_python(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            found.update(_of_template(path))
    return {text for text in found if text.strip()}


def _of_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in CALLS:
            continue
        arguments = node.args[1:] if "pgettext" in name else node.args
        if arguments and isinstance(arguments[0], ast.Constant) and isinstance(arguments[0].value, str):
            yield arguments[0].value


def _of_template(path: Path) -> Iterator[str]:
    # Django turns a template into text that xgettext reads as Python: gettext(u'...') and _('...') among X's.
    for line in templatize(path.read_text(encoding="utf-8")).splitlines():
        for match in CALL.finditer(line):
            yield from _of_call(match[1], line[match.end() - 1 :])


def _of_call(name: str, rest: str) -> Iterator[str]:
    """Read the arguments up to the bracket that closes the call."""
    for end in range(2, len(rest) + 1):
        if rest[end - 1] != ")":
            continue
        try:
            tree = ast.parse(name + rest[:end])
        except SyntaxError:
            continue
        yield from _of_python(ast.unparse(tree))
        return

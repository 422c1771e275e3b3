"""What the documentation names is there: paths, modules, pages, commands, variables, figures."""

import json
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command, get_commands
from django.urls import URLPattern, get_resolver

from calc.documents.codes import MODEL_UNITS
from tests.calc.quotes import demand_document, phone_document, run, sales
from tests.house.billing_pictures import picture
from tests.house.source import APPS, ROOT

MADE_AT_RUN_TIME = (".var", ".venv")
PACKAGES = (*APPS, "config", "calc", "sealing")
BILLING = ROOT / "docs" / "billing"
HYBRID = "B13"  # several lines: not the model of one

PAGES = sorted(
    [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
        *(path for path in (ROOT / "docs").rglob("*.md") if path.parent.name != "reference"),
    ]
)
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))

BACKTICKS = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PATH = re.compile(r"[A-Za-z_.][\w.-]*(/[\w.-]+)*/?")
FILE_NAME = re.compile(r"[\w.-]+\.(py|md|json|toml|txt|html|css|js)")
DOTTED = re.compile(rf"({'|'.join(PACKAGES)})(\.\w+)+")
READ = re.compile(
    r"(?:environ\.get\(|environ\[|getenv\(|environment\.(?:flag|words|number|secret)\()\s*\"([A-Z_]+)\""
)


def quoted(page: Path) -> list[str]:
    """What stands in backticks, without code blocks."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    return BACKTICKS.findall(text)


def is_path(word: str) -> bool:
    """A path inside the project: a file name, or a slash behind something that could be a folder."""
    if word.startswith(MADE_AT_RUN_TIME) or not PATH.fullmatch(word):
        return False
    return "/" in word or bool(FILE_NAME.fullmatch(word))


def exists(word: str) -> bool:
    if "/" in word or (ROOT / word).exists():
        return (ROOT / word).exists()
    return any(next((ROOT / package).rglob(word), None) for package in PACKAGES)


def found_in_code(dotted: str) -> bool:
    """The longest importable front is a module, the rest are its attributes."""
    words = dotted.split(".")
    for length in range(len(words), 0, -1):
        try:
            thing = import_module(".".join(words[:length]))
        except ModuleNotFoundError:
            continue
        for name in words[length:]:
            thing = getattr(thing, name, None)
        return thing is not None
    return False


@pages
def test_every_path_and_module_named_is_there(page):
    words = quoted(page)
    assert [word for word in words if is_path(word) and not exists(word)] == []
    dotted = [word for word in words if DOTTED.fullmatch(word) and not is_path(word)]
    assert [word for word in dotted if not found_in_code(word)] == []


@pages
def test_every_link_leads_somewhere(page):
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def routes(patterns: Iterable[Any], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        route = before + re.sub(r"<[^>]+>", "<>", str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


@pages
def test_every_address_named_is_a_page(page):
    known = set(routes(get_resolver("config.urls").url_patterns))
    named = [word for word in quoted(page) if re.fullmatch(r"/[\w<>/.-]*", word)]
    assert [word for word in named if re.sub(r"<[^>]+>", "<>", word) not in known] == []


@pages
def test_every_command_named_is_there(page):
    text = page.read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    made = re.findall(r"(?:^    |`)make ([a-z]+)", text, flags=re.MULTILINE)
    assert set(made) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())


def test_every_make_target_is_explained():
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    told = re.findall(r"`make ([a-z]+)`", (ROOT / "docs" / "operations.md").read_text())
    assert set(targets) - {"help"} <= set(told)


def test_every_variable_is_told_and_read():
    """The table of docs/operations.md and the code name the same environment variables."""
    rows = [
        line.split("|")[1]
        for line in (ROOT / "docs" / "operations.md").read_text().splitlines()
        if line.startswith("| `")
    ]
    told = {name for row in rows for name in BACKTICKS.findall(row) if re.fullmatch(r"[A-Z_]+", name)}
    sources = [ROOT / "manage.py", *(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))]
    read = {name for path in sources for name in READ.findall(path.read_text())}
    assert told == read


# -- billing ------------------------------------------------------------------------------------------------


def test_every_priced_model_has_its_page_and_no_other():
    written = {path.stem for path in BILLING.glob("B*.md")}
    assert written == {*MODEL_UNITS, HYBRID}
    listed = set(re.findall(r"\]\((B\d\d)\.md\)", (BILLING / "index.md").read_text()))
    assert listed >= written


FIGURE = re.compile(
    r"^With (?P<count>\d+) (?:contacts a month|calls of (?P<aht>\d+) s)(?: and (?P<seats>\d+) base seats)?: "
    r"(?P<lines>K-.*)\.$",
    flags=re.MULTILINE,
)


@pytest.mark.parametrize("model", [*MODEL_UNITS, HYBRID])
def test_the_figures_of_a_billing_page_come_out(model):
    """The rate line of the page, priced for the contacts of the page, gives its lines and its picture."""
    text = (BILLING / f"{model}.md").read_text()
    block = json.loads(re.search(r"```json\n(.*?)```", text, flags=re.DOTALL)[1])
    lines = block if isinstance(block, list) else [block]
    assert model == HYBRID or [line["model"] for line in lines] == [model]
    figures = list(FIGURE.finditer(text))
    assert figures
    for figure in figures:
        count, seats = int(figure["count"]), int(figure["seats"] or 0)
        if figure["aht"]:
            need = phone_document(count, aht_s=figure["aht"], talk_share="1")
        else:
            need = demand_document(forecast_profile=[count] * 12, sales=sales())
        month = run([dict(line) for line in lines], need, base_seats=seats).months[0]
        given = ", ".join(f"{item} {amount}" for item, amount in month.lines.items())
        assert given == figure["lines"], figure[0]
    assert picture(text) in text, "draw it anew: python -m tests.house.billing_pictures"


def test_the_price_table_of_the_readme_is_what_the_command_prints(capsys):
    call_command("price", str(ROOT / "demo" / "data" / "rfq-1.json"))
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    text = (ROOT / "README.md").read_text()
    shown = text.partition("manage.py price demo/data/rfq-1.json\n")[2].splitlines()[: len(printed)]
    assert [line.removeprefix("    ") for line in shown] == printed

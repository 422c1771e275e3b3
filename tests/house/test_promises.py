"""The table of promises in docs/security.md: whole, in order, in known words, with proofs that are there."""

import ast
import re
from functools import cache

import pytest

from tests.house.source import ROOT

PAGE = ROOT / "docs" / "security.md"
COUNTS = {"A": 12, "B": 16, "C": 7, "D": 11, "E": 4, "F": 6, "G": 4}
IDS = [f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)]
STATES = ("proved in the short form", "proved", "partly", "not built")
PROVED = STATES[:2]
CODE = re.compile(r"`([^`]+)`")
NOTHING = "—"


def rows(text: str) -> list[list[str]]:
    """The cells of the table under "Promises", without its head."""
    table = [line for line in text.partition("\n## Promises\n")[2].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


@cache
def proofs_in(path: str) -> frozenset[str]:
    """Names of the test functions of a file; none where there is no file."""
    file = ROOT / path
    if not path.startswith("tests/") or not file.is_file():
        return frozenset()
    found = ast.walk(ast.parse(file.read_text()))
    return frozenset(
        node.name for node in found if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def faults(text: str) -> list[str]:
    """What is wrong with the table, one line each."""
    found = rows(text)
    wrong = [f"{row[0]}: {len(row)} cells" for row in found if len(row) != 5]
    if [row[0] for row in found] != IDS:
        wrong.append(f"not {len(IDS)} promises in their order")
    for row in found:
        wrong += [f"{row[0]}: {fault}" for fault in _faults_of(*row[1:5])]
    return wrong


def _faults_of(what: str, proof: str, figure: str, state: str) -> list[str]:
    word = next((one for one in STATES if re.match(rf"{one}\b", state)), "")
    named = CODE.findall(proof)
    wrong = [] if word else [f"unknown state {state!r}"]
    if not what or not figure:
        wrong.append("an empty cell")
    if (word == "not built") != (proof == NOTHING) or (proof != NOTHING and not named):
        wrong.append("a proof belongs to what is built, and to nothing else")
    if word in PROVED and not re.search(r"\d|construction", figure + state):
        wrong.append("proved without a figure")
    path = ""
    for one in named:
        path = one.partition("::")[0] or path
        if one.partition("::")[2] not in proofs_in(path):
            wrong.append(f"no test {one} in {path}")
    return wrong


def test_every_promise_has_its_row_its_proof_and_its_state() -> None:
    assert faults(PAGE.read_text()) == []


@pytest.mark.parametrize(
    ("sound", "broken", "said"),
    [
        ("\n| B7 |", "\n| B77 |", "not 60 promises in their order"),
        ("::test_the_web_role_changes_nothing", "::test_the_web_role", "no test"),
        ("`tests/house/test_frozen.py::", "`tests/house/test_thawed.py::", "no test"),
        ("| not built |", "| soon |", "unknown state"),
        ("| not built |", "| proved |", "belongs to what is built"),
    ],
)
def test_a_hole_in_the_table_is_seen(sound: str, broken: str, said: str) -> None:
    text = PAGE.read_text()
    assert sound in text
    assert any(said in fault for fault in faults(text.replace(sound, broken, 1)))

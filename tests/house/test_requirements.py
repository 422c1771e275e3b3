"""The hashed requirement files hold what pyproject.toml names, at its versions, and name no host."""

import re
import tomllib

import pytest

from tests.house.source import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PEERS = ("staffing", "ranking", "smaa")
FILES = ["requirements.txt", "requirements-dev.txt", *(f"requirements-bench-{peers}.txt" for peers in PEERS)]
NAME = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)")


def pins(lines: list[str]) -> dict[str, str]:
    found = (NAME.match(line) for line in lines)
    return {match[1].lower().replace("_", "-"): match[2] for match in found if match}


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements-dev.txt", PROJECT["dependency-groups"]["dev"]),
        *(
            (f"requirements-bench-{peers}.txt", PROJECT["dependency-groups"][f"bench-{peers}"])
            for peers in PEERS
        ),
    ],
)
def test_locked_versions_are_the_named_ones(file, wanted):
    locked = pins((ROOT / file).read_text().splitlines())
    named = pins(wanted)
    assert len(named) == len(wanted), "every dependency is pinned with =="
    assert {name: locked.get(name) for name in named} == named


@pytest.mark.parametrize("file", FILES)
def test_locked_files_have_hashes_and_no_host(file):
    text = (ROOT / file).read_text()
    assert not re.search(r"https?:|file:|--index|--extra|--find-links|--trusted", text)
    entries = [line for line in text.splitlines() if NAME.match(line)]
    assert entries
    assert all(line.endswith("\\") for line in entries), "each entry is followed by its hashes"


def test_every_dependency_has_its_reason():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    entries = [line for line in lines if re.match(r'\s+"[A-Za-z].*==', line)]
    groups = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]
    assert len(entries) == sum(map(len, groups))
    assert [line for line in entries if not re.search(r'",\s+# \w+', line)] == []

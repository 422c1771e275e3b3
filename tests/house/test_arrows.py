"""The arrows: who may import whom, who may touch rows, who may set a status."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT, modules

SENDER = "notifications/delivery.py"  # the only way out of the outbox; it marks what it has sent


def test_imports_point_one_way():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert "4 kept, 0 broken" in done.stdout


def objects_used(tree: ast.Module) -> list[int]:
    return [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]


def statuses_set(tree: ast.Module) -> list[int]:
    """Lines that assign x.status, or pass status= to update()."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            lines += [node.lineno for target in targets for part in ast.walk(target) if _is_status(part)]
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
        ):
            lines += [node.lineno for keyword in node.keywords if keyword.arg == "status"]
    return lines


def _is_status(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "status"


def test_views_forms_and_tasks_use_no_manager():
    found = [
        f"{name}:{line}" for name, tree in modules("views", "forms", "tasks") for line in objects_used(tree)
    ]
    assert found == []


def test_only_actions_set_a_status():
    found = [
        f"{name}:{line}"
        for name, tree in modules()
        if Path(name).parts[1].removesuffix(".py") != "actions" and name != SENDER
        for line in statuses_set(tree)
    ]
    assert found == []


def test_the_readers_of_source_see_what_they_look_for():
    tree = ast.parse(
        "rfq.status = 1\nself.a, rfq.status = 1, 2\nrows.update(status=3)\nRFQ.objects.get()\nx = status"
    )
    assert statuses_set(tree) == [1, 2, 3]
    assert objects_used(tree) == [4]

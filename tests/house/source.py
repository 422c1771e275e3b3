"""The project's own Python files, for tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = (
    "demo",
    "contracts",
    "scoring",
    "quotes",
    "rfqs",
    "vendors",
    "notifications",
    "accounts",
    "audit",
    "ui",
)


def modules(*stems: str) -> Iterator[tuple[str, ast.Module]]:
    """Name and syntax tree of every app's files; with stems only of these (`views` also means views/)."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT / app).with_suffix("").parts
            if "migrations" not in parts and (not stems or parts[0] in stems):
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())

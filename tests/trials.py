"""Independent trials of a long proof: one that was cut off goes on where it ended."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

LONG = 20  # fewer are played in one go
MARKS = Path(__file__).parent.parent / ".var" / "prove"


def trials(name: str, n: int, seed: int) -> Iterator[int]:
    """0 to n - 1, each yielded once its predecessor has held; trial t draws from `seed` + t alone.

    After every trial of a long proof a mark says how many have held. The next run with the same name, n, seed and the
    same code goes on behind them; a run that reaches its end takes the mark away.
    """
    mark = MARKS / f"{name}-{n}-{seed}-{_code()}" if n >= LONG else None
    begin = int(mark.read_text()) if mark and mark.exists() else 0
    for trial in range(begin, n):
        yield trial
        if mark:
            MARKS.mkdir(parents=True, exist_ok=True)
            mark.write_text(str(trial + 1))
    if mark:
        mark.unlink(missing_ok=True)


def _code() -> str:
    """What the code is, so that trials which other code has passed do not count for this one."""
    digest = hashlib.sha256()
    for folder in sorted(one for one in MARKS.parent.parent.glob("[!.]*") if one.is_dir()):
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]

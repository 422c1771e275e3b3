"""The rewriting of assertions, shared among the processes that collect the same tests.

From a fresh clone each process would rewrite each module, for seven seconds or so. Here each begins with another
part of the modules and goes round; what a process has written, the others find written. pytest offers no way to
rewrite without importing, so this takes its own functions.
"""

import sys
from pathlib import Path
from typing import Any

from _pytest.assertion import rewrite

HERE = Path(__file__).resolve().parent


def share(config: Any) -> None:
    """Write the rewritten form of every test module that nobody has written yet."""
    given = getattr(config, "workerinput", None)
    if given is None or sys.dont_write_bytecode or config.option.assertmode != "rewrite":
        return
    modules = sorted(HERE.rglob("test_*.py"))
    first = len(modules) * int(given["workerid"].removeprefix("gw")) // given["workercount"]
    for module in (*modules[first:], *modules[:first]):
        written = rewrite.get_cache_dir(module) / (module.stem + rewrite.PYC_TAIL)
        if rewrite._read_pyc(module, written) is None and rewrite.try_makedirs(written.parent):
            found, code = rewrite._rewrite_test(module, config)
            rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, found, written)
